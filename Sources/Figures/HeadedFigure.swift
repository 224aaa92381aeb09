/// A figure below one quiet line that says what it is of: model, layer, data set, rows, variant.
///
/// Every figure of `plot` is drawn in it, so that none leaves its reader to guess. The line is
/// broken where the figure is narrow. Its height is a whole number of pixels at 150 dpi, so that
/// what is sharp below it stays so.
public struct HeadedFigure<Content: Figure>: Figure {
    public let content: Content
    /// What the figure is of; without one nothing is added.
    public let heading: String

    public init(_ content: Content, heading: String) {
        self.content = content
        self.heading = heading
    }

    private static var style: TextStyle { TextStyle(size: 8.5, color: .quiet) }
    private static var left: Double { 9.6 }
    private static var top: Double { 6 }
    /// One pixel at 150 dpi.
    private static var pixel: Double { 0.48 }
    private static var lines: Int { 4 }

    private func textWidth(of width: Double) -> Double { max(60, width - 2 * Self.left) }

    /// What the line takes above the figure, in points.
    private func height(above width: Double, _ canvas: Canvas) -> Double {
        if heading.isEmpty { return 0 }
        let text = canvas.measure(
            heading, Self.style, maxWidth: textWidth(of: width), lines: Self.lines)
        return ((Self.top + text.height) / Self.pixel).rounded(.up) * Self.pixel
    }

    public var size: (width: Double, height: Double) {
        let inner = content.size
        return (inner.width, inner.height + height(above: inner.width, .ruler()))
    }

    public func draw(on canvas: Canvas) {
        let width = content.size.width
        if !heading.isEmpty {
            canvas.write(
                heading, x: Self.left, y: Self.top, Self.style, maxWidth: textWidth(of: width),
                lines: Self.lines)
        }
        canvas.moved(down: height(above: width, canvas)) { content.draw(on: canvas) }
    }
}

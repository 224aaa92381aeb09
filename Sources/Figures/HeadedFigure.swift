/// A figure below one line of quiet text with its origin: model, layer, data set, rows, variant.
///
/// Every figure of `plot` is drawn in it, so that a figure alone still shows where it comes from.
/// The line is broken into up to 4 where the figure is narrow. Its height is a whole number of
/// pixels at 150 dpi, so that sharp pixels below it stay sharp.
public struct HeadedFigure<Content: Figure>: Figure {
    /// The figure below the line.
    public let content: Content
    /// The text of the line; with an empty one the figure is drawn as it is.
    public let heading: String

    /// Puts `heading` above `content`.
    public init(_ content: Content, heading: String) {
        self.content = content
        self.heading = heading
    }

    private static var style: TextStyle { TextStyle(size: 8.5, color: .quiet) }
    /// Margin at the left and right of the text, in points.
    private static var left: Double { 9.6 }
    /// Margin above the text, in points.
    private static var top: Double { 6 }
    /// One pixel at 150 dpi, in points.
    private static var pixel: Double { 0.48 }
    /// The most lines that the text is broken into.
    private static var lines: Int { 4 }

    /// The width in points that the text may take above a figure of `width` points, at least 60.
    private func textWidth(of width: Double) -> Double { max(60, width - 2 * Self.left) }

    /// The height in points that the line adds above a figure of `width` points; 0 without a text.
    private func height(above width: Double, _ canvas: Canvas) -> Double {
        if heading.isEmpty { return 0 }
        let text = canvas.measure(
            heading, Self.style, maxWidth: textWidth(of: width), lines: Self.lines)
        return ((Self.top + text.height) / Self.pixel).rounded(.up) * Self.pixel
    }

    /// The content's size, with the height of the line added.
    public var size: (width: Double, height: Double) {
        let inner = content.size
        return (inner.width, inner.height + height(above: inner.width, .ruler()))
    }

    /// Draws the line, then the content moved down by its height.
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

/// The kinds of file a figure is written as.
public enum FigureFormat: String, Sendable, CaseIterable {
    case png, svg, pdf
}

/// A drawing that knows its size and how to draw itself.
///
/// A figure holds plain values and measures its own texts, so `size` may cost a few milliseconds.
public protocol Figure {
    /// In points of 1/72 inch.
    var size: (width: Double, height: Double) { get }

    /// Draws on a white canvas of `size`, y downwards from the upper left corner.
    func draw(on canvas: Canvas)
}

/// Why a figure could not be made.
public enum FigureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The resolution is not a number above zero.
    case badResolution(Double)
    /// The picture would have more pixels than Cairo can hold.
    case tooLarge(width: Double, height: Double)
    /// Cairo's own text.
    case cannotDraw(String)

    public var description: String {
        switch self {
        case .badResolution(let dpi):
            "A figure's resolution must be above 0 dots an inch, not \(dpi)."
        case .tooLarge(let width, let height):
            "The figure would have \(wholeNumber(width)) x \(wholeNumber(height)) pixels, more "
                + "than \(Canvas.largestSide) a side: choose a lower resolution with --dpi."
        case .cannotDraw(let reason):
            "The figure could not be drawn: \(reason)."
        }
    }

    private func wholeNumber(_ value: Double) -> String {
        abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}

/// Draws `figure` and returns the bytes of its file, by which `isOwnFigure` knows it again.
///
/// The same figure gives the same bytes.
///
/// - Throws: `FigureError` where the resolution is no number above 0, the picture would be too
///   large for Cairo, or Cairo fails.
/// - Parameter dpi: pixels an inch of a PNG; in SVG and PDF, of the large scatters' points and of
///   magnified tiles, while all else is outlines.
public func encode(
    _ figure: some Figure, format: FigureFormat, dpi: Double
) throws(FigureError) -> [UInt8] {
    let size = figure.size
    let canvas = try Canvas(width: size.width, height: size.height, format: format, dpi: dpi)
    figure.draw(on: canvas)
    return marked(try canvas.finish(), format)
}

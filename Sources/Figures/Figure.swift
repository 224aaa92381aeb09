/// The file formats of figures; the raw value is the file's extension.
public enum FigureFormat: String, Sendable, CaseIterable {
    /// Pixels at a chosen resolution, or outlines with text as glyphs.
    case png, svg, pdf
}

/// A drawing that knows its size and how to draw itself.
///
/// A figure holds plain values and no file or canvas. It measures its own texts, so that `size` may
/// cost a few milliseconds; callers keep the value.
public protocol Figure {
    /// Width and height in points of 1/72 inch, both above 0.
    var size: (width: Double, height: Double) { get }

    /// Draws on a white canvas of `size`, with y downwards from the upper left corner.
    ///
    /// The layout is that of `size`: nothing is drawn outside it, and texts that are too long are
    /// broken or end in an ellipsis.
    func draw(on canvas: Canvas)
}

/// Why a figure could not be made.
public enum FigureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The resolution, in dots per inch, is not a finite number above 0.
    case badResolution(Double)
    /// The image would have this many pixels, more than 32,767 on a side, Cairo's limit.
    case tooLarge(width: Double, height: Double)
    /// Cairo failed, with its own text, for instance for lack of memory.
    case cannotDraw(String)

    /// A sentence with the values found and what to change.
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

    /// A number without decimals, as far as `Int` can hold it.
    private func wholeNumber(_ value: Double) -> String {
        abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}

/// Draws `figure` and returns the bytes of its file, which `isOwnFigure` recognises later.
///
/// The same figure gives the same bytes in every run of one build: the files contain no time and no
/// process-wide counter.
///
/// - Parameters:
///   - format: PNG, SVG or PDF.
///   - dpi: pixels per inch of a PNG, above 0. In SVG and PDF it is the resolution of large
///     scatters' points and of magnified tiles. There, photographs keep their own resolution and
///     all else is outlines.
/// - Throws: `FigureError` where the resolution is not a finite number above 0, the image would be
///   too large for Cairo, or Cairo fails.
public func encode(
    _ figure: some Figure, format: FigureFormat, dpi: Double
) throws(FigureError) -> [UInt8] {
    let size = figure.size
    let canvas = try Canvas(width: size.width, height: size.height, format: format, dpi: dpi)
    figure.draw(on: canvas)
    return marked(try canvas.finish(), format)
}

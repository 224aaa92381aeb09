internal import Figures

/// A figure of `plot` with its file name, title, sentence and heading. `Drawing` adds prefix and
/// extension to the name.
struct PlotFigure {
    /// File name without extension.
    let name: String
    /// Title on the page.
    let title: String
    /// One sentence on what the figure shows.
    let sentence: String
    /// Kind of the figure.
    let kind: FigureKind
    /// What of the model, or which image, the figure shows: "layer 11, class token", "cat.5.jpg".
    let subject: String
    /// The figure itself.
    private var figure: any Figure
    /// The line above the figure: model, subject, data set, rows, variant.
    private(set) var heading = ""

    /// Makes a figure without a heading; the sentence is that of the kind by default.
    init(
        _ kind: FigureKind, _ name: String, _ title: String, of subject: String = "",
        sentence: String? = nil, _ figure: some Figure
    ) {
        self.kind = kind
        self.sentence = sentence ?? kind.sentence
        self.name = name
        self.title = title
        self.subject = subject
        self.figure = figure
    }

    /// The figure with a heading above it. Call it once.
    func headed(_ heading: String) -> PlotFigure {
        var copy = self
        copy.heading = heading
        copy.figure = Self.headed(figure, heading)
        return copy
    }

    /// Wraps a figure of any type.
    private static func headed(_ figure: some Figure, _ heading: String) -> any Figure {
        HeadedFigure(figure, heading: heading)
    }

    /// Size in points.
    var size: (width: Double, height: Double) { figure.size }

    /// The bytes of the file; `dpi` is the resolution in pixels per inch.
    func encode(_ format: FigureFormat, _ dpi: Double) throws -> [UInt8] {
        try Figures.encode(figure, format: format, dpi: dpi)
    }
}

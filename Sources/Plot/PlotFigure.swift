internal import Figures

/// A figure of `plot`: what is drawn, with its name, title and heading.
struct PlotFigure {
    /// Of the file, without the extension.
    let name: String
    /// For people.
    let title: String
    /// What it shows, in one sentence.
    let sentence: String
    let kind: FigureKind
    /// What of the model or of which image it shows: "layer 11, class token", "cat.5.jpg".
    let subject: String
    private var figure: any Figure
    /// What stands above the figure: model, subject, data set, rows, variant.
    private(set) var heading = ""

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

    /// The figure below its heading; to be called once.
    func headed(_ heading: String) -> PlotFigure {
        var copy = self
        copy.heading = heading
        copy.figure = Self.headed(figure, heading)
        return copy
    }

    private static func headed(_ figure: some Figure, _ heading: String) -> any Figure {
        HeadedFigure(figure, heading: heading)
    }

    /// In points.
    var size: (width: Double, height: Double) { figure.size }

    /// The file's bytes; `dpi` is pixels an inch.
    func encode(_ format: FigureFormat, _ dpi: Double) throws -> [UInt8] {
        try Figures.encode(figure, format: format, dpi: dpi)
    }
}

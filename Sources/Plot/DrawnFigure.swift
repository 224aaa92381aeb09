/// A figure that was written.
struct DrawnFigure {
    /// File name in the folder.
    let file: String
    /// Name of the map file among several; "" for a single file and for a joint figure.
    let source: String
    /// The figure.
    let figure: PlotFigure
}

/// A figure that was written.
struct DrawnFigure {
    /// Its name in the folder.
    let file: String
    /// Name of the map that it shows, among several; empty for one map, or for a figure of several.
    let source: String
    let figure: PlotFigure
}

/// What of a file the figures show; nil for the figure's own default.
struct FigureChoices {
    /// Paths or names; nil for the first, "all" for all.
    var images: [String]?
    var patches: [Int]?
    var filters: [Int]?
    var blocks: [Int]?
    var afterBlocks: [Int]?
    /// Models to a line in a figure of several files' filters.
    var columns: Int?
    /// Medians beyond which a token is an outlier, as the file counts them when nil.
    var outlierFactor: Double?
}

/// What the figures show, from `ChoiceOptions`; nil for the default of each figure. Numbers are 0
/// or more and are checked against the model by the figure that uses them.
struct FigureChoices {
    /// Paths or names of images; ["all"] for all.
    var images: [String]?
    /// Paths or names of further images, for similarity and correspondences.
    var others: [String]?
    /// Indices of patches.
    var patches: [Int]?
    /// Names of units, such as "7:112".
    var units: [String]?
    /// Indices of filters.
    var filters: [Int]?
    /// Indices of blocks, for scenes and attention.
    var blocks: [Int]?
    /// Numbers of blocks, for global views and occlusion.
    var afterBlocks: [Int]?
    /// Whether the colours of patches are shown without interpolation.
    var isCrisp = false
    /// Models per row in a figure of several files' filters.
    var columns: Int?
    /// Factor of the median norm above which a token is an outlier; nil for that of the file.
    var outlierFactor: Double?
}

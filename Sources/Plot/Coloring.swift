internal import Figures

/// What the colours of a map's points mean.
struct Coloring {
    /// Column of the page with the same values; nil if all points look alike.
    var column: String?
    /// Index of the colour of each row, `[rows]`, -1 for none; empty if all points look alike.
    var labels: [Int32]
    /// Name of each colour in the legend.
    var names: [String]
    /// Name of the points without a colour.
    var unlabelled: String
    /// What the colours are, if they are not labels; nil for labels.
    var note: String?
    /// What a colour represents, such as a label or a cluster.
    var noun = CountedNoun.labels
}

internal import Figures

/// What the colours of a map's points stand for.
struct Coloring {
    /// `[rows]`, -1 for none; empty where all points look alike.
    var labels: [Int32]
    var names: [String]
    /// What the legend calls the points without one.
    var unlabelled: String
    /// What the colours are, where they are not the labels.
    var note: String?
    /// What a colour stands for.
    var noun = CountedNoun.labels
}

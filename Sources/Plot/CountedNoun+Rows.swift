internal import Figures

extension CountedNoun {
    static let images = CountedNoun("image", "images")
    static let pairs = CountedNoun("pair", "pairs")
    /// "unit", "units"
    static let units = CountedNoun("unit", "units")
    static let groups = CountedNoun("group", "groups")
    static let clusters = CountedNoun("cluster", "clusters")
    static let rows = CountedNoun("row", "rows")
}

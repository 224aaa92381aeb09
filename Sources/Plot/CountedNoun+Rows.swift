internal import Figures

extension CountedNoun {
    static let images = CountedNoun("image", "images")
    static let pairs = CountedNoun("pair", "pairs")
    static let groups = CountedNoun("group", "groups")
    static let clusters = CountedNoun("cluster", "clusters")
    static let rows = CountedNoun("row", "rows")
}

public import Store

/// What the rows of a map are.
extension Reduction {
    /// The noun for a row, in singular and plural.
    public var rowNoun: (one: String, many: String) {
        if model.patch == 0 { return ("vector", "vectors") }
        return rows.patches == nil ? ("image", "images") : ("patch", "patches")
    }

    /// Number of images of the map, up to the last one that a patch belongs to.
    public var imageCount: Int {
        rows.patches.map { ($0.map(\.image).max() ?? -1) + 1 } ?? rows.count
    }
}

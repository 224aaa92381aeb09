public import Store

/// A map as the page shows it.
public struct PageMap {
    /// Name of the map file among those of the page.
    public var name: String
    /// The contents of the file, which have a layout.
    public var reduction: Reduction
    /// The neighbour graph; nil if the file has none.
    public var neighbors: StoredNeighbors?
    /// Address of the image folder relative to the page, percent-encoded, with a final "/"; nil if
    /// it is not known.
    public var root: String?
    /// Name of the column that colours the points at first; nil for none.
    public var color: String?
    /// Thumbnails of the images; nil for none.
    public var thumbnails: PageThumbnails?
    /// What the page says about the map.
    public var about: [AboutSection]

    public init(
        name: String, reduction: Reduction, neighbors: StoredNeighbors? = nil,
        root: String? = nil, color: String? = nil, thumbnails: PageThumbnails? = nil,
        about: [AboutSection] = []
    ) {
        self.name = name
        self.reduction = reduction
        self.neighbors = neighbors
        self.root = root
        self.color = color
        self.thumbnails = thumbnails
        self.about = about
    }

    /// What a row is, in singular and plural.
    var noun: [String] {
        if reduction.model.patch == 0 { return ["vector", "vectors"] }
        return reduction.rows.patches == nil ? ["image", "images"] : ["patch", "patches"]
    }
}

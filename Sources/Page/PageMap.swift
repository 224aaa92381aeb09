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
    /// Where paths and digests are read if `reduction` is an outline; nil if it has them.
    public var paths: StoredPaths?
    /// What a server offers; nil for a page that is a file.
    public var services: PageServices?

    public init(
        name: String, reduction: Reduction, neighbors: StoredNeighbors? = nil,
        root: String? = nil, color: String? = nil, thumbnails: PageThumbnails? = nil,
        about: [AboutSection] = [], paths: StoredPaths? = nil, services: PageServices? = nil
    ) {
        self.name = name
        self.reduction = reduction
        self.neighbors = neighbors
        self.root = root
        self.color = color
        self.thumbnails = thumbnails
        self.about = about
        self.paths = paths
        self.services = services
    }

    /// Number of rows.
    var rowCount: Int { reduction.rows.count }

    /// The paths of some rows.
    func paths(of rows: Range<Int>) throws -> [String] {
        try paths?.paths(of: rows) ?? Array(reduction.paths[rows])
    }

    /// Whether the SHA-256 of the image files is known.
    var hasDigests: Bool { paths?.hasDigests ?? (reduction.rows.digests != nil) }

    /// SHA-256 of the image files of some rows, `[rows, 32]`; empty if they are not known.
    func digests(of rows: Range<Int>) throws -> [UInt8] {
        if let paths { return try paths.digests(of: rows) }
        guard let digests = reduction.rows.digests else { return [] }
        return Array(digests[rows.lowerBound * 32..<rows.upperBound * 32])
    }
}

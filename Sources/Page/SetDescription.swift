// The description of a map as `Documentation/Page.md` has it; the names of the properties are the
// keys of the JSON.

/// The description of all maps of a page.
struct PageDescription: Encodable {
    let format = 1
    var title: String
    var tool: String
    var chunks: String
    var chunkFolder: String
    var sets: [SetDescription]

    enum CodingKeys: CodingKey { case format, title, tool, chunks, chunkFolder, sets }
}

/// One map.
struct SetDescription: Encodable {
    var name: String
    var rows: Int
    var blockRows = PageChunk.blockRows
    var noun: [String]
    var layers: [LayerDescription] = []
    var mainLayer = 0
    /// "layer", or "model" where the layouts are those of compared models.
    var layerNoun = "layer"
    var paths: String
    @OrNull var digests: String?
    @OrNull var root: String?
    /// Whether the points come in tiles, from a server.
    var tiles = false
    @OrNull var originals: String?
    @OrNull var previews: String?
    @OrNull var inside: String?
    @OrNull var search: SearchDescription?
    var columns: [ColumnDescription] = []
    @OrNull var color: String?
    @OrNull var thumbnails: ThumbnailDescription?
    @OrNull var patches: PatchDescription?
    @OrNull var reference: ReferenceDescription?
    @OrNull var neighbors: NeighborDescription?
    var profile: [ProfileDescription] = []
    var findings = FindingsDescription()
    var units: [UnitDescription] = []
    var explained: [ExplainedDescription] = []
    var about: [AboutSection] = []
}

/// The layout of one layer.
struct LayerDescription: Encodable {
    var name: String
    var title: String
    /// Chunk with all points; nil where they come in tiles.
    var chunk: String?
    /// Chunk that describes the tiles.
    var tiles: String?
    var quality: [NamedValue<Double>]
}

/// A property of the rows that can be shown as colour.
struct ColumnDescription: Encodable {
    var name: String
    var title: String
    var kind: String
    var chunk: String
    var type: String
    /// Names of a category.
    var names: [String]?
    /// What a row without a name of a category is called.
    var none: String?
    /// Smallest and largest number.
    var low: Double?
    var high: Double?
}

/// The sheets of thumbnails.
struct ThumbnailDescription: Encodable {
    var side: Int
    var columns: Int
    var perSheet: Int
    var count: Int
    let type = "image/jpeg"
    var chunk: String
    @OrNull var present: String?

    enum CodingKeys: CodingKey { case side, columns, perSheet, count, type, chunk, present }
}

/// Where the rows of a map of patches are.
struct PatchDescription: Encodable {
    var image: String
    var row: String
    var column: String
    /// Rows and columns of the model's grid.
    var grid: [Int]
    /// First row, first column, rows and columns of the patches that each image's picture shows;
    /// nil for all.
    @OrNull var areas: String?
}

/// The points of the finished map into which the rows were placed.
struct ReferenceDescription: Encodable {
    var chunk: String
}

/// The nearest rows of each row.
struct NeighborDescription: Encodable {
    var count: Int
    var chunk: String
    var index: String
    var space: String
}

/// A line of the layer profile.
struct ProfileDescription: Encodable {
    var layer: String
    var token: String
    var rows: Int
    @OrNull var accuracy: Double?
    @OrNull var accuracyMargin: Double?
    @OrNull var silhouette: Double?
    @OrNull var overlap: Double?
    @OrNull var overlapMargin: Double?
    @OrNull var ckaPrevious: Double?
    @OrNull var ckaLast: Double?
    @OrNull var intrinsicDimension: Double?
}

/// An image that is stored in full.
struct ExplainedDescription: Encodable {
    var row: Int
    var path: String
    /// Rows and columns of patches.
    var grid: [Int]
    /// Row and column of the first of them on the model's grid: not 0 behind a border.
    var origin: [Int]
    var picture: String
    let type = "image/jpeg"
    @OrNull var objects: String?
    var objectNames: [String]
    var depth: Int
    var heads: Int
    /// Whose attention is shown, behind "attention": "of the class token".
    var attentionSource: String
    @OrNull var rollout: String?
    var rolloutMax: [Double] = []
    @OrNull var attention: String?
    var attentionMax: [Double] = []
    var predictions: [NamedValue<Double>]
    @OrNull var tokens: TokenDescription?

    enum CodingKeys: CodingKey {
        case row, path, grid, origin, picture, type, objects, objectNames, depth, heads, rollout
        case rolloutMax, attention, attentionMax, attentionSource, predictions, tokens
    }

    /// Coordinates of the patches.
    struct TokenDescription: Encodable {
        var chunk: String
        var layers: [String]
        var size: Int
    }
}

/// A section of what the page says about a map.
public struct AboutSection: Encodable, Sendable {
    /// Heading, such as "Model".
    public var title: String
    /// Names and values.
    private var lines: [NamedValue<String>]

    /// A section; lines without a value are left out.
    public init(_ title: String, _ lines: [(name: String, value: String?)]) {
        self.title = title
        self.lines = lines.compactMap { line in
            line.value.flatMap { $0.isEmpty ? nil : NamedValue(line.name, $0) }
        }
    }

    /// Whether there is a line.
    var isEmpty: Bool { lines.isEmpty }
}

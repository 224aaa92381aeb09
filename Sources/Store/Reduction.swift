public import Dense

/// What `reduce` found, and what `plot` draws: the contents of a map file.
public struct Reduction: Sendable {
    /// The file that was reduced.
    public var parentFile: String
    public var parentUUID: String
    /// SHA-256 over the names and checks of the parent's data sets, hexadecimal.
    public var parentHash: String
    public var toolVersion: String
    public var commandLine: [String]
    public var model: ModelDescription
    public var layer: String
    public var token: String

    /// Text of each row's path, `[n]`.
    public var paths: [String]
    /// `[n]`, -1 without a label.
    public var labels: [Int32]
    public var labelNames: [String]
    /// `[n]`, or nil without clusters.
    public var clusters: [Int32]?
    /// Each row's neighbour recall in the map, `[n]`, or nil without a map.
    public var recall: [Float]?
    /// Indices and distances of each row's neighbours, or nil without a map.
    public var neighbors: SparseMatrix?
    /// PCA; nil below two rows.
    public var pca: PCAResult?
    /// `[n, 2]`, or nil below ten rows.
    public var layout: Matrix<Float>?
    /// The quality card: one line a number.
    public var quality: [QualityRow]
    /// Settings and results of the run by name.
    public var parameters: [(name: String, value: ParameterValue)]
    public var scenes: [Scene]
    /// `[patch * patch * 3, width]`
    public var patchKernel: Matrix<Float>
    /// `[tokens, width]`, class token first; nil where the file does not hold it.
    public var position: Matrix<Float>?
    /// Principal components of the filters, `[k, patch * patch * 3]`.
    public var filterComponents: Matrix<Float>?
    public var explained: [ExplainedImage]
    /// Names of the classifier's outputs; may be empty.
    public var classNames: [String]
    public var headDistances: HeadDistances?
    public var layerMeasures: LayerMeasureTable?
    public var tokenNorms: TokenNorms?
    public var patchColors: PatchColors?
    /// Maps of the same rows at other layers, aligned to `layout`, `[n, 2]` each.
    public var otherLayouts: [(layer: String, layout: Matrix<Float>)]
    /// What else is known of each row, `[n]` each: of patches their image and place.
    public var rowColumns: [ResultTable.Column]
    /// Clusters, findings, the profile of the layers.
    public var tables: [ResultTable]
    /// JPEG previews by row of the parent: of the first `previewLimit` rows, and of those that the
    /// tables name.
    public var previews: [Int: [UInt8]]
    /// Whether it was read from a file whose checksum holds; a map of format version 1, or one that
    /// AnnData saved again, has none.
    public var isVerified = false
    /// What to say of a map that is not verified.
    public static let unverifiedNote =
        "unverified: the file has no checksum (a map of format version 1, or saved again by "
        + "AnnData)"

    /// The first rows whose previews are copied, whatever the tables name.
    public static let previewLimit = 5000

    public init(
        parentFile: String, parentUUID: String, parentHash: String, toolVersion: String,
        commandLine: [String], model: ModelDescription, layer: String, token: String,
        paths: [String], labels: [Int32], labelNames: [String], patchKernel: Matrix<Float>
    ) {
        self.parentFile = parentFile
        self.parentUUID = parentUUID
        self.parentHash = parentHash
        self.toolVersion = toolVersion
        self.commandLine = commandLine
        self.model = model
        self.layer = layer
        self.token = token
        self.paths = paths
        self.labels = labels
        self.labelNames = labelNames
        self.patchKernel = patchKernel
        quality = []
        parameters = []
        scenes = []
        explained = []
        classNames = []
        otherLayouts = []
        rowColumns = []
        tables = []
        previews = [:]
    }
}

extension Reduction {
    public func table(_ name: String) -> ResultTable? { tables.first { $0.name == name } }
}

/// Principal components as stored.
public struct PCAResult: Sendable, Equatable {
    /// `[n, k]`
    public var scores: Matrix<Float>
    /// `[k, width]`
    public var components: Matrix<Double>
    /// `[width]`
    public var mean: [Double]
    /// Explained variance, `[k]`.
    public var variances: [Double]
    /// Explained variance ratio, `[k]`.
    public var ratios: [Double]

    public init(
        scores: Matrix<Float>, components: Matrix<Double>, mean: [Double], variances: [Double],
        ratios: [Double]
    ) {
        self.scores = scores
        self.components = components
        self.mean = mean
        self.variances = variances
        self.ratios = ratios
    }
}

/// One measure of the quality card, for the map and for what it is compared with.
public struct QualityRow: Sendable, Equatable {
    /// Such as "neighbour recall@10".
    public var name: String
    /// Against the stored rows.
    public var map: Double
    /// Half of the 95 % interval when it was sampled, else 0.
    public var interval: Double
    /// Of the map, against the PCA scores.
    public var mapAgainstScores: Double
    /// Of PCA's first two components.
    public var firstComponents: Double
    /// Of random places.
    public var random: Double

    public init(
        name: String, map: Double, interval: Double, mapAgainstScores: Double,
        firstComponents: Double, random: Double
    ) {
        self.name = name
        self.map = map
        self.interval = interval
        self.mapAgainstScores = mapAgainstScores
        self.firstComponents = firstComponents
        self.random = random
    }
}

/// A setting or a result.
public enum ParameterValue: Sendable, Equatable {
    case text(String)
    case real(Double)
    case integer(Int)
}

/// The t-SNE of one image's tokens at several layers.
public struct Scene: Sendable, Equatable {
    public var path: String
    public var row: Int
    /// Pixels a side.
    public var size: Int
    /// `[size, size, 3]`
    public var pixels: [UInt8]
    /// `[patches]`: 0 for background, else an object's number.
    public var objects: [UInt8]
    /// Names of objects 1, 2, ...
    public var objectNames: [String]
    public var layers: [SceneLayer]
    /// `[depth * patches]`: attention rollout, class token to patches; may be empty.
    public var attention: [Float]

    public init(
        path: String, row: Int, size: Int, pixels: [UInt8], objects: [UInt8],
        objectNames: [String], layers: [SceneLayer], attention: [Float]
    ) {
        self.path = path
        self.row = row
        self.size = size
        self.pixels = pixels
        self.objects = objects
        self.objectNames = objectNames
        self.layers = layers
        self.attention = attention
    }
}

extension Scene {
    /// The blocks of the paper's figure: the first, the middle, the last.
    public static func plainBlocks(depth: Int) -> [Int] {
        Set([0, depth / 2, depth - 1]).sorted()
    }

    /// The blocks of the variant that shows attention: the first, those after a third and two
    /// thirds, the last.
    public static func attentionBlocks(depth: Int) -> [Int] {
        Set([0, depth / 3, depth * 2 / 3, depth - 1]).sorted()
    }

    /// The rollout's class row after a block, `[patches]`; nil when it was left out.
    public func attention(block: Int) -> [Float]? {
        let patches = objects.count
        guard attention.count >= (block + 1) * patches else { return nil }
        return Array(attention[block * patches..<(block + 1) * patches])
    }

    /// The places at a block; nil when it was not fitted.
    public func layer(block: Int) -> SceneLayer? { layers.first { $0.layer == String(block) } }
}

/// One layer of a scene.
public struct SceneLayer: Sendable, Equatable {
    public var layer: String
    /// `[patches, 2]`: the class token was fitted and is left out.
    public var layout: Matrix<Float>
    public var klDivergence: Double

    public init(layer: String, layout: Matrix<Float>, klDivergence: Double) {
        self.layer = layer
        self.layout = layout
        self.klDivergence = klDivergence
    }
}

public import Dense

/// What `reduce` computed, and what `plot` draws: the contents of a map file.
public struct Reduction: Sendable {
    /// The file that was reduced.
    public var origin: ReductionOrigin
    public var toolVersion: String
    public var commandLine: [String]
    public var model: ModelDescription
    /// Of the map: "11", "final"; "vectors" of vectors.
    public var layer: String
    /// "class", "mean", "patches"; "rows" of vectors.
    public var token: String
    public var rows: MapRows
    public var parameters: RunParameters
    /// Nil below ten rows, and where rows were placed in a finished map.
    public var map: MapResult?
    /// Nil where rows make a map of their own.
    public var placement: PlacementResult?
    public var clusters: ClusterResult?
    public var findings: FindingsResult?
    /// A row a layer and token; nil without a profile.
    public var profile: [LayerProfileRow]?
    public var scenes: [Scene]
    public var modelArrays: ModelArrays
    public var audits: AuditResult
    /// Images that are kept in full.
    public var explained: [ExplainedImage]
    /// JPEG previews by row of the parent: of the first `previewLimit` rows, and of those that the
    /// tables name.
    public var previews: [Int: [UInt8]]
    /// Whether it was read from a file whose checksum holds; a map of format version 1, or one that
    /// AnnData saved again, has none.
    public var isVerified = false
    /// What is printed about a map that is not verified.
    public static let unverifiedNote =
        "unverified: the file has no checksum (a map of format version 1, or saved again by "
        + "AnnData)"

    /// The first rows whose previews are copied, whatever the tables name.
    public static let previewLimit = 5000

    public init(
        origin: ReductionOrigin, toolVersion: String, commandLine: [String],
        model: ModelDescription, layer: String, token: String, rows: MapRows,
        parameters: RunParameters = RunParameters(), map: MapResult? = nil,
        placement: PlacementResult? = nil, clusters: ClusterResult? = nil,
        findings: FindingsResult? = nil, profile: [LayerProfileRow]? = nil, scenes: [Scene] = [],
        modelArrays: ModelArrays, audits: AuditResult = AuditResult(),
        explained: [ExplainedImage] = [], previews: [Int: [UInt8]] = [:]
    ) {
        self.origin = origin
        self.toolVersion = toolVersion
        self.commandLine = commandLine
        self.model = model
        self.layer = layer
        self.token = token
        self.rows = rows
        self.parameters = parameters
        self.map = map
        self.placement = placement
        self.clusters = clusters
        self.findings = findings
        self.profile = profile
        self.scenes = scenes
        self.modelArrays = modelArrays
        self.audits = audits
        self.explained = explained
        self.previews = previews
    }
}

extension Reduction {
    public var paths: [String] { rows.paths }
    public var labels: [Int32] { rows.labels }
    public var labelNames: [String] { rows.labelNames }
    /// The places of the rows, `[n, 2]`; nil without a map.
    public var layout: Matrix<Float>? { map?.layout ?? placement?.layout }
    public var pca: PCAResult? { map?.pca ?? placement?.pca }
    /// False where the run was interrupted before the map had converged.
    public var isFinished: Bool {
        map?.parameters?.isFinished ?? placement?.parameters.isFinished ?? true
    }
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
public struct QualityRow: TableRow {
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

    public static var unknown: Self {
        Self(
            name: "", map: .nan, interval: 0, mapAgainstScores: .nan, firstComponents: .nan,
            random: .nan)
    }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("measure", \.name), .reals("map", \.map), .reals("interval", \.interval),
            .reals("map_against_scores", \.mapAgainstScores),
            .reals("first_components", \.firstComponents), .reals("random", \.random),
        ]
    }
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

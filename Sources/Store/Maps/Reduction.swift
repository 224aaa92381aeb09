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

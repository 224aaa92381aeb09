public import Dense
public import Tokens

/// The contents of a map file: what `reduce` computes and `plot` draws.
///
/// `ReductionReader` reads it, `ReductionWriter` writes it, and `Documentation/FileFormat.md`
/// describes the file. n is the number of rows throughout; a part that was not computed is nil or
/// empty.
public struct Reduction: Sendable {
    /// The file that was reduced.
    public var origin: ReductionOrigin
    /// Version of the program that wrote the file.
    public var toolVersion: String
    /// Arguments of the command that wrote the file, the program's name first.
    public var commandLine: [String]
    /// The model of the embeddings. For vectors it has a width and a name only.
    public var model: ModelDescription
    /// Layer of the main map, as in `LayerName.text`; "vectors" for vectors.
    public var layer: String
    /// Token of the rows: "class", "mean" or "patches"; "rows" for vectors.
    public var token: String
    /// Names, labels and predictions of the rows.
    public var rows: MapRows
    /// Seed, source of the images and other parameters of the run.
    public var parameters: RunParameters
    /// The map of the rows; nil if there are fewer than ten rows, or if the rows were placed in a
    /// finished map.
    public var map: MapResult?
    /// The rows placed in a finished map; nil if they have a map of their own.
    public var placement: PlacementResult?
    /// Clusters of the rows; nil with `--cluster none` or without a map.
    public var clusters: ClusterResult?
    /// Duplicates, doubtful labels, outliers and leaks; nil if they were not searched.
    public var findings: FindingsResult?
    /// Measures of every layer, one row per layer and token; nil without a profile.
    public var profile: [LayerProfileRow]?
    /// What the units of the model tell, one row per unit; nil without `extract --neurons`.
    public var neurons: [NeuronRow]?
    /// What `compare` found; nil for a map of one file. The layouts are then those of the compared
    /// files, by their names in place of layers.
    public var comparison: ModelComparison?
    /// t-SNE of the patches of single images.
    public var scenes: [Scene]
    /// Filters and position embeddings of the model.
    public var modelArrays: ModelArrays
    /// Attention distances, token norms and other measurements of the model.
    public var audits: AuditResult
    /// Images that are stored in full, and their variants.
    public var explained: [ExplainedImage]
    /// JPEG previews by image of the map: of the first `previewLimit` rows, and of
    /// those that the tables refer to.
    public var previews: [Int: [UInt8]]
    /// The patches of each image that show the picture, in a map of patches whose inputs have
    /// borders (`extract --pad`); empty in others. Previews have these patches alone.
    public var pictures: [PictureArea] = []
    /// Thumbnails of all images; for a map of patches of all images that patches may belong to. nil
    /// above `ThumbnailSheets.limit` images, for vectors, and in files of versions without them.
    public var thumbnails: ThumbnailSheets?
    /// Coordinates of the patches of the explained images; nil without patch tokens.
    public var patchFeatures: PatchFeatures?
    /// Row in the parent file of each image of the map (each row, for vectors), ascending, if lists
    /// or reviews left some out; nil if the map has all of them. Every row number of an image in a
    /// map counts the images of the map.
    public var parentRows: [Int]?
    /// The lists and label files that were applied to the rows.
    public var curation: CurationParameters
    /// The word list of `MapRows.names` and of the names of clusters.
    public var names = NameParameters()
    /// Whether the checksum of the file was verified when it was read. Maps of format version 1 and
    /// maps saved again by AnnData have no checksum.
    public var isVerified = false
    /// What programs print about a map that is not verified.
    public static let unverifiedNote =
        "unverified: the file has no checksum (a map of format version 1, or saved again by "
        + "AnnData)"

    /// Number of rows, from the first, whose previews are always copied into the map file.
    public static let previewLimit = 5000

    public init(
        origin: ReductionOrigin, toolVersion: String, commandLine: [String],
        model: ModelDescription, layer: String, token: String, rows: MapRows,
        parameters: RunParameters = RunParameters(), map: MapResult? = nil,
        placement: PlacementResult? = nil, clusters: ClusterResult? = nil,
        findings: FindingsResult? = nil, profile: [LayerProfileRow]? = nil,
        neurons: [NeuronRow]? = nil, scenes: [Scene] = [],
        modelArrays: ModelArrays, audits: AuditResult = AuditResult(),
        explained: [ExplainedImage] = [], previews: [Int: [UInt8]] = [:],
        thumbnails: ThumbnailSheets? = nil, patchFeatures: PatchFeatures? = nil,
        parentRows: [Int]? = nil, curation: CurationParameters = CurationParameters()
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
        self.neurons = neurons
        self.scenes = scenes
        self.modelArrays = modelArrays
        self.audits = audits
        self.explained = explained
        self.previews = previews
        self.thumbnails = thumbnails
        self.patchFeatures = patchFeatures
        self.parentRows = parentRows
        self.curation = curation
    }
}

extension Reduction {
    /// A layer within a sentence: "layer 11", "final layer" or "embedding"; "" for vectors.
    public static func phrase(ofLayer layer: String) -> String {
        switch layer {
        case "vectors": ""
        case "final": "final layer"
        default: Int(layer) == nil ? layer : "layer \(layer)"
        }
    }

    /// Names of the rows, `[n]`.
    public var paths: [String] { rows.paths }
    /// Label of each row as an index into `labelNames`, `[n]`; -1 without a label.
    public var labels: [Int32] { rows.labels }
    /// Names of the labels.
    public var labelNames: [String] { rows.labelNames }
    /// Positions of the rows on the map, `[n, 2]`; nil without a map.
    public var layout: Matrix<Float>? { map?.layout ?? placement?.layout }
    /// How new the rows are that were placed in a finished map, `[n]`; unknown for the others.
    public var novelty: [NoveltyRow]? { placement?.novelty ?? map?.novelty }
    /// Principal components of the rows; nil without a map.
    public var pca: PCAResult? { map?.pca ?? placement?.pca }
    /// False if the run was interrupted before the layout had converged.
    public var isFinished: Bool {
        map?.parameters?.isFinished ?? placement?.parameters.isFinished ?? true
    }
    /// The row in the parent file of an image of the map, or of a row of vectors.
    public func parentRow(ofImage image: Int) -> Int { parentRows?[image] ?? image }
}

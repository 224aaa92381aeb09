public import Dense

/// The rows of a map: their names and labels, and where patches are cut from.
public struct MapRows: Sendable, Equatable {
    /// Text of each row's path, `[n]`.
    public var paths: [String]
    /// `[n]`, -1 without a label.
    public var labels: [Int32]
    public var labelNames: [String]
    /// `[n]`; nil where rows are images or vectors.
    public var patches: [PatchRow]?
    /// `[n]`: the likeliest class of the checkpoint's head; nil without a head.
    public var predictions: [PredictionRow]?

    public init(
        paths: [String], labels: [Int32], labelNames: [String], patches: [PatchRow]? = nil,
        predictions: [PredictionRow]? = nil
    ) {
        self.paths = paths
        self.labels = labels
        self.labelNames = labelNames
        self.patches = patches
        self.predictions = predictions
    }

    /// The name of a row's label; "" without one.
    public func label(ofRow row: Int) -> String {
        let label = Int(labels[row])
        return labelNames.indices.contains(label) ? labelNames[label] : ""
    }
}

/// A map: principal components, places in the plane, and how far to trust them.
public struct MapResult: Sendable {
    public var pca: PCAResult
    /// `[n, 2]`; nil where fewer than ten rows differ.
    public var layout: Matrix<Float>?
    /// Nil with `layout`.
    public var parameters: MapParameters?
    /// Indices and distances of each row's neighbours; nil in a map that was read from a file.
    public var neighbors: SparseMatrix?
    /// The measures of the map; empty where it was interrupted.
    public var quality: [QualityRow]
    /// Each row's neighbour recall, 0...1, `[n]`; nil where the map was interrupted.
    public var recall: [Float]?
    /// Maps of the same rows at other layers, aligned to `layout`, `[n, 2]` each.
    public var otherLayouts: [(layer: String, layout: Matrix<Float>)]
    /// The quality of the maps of several layers; nil of one.
    public var layers: [LayerMapRow]?

    public init(
        pca: PCAResult, layout: Matrix<Float>? = nil, parameters: MapParameters? = nil,
        neighbors: SparseMatrix? = nil, quality: [QualityRow] = [], recall: [Float]? = nil,
        otherLayouts: [(layer: String, layout: Matrix<Float>)] = [],
        layers: [LayerMapRow]? = nil
    ) {
        self.pca = pca
        self.layout = layout
        self.parameters = parameters
        self.neighbors = neighbors
        self.quality = quality
        self.recall = recall
        self.otherLayouts = otherLayouts
        self.layers = layers
    }
}

/// Rows in a finished map.
public struct PlacementResult: Sendable {
    /// Scores of the rows on the components of the finished map.
    public var pca: PCAResult
    /// `[n, 2]`
    public var layout: Matrix<Float>
    public var parameters: PlacementParameters
    /// `[n]`
    public var novelty: [NoveltyRow]
    /// The points of the finished map.
    public var reference: [ReferenceRow]

    public init(
        pca: PCAResult, layout: Matrix<Float>, parameters: PlacementParameters,
        novelty: [NoveltyRow], reference: [ReferenceRow]
    ) {
        self.pca = pca
        self.layout = layout
        self.parameters = parameters
        self.novelty = novelty
        self.reference = reference
    }
}

/// The clusters of a map.
public struct ClusterResult: Sendable, Equatable {
    /// `[n]`, -1 for a row in no cluster.
    public var assignments: [Int32]
    public var rows: [ClusterRow]
    public var parameters: ClusterParameters
    /// K-means, where HDBSCAN leaves most rows in no cluster.
    public var kMeans: KMeansResult?

    public init(
        assignments: [Int32], rows: [ClusterRow], parameters: ClusterParameters,
        kMeans: KMeansResult? = nil
    ) {
        self.assignments = assignments
        self.rows = rows
        self.parameters = parameters
        self.kMeans = kMeans
    }
}

/// Clusters by k-means, beside those by density.
public struct KMeansResult: Sendable, Equatable {
    /// `[n]`
    public var assignments: [Int32]
    public var rows: [ClusterRow]
    public var parameters: KMeansParameters

    public init(assignments: [Int32], rows: [ClusterRow], parameters: KMeansParameters) {
        self.assignments = assignments
        self.rows = rows
        self.parameters = parameters
    }
}

/// What the neighbour graph shows of a data set.
public struct FindingsResult: Sendable, Equatable {
    public var parameters: FindingsParameters
    public var duplicates: DuplicateResult
    /// Nil without labels.
    public var labels: LabelResult?
    /// Nil of few rows.
    public var outliers: OutlierResult?
    /// Nil without splits.
    public var leaks: [LeakRow]?

    public init(
        parameters: FindingsParameters, duplicates: DuplicateResult, labels: LabelResult? = nil,
        outliers: OutlierResult? = nil, leaks: [LeakRow]? = nil
    ) {
        self.parameters = parameters
        self.duplicates = duplicates
        self.labels = labels
        self.outliers = outliers
        self.leaks = leaks
    }
}

/// The copies in a data set: exact ones first, then by falling similarity.
public struct DuplicateResult: Sendable, Equatable {
    public var rows: [DuplicateRow]
    public var parameters: DuplicateParameters

    public init(rows: [DuplicateRow], parameters: DuplicateParameters) {
        self.rows = rows
        self.parameters = parameters
    }
}

/// Labels as their neighbours judge them.
public struct LabelResult: Sendable, Equatable {
    /// The most doubtful first.
    public var rows: [LabelRow]
    /// Copies under two labels; nil in files of early versions.
    public var conflicts: [LabelConflictRow]?
    public var parameters: LabelParameters

    public init(rows: [LabelRow], conflicts: [LabelConflictRow]?, parameters: LabelParameters) {
        self.rows = rows
        self.conflicts = conflicts
        self.parameters = parameters
    }

    /// The rows that count as a finding: the neighbours suggest another label, with at least the
    /// confidence that reduce asked for, where the file has one.
    public var doubtful: [LabelRow] {
        let least = parameters.leastConfidence ?? -.infinity
        return rows.filter { $0.isContradicted && !($0.confidence < least) }
    }
}

/// Rows by their distance from the others, the farthest first.
public struct OutlierResult: Sendable, Equatable {
    public var rows: [OutlierRow]
    public var parameters: OutlierParameters

    public init(rows: [OutlierRow], parameters: OutlierParameters) {
        self.rows = rows
        self.parameters = parameters
    }
}

/// The model's filters and position embedding; empty of vectors.
public struct ModelArrays: Sendable {
    /// `[patch * patch * 3, width]`
    public var patchKernel: Matrix<Float>
    /// `[tokens, width]`, class token first; nil where the file does not hold it.
    public var position: Matrix<Float>?
    /// Principal components of the filters, `[k, patch * patch * 3]`.
    public var filterComponents: Matrix<Float>?
    /// Names of the classifier's outputs; may be empty.
    public var classNames: [String]

    public init(
        patchKernel: Matrix<Float>, position: Matrix<Float>? = nil,
        filterComponents: Matrix<Float>? = nil, classNames: [String] = []
    ) {
        self.patchKernel = patchKernel
        self.position = position
        self.filterComponents = filterComponents
        self.classNames = classNames
    }
}

/// What was measured over the layers of a model, beside the map.
public struct AuditResult: Sendable, Equatable {
    public var headDistances: HeadDistances?
    public var layerMeasures: LayerMeasureTable?
    public var tokenNorms: TokenNorms?
    public var patchColors: PatchColors?

    public init(
        headDistances: HeadDistances? = nil, layerMeasures: LayerMeasureTable? = nil,
        tokenNorms: TokenNorms? = nil, patchColors: PatchColors? = nil
    ) {
        self.headDistances = headDistances
        self.layerMeasures = layerMeasures
        self.tokenNorms = tokenNorms
        self.patchColors = patchColors
    }
}

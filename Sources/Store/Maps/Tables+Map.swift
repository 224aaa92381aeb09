/// A cluster of the map.
public struct ClusterRow: TableRow {
    /// Number of the cluster, from 0.
    public var cluster: Int
    /// Rows in it.
    public var size: Int
    /// The row with the smallest mean distance to the others of its cluster, and its path.
    public var medoid: Int
    public var medoidPath: String
    /// The most frequent label; "" without labels.
    public var label: String
    /// Share of that label among the labelled rows, 0...1.
    public var share: Double
    /// HDBSCAN's stability of the cluster; NaN of other methods.
    public var persistence: Double
    /// Rows that are typical of the cluster.
    public var exemplars: [Int]
    /// All labels with their numbers: "cat 12, dog 3".
    public var labels: String

    public init(
        cluster: Int = -1, size: Int = 0, medoid: Int = -1, medoidPath: String = "",
        label: String = "", share: Double = .nan, persistence: Double = .nan,
        exemplars: [Int] = [], labels: String = ""
    ) {
        self.cluster = cluster
        self.size = size
        self.medoid = medoid
        self.medoidPath = medoidPath
        self.label = label
        self.share = share
        self.persistence = persistence
        self.exemplars = exemplars
        self.labels = labels
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("cluster", \.cluster), .integers("size", \.size),
            .integers("medoid", \.medoid), .texts("medoid_path", \.medoidPath),
            .texts("label", \.label), .reals("share", \.share),
            .reals("persistence", \.persistence).when(.mayBeMissing),
            .texts("exemplars", \.exemplarText),
            .texts("labels", \.labels).when(.mayBeMissing),
        ]
    }

    /// The exemplars in one column: "12 40 7".
    private var exemplarText: String {
        get { exemplars.map(String.init).joined(separator: " ") }
        set { exemplars = newValue.split(separator: " ").compactMap { Int($0) } }
    }
}

/// Quality of the map of one layer, where several layers have one.
public struct LayerMapRow: TableRow {
    public var layer: String
    public var klDivergence: Double
    /// Share of the 10 nearest rows that are among the 10 nearest points, 0...1.
    public var recall: Double
    /// Of the 5 nearest points, 0...1.
    public var trustworthiness: Double
    /// Spearman's correlation of the distances between rows and between points.
    public var distanceCorrelation: Double

    public init(
        layer: String = "", klDivergence: Double = .nan, recall: Double = .nan,
        trustworthiness: Double = .nan, distanceCorrelation: Double = .nan
    ) {
        self.layer = layer
        self.klDivergence = klDivergence
        self.recall = recall
        self.trustworthiness = trustworthiness
        self.distanceCorrelation = distanceCorrelation
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("layer", \.layer), .reals("kl_divergence", \.klDivergence),
            .reals("recall", \.recall), .reals("trustworthiness", \.trustworthiness),
            .reals("distance_correlation", \.distanceCorrelation).when(.mayBeMissing),
        ]
    }
}

/// What one token of a layer knows of the labels, and how the layer relates to the others.
public struct LayerProfileRow: TableRow {
    public var layer: String
    /// "class" or "mean".
    public var token: String
    /// Rows that were measured.
    public var rows: Int
    /// Share of the rows whose label their 20 nearest neighbours give, 0...1; NaN without labels.
    public var accuracy: Double
    /// Half of its 95 % interval.
    public var accuracyMargin: Double
    /// Mean silhouette by label, -1...1; NaN without labels.
    public var silhouette: Double
    /// Share of the 10 nearest neighbours in common with the previous layer, 0...1.
    public var overlap: Double
    public var overlapMargin: Double
    /// Linear centred kernel alignment with the previous and with the last layer, 0...1.
    public var ckaPrevious: Double
    public var ckaLast: Double
    /// Two-nearest-neighbours estimate.
    public var intrinsicDimension: Double
    /// Rows that the estimate is made from.
    public var dimensionRows: Int

    public init(
        layer: String = "", token: String = "", rows: Int = 0, accuracy: Double = .nan,
        accuracyMargin: Double = .nan, silhouette: Double = .nan, overlap: Double = .nan,
        overlapMargin: Double = .nan, ckaPrevious: Double = .nan, ckaLast: Double = .nan,
        intrinsicDimension: Double = .nan, dimensionRows: Int = 0
    ) {
        self.layer = layer
        self.token = token
        self.rows = rows
        self.accuracy = accuracy
        self.accuracyMargin = accuracyMargin
        self.silhouette = silhouette
        self.overlap = overlap
        self.overlapMargin = overlapMargin
        self.ckaPrevious = ckaPrevious
        self.ckaLast = ckaLast
        self.intrinsicDimension = intrinsicDimension
        self.dimensionRows = dimensionRows
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("layer", \.layer), .texts("token", \.token), .integers("rows", \.rows),
            .reals("accuracy", \.accuracy), .reals("accuracy_margin", \.accuracyMargin),
            .reals("silhouette", \.silhouette), .reals("overlap", \.overlap),
            .reals("overlap_margin", \.overlapMargin), .reals("cka_previous", \.ckaPrevious),
            .reals("cka_last", \.ckaLast), .reals("intrinsic_dimension", \.intrinsicDimension),
            .integers("dimension_rows", \.dimensionRows).when(.mayBeMissing),
        ]
    }
}

/// A point of the finished map in which other rows were placed.
public struct ReferenceRow: TableRow {
    public var x: Double
    public var y: Double
    /// "" without a label.
    public var label: String

    public init(x: Double = .nan, y: Double = .nan, label: String = "") {
        self.x = x
        self.y = y
        self.label = label
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [.reals("x", \.x), .reals("y", \.y), .texts("label", \.label).when(.mayBeMissing)]
    }
}

// MARK: - Columns of the rows

/// Where a patch of the map is cut from.
public struct PatchRow: TableRow {
    /// Row of the image in the parent file.
    public var image: Int
    /// Place on the grid, from the top left.
    public var gridRow: Int
    public var gridColumn: Int
    /// The object on which it lies, "background", or "" where the image has no objects.
    public var object: String
    /// Rollout after the last block, class token to patch; NaN where the parent has none.
    public var attention: Double

    public init(
        image: Int = -1, gridRow: Int = -1, gridColumn: Int = -1, object: String = "",
        attention: Double = .nan
    ) {
        self.image = image
        self.gridRow = gridRow
        self.gridColumn = gridColumn
        self.object = object
        self.attention = attention
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("image", \.image), .integers("grid_row", \.gridRow),
            .integers("grid_column", \.gridColumn),
            .texts("object", \.object).when(.whereKnown),
            .reals("attention", \.attention).when(.whereKnown),
        ]
    }
}

/// How new a row is to the finished map in which it was placed.
public struct NoveltyRow: TableRow {
    /// Share of the map's rows that are nearer to their neighbours, 0...1; 0 for a copy.
    public var novelty: Double
    /// Mean distance to the nearest rows of the map.
    public var neighborDistance: Double
    /// Distance to the nearest row of the map, and its path.
    public var nearestDistance: Double
    public var nearestPath: String

    public init(
        novelty: Double = .nan, neighborDistance: Double = .nan, nearestDistance: Double = .nan,
        nearestPath: String = ""
    ) {
        self.novelty = novelty
        self.neighborDistance = neighborDistance
        self.nearestDistance = nearestDistance
        self.nearestPath = nearestPath
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .reals("novelty", \.novelty),
            .reals("neighbor_distance", \.neighborDistance).when(.mayBeMissing),
            .reals("nearest_distance", \.nearestDistance).when(.mayBeMissing),
            .texts("nearest_path", \.nearestPath).when(.mayBeMissing),
        ]
    }
}

/// The class that the head of the checkpoint finds likeliest.
public struct PredictionRow: TableRow {
    public var predictedClass: String
    /// 0...1
    public var predictedProbability: Double

    public init(predictedClass: String = "", predictedProbability: Double = .nan) {
        self.predictedClass = predictedClass
        self.predictedProbability = predictedProbability
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("predicted_class", \.predictedClass),
            .reals("predicted_probability", \.predictedProbability).when(.mayBeMissing),
        ]
    }
}

/// The k-means cluster of a row, where HDBSCAN leaves most rows in none.
struct KMeansRow: TableRow {
    var cluster: Int
    static var unknown: Self { Self(cluster: -1) }
    static var columns: [TableColumn<Self>] { [.integers("kmeans", \.cluster)] }
}

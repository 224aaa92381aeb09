/// How rows were put into clusters, and how the clusters compare with the labels.
public struct ClusterParameters: Sendable, Equatable, Codable {
    public enum Method: String, Sendable, Codable, ParameterConvertible {
        case hdbscan, dbscan
        case kMeans = "kmeans"

        var parameterValue: ParameterValue { .text(rawValue) }
        init?(_ value: ParameterValue) {
            guard case .text(let text) = value else { return nil }
            self.init(rawValue: text)
        }
    }

    public var method: Method
    public var count: Int
    /// Share of rows in no cluster, 0...1.
    public var noise: Double
    /// HDBSCAN's smallest cluster.
    public var minimumSize: Int?
    /// Neighbours that make a core point, of HDBSCAN and DBSCAN.
    public var minimumSamples: Int?
    /// Whether HDBSCAN looked at all pairs, not at the neighbour graph alone.
    public var isExact: Bool?
    /// DBSCAN's radius.
    public var eps: Double?
    /// Clusters that k-means was asked for.
    public var askedCount: Int?
    /// Sum of squared distances to the centroids.
    public var inertia: Double?
    /// Against the labels; nil without labels. Purity and NMI 0...1, ARI -0.5...1.
    public var purity: Double?
    public var adjustedRandIndex: Double?
    public var normalizedMutualInformation: Double?

    public init(method: Method, count: Int = 0, noise: Double = 0) {
        self.method = method
        self.count = count
        self.noise = noise
    }

    enum CodingKeys: String, CodingKey {
        case method = "cluster_method"
        case count = "cluster_count"
        case noise = "cluster_noise"
        case minimumSize = "cluster_minimum_size"
        case minimumSamples = "cluster_minimum_samples"
        case isExact = "cluster_exact"
        case eps = "cluster_eps"
        case askedCount = "cluster_asked"
        case inertia = "cluster_inertia"
        case purity = "cluster_purity"
        case adjustedRandIndex = "cluster_ari"
        case normalizedMutualInformation = "cluster_nmi"
    }
}

/// How k-means was run beside HDBSCAN.
public struct KMeansParameters: Sendable, Equatable, Codable {
    public var clusters: Int
    /// Mean silhouette of that number of clusters, -1...1, the highest of those tried.
    public var silhouette: Double
    /// All that were tried: "2 0.12, 3 0.1".
    public var silhouettes: String?
    /// The largest number of clusters that was tried.
    public var largest: Int?
    /// Rows on which silhouettes were measured.
    public var sample: Int?

    public init(
        clusters: Int, silhouette: Double, silhouettes: String?, largest: Int?, sample: Int?
    ) {
        self.clusters = clusters
        self.silhouette = silhouette
        self.silhouettes = silhouettes
        self.largest = largest
        self.sample = sample
    }

    enum CodingKeys: String, CodingKey {
        case clusters = "kmeans_clusters"
        case silhouette = "kmeans_silhouette"
        case silhouettes = "kmeans_silhouettes"
        case largest = "kmeans_largest"
        case sample = "kmeans_sample"
    }
}

/// What the findings were made from.
public struct FindingsParameters: Sendable, Equatable, Codable {
    /// "final class tokens", "vectors"; nil in files of early versions.
    public var source: String?
    /// "exact" or "hnsw", and HNSW's recall on a sample, 0...1.
    public var neighbors: String?
    public var neighborsRecall: Double?

    public init(source: String?, neighbors: String?, neighborsRecall: Double?) {
        self.source = source
        self.neighbors = neighbors
        self.neighborsRecall = neighborsRecall
    }

    enum CodingKeys: String, CodingKey {
        case source = "findings_from"
        case neighbors = "findings_neighbors"
        case neighborsRecall = "findings_recall"
    }
}

/// How copies were found, and how many.
public struct DuplicateParameters: Sendable, Equatable, Codable {
    /// What pairs were compared by: "the pixels of the previews".
    public var evidence: String?
    /// Least similarity of a pair, 0...1.
    public var limit: Double?
    /// "given" or "default".
    public var limitSource: String?
    /// Pairs that were compared, and near pairs that were too many to compare.
    public var candidates: Int?
    public var candidatesLeftOut: Int?
    /// Images whose preview is missing or cannot be read.
    public var withoutPreview: Int?
    /// Pairs at other limits: "0.5 40, 0.6 31".
    public var pairsByLimit: String?
    public var exactPairs: Int?
    public var nearPairs: Int?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case evidence = "duplicates_evidence"
        case limit = "duplicates_limit"
        case limitSource = "duplicates_limit_from"
        case candidates = "duplicates_candidates"
        case candidatesLeftOut = "duplicates_candidates_left_out"
        case withoutPreview = "duplicates_without_preview"
        case pairsByLimit = "duplicates_pairs_by_limit"
        case exactPairs = "duplicates_exact"
        case nearPairs = "duplicates_near"
    }
}

/// How labels were judged by neighbours.
public struct LabelParameters: Sendable, Equatable, Codable {
    public var judged: Int?
    /// Judged labels that less than half of the neighbours' support is for.
    public var outvoted: Int?
    /// Confidence from which a label counts as doubtful, -1...1; nil in files of early versions.
    public var leastConfidence: Double?
    public var doubtful: Int?
    /// Images below which a label is not judged.
    public var fewestImages: Int?
    /// Labels of fewer images, and their images.
    public var rareLabels: Int?
    public var rareImages: Int?
    /// Images with a label that are too far from all others to be judged.
    public var farImages: Int?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case judged = "labels_judged"
        case outvoted = "labels_outvoted"
        case leastConfidence = "labels_confidence"
        case doubtful = "labels_doubtful"
        case fewestImages = "labels_fewest_images"
        case rareLabels = "labels_rare"
        case rareImages = "labels_rare_images"
        case farImages = "labels_far_images"
    }
}

/// The scale of the outliers.
public struct OutlierParameters: Sendable, Equatable, Codable {
    /// Median over the rows of the distance to the 10th neighbour.
    public var medianDistance: Double?
    /// Rows at this many medians count as far from all others.
    public var factor: Double?

    public init(medianDistance: Double?, factor: Double?) {
        self.medianDistance = medianDistance
        self.factor = factor
    }

    enum CodingKeys: String, CodingKey {
        case medianDistance = "outliers_median_distance"
        case factor = "outliers_factor"
    }
}

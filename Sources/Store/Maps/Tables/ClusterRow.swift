/// A cluster of the rows (tables `clusters` and `kmeans`).
public struct ClusterRow: TableRow {
    /// Number of the cluster, from 0, as in the assignments of `ClusterResult` or `KMeansResult`.
    public var cluster: Int
    /// Number of rows in the cluster.
    public var size: Int
    /// Row index of the medoid: the row with the smallest mean distance to the other rows of the
    /// cluster.
    public var medoid: Int
    /// Path or name of the medoid.
    public var medoidPath: String
    /// Most frequent label among the rows; "" without labels.
    public var label: String
    /// Share of that label among the labelled rows of the cluster, 0...1; NaN without labels.
    public var share: Double
    /// Stability of the cluster in HDBSCAN's hierarchy (Campello et al. 2013); NaN for DBSCAN and
    /// k-means.
    public var persistence: Double
    /// Row indices of typical rows of the cluster.
    public var exemplars: [Int]
    /// All labels with their number of rows, the most frequent first: "cat 12, dog 3".
    public var labels: String
    /// The words of `reduce --names` that are nearer to its rows than to all others: "dog, puppy";
    /// "" without names.
    public var names = ""

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
            .texts("names", \.names).when(.whereKnown),
        ]
    }

    /// The exemplars as the file has them: "12 40 7".
    private var exemplarText: String {
        get { exemplars.map(String.init).joined(separator: " ") }
        set { exemplars = newValue.split(separator: " ").compactMap { Int($0) } }
    }
}

extension [ClusterRow] {
    /// The titles of clusters 0 to `last`: "cluster 3", or with names "cluster 3: dog, puppy".
    public func titles(to last: Int32, _ noun: String) -> [String] {
        let names = Dictionary(map { ($0.cluster, $0.names) }) { first, _ in first }
        return (0...Int(last)).map { number in
            let name = names[number] ?? ""
            return "\(noun) \(number)" + (name.isEmpty ? "" : ": \(name)")
        }
    }
}

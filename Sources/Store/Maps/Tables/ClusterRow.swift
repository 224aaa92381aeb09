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

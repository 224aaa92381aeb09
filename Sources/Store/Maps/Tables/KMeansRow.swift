/// The k-means cluster of a row (column `kmeans` of `obs`). The file has it if HDBSCAN leaves more
/// than half of the rows as noise.
struct KMeansRow: TableRow {
    /// Number of the cluster, from 0; -1 if unknown.
    var cluster: Int
    static var unknown: Self { Self(cluster: -1) }
    static var columns: [TableColumn<Self>] { [.integers("kmeans", \.cluster)] }
}

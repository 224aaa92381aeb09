/// The k-means cluster of a row, where HDBSCAN leaves most rows in none.
struct KMeansRow: TableRow {
    var cluster: Int
    static var unknown: Self { Self(cluster: -1) }
    static var columns: [TableColumn<Self>] { [.integers("kmeans", \.cluster)] }
}

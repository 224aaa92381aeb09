/// How a row got its position in a map that was brought up to date (column `placed` of `obs`).
struct PlacedRow: TableRow {
    /// 1 for a row that was placed among the others, 0 for one that t-SNE laid out.
    var placed: Int
    static var unknown: Self { Self(placed: 0) }
    static var columns: [TableColumn<Self>] { [.integers("placed", \.placed)] }
}

/// The split of a row, such as "train" (column `split` of `obs`). The file has it if the data set
/// has splits.
struct SplitRow: TableRow {
    /// Name of the split; "" without one.
    var split: String
    static var unknown: Self { Self(split: "") }
    static var columns: [TableColumn<Self>] { [.texts("split", \.split)] }
}

/// How much the compared files agree on the neighbours of an image (column `agreement` of `obs`).
struct AgreementRow: TableRow {
    /// Mean share of its nearest neighbours that the first file and the others have in common,
    /// 0...1.
    var agreement: Double
    static var unknown: Self { Self(agreement: .nan) }
    static var columns: [TableColumn<Self>] { [.reals("agreement", \.agreement)] }
}

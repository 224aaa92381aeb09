/// A sparse square or rectangular matrix in compressed rows (CSR): the entries of row `r` are
/// `columns[offsets[r] ..< offsets[r + 1]]` with the `values` beside them.
///
/// A neighbour graph is one of these: row `i` lists the neighbours of point `i`, nearest first,
/// with their distances. An affinity matrix has its columns ascending within each row.
public struct SparseMatrix: Sendable, Equatable {
    /// The number of rows.
    public let rowCount: Int
    /// The number of columns.
    public let columnCount: Int
    /// `[rowCount + 1]`, ascending from 0 to the number of entries.
    public var offsets: [Int]
    /// `[entries]`, each in `0 ..< columnCount`.
    public var columns: [Int32]
    /// `[entries]`: the value of each entry; all others count as 0, or as absent in a graph.
    public var values: [Float]

    /// Wraps the three arrays; ones that do not fit one another are a programming error.
    public init(
        rowCount: Int, columnCount: Int, offsets: [Int], columns: [Int32], values: [Float]
    ) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.offsets = offsets
        self.columns = columns
        self.values = values
        checkInvariants()
    }

    /// Stops the program with the numbers when the three arrays do not fit one another; `init`
    /// calls it. Time grows with the entries.
    public func checkInvariants() {
        precondition(
            offsets.count == rowCount + 1,
            "\(rowCount) rows need \(rowCount + 1) offsets, not \(offsets.count)")
        precondition(
            offsets.first == 0 && offsets.last == columns.count && values.count == columns.count,
            "offsets run \(offsets.first ?? -1)...\(offsets.last ?? -1) over \(columns.count) "
                + "columns and \(values.count) values")
        for row in 0..<rowCount {
            precondition(offsets[row] <= offsets[row + 1], "offsets descend at row \(row)")
        }
        for column in columns {
            precondition(
                column >= 0 && Int(column) < columnCount,
                "column \(column) lies outside 0..<\(columnCount)")
        }
    }

    /// The range of `columns` and `values` that holds the entries of one row.
    @inlinable
    public func entries(ofRow row: Int) -> Range<Int> {
        offsets[row]..<offsets[row + 1]
    }
}

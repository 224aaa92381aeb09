internal import Dense

/// An array of vectors in a file of any format.
protocol VectorSource {
    /// Path of the file.
    var path: String { get }
    /// Name of the array, for error messages.
    var arrayName: String { get }
    /// Number of rows.
    var rowCount: Int { get }
    /// Numbers per row.
    var columns: Int { get }
    /// Precision in the file.
    var type: VectorType { get }
    /// Consecutive rows, `[rows.count, columns]`; double precision is rounded to single.
    func read(_ rows: Range<Int>) throws -> VectorBlock
}

internal import Dense

/// What a file of vectors offers, whatever its format.
protocol VectorSource {
    var path: String { get }
    /// The array's name in messages.
    var arrayName: String { get }
    var rowCount: Int { get }
    var columns: Int { get }
    var type: VectorType { get }
    /// Some rows, `[rows.count, columns]`; f64 is rounded to single precision.
    func read(_ rows: Range<Int>) throws -> VectorBlock
}

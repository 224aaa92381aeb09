internal import CLAPACKE

/// A failure that LAPACK reports through its result `info`.
public struct LAPACKError: Error, CustomStringConvertible {
    /// The name of the function that failed.
    public let routine: String
    /// LAPACK's code: negative for a bad argument, positive where the iteration did not converge.
    public let info: Int

    /// A sentence with the function, the code and what to do.
    public var description: String {
        "\(routine) failed with info \(info): the matrix holds NaN or infinity, or the iteration "
            + "did not converge; check the input rows"
    }
}

/// The `count` largest eigenvalues of a symmetric matrix, descending, and their vectors, by
/// LAPACK's `dsyevr`. Time grows with n³.
///
/// - Parameters:
///   - symmetric: `[n, n]`, of which only the upper triangle is read.
///   - count: `1 <= count <= n`.
/// - Returns: `values` `[count]`; `vectors` `[count, n]`, one per row, of length 1, each with its
///   largest component (in magnitude, the first among equals) positive.
/// - Throws: `LAPACKError`, for example for a matrix that holds NaN.
public func leadingEigenpairs(
    of symmetric: Matrix<Double>, count: Int
) throws -> (values: [Double], vectors: Matrix<Double>) {
    let n = symmetric.rows
    precondition(symmetric.columns == n, "\(n) x \(symmetric.columns) is not square")
    precondition(count >= 1 && count <= n, "count \(count) is outside 1...\(n)")
    var a = symmetric.elements
    var found: Int32 = 0
    var w = [Double](repeating: 0, count: n)
    var z = [Double](repeating: 0, count: n * count)
    var support = [Int32](repeating: 0, count: 2 * n)
    // Eigenvalues come ascending; the wanted ones are the last `count`, 1-based.
    let info = unsafe LAPACKE_dsyevr(
        LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "I")),
        CChar(UInt8(ascii: "U")), Int32(n), &a, Int32(n), 0, 0,
        Int32(n - count + 1), Int32(n), 0, &found, &w, &z, Int32(count), &support)
    guard info == 0, Int(found) == count else {
        throw LAPACKError(routine: "LAPACKE_dsyevr", info: Int(info))
    }
    var vectors = Matrix<Double>(rows: count, columns: n, repeating: 0)
    for component in 0..<count {
        let column = count - 1 - component
        var largest = 0.0
        for i in 0..<n where abs(z[i * count + column]) > abs(largest) {
            largest = z[i * count + column]
        }
        let sign: Double = largest < 0 ? -1 : 1
        for i in 0..<n { vectors[component, i] = sign * z[i * count + column] }
    }
    return (values: Array(w[0..<count].reversed()), vectors: vectors)
}

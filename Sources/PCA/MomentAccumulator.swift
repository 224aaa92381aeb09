public import Dense

/// The mean and the covariance of a set of rows, as `MomentAccumulator` computes them.
public struct Moments: Sendable, Equatable {
    /// The number of rows.
    public let count: Int
    /// `[columns]`: the mean of each column; all zero for no rows.
    public let mean: [Double]
    /// `[columns, columns]`, symmetric, divided by `count - 1` (all zero for fewer than 2 rows).
    public let covariance: Matrix<Double>
    /// The first row, counted from 0, that held NaN or infinity; nil when none did. Mean and
    /// covariance are then not finite.
    public let firstNonFiniteRow: Int?

    /// Wraps moments computed elsewhere; a covariance that is not `[columns, columns]` for the
    /// means is a programming error.
    public init(
        count: Int, mean: [Double], covariance: Matrix<Double>, firstNonFiniteRow: Int? = nil
    ) {
        precondition(
            covariance.rows == mean.count && covariance.columns == mean.count,
            "\(mean.count) means, covariance \(covariance.rows) x \(covariance.columns)")
        self.count = count
        self.mean = mean
        self.covariance = covariance
        self.firstNonFiniteRow = firstNonFiniteRow
    }
}

/// The scratch memory of `MomentAccumulator.add`, 8 MiB for 1,024 columns: one serves any number of
/// accumulators, one after the other.
public struct MomentWorkspace: Sendable {
    /// Centred rows and one more, `[(rows + 1) * columns]`.
    fileprivate var centered: [Double] = []

    /// An empty workspace; it grows with the first block.
    public init() {}
}

/// Mean and covariance in one pass over blocks of rows, in memory that does not grow with them.
///
/// Each 1,024 rows are centred on their own mean, multiplied in double precision, and merged into
/// what came before: `S = Sa + Sb + (mb - ma)(mb - ma)ᵀ · na · nb / (na + nb)` (Chan, Golub and
/// LeVeque 1983, doi:10.1080/00031305.1983.10483115). The result is determined by the rows, their
/// order and the cut into blocks; blocks of a multiple of 1,024 rows all give the same bits.
public struct MomentAccumulator: Sendable {
    /// The number of columns of every row.
    public let columns: Int
    /// The number of rows added so far.
    public private(set) var count = 0
    /// The first row so far, counted from 0, that held NaN or infinity; nil while none did.
    public private(set) var firstNonFiniteRow: Int?
    /// `[columns]`: the mean of the rows so far.
    public private(set) var mean: [Double]
    /// Sums of products about the mean by tiles on and above the diagonal, row after row of tiles,
    /// `[tiles, side, side]`; of tiles on the diagonal the upper triangle.
    private var scatter: [Double]
    private let tiles: Tiles

    /// Rows that are centred and multiplied at a time.
    public static let rowsPerStep = 1024
    /// Rows per piece of the passes over them.
    private static let rowsPerPiece = 128

    /// An accumulator without rows; `columns` is at least 1.
    public init(columns: Int) {
        precondition(columns > 0, "rows have at least one column, not \(columns)")
        self.columns = columns
        tiles = Tiles(columns: columns)
        mean = [Double](repeating: 0, count: columns)
        scatter = [Double](repeating: 0, count: tiles.places.count * tiles.elements)
    }

    /// Adds a block of rows `[rows, columns]` as they are; an empty one changes nothing, another
    /// number of columns is a programming error.
    public mutating func add(_ block: Matrix<Float>) {
        var workspace = MomentWorkspace()
        add(VectorBlock(block), workspace: &workspace)
    }

    /// Adds a block of rows `[rows, columns]`, each normalised first, in double precision; an empty
    /// block changes nothing, another number of columns is a programming error.
    ///
    /// Time grows with rows · columns². Tiles of the covariance are computed on several threads.
    ///
    /// - Parameter workspace: scratch memory, kept by the caller from block to block.
    public mutating func add(
        _ block: VectorBlock, normalization: RowNormalization = .none,
        workspace: inout MomentWorkspace
    ) {
        precondition(
            block.columns == columns, "a block of \(block.columns) columns, expected \(columns)")
        let scaling = normalization.scaling(of: block)
        for start in stride(from: 0, to: block.rows, by: Self.rowsPerStep) {
            let step = start..<min(block.rows, start + Self.rowsPerStep)
            add(block, step, scaling, &workspace.centered)
        }
    }

    /// Adds what another accumulator holds, as if its rows followed this one's: means and scatters
    /// are combined by the formula of Chan, Golub and LeVeque.
    public mutating func merge(_ other: MomentAccumulator) {
        precondition(
            other.columns == columns, "moments of \(other.columns) columns, expected \(columns)")
        if other.count == 0 { return }
        if firstNonFiniteRow == nil {
            firstNonFiniteRow = other.firstNonFiniteRow.map { count + $0 }
        }
        let shift = (0..<columns).map { other.mean[$0] - mean[$0] }
        let weight = Double(count) * Double(other.count) / Double(count + other.count)
        let (tiles, added) = (tiles, other.scatter)
        parallelFill(&scatter, pieceLength: tiles.elements) { index, tile in
            let (rows, columns) = tiles.places[index]
            for (r, i) in rows.enumerated() {
                for (c, j) in columns.enumerated() where j >= i {
                    let place = r * tiles.side + c
                    tile[place] +=
                        added[index * tiles.elements + place] + weight * shift[i] * shift[j]
                }
            }
        }
        moveMean(by: shift, rows: other.count)
    }

    /// The sums of products about the mean, `[columns, columns]`, symmetric: with `count` and the
    /// mean all that an accumulator holds.
    public var scatterMatrix: Matrix<Double> {
        var whole = Matrix<Double>(rows: columns, columns: columns, repeating: 0)
        for (index, place) in tiles.places.enumerated() {
            for (r, i) in place.rows.enumerated() {
                let start = index * tiles.elements + r * tiles.side
                for (c, j) in place.columns.enumerated() where j >= i {
                    whole.elements[i * columns + j] = scatter[start + c]
                    whole.elements[j * columns + i] = scatter[start + c]
                }
            }
        }
        return whole
    }

    /// The accumulator that had this count, mean `[columns]` and `scatterMatrix`.
    public init(count: Int, mean: [Double], scatterMatrix whole: Matrix<Double>) {
        precondition(
            whole.rows == mean.count && whole.columns == mean.count && count >= 0,
            "\(mean.count) means, scatter \(whole.rows) x \(whole.columns)")
        self.init(columns: mean.count)
        self.count = count
        self.mean = mean
        for (index, place) in tiles.places.enumerated() {
            for (r, i) in place.rows.enumerated() {
                let start = index * tiles.elements + r * tiles.side
                for (c, j) in place.columns.enumerated() where j >= i {
                    scatter[start + c] = whole.elements[i * columns + j]
                }
            }
        }
    }

    /// The mean and covariance of the rows added so far; more rows may be added afterwards.
    public func finish() -> Moments {
        var covariance = Matrix<Double>(rows: columns, columns: columns, repeating: 0)
        if count > 1 {
            let divisor = Double(count - 1)
            for (index, place) in tiles.places.enumerated() {
                for (r, i) in place.rows.enumerated() {
                    let start = index * tiles.elements + r * tiles.side
                    for (c, j) in place.columns.enumerated() where j >= i {
                        let value = scatter[start + c] / divisor
                        covariance.elements[i * columns + j] = value
                        covariance.elements[j * columns + i] = value
                    }
                }
            }
        }
        return Moments(
            count: count, mean: mean, covariance: covariance,
            firstNonFiniteRow: firstNonFiniteRow)
    }

    // MARK: - One step

    /// Adds at most `rowsPerStep` rows: their mean first, then their products about it, with the
    /// term of Chan's formula as one row more.
    private mutating func add(
        _ block: VectorBlock, _ step: Range<Int>, _ scaling: RowScaling?,
        _ centered: inout [Double]
    ) {
        let d = columns
        let stepMean = Self.mean(of: block, step, scaling)
        if firstNonFiniteRow == nil, !stepMean.allSatisfy(\.isFinite) {
            firstNonFiniteRow = block.firstNonFiniteRow.map { count + $0 - step.lowerBound }
        }
        // Chan's term is one row more of the product: (mb - ma) · sqrt(na · nb / (na + nb)).
        let shift = (0..<d).map { stepMean[$0] - mean[$0] }
        let factor =
            (Double(count) * Double(step.count) / Double(count + step.count)).squareRoot()
        if centered.count != (step.count + 1) * d {
            centered = [Double](repeating: 0, count: (step.count + 1) * d)
        }
        parallelFill(&centered, pieceLength: Self.rowsPerPiece * d) { piece, part in
            let first = step.lowerBound + piece * Self.rowsPerPiece
            let rows = first..<min(step.upperBound, first + part.count / d)
            centerRows(of: block, rows: rows, scaling: scaling, center: stepMean, into: &part)
            if rows.count * d < part.count {
                for c in 0..<d { part[rows.count * d + c] = shift[c] * factor }
            }
        }
        addProducts(of: centered)
        moveMean(by: shift, rows: step.count)
    }

    /// The mean of each column, `[columns]`.
    private static func mean(
        of block: VectorBlock, _ step: Range<Int>, _ scaling: RowScaling?
    ) -> [Double] {
        let pieces = (step.count + rowsPerPiece - 1) / rowsPerPiece
        let sums = parallelMap(pieces) { piece in
            let first = step.lowerBound + piece * rowsPerPiece
            return columnSums(
                of: block, rows: first..<min(step.upperBound, first + rowsPerPiece),
                scaling: scaling)
        }
        var mean = [Double](repeating: 0, count: block.columns)
        for sum in sums {
            for c in mean.indices { mean[c] += sum[c] }
        }
        for c in mean.indices { mean[c] /= Double(step.count) }
        return mean
    }

    /// `scatter += transpose(values) · values`, a tile a thread.
    private mutating func addProducts(of values: [Double]) {
        let (d, rows, tiles) = (columns, values.count / columns, tiles)
        parallelFill(&scatter, pieceLength: tiles.elements) { index, tile in
            let (height, width) = tiles.places[index]
            let a = MatrixView(
                values, offset: height.lowerBound, rows: rows, columns: height.count, stride: d)
            let target = Place(rows: height.count, columns: width.count, stride: tiles.side)
            if height == width {
                addGram(a, to: &tile, at: target)
            } else {
                let b = MatrixView(
                    values, offset: width.lowerBound, rows: rows, columns: width.count, stride: d)
                multiply(a.transposed, b, into: &tile, at: target, beta: 1)
            }
        }
    }

    /// Moves the mean by `shift · rows / total` and counts `rows` more.
    private mutating func moveMean(by shift: [Double], rows: Int) {
        let total = count + rows
        for c in 0..<columns { mean[c] += shift[c] * Double(rows) / Double(total) }
        count = total
    }
}

/// The tiles on and above the diagonal of a symmetric matrix, row after row of tiles.
private struct Tiles: Sendable {
    /// Rows and columns of a tile, but for the last ones.
    let side: Int
    /// The ranges of rows and columns of each tile.
    let places: [(rows: Range<Int>, columns: Range<Int>)]
    /// Elements that each tile takes in memory.
    var elements: Int { side * side }

    /// Tiles of 128 x 128 (less for fewer columns) of a matrix `[d, d]`.
    init(columns d: Int) {
        let side = min(128, d)
        self.side = side
        let bands = stride(from: 0, to: d, by: side).map { $0..<min(d, $0 + side) }
        places = bands.indices.flatMap { i in bands[i...].map { (rows: bands[i], columns: $0) } }
    }
}

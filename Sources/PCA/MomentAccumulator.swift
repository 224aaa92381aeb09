public import Dense

/// Mean and covariance of a set of rows.
public struct Moments: Sendable, Equatable {
    /// The number of rows.
    public let count: Int
    /// `[columns]`
    public let mean: [Double]
    /// `[columns, columns]`, symmetric, divided by `count - 1` (all zero for fewer than 2 rows).
    public let covariance: Matrix<Double>

    public init(count: Int, mean: [Double], covariance: Matrix<Double>) {
        precondition(
            covariance.rows == mean.count && covariance.columns == mean.count,
            "\(mean.count) means, covariance \(covariance.rows) x \(covariance.columns)")
        self.count = count
        self.mean = mean
        self.covariance = covariance
    }
}

/// Mean and covariance in one pass over blocks of rows, in memory that does not grow with them.
///
/// Each block is centred on its own mean, multiplied in double precision, and merged into what
/// came before: `S = Sa + Sb + (mb - ma)(mb - ma)ᵀ · na · nb / (na + nb)` (Chan, Golub and
/// LeVeque 1983, doi:10.1080/00031305.1983.10483115). The result is determined by the rows, their
/// order and the cut into blocks: give blocks of one fixed size.
public struct MomentAccumulator: Sendable {
    public let columns: Int
    /// The number of rows added so far.
    public private(set) var count = 0
    /// `[columns]`
    private var mean: [Double]
    /// `[columns * columns]`: sums of products about the mean, upper triangle.
    private var scatter: [Double]

    /// Rows per piece of the passes over a block, and columns per tile of its products.
    private static let pieceRows = 512
    private static let tileColumns = 128

    public init(columns: Int) {
        precondition(columns > 0, "rows have at least one column, not \(columns)")
        self.columns = columns
        mean = [Double](repeating: 0, count: columns)
        scatter = [Double](repeating: 0, count: columns * columns)
    }

    /// Adds a block of rows `[rows, columns]`; an empty one changes nothing.
    public mutating func add(_ block: Matrix<Float>) {
        precondition(
            block.columns == columns, "a block of \(block.columns) columns, expected \(columns)")
        if block.rows == 0 { return }
        let blockMean = Self.mean(of: block)
        let tiles = Self.products(of: Self.centered(block, on: blockMean), columns: columns)
        merge(rows: block.rows, blockMean, tiles)
    }

    /// What the rows added so far give.
    public func finish() -> Moments {
        var covariance = Matrix<Double>(rows: columns, columns: columns, repeating: 0)
        if count > 1 {
            let divisor = Double(count - 1)
            for i in 0..<columns {
                for j in i..<columns {
                    let value = scatter[i * columns + j] / divisor
                    covariance.elements[i * columns + j] = value
                    covariance.elements[j * columns + i] = value
                }
            }
        }
        return Moments(count: count, mean: mean, covariance: covariance)
    }

    /// The mean of each column, `[columns]`.
    private static func mean(of block: Matrix<Float>) -> [Double] {
        let d = block.columns
        let pieces = (block.rows + pieceRows - 1) / pieceRows
        let sums = parallelMap(pieces) { piece -> [Double] in
            var sums = [Double](repeating: 0, count: d)
            let elements = block.elements.span
            for row in piece * pieceRows..<min(block.rows, (piece + 1) * pieceRows) {
                for c in 0..<d { sums[c] += Double(elements[row * d + c]) }
            }
            return sums
        }
        var mean = [Double](repeating: 0, count: d)
        for piece in sums {
            for c in 0..<d { mean[c] += piece[c] }
        }
        for c in 0..<d { mean[c] /= Double(block.rows) }
        return mean
    }

    /// The rows less `mean` in double precision, `[rows * columns]`.
    private static func centered(_ block: Matrix<Float>, on mean: [Double]) -> [Double] {
        let d = block.columns
        var values = [Double](repeating: 0, count: block.rows * d)
        parallelFill(&values, pieceLength: pieceRows * d) { piece, part in
            let elements = block.elements.span
            let mean = mean.span
            var index = piece * pieceRows * d
            var place = 0
            while place < part.count {
                for c in 0..<d {
                    part[place + c] = Double(elements[index + c]) - mean[c]
                }
                index += d
                place += d
            }
        }
        return values
    }

    /// The tiles on and above the diagonal of `transpose(values) · values`, row after row of tiles.
    private static func products(of values: [Double], columns d: Int) -> [[Double]] {
        let rows = values.count / d
        let tiles = tilePlaces(columns: d)
        return parallelMap(tiles.count) { index -> [Double] in
            let tile = tiles[index]
            let (height, width) = (tile.rows.count, tile.columns.count)
            var product = [Double](repeating: 0, count: height * width)
            var span = product.mutableSpan
            multiply(
                values.span,
                Place(offset: tile.rows.lowerBound, rows: rows, columns: height, stride: d),
                transposed: true,
                values.span,
                Place(offset: tile.columns.lowerBound, rows: rows, columns: width, stride: d),
                into: &span, Place(rows: height, columns: width))
            return product
        }
    }

    private static func tilePlaces(columns d: Int) -> [(rows: Range<Int>, columns: Range<Int>)] {
        let bands = stride(from: 0, to: d, by: tileColumns).map { $0..<min(d, $0 + tileColumns) }
        return bands.indices.flatMap { i in
            bands[i...].map { (rows: bands[i], columns: $0) }
        }
    }

    private mutating func merge(rows: Int, _ blockMean: [Double], _ tiles: [[Double]]) {
        let d = columns
        let total = count + rows
        let weight = Double(count) * Double(rows) / Double(total)
        let shift = (0..<d).map { blockMean[$0] - mean[$0] }
        for (tile, product) in zip(Self.tilePlaces(columns: d), tiles) {
            let width = tile.columns.count
            for (r, i) in tile.rows.enumerated() {
                let factor = shift[i] * weight
                for (c, j) in tile.columns.enumerated() {
                    scatter[i * d + j] += product[r * width + c] + factor * shift[j]
                }
            }
        }
        for c in 0..<d { mean[c] += shift[c] * Double(rows) / Double(total) }
        count = total
    }
}

internal import Dense

/// Finds the nearest of many centroids for rows of length 1, by products in single precision. A row
/// whose two nearest centroids are equally far within their rounding may go to either.
struct CellAssigner {
    /// `[cells, columns]`.
    let centroids: Matrix<Float>
    /// Half of the squared length of each centroid, `[cells]`.
    private let halves: [Float]

    init(_ centroids: Matrix<Float>) {
        self.centroids = centroids
        halves = (0..<centroids.rows).map { cell in
            Float(centroids.row(cell).reduce(0.0) { $0 + Double($1) * Double($1) } / 2)
        }
    }

    /// Rows of one product: they decide its rounding, and bound its memory to 32 MiB a thread.
    private var pieceRows: Int { max(16, min(256, (8 << 20) / max(1, centroids.rows) / 16 * 16)) }

    /// The nearest cells of each row.
    struct Found: Sendable {
        /// Cells of each row, nearest first, ties by number, `[rows, count]`.
        var cells: [Int32] = []
        /// Squared distance of each row from the nearest centroid, `[rows]`.
        var squares: [Float] = []
    }

    /// The `count` nearest cells of each row of `rows` `[rows, columns]`; at most as many as there
    /// are.
    func cells(of rows: Matrix<Float>, count: Int) -> Found {
        precondition(count >= 1 && count <= centroids.rows, "\(count) of \(centroids.rows) cells")
        let (columns, pieceRows) = (rows.columns, pieceRows)
        let pieces = parallelMap((rows.rows + pieceRows - 1) / pieceRows) { piece -> Found in
            let range = piece * pieceRows..<min(rows.rows, (piece + 1) * pieceRows)
            var products = [Float](repeating: 0, count: range.count * centroids.rows)
            multiply(
                MatrixView(
                    rows.elements, offset: range.lowerBound * columns, rows: range.count,
                    columns: columns),
                MatrixView(centroids).transposed, into: &products)
            var found = Found()
            for row in range {
                let first = (row - range.lowerBound) * centroids.rows
                let nearest = nearest(products.span, first, count)
                let square = rows.row(row).reduce(Float(0)) { $0 + $1 * $1 }
                found.cells += nearest.map(\.cell)
                found.squares.append(max(0, square + 2 * nearest[0].score))
            }
            return found
        }
        return Found(cells: pieces.flatMap(\.cells), squares: pieces.flatMap(\.squares))
    }

    /// The cells of the least `|c|² / 2 - x · c`, given the products of a row from `first` on.
    private func nearest(
        _ products: borrowing Span<Float>, _ first: Int, _ count: Int
    ) -> [(score: Float, cell: Int32)] {
        var best: [(score: Float, cell: Int32)] = []
        var limit = Float.infinity
        let halves = halves.span
        for cell in halves.indices {
            let score = halves[cell] - products[first + cell]
            if score >= limit && best.count == count { continue }
            var place = best.count
            while place > 0 && best[place - 1].score > score { place -= 1 }
            best.insert((score, Int32(cell)), at: place)
            if best.count > count { best.removeLast() }
            limit = best[best.count - 1].score
        }
        return best
    }
}

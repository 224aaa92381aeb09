internal import Console
internal import Dense
internal import Store
internal import Tokens

/// Finds the nearest rows of a store, by an index or by reading the store itself.
///
/// An index has rows of length 1 in half precision. Their product with the query differs from the
/// cosine by at most e = r + b: r is the largest distance of a row from the rounded row in the
/// index (`UnitRows.residual`), b bounds the rounding of a product in single precision
/// (`DistanceBound`). If p is the k-th largest product, every one of the k nearest rows has a
/// product of at least p - 2 e. All rows above that are read from the store and ranked by their
/// cosines in double precision (`Ranking`): among the rows whose products were computed, none is
/// missed. With lists these are only the rows of the nearest lists.
public struct Searcher {
    /// The rows of the store.
    let rows: SearchedRows
    /// The index of the rows; nil to read all rows from the store.
    let index: MappedIndex?
    /// Size of the groups of which only the nearest row counts: 1, or the patches of an image.
    let groupRows: Int
    /// Whether each image may be a hit, `[images]`; nil if all may.
    let allowedImages: [Bool]?
    /// The patches of each image that may be hits, `[images]`; nil if all may.
    let pictures: [PictureArea]?

    /// A searcher of a store's rows.
    ///
    /// - Parameters:
    ///   - rows: The rows of the store.
    ///   - index: The index of the rows; nil to read all rows from the store.
    ///   - groupRows: Size of the groups of which only the nearest row counts.
    ///   - allowedImages: Whether each image may be a hit, `[images]`; nil if all may.
    public init(
        rows: SearchedRows, index: MappedIndex?, groupRows: Int = 1, allowedImages: [Bool]? = nil
    ) throws {
        self.rows = rows
        self.index = index
        self.groupRows = groupRows
        self.allowedImages = allowedImages
        pictures = try rows.pictures()
    }

    /// The `k` nearest rows by exact cosines, the nearest first.
    ///
    /// - Parameters:
    ///   - query: `[columns]`, not zero.
    ///   - queryRow: the row that the query is, which comes first; nil for an image file.
    public func search(_ query: [Float], count k: Int, queryRow: Int?) throws -> [Hit] {
        let length = query.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let unit = query.map { Float(Double($0) / length) }
        let scanned = try products(unit, atLeast: k)
        let rounding = DistanceBound(columns: rows.columns).productError(
            lengths: 1 + 0x1p-20, 1 + scanned.residual)
        let best = best(of: scanned)
        if best.isEmpty { return [] }
        // A border leaves fewer patches than the store has.
        let least =
            Double(largest(min(k, best.count), of: best)) - 2 * (scanned.residual + rounding)
        var candidates: [Int] = []
        for (place, product) in scanned.products.enumerated() where Double(product) >= least {
            candidates.append(scanned.numbers?[place] ?? place)
        }
        if let queryRow, !candidates.contains(queryRow) { candidates.append(queryRow) }
        candidates.sort()
        var ranking = Ranking(query: query, count: k, groupRows: groupRows, queryRow: queryRow)
        let portion = 4096
        for start in stride(from: 0, to: candidates.count, by: portion) {
            let numbers = Array(candidates[start..<min(candidates.count, start + portion)])
            ranking.add(numbers, try rows.stored(numbers))
        }
        return ranking.hits
    }

    /// The largest product of each group that was searched.
    private func best(of scanned: RowProducts) -> [Float] {
        if groupRows == 1 { return scanned.products }
        var best = [Float](repeating: -.infinity, count: rows.count / groupRows)
        for (place, product) in scanned.products.enumerated() {
            let group = (scanned.numbers?[place] ?? place) / groupRows
            best[group] = max(best[group], product)
        }
        return best.filter { $0 > -.infinity }
    }

    /// Approximate cosines of some rows with the query.
    private struct RowProducts {
        /// Products with the query scaled to length 1, `[rows]`.
        var products: [Float]
        /// Row numbers in the store; nil for all in order.
        var numbers: [Int]?
        /// The largest `UnitRows.residual` of the rows.
        var residual: Double
    }

    /// Products of all rows, or with lists of the rows of the nearest lists: at least `probes` of
    /// them, and more until there are `k` rows or groups.
    ///
    /// - Parameter unit: the query scaled to length 1, `[columns]`.
    private func products(_ unit: [Float], atLeast k: Int) throws -> RowProducts {
        guard let index else { return allowed(try storeProducts(unit)) }
        guard index.header.lists != nil else {
            return allowed(
                RowProducts(
                    products: indexProducts(index, 0..<rows.count, unit), numbers: nil,
                    residual: index.header.residual))
        }
        let offsets = index.offsets
        var scanned = RowProducts(products: [], numbers: [], residual: index.header.residual)
        for (rank, list) in nearestLists(unit, index.centroids).enumerated() {
            let isEnough = rank >= index.header.lists?.probes ?? 0
            if isEnough && scanned.products.count >= k && best(of: scanned).count >= k { break }
            let range = Int(offsets[list])..<Int(offsets[list + 1])
            guard let numbers = index.numbers(range) else {
                throw Failure(
                    Exit.nothing,
                    "the index of \(rows.reader.path) is damaged: it has row numbers beyond the "
                        + "last row; delete it and search again.")
            }
            let part = allowed(
                RowProducts(
                    products: indexProducts(index, range, unit), numbers: numbers,
                    residual: index.header.residual))
            scanned.products += part.products
            scanned.numbers? += part.numbers ?? []
        }
        return scanned
    }

    /// The products of rows that may be hits.
    private func allowed(_ scanned: RowProducts) -> RowProducts {
        if allowedImages == nil && pictures == nil { return scanned }
        let grid = rows.reader.model.grid
        var left = RowProducts(products: [], numbers: [], residual: scanned.residual)
        for (place, product) in scanned.products.enumerated() {
            let row = scanned.numbers?[place] ?? place
            let (image, patch) = row.quotientAndRemainder(dividingBy: rows.rowsPerImage)
            guard allowedImages?[image] ?? true,
                pictures?[image].contains(patch, in: grid) ?? true
            else { continue }
            left.products.append(product)
            left.numbers?.append(row)
        }
        return left
    }

    /// Products with all rows, read from the store.
    private func storeProducts(_ unit: [Float]) throws -> RowProducts {
        var scanned = RowProducts(products: [], numbers: nil, residual: 0)
        scanned.products.reserveCapacity(rows.count)
        try rows.forEachBlock(for: "search") { _, block in
            var products = [Float](repeating: 0, count: block.halves.count / rows.columns)
            parallelFill(&products, pieceLength: 256) { piece, span in
                let start = piece * 256 * rows.columns
                let part = block.halves.span.extracting(
                    start..<start + span.count * rows.columns)
                halfProducts(part, unit.span, into: &span)
            }
            scanned.products += products
            scanned.residual = max(scanned.residual, block.residual)
        }
        return scanned
    }
}

/// The products of some rows of an index with `vector`, `[range.count]`.
func indexProducts(_ index: MappedIndex, _ range: Range<Int>, _ vector: [Float]) -> [Float] {
    var products = [Float](repeating: 0, count: range.count)
    let pieceRows = 4096
    parallelFill(&products, pieceLength: pieceRows) { piece, span in
        let start = range.lowerBound + piece * pieceRows
        index.products(start..<start + span.count, vector, into: &span)
    }
    return products
}

/// The lists in the order of their centroids' distances from `vector`, ties by number.
func nearestLists(_ vector: [Float], _ centroids: Matrix<Float>) -> [Int] {
    let distances = (0..<centroids.rows).map { list in
        zip(centroids.row(list), vector).reduce(Float(0)) {
            $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
    }
    return distances.indices.sorted {
        distances[$0] != distances[$1] ? distances[$0] < distances[$1] : $0 < $1
    }
}

internal import Clustering
internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Store
internal import Tokens

/// How rows are searched: all of them, those of the nearest k-means lists, or whichever suits.
public enum IndexKind: String, CaseIterable {
    /// `auto` is resolved by the size of the rows in half precision; `lists` trades recall for
    /// time.
    case auto, exact, lists
}

/// Builds the index of a store's rows in the folder `STORE.search`, or opens the existing one.
///
/// An index has the rows scaled to length 1 in half precision (`UnitRows`): half the bytes of
/// single precision, and products that are nearly cosines. An existing index is used when store,
/// layer, token and shape are those of its header. After `extract --update` the rows of images that
/// stayed are taken from it (`ReusedRows`); otherwise it is replaced.
public struct IndexBuilder {
    /// The rows of the index.
    let rows: SearchedRows
    /// `exact` or `lists`; `auto` is resolved by size.
    let kind: IndexKind
    /// Seed of k-means and of the samples.
    let seed: UInt64

    /// Bytes of half precision beyond which `auto` means `lists`. A scan of 1.4 GiB in memory takes
    /// about 0.05 s; an index that does not fit into memory is read from the disk at each search.
    static let mostScannedBytes = 4 << 30

    /// - Parameter kind: `auto` becomes `lists` above `mostScannedBytes`, else `exact`.
    public init(rows: SearchedRows, kind: IndexKind, seed: UInt64 = 0) {
        self.rows = rows
        self.seed = seed
        self.kind =
            kind == .auto
            ? (rows.count * rows.columns * 2 > Self.mostScannedBytes ? .lists : .exact) : kind
    }

    /// The folder of all indexes of the store.
    var folder: String { rows.reader.path + ".search" }

    /// The index of the layer, token and kind, such as "final-class.index".
    var path: String {
        let name = "\(rows.layer.text)-\(rows.kind.rawValue)"
        return "\(folder)/\(name)\(kind == .lists ? "-lists" : "").index"
    }

    /// Opens or builds the index.
    ///
    /// - Returns: the index, nil when none can be written, and a line for the user about it.
    public func index() throws -> (index: MappedIndex?, line: String) {
        let origin = try rows.origin()
        if let index = MappedIndex(path: path, origin: origin) {
            return (index, "\(path), \(Self.describe(index.header))")
        }
        let kind = FileKind(path)
        let exists = kind == .regular
        guard exists || kind == .missing else {
            return (
                nil,
                "none (\(path): expected a regular file, found something else, which is not "
                    + "replaced); searching the store directly, exactly"
            )
        }
        let start = ContinuousClock.now
        do {
            let reused = try MappedIndex(path: path).flatMap {
                try ReusedRows($0, for: rows, hasLists: self.kind == .lists)
            }
            let header =
                self.kind == .lists
                ? try buildLists(origin, reused) : try buildExact(origin, reused)
            guard let index = MappedIndex(path: path, origin: origin) else {
                return (
                    nil,
                    "none (\(path): it cannot be mapped); searching the store directly, exactly"
                )
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let time = seconds < 1 ? "\(rounded(seconds * 1000)) ms" : duration(seconds)
            let built =
                reused.map {
                    "updated with \(counted($0.newImages, "new image")) of \($0.images.count)"
                }
                ?? (exists
                    ? "rebuilt, because the existing one does not match the store," : "built")
            return (index, "\(path), \(built) in \(time), \(Self.describe(header))")
        } catch let error as IndexWriteError {
            return (nil, "none (\(error)); searching the store directly, exactly")
        }
    }

    /// Size and, with lists, the measured recall, for the line to the user.
    private static func describe(_ header: IndexHeader) -> String {
        let size =
            "\(byteCount(header.layout.rows.upperBound)), \(counted(header.origin.rows, "row"))"
        guard let lists = header.lists else {
            return size + ", searched exactly"
        }
        let recall = String(format: "%.3f", lists.recall)
        let margin = String(format: "%.3f", lists.margin)
        return size + ", \(lists.probes) of \(lists.count) lists searched: recall@"
            + "\(lists.neighbors) \(recall) +- \(margin) on \(lists.queries) rows"
    }

    /// Writes an index with all rows in the order of the store.
    private func buildExact(
        _ origin: IndexHeader.Origin, _ reused: ReusedRows?
    ) throws -> IndexHeader {
        let file = try IndexFile(path: path, folder: folder)
        var header = IndexHeader(origin: origin, residual: 0, lists: nil)
        let start = header.layout.rows.lowerBound
        try rows.forEachBlock(for: "index", reusing: reused) { first, block, _ in
            try file.write(block.halves, at: start + first * rows.columns * 2)
            header.residual = max(header.residual, block.residual)
        }
        try file.write(header.bytes(), at: 0)
        try file.commit(folder: folder)
        return header
    }

    // MARK: - Lists

    /// Writes an index of k-means lists: at most 1,024, about the square root of the number of
    /// rows.
    ///
    /// Three passes over the store: sample, assignment, rows. The recall is measured on the file
    /// before it gets its name. With rows of an earlier index its centroids stay, and only new rows
    /// are assigned.
    private func buildLists(
        _ origin: IndexHeader.Origin, _ reused: ReusedRows?
    ) throws -> IndexHeader {
        let file = try IndexFile(path: path, folder: folder)
        let wanted = min(1024, max(1, Int(Double(rows.count).squareRoot())))
        let centroids =
            try reused?.index.centroids
            ?? kMeans(
                sampledRows(wanted * 32), clusters: wanted, seed: seed, restarts: 1,
                maximumIterations: 10
            ).centroids
        let assignments = try assign(to: centroids, reused)
        var header = IndexHeader(origin: origin, residual: 0, lists: nil)
        header.lists = IndexHeader.Lists(
            count: centroids.rows, probes: centroids.rows, recall: 1, margin: 0, queries: 0,
            neighbors: 0, seed: seed)
        let layout = header.layout
        var next = [Int64](repeating: 0, count: centroids.rows + 1)
        for list in assignments { next[Int(list) + 1] += 1 }
        for list in 0..<centroids.rows { next[list + 1] += next[list] }
        try file.write(next, at: layout.offsets.lowerBound)
        try file.write(centroids.elements, at: layout.centroids.lowerBound)
        var numbers = [UInt32](repeating: 0, count: rows.count)
        try rows.forEachBlock(for: "index: writing the lists", reusing: reused) { first, block, _ in
            for row in 0..<block.halves.count / rows.columns {
                let list = Int(assignments[first + row])
                let place = Int(next[list])
                next[list] += 1
                numbers[place] = UInt32(first + row)
                let halves = block.halves[row * rows.columns..<(row + 1) * rows.columns]
                try file.write(
                    Array(halves), at: layout.rows.lowerBound + place * rows.columns * 2)
            }
            header.residual = max(header.residual, block.residual)
        }
        try file.write(numbers, at: layout.numbers.lowerBound)
        try file.extend(to: layout.rows.upperBound)
        try file.write(header.bytes(), at: 0)
        guard let whole = MappedIndex(path: file.temporary) else {
            throw IndexWriteError(file.temporary, "mapping")
        }
        header.lists = measuredLists(of: whole, seed: seed)
        try file.write(header.bytes(), at: 0)
        try file.commit(folder: folder)
        return header
    }

    /// Up to `count` rows of length 1, `[count, columns]`, a seeded sample in the store's order.
    private func sampledRows(_ count: Int) throws -> Matrix<Float> {
        var generator = CounterGenerator(seed: seed)
        let chosen = generator.sample(count, below: rows.count)
        var elements: [Float] = []
        var place = 0
        try rows.forEachBlock(for: "index: sampling rows") { first, block in
            let end = first + block.halves.count / rows.columns
            while place < chosen.count && chosen[place] < end {
                let start = (chosen[place] - first) * rows.columns
                elements += fromHalf(Array(block.halves[start..<start + rows.columns]))
                place += 1
            }
        }
        return Matrix(rows: chosen.count, columns: rows.columns, elements: elements)
    }

    /// Each row's nearest centroid, `[rows]`. For rows of length 1 it is the one with the largest
    /// `x · c - |c|^2 / 2`.
    private func assign(to centroids: Matrix<Float>, _ reused: ReusedRows?) throws -> [Int32] {
        let columns = rows.columns
        let halves = (0..<centroids.rows).map { list in
            centroids.row(list).reduce(Float(0)) { $0 + $1 * $1 } / 2
        }
        var assignments: [Int32] = []
        assignments.reserveCapacity(rows.count)
        let offsets = reused?.index.offsets ?? []
        try rows.forEachBlock(for: "index: assigning rows to lists", reusing: reused) {
            _, block, image in
            if let image, let reused {
                assignments += reused.lists(ofImage: image, offsets: offsets)
                return
            }
            let count = block.halves.count / columns
            let values = fromHalf(block.halves)
            let pieceRows = 256
            let pieces = parallelMap((count + pieceRows - 1) / pieceRows) { piece -> [Int32] in
                let range = piece * pieceRows..<min(count, (piece + 1) * pieceRows)
                var products = [Float](repeating: 0, count: range.count * centroids.rows)
                multiply(
                    MatrixView(
                        values, offset: range.lowerBound * columns, rows: range.count,
                        columns: columns),
                    MatrixView(centroids).transposed, into: &products)
                var nearest = [Int32](repeating: 0, count: range.count)
                var scores = [Float](repeating: 0, count: range.count)
                nearestCentroids(
                    products.span, rows: range.count, halves: halves.span, into: &nearest,
                    scores: &scores, at: 0)
                return nearest
            }
            assignments += pieces.flatMap { $0 }
        }
        return assignments
    }
}

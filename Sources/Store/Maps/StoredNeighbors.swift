internal import HDF5

/// The nearest neighbours of consecutive rows.
public struct NeighborLists: Sendable, Equatable {
    /// Neighbours of each row, `[rows, count]`, the nearest first; -1 where a row has fewer.
    public var rows: [Int32]
    /// Their distances, `[rows, count]`; NaN where a row has fewer.
    public var distances: [Float]
}

/// Reads the neighbour graph of a map file (`/obsp/distances`) a block of rows at a time, since it
/// may be larger than everything else in the file.
public final class StoredNeighbors {
    /// Neighbours per row: the most that any row has, or the limit.
    public let count: Int
    /// Number of rows, N.
    public let rowCount: Int
    /// The graph in CSR format.
    private let graph: CheckedGroup
    /// Where the entries of each row begin, `[N + 1]`.
    private let offsets: [Int64]

    /// Entries of a block of rows above which the graph is refused: far more than `reduce` writes.
    private static let largestBlock = 1 << 26

    fileprivate init(_ graph: CheckedGroup, limit: Int) throws {
        let rows = try graph.shape("indptr", dimensions: 1)[0] - 1
        guard (0..<Int(Int32.max)).contains(rows) else {
            throw graph.malformed("indptr", "an offset per row and one more", "\(rows + 1)")
        }
        let offsets = try graph.graphOffsets(rows: rows)
        (self.graph, self.offsets, rowCount) = (graph, offsets, rows)
        count = min(limit, Int(zip(offsets, offsets.dropFirst()).map { $1 - $0 }.max() ?? 0))
    }

    /// The `count` nearest neighbours of some rows; a row itself is not among its neighbours.
    ///
    /// - Throws: `StoreError.malformed` for a neighbour that is no row, or a distance that is not
    ///   a number of 0 or more.
    public func lists(of rows: Range<Int>) throws -> NeighborLists {
        do {
            return try read(rows)
        } catch let error as HDF5Error {
            throw StoreError.unreadable(
                file: graph.file, operation: error.operation, reason: error.reason)
        }
    }

    private func read(_ rows: Range<Int>) throws -> NeighborLists {
        let first = offsets[rows.lowerBound]
        let entries = Int(offsets[rows.upperBound] - first)
        guard entries <= Self.largestBlock else {
            throw graph.malformed(
                "indptr", "at most \(Self.largestBlock) entries in \(rows.count) rows",
                "\(entries)")
        }
        let columns = try graph.integers(
            "indices", entries: Int(first)..<Int(first) + entries, in: 0...Int64(rowCount - 1))
        let values = try graph.distances("data", entries: Int(first)..<Int(first) + entries)
        var lists = NeighborLists(
            rows: [Int32](repeating: -1, count: rows.count * count),
            distances: [Float](repeating: .nan, count: rows.count * count))
        for (index, row) in rows.enumerated() {
            let own = (Int(offsets[row] - first)..<Int(offsets[row + 1] - first))
                .filter { columns[$0] != row }
            // Another program may have sorted the entries by column.
            let ascends = zip(own, own.dropFirst()).allSatisfy { values[$0] <= values[$1] }
            let order = ascends ? own : own.sorted { (values[$0], $0) < (values[$1], $1) }
            for (rank, entry) in order.prefix(count).enumerated() {
                lists.rows[index * count + rank] = Int32(columns[entry])
                lists.distances[index * count + rank] = values[entry]
            }
        }
        return lists
    }
}

extension ReductionReader {
    /// Opens the neighbour graph of a map file; nil if it has none.
    ///
    /// - Parameters:
    ///   - path: The map file, which `read` has accepted.
    ///   - limit: Largest number of neighbours per row that is returned.
    public static func neighbors(_ path: String, limit: Int = 50) throws -> StoredNeighbors? {
        do {
            let root = CheckedGroup(try openForReading(path).root, file: path)
            guard root.contains("obsp/distances") else { return nil }
            return try StoredNeighbors(try root.group("obsp").group("distances"), limit: limit)
        } catch let error as HDF5Error {
            throw StoreError.unreadable(
                file: path, operation: error.operation, reason: error.reason)
        }
    }
}

extension CheckedGroup {
    /// Whole numbers of a part of a list, each in `range`.
    fileprivate func integers(
        _ name: String, entries: Range<Int>, in range: ClosedRange<Int64>
    ) throws -> [Int64] {
        let dataset = try group.dataset(name)
        guard dataset.type.isInteger else {
            throw malformed(name, "whole numbers", "\(dataset.type)")
        }
        let numbers: [Int64] = try dataset.read(
            at: Selection(start: [entries.lowerBound], count: [entries.count]))
        if let wrong = numbers.first(where: { !range.contains($0) }) {
            throw malformed(
                name, "numbers from \(range.lowerBound) to \(range.upperBound)", "\(wrong)")
        }
        return numbers
    }

    /// Distances of a part of a list: finite numbers of 0 or more.
    fileprivate func distances(_ name: String, entries: Range<Int>) throws -> [Float] {
        let dataset = try group.dataset(name)
        guard dataset.type == .float32 || dataset.type == .float64 else {
            throw malformed(name, "real numbers", "\(dataset.type)")
        }
        let numbers: [Float] = try dataset.read(
            at: Selection(start: [entries.lowerBound], count: [entries.count]))
        if let wrong = numbers.first(where: { !($0 >= 0 && $0.isFinite) }) {
            throw malformed(name, "finite numbers of 0 or more", "\(wrong)")
        }
        return numbers
    }
}

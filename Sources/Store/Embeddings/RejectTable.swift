internal import HDF5

/// Writes the group `/rejects`: one row per file that was not embedded, in the order of the plan.
final class RejectTable {
    private let path: GrowingRows
    private let cause: GrowingRows
    private let detail: GrowingRows
    private let place: GrowingRows

    /// Creates the data sets of the group.
    init(below root: Group, textWidths: [String: Int]) throws {
        let group = try root.createGroup(Schema.Embeddings.rejects)
        func rows(_ name: String, _ type: ElementType) throws -> GrowingRows {
            let path = "\(Schema.Embeddings.rejects)/\(name)"
            let set = RowSet(path: path, type: type, row: [], rowsPerChunk: 256)
            return try GrowingRows(set, below: group, textWidth: textWidths[path])
        }
        path = try rows("path", .bytes)
        cause = try rows("cause", .string)
        detail = try rows("detail", .string)
        place = try rows("place", .int64)
    }

    /// Appends a row.
    func append(_ reject: Reject) throws {
        try path.append(.variable([reject.path]), rows: 1)
        try cause.append(.variable([Array(reject.cause.utf8)]), rows: 1)
        try detail.append(.variable([Array(reject.detail.utf8)]), rows: 1)
        let number = Int64(reject.place)
        try place.append(
            .numbers((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }), rows: 1)
    }

    /// Writes what is buffered and returns the checksums of the data sets.
    func finish() throws -> [BlockChecks] {
        try [path, cause, detail, place].flatMap { try $0.finish() }
    }

    /// Reads the rejects of a file or segment.
    static func read(_ source: StoredRows, below root: Group) throws -> [Reject] {
        let name = Schema.Embeddings.rejects
        let paths = try source.byteStrings("\(name)/path", count: nil)
        let causes = try source.texts("\(name)/cause", count: paths.count)
        let details = try source.texts("\(name)/detail", count: paths.count)
        // The first files of version 1 have no places.
        let places: [Int64] =
            root.contains("\(name)/place")
            ? try source.rows("\(name)/place", count: paths.count, row: []).read()
            : paths.map { _ in -1 }
        return paths.indices.map {
            Reject(
                path: paths[$0], cause: causes[$0], detail: details[$0], place: Int(places[$0]))
        }
    }
}

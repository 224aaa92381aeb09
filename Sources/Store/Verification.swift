internal import Digest
internal import HDF5

/// The check of some rows of a data set.
struct CheckLine: Sendable, Equatable {
    /// Slash-separated names from the root.
    let path: String
    let rows: Range<Int>
    /// CRC-32C of the rows in order.
    let check: UInt32

    static func write(_ lines: [CheckLine], below group: Group) throws {
        try group.write("dataset", strings: lines.map(\.path))
        try group.write("first_row", lines.map { Int64($0.rows.lowerBound) })
        try group.write("rows", lines.map { Int64($0.rows.count) })
        try group.write("crc32c", lines.map(\.check))
    }

    static func read(below root: Group, path: String) throws -> [CheckLine] {
        let group = try root.group(Schema.Embeddings.segments)
        let names = try group.dataset("dataset").readStrings()
        let firsts: [Int64] = try group.dataset("first_row").read()
        let counts: [Int64] = try group.dataset("rows").read()
        let checks: [UInt32] = try group.dataset("crc32c").read()
        guard Set([names.count, firsts.count, counts.count, checks.count]).count == 1 else {
            throw StoreError.notOurs(
                file: path, found: "a list of checks with columns of unlike length")
        }
        return try names.indices.map { index in
            guard (0..<1 << 40).contains(firsts[index]), (0..<1 << 40).contains(counts[index])
            else {
                throw StoreError.notOurs(
                    file: path, found: "a check of \(counts[index]) rows from \(firsts[index]) on")
            }
            let first = Int(firsts[index])
            return CheckLine(
                path: names[index], rows: first..<first + Int(counts[index]),
                check: checks[index])
        }
    }
}

/// Reads all that the list of checks below `root` names, and tells what does not have the check
/// that was written with it.
func findDamage(
    in root: Group, path: String, betweenBlocks: () throws -> Void = {}
) throws -> [StoreError] {
    let source = RowSource(path, root)
    var damage: [StoreError] = []
    for line in try CheckLine.read(below: root, path: path) {
        var check = CRC32C()
        do {
            let set = try source.rowSet(line.path)
            let block = max(1, (4 << 20) / max(1, set.row.reduce(set.type.size, *)))
            for start in stride(from: line.rows.lowerBound, to: line.rows.upperBound, by: block) {
                try betweenBlocks()
                let part = start..<min(line.rows.upperBound, start + block)
                check.update(try source.read(set, rows: part))
            }
        } catch let error as HDF5Error {
            damage.append(
                .system(file: path, operation: "reading /\(line.path)", reason: error.reason))
            continue
        }
        if check.value != line.check {
            damage.append(.damaged(file: path, what: "/\(line.path)", rows: line.rows))
        }
    }
    return damage
}

/// Compares a file that was made and closed with all that was written into it.
func checkWritten(_ path: String, _ record: WriteRecord?) throws {
    try checkRecord(path, record)
    let file = try openForReading(path)
    if let first = try findDamage(in: file.root, path: path).first { throw first }
}

/// Compares what was written whole.
func checkRecord(_ path: String, _ record: WriteRecord?) throws {
    let file = try openForReading(path)
    do {
        if let what = try record?.firstDifference(in: file) {
            throw StoreError.lost(file: path, what: what)
        }
    } catch let error as HDF5Error {
        throw StoreError.lost(file: path, what: error.operation)
    }
}

extension EmbeddingReader {
    /// Rereads all rows against the checks written with them: what is damaged, in sentences.
    public func damage(betweenBlocks: () throws -> Void = {}) throws -> [String] {
        try findDamage(in: root, path: path, betweenBlocks: betweenBlocks).map(\.description)
    }
}

internal import Digest
internal import HDF5

/// Reads all rows of the data sets below `root` that the list of checks names, and tells which do
/// not have the check that was written with them.
func findDamage(
    in root: Group, path: String, betweenBlocks: () throws -> Void = {}
) throws -> [StoreError] {
    let group = try root.group(Schema.Embeddings.segments)
    let names = try group.dataset("dataset").readStrings()
    let firsts: [Int64] = try group.dataset("first_row").read()
    let counts: [Int64] = try group.dataset("rows").read()
    let checks: [UInt32] = try group.dataset("crc32c").read()
    guard Set([names.count, firsts.count, counts.count, checks.count]).count == 1 else {
        throw StoreError.notOurs(
            file: path, found: "a list of checks with columns of unlike length")
    }
    let source = RowSource(path, root)
    var damage: [StoreError] = []
    for index in names.indices {
        guard firsts[index] >= 0, counts[index] >= 0, counts[index] < 1 << 40,
            firsts[index] < 1 << 40
        else {
            throw StoreError.notOurs(
                file: path, found: "a check of \(counts[index]) rows from \(firsts[index]) on")
        }
        let rows = Int(firsts[index])..<Int(firsts[index] + counts[index])
        var check = CRC32C()
        do {
            let set = try source.rowSet(names[index])
            let block = max(1, (4 << 20) / max(1, set.row.reduce(set.type.size, *)))
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
                try betweenBlocks()
                check.update(
                    try source.read(set, rows: start..<min(rows.upperBound, start + block)))
            }
        } catch let error as HDF5Error {
            damage.append(
                .system(file: path, operation: "reading /\(names[index])", reason: error.reason))
            continue
        }
        if check.value != checks[index] {
            damage.append(.damaged(file: path, what: "/\(names[index])", rows: rows))
        }
    }
    return damage
}

extension EmbeddingReader {
    /// Rereads all rows against the checks written with them: what is damaged, in sentences.
    public func damage(betweenBlocks: () throws -> Void = {}) throws -> [String] {
        try findDamage(in: root, path: path, betweenBlocks: betweenBlocks).map(\.description)
    }
}

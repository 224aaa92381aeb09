internal import Digest
internal import HDF5

// The checks of `extract verify` and of the writers.

/// Reads everything below `root` that has a checksum and returns an error for each part that does
/// not match.
func findDamage(
    in root: Group, path: String, source: StoredRows, betweenBlocks: () throws -> Void = {}
) throws -> [StoreError] {
    guard let table = source.table else {
        return try findDamageOfVersion1(in: root, path: path, betweenBlocks: betweenBlocks)
    }
    var damage: [StoreError] = []
    func attempt(_ what: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as StoreError {
            damage.append(error)
        } catch let error as HDF5Error {
            damage.append(
                .system(file: path, operation: "reading \(what)", reason: error.reason))
        }
    }
    for entry in table.entries {
        try attempt("/\(entry.path)") {
            damage += try source.rows(entry.path).damage(betweenBlocks: betweenBlocks)
        }
    }
    let names = Schema.Embeddings.self
    try attempt("the attributes of /") { try root.attributes.requireSeal() }
    for name in [names.model, names.segments, names.neurons, names.update]
    where root.contains(name) {
        try checkWhole(try root.group(name), betweenBlocks, attempt)
    }
    for name in [names.model, names.neurons] where root.contains(name) {
        try attempt("the attributes of /\(name)") {
            try root.group(name).attributes.requireSeal()
        }
    }
    for name in ["\(names.images)/label_names", "\(names.predictions)/names"]
    where root.contains(name) {
        try attempt("/\(name)") { try root.checkWhole(name) }
    }
    try attempt("/\(names.explain)") {
        let explain = try root.group(names.explain)
        for name in try explain.names() {
            try attempt("/\(names.explain)/\(name)") {
                let group = try explain.group(name)
                try group.attributes.requireSeal()
                try checkWhole(group, betweenBlocks, attempt)
            }
        }
    }
    return damage
}

/// Checks all data sets of a group and of the groups in it.
///
/// - Parameter levels: Depth of groups to follow. It ends the search where a link leads back to a
///   parent group.
private func checkWhole(
    _ group: Group, levels: Int = 1, _ betweenBlocks: () throws -> Void,
    _ attempt: (String, () throws -> Void) throws -> Void
) throws {
    for name in try group.names() {
        try betweenBlocks()
        if levels > 0, let inner = try? group.group(name) {
            try checkWhole(inner, levels: levels - 1, betweenBlocks, attempt)
        } else {
            try attempt("\(group.path)/\(name)") { try group.checkWhole(name) }
        }
    }
}

/// Checksum of a range of rows of a data set in a file of format version 1.
private struct Version1Entry {
    /// Path of the data set from the root.
    let path: String
    /// The rows that the checksum covers.
    let rows: Range<Int>
    /// CRC-32C of the rows in order; each text and byte string is preceded by its length.
    let check: UInt32

    /// Reads all checksums of a file.
    static func read(below root: Group, path: String) throws -> [Version1Entry] {
        let group = try root.group(Schema.Embeddings.segments)
        let names = try group.readStrings("dataset")
        let firsts = try group.read("first_row", as: Int64.self, shape: [names.count])
        let counts = try group.read("rows", as: Int64.self, shape: [names.count])
        let checks = try group.read("crc32c", as: UInt32.self, shape: [names.count])
        return try names.indices.map { index in
            guard (0..<1 << 40).contains(firsts[index]), (0..<1 << 40).contains(counts[index])
            else {
                throw StoreError.notOurs(
                    file: path, found: "a check of \(counts[index]) rows from \(firsts[index]) on")
            }
            let first = Int(firsts[index])
            return Version1Entry(
                path: names[index], rows: first..<first + Int(counts[index]),
                check: checks[index])
        }
    }
}

/// Reads all rows of a file of format version 1 and returns an error for each range that does not
/// match.
private func findDamageOfVersion1(
    in root: Group, path: String, betweenBlocks: () throws -> Void
) throws -> [StoreError] {
    var damage: [StoreError] = []
    for entry in try Version1Entry.read(below: root, path: path) {
        var check = CRC32C()
        do {
            let dataset = try root.dataset(entry.path)
            let rowBytes = dataset.shape.dropFirst().reduce(dataset.type.size, *)
            let block = max(1, (4 << 20) / max(1, rowBytes))
            for start in stride(from: entry.rows.lowerBound, to: entry.rows.upperBound, by: block) {
                try betweenBlocks()
                let part = start..<min(entry.rows.upperBound, start + block)
                let selection = Selection(rows: part, of: dataset.shape)
                switch dataset.type {
                case .string, .text:
                    for text in try dataset.readStrings(at: selection) {
                        check.update(variable: Array(text.utf8))
                    }
                case .bytes:
                    for row in try dataset.readBytes(at: selection) { check.update(variable: row) }
                default: check.update(try dataset.readRaw(rows: part))
                }
            }
        } catch let error as HDF5Error {
            damage.append(
                .system(file: path, operation: "reading /\(entry.path)", reason: error.reason))
            continue
        }
        if check.value != entry.check {
            damage.append(.damaged(file: path, what: "/\(entry.path)", rows: entry.rows))
        }
    }
    return damage
}

/// Reads a closed file or segment and compares it with its checksums and with the record of what
/// was written.
func checkWritten(_ path: String, _ record: WriteRecord?) throws {
    try checkRecord(path, record)
    let file = try openForReading(path)
    file.hasChecks = true
    let table = try BlockTable(below: file.root, path: path)
    let source = StoredRows(path, file.root, table)
    if let first = try findDamage(in: file.root, path: path, source: source).first { throw first }
}

/// Compares data sets that were written at once with the record of what was written.
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
    /// Reads everything that has a checksum and returns a sentence for each damaged part; empty if
    /// the file is intact.
    ///
    /// - Parameter betweenBlocks: Called between blocks of about 4 MiB. An error that it throws
    ///   ends the reading.
    public func damage(betweenBlocks: () throws -> Void = {}) throws -> [String] {
        try findDamage(in: root, path: path, source: rows, betweenBlocks: betweenBlocks)
            .map(\.description)
    }
}

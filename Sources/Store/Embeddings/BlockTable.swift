internal import HDF5

/// The list of all checksums of rows in a file, `/segments`.
struct BlockTable: Sendable {
    struct Entry: Sendable {
        let path: String
        let rows: Int
        let rowsPerBlock: Int
        /// Where its checksums begin in `/segments/crc32c`.
        let firstBlock: Int

        var blocks: Int { (rows + rowsPerBlock - 1) / rowsPerBlock }
    }

    /// In the order in which the data sets were made.
    let entries: [Entry]
    private let places: [String: Int]

    subscript(path: String) -> Entry? { places[path].map { entries[$0] } }

    static func write(_ checks: [BlockChecks], below group: Group) throws {
        var firsts: [Int64] = []
        var blocks = 0
        for set in checks {
            firsts.append(Int64(blocks))
            blocks += set.checks.count
        }
        try group.write("dataset", strings: checks.map(\.path))
        try group.write("rows", checks.map { Int64($0.rows) })
        try group.write("rows_per_block", checks.map { Int64($0.rowsPerBlock) })
        try group.write("first_block", firsts)
        try group.write("crc32c", checks.flatMap(\.checks))
    }

    init(below root: Group, path: String) throws {
        let group = try root.group(Schema.Embeddings.segments)
        let names = try group.readStrings("dataset")
        func numbers(_ name: String) throws -> [Int] {
            try group.read(name, as: Int64.self, shape: [names.count]).map { Int($0) }
        }
        let rows = try numbers("rows")
        let perBlock = try numbers("rows_per_block")
        let firsts = try numbers("first_block")
        let blocks = try group.dataset("crc32c", shape: [nil]).shape[0]
        var entries: [Entry] = []
        var next = 0
        for (index, name) in names.enumerated() {
            guard (0..<1 << 48).contains(rows[index]), (1..<1 << 32).contains(perBlock[index]),
                firsts[index] == next
            else {
                throw StoreError.notOurs(
                    file: path, found: "checksums of \(rows[index]) rows of /\(name)")
            }
            let entry = Entry(
                path: name, rows: rows[index], rowsPerBlock: perBlock[index], firstBlock: next)
            entries.append(entry)
            next += entry.blocks
            // Each is below 2^48, and their sum must not overflow.
            if next > blocks { break }
        }
        guard next == blocks, Set(names).count == names.count else {
            throw StoreError.notOurs(
                file: path, found: "\(blocks) checksums for \(next) blocks of rows")
        }
        self.entries = entries
        places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    }

    /// The checksums of a data set's blocks.
    func checks(of entry: Entry, below root: Group) throws -> [UInt32] {
        let name = "\(Schema.Embeddings.segments)/crc32c"
        return try root.dataset(name).read(
            at: Selection(start: [entry.firstBlock], count: [entry.blocks]))
    }
}

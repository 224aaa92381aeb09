internal import HDF5

/// The list of the checksums of all rows of a file (group `/segments`).
struct BlockTable: Sendable {
    /// The entry of one data set.
    struct Entry: Sendable {
        /// Path of the data set from the root.
        let path: String
        /// Number of rows.
        let rows: Int
        /// Rows per checksum.
        let rowsPerBlock: Int
        /// Index of its first checksum in `/segments/crc32c`.
        let firstBlock: Int

        /// Number of checksums.
        var blocks: Int { (rows + rowsPerBlock - 1) / rowsPerBlock }
    }

    /// The entries in the order in which the data sets were created.
    let entries: [Entry]
    /// Index of each data set in `entries`.
    private let places: [String: Int]

    /// The entry of a data set; nil if it has no checksums.
    subscript(path: String) -> Entry? { places[path].map { entries[$0] } }

    /// Writes the list into an empty group.
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

    /// Reads the list and checks that its numbers fit each other; the checksums themselves are read
    /// on demand.
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
            // Each is below 2^48; ending here keeps their sum from overflowing.
            if next > blocks { break }
        }
        guard next == blocks, Set(names).count == names.count else {
            throw StoreError.notOurs(
                file: path, found: "\(blocks) checksums for \(next) blocks of rows")
        }
        self.entries = entries
        places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    }

    /// Checksums of the blocks of a data set.
    func checks(of entry: Entry, below root: Group) throws -> [UInt32] {
        let name = "\(Schema.Embeddings.segments)/crc32c"
        return try root.dataset(name).read(
            at: Selection(start: [entry.firstBlock], count: [entry.blocks]))
    }
}

/// How well a file's names fit one table under one prefix.
struct NameMatch {
    let table: NameTable
    let prefix: String
    let depth: Int
    /// All rows that are needed.
    let rows: [NameTable.Row]
    let missing: [String]
    let extra: [String]
    let dropped: [String]

    /// - Parameter names: without duplicates, sorted.
    init(_ table: NameTable, prefix: String, names: [String]) {
        self.table = table
        self.prefix = prefix
        let present = Set(names)
        // A number that only a hostile name has must not make a list of as many rows.
        let last = names.compactMap { table.blockNumber(of: $0, prefix: prefix) }
            .filter { $0 < names.count }.max()
        depth = (last ?? 0) + 1
        rows = table.rows(
            prefix: prefix, depth: depth,
            hasHead: table.head.contains { present.contains($0.theirs) })
        let needed = Set(rows.map(\.theirs))
        let droppable = Set(table.dropped.map { prefix + $0 })
        missing = needed.subtracting(present).sorted()
        extra = present.subtracting(needed).subtracting(droppable).sorted()
        dropped = names.filter { droppable.contains($0) }
    }

    var distance: Int { missing.count + extra.count }

    /// The table and prefix that fit best; the first of equal ones.
    static func nearest(_ names: [String]) -> NameMatch {
        var best: NameMatch?
        for table in NameTable.families {
            for prefix in table.prefixes {
                let match = NameMatch(table, prefix: prefix, names: names)
                if best.map({ match.distance < $0.distance }) ?? true { best = match }
            }
        }
        guard let best else { preconditionFailure("there is no name table") }
        return best
    }
}

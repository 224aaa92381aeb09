/// The comparison of a file's names with one table under one prefix.
struct NameMatch {
    let table: NameTable
    /// The prefix that stands before the family's names in this comparison.
    let prefix: String
    /// The number of blocks: one more than the highest block number.
    let depth: Int
    /// All rows that are needed: the table's own, and the optional groups of which the file has a
    /// name.
    let rows: [NameTable.Row]
    /// Names of the rows that the file does not have, sorted.
    let missing: [String]
    /// Names of the file that no row needs and that may not be left out, sorted.
    let extra: [String]
    /// Names of the file that no row needs and that may be left out, sorted.
    let dropped: [String]

    /// Compares names with a table.
    ///
    /// - Parameter names: without duplicates, sorted.
    init(_ table: NameTable, prefix: String, names: [String]) {
        self.table = table
        self.prefix = prefix
        let present = Set(names)
        // A number that only a hostile name has must not make a list of as many rows.
        let last = names.compactMap { table.blockNumber(of: $0, prefix: prefix) }
            .filter { $0 < names.count }.max()
        let depth = (last ?? 0) + 1
        var rows = table.rows(table.needed, prefix: prefix, depth: depth)
        for group in table.optional {
            let more = table.rows(group, prefix: prefix, depth: depth)
            guard more.contains(where: { present.contains($0.theirs) }) else { continue }
            // Two names of one tensor of ours: the second one stays extra.
            let ours = Set(more.map(\.ours))
            if !rows.contains(where: { ours.contains($0.ours) }) { rows += more }
        }
        self.depth = depth
        self.rows = rows
        let needed = Set(rows.map(\.theirs))
        missing = needed.subtracting(present).sorted()
        let others = names.filter { !needed.contains($0) }
        // A file of which nothing is of this family has nothing that stands beside it either.
        let isStrange = others.count == names.count
        extra = others.filter { isStrange || !table.isDroppable($0, prefix: prefix) }
        dropped = others.filter { !isStrange && table.isDroppable($0, prefix: prefix) }
    }

    /// The number of names that are missing or extra; 0 for a file that fits.
    var distance: Int { missing.count + extra.count }

    /// The table and prefix with the least `distance`; the first of equal ones.
    static func nearest(_ names: [String]) -> NameMatch {
        var best: NameMatch?
        for table in NameTable.families {
            for prefix in table.prefixes {
                let match = NameMatch(table, prefix: prefix, names: names)
                if best.map({ match.distance < $0.distance }) ?? true { best = match }
                if match.distance == 0 { return match }
            }
        }
        guard let best else { preconditionFailure("there is no name table") }
        return best
    }
}

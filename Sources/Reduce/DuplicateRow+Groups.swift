internal import Findings
internal import Store

extension [DuplicateRow] {
    /// The group of copies of each of `count` rows, -1 for a row without a copy.
    ///
    /// Pairs that point beyond the rows, as a file from a stranger may have them, are passed over.
    func copyGroups(count: Int) -> [Int] {
        let rows = 0..<count
        return Findings.copyGroups(
            filter { rows.contains($0.first) && rows.contains($0.second) }
                .map { (first: $0.first, second: $0.second) }, count: count)
    }

    /// Rows that are copies of earlier ones, of `count` rows.
    func rowsThatAreCopies(count: Int) -> Set<Int> {
        let groups = copyGroups(count: count)
        var seen: Set<Int> = []
        return Set(groups.indices.filter { groups[$0] >= 0 && !seen.insert(groups[$0]).inserted })
    }
}

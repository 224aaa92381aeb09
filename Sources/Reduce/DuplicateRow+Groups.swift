internal import Findings
internal import Store

/// Groups of copies that a table of duplicates forms.
extension [DuplicateRow] {
    /// Group of copies of each of `count` rows; -1 for a row without copies. Pairs with invalid row
    /// indices, which a damaged file may have, are ignored.
    func copyGroups(count: Int) -> [Int] {
        let rows = 0..<count
        return Findings.copyGroups(
            filter { rows.contains($0.first) && rows.contains($0.second) }
                .map { (first: $0.first, second: $0.second) }, count: count)
    }

    /// Rows that are copies of an earlier row, among `count` rows.
    func rowsThatAreCopies(count: Int) -> Set<Int> {
        let groups = copyGroups(count: count)
        var seen: Set<Int> = []
        return Set(groups.indices.filter { groups[$0] >= 0 && !seen.insert(groups[$0]).inserted })
    }
}

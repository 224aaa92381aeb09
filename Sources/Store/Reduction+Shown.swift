/// Which images a map file's figures and pages show.
extension Reduction {
    /// Rows of each table whose images are shown, and clusters.
    public static let shownTableRows = 200
    /// Placed rows whose images are shown, the newest first.
    private static let shownPlaced = 50

    /// Rows of the parent that the tables name: medoids and exemplars, the first duplicates, each
    /// group's first pair among them, doubtful labels, outliers and leaks, the newest placed rows,
    /// and the images that are kept in full.
    public var imagesToShow: Set<Int> {
        var rows: Set<Int> = []
        for table in tables { rows.formUnion(shownRows(of: table)) }
        if let novelty = ResultTable("rows", rowColumns).numbers("novelty") {
            let newest = novelty.indices.filter { novelty[$0].isFinite }
                .sorted { (novelty[$1], $0) < (novelty[$0], $1) }
            rows.formUnion(newest.prefix(Self.shownPlaced))
        }
        // Of patches, the images that they are cut from.
        if let images = ResultTable("rows", rowColumns).numbers("image") {
            rows = Set(rows.filter { images.indices.contains($0) }.map { Int(images[$0]) })
        }
        rows.formUnion(explained.map(\.row))
        return rows
    }

    private func shownRows(of table: ResultTable) -> [Int] {
        let limit = Self.shownTableRows
        func numbers(_ name: String) -> [Int] {
            (table.numbers(name) ?? []).compactMap { Int(exactly: $0) }
        }
        switch table.name {
        case "clusters":
            let exemplars = (table.texts("exemplars") ?? []).prefix(limit).flatMap {
                $0.split(separator: " ").compactMap { Int($0) }
            }
            return numbers("medoid").prefix(limit) + exemplars
        case "duplicates":
            let (first, second) = (numbers("first"), numbers("second"))
            var seen: Set<Int> = []
            let groups = numbers("group")
            let leading = groups.indices.filter { seen.insert(groups[$0]).inserted }.prefix(limit)
            return (leading + first.indices.prefix(limit)).filter {
                first.indices.contains($0) && second.indices.contains($0)
            }.flatMap { [first[$0], second[$0]] }
        case "label_conflicts":
            return Array(numbers("first").prefix(limit) + numbers("second").prefix(limit))
        case "leaks":
            let paths =
                (table.texts("first_path") ?? []).prefix(limit)
                + (table.texts("second_path") ?? []).prefix(limit)
            let wanted = Set(paths)
            return self.paths.indices.filter { wanted.contains(self.paths[$0]) }
        case "labels":
            // A label that the neighbours agree with is no finding.
            let (given, other) = (table.texts("label"), table.texts("suggested_label"))
            let rows = numbers("row")
            let doubtful = rows.indices.filter { index in
                guard let given, let other, index < given.count, index < other.count else {
                    return true
                }
                return given[index] != other[index]
            }
            return doubtful.prefix(limit).map { rows[$0] }
        default:
            return Array(numbers("row").prefix(limit))
        }
    }
}

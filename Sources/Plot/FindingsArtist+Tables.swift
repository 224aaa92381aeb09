internal import Figures
internal import Foundation
internal import MapPages
internal import Store

/// A column of a table on the page.
private struct ListColumn<Row> {
    /// Heading of the column.
    let heading: String
    /// Text of a row.
    let text: (Row) -> String

    /// A column with a heading and the text of each row.
    init(_ heading: String, _ text: @escaping (Row) -> String) {
        self.heading = heading
        self.text = text
    }

    /// A column of numbers with this number of decimals.
    static func number(
        _ heading: String, _ decimals: Int, _ value: @escaping (Row) -> Double
    ) -> Self {
        Self(heading) { FindingsArtist.text(value($0), decimals) }
    }

    /// A column of whole numbers; a number below 0 is left empty.
    static func count(_ heading: String, _ value: @escaping (Row) -> Int) -> Self {
        Self(heading) { value($0) < 0 ? "" : String(value($0)) }
    }
}

/// The findings as tables of the page, paths in full.
extension FindingsArtist {
    /// Largest number of rows of a table on the page.
    private static let tableRows = 50
    /// Number of rows with previews, which make the page large.
    private static let rowsWithPreviews = 20

    /// The tables of all findings that the file has.
    func tables() -> [ContactSheet.Table] {
        guard let findings = file.reduction.findings else { return [] }
        return [
            findings.labels?.conflicts.map(conflictTable),
            duplicateTable(findings.duplicates.rows), findings.labels.map(labelTable),
            shownOutliers.map(outlierTable), findings.leaks.map(leakTable),
        ].compactMap(\.self)
    }

    /// Copies with different labels.
    private func conflictTable(_ rows: [LabelConflictRow]) -> ContactSheet.Table {
        let order = Self.leadingPairsFirst(Self.groups(rows.map { ($0.first, $0.second) })).lines
        return list(
            FindingTitle.conflicts, order.map { rows[$0] },
            [
                ListColumn("first image", \.firstPath), ListColumn("first label", \.firstLabel),
                ListColumn("second image", \.secondPath),
                ListColumn("second label", \.secondLabel), ListColumn("kind", \.kind.rawValue),
                .number("cosine", 4, \.cosine),
            ]
        ) { [$0.first, $0.second] }
    }

    /// Pairs of copies, one of each group first.
    private func duplicateTable(_ rows: [DuplicateRow]) -> ContactSheet.Table {
        list(
            FindingTitle.duplicates,
            Self.leadingPairsFirst(Self.copyGroups(rows)).lines.map { rows[$0] },
            [
                ListColumn("first image", \.firstPath), ListColumn("second image", \.secondPath),
                ListColumn("kind", \.kind.rawValue), .number("cosine", 4, \.cosine),
                .number("relative distance", 3, \.relativeDistance), .count("group", \.group),
                .number("pixel similarity", 2, \.pixelSimilarity),
                ListColumn("transformation", \.transform),
                ListColumn("first label", \.firstLabel),
                ListColumn("second label", \.secondLabel),
            ]
        ) { [$0.first, $0.second] }
    }

    /// Doubtful labels.
    private func labelTable(_ labels: LabelResult) -> ContactSheet.Table {
        list(
            FindingTitle.labels, labels.doubtful,
            [
                ListColumn("image", \.path), ListColumn("given label", \.label),
                .number("support of the given label", 2, \.probability),
                ListColumn("suggested label", \.suggestedLabel),
                .number("support of the suggested label", 2, \.suggestedProbability),
                .number("difference in support", 2, \.margin),
                .number("confidence", 2, \.confidence),
                .count("votes", \.votes),
                .count("votes for the suggested label", \.suggestedVotes),
            ]
        ) { [$0.row] }
    }

    /// The rows farthest from the others.
    private func outlierTable(_ rows: [OutlierRow]) -> ContactSheet.Table {
        list(
            FindingTitle.outliers, rows,
            [
                ListColumn("image", \.path),
                .number("distance to the 10th neighbour", 3, \.distance),
                .number("percentile", 1, \.percentile),
            ], all: max(rows.count, file.reduction.paths.count)
        ) { [$0.row] }
    }

    /// Copies in two splits.
    private func leakTable(_ rows: [LeakRow]) -> ContactSheet.Table {
        list(
            FindingTitle.leaks, rows,
            [
                ListColumn("first image", \.firstPath), ListColumn("first split", \.firstSplit),
                ListColumn("second image", \.secondPath),
                ListColumn("second split", \.secondSplit), .number("cosine", 4, \.cosine),
            ]
        ) { _ in [] }
    }

    /// A table with the first rows.
    ///
    /// - Parameters:
    ///   - all: Number of all rows, if `rows` is cut off.
    ///   - images: Row indices whose previews are shown with a row.
    private func list<Row>(
        _ title: String, _ rows: [Row], _ columns: [ListColumn<Row>], all: Int? = nil,
        images: (Row) -> [Int]
    ) -> ContactSheet.Table {
        let shown = rows.prefix(Self.tableRows)
        return ContactSheet.Table(
            title: rows.isEmpty
                ? "\(title): none found"
                : "\(title): \(shownNote(shown.count, of: all ?? rows.count, .rows))",
            columns: columns.map(\.heading),
            rows: shown.map { row in columns.map { $0.text(row) } },
            thumbnails: shown.prefix(Self.rowsWithPreviews).map { previews(images($0)) })
    }

    /// Previews as data URLs.
    private func previews(_ images: [Int]) -> [String] {
        if file.rowKind != .images { return [] }
        return images.compactMap { file.reduction.previews[$0] }.filter { !$0.isEmpty }
            .map { "data:image/jpeg;base64," + Data($0).base64EncodedString() }
    }
}

internal import Figures
internal import Foundation
internal import Store

/// Duplicates, doubtful labels, outliers and leaks, drawn and as tables of the page.
extension Artist {
    /// Pairs and single images that the sheet shows of each kind.
    private static let shownPairs = 8
    private static let shownSingles = 16
    /// Rows of a table of the page.
    private static let tableRows = 50
    /// Rows of it that bear their pictures, which make the page large.
    private static let tablePictures = 20

    private static let findingTables = [
        "label_conflicts", "duplicates", "labels", "outliers", "leaks",
    ]
    private static let titles = [
        "label_conflicts": "The same picture under two labels", "duplicates": "Duplicates",
        "labels": "Labels that their neighbours contradict",
        "outliers": "Outliers, farthest from their neighbours", "leaks": "Leaks between splits",
    ]
    /// Headings of the tables' columns.
    private static let headings = [
        "first_path": "first image", "second_path": "second image", "first_label": "first label",
        "second_label": "second label", "first_split": "first split",
        "second_split": "second split", "path": "image", "kind": "kind", "cosine": "cosine",
        "relative_distance": "relative distance", "pixel_similarity": "agreement of the pixels",
        "transform": "transformation", "group": "group", "label": "label given",
        "probability": "support of the given label", "suggested_label": "label suggested",
        "suggested_probability": "support of the suggested label",
        "votes": "neighbours that voted",
        "suggested_votes": "of them with the suggested label", "confidence": "confidence",
        "margin": "difference in support", "distance": "distance to the 10th neighbour",
        "percentile": "percentile",
    ]
    /// Decimals of their numbers; 4 where nothing is said.
    private static let decimals = [
        "percentile": 1, "probability": 2, "suggested_probability": 2, "confidence": 2, "margin": 2,
        "pixel_similarity": 2,
        "distance": 3, "relative_distance": 3,
    ]

    func findings() throws -> [Picture] {
        if rows != .vectors {
            try requireImages("findings are computed for images only")
        }
        let tables = shownTables
        guard !tables.isEmpty else {
            throw MissingContent(
                reason: missing("findings_missing")
                    ?? "the file has no findings; run reduce without --findings none.")
        }
        let sections = tables.compactMap(section)
        let figure = FindingsFigure(
            sections: sections, title: "Findings among \(count(reduction.paths.count))")
        return [
            Picture(
                .findings, "findings", "Findings", of: findingsSubject,
                sentence: Self.sentence(sections), figure)
        ]
    }

    /// "Duplicates and leaks between splits. None found: the same picture under two labels."
    private static func sentence(_ sections: [FindingsFigure.Section]) -> String {
        func names(_ sections: [FindingsFigure.Section]) -> String {
            listed(
                sections.map { section in
                    let title = section.title.prefix { $0 != "," }
                    return title.prefix(1).lowercased() + title.dropFirst()
                })
        }
        let found = names(sections.filter { !$0.items.isEmpty })
        let none = names(sections.filter(\.items.isEmpty))
        return [
            found.isEmpty ? "" : found.prefix(1).uppercased() + found.dropFirst() + ".",
            none.isEmpty ? "" : "None found: \(none).",
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The tables of the findings; of few rows none is an outlier.
    private var shownTables: [ResultTable] {
        Self.findingTables.compactMap { name in
            name == "outliers" && reduction.paths.count < Self.fewestForOutliers
                ? nil : reduction.table(name)
        }
    }

    /// Rows below which the distance to the 10th neighbour is that to nearly the farthest row.
    private static let fewestForOutliers = 12

    /// Why reduce left something out, where the file has the reason.
    func missing(_ name: String) -> String? {
        guard case .text(let reason)? = parameter(name) else { return nil }
        let option = name == "findings_missing" ? "--findings" : "--profile"
        return "\(reason) (\(option) of reduce)."
    }

    /// Which rows the findings are made of.
    private var findingsSubject: String {
        if case .text(let text)? = parameter("findings_from") { return text }
        return layerSubject
    }

    /// What was looked for and found, or that nothing was.
    private func section(_ table: ResultTable) -> FindingsFigure.Section? {
        if table.rowCount == 0, let title = Self.titles[table.name] {
            return FindingsFigure.Section(title: title, note: "none found", items: [])
        }
        return switch table.name {
        case "label_conflicts": conflicts(table)
        case "duplicates": duplicates(table)
        case "labels": doubtfulLabels(table)
        case "outliers": outliers(table)
        case "leaks": leaks(table)
        default: nil
        }
    }

    private func duplicates(_ table: ResultTable) -> FindingsFigure.Section? {
        guard let first = integers(table, "first"), let second = integers(table, "second"),
            let firstPath = table.texts("first_path"), let secondPath = table.texts("second_path"),
            let kind = table.texts("kind"), let cosine = table.numbers("cosine")
        else { return nil }
        let similarity = table.numbers("pixel_similarity")
        let (order, groups) = pairOrder(table)
        let shown = order.prefix(Self.shownPairs)
        return FindingsFigure.Section(
            title: "Duplicates",
            note: shownNote(shown.count, of: first.count, .pairs)
                + ", \(CountedNoun.groups.counted(groups))",
            items: shown.map { row in
                FindingsFigure.Item(
                    pictures: [thumbnail(first[row]), thumbnail(second[row])],
                    names: [firstPath[row], secondPath[row]],
                    lines: [
                        describe(
                            kind: kind[row], similarity: similarity?[row], cosine: cosine[row])
                    ])
            })
    }

    /// What a pair was found by: the agreement of the pixels, where they were compared.
    private func describe(kind: String, similarity: Double?, cosine: Double) -> String {
        if kind == "exact" { return kind }
        guard let similarity, !similarity.isNaN else {
            return "\(kind), cosine \(Self.text(cosine, 4))"
        }
        return "\(kind), pixels agree by \(Self.text(similarity, 2))"
    }

    /// Lines of the table of labels that count as a finding: another label has more support, with
    /// the confidence that reduce stated, where it did.
    private func doubtfulRows(_ table: ResultTable) -> [Int] {
        guard let given = table.texts("label"), let suggested = table.texts("suggested_label")
        else { return Array(0..<table.rowCount) }
        var least = -Double.infinity
        if case .real(let stated)? = parameter("labels_confidence") { least = stated }
        let confidence = table.numbers("confidence")
        return given.indices.filter { row in
            given[row] != suggested[row] && (confidence.map { $0[row] >= least } ?? true)
        }
    }

    private func conflicts(_ table: ResultTable) -> FindingsFigure.Section? {
        guard let first = integers(table, "first"), let second = integers(table, "second"),
            let firstPath = table.texts("first_path"), let secondPath = table.texts("second_path"),
            let firstLabel = table.texts("first_label"),
            let secondLabel = table.texts("second_label")
        else { return nil }
        // Pairs of one picture form a group, of which one pair is enough.
        let (order, groups) = pairOrder(table)
        let shown = order.prefix(min(groups, Self.shownPairs))
        return FindingsFigure.Section(
            title: Self.titles[table.name] ?? table.name,
            note: "\(CountedNoun.pairs.counted(first.count)) in "
                + CountedNoun.groups.counted(groups)
                + (shown.count == first.count
                    ? ""
                    : shown.count == groups
                        ? "; shown: one pair of each group"
                        : "; shown: one pair of each of \(shown.count) groups"),
            items: shown.map { row in
                FindingsFigure.Item(
                    pictures: [thumbnail(first[row]), thumbnail(second[row])],
                    names: [firstPath[row], secondPath[row]],
                    lines: ["\(firstLabel[row]), \(secondLabel[row])"])
            })
    }

    /// The lines of a table of pairs in the order in which they are shown, and how many groups of
    /// linked pairs there are; all lines of any other table, in its order.
    private func pairOrder(_ table: ResultTable) -> (lines: [Int], groups: Int) {
        guard let first = integers(table, "first"), let second = integers(table, "second") else {
            return (Array(0..<table.rowCount), table.rowCount)
        }
        return Self.firstOfEachFirst(
            integers(table, "group") ?? Self.groups(zip(first, second).map { ($0, $1) }))
    }

    /// The places of the first pair of each group, then those of the others: a group of many would
    /// fill what is shown.
    static func firstOfEachFirst(_ groups: [Int]) -> (lines: [Int], groups: Int) {
        var seen: Set<Int> = []
        let isFirst = groups.map { seen.insert($0).inserted }
        let lines =
            groups.indices.filter { isFirst[$0] } + groups.indices.filter { !isFirst[$0] }
        return (lines, seen.count)
    }

    /// A number for each pair, the same for pairs that are linked by common rows.
    static func groups(_ pairs: [(Int, Int)]) -> [Int] {
        var parents: [Int: Int] = [:]
        func root(_ row: Int) -> Int {
            var row = row
            while let parent = parents[row], parent != row { row = parent }
            return row
        }
        for (first, second) in pairs {
            let (a, b) = (root(first), root(second))
            parents[max(a, b)] = min(a, b)
            parents[first] = min(a, b)
            parents[second] = min(a, b)
        }
        return pairs.map { root($0.0) }
    }

    private func doubtfulLabels(_ table: ResultTable) -> FindingsFigure.Section? {
        guard let rows = integers(table, "row"), let paths = table.texts("path"),
            let labels = table.texts("label"), let suggested = table.texts("suggested_label"),
            let given = table.numbers("probability"),
            let other = table.numbers("suggested_probability")
        else { return nil }
        let doubtful = doubtfulRows(table)
        let title = Self.titles[table.name] ?? table.name
        if doubtful.isEmpty {
            return FindingsFigure.Section(title: title, note: "none found", items: [])
        }
        let shown = doubtful.prefix(Self.shownSingles)
        return FindingsFigure.Section(
            title: title,
            note: shownNote(shown.count, of: doubtful.count, rowNoun)
                + "; first the given label, then the label suggested by the neighbours, each with "
                + "its support among them",
            items: shown.map { row in
                FindingsFigure.Item(
                    pictures: [thumbnail(rows[row])], names: [paths[row]],
                    lines: [
                        "\(Self.text(given[row], 2)) \(labels[row])",
                        "→ \(Self.text(other[row], 2)) \(suggested[row])",
                    ])
            })
    }

    private func outliers(_ table: ResultTable) -> FindingsFigure.Section? {
        guard let rows = integers(table, "row"), let paths = table.texts("path"),
            let distance = table.numbers("distance"), let percentile = table.numbers("percentile")
        else { return nil }
        let order = rows.indices.sorted { (distance[$1], $0) < (distance[$0], $1) }
        let shown = order.prefix(Self.shownSingles)
        return FindingsFigure.Section(
            title: Self.titles[table.name] ?? table.name,
            // The table ends at its limit; the rank is among all rows.
            note: "the \(shown.count) with the largest distance to their 10th neighbour, of "
                + "\(count(reduction.paths.count)); a ranking without a threshold: the percentile "
                + "is the share of \(noun(2)) at this distance or less",
            items: shown.map { row in
                FindingsFigure.Item(
                    pictures: [thumbnail(rows[row])], names: [paths[row]],
                    lines: [
                        "distance \(Self.text(distance[row], 3))",
                        "percentile \(Self.text(percentile[row], 1))",
                    ])
            })
    }

    private func leaks(_ table: ResultTable) -> FindingsFigure.Section? {
        guard let firstPath = table.texts("first_path"),
            let firstSplit = table.texts("first_split"),
            let secondPath = table.texts("second_path"),
            let secondSplit = table.texts("second_split"), let cosine = table.numbers("cosine")
        else { return nil }
        let shown = firstPath.indices.prefix(Self.shownPairs)
        // The table has paths alone.
        let wanted = Set(shown.flatMap { [firstPath[$0], secondPath[$0]] })
        var rows: [String: Int] = [:]
        for (row, path) in reduction.paths.enumerated() where wanted.contains(path) {
            rows[path] = rows[path] ?? row
        }
        return FindingsFigure.Section(
            title: "Leaks between splits",
            note: shownNote(shown.count, of: firstPath.count, .pairs),
            items: shown.map { row in
                FindingsFigure.Item(
                    pictures: [thumbnail(rows[firstPath[row]]), thumbnail(rows[secondPath[row]])],
                    names: [firstPath[row], secondPath[row]],
                    lines: [
                        "\(firstSplit[row]), \(secondSplit[row]); cosine "
                            + Self.text(cosine[row], 4)
                    ])
            })
    }

    private func shownNote(_ shown: Int, of all: Int, _ noun: CountedNoun) -> String {
        shown < all ? "\(shown) of \(noun.counted(all))" : noun.counted(all)
    }

    private static func text(_ value: Double, _ decimals: Int) -> String {
        value.isFinite ? String(format: "%.\(decimals)f", value) : "–"
    }

    /// "3 duplicate pairs, 9 doubted labels"; nil without any.
    var findingsInWords: String? {
        func phrase(_ count: Int, _ one: String, _ many: String) -> String? {
            count > 0 ? "\(grouped(count)) \(count == 1 ? one : many)" : nil
        }
        let doubted = reduction.table("labels").map { doubtfulRows($0).count } ?? 0
        let parts = [
            phrase(
                reduction.table("label_conflicts")?.rowCount ?? 0, "pair under two labels",
                "pairs under two labels"),
            phrase(
                reduction.table("duplicates")?.rowCount ?? 0, "duplicate pair", "duplicate pairs"),
            phrase(doubted, "doubtful label", "doubtful labels"),
            phrase(
                reduction.table("leaks")?.rowCount ?? 0, "leak between splits",
                "leaks between splits"),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    // MARK: - The page

    /// The tables of the findings with their first rows, paths in full.
    func findingLists() -> [ContactSheet.Table] {
        shownTables.compactMap { table in
            let name = table.name
            guard let title = Self.titles[name] else { return nil }
            let rows =
                name == "labels" ? doubtfulRows(table) : pairOrder(table).lines
            let shown = rows.prefix(Self.tableRows)
            let all = name == "outliers" ? max(rows.count, reduction.paths.count) : rows.count
            // Row numbers say nothing beside paths.
            let columns = table.columns.filter { !["row", "first", "second"].contains($0.name) }
            return ContactSheet.Table(
                title: rows.isEmpty
                    ? "\(title): none found"
                    : "\(title): \(shownNote(shown.count, of: all, .rows))",
                columns: columns.map {
                    Self.headings[$0.name] ?? $0.name.replacingOccurrences(of: "_", with: " ")
                },
                rows: shown.map { row in columns.map { Self.cell($0, row) } },
                pictures: shown.prefix(Self.tablePictures).map { pictures(table, $0) })
        }
    }

    /// The previews of a line of a table as addresses that hold them, at most two.
    private func pictures(_ table: ResultTable, _ row: Int) -> [String] {
        if rows != .images { return [] }
        return ["row", "first", "second"].compactMap { integers(table, $0)?[row] }
            .compactMap { reduction.previews[$0] }.filter { !$0.isEmpty }
            .map { "data:image/jpeg;base64," + Data($0).base64EncodedString() }
    }

    private static func cell(_ column: ResultTable.Column, _ row: Int) -> String {
        switch column.values {
        case .integers(let numbers): String(numbers[row])
        case .reals(let numbers): text(numbers[row], decimals[column.name] ?? 4)
        case .texts(let texts): texts[row]
        }
    }
}

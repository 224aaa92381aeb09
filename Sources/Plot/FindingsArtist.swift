internal import Dense
internal import Figures
internal import Foundation
internal import MapPages
internal import Store
internal import Views

/// Duplicates, doubtful labels, outliers and leaks as a figure, and as tables for the page.
struct FindingsArtist {
    /// The map file.
    let file: MapFile

    /// Largest number of pairs in a section.
    private static let pairLimit = 8
    /// Largest number of single images in a section.
    private static let imageLimit = 16
    /// Number of rows below which no outliers are shown: the 10th neighbour would be nearly the
    /// farthest row.
    private static let minimumRowsForOutliers = 12

    /// Titles of the sections of the figure and of the tables on the page.
    enum FindingTitle {
        /// Copies with different labels.
        static let conflicts = "The same image under two labels"
        /// Exact and near copies.
        static let duplicates = "Duplicates"
        /// Labels that most neighbours contradict.
        static let labels = "Labels contradicted by their neighbours"
        /// Rows far from their neighbours.
        static let outliers = "Outliers, farthest from their neighbours"
        /// Copies in different splits.
        static let leaks = "Leaks between splits"
    }

    /// The figure with a section for each kind of finding that was searched.
    ///
    /// - Throws: `MissingContent` if the file has no findings, with the reason that `reduce`
    ///   recorded.
    func findings() throws -> [PlotFigure] {
        if file.rowKind != .vectors {
            try file.requireImages("findings are computed for images only")
        }
        guard let findings = file.reduction.findings else {
            throw MissingContent(
                reason: file.reduction.parameters.findingsMissing.map {
                    "\($0) (--findings of reduce)."
                }
                    ?? "the file has no findings; run reduce without --findings none.")
        }
        let sections = [
            findings.labels?.conflicts.map(conflicts), duplicates(findings.duplicates.rows),
            findings.labels.map(doubtfulLabels), shownOutliers.map(outliers),
            findings.leaks.map(leaks),
        ].compactMap(\.self)
        let figure = FindingsFigure(
            sections: sections, title: "Findings among \(file.count(file.reduction.paths.count))")
        return [
            PlotFigure(
                .findings, "findings", "Findings", of: findingsSubject,
                sentence: Self.sentence(sections), figure)
        ]
    }

    /// "Duplicates and leaks between splits. None found: the same image under two labels."
    private static func sentence(_ sections: [FindingsFigure.Section]) -> String {
        func names(_ sections: [FindingsFigure.Section]) -> String {
            listed(
                sections.map { section in
                    let title = section.title.prefix { $0 != "," }
                    return title.prefix(1).lowercased() + title.dropFirst()
                })
        }
        let present = names(sections.filter { !$0.items.isEmpty })
        let absent = names(sections.filter(\.items.isEmpty))
        return [
            present.isEmpty ? "" : present.prefix(1).uppercased() + present.dropFirst() + ".",
            absent.isEmpty ? "" : "None found: \(absent).",
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The rows that the findings were computed from.
    private var findingsSubject: String {
        file.reduction.findings?.parameters.source ?? file.layerSubject
    }

    /// The outliers; nil for a file of few rows.
    var shownOutliers: [OutlierRow]? {
        file.reduction.paths.count < Self.minimumRowsForOutliers
            ? nil : file.reduction.findings?.outliers?.rows
    }

    /// A section without items.
    private static func noneFound(_ title: String) -> FindingsFigure.Section {
        FindingsFigure.Section(title: title, note: "none found", items: [])
    }

    /// The section of duplicates, up to 8 pairs, the first pair of each group before the others.
    private func duplicates(_ pairs: [DuplicateRow]) -> FindingsFigure.Section {
        if pairs.isEmpty { return Self.noneFound(FindingTitle.duplicates) }
        let (order, groups) = Self.leadingPairsFirst(Self.copyGroups(pairs))
        let shown = order.prefix(Self.pairLimit).map { pairs[$0] }
        return FindingsFigure.Section(
            title: FindingTitle.duplicates,
            note: shownNote(shown.count, of: pairs.count, .pairs)
                + ", \(CountedNoun.groups.counted(groups))",
            items: shown.map { pair in
                FindingsFigure.Item(
                    thumbnails: [file.thumbnail(pair.first), file.thumbnail(pair.second)],
                    names: [pair.firstPath, pair.secondPath], lines: [Self.describe(pair)])
            })
    }

    /// The evidence for a pair: its kind, and the pixel similarity or the cosine.
    private static func describe(_ pair: DuplicateRow) -> String {
        let kind = pair.kind.rawValue
        if pair.kind == .exact { return kind }
        return pair.pixelSimilarity.isNaN
            ? "\(kind), cosine \(text(pair.cosine, 4))"
            : "\(kind), pixel similarity \(text(pair.pixelSimilarity, 2))"
    }

    /// The section of copies with different labels, one pair per group.
    private func conflicts(_ pairs: [LabelConflictRow]) -> FindingsFigure.Section {
        if pairs.isEmpty { return Self.noneFound(FindingTitle.conflicts) }
        // Pairs of the same image form a group; one pair of each is enough.
        let (order, groups) = Self.leadingPairsFirst(
            Self.groups(pairs.map { ($0.first, $0.second) }))
        let shown = order.prefix(min(groups, Self.pairLimit)).map { pairs[$0] }
        return FindingsFigure.Section(
            title: FindingTitle.conflicts,
            note: "\(CountedNoun.pairs.counted(pairs.count)) in "
                + CountedNoun.groups.counted(groups)
                + (shown.count == pairs.count
                    ? ""
                    : shown.count == groups
                        ? "; shown: one pair of each group"
                        : "; shown: one pair of each of \(shown.count) groups"),
            items: shown.map { pair in
                FindingsFigure.Item(
                    thumbnails: [file.thumbnail(pair.first), file.thumbnail(pair.second)],
                    names: [pair.firstPath, pair.secondPath],
                    lines: ["\(pair.firstLabel), \(pair.secondLabel)"])
            })
    }

    /// Group of each pair; computed for files of early versions, which do not have it.
    static func copyGroups(_ pairs: [DuplicateRow]) -> [Int] {
        // Files of early versions do not have the groups.
        pairs.contains { $0.group < 0 }
            ? groups(pairs.map { ($0.first, $0.second) }) : pairs.map(\.group)
    }

    /// Order in which pairs are shown: the first pair of each group, then the others, so that one
    /// large group does not fill the figure.
    ///
    /// - Returns: Indices of the pairs, and the number of groups.
    static func leadingPairsFirst(_ groups: [Int]) -> (lines: [Int], groups: Int) {
        var seen: Set<Int> = []
        let isFirst = groups.map { seen.insert($0).inserted }
        let lines =
            groups.indices.filter { isFirst[$0] } + groups.indices.filter { !isFirst[$0] }
        return (lines, seen.count)
    }

    /// Group of each pair: pairs with a common row are in one group.
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

    /// The section of doubtful labels.
    private func doubtfulLabels(_ labels: LabelResult) -> FindingsFigure.Section {
        let doubtful = labels.doubtful
        if doubtful.isEmpty { return Self.noneFound(FindingTitle.labels) }
        let shown = doubtful.prefix(Self.imageLimit)
        return FindingsFigure.Section(
            title: FindingTitle.labels,
            note: shownNote(shown.count, of: doubtful.count, file.rowNoun)
                + "; first the given label, then the label suggested by the neighbours, each with "
                + "its support among the neighbours",
            items: shown.map { row in
                FindingsFigure.Item(
                    thumbnails: [file.thumbnail(row.row)], names: [row.path],
                    lines: [
                        "\(Self.text(row.probability, 2)) \(row.label)",
                        "→ \(Self.text(row.suggestedProbability, 2)) \(row.suggestedLabel)",
                    ])
            })
    }

    /// The section of outliers.
    private func outliers(_ rows: [OutlierRow]) -> FindingsFigure.Section {
        if rows.isEmpty { return Self.noneFound(FindingTitle.outliers) }
        let order = rows.indices.sorted {
            (rows[$1].distance, $0) < (rows[$0].distance, $1)
        }
        let shown = order.prefix(Self.imageLimit).map { rows[$0] }
        return FindingsFigure.Section(
            title: FindingTitle.outliers,
            // The table has a limited number of rows; the rank is among all.
            note: "the \(shown.count) with the largest distance to their 10th neighbour, of "
                + "\(file.count(file.reduction.paths.count)); a ranking without a threshold: the "
                + "percentile is the share of \(file.noun(2)) at this distance or less",
            items: shown.map { row in
                FindingsFigure.Item(
                    thumbnails: [file.thumbnail(row.row)], names: [row.path],
                    lines: [
                        "distance \(Self.text(row.distance, 3))",
                        "percentile \(Self.text(row.percentile, 1))",
                    ])
            })
    }

    /// The section of leaks.
    private func leaks(_ pairs: [LeakRow]) -> FindingsFigure.Section {
        if pairs.isEmpty { return Self.noneFound(FindingTitle.leaks) }
        let shown = pairs.prefix(Self.pairLimit)
        // The table has paths but no row indices.
        let wanted = Set(shown.flatMap { [$0.firstPath, $0.secondPath] })
        var rows: [String: Int] = [:]
        for (row, path) in file.reduction.paths.enumerated() where wanted.contains(path) {
            rows[path] = rows[path] ?? row
        }
        return FindingsFigure.Section(
            title: FindingTitle.leaks,
            note: shownNote(shown.count, of: pairs.count, .pairs),
            items: shown.map { pair in
                FindingsFigure.Item(
                    thumbnails: [
                        file.thumbnail(rows[pair.firstPath]), file.thumbnail(rows[pair.secondPath]),
                    ],
                    names: [pair.firstPath, pair.secondPath],
                    lines: [
                        "\(pair.firstSplit), \(pair.secondSplit); cosine "
                            + Self.text(pair.cosine, 4)
                    ])
            })
    }

    /// "8 of 31 pairs", or "5 pairs" if all are shown.
    func shownNote(_ shown: Int, of all: Int, _ noun: CountedNoun) -> String {
        shown < all ? "\(shown) of \(noun.counted(all))" : noun.counted(all)
    }

    /// A number with this number of decimals; "–" if it is not finite.
    static func text(_ value: Double, _ decimals: Int) -> String {
        value.isFinite ? String(format: "%.\(decimals)f", value) : "–"
    }

    /// Counts for the last line of the report: "3 duplicate pairs, 9 doubtful labels"; nil without
    /// findings.
    var inWords: String? {
        func phrase(_ count: Int?, _ one: String, _ many: String) -> String? {
            guard let count, count > 0 else { return nil }
            return "\(grouped(count)) \(count == 1 ? one : many)"
        }
        let findings = file.reduction.findings
        let parts = [
            phrase(
                findings?.labels?.conflicts?.count, "pair under two labels",
                "pairs under two labels"),
            phrase(findings?.duplicates.rows.count, "duplicate pair", "duplicate pairs"),
            phrase(findings?.labels?.doubtful.count, "doubtful label", "doubtful labels"),
            phrase(findings?.leaks?.count, "leak between splits", "leaks between splits"),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

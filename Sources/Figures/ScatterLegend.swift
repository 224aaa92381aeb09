/// The list of labels beside a scatter: mark, name, number of points.
///
/// Of many labels the largest are named and one line counts the others. Where points were placed in
/// another map, the labels of that map follow.
struct ScatterLegend {
    /// One line of the list.
    private struct Entry {
        /// One look, or three of the labels that have no line of their own.
        let styles: [MarkStyle]
        let name: String
        let count: String
        var isRimmed = false
        var isRinged = false
    }

    /// The width of all columns in points.
    let width: Double
    /// The left edge on the canvas.
    private var x = 0.0
    /// The upper edge on the canvas.
    private var y = 0.0
    private let entries: [Entry]
    /// Lines in a column.
    private let rows: Int
    /// The left edge, from the legend's, and the width of each column.
    private let columns: [(left: Double, width: Double)]
    /// The width in points of the longest count.
    private let countWidth: Double

    /// Points from line to line.
    private static let rowHeight = 14.5
    /// Points between columns.
    private static let columnGap = 12.0
    private static let textStyle = TextStyle(size: 9)
    private static let countStyle = TextStyle(size: 8, color: .quiet)
    /// Points that a mark takes before its name.
    private static let markWidth = 14.0

    /// Lists the labels of a map; nil for a map without labels and without a reference below.
    ///
    /// The lines are broken into columns that are as high as the panel; names in several columns
    /// are cut to a shorter width.
    ///
    /// - Parameters:
    ///   - labels: `[points]`, negative for none.
    ///   - reference: the number of points of the map below, 0 for none.
    ///   - referenceLabels: their labels, or empty.
    ///   - noun: the noun for labels.
    ///   - ringed: how many points have a ring, and what it means.
    ///   - height: of the panel, in points.
    init?(
        labels: [Int32], names: [String], unlabelled: String = "no label", reference: Int = 0,
        referenceLabels: [Int32] = [], noun: CountedNoun = .labels,
        ringed: (count: Int, name: String) = (0, ""), height: Double, canvas: Canvas
    ) {
        let isLabelled = labels.contains { $0 >= 0 }
        // Points that all look alike need no entry but beside others.
        guard isLabelled || reference > 0 else { return nil }
        let ranks = LabelRanks(labels + referenceLabels)
        var entries: [Entry] = []
        if isLabelled {
            entries = Self.entries(
                labels, ranks, names, noun, unlabelled: unlabelled,
                suffix: reference > 0 ? ", placed" : "", isRimmed: reference > 0)
        } else {
            let count = labels.isEmpty ? "" : grouped(labels.count)
            entries = [
                Entry(styles: [.placed], name: "placed", count: count, isRimmed: true)
            ]
        }
        if ringed.count > 0 {
            let style = isLabelled ? MarkStyle(mark: .circle, color: .white) : .placed
            entries.append(
                Entry(
                    styles: [style], name: ringed.name, count: grouped(ringed.count),
                    isRimmed: true, isRinged: true))
        }
        if reference > 0 {
            let isKnown = referenceLabels.contains { $0 >= 0 }
            entries +=
                isKnown
                ? Self.entries(
                    referenceLabels, ranks, names, noun, unlabelled: "no label", suffix: ", map"
                ).map { entry in
                    Entry(
                        styles: entry.styles.map(PointCloud.ground), name: entry.name,
                        count: entry.count)
                }
                : [
                    Entry(
                        styles: [PointCloud.groundStyle], name: "reference map",
                        count: grouped(reference))
                ]
        }
        self.entries = entries
        rows = max(1, Int(height / ScatterLegend.rowHeight))
        let columnCount = (entries.count + rows - 1) / rows
        let widths = entries.map { canvas.measure($0.name, ScatterLegend.textStyle).width }
        let counts = entries.map { canvas.measure($0.count, ScatterLegend.countStyle).width }
        let widestCount = counts.max() ?? 0
        countWidth = widestCount
        let limit = [190.0, 130, 110][min(columnCount, 3) - 1]
        var left = 0.0
        var columns: [(left: Double, width: Double)] = []
        for column in 0..<columnCount {
            let own = widths[column * rows..<min(widths.count, (column + 1) * rows)]
            let width =
                ScatterLegend.markWidth + min(limit, own.max() ?? 0) + 8 + widestCount
            columns.append((left, width))
            left += width + ScatterLegend.columnGap
        }
        self.columns = columns
        width = left - ScatterLegend.columnGap
    }

    /// The lines of one map: named labels in their order, the others in one line, points without a
    /// label last.
    ///
    /// - Parameter suffix: added to every name, to keep the two maps apart.
    private static func entries(
        _ labels: [Int32], _ ranks: LabelRanks, _ names: [String], _ noun: CountedNoun,
        unlabelled: String, suffix: String, isRimmed: Bool = false
    ) -> [Entry] {
        var counts = [Int](repeating: 0, count: ranks.present.count)
        for label in labels { counts[ranks.rank(of: label)] += 1 }
        let present = counts.indices.filter { counts[$0] > 0 }
        var entries = present.filter { ranks.present[$0] >= 0 && !ranks.isOther($0) }.map { rank in
            let label = Int(ranks.present[rank])
            let name = label < names.count ? names[label] : "label \(label)"
            return Entry(
                styles: [ranks.styles[rank]], name: name + suffix, count: grouped(counts[rank]),
                isRimmed: isRimmed)
        }
        let others = present.filter { ranks.isOther($0) }
        if !others.isEmpty {
            entries.append(
                Entry(
                    styles: others.prefix(3).map { ranks.styles[$0] },
                    name: "other (\(noun.counted(others.count)))" + suffix,
                    count: grouped(others.reduce(0) { $0 + counts[$1] })))
        }
        if let none = present.first(where: { ranks.present[$0] < 0 }) {
            entries.append(
                Entry(
                    styles: [ranks.styles[none]], name: unlabelled + suffix,
                    count: grouped(counts[none]), isRimmed: isRimmed))
        }
        return entries
    }

    /// The same legend with its upper left corner at (`x`, `y`).
    func placed(x: Double, y: Double) -> ScatterLegend {
        var copy = self
        copy.x = x
        copy.y = y
        return copy
    }

    /// Draws the marks, names and counts at the legend's position.
    func draw(on canvas: Canvas) {
        for (index, entry) in entries.enumerated() {
            let (left, middle, width) = place(index)
            let breadth = entry.styles.count > 1 || entry.isRinged ? 4.0 : 6.5
            for (number, style) in entry.styles.enumerated() {
                let shift = Double(number) - Double(entry.styles.count - 1) / 2
                if entry.isRinged {
                    canvas.mark(PointCloud.ringStyle, x: left + 5, y: middle, breadth: 11)
                    canvas.mark(
                        MarkStyle(mark: .circle, color: .white), x: left + 5, y: middle,
                        breadth: 9)
                }
                if entry.isRimmed {
                    canvas.mark(
                        style.rim, x: left + 5 + shift * 3.5, y: middle,
                        breadth: breadth * PointCloud.rimShare)
                }
                canvas.mark(style, x: left + 5 + shift * 3.5, y: middle, breadth: breadth)
            }
            let room = width - ScatterLegend.markWidth - 8 - countWidth
            canvas.write(
                entry.name, x: left + ScatterLegend.markWidth, y: middle,
                ScatterLegend.textStyle, .leading, .middle, maxWidth: room + 0.01)
            canvas.write(
                entry.count, x: left + width, y: middle, ScatterLegend.countStyle,
                .trailing, .middle)
        }
    }

    /// The left edge, vertical middle and width of a line on the canvas.
    private func place(_ index: Int) -> (left: Double, middle: Double, width: Double) {
        let (column, row) = (columns[index / rows], index % rows)
        return (
            x + column.left, y + (Double(row) + 0.5) * ScatterLegend.rowHeight, column.width
        )
    }
}

extension CountedNoun {
    /// The noun where no other is given.
    public static let labels = CountedNoun("label", "labels")
}

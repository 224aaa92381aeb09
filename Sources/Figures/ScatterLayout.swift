/// Where the parts of a scatter stand; all from the measured sizes of its texts.
struct ScatterLayout {
    let width: Double
    let height: Double
    let panel: Rect
    let legend: ScatterLegend?
    private let header: [HeaderLine]
    private let axisNames: (x: String, y: String)

    private struct HeaderLine {
        let text: String
        let style: TextStyle
        let y: Double
        let lines: Int
    }

    static let margin = 12.0
    static let panelSide = 420.0
    private static let titleStyle = TextStyle(size: 13, bold: true)
    private static let noteStyle = TextStyle(size: 8.5, color: .quiet)
    private static let axisStyle = TextStyle(size: 10)

    init(_ figure: ScatterFigure, canvas: Canvas) {
        let margin = ScatterLayout.margin
        let side = ScatterLayout.panelSide
        let panelHeight =
            side * PointCloud.aspect((figure.x, figure.y), below: figure.reference)
        axisNames = figure.axisNames
        let axis = canvas.measure("t-SNE 1", ScatterLayout.axisStyle).height
        let left = margin + axis + 6
        let legend = ScatterLegend(
            labels: figure.labels, names: figure.labelNames, unlabelled: figure.unlabelledName,
            reference: figure.reference.x.count, height: panelHeight, canvas: canvas)
        let right = legend.map { 14 + $0.width } ?? 0
        width = left + side + right + margin

        let available = width - left - margin
        var y = margin
        var header: [HeaderLine] = []
        let titles = figure.title.isEmpty ? [] : [figure.title]
        for (text, style, lines) in titles.map({ ($0, ScatterLayout.titleStyle, 2) })
            + figure.notes.map({ ($0, ScatterLayout.noteStyle, 2) })
        {
            header.append(HeaderLine(text: text, style: style, y: y, lines: lines))
            y += canvas.measure(text, style, maxWidth: available, lines: lines).height + 2
        }
        if !header.isEmpty { y += 5 }
        self.header = header
        panel = Rect(x: left, y: y, width: side, height: panelHeight)
        self.legend = legend?.placed(x: panel.maxX + 14, y: panel.y)
        height = panel.maxY + 6 + axis + margin
    }

    func drawTexts(on canvas: Canvas) {
        for line in header {
            canvas.write(
                line.text, x: panel.x, y: line.y, line.style,
                maxWidth: width - panel.x - ScatterLayout.margin, lines: line.lines)
        }
        canvas.write(
            axisNames.x, x: panel.midX, y: panel.maxY + 6, ScatterLayout.axisStyle, .center,
            maxWidth: panel.width)
        canvas.write(
            axisNames.y, x: panel.x - 6, y: panel.midY, ScatterLayout.axisStyle, .trailing,
            .middle, maxWidth: panel.height, upwards: true)
    }
}

/// The list of labels beside a scatter: mark, name, number of points.
///
/// Up to three columns as high as the panel; of more labels the most frequent are listed and a
/// last line says how many are not.
struct ScatterLegend {
    private struct Entry {
        let style: MarkStyle
        let name: String
        let count: String
    }

    let width: Double
    private var x = 0.0
    private var y = 0.0
    private let entries: [Entry]
    private let rest: String?
    private let rows: Int
    /// The left edge, from the legend's, and the width of each column.
    private let columns: [(left: Double, width: Double)]
    private let countWidth: Double

    private static let rowHeight = 14.5
    private static let columnGap = 12.0
    private static let textStyle = TextStyle(size: 9)
    private static let countStyle = TextStyle(size: 8, color: .quiet)
    private static let mostColumns = 3
    private static let markWidth = 14.0

    /// `nil` for a map without labels and without a reference below.
    ///
    /// - Parameter reference: points of the map below, 0 for none.
    init?(
        labels: [Int32], names labelNames: [String], unlabelled: String = "no label",
        reference: Int = 0, height: Double, canvas: Canvas
    ) {
        var ranks = LabelRanks(labels)
        if !ranks.present.contains(where: { $0 >= 0 }) {
            // Points that all look alike need no entry but beside others.
            guard reference > 0 else { return nil }
            ranks = LabelRanks([])
        }
        rows = max(1, Int(height / ScatterLegend.rowHeight))
        let room = rows * ScatterLegend.mostColumns - (reference > 0 ? 1 : 0)
        var shown = Array(ranks.present.indices)
        if shown.count > room {
            shown.sort { (-ranks.counts[$0], $0) < (-ranks.counts[$1], $1) }
            shown = shown.prefix(max(0, room - 1)).sorted()
            let left = ranks.present.count - shown.count
            rest = "+ \(grouped(left)) more labels"
        } else {
            rest = nil
        }
        // Labels first, points without one last.
        shown = shown.filter { ranks.present[$0] >= 0 } + shown.filter { ranks.present[$0] < 0 }
        var entries = shown.map { rank in
            let label = Int(ranks.present[rank])
            let name =
                label < 0
                ? unlabelled
                : label < labelNames.count ? labelNames[label] : "label \(label)"
            return Entry(
                style: ranks.styles[rank], name: name, count: grouped(ranks.counts[rank]))
        }
        if reference > 0 {
            entries.append(
                Entry(
                    style: PointCloud.groundStyle, name: "reference map",
                    count: grouped(reference)))
        }
        self.entries = entries
        let total = entries.count + (rest == nil ? 0 : 1)
        let columnCount = (total + rows - 1) / rows
        let names = entries.map { canvas.measure($0.name, ScatterLegend.textStyle).width }
        let counts = entries.map { canvas.measure($0.count, ScatterLegend.countStyle).width }
        let widestCount = counts.max() ?? 0
        countWidth = widestCount
        let restWidth =
            rest.map { canvas.measure($0, ScatterLegend.countStyle).width - widestCount - 8 } ?? 0
        let limit = [190.0, 130, 110][min(columnCount, 3) - 1]
        var left = 0.0
        var columns: [(left: Double, width: Double)] = []
        for column in 0..<columnCount {
            let last = column == columnCount - 1
            let widest =
                names[column * rows..<min(names.count, (column + 1) * rows)].max() ?? 0
            let width =
                ScatterLegend.markWidth + min(limit, max(widest, last ? restWidth : 0)) + 8
                + widestCount
            columns.append((left, width))
            left += width + ScatterLegend.columnGap
        }
        self.columns = columns
        width = left - ScatterLegend.columnGap
    }

    func placed(x: Double, y: Double) -> ScatterLegend {
        var copy = self
        copy.x = x
        copy.y = y
        return copy
    }

    func draw(on canvas: Canvas) {
        for (index, entry) in entries.enumerated() {
            let (left, middle, width) = place(index)
            canvas.mark(entry.style, x: left + 5, y: middle, breadth: 6.5)
            let room = width - ScatterLegend.markWidth - 8 - countWidth
            canvas.write(
                entry.name, x: left + ScatterLegend.markWidth, y: middle,
                ScatterLegend.textStyle, .leading, .middle, maxWidth: room + 0.01)
            canvas.write(
                entry.count, x: left + width, y: middle, ScatterLegend.countStyle,
                .trailing, .middle)
        }
        if let rest {
            let (left, middle, _) = place(entries.count)
            canvas.write(
                rest, x: left + ScatterLegend.markWidth, y: middle, ScatterLegend.countStyle,
                .leading, .middle)
        }
    }

    private func place(_ index: Int) -> (left: Double, middle: Double, width: Double) {
        let (column, row) = (columns[index / rows], index % rows)
        return (
            x + column.left, y + (Double(row) + 0.5) * ScatterLegend.rowHeight, column.width
        )
    }
}

/// `12,345`.
public func grouped(_ number: Int) -> String {
    var result = ""
    for (index, digit) in String(number).enumerated() {
        if index > 0, (String(number).count - index) % 3 == 0 { result += "," }
        result.append(digit)
    }
    return result
}

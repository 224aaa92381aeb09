/// A legend: names with samples of what they stand for, in rows and columns.
struct ChartLegend {
    /// What stands before a name.
    enum Sample {
        /// A piece of curve with its mark.
        case line(LineStyle)
        /// A line without a mark; dashes are in points.
        case rule(Color, dash: [Double])
        /// A single mark.
        case mark(MarkStyle)
        /// Three marks from the first to the last shade.
        case ramp([Color])
        /// A filled box, for areas and columns.
        case box(Color)
        /// An upright stroke.
        case upright(Color, dash: [Double])
        /// Three columns of growing height.
        case columns(Color)

        /// The width of the sample in points.
        var width: Double {
            switch self {
            case .line, .rule, .ramp: 30
            case .mark, .upright: 9
            case .box, .columns: 13
            }
        }
    }

    /// A name and its sample.
    struct Entry {
        let name: String
        let sample: Sample
    }

    /// Each entry with its offset in points from the legend's corner, the height of its row and the
    /// room for its name.
    private let places: [(entry: Entry, x: Double, y: Double, height: Double, room: Double)]
    /// The legend's height in points; 0 without entries.
    let height: Double

    /// Points between columns.
    private static let gap = 16.0
    /// Points between sample and name.
    private static let sampleGap = 5.0
    /// Points between rows.
    private static let rowGap = 3.0

    /// Arranges entries within `width` points, row by row: all in one row where they fit, otherwise
    /// in as many columns as fit.
    ///
    /// A name that is too long for its column is broken into two lines, the second ending in an
    /// ellipsis.
    init(_ entries: [Entry], width: Double, canvas: Canvas) {
        let style = Chart.legendStyle
        let natural = entries.map { entry in
            min(
                entry.sample.width + ChartLegend.sampleGap
                    + canvas.measure(entry.name, style).width + 0.01, width)
        }
        var columnWidths = [width]
        for columns in stride(from: entries.count, to: 1, by: -1) {
            let widths = (0..<columns).map { column in
                stride(from: column, to: entries.count, by: columns).map { natural[$0] }.max() ?? 0
            }
            let total = widths.reduce(0, +) + ChartLegend.gap * Double(columns - 1)
            if total <= width {
                columnWidths = widths
                break
            }
        }
        let columns = columnWidths.count
        var places: [(entry: Entry, x: Double, y: Double, height: Double, room: Double)] = []
        var y = 0.0
        for start in stride(from: 0, to: entries.count, by: columns) {
            let row = entries[start..<min(start + columns, entries.count)]
            var tallest = 0.0
            var x = 0.0
            let rooms = zip(row, columnWidths).map { entry, width in
                max(1, width - entry.sample.width - ChartLegend.sampleGap)
            }
            for (entry, room) in zip(row, rooms) {
                tallest = max(
                    tallest, canvas.measure(entry.name, style, maxWidth: room, lines: 2).height)
            }
            for (column, entry) in row.enumerated() {
                places.append((entry, x, y, tallest, rooms[column]))
                x += columnWidths[column] + ChartLegend.gap
            }
            y += tallest + ChartLegend.rowGap
        }
        self.places = places
        height = entries.isEmpty ? 0 : y - ChartLegend.rowGap
    }

    /// Draws the legend with its upper left corner at (`x`, `y`).
    func draw(on canvas: Canvas, x: Double, y: Double) {
        for place in places {
            let (left, middle) = (x + place.x, y + place.y + place.height / 2)
            place.entry.sample.draw(on: canvas, x: left, middle: middle)
            canvas.write(
                place.entry.name, x: left + place.entry.sample.width + ChartLegend.sampleGap,
                y: middle, Chart.legendStyle, .leading, .middle, maxWidth: place.room, lines: 2)
        }
    }
}

extension ChartLegend.Sample {
    /// Draws the sample from `x` on, centred vertically on `y`.
    func draw(on canvas: Canvas, x: Double, middle y: Double) {
        switch self {
        case .line(let style):
            canvas.curve(
                [Point(x, y), Point(x + width, y)], style.color, lineWidth: Chart.lineWidth,
                dash: style.dash)
            canvas.mark(
                MarkStyle(mark: style.mark, color: style.color), x: x + width / 2, y: y,
                breadth: 5.2)
        case .rule(let color, let dash):
            canvas.curve(
                [Point(x, y), Point(x + width, y)], color, lineWidth: Chart.lineWidth, dash: dash)
        case .mark(let style):
            canvas.mark(style, x: x + width / 2, y: y, breadth: 6)
        case .ramp(let colors):
            for (index, color) in colors.enumerated() {
                let step = width / Double(colors.count)
                canvas.mark(
                    MarkStyle(mark: .circle, color: color), x: x + step * (Double(index) + 0.5),
                    y: y, breadth: 5)
            }
        case .box(let color):
            canvas.fill(Rect(x: x, y: y - 4, width: width, height: 8), color)
        case .upright(let color, let dash):
            canvas.curve(
                [Point(x + width / 2, y - 5.5), Point(x + width / 2, y + 5.5)], color,
                lineWidth: 1.4, dash: dash)
        case .columns(let color):
            for (index, height) in [3.0, 6, 9].enumerated() {
                canvas.fill(
                    Rect(
                        x: x + Double(index) * width / 3, y: y + 4.5 - height,
                        width: width / 3 - 1, height: height), color)
            }
        }
    }
}

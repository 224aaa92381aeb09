/// Measures along the blocks of a model: panels of curves, side by side and in rows.
///
/// Each curve has its own colour, dash and mark. A value that is not finite leaves a gap. One
/// legend stands above all panels when they show the same series, else one above each. After the
/// figures on layers of Nguyen et al. 2022, arXiv 2210.07646, with blocks counted from 0.
public struct CurvesFigure: Figure, Sendable {
    /// One curve.
    public struct Series: Sendable, Equatable {
        public let name: String
        /// One a place on the horizontal axis `[blocks]`; not finite for none.
        public let values: [Double]
        /// The band's lower edge `[blocks]`, for instance of a bootstrap's middle 95 %.
        public let low: [Double]?
        /// The band's upper edge `[blocks]`.
        public let high: [Double]?
        /// Where the values stand on the horizontal axis `[blocks]`; nil for the figure's places.
        public let places: [Double]?
        /// Which look; `nil` gives series of one name one look, new names the next.
        public let style: Int?

        /// - Parameters:
        ///   - values: `[blocks]`.
        ///   - low: `[blocks]`, given with `high` or not at all.
        ///   - high: `[blocks]`.
        ///   - style: from 0; 72 differ.
        ///   - places: of a curve with an axis of its own, such as relative depth.
        public init(
            name: String, values: [Double], low: [Double]? = nil, high: [Double]? = nil,
            style: Int? = nil, places: [Double]? = nil
        ) {
            precondition(
                places.map { $0.count == values.count && $0.allSatisfy(\.isFinite) } ?? true,
                "\(places?.count ?? 0) places of \(values.count) values")
            self.places = places
            precondition(
                (low == nil) == (high == nil)
                    && (low ?? values).count == values.count
                    && (high ?? values).count == values.count,
                "a band of \(low?.count ?? 0) and \(high?.count ?? 0) edges for "
                    + "\(values.count) values")
            self.name = name
            self.values = values
            self.low = low
            self.high = high
            self.style = style
        }
    }

    /// One frame with curves; those of `rightSeries` are read on an axis of their own.
    public struct Panel: Sendable, Equatable {
        public let title: String
        public let yLabel: String
        public let series: [Series]
        public let rightLabel: String
        public let rightSeries: [Series]
        /// Ends of the vertical axis; `nil` for what the series span.
        public let range: ClosedRange<Double>?

        public init(
            title: String, yLabel: String, series: [Series], rightLabel: String = "",
            rightSeries: [Series] = [], range: ClosedRange<Double>? = nil
        ) {
            self.title = title
            self.yLabel = yLabel
            self.series = series
            self.rightLabel = rightLabel
            self.rightSeries = rightSeries
            self.range = range
        }

        var all: [Series] { series + rightSeries }
    }

    public let panels: [Panel]
    public let xLabel: String
    public let title: String?
    /// Up to four lines below the panels.
    public let caption: String?
    /// A place on the horizontal axis that a dashed upright marks in every panel.
    public let marked: Marked?
    let blocks: Blocks

    /// A place that stands out, and why.
    public struct Marked: Sendable, Equatable {
        /// Counted from 0 `[blocks]`.
        public let place: Int
        /// For the legend.
        public let name: String

        public init(place: Int, name: String) {
            self.place = place
            self.name = name
        }
    }

    /// Places the values at numbers; whole numbers get whole ticks.
    ///
    /// - Parameter x: `[blocks]`.
    public init(
        panels: [Panel], x: [Double], xLabel: String = "block", title: String? = nil,
        caption: String? = nil, marked: Marked? = nil
    ) {
        precondition(x.allSatisfy(\.isFinite), "places \(x)")
        self.init(panels: panels, blocks: .numbers(x), xLabel, title, caption, marked)
    }

    /// Places the values side by side under their names; names that are whole numbers are read
    /// as these.
    ///
    /// - Parameter x: `[blocks]`.
    public init(
        panels: [Panel], x: [String], xLabel: String = "block", title: String? = nil,
        caption: String? = nil, marked: Marked? = nil
    ) {
        self.init(panels: panels, blocks: .reading(x), xLabel, title, caption, marked)
    }

    private init(
        panels: [Panel], blocks: Blocks, _ xLabel: String, _ title: String?, _ caption: String?,
        _ marked: Marked?
    ) {
        if let marked {
            precondition(
                (0..<blocks.count).contains(marked.place),
                "place \(marked.place) of \(blocks.count)")
        }
        for series in panels.flatMap(\.all) {
            precondition(
                series.places != nil || series.values.count == blocks.count,
                "\(series.values.count) values of '\(series.name)' at \(blocks.count) places")
        }
        self.panels = panels
        self.blocks = blocks
        self.xLabel = xLabel
        self.title = title
        self.caption = caption
        self.marked = marked
    }

    public var size: (width: Double, height: Double) {
        let layout = CurvesLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = CurvesLayout(self, canvas: canvas)
        layout.drawTexts(on: canvas)
        for place in layout.places {
            place.left.drawGrid(on: canvas, in: place.box)
            if let marked {
                let x = place.across.x(place.across.places[marked.place], in: place.box)
                canvas.curve(
                    [Point(x, place.box.y), Point(x, place.box.maxY)], .quiet, lineWidth: 1,
                    dash: CurvesLayout.markedDash)
            }
            drawCurves(place, on: canvas)
            canvas.stroke(place.box, .frame, lineWidth: 0.7)
            drawMarks(place, on: canvas)
            if place.curves.allSatisfy({ !$0.series.values.contains(where: \.isFinite) }) {
                canvas.write(
                    "no values", x: place.box.midX, y: place.box.midY,
                    TextStyle(size: 10, color: .quiet), .center, .middle)
            }
        }
    }

    private func drawCurves(_ place: CurvesLayout.Place, on canvas: Canvas) {
        canvas.clipped(to: place.box) {
            for curve in place.curves {
                guard let low = curve.series.low, let high = curve.series.high else { continue }
                for run in runs(zip(low, high).map { $0.isFinite && $1.isFinite }) {
                    let upper = run.map { place.point($0, high[$0], curve) }
                    let lower = run.map { place.point($0, low[$0], curve) }
                    if run.count == 1 {
                        canvas.curve(upper + lower, curve.style.color, lineWidth: 0.9)
                    } else {
                        canvas.fill(
                            upper + lower.reversed(), curve.style.color.withAlpha(0.16))
                    }
                }
            }
            for curve in place.curves {
                for run in runs(curve.series.values.map(\.isFinite)) {
                    canvas.curve(
                        run.map { place.point($0, curve.series.values[$0], curve) },
                        curve.style.color, lineWidth: Chart.lineWidth, dash: curve.style.dash)
                }
            }
        }
    }

    private func drawMarks(_ place: CurvesLayout.Place, on canvas: Canvas) {
        for curve in place.curves {
            let spacing = place.box.width / Double(max(1, curve.series.values.count))
            let breadth = max(2.8, min(5.2, spacing * 0.36))
            let style = MarkStyle(mark: curve.style.mark, color: curve.style.color)
            for (index, value) in curve.series.values.enumerated() where value.isFinite {
                let point = place.point(index, value, curve)
                guard point.y >= place.box.y - 0.01, point.y <= place.box.maxY + 0.01 else {
                    continue
                }
                canvas.mark(style, x: point.x, y: point.y, breadth: breadth)
            }
        }
    }
}

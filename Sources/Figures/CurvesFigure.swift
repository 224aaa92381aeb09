/// Measures along the blocks of a model: panels of curves, side by side and in rows.
///
/// Each curve has its own colour, dash and mark. A value that is not finite leaves a gap. One
/// legend stands above all panels when they show the same series, otherwise one above each. After
/// the figures on layers of Nguyen et al. 2022 (arXiv:2210.07646), with blocks counted from 0.
public struct CurvesFigure: Figure, Sendable {
    /// One curve, with an optional band around it.
    public struct Series: Sendable, Equatable {
        /// The name in the legend. Series of the same name have the same look in all panels.
        public let name: String
        /// The value at each position of the horizontal axis `[blocks]`, in the panel's unit; NaN
        /// or infinity for none.
        public let values: [Double]
        /// The band's lower edge `[blocks]`, for instance of a bootstrap's middle 95 %; nil without
        /// a band.
        public let low: [Double]?
        /// The band's upper edge `[blocks]`; nil without a band. Where an edge is not finite the
        /// band has a gap.
        public let high: [Double]?
        /// Positions of the values on the horizontal axis `[blocks]`; nil for those of the figure.
        public let places: [Double]?
        /// The number of a look, from 0; looks repeat after 72. With nil, series of one name share
        /// a look, and each new name gets the next.
        public let style: Int?

        /// A curve; counts that differ, or places that are not finite, are a programming error.
        ///
        /// - Parameters:
        ///   - values: `[blocks]`.
        ///   - low: `[blocks]`, given with `high` or not at all.
        ///   - high: `[blocks]`.
        ///   - style: from 0; 72 looks differ. Default: by the name.
        ///   - places: `[blocks]`, for a curve with positions of its own, such as relative depth.
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

    /// One frame with curves; those of `rightSeries` have a second vertical axis at the right.
    public struct Panel: Sendable, Equatable {
        /// The text above the frame, at most two lines.
        public let title: String
        /// The name of the vertical axis, with its unit.
        public let yLabel: String
        /// The curves on the left axis.
        public let series: [Series]
        /// The name of the right axis, with its unit.
        public let rightLabel: String
        /// The curves on the right axis; empty for a panel without one.
        public let rightSeries: [Series]
        /// The ends of the left axis; nil for the span of its series and their bands.
        public let range: ClosedRange<Double>?

        /// A panel; without `rightSeries` it has one vertical axis.
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

        /// The curves of both axes.
        var all: [Series] { series + rightSeries }
    }

    /// The panels in reading order: one alone, 2 or 4 in two columns, any others in three. Each
    /// frame is 215 to 300 points wide.
    public let panels: [Panel]
    /// The name of the horizontal axis, below every panel; "" for none.
    public let xLabel: String
    /// The title above everything, at most two lines; nil for none.
    public let title: String?
    /// The text below the panels, at most four lines; nil for none.
    public let caption: String?
    /// A position on the horizontal axis that a dashed upright line marks in every panel; nil for
    /// none.
    public let marked: Marked?
    /// The positions along the horizontal axis.
    let blocks: Blocks

    /// A position that stands out, such as the best layer, and its name.
    public struct Marked: Sendable, Equatable {
        /// The index of the position, from 0 and below the number of blocks.
        public let place: Int
        /// The entry in the legend.
        public let name: String

        /// The position with index `place`, called `name`.
        public init(place: Int, name: String) {
            self.place = place
            self.name = name
        }
    }

    /// Places the values at numbers on a linear scale; whole numbers get whole ticks.
    ///
    /// A series whose count differs from `x`, or a number that is not finite, is a programming
    /// error.
    ///
    /// - Parameters:
    ///   - x: `[blocks]`.
    ///   - xLabel: the axis' name. Default: "block".
    public init(
        panels: [Panel], x: [Double], xLabel: String = "block", title: String? = nil,
        caption: String? = nil, marked: Marked? = nil
    ) {
        precondition(x.allSatisfy(\.isFinite), "places \(x)")
        self.init(panels: panels, blocks: .numbers(x), xLabel, title, caption, marked)
    }

    /// Places the values side by side under their names. Names that all are ascending whole numbers
    /// are placed as these.
    ///
    /// - Parameters:
    ///   - x: `[blocks]`.
    ///   - xLabel: the axis' name. Default: "block".
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

    /// The size in points that follows from the panels and the measured texts.
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

    /// Draws the bands, then the lines, inside the frame. A band of a single position is an upright
    /// line.
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

    /// Draws the marks at the values, unclipped, since half a mark may reach over the frame. Values
    /// outside the frame have none.
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

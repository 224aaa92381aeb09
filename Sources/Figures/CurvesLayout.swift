/// The positions of a figure of curves' parts in points, all from the measured sizes of its texts.
struct CurvesLayout {
    /// A series with its look and its axis.
    struct Curve {
        let series: CurvesFigure.Series
        let style: LineStyle
        /// Whether the right axis applies.
        let isRight: Bool
    }

    /// One panel in its position.
    struct Place {
        /// The frame.
        let box: Rect
        /// The horizontal axis, the same for all panels.
        let across: BlockAxis
        /// The left axis.
        let left: ValueAxis
        /// The right axis; nil without curves on it.
        let right: ValueAxis?
        let curves: [Curve]
        fileprivate let title: TextBlock
        fileprivate let titleTop: Double
        fileprivate let legend: ChartLegend?
        fileprivate let legendTop: Double

        /// The position on the canvas of a curve's value at an index.
        func point(_ index: Int, _ value: Double, _ curve: Curve) -> Point {
            let axis = curve.isRight ? right ?? left : left
            let place = curve.series.places?[index] ?? across.places[index]
            return Point(across.x(place, in: box), axis.y(value, in: box))
        }
    }

    /// The figure's width.
    let width: Double
    /// The figure's height.
    let height: Double
    let places: [Place]
    private let title: TextBlock
    private let legend: ChartLegend?
    private let legendTop: Double
    private let caption: TextBlock
    private let captionTop: Double
    private let xLabel: String
    /// The left edge of the first frame, with which title, legend and caption are flush.
    private let firstX: Double

    /// Points between a panel's right axis and the next panel's left axis.
    private static let columnGap = 20.0
    /// Points between rows of panels.
    private static let rowGap = 18.0
    /// The dashes of the marked position, in points.
    static let markedDash = [3.0, 2.2]

    /// Panels side by side, and the size of each frame in points, for a number of panels.
    static func grid(_ count: Int) -> (columns: Int, width: Double, height: Double) {
        switch count {
        case ...1: (1, 300, 195)
        case 2, 4: (2, 250, 165)
        default: (3, 215, 145)
        }
    }

    /// A panel that is measured but has no position yet.
    private struct Draft {
        let curves: [Curve]
        let left: ValueAxis
        let right: ValueAxis?
        let title: TextBlock
        /// Nil where one legend stands above all panels.
        let legend: ChartLegend?

        init(
            _ panel: CurvesFigure.Panel, _ curves: [Curve], hasLegend: Bool, width: Double,
            height: Double, canvas: Canvas
        ) {
            let hasTwo = !panel.rightSeries.isEmpty
            self.curves = curves
            left = ValueAxis(
                CurvesLayout.numbers(panel.series), range: panel.range, name: panel.yLabel,
                height: height,
                color: hasTwo ? CurvesLayout.color(curves.filter { !$0.isRight }) : .ink,
                canvas: canvas)
            right =
                hasTwo
                ? ValueAxis(
                    CurvesLayout.numbers(panel.rightSeries), name: panel.rightLabel,
                    height: height, color: CurvesLayout.color(curves.filter(\.isRight)),
                    canvas: canvas) : nil
            title = TextBlock(
                panel.title, Chart.panelStyle, width: width, lines: 2, canvas: canvas)
            legend =
                hasLegend
                ? ChartLegend(curves.map(CurvesLayout.entry), width: width, canvas: canvas) : nil
        }
    }

    /// Measures all texts and places the panels in rows.
    init(_ figure: CurvesFigure, canvas: Canvas) {
        let margin = Chart.margin
        let grid = CurvesLayout.grid(figure.panels.count)
        let curves = CurvesLayout.curves(figure)
        let isShared = CurvesLayout.areSame(curves)
        let own = Set(figure.panels.flatMap(\.all).flatMap { $0.places ?? [] }).sorted()
        let across = BlockAxis(
            own.isEmpty ? figure.blocks : .numbers(own), width: grid.width, canvas: canvas)
        xLabel = figure.xLabel
        let drafts = zip(figure.panels, curves).map { panel, curves in
            Draft(
                panel, curves, hasLegend: !isShared, width: grid.width, height: grid.height,
                canvas: canvas)
        }

        let (lefts, end) = CurvesLayout.columns(drafts, grid)
        // A tick's text may reach over the last frame's edge.
        width = end - CurvesLayout.columnGap + margin
        firstX = lefts[0]
        let available = width - firstX - margin

        title = TextBlock(
            figure.title, Chart.titleStyle, width: available, lines: 2, canvas: canvas)
        legendTop = margin + title.height(with: 7)
        let entries = CurvesLayout.entries(figure, shared: isShared ? curves.first ?? [] : [])
        legend =
            entries.isEmpty ? nil : ChartLegend(entries, width: available, canvas: canvas)
        let top = legendTop + (legend.map { $0.height + 8 } ?? 0)

        let below =
            Chart.tickLength + 2 + across.height
            + (xLabel.isEmpty ? 0 : 3 + canvas.measure(xLabel, Chart.axisStyle).height)
        let (places, bottom) = CurvesLayout.places(
            drafts, across, lefts: lefts, grid, top: top, below: below)
        self.places = places
        caption = TextBlock(
            figure.caption, Chart.captionStyle, width: available, lines: 4, canvas: canvas)
        captionTop = bottom + 7
        height = (caption.height > 0 ? captionTop + caption.height : bottom) + margin
    }

    /// The left edge of the frames of each column, and where a further column would begin. A column
    /// is as wide as its widest axes require.
    private static func columns(
        _ drafts: [Draft], _ grid: (columns: Int, width: Double, height: Double)
    ) -> (lefts: [Double], end: Double) {
        var x = Chart.margin
        var lefts: [Double] = []
        for column in 0..<min(grid.columns, max(1, drafts.count)) {
            let own = stride(from: column, to: drafts.count, by: grid.columns)
            x += own.map { drafts[$0].left.breadth }.max() ?? 0
            lefts.append(x)
            x += grid.width + (own.map { drafts[$0].right?.breadth ?? 0 }.max() ?? 0)
            x += columnGap
        }
        return (lefts, x)
    }

    /// The entries of the legend above all panels: the `shared` curves and the marked position.
    private static func entries(
        _ figure: CurvesFigure, shared: [Curve]
    ) -> [ChartLegend.Entry] {
        let marked = figure.marked.map {
            ChartLegend.Entry(name: $0.name, sample: .upright(.quiet, dash: markedDash))
        }
        return shared.map(entry) + [marked].compactMap { $0 }
    }

    /// Places the panels in rows from `top` on, with `below` points for each horizontal axis, and
    /// returns where the last row ends. The frames of a row are level.
    private static func places(
        _ drafts: [Draft], _ across: BlockAxis, lefts: [Double],
        _ grid: (columns: Int, width: Double, height: Double), top: Double, below: Double
    ) -> (places: [Place], bottom: Double) {
        var y = top
        var places: [Place] = []
        for start in stride(from: 0, to: drafts.count, by: grid.columns) {
            let row = start..<min(start + grid.columns, drafts.count)
            let titles = row.map { drafts[$0].title.height(with: 4) }.max() ?? 0
            let legends = row.map { drafts[$0].legend.map { $0.height + 5 } ?? 0 }.max() ?? 0
            let frameTop = y + titles + legends
            for index in row {
                let draft = drafts[index]
                places.append(
                    Place(
                        box: Rect(
                            x: lefts[index - start], y: frameTop, width: grid.width,
                            height: grid.height),
                        across: across, left: draft.left, right: draft.right,
                        curves: draft.curves, title: draft.title,
                        titleTop: frameTop - legends - draft.title.height(with: 4),
                        legend: draft.legend,
                        legendTop: frameTop - 5 - (draft.legend?.height ?? 0)))
            }
            y = frameTop + grid.height + below + rowGap
        }
        return (places, drafts.isEmpty ? y : y - rowGap)
    }

    /// Draws everything but the curves and frames: titles, legends, axes and caption.
    func drawTexts(on canvas: Canvas) {
        title.draw(on: canvas, x: firstX, y: Chart.margin)
        legend?.draw(on: canvas, x: firstX, y: legendTop)
        for place in places {
            place.title.draw(on: canvas, x: place.box.x, y: place.titleTop)
            place.legend?.draw(on: canvas, x: place.box.x, y: place.legendTop)
            place.across.draw(on: canvas, below: place.box)
            place.left.draw(on: canvas, leftOf: place.box)
            place.right?.draw(on: canvas, rightOf: place.box)
            canvas.write(
                xLabel, x: place.box.midX,
                y: place.box.maxY + Chart.tickLength + 5 + place.across.height,
                Chart.axisStyle, .center, maxWidth: place.box.width)
        }
        caption.draw(on: canvas, x: firstX, y: captionTop)
    }

    // MARK: Looks

    /// The curves of each panel; those without a chosen look are numbered by the order in which
    /// their names occur.
    private static func curves(_ figure: CurvesFigure) -> [[Curve]] {
        var names: [String] = []
        return figure.panels.map { panel in
            let sides = panel.series.map { ($0, false) } + panel.rightSeries.map { ($0, true) }
            return sides.map { series, isRight in
                if let style = series.style {
                    return Curve(series: series, style: LineStyle(style), isRight: isRight)
                }
                let known = names.firstIndex(of: series.name)
                if known == nil { names.append(series.name) }
                return Curve(
                    series: series, style: LineStyle(known ?? names.count - 1), isRight: isRight)
            }
        }
    }

    /// Whether all panels have curves of the same names and looks in the same order, so that one
    /// legend suffices.
    private static func areSame(_ panels: [[Curve]]) -> Bool {
        guard let first = panels.first else { return true }
        return panels.allSatisfy { panel in
            panel.count == first.count
                && zip(panel, first).allSatisfy {
                    $0.series.name == $1.series.name && $0.style == $1.style
                }
        }
    }

    /// The line of the legend for a curve.
    private static func entry(_ curve: Curve) -> ChartLegend.Entry {
        ChartLegend.Entry(name: curve.series.name, sample: .line(curve.style))
    }

    /// The colour of an axis beside another one: that of its only curve, darkened for text; ink for
    /// several.
    private static func color(_ curves: [Curve]) -> Color {
        curves.count == 1 ? curves[0].style.color.readable : .ink
    }

    /// All values that an axis must span, bands included.
    private static func numbers(_ series: [CurvesFigure.Series]) -> [Double] {
        series.flatMap { $0.values + ($0.low ?? []) + ($0.high ?? []) }
    }
}

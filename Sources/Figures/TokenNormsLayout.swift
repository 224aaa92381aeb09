internal import Glibc

/// The positions of the parts of a figure of norms, in points.
struct TokenNormsLayout {
    let width: Double
    let height: Double
    /// The frame around all histograms.
    let box: Rect
    /// The row of each layer, the first on top.
    let rows: [Rect]
    /// The style of the layers' names; smaller for low rows.
    let rowStyle: TextStyle
    /// The width of the layers' names, at most 80.
    let nameWidth: Double
    let title: TextBlock
    let caption: TextBlock
    let captionTop: Double
    /// The norms that have a tick, and their texts.
    let ticks: [(value: Double, text: String)]
    /// The height of a tick's number.
    let tickHeight: Double
    /// The upper left corner of each example.
    let examples: [Point]
    /// The colour bar of each example, from its smallest to its largest norm.
    let bars: [ColorBar]
    /// The norm at the left end of the axis.
    private let low: Double
    /// The norm at the right end.
    private let high: Double
    let legend: ChartLegend
    let legendTop: Double

    /// A threshold above this multiple of the largest other norm is not on the axis, which it would
    /// compress.
    private static let farthestThreshold = 4.0

    /// Measures all texts and places rows and examples.
    init(_ figure: TokenNormsFigure, canvas: Canvas) {
        let margin = Chart.margin
        let layers = figure.layers
        let (values, hasThreshold) = Self.values(layers)
        low = (values.min() ?? 0.5) / 1.08
        high = max((values.max() ?? 2) * 1.08, low * 1.3)
        ticks = Self.ticks(low, high, width: TokenNormsFigure.boxWidth, canvas: canvas)
        tickHeight = canvas.measure("0", Chart.tickStyle).height

        let side = TokenNormsFigure.imageSide
        let exampleHeight = side + 2 + tickHeight + 8
        // Beside several images the rows are higher, so that both end at about one level.
        let room = max(320, Double(figure.examples.count) * exampleHeight - 40)
        let rowHeight = max(9, min(room > 320 ? 32 : 24, room / Double(max(1, layers.count))))
        rowStyle = TextStyle(size: min(9, max(6.5, rowHeight * 0.75)))
        let widest = layers.map { [rowStyle] in canvas.measure($0.name, rowStyle).width }.max()
        nameWidth = min(80, (widest ?? 0) + 0.5)
        let shares = layers.map { [rowStyle] in
            canvas.measure(TokenNormsFigure.percent($0.outlierShare), rowStyle).width
        }.max()

        let left = margin + nameWidth + 5
        let right = left + TokenNormsFigure.boxWidth + 5 + (shares ?? 0)
        let exampleLeft = right + 16
        let hasExamples = !figure.examples.isEmpty
        bars = figure.examples.map { example in
            ColorBar(
                low: Double(example.norms.min() ?? 0), high: Double(example.norms.max() ?? 1),
                style: Chart.tickStyle)
        }
        let bar = bars.map { $0.breadth(canvas) }.max() ?? 0
        width =
            (hasExamples
                ? exampleLeft + 2 * side + TokenNormsFigure.gap + TokenNormsFigure.barGap + bar
                : right) + margin
        title = TextBlock(
            figure.title, Chart.titleStyle, width: width - 2 * margin, lines: 2, canvas: canvas)
        legendTop = margin + title.height(with: 6)
        legend = ChartLegend(
            Self.entries(figure, hasThreshold: hasThreshold), width: width - 2 * margin,
            canvas: canvas)
        let top = legendTop + legend.height + 7
        rows = layers.indices.map {
            Rect(
                x: left, y: top + Double($0) * rowHeight, width: TokenNormsFigure.boxWidth,
                height: rowHeight)
        }
        box = Rect(
            x: left, y: top, width: TokenNormsFigure.boxWidth,
            height: rowHeight * Double(max(1, layers.count)))
        examples = figure.examples.indices.map {
            Point(exampleLeft, top + Double($0) * exampleHeight)
        }
        let axis =
            box.maxY + Chart.tickLength + 4 + tickHeight
            + canvas.measure("norm", Chart.axisStyle).height
        captionTop = max(axis, top + Double(figure.examples.count) * exampleHeight) + 6
        caption = TextBlock(
            figure.caption, Chart.captionStyle, width: width - 2 * margin, lines: 3,
            canvas: canvas)
        height = captionTop + caption.height + margin
    }

    /// The norms that the axis must span, and whether any layer's threshold is among them.
    private static func values(
        _ layers: [TokenNormsFigure.Layer]
    ) -> (values: [Double], hasThreshold: Bool) {
        var values: [Double] = []
        for layer in layers {
            values += [layer.edges.first ?? 1, layer.edges.last ?? 1, layer.median]
            values += layer.extraNorms
            if let norm = layer.classNorm { values.append(norm) }
        }
        values = values.filter { $0 > 0 && $0.isFinite }
        let farthest = farthestThreshold * (values.max() ?? 0)
        let thresholds = layers.map(\.threshold).filter { $0 > 0 && $0 <= farthest }
        return (values + thresholds, !thresholds.isEmpty)
    }

    /// The horizontal position of a norm above 0, on the logarithmic axis.
    func x(_ value: Double) -> Double {
        box.x + box.width * (log(value) - log(low)) / (log(high) - log(low))
    }

    /// Whether a norm lies on the axis.
    func covers(_ value: Double) -> Bool { value >= low && value <= high }

    /// Norms of one or two digits for the axis, as many as fit without touching; empty where not
    /// even powers of ten fit.
    private static func ticks(
        _ low: Double, _ high: Double, width: Double, canvas: Canvas
    ) -> [(value: Double, text: String)] {
        let powers = Int(floor(log10(low)))...Int(ceil(log10(high)))
        for digits in [[1.0, 1.5, 2, 3, 4, 5, 6, 8], [1.0, 2, 5], [1.0]] {
            let ticks = powers.flatMap { power in
                digits.map { $0 * pow(10, Double(power)) }
            }.filter { $0 >= low && $0 <= high }.map { value -> (value: Double, text: String) in
                (value, TokenNormsFigure.tick(value))
            }
            let places = ticks.map { width * (log($0.value) - log(low)) / (log(high) - log(low)) }
            let widths = ticks.map { canvas.measure($0.text, Chart.tickStyle).width }
            let fits = places.indices.dropFirst().allSatisfy {
                places[$0] - places[$0 - 1] > (widths[$0] + widths[$0 - 1]) / 2 + 6
            }
            if fits { return ticks }
        }
        return []
    }

    /// The legend: only what occurs in a layer is listed.
    private static func entries(
        _ figure: TokenNormsFigure, hasThreshold: Bool
    ) -> [ChartLegend.Entry] {
        let layers = figure.layers
        let share = "share above at the right"
        let hasOutliers = layers.contains { $0.outlierShare > 0 }
        var entries = [
            ChartLegend.Entry(name: "patches", sample: .box(TokenNormsFigure.barColor))
        ]
        if hasOutliers {
            entries.append(.init(name: "outliers", sample: .box(TokenNormsFigure.outlierColor)))
        }
        entries.append(.init(name: "median", sample: .upright(.ink, dash: [])))
        if hasThreshold {
            entries.append(
                .init(
                    name: "\(figure.thresholdName) (\(share))",
                    sample: .upright(
                        TokenNormsFigure.outlierColor, dash: TokenNormsFigure.thresholdDash)))
        }
        if layers.contains(where: { $0.classNorm != nil }) {
            entries.append(
                .init(name: "class token", sample: .mark(TokenNormsFigure.classMark)))
        }
        if layers.contains(where: { !$0.extraNorms.isEmpty }) {
            entries.append(
                .init(name: "extra tokens", sample: .mark(TokenNormsFigure.extraMark)))
        }
        return entries
    }
}

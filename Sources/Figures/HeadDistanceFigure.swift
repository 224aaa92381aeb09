/// The mean attention distance of each head, block by block: a mark per head, and as lines the mean
/// of a block's heads and the distance of uniform attention.
///
/// After figure 7 (right) of Dosovitskiy et al. 2020 (arXiv:2010.11929), with blocks counted from
/// 0.
public struct HeadDistanceFigure: Figure, Sendable {
    /// The mean attention distance in pixels `[depth][heads]`; NaN for none.
    public let distance: [[Double]]
    /// Lower ends of a bar through each mark, in pixels `[depth][heads]`; empty for none.
    public let low: [[Double]]
    /// Upper ends of the bars, in pixels `[depth][heads]`; empty for none.
    public let high: [[Double]]
    /// The distance in pixels of attention that is the same for all patches.
    public let uniform: Double
    /// The title, at most two lines; nil for none.
    public let title: String?
    /// The text below, at most three lines; nil for none.
    public let caption: String?

    /// Checks that the bars, where given, have the shape of the distances.
    ///
    /// - Parameters:
    ///   - distance: `[depth][heads]`, in pixels of the model's input.
    ///   - low: `[depth][heads]` or empty.
    ///   - high: `[depth][heads]` or empty.
    public init(
        distance: [[Double]], low: [[Double]] = [], high: [[Double]] = [], uniform: Double,
        title: String? = nil, caption: String? = nil
    ) {
        let shape = distance.map(\.count)
        precondition(
            (low.isEmpty || low.map(\.count) == shape)
                && (high.isEmpty || high.map(\.count) == shape),
            "distances \(shape), bars \(low.map(\.count)) and \(high.map(\.count))")
        self.distance = distance
        self.low = low
        self.high = high
        self.uniform = uniform
        self.title = title
        self.caption = caption
    }

    /// Height of the frame in points.
    private static let boxHeight = 260.0

    /// The positions of all parts, in points.
    struct Places {
        let box: Rect
        let title: TextBlock
        let legend: ChartLegend
        let legendTop: Double
        let caption: TextBlock
        let captionTop: Double
        let across: BlockAxis
        let up: ValueAxis
        let width: Double
        let height: Double
    }

    /// Measures the texts and places all parts. The vertical axis begins at 0 and ends 6 % above
    /// the largest value.
    func places(_ canvas: Canvas) -> Places {
        let depth = distance.count
        let boxWidth = max(300, min(620, Double(depth) * 34))
        let across = BlockAxis(
            .numbers((0..<depth).map(Double.init)), width: boxWidth, canvas: canvas)
        let all: [[Double]] = distance + low + high
        let values: [Double] = all.joined() + [0, uniform]
        let top = values.filter(\.isFinite).max() ?? 1
        let up = ValueAxis(
            values, range: 0...max(top, 1e-3) * 1.06, name: "mean attention distance (pixels)",
            height: Self.boxHeight, canvas: canvas)
        let left = Chart.margin + up.breadth
        let title = TextBlock(
            title, Chart.titleStyle, width: boxWidth, lines: 2, canvas: canvas)
        let caption = TextBlock(
            caption, Chart.captionStyle, width: boxWidth, lines: 3, canvas: canvas)
        let legend = ChartLegend(legendEntries, width: boxWidth, canvas: canvas)
        let legendTop = Chart.margin + title.height(with: 7)
        let box = Rect(
            x: left, y: legendTop + legend.height + 8, width: boxWidth, height: Self.boxHeight)
        let label = canvas.measure("block", Chart.axisStyle).height
        let axis = Chart.tickLength + 2 + across.height
        let captionTop = box.maxY + axis + 3 + label + 8
        return Places(
            box: box, title: title, legend: legend, legendTop: legendTop, caption: caption,
            captionTop: captionTop, across: across,
            up: up, width: box.maxX + Chart.margin,
            height: captionTop + caption.height + Chart.margin)
    }

    /// The size in points; the frame is 34 points wide per block, 300 to 620 in all.
    public var size: (width: Double, height: Double) {
        let places = places(.ruler())
        return (places.width, places.height)
    }

    public func draw(on canvas: Canvas) {
        let places = places(canvas)
        let box = places.box
        places.title.draw(on: canvas, x: box.x, y: Chart.margin)
        places.legend.draw(on: canvas, x: box.x, y: places.legendTop)
        places.up.drawGrid(on: canvas, in: box)
        canvas.clipped(to: box) { drawHeads(places, on: canvas) }
        canvas.stroke(box, .frame, lineWidth: 0.7)
        places.up.draw(on: canvas, leftOf: box)
        places.across.draw(on: canvas, below: box)
        canvas.write(
            "block", x: box.midX,
            y: box.maxY + Chart.tickLength + 2 + places.across.height + 3, Chart.axisStyle,
            .center)
        places.caption.draw(on: canvas, x: box.x, y: places.captionTop)
    }

    private static let uniformDash = [5.0, 3]
    /// Heads that have a line each in the legend.
    private static let mostNamed = 4

    /// The colour of a head: from the dark to the bright end of viridis in the order of the heads.
    private static func color(_ head: Int, of count: Int) -> Color {
        viridis(count > 1 ? 0.9 * Double(head) / Double(count - 1) : 0.3)
    }

    /// The legend: the heads by colour, their mean, and uniform attention with its distance.
    private var legendEntries: [ChartLegend.Entry] {
        let heads = distance.map(\.count).max() ?? 0
        var entries: [ChartLegend.Entry] = []
        if heads > Self.mostNamed {
            let shown = [0, heads / 2, heads - 1].map { Self.color($0, of: heads) }
            entries.append(.init(name: "heads 0 to \(heads - 1)", sample: .ramp(shown)))
        } else {
            entries = (0..<heads).map { head in
                let style = MarkStyle(mark: .circle, color: Self.color(head, of: heads))
                return .init(name: "head \(head)", sample: .mark(style))
            }
        }
        let level = colorBarNumber((10 * uniform).rounded() / 10)
        return entries + [
            .init(name: "mean of the heads", sample: .rule(.ink, dash: [])),
            .init(
                name: "uniform attention, \(level) pixels",
                sample: .rule(.quiet, dash: Self.uniformDash)),
        ]
    }

    /// Draws the line of uniform attention, the means, and each head's mark with its bar.
    private func drawHeads(_ places: Places, on canvas: Canvas) {
        let box = places.box
        let level = places.up.y(uniform, in: box)
        canvas.curve(
            [Point(box.x, level), Point(box.maxX, level)], .quiet, lineWidth: 1,
            dash: Self.uniformDash)
        // The outer blocks' heads must not leave the panel.
        let edge = places.across.x(0, in: box) - box.x
        let spacing = min(0.62 * box.width / Double(max(1, distance.count)), 1.8 * edge)
        let means = distance.enumerated().compactMap { block, heads -> Point? in
            let finite = heads.filter(\.isFinite)
            guard !finite.isEmpty else { return nil }
            let mean = finite.reduce(0, +) / Double(finite.count)
            return Point(places.across.x(Double(block), in: box), places.up.y(mean, in: box))
        }
        canvas.curve(means, .ink, lineWidth: 1.2)
        for (block, heads) in distance.enumerated() {
            let breadth = max(3, min(6, spacing / Double(max(1, heads.count)) + 2.5))
            for (head, value) in heads.enumerated() where value.isFinite {
                // Heads side by side in their order, so that equal ones do not hide each other.
                let place = (Double(head) + 0.5) / Double(heads.count) - 0.5
                let x = places.across.x(Double(block), in: box) + place * spacing
                let color = Self.color(head, of: heads.count)
                if !low.isEmpty && !high.isEmpty {
                    canvas.line(
                        [
                            Point(x, places.up.y(low[block][head], in: box)),
                            Point(x, places.up.y(high[block][head], in: box)),
                        ], color.withAlpha(0.45), lineWidth: 1)
                }
                canvas.mark(
                    MarkStyle(mark: .circle, color: color), x: x,
                    y: places.up.y(value, in: box), breadth: breadth)
            }
        }
    }
}

internal import Glibc
public import Tokens

/// The norms of tokens, layer by layer, and images with their outliers marked.
///
/// For each layer there is a histogram of the patch tokens' norms with their median, the threshold
/// of outliers, and the class and extra tokens. Very long tokens on plain background are the
/// artefact of Darcet et al. 2023 (Vision Transformers Need Registers, arXiv:2309.16588).
public struct TokenNormsFigure: Figure, Sendable {
    /// The norms (Euclidean lengths) of one layer's tokens, over all images.
    public struct Layer: Sendable, Equatable {
        /// The layer's name, at the left of its row.
        public let name: String
        /// The edges of the bins `[bins + 1]`, ascending, above 0, since the axis is logarithmic.
        public let edges: [Double]
        /// The number of patch tokens in each bin `[bins]`; each row is scaled by its own largest.
        public let counts: [Int]
        /// The median of the patch tokens' norms.
        public let median: Double
        /// The norm above which a patch token is an outlier.
        public let threshold: Double
        /// The share of tokens above the threshold, 0...1.
        public let outlierShare: Double
        /// Mean norm of the class token; nil for a model without one.
        public let classNorm: Double?
        /// Mean norm of each register, or of the distillation token; empty for a model without
        /// them.
        public let extraNorms: [Double]

        /// A layer; `edges` must have one number more than `counts` and begin above 0.
        public init(
            name: String, edges: [Double], counts: [Int], median: Double, threshold: Double,
            outlierShare: Double, classNorm: Double?, extraNorms: [Double]
        ) {
            precondition(
                edges.count == counts.count + 1 && (edges.first ?? 0) > 0,
                "\(edges.count) edges of \(counts.count) bins from \(edges.first ?? 0)")
            self.name = name
            self.edges = edges
            self.counts = counts
            self.median = median
            self.threshold = threshold
            self.outlierShare = outlierShare
            self.classNorm = classNorm
            self.extraNorms = extraNorms
        }
    }

    /// One image with the norms of its patches.
    public struct Example: Sendable, Equatable {
        /// The image as the model got it.
        public let image: RasterImage
        /// The norm of each patch token `[patches]`; NaN where none is shown.
        public let norms: [Float]
        /// The patches.
        public let grid: PatchGrid
        /// The patches that are outliers, row-major from 0; they are framed on the image.
        public let outliers: [Int]

        /// An example; the counts must agree.
        public init(image: RasterImage, norms: [Float], grid: PatchGrid, outliers: [Int]) {
            precondition(
                norms.count == grid.count
                    && outliers.allSatisfy { (0..<norms.count).contains($0) },
                "\(norms.count) norms of \(grid.countInWords)")
            self.image = image
            self.norms = norms
            self.grid = grid
            self.outliers = outliers
        }
    }

    /// The layers, the first on top.
    public let layers: [Layer]
    /// The images at the right, each beside its map of norms; empty for none.
    public let examples: [Example]
    /// The title, at most two lines; nil for none.
    public let title: String?
    /// The text below everything, at most three lines; nil for none.
    public let caption: String?
    /// What the legend calls the threshold, such as "3 medians". Default: "threshold".
    public let thresholdName: String

    /// A figure of layers and examples.
    public init(
        layers: [Layer], examples: [Example] = [], title: String? = nil, caption: String? = nil,
        thresholdName: String = "threshold"
    ) {
        self.thresholdName = thresholdName
        self.layers = layers
        self.examples = examples
        self.title = title
        self.caption = caption
    }

    /// Width of the frame around the histograms, in points.
    static let boxWidth = 330.0
    /// Side of an example's image, in points.
    static let imageSide = 92.0
    /// Points between an example's image and its map.
    static let gap = 8.0
    /// Points between a map of norms and its colour bar.
    static let barGap = 5.0
    /// The dashes of the threshold's line, in points.
    static let thresholdDash = [2, 1.6]

    /// The size in points of the histograms with the examples at their right.
    public var size: (width: Double, height: Double) {
        let layout = TokenNormsLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = TokenNormsLayout(self, canvas: canvas)
        layout.title.draw(on: canvas, x: Chart.margin, y: Chart.margin)
        layout.legend.draw(on: canvas, x: Chart.margin, y: layout.legendTop)
        drawGrid(layout, on: canvas)
        for (index, layer) in layers.enumerated() {
            draw(layer, layout.rows[index], layout, on: canvas)
        }
        canvas.stroke(layout.box, .frame, lineWidth: 0.7)
        for index in examples.indices { draw(index, layout, on: canvas) }
        layout.caption.draw(on: canvas, x: Chart.margin, y: layout.captionTop)
    }

    /// Draws the ticks of the norm axis, lines across all rows, and its name.
    private func drawGrid(_ layout: TokenNormsLayout, on canvas: Canvas) {
        let box = layout.box
        for tick in layout.ticks {
            let x = layout.x(tick.value)
            canvas.line([Point(x, box.y), Point(x, box.maxY)], .grid, lineWidth: 0.6)
            canvas.line(
                [Point(x, box.maxY), Point(x, box.maxY + Chart.tickLength)], .frame,
                lineWidth: 0.7)
            canvas.write(
                tick.text, x: x, y: box.maxY + Chart.tickLength + 2, Chart.tickStyle, .center)
        }
        canvas.write(
            "norm of the token", x: box.midX,
            y: box.maxY + Chart.tickLength + 4 + layout.tickHeight, Chart.axisStyle, .center)
    }

    /// Draws a layer's row: histogram, median, threshold, marks of class and extra tokens, name and
    /// share of outliers. Values outside the axis are left out.
    private func draw(
        _ layer: Layer, _ row: Rect, _ layout: TokenNormsLayout, on canvas: Canvas
    ) {
        let most = Double(max(1, layer.counts.max() ?? 1))
        let height = row.height * 0.86
        for (bin, count) in layer.counts.enumerated() where count > 0 {
            let (left, right) = (layout.x(layer.edges[bin]), layout.x(layer.edges[bin + 1]))
            // A single outlier must show beside thousands of others.
            let tall = max(1.6, height * Double(count) / most)
            let isOutlier = layer.edges[bin] >= layer.threshold
            canvas.fill(
                Rect(x: left, y: row.maxY - tall, width: max(0.8, right - left), height: tall),
                isOutlier ? Self.outlierColor : Self.barColor)
        }
        canvas.line(
            [Point(row.x, row.maxY), Point(row.maxX, row.maxY)], .hairline, lineWidth: 0.4)
        func upright(_ value: Double, _ color: Color, dash: [Double]) {
            guard layout.covers(value) else { return }
            let x = layout.x(value)
            canvas.curve(
                [Point(x, row.maxY - height), Point(x, row.maxY)], color, lineWidth: 1.1,
                dash: dash)
        }
        upright(layer.median, .ink, dash: [])
        upright(layer.threshold, Self.outlierColor, dash: Self.thresholdDash)
        for value in layer.extraNorms where layout.covers(value) {
            canvas.mark(
                Self.extraMark, x: layout.x(value), y: row.maxY - height / 2,
                breadth: min(5, row.height * 0.5))
        }
        if let value = layer.classNorm, layout.covers(value) {
            canvas.mark(
                Self.classMark, x: layout.x(value), y: row.maxY - height / 2,
                breadth: min(6, row.height * 0.6))
        }
        canvas.write(
            layer.name, x: row.x - 5, y: row.midY, layout.rowStyle, .trailing, .middle,
            maxWidth: layout.nameWidth)
        canvas.write(
            Self.percent(layer.outlierShare), x: row.maxX + 5, y: row.midY, layout.rowStyle,
            .leading, .middle)
    }

    /// Draws an example: the image with its outliers framed, the map of norms, its colour bar and
    /// the texts below.
    private func draw(
        _ index: Int, _ layout: TokenNormsLayout, on canvas: Canvas
    ) {
        let (example, origin) = (examples[index], layout.examples[index])
        let side = Self.imageSide
        let place = Rect(x: origin.x, y: origin.y, width: side, height: side)
        let image = place.fitting(
            width: Double(example.image.width), height: Double(example.image.height))
        canvas.image(example.image, in: image)
        var beside = place
        beside.x += side + Self.gap
        let known = example.norms.filter(\.isFinite)
        let low = known.min() ?? 0
        let grid = example.grid
        canvas.image(
            RasterImage(
                map: example.norms, width: grid.columns, height: grid.rows, low: low,
                high: max(known.max() ?? 1, low)),
            in: beside.fitting(width: Double(grid.columns), height: Double(grid.rows)),
            crisp: true)
        for patch in example.outliers {
            canvas.frame(ViewsFigure.Patch(index: patch, grid: grid), on: image)
        }
        layout.bars[index].draw(
            on: canvas, x: beside.maxX + Self.barGap, y: beside.y, height: side)
        let count = example.outliers.count
        canvas.write(
            count == 0 ? "no outlier" : CountedNoun("outlier", "outliers").counted(count),
            x: place.midX, y: place.maxY + 2, Chart.tickStyle, .center,
            maxWidth: side + Self.gap - 2)
        canvas.write(
            "norms \(Self.number(Double(low)))–\(Self.number(Double(known.max() ?? 0)))",
            x: beside.midX, y: beside.maxY + 2, Chart.tickStyle, .center,
            maxWidth: side + Self.gap - 2)
    }

    /// Columns of the histogram.
    static let barColor = Color(0x6F9CC4)
    /// Columns beyond the threshold, and the threshold's line.
    static let outlierColor = Color(0xC2183C)
    /// The class token's mean norm.
    static let classMark = MarkStyle(mark: .star, color: Color.objects[1])
    /// The mean norm of a register or of the distillation token.
    static let extraMark = MarkStyle(mark: .diamond, color: Color.objects[4])

    /// A share in 0...1 as per cent: "0 %", "0.04 %", "3.1 %", "12 %". A share that is not 0 but
    /// below 0.005 % is "< 0.01 %".
    public static func percent(_ share: Double) -> String {
        let value = 100 * share
        if value == 0 { return "0 %" }
        let digits = value >= 10 ? 0 : value >= 1 ? 1 : 2
        let factor = pow(10, Double(digits))
        let rounded = (value * factor).rounded() / factor
        return rounded == 0
            ? "< 0.01 %" : "\(digits == 0 ? String(Int(rounded)) : "\(rounded)") %"
    }

    /// A tick's number without trailing zeros: "0.5", "1.5", "20".
    static func tick(_ value: Double) -> String {
        let rounded = (value * 1e6).rounded() / 1e6
        return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
    }

    /// A number with at least three significant digits: "0.123", "45.6", "1234". Values of 0 or
    /// below, and those that are not finite, are "0".
    static func number(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return "0" }
        let digits = max(0, 2 - Int(floor(log10(value))))
        let factor = pow(10, Double(digits))
        let rounded = (value * factor).rounded() / factor
        return digits == 0 ? String(Int(rounded)) : "\(rounded)"
    }
}

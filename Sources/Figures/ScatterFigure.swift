internal import Glibc

/// A map of many points, one an image, with colour and mark by label.
///
/// Both axes have the same scale. Marks become smaller and fainter as points become more; above
/// 3,000 points they are one picture (at the resolution asked for) in SVG and PDF, too. Points
/// are laid in a fixed shuffled order, so that no label covers the others.
public struct ScatterFigure: Figure, Sendable {
    /// Horizontal places `[points]`.
    public let x: [Float]
    /// Vertical places `[points]`, upwards.
    public let y: [Float]
    /// Label of each point `[points]`, -1 for none; or empty.
    public let labels: [Int32]
    /// Names of the labels 0, 1, ...; a label without a name is shown as its number.
    public let labelNames: [String]
    public let title: String
    /// Lines below the title.
    public let notes: [String]
    public let axisNames: (x: String, y: String)

    /// Points that are not finite are left out, and a note says how many.
    ///
    /// - Parameters:
    ///   - x: `[points]`.
    ///   - y: `[points]`.
    ///   - labels: `[points]`, or empty for a map without labels.
    public init(
        x: [Float], y: [Float], labels: [Int32] = [], labelNames: [String] = [], title: String = "",
        notes: [String] = [], axisNames: (x: String, y: String) = ("t-SNE 1", "t-SNE 2")
    ) {
        precondition(x.count == y.count, "\(x.count) horizontal and \(y.count) vertical places")
        precondition(
            labels.isEmpty || labels.count == x.count, "\(labels.count) labels of \(x.count) points"
        )
        self.x = x
        self.y = y
        self.labels = labels
        self.labelNames = labelNames
        self.title = title
        let bad = zip(x, y).count { !($0.isFinite && $1.isFinite) }
        self.notes =
            bad == 0
            ? notes
            : notes + ["\(bad) of \(x.count) points have no finite place and are not drawn"]
        self.axisNames = axisNames
    }

    /// Points above which marks are blended into a picture.
    static let mostOutlines = 3_000

    public var size: (width: Double, height: Double) {
        let layout = ScatterLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = ScatterLayout(self, canvas: canvas)
        layout.drawTexts(on: canvas)
        layout.legend?.draw(on: canvas)
        drawPoints(on: canvas, panel: layout.panel)
        canvas.stroke(layout.panel, .frame, lineWidth: 0.7)
    }

    /// Breadth of a mark in points for `count` points.
    static func breadth(count: Int) -> Double {
        max(1.3, min(7, 7 * pow(100 / Double(max(1, count)), 0.22)))
    }

    /// Opacity of a mark for `count` points.
    static func alpha(count: Int) -> Double {
        max(0.4, min(0.85, 0.85 * pow(500 / Double(max(1, count)), 0.12)))
    }

    private func drawPoints(on canvas: Canvas, panel: Rect) {
        let order = drawingOrder()
        guard !order.isEmpty else {
            canvas.write(
                "no points", x: panel.midX, y: panel.midY, TextStyle(size: 10, color: .quiet),
                .center, .middle)
            return
        }
        var (across, up) = (
            Axis(spanning: order.map { x[$0] }), Axis(spanning: order.map { y[$0] })
        )
        let range = max(across.high - across.low, up.high - up.low)
        (across, up) = (across.widened(to: range), up.widened(to: range))

        let ranks = LabelRanks(labels)
        let styles = ranks.styles
        let breadth = ScatterFigure.breadth(count: order.count)
        let alpha = ScatterFigure.alpha(count: order.count)
        let left = order.map { panel.width * across.fraction(Double(x[$0])) }
        let down = order.map { panel.height * (1 - up.fraction(Double(y[$0]))) }
        let kinds = order.map { labels.isEmpty ? 0 : ranks.rank(of: labels[$0]) }
        if order.count <= ScatterFigure.mostOutlines {
            let faded = styles.map {
                MarkStyle(mark: $0.mark, color: $0.color.withAlpha(alpha))
            }
            for point in order.indices {
                canvas.mark(
                    faded[kinds[point]], x: panel.x + left[point], y: panel.y + down[point],
                    breadth: breadth)
            }
        } else {
            // Whole pixels, so that the page's grid and the picture's are one.
            let scale = canvas.currentScale
            let (column, row) = ((panel.x * scale).rounded(), (panel.y * scale).rounded())
            let columns = Int(((panel.maxX) * scale).rounded() - column)
            let rows = Int(((panel.maxY) * scale).rounded() - row)
            guard columns > 0 && rows > 0 else { return }
            var raster = PointRaster(width: columns, height: rows)
            let (dx, dy) = (panel.x * scale - column, panel.y * scale - row)
            raster.stamp(
                x: left.map { $0 * scale + dx }, y: down.map { $0 * scale + dy }, kinds: kinds,
                styles: styles, breadth: breadth * scale, alpha: alpha)
            canvas.overlay(
                raster.pixels, width: columns, height: rows,
                in: Rect(
                    x: column / scale, y: row / scale, width: Double(columns) / scale,
                    height: Double(rows) / scale))
        }
    }

    /// Finite points, those without a label first, each group in an order that a fixed hash of
    /// the point's index gives.
    func drawingOrder() -> [Int] {
        let keyed = x.indices.filter { x[$0].isFinite && y[$0].isFinite }.map { point in
            var hash = UInt64(point) &* 0x9E37_79B9_7F4A_7C15
            hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
            hash = (hash ^ hash >> 27) >> 1
            let labelled = labels.isEmpty || labels[point] < 0 ? 0 : UInt64(1) << 63
            return (key: labelled | hash, point: point)
        }
        return keyed.sorted { ($0.key, $0.point) < ($1.key, $1.point) }.map(\.point)
    }
}

/// The labels that occur, in order, and how each looks.
struct LabelRanks {
    /// The labels that occur, ascending; -1 when some points have none.
    let present: [Int32]
    let counts: [Int]
    let styles: [MarkStyle]

    init(_ labels: [Int32]) {
        let sorted = labels.map { max(-1, $0) }.sorted()
        var (present, counts): ([Int32], [Int]) = ([], [])
        for label in sorted {
            if present.last == label {
                counts[counts.count - 1] += 1
            } else {
                present.append(label)
                counts.append(1)
            }
        }
        self.present = present
        self.counts = counts
        let skipped = present.first == -1 ? 1 : 0
        styles =
            present.isEmpty
            ? [.single]
            : present.indices.map { rank in
                present[rank] < 0 ? .unlabelled : .label(rank - skipped)
            }
    }

    /// The place of a label among those that occur.
    func rank(of label: Int32) -> Int {
        let label = max(-1, label)
        var (low, high) = (0, present.count)
        while low < high {
            let middle = (low + high) / 2
            if present[middle] < label { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

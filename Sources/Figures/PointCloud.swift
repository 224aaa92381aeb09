internal import Glibc

/// The points of a map and how each looks, ready to be drawn into any panel.
///
/// Up to 3,000 points are outlines; more are blended into one picture, in SVG and PDF, too.
struct PointCloud {
    /// Horizontal and vertical places `[points]`.
    let x: [Float]
    let y: [Float]
    /// The points that are drawn, the lowest first.
    let order: [Int]
    /// Index into `styles` of each point `[points]`; empty where all look alike.
    let kinds: [Int]
    let styles: [MarkStyle]
    /// How broad each mark is beside the others `[points]`, 0...1; empty for one breadth.
    var weights: [Float] = []
    /// Places of points of another map below these.
    var ground: Places = ([], [])
    /// Index into `groundStyles` of each of those; empty for grey ones.
    var groundKinds: [Int] = []
    var groundStyles: [MarkStyle] = []
    /// Points with a ring around them.
    var ringed: Set<Int> = []

    /// Points above which marks are blended into a picture.
    static let mostOutlines = 3_000
    static let groundStyle = MarkStyle(mark: .circle, color: Color(0xC9C9C9))
    /// Breadth of the rim around a point on another map, over the point's own.
    static let rimShare = 1.5
    static let ringStyle = MarkStyle(mark: .circle, color: Color(0xD0006F))
    /// Outer and inner breadth of a ring over the point's own.
    private static let ringShares = (outer: 2.7, inner: 2.15)
    /// Points on another map above which they become smaller.
    private static let mostLarge = 40.0

    /// How a point of the map below looks whose own map draws it in `style`.
    static func ground(_ style: MarkStyle) -> MarkStyle {
        style == .unlabelled
            ? groundStyle : MarkStyle(mark: .circle, color: style.color.paler(by: 0.5))
    }
    /// Breadths that weights are rounded to.
    private static let weightSteps = 8

    init(x: [Float], y: [Float], order: [Int], kinds: [Int], styles: [MarkStyle]) {
        self.x = x
        self.y = y
        self.order = order
        self.kinds = kinds
        self.styles = styles
    }

    /// Breadth of a mark in points for `count` points.
    static func breadth(count: Int) -> Double {
        max(1.3, min(7, 7 * pow(100 / Double(max(1, count)), 0.22)))
    }

    /// Breadth of the marks of these points: many on another map are smaller, since they would hide
    /// it.
    var ownBreadth: Double {
        let breadth = PointCloud.breadth(count: order.count)
        if ground.x.isEmpty { return breadth }
        let share = pow(PointCloud.mostLarge / Double(max(1, order.count)), 0.3)
        return breadth * min(1, max(0.45, share))
    }

    /// How far from its middle a ringed point reaches.
    var reach: Double {
        ownBreadth / 2 * (ringed.isEmpty ? PointCloud.rimShare : PointCloud.ringShares.outer)
    }

    /// Opacity of a mark for `count` points.
    static func alpha(count: Int) -> Double {
        max(0.4, min(0.85, 0.85 * pow(500 / Double(max(1, count)), 0.12)))
    }

    /// Points with a finite place in a fixed shuffled order, so that no label covers the others;
    /// those without a label come first.
    static func order(x: [Float], y: [Float], labels: [Int32]) -> [Int] {
        let keyed = x.indices.filter { x[$0].isFinite && y[$0].isFinite }.map { point in
            var hash = UInt64(point) &* 0x9E37_79B9_7F4A_7C15
            hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
            hash = (hash ^ hash >> 27) >> 1
            let labelled = labels.isEmpty || labels[point] < 0 ? 0 : UInt64(1) << 63
            return (key: labelled | hash, point: point)
        }
        return keyed.sorted { ($0.key, $0.point) < ($1.key, $1.point) }.map(\.point)
    }

    /// Both axes of a panel, with one scale.
    struct Scale {
        let across: Axis
        let up: Axis

        func point(_ x: Float, _ y: Float, in panel: Rect) -> Point {
            Point(
                panel.x + panel.width * across.fraction(Double(x)),
                panel.y + panel.height * (1 - up.fraction(Double(y))))
        }
    }

    typealias Places = (x: [Float], y: [Float])

    /// Both axes as they span points and those below them.
    private static func axes(_ points: Places, below: Places) -> (across: Axis, up: Axis) {
        var (x, y): ([Float], [Float]) = ([], [])
        for places in [points, below] {
            for i in places.x.indices where places.x[i].isFinite && places.y[i].isFinite {
                x.append(places.x[i])
                y.append(places.y[i])
            }
        }
        return (Axis(spanning: x), Axis(spanning: y))
    }

    /// Height over width of a panel that a wide map of these points fills, 0.4...1.
    static func aspect(_ points: Places, below: Places = ([], [])) -> Double {
        let (across, up) = axes(points, below: below)
        return min(1, max(0.4, (up.high - up.low) / (across.high - across.low)))
    }

    /// The scale in a panel of this height over its width.
    func scale(aspect: Double) -> Scale {
        let (across, up) = PointCloud.axes((x, y), below: ground)
        let range = max(across.high - across.low, (up.high - up.low) / aspect)
        return Scale(across: across.widened(to: range), up: up.widened(to: range * aspect))
    }

    /// - Parameter factor: on the breadth of every mark, for small panels.
    func draw(on canvas: Canvas, in panel: Rect, factor: Double = 1) {
        let below = PointCloud.order(x: ground.x, y: ground.y, labels: [])
        guard !order.isEmpty || !below.isEmpty else {
            canvas.write(
                "no points", x: panel.midX, y: panel.midY, TextStyle(size: 10, color: .quiet),
                .center, .middle)
            return
        }
        let scale = scale(aspect: panel.height / panel.width)
        if !below.isEmpty {
            let places = below.map { scale.point(ground.x[$0], ground.y[$0], in: panel) }
            let isColored = !groundKinds.isEmpty
            draw(
                places, kinds: below.map { isColored ? groundKinds[$0] : 0 },
                styles: isColored ? groundStyles : [PointCloud.groundStyle],
                breadth: factor * PointCloud.breadth(count: below.count),
                alpha: PointCloud.alpha(count: below.count), on: canvas, panel)
        }
        let breadth = factor * ownBreadth
        drawRings(scale, breadth: breadth, on: canvas, panel)
        let alpha = PointCloud.alpha(count: order.count)
        for (share, points) in layers() {
            let places = points.map { scale.point(x[$0], y[$0], in: panel) }
            let own = points.map { kinds.isEmpty ? 0 : kinds[$0] }
            // On another map points need an edge.
            if !below.isEmpty {
                draw(
                    places, kinds: own, styles: styles.map(\.rim),
                    breadth: breadth * share * PointCloud.rimShare, alpha: 1, on: canvas, panel)
            }
            draw(
                places, kinds: own, styles: styles, breadth: breadth * share,
                alpha: below.isEmpty ? alpha : 1, on: canvas, panel)
        }
    }

    /// Rings below all points, so that they hide none.
    private func drawRings(
        _ scale: Scale, breadth: Double, on canvas: Canvas, _ panel: Rect
    ) {
        if ringed.isEmpty { return }
        let places = order.filter(ringed.contains).map { scale.point(x[$0], y[$0], in: panel) }
        let kinds = places.map { _ in 0 }
        let (outer, inner) = PointCloud.ringShares
        draw(
            places, kinds: kinds, styles: [PointCloud.ringStyle], breadth: outer * breadth,
            alpha: 1, on: canvas, panel)
        draw(
            places, kinds: kinds, styles: [MarkStyle(mark: .circle, color: .white)],
            breadth: inner * breadth, alpha: 1, on: canvas, panel)
    }

    /// Points of one breadth, the smallest first: the largest lie on top.
    private func layers() -> [(share: Double, points: [Int])] {
        guard !weights.isEmpty else { return [(1, order)] }
        let steps = PointCloud.weightSteps
        // Twice: points without a label stay below the others.
        var layers = (0..<2 * steps).map { layer in
            (share: 0.55 + 1.35 * Double(layer % steps) / Double(steps - 1), points: [Int]())
        }
        for point in order {
            let weight = weights[point].isFinite ? max(0, min(1, weights[point])) : 0
            let isBelow = !kinds.isEmpty && styles[kinds[point]] == .unlabelled
            layers[(isBelow ? 0 : steps) + Int((weight * Float(steps - 1)).rounded())].points
                .append(point)
        }
        return layers.filter { !$0.points.isEmpty }
    }

    private func draw(
        _ places: [Point], kinds: [Int], styles: [MarkStyle], breadth: Double, alpha: Double,
        on canvas: Canvas, _ panel: Rect
    ) {
        if order.count <= PointCloud.mostOutlines && places.count <= PointCloud.mostOutlines {
            let faded = styles.map {
                MarkStyle(mark: $0.mark, color: $0.color.withAlpha(alpha))
            }
            for (place, kind) in zip(places, kinds) {
                canvas.mark(faded[kind], x: place.x, y: place.y, breadth: breadth)
            }
            return
        }
        // Whole pixels, so that the page's grid and the picture's are one.
        let scale = canvas.currentScale
        let (column, row) = ((panel.x * scale).rounded(), (panel.y * scale).rounded())
        let columns = Int(((panel.maxX) * scale).rounded() - column)
        let rows = Int(((panel.maxY) * scale).rounded() - row)
        guard columns > 0 && rows > 0 else { return }
        var raster = PointRaster(width: columns, height: rows)
        raster.stamp(
            x: places.map { $0.x * scale - column }, y: places.map { $0.y * scale - row },
            kinds: kinds, styles: styles, breadth: breadth * scale, alpha: alpha)
        canvas.overlay(
            raster.pixels, width: columns, height: rows,
            in: Rect(
                x: column / scale, y: row / scale, width: Double(columns) / scale,
                height: Double(rows) / scale))
    }
}

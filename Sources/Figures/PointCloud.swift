internal import Glibc

/// The points of a map and their looks, ready to be drawn into any panel.
///
/// Up to 3,000 points are outlines; more are blended into one image, in SVG and PDF, too.
struct PointCloud {
    /// Horizontal coordinates `[points]`.
    let x: [Float]
    /// Vertical coordinates `[points]`, upwards.
    let y: [Float]
    /// Indices of the points that are drawn, the lowest first.
    let order: [Int]
    /// Index into `styles` of each point `[points]`; empty where all look alike.
    let kinds: [Int]
    /// The looks that occur.
    let styles: [MarkStyle]
    /// The relative breadth of each mark `[points]`, 0...1; empty for one breadth. NaN counts as 0.
    var weights: [Float] = []
    /// Coordinates of the points of another map, drawn below these; empty for none.
    var ground: Places = ([], [])
    /// Index into `groundStyles` of each point of that map; empty for grey points.
    var groundKinds: [Int] = []
    /// The looks that occur in that map.
    var groundStyles: [MarkStyle] = []
    /// Indices of points with a ring around them.
    var ringed: Set<Int> = []

    /// The number of points above which marks are blended into an image.
    static let mostOutlines = 3_000
    /// A point of the map below that has no label.
    static let groundStyle = MarkStyle(mark: .circle, color: Color(0xC9C9C9))
    /// Breadth of the rim around a point on another map, as a multiple of the point's own.
    static let rimShare = 1.5
    /// The disc that makes a ring.
    static let ringStyle = MarkStyle(mark: .circle, color: Color(0xD0006F))
    /// Outer and inner breadth of a ring, as multiples of the point's own.
    private static let ringShares = (outer: 2.7, inner: 2.15)
    /// The number of points on another map above which they become smaller.
    private static let mostLarge = 40.0

    /// The look of a point of the map below that its own map draws in `style`: a disc of the same
    /// colour, half mixed with white.
    static func ground(_ style: MarkStyle) -> MarkStyle {
        style == .unlabelled
            ? groundStyle : MarkStyle(mark: .circle, color: style.color.paler(by: 0.5))
    }
    /// The number of breadths that weights are rounded to.
    private static let weightSteps = 8

    /// A map without a ground, weights or rings.
    init(x: [Float], y: [Float], order: [Int], kinds: [Int], styles: [MarkStyle]) {
        self.x = x
        self.y = y
        self.order = order
        self.kinds = kinds
        self.styles = styles
    }

    /// The breadth of a mark in points for `count` points: 7 for 100 and fewer, falling as
    /// `count^-0.22`, at least 1.3.
    static func breadth(count: Int) -> Double {
        max(1.3, min(7, 7 * pow(100 / Double(max(1, count)), 0.22)))
    }

    /// The breadth of these points' marks. Many on another map are smaller, since they would hide
    /// it.
    var ownBreadth: Double {
        let breadth = PointCloud.breadth(count: order.count)
        if ground.x.isEmpty { return breadth }
        let share = pow(PointCloud.mostLarge / Double(max(1, order.count)), 0.3)
        return breadth * min(1, max(0.45, share))
    }

    /// The distance in points from the middle of a point to its outermost edge, rim or ring
    /// included.
    var reach: Double {
        ownBreadth / 2 * (ringed.isEmpty ? PointCloud.rimShare : PointCloud.ringShares.outer)
    }

    /// The opacity of a mark for `count` points: 0.85 for 500 and fewer, falling as `count^-0.12`,
    /// at least 0.4.
    static func alpha(count: Int) -> Double {
        max(0.4, min(0.85, 0.85 * pow(500 / Double(max(1, count)), 0.12)))
    }

    /// The points with finite coordinates in a fixed shuffled order, so that no label covers the
    /// others. Points without a label come first.
    ///
    /// The order depends on the indices alone (a hash of each), so that the same map has the same
    /// figure.
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

    /// Both axes of a panel, with the same scale.
    struct Scale {
        let across: Axis
        let up: Axis

        /// The position on the canvas of a point of the map.
        func point(_ x: Float, _ y: Float, in panel: Rect) -> Point {
            Point(
                panel.x + panel.width * across.fraction(Double(x)),
                panel.y + panel.height * (1 - up.fraction(Double(y))))
        }
    }

    /// Coordinates of points: x to the right, y upwards, of one length.
    typealias Places = (x: [Float], y: [Float])

    /// The ranges of both axes over the points and those below them, each with a margin of 5 %.
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

    /// Height over width of a panel that the map of these points fills, limited to 0.4...1.
    static func aspect(_ points: Places, below: Places = ([], [])) -> Double {
        let (across, up) = axes(points, below: below)
        return min(1, max(0.4, (up.high - up.low) / (across.high - across.low)))
    }

    /// The scale with which all points fit into a panel of the given height over width.
    func scale(aspect: Double) -> Scale {
        let (across, up) = PointCloud.axes((x, y), below: ground)
        let range = max(across.high - across.low, (up.high - up.low) / aspect)
        return Scale(across: across.widened(to: range), up: up.widened(to: range * aspect))
    }

    /// Draws the ground, the rings and the points; "no points" where there are none.
    ///
    /// - Parameter factor: on the breadth of every mark, for small panels. Default: 1.
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

    /// Draws rings below all points, so that they hide none.
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

    /// The points in groups of one breadth, the smallest first, so that the largest lie on top.
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

    /// Draws marks at positions on the canvas: as outlines, or above 3,000 points as one image
    /// aligned to whole pixels.
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
        // Whole pixels, so that the grids of the page and of the image coincide.
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

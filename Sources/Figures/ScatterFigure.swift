/// A map of many points, one per image, with colour and mark by label.
///
/// Both axes have the same scale, since only distances have a meaning in a map. Marks become
/// smaller and fainter as points become more. Above 3,000 points they are one image (at the
/// requested resolution), in SVG and PDF, too. Points are drawn in a fixed shuffled order, so that
/// no label covers the others.
public struct ScatterFigure: Figure, Sendable {
    /// Horizontal coordinates `[points]`, in the map's own unit.
    public let x: [Float]
    /// Vertical coordinates `[points]`, upwards.
    public let y: [Float]
    /// The label of each point `[points]`, an index into `labelNames`; negative for none. Empty for
    /// a map without labels.
    public let labels: [Int32]
    /// Names of the labels 0, 1, ...; a label without a name is shown as "label N".
    public let labelNames: [String]
    /// The title, at most two lines; "" for none.
    public let title: String
    /// Texts below the title, at most two lines each.
    public let notes: [String]
    /// The names of the axes. Default: "t-SNE 1" and "t-SNE 2".
    public let axisNames: (x: String, y: String)
    /// The relative breadth of each mark `[points]`, 0...1, the broadest on top; empty for one
    /// breadth.
    public let weights: [Float]
    /// Coordinates of the map that these points were placed in, drawn pale below them; both empty
    /// for none.
    public let reference: (x: [Float], y: [Float])
    /// Labels of the reference's points, indices into `labelNames`; empty for grey points.
    public let referenceLabels: [Int32]
    /// What the legend calls the points without a label. Default: "no label".
    public let unlabelledName: String
    /// The noun for labels, such as "folder"; the legend counts with it those without a look of
    /// their own.
    public let labelNoun: CountedNoun
    /// Indices of points that get a ring, and what the legend calls it; empty for none.
    public let ringed: (points: [Int], name: String)
    /// Indices of points and the names that stand beside them, where there is room.
    public let named: [(point: Int, name: String)]

    /// Checks the counts, which must agree. Points that are not finite are left out, and a note
    /// reports how many.
    ///
    /// - Parameters:
    ///   - x: `[points]`.
    ///   - y: `[points]`.
    ///   - labels: `[points]`, or empty for a map without labels.
    ///   - weights: `[points]`, or empty.
    ///   - ringed: points in `0..<points`.
    ///   - named: points in `0..<points`.
    public init(
        x: [Float], y: [Float], labels: [Int32] = [], labelNames: [String] = [], title: String = "",
        notes: [String] = [], axisNames: (x: String, y: String) = ("t-SNE 1", "t-SNE 2"),
        weights: [Float] = [], reference: (x: [Float], y: [Float]) = ([], []),
        referenceLabels: [Int32] = [], unlabelledName: String = "no label",
        labelNoun: CountedNoun = .labels, ringed: (points: [Int], name: String) = ([], ""),
        named: [(point: Int, name: String)] = []
    ) {
        precondition(
            (ringed.points + named.map(\.point)).allSatisfy(x.indices.contains),
            "a ring or a name beyond \(x.count) points")
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
            : notes + [
                "\(bad) of \(CountedNoun("point", "points").counted(x.count)) have no finite place "
                    + "and are not drawn"
            ]
        self.axisNames = axisNames
        precondition(
            weights.isEmpty || weights.count == x.count,
            "\(weights.count) weights of \(x.count) points")
        precondition(
            reference.x.count == reference.y.count,
            "\(reference.x.count) horizontal and \(reference.y.count) vertical places")
        self.weights = weights
        precondition(
            referenceLabels.isEmpty || referenceLabels.count == reference.x.count,
            "\(referenceLabels.count) labels of \(reference.x.count) places")
        self.reference = reference
        self.referenceLabels = referenceLabels
        self.unlabelledName = unlabelledName
        self.labelNoun = labelNoun
        self.ringed = ringed
        self.named = named
    }

    /// The size in points: a panel 420 points wide, 0.4 to 1 times as high, with the legend beside
    /// it.
    public var size: (width: Double, height: Double) {
        let layout = ScatterLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = ScatterLayout(self, canvas: canvas)
        layout.drawTexts(on: canvas)
        layout.legend?.draw(on: canvas)
        cloud.draw(on: canvas, in: layout.panel)
        canvas.stroke(layout.panel, .frame, lineWidth: 0.7)
        drawNames(in: layout.panel, on: canvas)
    }

    /// The style of names beside points.
    private static let nameStyle = TextStyle(size: 7.5)
    /// Points after which a name loses its middle.
    private static let widestName = 150.0

    /// Draws names beside their points, as far as free places are found; the others are left out.
    private func drawNames(in panel: Rect, on canvas: Canvas) {
        if named.isEmpty { return }
        let cloud = cloud
        let scale = cloud.scale(aspect: panel.height / panel.width)
        func places(_ x: [Float], _ y: [Float]) -> [Point] {
            zip(x, y).filter { $0.isFinite && $1.isFinite }.map {
                scale.point($0, $1, in: panel)
            }
        }
        var placer = LabelPlacer(
            panel: panel, points: places(x, y) + places(reference.x, reference.y))
        for (point, name) in named where x[point].isFinite && y[point].isFinite {
            let anchor = scale.point(x[point], y[point], in: panel)
            let text = canvas.cutInTheMiddle(name, Self.nameStyle, to: Self.widestName)
            let size = canvas.measure(text, Self.nameStyle)
            let box = placer.place(
                width: size.width + 3, height: size.height, beside: anchor,
                clearance: cloud.reach + 2)
            guard let box else { continue }
            canvas.leader(from: anchor, clear: cloud.reach, to: box, .quiet)
            canvas.fill(box, Color.white.withAlpha(0.75))
            canvas.write(text, x: box.midX, y: box.midY, Self.nameStyle, .center, .middle)
        }
    }

    /// The points with colour and mark by label; a label has one colour in both maps.
    var cloud: PointCloud {
        let isPlain = !labels.contains { $0 >= 0 }
        let ranks = LabelRanks(labels + referenceLabels)
        var cloud = PointCloud(
            x: x, y: y, order: PointCloud.order(x: x, y: y, labels: isPlain ? [] : labels),
            kinds: isPlain ? [] : labels.map { ranks.rank(of: $0) },
            styles: isPlain ? [reference.x.isEmpty ? .single : .placed] : ranks.styles)
        cloud.weights = weights
        cloud.ground = reference
        cloud.ringed = Set(ringed.points)
        if referenceLabels.contains(where: { $0 >= 0 }) {
            cloud.groundKinds = referenceLabels.map { ranks.rank(of: $0) }
            cloud.groundStyles = ranks.styles.map(PointCloud.ground)
        }
        return cloud
    }
}

/// The labels that occur, and the look of each.
///
/// Up to 12 labels have a colour and a mark of their own. Of more, the 11 largest do, and all
/// others are pale discs.
struct LabelRanks {
    /// The labels that occur `[ranks]`, ascending; -1 comes first when some points have none.
    let present: [Int32]
    /// The points of each `[ranks]`.
    let counts: [Int]
    /// The look of each `[ranks]`; one look for a map without points.
    let styles: [MarkStyle]
    /// Ranks of the labels that have a look of their own.
    private let named: Set<Int>

    /// The most labels that readers can be expected to tell apart.
    static let mostNamed = 12

    /// Ranks the labels of all points; negative ones count as -1. Costs a sort.
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
        let all = present.indices.filter { present[$0] >= 0 }
        let bySize = all.sorted { (counts[$1], $0) < (counts[$0], $1) }
        let named = Set(
            all.count <= Self.mostNamed ? all : Array(bySize.prefix(Self.mostNamed - 1)))
        self.named = named
        var next = 0
        styles =
            present.isEmpty
            ? [.single]
            : present.indices.map { rank in
                if present[rank] < 0 { return .unlabelled }
                guard named.contains(rank) else { return .other(rank) }
                next += 1
                return .label(next - 1)
            }
    }

    /// Whether the label of this rank is one of the many without a look of its own.
    func isOther(_ rank: Int) -> Bool { present[rank] >= 0 && !named.contains(rank) }

    /// The index in `present` of a label that occurs, by bisection.
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

/// A map coloured by cluster, the clusters' numbers on their own points, and beside it the largest
/// clusters with pictures of their members.
public struct ClustersFigure: Figure, Sendable {
    /// One cluster.
    public struct Cluster: Sendable, Equatable {
        public let number: Int32
        public let size: Int
        /// The point that stands for it; nil when it is not known.
        public let medoid: Int?
        /// What its members are, such as "cat 96 %"; may be empty.
        public let note: String
        /// The medoid first; drawn of the largest clusters only.
        public let pictures: [Thumbnail]

        public init(
            number: Int32, size: Int, medoid: Int?, note: String, pictures: [Thumbnail] = []
        ) {
            self.number = number
            self.size = size
            self.medoid = medoid
            self.note = note
            self.pictures = pictures
        }
    }

    /// Horizontal places `[points]`.
    public let x: [Float]
    /// Vertical places `[points]`, upwards.
    public let y: [Float]
    /// Cluster of each point `[points]`, negative for noise.
    public let clusters: [Int32]
    /// The largest first.
    public let summary: [Cluster]
    /// What a point is, in the plural.
    public let noun: String
    public let title: String
    /// Lines below the title.
    public let notes: [String]

    /// Clusters that are shown with pictures.
    public static let mostShown = 8
    /// Clusters whose numbers stand on the map: more would cover it.
    static let mostNumbers = 16
    /// Pictures of each.
    public static let mostPictures = 5

    public init(
        x: [Float], y: [Float], clusters: [Int32], summary: [Cluster], noun: String = "images",
        title: String, notes: [String] = []
    ) {
        precondition(
            x.count == y.count && clusters.count == x.count,
            "\(clusters.count) clusters of \(x.count) and \(y.count) places")
        precondition(
            summary.allSatisfy { $0.medoid.map(x.indices.contains) ?? true },
            "a medoid beyond \(x.count) points")
        self.x = x
        self.y = y
        self.clusters = clusters
        self.summary = summary.sorted { ($1.size, $0.number) < ($0.size, $1.number) }
        self.noun = noun
        self.title = title
        self.notes = notes
    }

    static let noiseStyle = MarkStyle(mark: .circle, color: Color(0xCDCDCD))

    public var size: (width: Double, height: Double) {
        let layout = ClustersLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = ClustersLayout(self, canvas: canvas)
        for (text, y) in layout.header { text.draw(on: canvas, x: layout.panel.x, y: y) }
        let ranks = LabelRanks(clusters)
        var styles = ranks.styles
        if ranks.present.first == -1 { styles[0] = Self.noiseStyle }
        let cloud = PointCloud(
            x: x, y: y, order: PointCloud.order(x: x, y: y, labels: clusters),
            kinds: clusters.map { ranks.rank(of: $0) }, styles: styles)
        cloud.draw(on: canvas, in: layout.panel)
        canvas.stroke(layout.panel, .frame, lineWidth: 0.7)
        let scale = cloud.scale(aspect: layout.panel.height / layout.panel.width)
        let colors = Dictionary(
            zip(ranks.present, styles.map(\.color)), uniquingKeysWith: { first, _ in first })
        drawNumbers(scale, colors, in: layout.panel, on: canvas)
        for (cluster, top) in zip(summary, layout.tops) {
            let index = ranks.rank(of: cluster.number)
            let isKnown = ranks.present.indices.contains(index)
            layout.draw(
                cluster, style: isKnown ? styles[index] : .unlabelled, noun: noun, top: top,
                on: canvas)
        }
        for (style, text, place) in layout.rest {
            if let style { canvas.mark(style, x: place.x + 5, y: place.y, breadth: 6.5) }
            canvas.write(
                text, x: place.x + 15, y: place.y, Chart.captionStyle, .leading, .middle,
                maxWidth: layout.stripWidth - 15)
        }
    }

    /// The largest clusters' numbers, each on a point of its own cluster: the one nearest to the
    /// middle of the cluster's points whose place is free. One that finds none is left out.
    private func drawNumbers(
        _ scale: PointCloud.Scale, _ colors: [Int32: Color], in panel: Rect, on canvas: Canvas
    ) {
        for (number, box) in chips(scale, in: panel, canvas: canvas) {
            canvas.fill(box, Color.white.withAlpha(0.8))
            canvas.stroke(box, colors[number] ?? .quiet, lineWidth: 1, radius: 1.5)
            canvas.write(
                String(number), x: box.midX, y: box.midY, Self.numberStyle, .center, .middle)
        }
    }

    private static let numberStyle = TextStyle(size: 9, bold: true)
    /// Points of a cluster that are tried.
    private static let mostTried = 200

    /// Where the numbers stand.
    func chips(
        _ scale: PointCloud.Scale, in panel: Rect, canvas: Canvas
    ) -> [(number: Int32, box: Rect)] {
        let shown = summary.prefix(Self.mostNumbers)
        let wanted = Set(shown.map(\.number))
        var members: [Int32: [Int]] = [:]
        for point in clusters.indices
        where wanted.contains(clusters[point]) && x[point].isFinite && y[point].isFinite {
            members[clusters[point], default: []].append(point)
        }
        var taken: [Rect] = []
        var chips: [(number: Int32, box: Rect)] = []
        for cluster in shown {
            guard let own = members[cluster.number] else { continue }
            let size = canvas.measure(String(cluster.number), Self.numberStyle)
            let (width, height) = (size.width + 4, size.height + 1)
            let middle = (median(own.map { x[$0] }), median(own.map { y[$0] }))
            func distance(_ point: Int) -> Float {
                let (dx, dy) = (x[point] - middle.0, y[point] - middle.1)
                return dx * dx + dy * dy
            }
            let nearest = own.map { (distance($0), $0) }.sorted { $0 < $1 }
            let free = nearest.prefix(Self.mostTried).lazy.map { _, point in
                let place = scale.point(x[point], y[point], in: panel)
                return Rect(
                    x: place.x - width / 2, y: place.y - height / 2, width: width, height: height)
            }.first { box in panel.contains(box) && !taken.contains { $0.overlaps(box) } }
            guard let free else { continue }
            taken.append(free)
            chips.append((cluster.number, free))
        }
        return chips
    }

    private func median(_ values: [Float]) -> Float { values.sorted()[values.count / 2] }
}

/// Where the parts of a figure of clusters stand.
struct ClustersLayout {
    let width: Double
    let height: Double
    let panel: Rect
    let header: [(text: TextBlock, y: Double)]
    /// Upper edges of the rows of the largest clusters.
    let tops: [Double]
    /// What has no row: further clusters, noise.
    let rest: [(style: MarkStyle?, text: String, place: Point)]
    let stripWidth: Double
    private let stripLeft: Double
    private let textWidth: Double

    private static let rowHeight = 49.0
    private static let pictureSide = 45.0
    private static let pictureGap = 3.0
    private static let numberStyle = TextStyle(size: 9.5, bold: true)
    private static let restHeight = 13.0

    init(_ figure: ClustersFigure, canvas: Canvas) {
        let margin = Chart.margin
        let side = ScatterLayout.panelSide
        let shown = figure.summary.prefix(ClustersFigure.mostShown)
        let pictures = shown.map { min($0.pictures.count, ClustersFigure.mostPictures) }.max() ?? 0
        textWidth = pictures > 0 ? 98 : 150
        stripLeft = margin + side + 16
        let restTexts = ClustersLayout.restTexts(figure, shown: shown.count)
        let widest = restTexts.map { canvas.measure($0.text, Chart.captionStyle).width }.max() ?? 0
        stripWidth =
            15
            + max(
                textWidth + 6 + Double(pictures)
                    * (ClustersLayout.pictureSide + ClustersLayout.pictureGap),
                min(widest + 0.5, 260))
        width = stripLeft + stripWidth + margin
        var y = margin
        var header: [(text: TextBlock, y: Double)] = []
        for (text, style, lines) in [(figure.title, Chart.titleStyle, 2)]
            + figure.notes.map({ ($0, Chart.captionStyle, 3) }) where !text.isEmpty
        {
            let block = TextBlock(
                text, style, width: width - 2 * margin, lines: lines, canvas: canvas)
            header.append((block, y))
            y += block.height(with: 2)
        }
        if !header.isEmpty { y += 6 }
        self.header = header
        let aspect = PointCloud.aspect((figure.x, figure.y))
        panel = Rect(x: margin, y: y, width: side, height: side * aspect)
        tops = shown.indices.map { y + Double($0) * ClustersLayout.rowHeight }
        var below = y + Double(shown.count) * ClustersLayout.rowHeight
        var rest: [(style: MarkStyle?, text: String, place: Point)] = []
        for (style, text) in restTexts {
            rest.append((style, text, Point(stripLeft, below + ClustersLayout.restHeight / 2)))
            below += ClustersLayout.restHeight
        }
        self.rest = rest
        height = max(panel.maxY, below) + margin
    }

    /// What is said of the clusters without a row, and of the noise.
    private static func restTexts(
        _ figure: ClustersFigure, shown: Int
    ) -> [(style: MarkStyle?, text: String)] {
        var texts: [(style: MarkStyle?, text: String)] = []
        let further = figure.summary.dropFirst(shown)
        if !further.isEmpty {
            let points = further.reduce(0) { $0 + $1.size }
            texts.append(
                (
                    nil,
                    "+ \(grouped(further.count)) more "
                        + "\(further.count == 1 ? "cluster" : "clusters"), "
                        + "\(grouped(points)) \(figure.noun)"
                ))
        }
        let noise = figure.clusters.count { $0 < 0 }
        if noise > 0 {
            texts.append(
                (ClustersFigure.noiseStyle, "in no cluster: \(grouped(noise)) \(figure.noun)"))
        }
        return texts
    }

    func draw(
        _ cluster: ClustersFigure.Cluster, style: MarkStyle, noun: String, top: Double,
        on canvas: Canvas
    ) {
        canvas.mark(style, x: stripLeft + 5, y: top + 9, breadth: 7)
        let left = stripLeft + 15
        let number = canvas.measure("8", ClustersLayout.numberStyle).height
        canvas.write(
            "cluster \(cluster.number)", x: left, y: top + 9, ClustersLayout.numberStyle,
            .leading, .middle, maxWidth: textWidth)
        var y = top + 9 + number / 2
        for text in ["\(grouped(cluster.size)) \(noun)", cluster.note] where !text.isEmpty {
            canvas.write(text, x: left, y: y, Chart.captionStyle, maxWidth: textWidth)
            y += canvas.measure(text, Chart.captionStyle).height
        }
        for (index, picture) in cluster.pictures.prefix(ClustersFigure.mostPictures).enumerated() {
            let step = ClustersLayout.pictureSide + ClustersLayout.pictureGap
            canvas.thumbnail(
                picture,
                in: Rect(
                    x: left + textWidth + 6 + Double(index) * step, y: top,
                    width: ClustersLayout.pictureSide, height: ClustersLayout.pictureSide))
        }
    }
}

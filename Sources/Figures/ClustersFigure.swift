/// A map coloured by cluster, with the clusters' numbers on it and, beside it, the largest clusters
/// with images of their members.
public struct ClustersFigure: Figure, Sendable {
    /// One cluster.
    public struct Cluster: Sendable, Equatable {
        /// The cluster's number, 0 or more.
        public let number: Int32
        /// How many points belong to it.
        public let size: Int
        /// The index of the point that represents it; nil when it is not known.
        public let medoid: Int?
        /// What its members are, such as "cat 96 %"; "" for nothing.
        public let note: String
        /// Thumbnails of members, the medoid first; at most 5 of the 8 largest clusters are drawn.
        public let thumbnails: [Thumbnail]

        /// A cluster as it is listed beside the map.
        public init(
            number: Int32, size: Int, medoid: Int?, note: String, thumbnails: [Thumbnail] = []
        ) {
            self.number = number
            self.size = size
            self.medoid = medoid
            self.note = note
            self.thumbnails = thumbnails
        }
    }

    /// Horizontal coordinates `[points]`.
    public let x: [Float]
    /// Vertical coordinates `[points]`, upwards.
    public let y: [Float]
    /// The cluster of each point `[points]`; negative for noise.
    public let clusters: [Int32]
    /// All clusters, the largest first, equal sizes by number.
    public let summary: [Cluster]
    /// The noun for points. Default: image.
    public let noun: CountedNoun
    /// The word before a cluster's number. Default: "cluster".
    public let name: String
    /// The title, at most two lines.
    public let title: String
    /// Texts below the title, at most three lines each.
    public let notes: [String]

    /// The number of clusters that are shown with thumbnails.
    public static let mostShown = 8
    /// The number of clusters whose numbers stand on the map and in the list; more would cover it.
    static let mostNumbers = 16
    /// The number of thumbnails of each cluster.
    public static let mostThumbnails = 5

    /// Checks the counts and sorts `summary`.
    ///
    /// - Parameters:
    ///   - x: `[points]`.
    ///   - y: `[points]`.
    ///   - clusters: `[points]`.
    ///   - summary: in any order; medoids are indices of points.
    public init(
        x: [Float], y: [Float], clusters: [Int32], summary: [Cluster],
        noun: CountedNoun = CountedNoun("image", "images"), name: String = "cluster",
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
        self.name = name
        self.title = title
        self.notes = notes
    }

    /// A point in no cluster.
    static let noiseStyle = MarkStyle(mark: .circle, color: Color(0xCDCDCD))

    /// The size in points: a map 420 points wide and the list beside it.
    public var size: (width: Double, height: Double) {
        let layout = ClustersLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = ClustersLayout(self, canvas: canvas)
        layout.heading.draw(on: canvas, x: layout.panel.x)
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
        func look(of cluster: Int32) -> MarkStyle {
            let index = ranks.rank(of: cluster)
            let isKnown =
                ranks.present.indices.contains(index) && ranks.present[index] == cluster
            return isKnown ? styles[index] : .unlabelled
        }
        for (cluster, top) in zip(summary, layout.tops) {
            layout.draw(
                cluster, style: look(of: cluster.number), name: name, noun: noun, top: top,
                on: canvas)
        }
        for (sample, text, place) in layout.rest {
            let style: MarkStyle? =
                switch sample {
                case .cluster(let number): look(of: number)
                case .noise: Self.noiseStyle
                case .none: nil
                }
            if let style { canvas.mark(style, x: place.x + 5, y: place.y, breadth: 6.5) }
            canvas.write(
                text, x: place.x + 15, y: place.y, Chart.captionStyle, .leading, .middle,
                maxWidth: layout.stripWidth - 15)
        }
    }

    /// Draws the numbers of the largest clusters, each with a line to a point of its own cluster.
    private func drawNumbers(
        _ scale: PointCloud.Scale, _ colors: [Int32: Color], in panel: Rect, on canvas: Canvas
    ) {
        let chips = chips(scale, in: panel, canvas: canvas)
        for chip in chips {
            canvas.leader(from: chip.anchor, to: chip.box, (colors[chip.number] ?? .quiet).readable)
        }
        for chip in chips {
            canvas.fill(chip.box, Color.white.withAlpha(0.75))
            canvas.stroke(chip.box, colors[chip.number] ?? .quiet, lineWidth: 0.8, radius: 1.5)
            canvas.write(
                String(chip.number), x: chip.box.midX, y: chip.box.midY, Self.numberStyle,
                .center, .middle)
        }
    }

    private static let numberStyle = TextStyle(size: 7.5, bold: true)

    /// The number of a cluster in its position on the map.
    struct Chip {
        let number: Int32
        /// The box of the text on the canvas.
        let box: Rect
        /// The cluster's point that is nearest to the medians of its points' coordinates.
        let anchor: Point
    }

    /// The positions of the numbers, beside their anchors and over as few points as possible. A
    /// number without a free position is left out.
    func chips(_ scale: PointCloud.Scale, in panel: Rect, canvas: Canvas) -> [Chip] {
        let shown = summary.prefix(Self.mostNumbers)
        let wanted = Set(shown.map(\.number))
        var members: [Int32: [Int]] = [:]
        var points: [Point] = []
        for point in clusters.indices where x[point].isFinite && y[point].isFinite {
            points.append(scale.point(x[point], y[point], in: panel))
            if wanted.contains(clusters[point]) {
                members[clusters[point], default: []].append(point)
            }
        }
        let breadth = PointCloud.breadth(count: points.count)
        let clearance = breadth / 2 + 4
        var placer = LabelPlacer(panel: panel, points: points, breadth: breadth)
        return shown.compactMap { cluster in
            guard let own = members[cluster.number] else { return nil }
            let middle = (median(own.map { x[$0] }), median(own.map { y[$0] }))
            func distance(_ point: Int) -> Float {
                let (dx, dy) = (x[point] - middle.0, y[point] - middle.1)
                return dx * dx + dy * dy
            }
            let nearest = own.min { (distance($0), $0) < (distance($1), $1) } ?? own[0]
            let anchor = scale.point(x[nearest], y[nearest], in: panel)
            let size = canvas.measure(String(cluster.number), Self.numberStyle)
            return placer.place(
                width: size.width + 3.5, height: size.height + 0.5, beside: anchor,
                clearance: clearance
            ).map { Chip(number: cluster.number, box: $0, anchor: anchor) }
        }
    }

    /// The middle value; the upper one of two. The list must not be empty.
    private func median(_ values: [Float]) -> Float { values.sorted()[values.count / 2] }
}

/// The positions of the parts of a figure of clusters, in points.
struct ClustersLayout {
    let width: Double
    let height: Double
    /// The frame of the map.
    let panel: Rect
    let heading: FigureHeading
    /// Upper edges of the rows of the clusters that are shown with thumbnails.
    let tops: [Double]
    /// The lines of text below these rows: smaller clusters, further ones together, noise.
    let rest: [(sample: Sample, text: String, place: Point)]

    /// The mark before a line of text.
    enum Sample: Equatable {
        case cluster(Int32)
        case noise
        case none
    }

    /// The width of the list beside the map.
    let stripWidth: Double
    /// The left edge of the list.
    private let stripLeft: Double
    /// The width of a cluster's texts, before its thumbnails.
    private let textWidth: Double

    /// Points from one row with thumbnails to the next.
    private static let rowHeight = 49.0
    /// Side of a thumbnail in points.
    private static let thumbnailSide = 45.0
    /// Points between thumbnails.
    private static let thumbnailGap = 3.0
    private static let numberStyle = TextStyle(size: 9.5, bold: true)
    /// Points from one line of text to the next.
    private static let restHeight = 13.0

    /// Measures the texts of the list and places map and rows.
    init(_ figure: ClustersFigure, canvas: Canvas) {
        let margin = Chart.margin
        let side = ScatterLayout.panelSide
        let shown = figure.summary.prefix(ClustersFigure.mostShown)
        let thumbnails =
            shown.map { min($0.thumbnails.count, ClustersFigure.mostThumbnails) }.max() ?? 0
        textWidth = thumbnails > 0 ? 98 : 150
        stripLeft = margin + side + 16
        let restTexts = ClustersLayout.restTexts(figure, shown: shown.count)
        let widest = restTexts.map { canvas.measure($0.text, Chart.captionStyle).width }.max() ?? 0
        stripWidth =
            15
            + max(
                textWidth + 6 + Double(thumbnails)
                    * (ClustersLayout.thumbnailSide + ClustersLayout.thumbnailGap),
                min(widest + 0.5, 260))
        width = stripLeft + stripWidth + margin
        heading = FigureHeading(
            title: figure.title, notes: figure.notes, top: margin, width: width - 2 * margin,
            canvas: canvas)
        let y = heading.bottom
        let aspect = PointCloud.aspect((figure.x, figure.y))
        panel = Rect(x: margin, y: y, width: side, height: side * aspect)
        tops = shown.indices.map { y + Double($0) * ClustersLayout.rowHeight }
        var below = y + Double(shown.count) * ClustersLayout.rowHeight
        var rest: [(sample: Sample, text: String, place: Point)] = []
        for (sample, text) in restTexts {
            rest.append((sample, text, Point(stripLeft, below + ClustersLayout.restHeight / 2)))
            below += ClustersLayout.restHeight
        }
        self.rest = rest
        height = max(panel.maxY, below) + margin
    }

    /// The texts below the rows: a line for each numbered cluster without thumbnails, one for all
    /// further clusters, one for the noise.
    private static func restTexts(
        _ figure: ClustersFigure, shown: Int
    ) -> [(sample: Sample, text: String)] {
        var texts: [(sample: Sample, text: String)] = figure.summary
            .prefix(ClustersFigure.mostNumbers).dropFirst(shown).map { cluster in
                (
                    .cluster(cluster.number),
                    "\(figure.name) \(cluster.number): \(figure.noun.counted(cluster.size))"
                        + (cluster.note.isEmpty ? "" : ", \(cluster.note)")
                )
            }
        let further = figure.summary.dropFirst(ClustersFigure.mostNumbers)
        if !further.isEmpty {
            let points = further.reduce(0) { $0 + $1.size }
            let clusters = CountedNoun("cluster", "clusters")
            texts.append(
                (
                    .none,
                    "+ \(clusters.counted(further.count)) without a number, "
                        + figure.noun.counted(points)
                ))
        }
        let noise = figure.clusters.count { $0 < 0 }
        if noise > 0 { texts.append((.noise, "in no cluster: \(figure.noun.counted(noise))")) }
        return texts
    }

    /// Draws a cluster's row: mark, name, size, note and thumbnails.
    ///
    /// - Parameters:
    ///   - name: the word before its number.
    ///   - noun: for its size.
    ///   - top: the row's upper edge.
    func draw(
        _ cluster: ClustersFigure.Cluster, style: MarkStyle, name: String, noun: CountedNoun,
        top: Double, on canvas: Canvas
    ) {
        canvas.mark(style, x: stripLeft + 5, y: top + 9, breadth: 7)
        let left = stripLeft + 15
        /// The cluster's number.
        let number = canvas.measure("8", ClustersLayout.numberStyle).height
        canvas.write(
            "\(name) \(cluster.number)", x: left, y: top + 9, ClustersLayout.numberStyle,
            .leading, .middle, maxWidth: textWidth)
        var y = top + 9 + number / 2
        for text in [noun.counted(cluster.size), cluster.note] where !text.isEmpty {
            canvas.write(text, x: left, y: y, Chart.captionStyle, maxWidth: textWidth)
            y += canvas.measure(text, Chart.captionStyle).height
        }
        let shown = cluster.thumbnails.prefix(ClustersFigure.mostThumbnails)
        for (index, thumbnail) in shown.enumerated() {
            let step = ClustersLayout.thumbnailSide + ClustersLayout.thumbnailGap
            canvas.thumbnail(
                thumbnail,
                in: Rect(
                    x: left + textWidth + 6 + Double(index) * step, y: top,
                    width: ClustersLayout.thumbnailSide, height: ClustersLayout.thumbnailSide))
        }
    }
}

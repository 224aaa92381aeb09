/// Maps of the same points at several layers side by side: a panel per layer, colours and marks by
/// label as in a scatter, one legend for all.
public struct MapsFigure: Figure, Sendable {
    /// The map of one layer.
    public struct Panel: Sendable, Equatable {
        /// The text above the panel, usually the layer.
        public let title: String
        /// Horizontal coordinates `[points]`.
        public let x: [Float]
        /// Vertical coordinates `[points]`, upwards.
        public let y: [Float]
        /// The text below the panel, at most two lines; "" for none.
        public let note: String

        /// A panel; both lists have one number per point.
        public init(title: String, x: [Float], y: [Float], note: String = "") {
            precondition(x.count == y.count, "\(x.count) horizontal, \(y.count) vertical places")
            self.title = title
            self.x = x
            self.y = y
            self.note = note
        }
    }

    /// The panels in reading order; 1 to 5 columns, by their number.
    public let panels: [Panel]
    /// The label of each point `[points]`, negative for none; empty for maps without labels.
    public let labels: [Int32]
    /// Names of the labels 0, 1, ...; a label without a name is shown as "label N".
    public let labelNames: [String]
    /// The title, at most two lines.
    public let title: String
    /// Texts below the title, at most three lines each.
    public let notes: [String]
    /// What the legend calls the points without a label.
    public let unlabelledName: String
    /// The noun for labels.
    public let labelNoun: CountedNoun

    /// Checks that every panel has a point for each label.
    public init(
        panels: [Panel], labels: [Int32], labelNames: [String], title: String,
        notes: [String] = [], unlabelledName: String = "no label",
        labelNoun: CountedNoun = .labels
    ) {
        for panel in panels {
            precondition(
                labels.isEmpty || labels.count == panel.x.count,
                "\(labels.count) labels of \(panel.x.count) points of '\(panel.title)'")
        }
        self.panels = panels
        self.labels = labels
        self.labelNames = labelNames
        self.title = title
        self.notes = notes
        self.unlabelledName = unlabelledName
        self.labelNoun = labelNoun
    }

    /// The size in points of the grid of panels with the legend at its right.
    public var size: (width: Double, height: Double) {
        let layout = MapsLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = MapsLayout(self, canvas: canvas)
        layout.heading.draw(on: canvas, x: layout.left)
        layout.legend?.draw(on: canvas)
        let ranks = LabelRanks(labels)
        let kinds = labels.map { ranks.rank(of: $0) }
        for (panel, box) in zip(panels, layout.boxes) {
            canvas.write(
                panel.title, x: box.midX, y: box.y - 3, Chart.panelStyle, .center, .bottom,
                maxWidth: box.width)
            let cloud = PointCloud(
                x: panel.x, y: panel.y,
                order: PointCloud.order(x: panel.x, y: panel.y, labels: labels), kinds: kinds,
                styles: ranks.styles)
            cloud.draw(on: canvas, in: box, factor: layout.markFactor)
            canvas.stroke(box, .frame, lineWidth: 0.7)
            canvas.write(
                panel.note, x: box.midX, y: box.maxY + 4, Chart.captionStyle, .center,
                maxWidth: box.width, lines: 2)
        }
    }
}

/// The positions of the parts of a figure of maps, in points.
struct MapsLayout {
    let width: Double
    let height: Double
    let left = Chart.margin
    /// The frames, one per panel, each as high as its map requires.
    let boxes: [Rect]
    /// The legend at the right; nil without labels.
    let legend: ScatterLegend?
    let heading: FigureHeading
    /// The factor on the breadth of marks in a panel smaller than a scatter's.
    let markFactor: Double

    /// Points between panels.
    private static let gap = 14.0

    /// Measures all texts and places the panels row by row.
    init(_ figure: MapsFigure, canvas: Canvas) {
        let margin = Chart.margin
        let (columns, side) = MapsLayout.grid(figure.panels.count)
        markFactor = max(0.6, (side / ScatterLayout.panelSide).squareRoot())
        let title = canvas.measure("A", Chart.panelStyle).height + 3
        let notes = figure.panels.map {
            $0.note.isEmpty
                ? 0
                : canvas.measure($0.note, Chart.captionStyle, maxWidth: side, lines: 2).height + 4
        }
        // Each frame is as high as its map: a wide map would leave half of a square one empty.
        let heights = figure.panels.map { side * PointCloud.aspect(($0.x, $0.y)) }
        var tops: [Double] = []
        var gridHeight = 0.0
        for start in stride(from: 0, to: figure.panels.count, by: columns) {
            let row = start..<min(start + columns, figure.panels.count)
            for _ in row { tops.append(gridHeight + title) }
            gridHeight +=
                title + (row.map { heights[$0] + notes[$0] }.max() ?? 0) + MapsLayout.gap
        }
        gridHeight = max(title, gridHeight - MapsLayout.gap)
        let right = margin + Double(columns) * (side + MapsLayout.gap) - MapsLayout.gap
        let legend = ScatterLegend(
            labels: figure.labels, names: figure.labelNames, unlabelled: figure.unlabelledName,
            noun: figure.labelNoun, height: gridHeight - title, canvas: canvas)
        width = right + (legend.map { 14 + $0.width } ?? 0) + margin
        heading = FigureHeading(
            title: figure.title, notes: figure.notes, top: margin, width: width - 2 * margin,
            canvas: canvas)
        let y = heading.bottom
        boxes = figure.panels.indices.map { index in
            Rect(
                x: margin + Double(index % columns) * (side + MapsLayout.gap),
                y: y + tops[index], width: side, height: heights[index])
        }
        self.legend = legend?.placed(x: right + 14, y: y + title)
        height = y + gridHeight + margin
    }

    /// Panels side by side and the width of each in points, for a number of panels.
    static func grid(_ count: Int) -> (columns: Int, side: Double) {
        switch count {
        case ...1: (1, 360)
        case 2: (2, 300)
        case 3, 5, 6: (3, 235)
        case 4: (2, 260)
        case 7, 8, 10...12: (4, 190)
        case 9: (3, 220)
        default: (5, 160)
        }
    }
}

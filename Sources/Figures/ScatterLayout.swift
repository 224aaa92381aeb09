/// The positions of a scatter's parts in points, all from the measured sizes of its texts.
struct ScatterLayout {
    /// The figure's width.
    let width: Double
    /// The figure's height.
    let height: Double
    /// The frame of the map.
    let panel: Rect
    /// The legend at the right of the frame, in its position; nil for a map without labels.
    let legend: ScatterLegend?
    /// The title and the notes above the frame.
    private let header: [HeaderLine]
    private let axisNames: (x: String, y: String)

    /// A text above the frame, its upper edge and the most lines it may take.
    private struct HeaderLine {
        let text: String
        let style: TextStyle
        let y: Double
        let lines: Int
    }

    /// Margin around the figure, in points.
    static let margin = 12.0
    /// Width of the frame in points; its height depends on the map's proportions.
    static let panelSide = 420.0
    private static let titleStyle = TextStyle(size: 13, bold: true)
    private static let noteStyle = TextStyle(size: 8.5, color: .quiet)
    private static let axisStyle = TextStyle(size: 10)

    /// Measures the texts and the legend for a figure.
    init(_ figure: ScatterFigure, canvas: Canvas) {
        let margin = ScatterLayout.margin
        let side = ScatterLayout.panelSide
        let panelHeight =
            side * PointCloud.aspect((figure.x, figure.y), below: figure.reference)
        axisNames = figure.axisNames
        let axis = canvas.measure("t-SNE 1", ScatterLayout.axisStyle).height
        let left = margin + axis + 6
        let legend = ScatterLegend(
            labels: figure.labels, names: figure.labelNames, unlabelled: figure.unlabelledName,
            reference: figure.reference.x.count, referenceLabels: figure.referenceLabels,
            noun: figure.labelNoun, ringed: (figure.ringed.points.count, figure.ringed.name),
            height: panelHeight, canvas: canvas)
        let right = legend.map { 14 + $0.width } ?? 0
        width = left + side + right + margin

        let available = width - left - margin
        var y = margin
        var header: [HeaderLine] = []
        let titles = figure.title.isEmpty ? [] : [figure.title]
        for (text, style, lines) in titles.map({ ($0, ScatterLayout.titleStyle, 2) })
            + figure.notes.map({ ($0, ScatterLayout.noteStyle, 2) })
        {
            header.append(HeaderLine(text: text, style: style, y: y, lines: lines))
            y += canvas.measure(text, style, maxWidth: available, lines: lines).height + 2
        }
        if !header.isEmpty { y += 5 }
        self.header = header
        panel = Rect(x: left, y: y, width: side, height: panelHeight)
        self.legend = legend?.placed(x: panel.maxX + 14, y: panel.y)
        height = panel.maxY + 6 + axis + margin
    }

    /// Draws title, notes and the names of the axes. The axes have no numbers: those of a t-SNE map
    /// mean nothing.
    func drawTexts(on canvas: Canvas) {
        for line in header {
            canvas.write(
                line.text, x: panel.x, y: line.y, line.style,
                maxWidth: width - panel.x - ScatterLayout.margin, lines: line.lines)
        }
        canvas.write(
            axisNames.x, x: panel.midX, y: panel.maxY + 6, ScatterLayout.axisStyle, .center,
            maxWidth: panel.width)
        canvas.write(
            axisNames.y, x: panel.x - 6, y: panel.midY, ScatterLayout.axisStyle, .trailing,
            .middle, maxWidth: panel.height, upwards: true)
    }
}

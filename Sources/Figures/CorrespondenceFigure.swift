internal import Foundation

/// Two images side by side with lines between corresponding patches, one panel per layer, two
/// panels to a row.
public struct CorrespondenceFigure: Figure, Sendable {
    /// A pair of patches.
    public struct Line: Sendable {
        /// The patch of the left image.
        public let from: ImageGridFigure.Patch
        /// The patch of the right image.
        public let to: ImageGridFigure.Patch

        /// A line between the middles of two patches.
        public init(from: ImageGridFigure.Patch, to: ImageGridFigure.Patch) {
            self.from = from
            self.to = to
        }
    }

    /// The two images with the pairs of one layer.
    public struct Panel: Sendable {
        /// The title, one line.
        public let title: String
        /// The pairs; may be empty.
        public let lines: [Line]

        /// A panel with its title.
        public init(title: String, lines: [Line]) {
            self.title = title
            self.lines = lines
        }
    }

    /// The left image.
    public let first: RasterImage
    /// The right image.
    public let second: RasterImage
    /// Names below the images.
    public let names: (String, String)
    /// The panels.
    public let panels: [Panel]
    /// The text below everything, at most three lines.
    public let caption: String

    /// A figure of at least one panel.
    public init(
        first: RasterImage, second: RasterImage, names: (String, String), panels: [Panel],
        caption: String
    ) {
        precondition(!panels.isEmpty, "no panels")
        self.first = first
        self.second = second
        self.names = names
        self.panels = panels
        self.caption = caption
    }

    private static let margin = 9.6
    /// Side of an image in points: 336 pixels at 150 dpi.
    private static let side = 161.28
    /// Points between the two images of a panel.
    private static let middle = 28.0
    /// Points between panels.
    private static let gap = 24.0
    private static let titleStyle = TextStyle(size: 9.5, bold: true)
    private static let nameStyle = TextStyle(size: 8.5)
    private static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    private static let titleHeight = 16.0
    private static let nameHeight = 16.0

    private var columns: Int { min(2, panels.count) }
    private var panelWidth: Double { 2 * Self.side + Self.middle }
    private var gridWidth: Double {
        Double(columns) * panelWidth + Double(columns - 1) * Self.gap
    }
    private var panelHeight: Double { Self.titleHeight + Self.side + Self.nameHeight }
    private var rows: Int { (panels.count + columns - 1) / columns }
    private var captionTop: Double {
        Self.margin + Double(rows) * panelHeight + Double(rows - 1) * 6 + 4
    }

    public var size: (width: Double, height: Double) {
        let text = Canvas.ruler().measure(
            caption, Self.captionStyle, maxWidth: gridWidth, lines: 3)
        return (gridWidth + 2 * Self.margin, captionTop + text.height + Self.margin)
    }

    public func draw(on canvas: Canvas) {
        for (index, panel) in panels.enumerated() {
            let x = Self.margin + Double(index % columns) * (panelWidth + Self.gap)
            let y = Self.margin + Double(index / columns) * (panelHeight + 6)
            canvas.write(panel.title, x: x, y: y, Self.titleStyle, maxWidth: panelWidth)
            let top = y + Self.titleHeight
            let boxes = [x, x + Self.side + Self.middle].map {
                Rect(x: $0, y: top, width: Self.side, height: Self.side)
            }
            let places = zip(boxes, [first, second]).map { box, image in
                let place = box.fitting(width: Double(image.width), height: Double(image.height))
                canvas.image(image, in: place)
                canvas.stroke(place, .hairline, lineWidth: 0.4)
                return place
            }
            for (box, name) in zip(boxes, [names.0, names.1]) {
                canvas.write(
                    name, x: box.midX, y: box.maxY + 3, Self.nameStyle, .center,
                    maxWidth: Self.side)
            }
            draw(panel.lines, places, on: canvas)
        }
        canvas.write(
            caption, x: Self.margin, y: captionTop, Self.captionStyle, maxWidth: gridWidth,
            lines: 3)
    }

    /// Draws the lines, then their ends above all lines.
    private func draw(_ lines: [Line], _ places: [Rect], on canvas: Canvas) {
        let drawn = lines.map { line -> (from: Point, to: Point, color: Color) in
            let (a, b) = (line.from.place(on: places[0]), line.to.place(on: places[1]))
            let (from, to) = (Point(a.midX, a.midY), Point(b.midX, b.midY))
            return (from, to, color(from, places[0]))
        }
        for line in drawn {
            canvas.line([line.from, line.to], Color.ink.withAlpha(0.45), lineWidth: 1.9)
            canvas.line([line.from, line.to], line.color, lineWidth: 1)
        }
        for line in drawn {
            for end in [line.from, line.to] {
                canvas.mark(
                    MarkStyle(mark: .circle, color: .ink), x: end.x, y: end.y, breadth: 5)
                canvas.mark(
                    MarkStyle(mark: .circle, color: line.color), x: end.x, y: end.y, breadth: 3.8)
            }
        }
    }

    /// A colour by the place in the left image: the hue by the direction from its middle.
    private func color(_ point: Point, _ box: Rect) -> Color {
        let angle = atan2(point.y - box.midY, point.x - box.midX) / (2 * Double.pi)
        func part(_ shift: Double) -> Double {
            let hue = (angle + shift + 2).truncatingRemainder(dividingBy: 1) * 6
            return max(0, min(1, abs(hue - 3) - 1))
        }
        return Color(red: part(0), green: part(2.0 / 3), blue: part(1.0 / 3)).paler(by: 0.15)
    }
}

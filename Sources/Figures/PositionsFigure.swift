/// The similarity of the patches' position embeddings: for each patch, at its position, a small map
/// of the cosine similarity of its embedding to all others.
///
/// After figure 7 of Dosovitskiy et al. 2020 (arXiv:2010.11929). Of grids beyond 16 patches a side,
/// every second or third (or further) patch is shown, which a line below reports.
public struct PositionsFigure: Figure, Sendable {
    /// Cosine similarities `[patches, patches]`, -1...1, patches row-major. All maps have one
    /// colour scale, from the smallest (or 0) to 1.
    public let similarity: [Float]
    /// Patches on a side, so that there are `grid * grid` patches.
    public let grid: Int
    /// The title, at most two lines; nil for none.
    public let title: String?
    /// A text that follows the note on left-out patches, together at most two lines; nil for none.
    public let caption: String?

    /// Checks that there are `grid^4` similarities.
    public init(similarity: [Float], grid: Int, title: String? = nil, caption: String? = nil) {
        precondition(
            grid > 0 && similarity.count == grid * grid * grid * grid,
            "\(similarity.count) similarities of a grid of \(grid)")
        self.similarity = similarity
        self.grid = grid
        self.title = title
        self.caption = caption
    }

    /// Side in points of the square that contains all maps.
    private static let side = 420.0
    private static let margin = 9.6
    private static let titleStyle = TextStyle(size: 12, bold: true)
    private static let axisStyle = TextStyle(size: 10)
    private static let numberStyle = TextStyle(size: 8.5)
    private static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    /// The most maps on a side.
    private static let mostShown = 16

    /// The row numbers, and column numbers, of the patches that are shown.
    var shown: [Int] {
        let step = (grid + Self.mostShown - 1) / Self.mostShown
        return Array(stride(from: 0, to: grid, by: step))
    }

    /// The lower end of the colour scale: the smallest finite similarity, at most 0.
    private var low: Float { min(0, similarity.reduce(1) { $1.isFinite ? min($0, $1) : $0 }) }

    /// The legend of the colours.
    private var colorBar: ColorBar {
        ColorBar(low: Double(low), high: 1, style: Self.numberStyle)
    }

    /// The positions of all parts, in points.
    private struct Places {
        let box: Rect
        let captionTop: Double
        let width: Double
        let height: Double
        let captions: [String]
    }

    /// Measures the texts and places all parts.
    private func places(_ canvas: Canvas) -> Places {
        let margin = Self.margin
        let axis = canvas.measure("0", Self.axisStyle).height
        let number = canvas.measure("0", Self.numberStyle).height
        let left = margin + axis + 6 + canvas.measure("00", Self.numberStyle).width + 4
        let top =
            margin
            + (title.map {
                canvas.measure($0, Self.titleStyle, maxWidth: Self.side, lines: 2).height + 6
            } ?? 0)
        let box = Rect(x: left, y: top, width: Self.side, height: Self.side)
        let bar = 10 + colorBar.breadth(canvas)
        var captions: [String] = []
        if shown.count < grid {
            let step = shown.count > 1 ? shown[1] : grid
            let word = step == 2 ? "second" : step == 3 ? "third" : "\(step)th"
            captions.append("every \(word) patch of a grid of \(grid) x \(grid)")
        }
        if let caption { captions.append(caption) }
        let captionTop = box.maxY + 4 + number + 4 + axis + 6
        let text = captions.joined(separator: "; ")
        let height =
            text.isEmpty
            ? 0
            : canvas.measure(text, Self.captionStyle, maxWidth: Self.side, lines: 2).height + 2
        return Places(
            box: box, captionTop: captionTop, width: box.maxX + bar + margin,
            height: captionTop + height + margin, captions: captions)
    }

    /// The size in points: a square of 420 points with axes and the colour bar.
    public var size: (width: Double, height: Double) {
        let places = places(.ruler())
        return (places.width, places.height)
    }

    public func draw(on canvas: Canvas) {
        let places = places(canvas)
        let box = places.box
        if let title {
            canvas.write(
                title, x: box.x, y: Self.margin, Self.titleStyle, maxWidth: Self.side, lines: 2)
        }
        let low = low
        let step = box.width / Double(shown.count)
        let tile = step * 0.9
        for (row, patchRow) in shown.enumerated() {
            for (column, patchColumn) in shown.enumerated() {
                let start = (patchRow * grid + patchColumn) * grid * grid
                let map = RasterImage(
                    map: Array(similarity[start..<start + grid * grid]), width: grid, height: grid,
                    low: low, high: 1)
                canvas.image(
                    map,
                    in: Rect(
                        x: box.x + Double(column) * step + (step - tile) / 2,
                        y: box.y + Double(row) * step + (step - tile) / 2, width: tile,
                        height: tile), crisp: true)
            }
        }
        drawAxes(box, step, on: canvas)
        colorBar.draw(on: canvas, x: box.maxX + 10, y: box.y, height: box.height)
        if !places.captions.isEmpty {
            canvas.write(
                places.captions.joined(separator: "; "), x: box.x, y: places.captionTop,
                Self.captionStyle, maxWidth: Self.side, lines: 2)
        }
    }

    /// Draws the numbers of rows and columns and the names of both axes.
    private func drawAxes(_ box: Rect, _ step: Double, on canvas: Canvas) {
        for (place, patch) in shown.enumerated() {
            let middle = (Double(place) + 0.5) * step
            canvas.write(
                String(patch), x: box.x + middle, y: box.maxY + 4, Self.numberStyle, .center)
            canvas.write(
                String(patch), x: box.x - 4, y: box.y + middle, Self.numberStyle, .trailing,
                .middle)
        }
        let number = canvas.measure("0", Self.numberStyle).height
        canvas.write(
            "column of the patch", x: box.midX, y: box.maxY + 4 + number + 4, Self.axisStyle,
            .center)
        canvas.write(
            "row of the patch", x: Self.margin, y: box.midY, Self.axisStyle, .leading, .middle,
            upwards: true)
    }
}

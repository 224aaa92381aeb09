public import Tokens

/// The similarity of the patches' position embeddings: for each patch, at its position, a small map
/// of the cosine similarity of its embedding to all others.
///
/// After figure 7 of Dosovitskiy et al. 2020 (arXiv:2010.11929). Of grids beyond 16 patches a side,
/// every second or third (or further) patch is shown, which a line below reports.
public struct PositionsFigure: Figure, Sendable {
    /// Cosine similarities `[patches, patches]`, -1...1, patches row-major. All maps have one
    /// colour scale, from the smallest (or 0) to 1.
    public let similarity: [Float]
    /// The patches.
    public let grid: PatchGrid
    /// The title, at most two lines; nil for none.
    public let title: String?
    /// A text that follows the note on left-out patches, together at most two lines; nil for none.
    public let caption: String?

    /// Checks that there is a similarity for each two patches.
    public init(similarity: [Float], grid: PatchGrid, title: String? = nil, caption: String? = nil)
    {
        precondition(
            grid.count > 0 && similarity.count == grid.count * grid.count,
            "\(similarity.count) similarities of \(grid.countInWords)")
        self.similarity = similarity
        self.grid = grid
        self.title = title
        self.caption = caption
    }

    /// The longer side in points of the box that contains all maps.
    private static let side = 420.0
    private static let margin = 9.6
    /// The least sides of that box, in points.
    private static let (leastWidth, leastHeight) = (280.0, 120.0)
    private static let titleStyle = TextStyle(size: 12, bold: true)
    private static let axisStyle = TextStyle(size: 10)
    private static let numberStyle = TextStyle(size: 8.5)
    private static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    /// The most maps on a side.
    private static let mostShown = 16

    /// The rows and the columns of patches that are shown.
    var shown: (rows: [Int], columns: [Int]) {
        func places(_ count: Int) -> [Int] { Array(stride(from: 0, to: count, by: step)) }
        return (places(grid.rows), places(grid.columns))
    }

    /// Every how many patches one is shown.
    private var step: Int {
        (max(grid.rows, grid.columns) + Self.mostShown - 1) / Self.mostShown
    }

    /// The size of a map and its margin: the proportions of the image, but broader or higher where
    /// the box of all maps would have no room for its texts.
    private var cell: (width: Double, height: Double) {
        let (rows, columns) = (Double(shown.rows.count), Double(shown.columns.count))
        let proportion = Double(grid.rows) / Double(grid.columns)
        let width = min(Self.side / columns, Self.side / rows / proportion)
        return (
            max(width, Self.leastWidth / columns),
            max(width * proportion, Self.leastHeight / rows)
        )
    }

    /// The width of the box that contains all maps, and of the texts.
    private var boxWidth: Double { cell.width * Double(shown.columns.count) }

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
                canvas.measure($0, Self.titleStyle, maxWidth: boxWidth, lines: 2).height + 6
            } ?? 0)
        let box = Rect(
            x: left, y: top, width: boxWidth,
            height: cell.height * Double(shown.rows.count))
        let bar = 10 + colorBar.breadth(canvas)
        var captions: [String] = []
        if step > 1 {
            let word = step == 2 ? "second" : step == 3 ? "third" : "\(step)th"
            captions.append("every \(word) patch of a grid of \(grid.countInWords)")
        }
        if let caption { captions.append(caption) }
        let captionTop = box.maxY + 4 + number + 4 + axis + 6
        let text = captions.joined(separator: "; ")
        let height =
            text.isEmpty
            ? 0
            : canvas.measure(text, Self.captionStyle, maxWidth: boxWidth, lines: 2).height + 2
        return Places(
            box: box, captionTop: captionTop, width: box.maxX + bar + margin,
            height: captionTop + height + margin, captions: captions)
    }

    /// The size in points: a box of 420 points on its longer side, with axes and the colour bar.
    public var size: (width: Double, height: Double) {
        let places = places(.ruler())
        return (places.width, places.height)
    }

    public func draw(on canvas: Canvas) {
        let places = places(canvas)
        let box = places.box
        if let title {
            canvas.write(
                title, x: box.x, y: Self.margin, Self.titleStyle, maxWidth: boxWidth, lines: 2)
        }
        let low = low
        let (cell, share) = (cell, 0.9)
        for (row, patchRow) in shown.rows.enumerated() {
            for (column, patchColumn) in shown.columns.enumerated() {
                let start = (patchRow * grid.columns + patchColumn) * grid.count
                let map = RasterImage(
                    map: Array(similarity[start..<start + grid.count]), width: grid.columns,
                    height: grid.rows, low: low, high: 1)
                let place = Rect(
                    x: box.x + (Double(column) + (1 - share) / 2) * cell.width,
                    y: box.y + (Double(row) + (1 - share) / 2) * cell.height,
                    width: cell.width * share, height: cell.height * share)
                canvas.image(
                    map,
                    in: place.fitting(width: Double(grid.columns), height: Double(grid.rows)),
                    crisp: true)
            }
        }
        drawAxes(box, on: canvas)
        colorBar.draw(on: canvas, x: box.maxX + 10, y: box.y, height: box.height)
        if !places.captions.isEmpty {
            canvas.write(
                places.captions.joined(separator: "; "), x: box.x, y: places.captionTop,
                Self.captionStyle, maxWidth: boxWidth, lines: 2)
        }
    }

    /// Draws the numbers of rows and columns and the names of both axes.
    private func drawAxes(_ box: Rect, on canvas: Canvas) {
        for (place, patch) in shown.columns.enumerated() {
            canvas.write(
                String(patch), x: box.x + (Double(place) + 0.5) * cell.width, y: box.maxY + 4,
                Self.numberStyle, .center)
        }
        for (place, patch) in shown.rows.enumerated() {
            canvas.write(
                String(patch), x: box.x - 4, y: box.y + (Double(place) + 0.5) * cell.height,
                Self.numberStyle, .trailing, .middle)
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

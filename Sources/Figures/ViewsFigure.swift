public import Tokens

/// One patch of an image seen through some filters of the patch embedding.
///
/// The image stands at the left with the patch framed in yellow. At the right are filters with
/// their numbers, and below each the view of the patch through it, the elementwise product
/// `V0(i, j) = f_j * x_i`. After Nguyen et al. 2022 (arXiv:2210.07646). Three dots mark the only
/// gap in otherwise consecutive numbers.
public struct ViewsFigure: Figure, Sendable {
    /// A patch of an image, by its position in the grid.
    public struct Patch: Sendable, Equatable {
        /// The patch's number, row-major from 0.
        public let index: Int
        /// The patches of the image.
        public let grid: PatchGrid

        /// A patch; an index outside the grid is a programming error.
        public init(index: Int, grid: PatchGrid) {
            precondition(
                (0..<grid.count).contains(index), "patch \(index) of \(grid.countInWords)")
            self.index = index
            self.grid = grid
        }

        /// Where the patch lies on an image that was drawn into `box`.
        func place(on box: Rect) -> Rect {
            let width = box.width / Double(grid.columns)
            let height = box.height / Double(grid.rows)
            return Rect(
                x: box.x + Double(grid.column(of: index)) * width,
                y: box.y + Double(grid.row(of: index)) * height, width: width, height: height)
        }
    }

    /// The image as the model got it.
    public let image: RasterImage
    /// The patch that is framed and seen through the filters.
    public let patch: Patch
    /// The number above each filter `[tiles]`, from 0.
    public let filterIndices: [Int]
    /// The filters `[tiles]`, usually made by `signedTile`.
    public let filters: RasterTiles
    /// The products of each filter with the patch `[tiles]`, scaled in the same way.
    public let views: RasterTiles
    /// The text below, at most two lines; nil for none.
    public let caption: String?

    /// Checks that there are as many numbers as filters and views.
    public init(
        image: RasterImage, patch: Patch, filterIndices: [Int], filters: RasterTiles,
        views: RasterTiles, caption: String? = nil
    ) {
        precondition(
            filterIndices.count == filters.count && filters.count == views.count,
            "\(filterIndices.count) numbers, \(filters.count) filters, \(views.count) views")
        self.image = image
        self.patch = patch
        self.filterIndices = filterIndices
        self.filters = filters
        self.views = views
        self.caption = caption
    }

    /// The size in points: filters stand up to 8 to a row.
    public var size: (width: Double, height: Double) {
        let layout = ViewsLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = ViewsLayout(self, canvas: canvas)
        canvas.image(image, in: layout.image)
        drawPatch(layout, on: canvas)
        for (tile, box) in layout.filterBoxes.enumerated() {
            canvas.write(
                String(filterIndices[tile]), x: box.midX, y: box.y - 4, ViewsLayout.numberStyle,
                .center, .bottom)
            canvas.image(filters.image(tile), in: box, crisp: true)
            canvas.image(views.image(tile), in: layout.viewBox(under: box), crisp: true)
        }
        for place in layout.dots {
            for offset in [-5.0, 0, 5] {
                canvas.mark(
                    MarkStyle(mark: .circle, color: .ink), x: place.x + offset, y: place.y,
                    breadth: 2.6)
            }
        }
        for band in layout.bands {
            for (box, text) in [(band.filters, "filter"), (band.views, layout.viewLabel)] {
                canvas.brace(
                    x: box.x - 12, depth: 8, top: box.y, bottom: box.maxY, .quiet)
                canvas.write(
                    text, x: box.x - 16, y: box.midY, ViewsLayout.labelStyle, .trailing, .middle,
                    maxWidth: layout.labelWidth, lines: 2)
            }
        }
        canvas.write(
            layout.imageLabel, x: layout.image.midX, y: layout.image.maxY + 5,
            ViewsLayout.labelStyle, .center)
        if let caption {
            canvas.write(
                caption, x: ViewsLayout.margin, y: layout.captionTop, ViewsLayout.captionStyle,
                maxWidth: layout.width - 2 * ViewsLayout.margin, lines: 2)
        }
    }

    /// Draws the frame of the patch, its label, and an arrow from the label to the frame.
    private func drawPatch(_ layout: ViewsLayout, on canvas: Canvas) {
        let frame = layout.patchFrame
        canvas.frame(frame)
        let from = Point(layout.patchLabel.maxX - 8, layout.patchLabel.y - 2)
        let to = Point(frame.x - 1.5, frame.midY)
        canvas.arrow(from: from, to: to, .quiet)
        canvas.write(
            layout.patchText, x: layout.patchLabel.x, y: layout.patchLabel.y,
            ViewsLayout.labelStyle, maxWidth: layout.patchLabel.width + 0.01, lines: 2)
    }
}

extension Canvas {
    /// Draws a thin arrow with a filled head at `to`; nothing where both ends are the same.
    func arrow(from: Point, to: Point, _ color: Color) {
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return }
        let (ux, uy) = (dx / length, dy / length)
        let neck = Point(to.x - 5 * ux, to.y - 5 * uy)
        line([from, neck], color, lineWidth: 0.8)
        fill(
            [
                to, Point(neck.x - 2.2 * uy, neck.y + 2.2 * ux),
                Point(neck.x + 2.2 * uy, neck.y - 2.2 * ux),
            ], color)
    }
}

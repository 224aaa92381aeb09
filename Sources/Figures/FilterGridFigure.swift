/// The first filters of a patch embedding in rows, each a small image with sharp pixels.
///
/// After the "probing ViTs" notebooks: 8 rows of 16, thin white gaps. At 150 dpi and its multiples
/// every filter pixel is a whole number of pixels of the figure.
public struct FilterGridFigure: Figure, Sendable {
    /// The filters, usually made by `filterTile`; those beyond `rows * columns` are left out.
    public let filters: RasterTiles
    /// Filters in a row. Default: 16.
    public let columns: Int
    /// The most rows. Default: 8.
    public let rows: Int
    /// The title above the grid, at most four lines; nil for none.
    public let title: String?
    /// The text below the grid, at most four lines; nil for none.
    public let caption: String?
    /// About how many pixels a filter has on a side at 150 dpi; rounded so that a filter pixel is
    /// whole. Default: 80.
    public let tilePixels: Double

    /// A grid of at most `rows` x `columns` filters; both must be above 0.
    public init(
        filters: RasterTiles, columns: Int = 16, rows: Int = 8, title: String? = nil,
        caption: String? = nil, tilePixels: Double = 80
    ) {
        precondition(columns > 0 && rows > 0, "a grid of \(rows) rows of \(columns)")
        self.tilePixels = tilePixels
        self.filters = filters
        self.columns = columns
        self.rows = rows
        self.title = title
        self.caption = caption
    }

    private static let titleStyle = TextStyle(size: 12, bold: true)
    private static let captionStyle = TextStyle(size: 9, color: .quiet)
    /// The most lines of title and caption each.
    private static let lines = 4
    /// Points between filters: 5 pixels at 150 dpi.
    private static let gap = 5 * pixel
    /// Margin around the grid: 10 pixels at 150 dpi.
    private static let margin = 10 * pixel
    /// One pixel at 150 dpi, in points.
    private static let pixel = 0.48

    /// The side of a filter in points: a whole number of pixels at 150 dpi for each filter pixel.
    private var tileSide: Double {
        let pixels = max(1, (tilePixels / Double(filters.side)).rounded())
        return pixels * Double(filters.side) * FilterGridFigure.pixel
    }

    /// Columns and rows that the filters fill, each at least 1.
    private var shape: (columns: Int, rows: Int) {
        let count = max(1, min(filters.count, columns * rows))
        return (min(columns, count), (count + columns - 1) / columns)
    }

    /// The width in points of the filters without margins, which texts may take.
    private var gridWidth: Double {
        Double(shape.columns) * (tileSide + FilterGridFigure.gap) - FilterGridFigure.gap
    }

    /// The heights in points of title and caption with their gaps, as whole pixels at 150 dpi; 0
    /// for nil.
    private func heights(_ canvas: Canvas) -> (title: Double, caption: Double) {
        (
            wholePixels(
                title.map { text in
                    canvas.measure(
                        text, FilterGridFigure.titleStyle, maxWidth: gridWidth,
                        lines: FilterGridFigure.lines
                    ).height + 5
                }),
            wholePixels(
                caption.map { text in
                    canvas.measure(
                        text, FilterGridFigure.captionStyle, maxWidth: gridWidth,
                        lines: FilterGridFigure.lines
                    ).height + 5
                })
        )
    }

    /// A length rounded up to whole pixels at 150 dpi; 0 for nil.
    private func wholePixels(_ length: Double?) -> Double {
        ((length ?? 0) / FilterGridFigure.pixel).rounded(.up) * FilterGridFigure.pixel
    }

    /// The size in points that the filters, margins and texts take.
    public var size: (width: Double, height: Double) {
        let texts = heights(.ruler())
        let grid = Double(shape.rows) * (tileSide + FilterGridFigure.gap) - FilterGridFigure.gap
        let margins = 2 * FilterGridFigure.margin
        return (gridWidth + margins, grid + margins + texts.title + texts.caption)
    }

    public func draw(on canvas: Canvas) {
        draw(on: canvas, at: Rect(x: 0, y: 0, width: size.width, height: size.height))
    }

    /// Draws the figure in the upper left corner of `box`.
    func draw(on canvas: Canvas, at box: Rect) {
        let texts = heights(canvas)
        let (left, top) = (box.x + FilterGridFigure.margin, box.y + FilterGridFigure.margin)
        let step = tileSide + FilterGridFigure.gap
        if let title {
            canvas.write(
                title, x: left, y: top, FilterGridFigure.titleStyle, maxWidth: gridWidth,
                lines: FilterGridFigure.lines)
        }
        for index in 0..<min(filters.count, columns * rows) {
            let (row, column) = (index / columns, index % columns)
            canvas.image(
                filters.image(index),
                in: Rect(
                    x: left + Double(column) * step,
                    y: top + texts.title + Double(row) * step, width: tileSide,
                    height: tileSide),
                crisp: true)
        }
        if let caption {
            let bottom = top + texts.title + Double(shape.rows) * step - FilterGridFigure.gap
            canvas.write(
                caption, x: left, y: bottom + 5, FilterGridFigure.captionStyle,
                maxWidth: gridWidth, lines: FilterGridFigure.lines)
        }
    }
}

/// Cells with images in rows and columns, labels to the left and titles above.
///
/// The form of the global views, occlusions and filter views of Nguyen et al. 2022
/// (arXiv:2210.07646), and of every other figure that sets images beside each other. At 150 dpi a
/// cell of the usual side shows an image of 224 pixels as it is.
public struct ImageGridFigure: Figure, Sendable {
    /// A patch of an image.
    public typealias Patch = ViewsFigure.Patch

    /// One image of the grid.
    public struct Cell: Sendable, Equatable {
        /// The image, fitted into the cell without distortion.
        public let image: RasterImage
        /// The text below the image, at most two lines; nil for none.
        public let caption: String?
        /// The text below the caption, one line, such as a file's name; nil for none.
        public let detail: String?
        /// A patch that is framed in yellow; nil for none.
        public let frame: Patch?
        /// Whether the image is enlarged without smoothing, as fits maps and filters of few pixels.
        /// Default: false.
        public let isCrisp: Bool
        /// The numbers at the ends of the viridis colours of the cell, shown as a bar below it; nil
        /// for none.
        public let scale: ClosedRange<Double>?

        /// A cell with its texts.
        public init(
            image: RasterImage, caption: String? = nil, detail: String? = nil,
            frame: Patch? = nil, isCrisp: Bool = false, scale: ClosedRange<Double>? = nil
        ) {
            self.scale = scale
            self.image = image
            self.caption = caption
            self.detail = detail
            self.frame = frame
            self.isCrisp = isCrisp
        }
    }

    /// A row of cells.
    public struct Row: Sendable, Equatable {
        /// The text to the left, at most four lines; "" for none.
        public let label: String
        /// The cells `[columns]`; nil leaves a position empty. Rows may have different counts.
        public let cells: [Cell?]

        /// A row with its label.
        public init(label: String, cells: [Cell?]) {
            self.label = label
            self.cells = cells
        }
    }

    /// The rows from top to bottom.
    public let rows: [Row]
    /// The titles above the columns, at most two lines each; columns beyond them have none.
    public let columnTitles: [String]
    /// The title, at most two lines; nil for none.
    public let title: String?
    /// The text below everything, at most three lines; nil for none.
    public let caption: String?
    /// The side of a cell in points; nil for 107.52, or less (24 at least) where the columns would
    /// exceed 800 points.
    public let cellSide: Double?
    /// The ends of the numbers that viridis colours stand for, shown as a bar at the right; nil for
    /// none.
    public let colors: ClosedRange<Double>?
    /// Names and colours that stand below the images; empty for none.
    public let legend: [(name: String, color: Color)]

    /// A grid; a `cellSide` that is not above 0 is a programming error.
    public init(
        rows: [Row], columnTitles: [String], title: String? = nil, caption: String? = nil,
        cellSide: Double? = nil, colors: ClosedRange<Double>? = nil,
        legend: [(name: String, color: Color)] = []
    ) {
        self.legend = legend
        self.colors = colors
        precondition(cellSide.map { $0 > 0 } ?? true, "cells of \(cellSide ?? 0) points")
        self.rows = rows
        self.columnTitles = columnTitles
        self.title = title
        self.caption = caption
        self.cellSide = cellSide
    }

    /// The size in points that the cells, labels and texts take.
    public var size: (width: Double, height: Double) {
        let layout = ImageGridLayout(self, canvas: .ruler())
        return (layout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = ImageGridLayout(self, canvas: canvas)
        if let title {
            canvas.write(
                title, x: layout.left, y: ImageGridLayout.margin, ImageGridLayout.headStyle,
                maxWidth: layout.gridWidth, lines: 2)
        }
        for (column, text) in columnTitles.prefix(layout.columns).enumerated() {
            let box = layout.cell(0, column)
            canvas.write(
                text, x: box.midX, y: box.y - ImageGridLayout.textGap, ImageGridLayout.titleStyle,
                .center, .bottom, maxWidth: layout.titleWidth, lines: 2)
        }
        for (index, row) in rows.enumerated() {
            draw(row, index, layout, on: canvas)
        }
        if let bar = layout.colorBar {
            let box = layout.cell(0, layout.columns - 1)
            bar.draw(
                on: canvas, x: box.maxX + ImageGridLayout.gap, y: box.y, height: box.height)
        }
        layout.legend.draw(on: canvas, x: layout.left, y: layout.legendTop)
        if let caption {
            canvas.write(
                caption, x: layout.left, y: layout.captionTop, ImageGridLayout.captionStyle,
                maxWidth: layout.gridWidth, lines: 3)
        }
    }

    /// Draws a row: its label, and each cell's image, border, frame and texts.
    private func draw(_ row: Row, _ index: Int, _ layout: ImageGridLayout, on canvas: Canvas) {
        if !row.label.isEmpty {
            canvas.write(
                row.label, x: layout.left - ImageGridLayout.labelGap,
                y: layout.cell(index, 0).midY, ImageGridLayout.titleStyle, .trailing, .middle,
                maxWidth: layout.labelWidth, lines: 4)
        }
        for (column, cell) in row.cells.enumerated() {
            guard let cell else { continue }
            let box = layout.cell(index, column)
            let place = box.fitting(
                width: Double(cell.image.width), height: Double(cell.image.height))
            canvas.image(cell.image, in: place, crisp: cell.isCrisp)
            canvas.stroke(place, .hairline, lineWidth: 0.4)
            if let frame = cell.frame { canvas.frame(frame, on: place) }
            var top = box.maxY + ImageGridLayout.textGap
            if let caption = cell.caption {
                let width = layout.titleWidth
                canvas.write(
                    caption, x: box.midX, y: top, ImageGridLayout.cellStyle, .center,
                    maxWidth: width, lines: 2)
                top +=
                    canvas.measure(
                        caption, ImageGridLayout.cellStyle, maxWidth: width, lines: 2
                    ).height
            }
            if let scale = cell.scale {
                draw(scale, x: box.x, y: top, width: box.width, on: canvas)
                top += ImageGridLayout.scaleHeight
            }
            if let detail = cell.detail {
                canvas.write(
                    detail, x: box.midX, y: top, ImageGridLayout.detailStyle, .center,
                    maxWidth: layout.titleWidth)
            }
        }
    }

    /// Draws a colour scale as a lying bar between its two numbers.
    private func draw(
        _ scale: ClosedRange<Double>, x: Double, y: Double, width: Double, on canvas: Canvas
    ) {
        let style = ImageGridLayout.detailStyle
        let (low, high) = (scaleNumber(scale.lowerBound), scaleNumber(scale.upperBound))
        let middle = y + ImageGridLayout.scaleHeight / 2
        canvas.write(low, x: x, y: middle, style, .leading, .middle)
        canvas.write(high, x: x + width, y: middle, style, .trailing, .middle)
        let left = x + canvas.measure(low, style).width + 4
        let right = x + width - canvas.measure(high, style).width - 4
        guard right > left else { return }
        let bar = Rect(x: left, y: middle - 3, width: right - left, height: 6)
        let steps = 128
        canvas.image(
            RasterImage(
                map: (0..<steps).map { Float($0) }, width: steps, height: 1, low: 0,
                high: Float(steps - 1)), in: bar)
        canvas.stroke(bar, .frame, lineWidth: 0.4)
    }
}

extension Canvas {
    /// Draws a yellow frame with a thin black line around it, so that it shows on any image.
    func frame(_ place: Rect) {
        stroke(place, Color(0x000000), lineWidth: 2.4)
        stroke(place, Color(0xFFEE00), lineWidth: 1.5)
    }

    /// Frames a patch of an image that was drawn into `box`.
    func frame(_ patch: ViewsFigure.Patch, on box: Rect) {
        frame(patch.place(on: box))
    }
}

/// The positions of the parts of a grid of images, in points.
struct ImageGridLayout {
    /// Margin around the figure, in points.
    static let margin = 9.6
    /// Points between cells.
    static let gap = 9.6
    /// Points between a cell and its texts.
    static let textGap = 3.0
    /// Height of a cell's colour scale, in points.
    static let scaleHeight = 12.0
    /// Points between a label and its row.
    static let labelGap = 9.0
    /// The figure's title.
    static let headStyle = TextStyle(size: 12, bold: true)
    /// Titles of columns, and labels of rows.
    static let titleStyle = TextStyle(size: 9.5, bold: true)
    /// Captions of cells.
    static let cellStyle = TextStyle(size: 8.5)
    /// Details below the captions.
    static let detailStyle = TextStyle(size: 7.5, color: .quiet)
    static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    /// Side of a cell in points: 224 pixels at 150 dpi.
    private static let usualSide = 107.52
    /// Points of all columns above which the cells become smaller.
    private static let widestGrid = 800.0
    /// Points after which a label is broken.
    private static let widestLabel = 96.0
    /// The least width in points, so that title and caption of a single small image have room.
    private static let narrowestGrid = 260.0

    /// Cells in the longest row.
    let columns: Int
    /// Side of a cell.
    let side: Double
    /// The left edge of the first column.
    let left: Double
    /// The width of the labels; 0 without any.
    let labelWidth: Double
    /// The width in points that the titles and captions of a cell may take, nearly to the next
    /// cell.
    let titleWidth: Double
    /// The width of cells and colour bar, which title and caption may take.
    let gridWidth: Double
    let width: Double
    let height: Double
    let captionTop: Double
    /// Names of colours below the images.
    let legend: ChartLegend
    let legendTop: Double
    /// The legend of the colours; nil without one, or without rows.
    let colorBar: ColorBar?
    /// The upper edges of the rows' images.
    private let rowTops: [Double]
    /// The heights of the rows' images: the side of a cell, or less where all are wide.
    private let rowHeights: [Double]

    /// Measures all texts; each row is as high as its cells' texts require.
    init(_ figure: ImageGridFigure, canvas: Canvas) {
        let (margin, gap) = (Self.margin, Self.gap)
        let columns = max(1, figure.rows.map(\.cells.count).max() ?? 1)
        let fitting = (Self.widestGrid - Double(columns - 1) * gap) / Double(columns)
        let side = figure.cellSide ?? min(Self.usualSide, max(24, fitting))
        self.columns = columns
        self.side = side
        titleWidth = side + gap - 2
        let cellsWidth = Double(columns) * (side + gap) - gap
        // A page of one small image still has room for its caption.
        let colorBar =
            figure.rows.isEmpty
            ? nil
            : figure.colors.map {
                ColorBar(low: $0.lowerBound, high: $0.upperBound, style: Self.cellStyle)
            }
        self.colorBar = colorBar
        let barRoom = colorBar.map { gap + $0.breadth(canvas) } ?? 0
        gridWidth = max(cellsWidth + barRoom, Self.narrowestGrid)
        let labels = figure.rows.filter { !$0.label.isEmpty }.map {
            canvas.measure($0.label, Self.titleStyle, maxWidth: Self.widestLabel, lines: 4).width
        }
        // Rounding of the measured width must not break a line anew.
        labelWidth = labels.max().map { min($0, Self.widestLabel) + 0.5 } ?? 0
        left = margin + (labelWidth > 0 ? labelWidth + Self.labelGap : 0)
        width = left + gridWidth + margin

        var top = margin
        if let title = figure.title {
            top += canvas.measure(title, Self.headStyle, maxWidth: gridWidth, lines: 2).height + 6
        }
        let titles = figure.columnTitles.prefix(columns).map { [titleWidth] text in
            canvas.measure(text, Self.titleStyle, maxWidth: titleWidth, lines: 2).height
        }
        top += titles.max().map { $0 + Self.textGap } ?? 0
        var tops: [Double] = []
        rowHeights = figure.rows.map { row in
            let shares = row.cells.compactMap { $0 }.map {
                min(1, Double($0.image.height) / Double($0.image.width))
            }
            // A strip leaves room for the colour bar and the label.
            return side * max(0.4, shares.max() ?? 1)
        }
        for (row, height) in zip(figure.rows, rowHeights) {
            tops.append(top)
            let captions = row.cells.compactMap { $0 }.map { [titleWidth] cell in
                (cell.caption.map {
                    canvas.measure($0, Self.cellStyle, maxWidth: titleWidth, lines: 2).height
                } ?? 0)
                    + (cell.scale == nil ? 0 : Self.scaleHeight)
                    + (cell.detail.map {
                        canvas.measure($0, Self.detailStyle, maxWidth: titleWidth).height
                    } ?? 0)
            }.filter { $0 > 0 }
            let label = canvas.measure(
                row.label, Self.titleStyle, maxWidth: Self.widestLabel, lines: 4
            ).height
            top += max(height + (captions.max().map { $0 + Self.textGap } ?? 0), label) + gap
        }
        rowTops = tops
        legend = ChartLegend(
            figure.legend.map { ChartLegend.Entry(name: $0.name, sample: .box($0.color)) },
            width: gridWidth, canvas: canvas)
        legendTop = top - gap + 6
        if legend.height > 0 { top += legend.height + 8 }
        captionTop = top - gap + 8
        if let caption = figure.caption {
            top =
                captionTop
                + canvas.measure(caption, Self.captionStyle, maxWidth: gridWidth, lines: 3).height
        } else {
            top -= gap
        }
        height = top + margin
    }

    /// The box of the cell in a row and column. The column may be beyond the cells of its row.
    func cell(_ row: Int, _ column: Int) -> Rect {
        Rect(
            x: left + Double(column) * (side + Self.gap), y: rowTops.isEmpty ? 0 : rowTops[row],
            width: side, height: rowHeights.isEmpty ? side : rowHeights[row])
    }
}

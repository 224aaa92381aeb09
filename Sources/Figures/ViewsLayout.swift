internal import Tokens

/// The positions of the parts of a figure of views, in points.
struct ViewsLayout {
    let width: Double
    let height: Double
    /// The box of the image.
    let image: Rect
    /// The box of the patch on the image.
    let patchFrame: Rect
    /// The label of the patch, with its size in pixels.
    let patchText: String
    /// The box of that label, at the left of the image.
    let patchLabel: Rect
    /// The text below the image, with its size in pixels.
    let imageLabel: String
    /// The text beside a row of views.
    let viewLabel: String
    /// The width of the texts beside the rows of tiles.
    let labelWidth: Double
    /// The box of each filter; its view lies `viewStep` below.
    let filterBoxes: [Rect]
    /// The middles of the three dots, for filters and for views; empty without a gap.
    let dots: [Point]
    /// The first filter and the first view of each band, beside which the labels stand.
    let bands: [(filters: Rect, views: Rect)]
    let captionTop: Double

    static let margin = 10.0
    static let numberStyle = TextStyle(size: 9, bold: true)
    static let labelStyle = TextStyle(size: 8.5)
    static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    private static let imageSide = 150.0
    /// Points between tiles.
    private static let tileGap = 12.0
    /// Tiles in a row.
    private static let mostColumns = 8
    /// One pixel at 150 dpi, in points.
    private static let pixel = 0.48

    /// Points from the upper edge of a filter to that of its view.
    private let viewStep: Double

    /// The sizes of the tiles: bands of up to 8 filters, with their views below them.
    private struct Tiles {
        let count: Int
        let columns: Int
        /// Side of a tile: about 144 pixels at 150 dpi, whole pixels for each of its own.
        let side: Double
        /// The height of a number above a tile.
        let number: Double
        let bandHeight: Double
        let bandCount: Int
        /// The tile after which the dots stand; nil for none.
        let jump: Int?
        /// The room for the dots between two tiles; 0 without.
        let dotsWidth: Double

        init(_ figure: ViewsFigure, canvas: Canvas) {
            count = figure.filterIndices.count
            columns = max(1, min(count, mostColumns))
            // Whole pixels at 150 dpi for each pixel of a tile.
            let pixels = Double(figure.filters.side)
            side = max(1, (144 / pixels).rounded()) * pixels * pixel
            number = canvas.measure("0", numberStyle).height + 4
            bandHeight = number + 2 * side + tileGap
            bandCount = max(1, (count + columns - 1) / columns)
            jump = count > columns ? nil : onlyGap(figure.filterIndices)
            dotsWidth = jump == nil ? 0 : 22.0
        }

        /// The height of all bands.
        var height: Double {
            Double(bandCount) * bandHeight + Double(bandCount - 1) * tileGap * 1.5
        }

        /// The right edge of the tiles that begin at `left`.
        func right(of left: Double) -> Double {
            left + Double(columns) * (side + tileGap) - tileGap + dotsWidth
        }

        /// The box of a filter; the first band's numbers begin at the figure's margin.
        func box(_ index: Int, left: Double) -> Rect {
            let (band, place) = (index / columns, index % columns)
            let shift = jump.map { index > $0 ? dotsWidth : 0 } ?? 0
            return Rect(
                x: left + Double(place) * (side + tileGap) + shift,
                y: margin + number + Double(band) * (bandHeight + tileGap * 1.5), width: side,
                height: side)
        }
    }

    /// Measures all texts and places image, labels and tiles.
    init(_ figure: ViewsFigure, canvas: Canvas) {
        let margin = ViewsLayout.margin
        let tiles = Tiles(figure, canvas: canvas)
        viewStep = tiles.side + ViewsLayout.tileGap

        patchText =
            "patch \(figure.patch.index) (\(figure.patch.grid.patch) × \(figure.patch.grid.patch))"
        viewLabel = "view of patch \(figure.patch.index)"
        imageLabel = "image (\(figure.image.width) × \(figure.image.height))"
        let style = ViewsLayout.labelStyle
        let patchWidth = max(
            canvas.measure("patch \(figure.patch.index)", style).width,
            canvas.measure("(\(figure.patch.grid.patch) × \(figure.patch.grid.patch))", style).width
        )
        let patchSize = canvas.measure(patchText, style, maxWidth: patchWidth + 0.5, lines: 2)
        labelWidth =
            max(
                canvas.measure("view of", style).width,
                canvas.measure("patch \(figure.patch.index)", style).width) + 0.5

        let imageLabelHeight = canvas.measure(imageLabel, style).height + 5
        let content = max(
            tiles.height, ViewsLayout.imageSide + tiles.number + imageLabelHeight)
        let imageX = margin + patchSize.width + 14
        // Level with the tiles beside one band, in the middle beside several.
        let imageTop =
            tiles.bandCount > 1 ? (content - ViewsLayout.imageSide) / 2 : tiles.number
        let imageBox = Rect(
            x: imageX, y: margin + imageTop, width: ViewsLayout.imageSide,
            height: ViewsLayout.imageSide)
        image = imageBox.fitting(
            width: Double(figure.image.width), height: Double(figure.image.height))
        patchFrame = figure.patch.place(on: image)
        let labelTop = min(
            max(patchFrame.midY + 26, image.y + 20), image.maxY - patchSize.height)
        patchLabel = Rect(
            x: margin, y: labelTop, width: patchSize.width, height: patchSize.height)

        let left = imageBox.maxX + 18 + labelWidth + 16
        filterBoxes = (0..<tiles.count).map { tiles.box($0, left: left) }
        let pairs = filterBoxes.map { [viewStep] box in
            (filters: box, views: ViewsLayout.view(under: box, viewStep))
        }
        bands = stride(from: 0, to: tiles.count, by: tiles.columns).map { pairs[$0] }
        dots =
            tiles.jump.map { index in
                let (box, view) = pairs[index]
                let x = box.maxX + (ViewsLayout.tileGap + tiles.dotsWidth) / 2
                return [Point(x, box.midY), Point(x, view.midY)]
            } ?? []
        width = tiles.right(of: left) + margin
        captionTop = margin + content + 10
        let captionWidth = width - 2 * margin
        let caption = figure.caption.map {
            canvas.measure(
                $0, ViewsLayout.captionStyle, maxWidth: captionWidth, lines: 2
            ).height + 10
        }
        height = margin + content + (caption ?? 0) + margin
    }

    /// The box of the view below a filter's box.
    func viewBox(under box: Rect) -> Rect { ViewsLayout.view(under: box, viewStep) }

    /// A box moved down by `step`.
    private static func view(under box: Rect, _ step: Double) -> Rect {
        Rect(x: box.x, y: box.y + step, width: box.width, height: box.height)
    }

    /// The index after which ascending numbers leave their only gap; nil for none, for several, and
    /// for numbers that descend there.
    static func onlyGap(_ numbers: [Int]) -> Int? {
        let gaps = numbers.indices.dropLast().filter { numbers[$0 + 1] != numbers[$0] + 1 }
        guard gaps.count == 1, numbers[gaps[0] + 1] > numbers[gaps[0]] else { return nil }
        return gaps[0]
    }
}

/// Where the parts of a views figure stand.
struct ViewsLayout {
    let width: Double
    let height: Double
    let picture: Rect
    let patchFrame: Rect
    let patchText: String
    let patchLabel: Rect
    let pictureLabel: String
    let viewLabel: String
    let labelWidth: Double
    /// One box a filter; its view lies `viewStep` below.
    let filterBoxes: [Rect]
    let dots: [Point]
    /// The first filter and the first view of each band of tiles.
    let bands: [(filters: Rect, views: Rect)]
    let captionTop: Double

    static let margin = 10.0
    static let numberStyle = TextStyle(size: 9, bold: true)
    static let labelStyle = TextStyle(size: 8.5)
    static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    private static let pictureSide = 150.0
    private static let tileGap = 12.0
    private static let mostColumns = 8
    private static let pixel = 0.48

    private let viewStep: Double

    init(_ figure: ViewsFigure, canvas: Canvas) {
        let margin = ViewsLayout.margin
        // Whole pixels at 150 dpi for each pixel of a tile.
        let side = Double(figure.filters.side)
        let tile = max(1, (144 / side).rounded()) * side * ViewsLayout.pixel
        let gap = ViewsLayout.tileGap
        viewStep = tile + gap

        patchText = "patch \(figure.patch.index) (\(figure.patch.size) × \(figure.patch.size))"
        viewLabel = "view of patch \(figure.patch.index)"
        pictureLabel = "image (\(figure.image.width) × \(figure.image.height))"
        let style = ViewsLayout.labelStyle
        let patchWidth = max(
            canvas.measure("patch \(figure.patch.index)", style).width,
            canvas.measure("(\(figure.patch.size) × \(figure.patch.size))", style).width)
        let patchSize = canvas.measure(patchText, style, maxWidth: patchWidth + 0.5, lines: 2)
        labelWidth =
            max(
                canvas.measure("view of", style).width,
                canvas.measure("patch \(figure.patch.index)", style).width) + 0.5

        // The band of tiles.
        let count = figure.filterIndices.count
        let columns = max(1, min(count, ViewsLayout.mostColumns))
        let jump = ViewsLayout.onlyGap(figure.filterIndices)
        let dotsWidth = jump == nil || count > columns ? 0 : 22.0
        let number = canvas.measure("0", ViewsLayout.numberStyle).height + 4
        let bandHeight = number + 2 * tile + gap
        let bandCount = max(1, (count + columns - 1) / columns)
        let bandsHeight = Double(bandCount) * bandHeight + Double(bandCount - 1) * gap * 1.5
        let pictureLabelHeight = canvas.measure(pictureLabel, style).height + 5
        let content = max(bandsHeight, ViewsLayout.pictureSide + number + pictureLabelHeight)

        let pictureX = margin + patchSize.width + 14
        // Level with the tiles beside one band, in the middle beside several.
        let pictureDown = bandCount > 1 ? (content - ViewsLayout.pictureSide) / 2 : number
        let pictureBox = Rect(
            x: pictureX, y: margin + pictureDown, width: ViewsLayout.pictureSide,
            height: ViewsLayout.pictureSide)
        picture = pictureBox.fitting(
            width: Double(figure.image.width), height: Double(figure.image.height))
        let (row, column) = (
            figure.patch.index / figure.patch.grid, figure.patch.index % figure.patch.grid
        )
        let grid = Double(figure.patch.grid)
        let (cell, cellHeight) = (picture.width / grid, picture.height / grid)
        patchFrame = Rect(
            x: picture.x + Double(column) * cell, y: picture.y + Double(row) * cellHeight,
            width: cell, height: cellHeight)
        let labelTop = min(
            max(patchFrame.midY + 26, picture.y + 20), picture.maxY - patchSize.height)
        patchLabel = Rect(
            x: margin, y: labelTop, width: patchSize.width, height: patchSize.height)

        let left = pictureBox.maxX + 18 + labelWidth + 16
        var boxes: [Rect] = []
        var bands: [(filters: Rect, views: Rect)] = []
        var dots: [Point] = []
        for index in 0..<count {
            let (band, place) = (index / columns, index % columns)
            let shift = dotsWidth > 0 && index > jump! ? dotsWidth : 0
            let box = Rect(
                x: left + Double(place) * (tile + gap) + shift,
                y: margin + number + Double(band) * (bandHeight + gap * 1.5), width: tile,
                height: tile)
            boxes.append(box)
            var view = box
            view.y += viewStep
            if place == 0 { bands.append((box, view)) }
            if dotsWidth > 0, index == jump {
                let x = box.maxX + (gap + dotsWidth) / 2
                dots += [Point(x, box.midY), Point(x, view.midY)]
            }
        }
        filterBoxes = boxes
        self.bands = bands
        self.dots = dots
        width = left + Double(columns) * (tile + gap) - gap + dotsWidth + margin
        captionTop = margin + content + 10
        let captionWidth = width - 2 * margin
        let caption = figure.caption.map {
            canvas.measure(
                $0, ViewsLayout.captionStyle, maxWidth: captionWidth, lines: 2
            ).height + 10
        }
        height = margin + content + (caption ?? 0) + margin
    }

    func viewBox(under box: Rect) -> Rect {
        Rect(x: box.x, y: box.y + viewStep, width: box.width, height: box.height)
    }

    /// The index after which ascending numbers leave their only gap.
    static func onlyGap(_ numbers: [Int]) -> Int? {
        let gaps = numbers.indices.dropLast().filter { numbers[$0 + 1] != numbers[$0] + 1 }
        guard gaps.count == 1, numbers[gaps[0] + 1] > numbers[gaps[0]] else { return nil }
        return gaps[0]
    }
}

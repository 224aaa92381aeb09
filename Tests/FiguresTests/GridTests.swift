import Foundation
import Testing
import Tokens

@testable import Figures

func sampleGrid(
    rows: Int, columns: Int, label: String = "dog patch 62", title: String = "after 8 blocks",
    caption: String? = "filter 3"
) -> ImageGridFigure {
    let image = sampleImage(32, 32)
    return ImageGridFigure(
        rows: (0..<rows).map { row in
            ImageGridFigure.Row(
                label: label,
                cells: (0..<columns).map { column in
                    if row == 1 && column == 1 { return nil }
                    return ImageGridFigure.Cell(
                        image: image, caption: row == 0 && column == 0 ? "original image" : nil,
                        frame: column == 0
                            ? .init(index: 5, grid: PatchGrid(side: 4, patch: 8)) : nil)
                })
        }, columnTitles: [String](repeating: title, count: columns), caption: caption)
}

func samplePositions(grid side: Int) -> PositionsFigure {
    samplePositions(PatchGrid(side: side, patch: 16))
}

func samplePositions(_ grid: PatchGrid) -> PositionsFigure {
    PositionsFigure(
        similarity: (0..<grid.count * grid.count).map { Float(cos(Double($0) * 0.01)) },
        grid: grid,
        title: "Similarity of position embeddings", caption: "a caption")
}

func sampleAttention(predictions: Int, name: String = "Labrador retriever") -> AttentionFigure {
    AttentionFigure(
        image: sampleImage(32, 32), map: (0..<1024).map { Float($0) / 1023 },
        product: sampleImage(32, 32),
        predictions: (0..<predictions).map {
            AttentionFigure.Prediction(name: name, probability: 1 / Double($0 + 1))
        }, caption: "attention rollout after 12 blocks")
}

@Suite struct GridTests {
    @Test("cells lie on the page, apart from each other, for any shape")
    func cells() throws {
        for (rows, columns) in [(1, 1), (1, 9), (4, 4), (3, 5), (24, 16), (2, 40)] {
            let figure = sampleGrid(rows: rows, columns: columns)
            let layout = ImageGridLayout(figure, canvas: .ruler())
            let page = Rect(x: 0, y: 0, width: layout.width, height: layout.height)
            var boxes: [Rect] = []
            for row in 0..<rows {
                for column in 0..<columns {
                    let box = layout.cell(row, column)
                    #expect(page.contains(box), "\(rows) x \(columns): \(box)")
                    #expect(!boxes.contains { $0.overlaps(box) })
                    boxes.append(box)
                }
            }
            #expect(layout.width < 1500)
        }
    }

    @Test("texts of image grids stay on the page and off each other, long ones too")
    func texts() throws {
        for (rows, columns) in [(1, 1), (4, 4), (2, 12)] {
            for text in ["a", "a title of some words", longName, ""] {
                let figure = sampleGrid(
                    rows: rows, columns: columns, label: text, title: text, caption: text)
                checkTexts(try drawn(figure), "\(rows) x \(columns), '\(text.prefix(12))'")
            }
        }
        for count in [0, 1, 5] {
            for name in ["cat", longName] {
                checkTexts(
                    try drawn(sampleAttention(predictions: count, name: name)), "\(count) classes")
            }
        }
    }

    @Test("large position grids leave patches out and say so")
    func positions() throws {
        for grid in [1, 2, 7, 14, 16, 17, 37] {
            let figure = samplePositions(grid: grid)
            checkTexts(try drawn(figure), "grid of \(grid)")
            #expect(figure.shown.rows.count <= 16 && figure.shown.rows.first == 0)
            let says = try drawn(figure).texts.contains { $0.text.contains("every") }
            #expect(says == (grid > 16))
        }
    }

    @Test("Positions of a rectangle have rows and columns, and room for their labels")
    func rectangularPositions() throws {
        for (rows, columns) in [(10, 15), (2, 32), (32, 2), (1, 10), (20, 3)] {
            let figure = samplePositions(PatchGrid(rows: rows, columns: columns, patch: 16))
            checkTexts(try drawn(figure), "grid of \(rows) x \(columns)")
            #expect(figure.shown.rows.count <= 16 && figure.shown.columns.count <= 16)
            #expect(figure.size.height > 150, "\(rows) x \(columns): \(figure.size)")
        }
    }

    @Test("Rows of wide images are as high as these, and strips leave room for a colour bar")
    func wideRows() throws {
        func height(_ width: Int, _ height: Int) -> Double {
            ImageGridFigure(
                rows: [
                    ImageGridFigure.Row(
                        label: "", cells: [ImageGridFigure.Cell(image: sampleImage(width, height))])
                ], columnTitles: [], colors: 0...1
            ).size.height
        }
        #expect(height(32, 16) < height(32, 32))
        #expect(height(16, 32) == height(32, 32))
        #expect(height(64, 2) == height(64, 20))
        #expect(abs((height(32, 32) - height(32, 16)) / 107.52 - 0.5) < 1e-9)
    }

    @Test("a map's colours go from dark to bright, what is no number is grey")
    func maps() {
        let image = RasterImage(map: [0, 1, .nan, 5, -5], width: 5, height: 1, low: 0, high: 1)
        #expect(Array(image.pixels[0..<3]) == [0x44, 0x01, 0x54])
        #expect(Array(image.pixels[3..<6]) == [0xFD, 0xE7, 0x25])
        #expect(Array(image.pixels[6..<9]) == [150, 150, 150])
        #expect(image.pixels[9..<12] == image.pixels[3..<6])
        #expect(Array(image.pixels[12..<15]) == Array(image.pixels[0..<3]))
    }

    @Test("an attention map has its darkest colour at its smallest number and its bar begins there")
    func attentionRange() throws {
        let figure = AttentionFigure(
            image: sampleImage(8, 8),
            map: (0..<64).map { 0.4 + 0.6 * Float(max(0, $0 - 15)) / 48 },
            product: sampleImage(8, 8), predictions: [])
        let canvas = try drawn(figure)
        let dark = canvas.pixels().values.count { $0 == 0xFF44_0154 }
        // Two of eight rows of a panel of 150 x 150 points, less what smoothing takes.
        #expect(dark > 2_000, "\(dark)")
        let texts = Set(canvas.texts.map(\.text))
        // 0.4 in single precision lies just below the smallest number's tick.
        #expect(texts.isSuperset(of: ["0.6", "0.8", "1.0"]), "\(texts)")
        #expect(texts.isDisjoint(with: ["0.0", "0.2"]), "\(texts)")
    }

    @Test("a colour bar's numbers are round and lie between its ends")
    func colorBars() throws {
        let style = TextStyle(size: 8)
        let ranges: [(Double, Double)] = [(-0.86, 1), (0, 1), (0.0031, 0.0107), (2, 2), (.nan, 1)]
        for (low, high) in ranges {
            let bar = ColorBar(low: low, high: high, style: style)
            let canvas = try Canvas(
                width: 90, height: 200, format: .png, dpi: 72, recording: true)
            bar.draw(on: canvas, x: 10, y: 10, height: 150)
            #expect(canvas.texts.count >= 2, "\(low)...\(high)")
            checkTexts(canvas, "bar of \(low)...\(high)")
            for text in canvas.texts {
                #expect(text.box.y >= 9.9 && text.box.maxY <= 160.1, "\(text)")
                #expect(text.box.maxX <= 10 + bar.breadth(canvas) + 0.01)
            }
        }
    }

    @Test("a heading stands above a figure, moves it by whole pixels and changes nothing else")
    func headings() throws {
        for (name, figure) in everyKind {
            func check(_ figure: some Figure) throws {
                let headed = HeadedFigure(
                    figure, heading: "a model  ·  layer 11  ·  cats, 300 images")
                let canvas = try drawn(headed)
                checkTexts(canvas, "headed \(name)")
                let plain = try drawn(figure)
                #expect(canvas.texts.count == plain.texts.count + 1)
                #expect(headed.size.width == figure.size.width)
                let pixels = (headed.size.height - figure.size.height) / 0.48
                #expect(pixels > 10 && abs(pixels - pixels.rounded()) < 1e-6, "\(name)")
                let bare = HeadedFigure(figure, heading: "")
                #expect(
                    try encode(bare, format: .png, dpi: 72)
                        == encode(figure, format: .png, dpi: 72))
            }
            try check(figure)
        }
    }

    @Test("numbers beside a colour bar say no more than they must")
    func numbers() {
        #expect(colorBarNumber(1) == "1" && colorBarNumber(0) == "0")
        #expect(colorBarNumber(0.5) == "0.5" && colorBarNumber(-0.862) == "-0.86")
    }

    @Test("filter grids of several models stand side by side")
    func filterGrids() throws {
        let figure = FilterGridsFigure(
            (0..<3).map { (title: "model \($0)", filters: sampleTiles(20, side: 8), caption: nil) })
        checkTexts(try drawn(figure), "filter grids")
        let one = figure.grids[0].size
        // Three to a line, a gap between them that is far wider than between filters.
        #expect(abs(figure.size.width - 3 * one.width - 2 * 14.4) < 0.01)
        #expect(abs(figure.size.height - one.height) < 0.01)
        let models = (0..<3).map {
            (title: "model \($0)", filters: sampleTiles(20, side: 8), caption: String?.none)
        }
        let two = FilterGridsFigure(models, columns: 2).size
        #expect(abs(two.width - 2 * one.width - 14.4) < 0.01)
        #expect(abs(two.height - 2 * one.height - 14.4) < 0.01)
    }

    @Test("the page shows every figure with its sentence, and no name breaks it")
    func contactSheet() {
        let odd = "a\"<b>&'\u{1}ü?.png"
        let page = ContactSheet(
            title: odd, lines: ["<script>alert(1)</script>"], numbers: [("recall", "0.5")],
            entries: [
                ContactSheet.Entry(
                    file: odd, title: "T & T", sentence: "One sentence.", width: 900, height: 200),
                ContactSheet.Entry(
                    file: "x.pdf", title: "P", sentence: "S.", width: 10, height: 10),
            ]
        ).html
        #expect(page.contains("a&quot;&lt;b&gt;&amp;&#39; ü?.png"))
        #expect(page.contains("src=\"a%22%3Cb%3E%26%27%01%C3%BC%3F.png\""))
        #expect(page.contains("class=\"wide\">") && page.contains("One sentence."))
        #expect(page.contains("<a href=\"#x.pdf\">P</a>") && page.contains("id=\"x.pdf\""))
        #expect(page.contains("<a class=\"file\" href=\"x.pdf\">x.pdf</a>"))
        #expect(!page.contains("<script") && page.contains("<dt>recall</dt><dd>0.5</dd>"))
        #expect(page.components(separatedBy: "<figure").count == 3)
    }
}

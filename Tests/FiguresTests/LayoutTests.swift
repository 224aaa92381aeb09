import Testing
import Tokens

@testable import Figures

/// Draws on a canvas that keeps the boxes of texts and marks.
func drawn(_ figure: some Figure, dpi: Double = 72) throws -> Canvas {
    let size = figure.size
    let canvas = try Canvas(
        width: size.width, height: size.height, format: .png, dpi: dpi, recording: true)
    figure.draw(on: canvas)
    return canvas
}

/// All texts lie on the page and no two share an area.
func checkTexts(_ canvas: Canvas, _ name: String) {
    let page = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height)
    for (index, text) in canvas.texts.enumerated() {
        #expect(page.contains(text.box), "\(name): '\(text.text)' at \(text.box)")
        for other in canvas.texts[..<index] where text.box.overlaps(other.box, slack: 0.5) {
            let names = "'\(text.text.prefix(20))' lies on '\(other.text.prefix(20))'"
            Issue.record("\(name): \(names), \(text.box) and \(other.box)")
        }
    }
}

let longName = String(repeating: "an endless name ", count: 60)

@Suite struct LayoutTests {
    @Test("no text is clipped or lies on another")
    func texts() throws {
        for (name, figure) in everyKind {
            let canvas = try drawn(figure)
            #expect(!canvas.texts.isEmpty, "\(name)")
            checkTexts(canvas, name)
        }
    }

    @Test("long and odd names are shortened and stay on the page")
    func longNames() throws {
        let odd = ["", "a\nb\u{0}c\u{2028}d", "شجرة كبيرة", "日本語のラベル", longName]
        let sample = clusters(points: 400, labels: 40)
        let scatter = ScatterFigure(
            x: sample.x, y: sample.y, labels: sample.labels,
            labelNames: odd + (5..<40).map { "\($0) \(longName)" }, title: longName,
            notes: [longName, "short"], axisNames: (longName, longName))
        checkTexts(try drawn(scatter), "scatter")
        for objects in [1, 5, 12, 40, 200] {
            let names = (0..<objects).map { $0 < odd.count ? odd[$0] : "\($0) \(longName)" }
            checkTexts(
                try drawn(sampleScene(objects: objects, names: names)), "scene of \(objects)")
        }
        let grid = FilterGridFigure(
            filters: sampleTiles(1, side: 4), title: longName, caption: longName)
        checkTexts(try drawn(grid), "filters")
        let views = ViewsFigure(
            image: sampleImage(64, 32), patch: .init(index: 15, grid: PatchGrid(side: 4, patch: 8)),
            filterIndices: [123_456_789], filters: sampleTiles(1, side: 3),
            views: sampleTiles(1, side: 3), caption: longName)
        checkTexts(try drawn(views), "views")
    }

    @Test("numbers of every size fit beside the panels of a scene")
    func largeNumbers() throws {
        for scale: Float in [1e-6, 1.7e-4, 0.01, 1, 100, 3e3, 7e3, 1e4, 1.3e6, 1e20] {
            checkTexts(try drawn(sampleScene(objects: 2, scale: scale)), "scale \(scale)")
        }
    }

    @Test("a scatter's marks lie in its panel", arguments: [1, 2, 10, 3_000])
    func scatterMarks(points: Int) throws {
        let figure = sampleScatter(points: points, labels: 1)
        let canvas = try drawn(figure)
        let panel = ScatterLayout(figure, canvas: .ruler()).panel
        let inside = canvas.marks.filter { panel.contains($0) }
        #expect(inside.count == points)
    }

    @Test("a scene's marks lie in its panels, all of them")
    func sceneMarks() throws {
        let figure = sampleScene(objects: 3)
        let canvas = try drawn(figure)
        let frames = SceneLayout(figure, canvas: .ruler()).frames.map(\.box).map { box in
            Rect(
                x: box.x * SceneFigure.unit, y: box.y * SceneFigure.unit,
                width: box.width * SceneFigure.unit, height: box.height * SceneFigure.unit)
        }
        #expect(frames.count == 4)
        for frame in frames {
            #expect(canvas.marks.count { frame.contains($0) } == 196)
        }
        // One mark a legend entry: the background and three objects.
        #expect(canvas.marks.count == 4 * 196 + 4)
    }

    @Test("a scene's legend has the objects with a point and numbers equal names")
    func sceneLegend() throws {
        let names = ["person", "dog", "person", "cat", "person"]
        // The dog has no patch.
        let objects: [UInt8] = [0, 1, 3, 4, 5, 0, 6]
        let panel = ScenePanel(
            title: "Layer 0", x: objects.map(Float.init), y: objects.map(Float.init),
            objects: objects)
        let figure = SceneFigure(image: sampleImage(4, 4), objectNames: names, panels: [panel])
        let entries = SceneLegend.entries(figure)
        #expect(
            entries.map(\.name)
                == ["background", "person 1", "person 2", "cat", "person 3", "object 6"])
        #expect(entries.map(\.object) == [0, 1, 3, 4, 5, 6])
        let texts = try drawn(figure).texts.map(\.text)
        #expect(texts.contains("person 3") && !texts.contains("dog"))
    }

    @Test("one text has one size at every resolution and in every format")
    func measures() throws {
        let style = TextStyle(size: 9)
        let expected = Canvas.ruler().measure("Attention score, layer 11", style)
        for format in FigureFormat.allCases {
            for dpi in [72.0, 150, 333] {
                let canvas = try Canvas(width: 100, height: 100, format: format, dpi: dpi)
                let size = canvas.measure("Attention score, layer 11", style)
                #expect(size == expected, "\(format) \(dpi)")
            }
        }
        let narrow = Canvas.ruler().measure(longName, style, maxWidth: 80)
        #expect(narrow.width <= 80.01 && narrow.height == expected.height)
    }

    @Test("maps of no point, one point, equal points and points at no place are drawn")
    func fewPoints() throws {
        let none = ScatterFigure(x: [], y: [])
        #expect(try drawn(none).texts.contains { $0.text == "no points" })
        #expect(try drawn(ScatterFigure(x: [3], y: [4])).marks.count == 1)
        #expect(
            try drawn(ScatterFigure(x: [2, 2, 2], y: [1, 1, 1], labels: [0, -1, 0]))
                .marks.count == 5)
        let bad = ScatterFigure(x: [1, .nan, 3], y: [1, 2, .infinity], title: "bad")
        #expect(bad.notes == ["2 of 3 points have no finite place and are not drawn"])
        #expect(try drawn(bad).marks.count == 1)
        let empty = SceneFigure(
            image: sampleImage(4, 4), objectNames: [],
            panels: [ScenePanel(title: "Layer 0", x: [], y: [], objects: [])])
        checkTexts(try drawn(empty), "empty scene")
    }

    @Test("a legend names the largest of many labels and counts the others")
    func legend() throws {
        let few = try drawn(sampleScatter(points: 200, labels: 2))
        for text in ["label 0", "label 1", "no label", "98", "4"] {
            #expect(few.texts.contains { $0.text == text }, "\(text)")
        }
        let many = try drawn(sampleScatter(points: 3_000, labels: 500))
        #expect(many.texts.count { $0.text.hasPrefix("label ") } == 11)
        #expect(many.texts.contains { $0.text == "other (489 labels)" })
        let twelve = try drawn(sampleScatter(points: 300, labels: 12)).texts
        #expect(twelve.count { $0.text.hasPrefix("label ") } == 12)
        #expect(!twelve.contains { $0.text.hasPrefix("other") })
        #expect(try drawn(sampleScatter(points: 50, labels: 0)).texts.count == 4)
        let sample = clusters(points: 400, labels: 20)
        let byCluster = ScatterFigure(
            x: sample.x, y: sample.y, labels: sample.labels,
            labelNoun: CountedNoun("cluster", "clusters"))
        #expect(try drawn(byCluster).texts.contains { $0.text == "other (9 clusters)" })
        let unnamed = ScatterFigure(x: [1, 2], y: [1, 2], labels: [7, 7])
        #expect(try drawn(unnamed).texts.contains { $0.text == "label 7" })
        let noun = CountedNoun("image", "images")
        #expect(noun.counted(1) == "1 image" && noun.counted(1_234) == "1,234 images")
        #expect(listed(["a"]) == "a" && listed(["a", "b", "c"]) == "a, b and c")
        #expect(grouped(1_234_567) == "1,234,567" && grouped(12) == "12" && grouped(0) == "0")
    }
}

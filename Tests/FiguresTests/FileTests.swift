import Foundation
import TestSupport
import Testing
import Tokens

@testable import Figures

/// One small figure of each kind.
let everyKind: [(name: String, figure: any Figure & Sendable)] = [
    ("scatter", sampleScatter(points: 200, labels: 5)),
    ("many points", sampleScatter(points: 3_500, labels: 3)),
    ("scene", sampleScene(objects: 5)),
    ("filters", FilterGridFigure(filters: sampleTiles(20, side: 8), caption: "twenty filters")),
    (
        "views",
        ViewsFigure(
            image: sampleImage(32, 32), patch: .init(index: 5, grid: PatchGrid(side: 4, patch: 8)),
            filterIndices: [0, 1, 2, 40], filters: sampleTiles(4, side: 8),
            views: sampleTiles(4, side: 8), caption: "negative parts are black")
    ),
    ("image grid", sampleGrid(rows: 3, columns: 4)),
    ("attention", sampleAttention(predictions: 5)),
    ("positions", samplePositions(grid: 5)),
    ("norms", sampleNorms(layers: 4, examples: 2)),
    ("clusters", sampleClusters(points: 300, clusters: 12)),
    ("findings", sampleFindings(items: 9)),
]

func sampleScatter(points: Int, labels: Int) -> ScatterFigure {
    let sample = clusters(points: points, labels: labels)
    return ScatterFigure(
        x: sample.x, y: sample.y, labels: sample.labels,
        labelNames: (0..<labels).map { "label \($0)" }, title: "A map",
        notes: ["perplexity 30, recall@10 0.61"])
}

func sampleImage(_ width: Int, _ height: Int) -> RasterImage {
    RasterImage(
        width: width, height: height,
        pixels: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) })
}

func sampleTiles(_ count: Int, side: Int) -> RasterTiles {
    var random = Seeded(state: 3)
    return RasterTiles(
        count: count, side: side,
        values: (0..<count * side * side * 3).map { _ in Float(random.uniform()) })
}

func sampleScene(objects: Int, scale: Float = 1, names: [String]? = nil) -> SceneFigure {
    let sample = clusters(points: 196, labels: 4)
    let (x, y) = (sample.x.map { $0 * scale }, sample.y.map { $0 * scale })
    return SceneFigure(
        image: sampleImage(48, 48),
        objectNames: names ?? (0..<objects).map { "thing \($0)" },
        panels: [0, 6, 11].map { layer in
            ScenePanel(
                title: "Layer \(layer)", x: x, y: y,
                objects: x.indices.map { UInt8($0 % (objects + 1)) })
        },
        attention: AttentionPanel(
            title: "Attention score last layer", x: x, y: y,
            values: x.indices.map { Float($0) }), caption: "a scene")
}

/// Width and height of a PNG, out of its header.
func pngSize(_ bytes: [UInt8]) -> (width: Int, height: Int) {
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    return (number(16), number(20))
}

@Suite struct FileTests {
    @Test("the same figure gives the same bytes", arguments: FigureFormat.allCases)
    func determinism(format: FigureFormat) throws {
        let charts: [(name: String, figure: any Figure & Sendable)] = [
            ("curves", sampleCurves(panels: 2, series: 3)),
            ("distances", sampleDistances(depth: 12, heads: 3)),
            ("maps", sampleMaps(panels: 3, points: 60)),
            ("many maps", sampleMaps(panels: 2, points: 3_500)),
            ("placed", samplePlaced(points: 40, reference: 4_000)),
        ]
        for (name, figure) in everyKind + charts {
            let first = try encode(figure, format: format, dpi: 150)
            let second = try encode(figure, format: format, dpi: 150)
            #expect(first == second, "\(name)")
            #expect(first.count > 1_000, "\(name)")
        }
    }

    @Test("a file begins as its format does")
    func signatures() throws {
        let figure = sampleScatter(points: 10, labels: 2)
        #expect(try encode(figure, format: .png, dpi: 72).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(try encode(figure, format: .pdf, dpi: 72).starts(with: Array("%PDF-".utf8)))
        #expect(try encode(figure, format: .svg, dpi: 72).starts(with: Array("<?xml".utf8)))
    }

    @Test("a PNG has the figure's points times dpi / 72 as pixels", arguments: [72.0, 150, 300])
    func sizes(dpi: Double) throws {
        for (name, figure) in everyKind {
            let (width, height) = pngSize(try encode(figure, format: .png, dpi: dpi))
            #expect(abs(Double(width) - figure.size.width * dpi / 72) <= 0.51, "\(name)")
            #expect(abs(Double(height) - figure.size.height * dpi / 72) <= 0.51, "\(name)")
        }
    }

    @Test("a scene of three layers has the size of the paper's figures")
    func sceneSize() throws {
        let (width, height) = pngSize(
            try encode(
                SceneFigure(
                    image: sampleImage(48, 48), objectNames: ["cat", "dog"],
                    panels: sampleScene(objects: 2).panels,
                    attention: sampleScene(objects: 2).attention[0]), format: .png, dpi: 150))
        // Its last panel has a colour bar beside it.
        #expect((1_450...1_520).contains(width), "\(width)")
        #expect((280...310).contains(height), "\(height)")
    }

    @Test("a PDF names no time but the fixed one")
    func pdfDate() throws {
        let bytes = try encode(sampleScatter(points: 10, labels: 2), format: .pdf, dpi: 72)
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        // Cairo before 1.17 leaves the "D:" out.
        let fixed =
            text.contains("CreationDate (D:20000101000000")
            || text.contains("CreationDate (20000101000000")
        #expect(fixed)
        let changed = text.contains("ModDate")
        #expect(!changed)
    }

    @Test("an SVG holds its raster images as images, not as patterns")
    func svgImages() throws {
        for (name, figure) in everyKind where name != "scatter" {
            let text = String(decoding: try encode(figure, format: .svg, dpi: 72), as: UTF8.self)
            #expect(text.contains("<image"), "\(name)")
            #expect(!text.contains("<pattern"), "\(name)")
        }
    }

    @Test("names in an SVG are renumbered, other text is not")
    func renumbering() {
        let text = ##"<g id="surface91"/><u href="#image40"/><i id="image40"/>"image/png;surface8"##
        #expect(
            String(decoding: renumberingSurfaces(in: Array(text.utf8)), as: UTF8.self)
                == ##"<g id="surface1"/><u href="#image2"/><i id="image2"/>"image/png;surface8"##)
    }

    @Test("a resolution that is no number or far too high is refused")
    func resolution() {
        let figure = sampleScatter(points: 10, labels: 2)
        for dpi in [0, -1, Double.infinity] {
            #expect(throws: FigureError.badResolution(dpi)) {
                try encode(figure, format: .png, dpi: dpi)
            }
        }
        #expect(throws: FigureError.self) { try encode(figure, format: .svg, dpi: .nan) }
        #expect(throws: FigureError.self) { try encode(figure, format: .png, dpi: 1e6) }
        #expect(
            FigureError.tooLarge(width: 40_000, height: 10).description.contains("40000 x 10"))
    }
}

import Foundation
import Testing
import Tokens

@testable import Figures

func sampleCurves(
    panels: Int, series: Int, blocks: Int = 12, name: String = "a measure", gaps: Bool = false
) -> CurvesFigure {
    CurvesFigure(
        panels: (0..<panels).map { panel in
            let curves = (0..<series).map { index in
                let values = (0..<blocks).map { (block: Int) -> Double in
                    let wave = sin(Double(block))
                    return gaps && block % 3 == 1 ? .nan : Double(panel + index) + wave
                }
                return CurvesFigure.Series(
                    name: "\(name) \(index)", values: values, low: values.map { $0 - 0.2 },
                    high: values.map { $0 + 0.2 })
            }
            return CurvesFigure.Panel(
                title: "\(name) \(panel)", yLabel: "\(name)", series: Array(curves.dropLast()),
                rightLabel: "right", rightSeries: Array(curves.suffix(1)))
        }, x: (0..<blocks).map(Double.init), title: name, caption: "\(name) of images")
}

func sampleDistances(depth: Int, heads: Int) -> HeadDistanceFigure {
    let distance = (0..<depth).map { block in
        (0..<heads).map { (head: Int) -> Double in Double(20 + (block * 7 + head * 31) % 100) }
    }
    return HeadDistanceFigure(
        distance: distance, low: distance.map { row in row.map { $0 - 5.0 } },
        high: distance.map { row in row.map { $0 + 5.0 } }, uniform: 116.5,
        title: "How far heads look",
        caption: "100 images")
}

func sampleNorms(layers: Int, examples: Int, name: String = "block") -> TokenNormsFigure {
    let edges = (0...40).map { 5 * pow(1.1, Double($0)) }
    let counts = (0..<40).map { (bin: Int) -> Int in
        let place = Double(bin - 9) / 4
        return bin == 39 ? 1 : Int(400 * exp(-place * place))
    }
    return TokenNormsFigure(
        layers: (0..<layers).map { layer in
            TokenNormsFigure.Layer(
                name: "\(name) \(layer)", edges: edges,
                counts: counts, median: edges[9], threshold: 3 * edges[9], outlierShare: 0.0004,
                classNorm: 60, extraNorms: [30, 40])
        },
        examples: (0..<examples).map { _ in
            TokenNormsFigure.Example(
                image: sampleImage(32, 32), norms: (0..<16).map { Float($0 + 1) },
                grid: PatchGrid(side: 4, patch: 8), outliers: [15])
        }, title: "Norms", caption: "a caption")
}

@Suite struct ChartTests {
    @Test("texts of curves stay on the page and off each other")
    func curves() throws {
        for (panels, series, blocks) in [(1, 1, 1), (2, 3, 12), (3, 2, 24), (6, 4, 40), (4, 8, 2)] {
            for name in ["m", "a longer name", longName] {
                let figure = sampleCurves(
                    panels: panels, series: series, blocks: blocks, name: name)
                checkTexts(
                    try drawn(figure), "\(panels) panels, \(series) series, '\(name.prefix(9))'")
            }
        }
    }

    @Test("a value that is no number leaves a gap, and no value at all is said")
    func gaps() throws {
        let full = try drawn(sampleCurves(panels: 1, series: 2, gaps: false))
        let gaps = try drawn(sampleCurves(panels: 1, series: 2, gaps: true))
        // Four of twelve blocks of two curves have none.
        #expect(full.marks.count - gaps.marks.count == 8)
        let none = CurvesFigure(
            panels: [
                .init(title: "t", yLabel: "y", series: [.init(name: "s", values: [.nan, .nan])])
            ], x: [0.0, 1])
        #expect(try drawn(none).texts.contains { $0.text == "no values" })
    }

    @Test("each head has its mark, and the texts stand apart")
    func distances() throws {
        for (depth, heads) in [(1, 1), (12, 3), (12, 12), (32, 16), (2, 6)] {
            let figure = sampleDistances(depth: depth, heads: heads)
            let canvas = try drawn(figure)
            let places = figure.places(.ruler())
            #expect(canvas.marks.count { places.box.contains($0, slack: 2) } == depth * heads)
            checkTexts(canvas, "\(depth) blocks of \(heads) heads")
            // The legend has the heads by colour, and no text lies among the marks.
            let texts = canvas.texts
            #expect(
                texts.contains { $0.text == (heads > 4 ? "heads 0 to \(heads - 1)" : "head 0") })
            let uniform = try #require(texts.first { $0.text.hasPrefix("uniform attention") })
            #expect(uniform.box.maxY <= places.box.y)
        }
    }

    @Test("curves with places of their own share one axis, whatever their number")
    func relativeDepth() throws {
        func curve(_ depth: Int) -> CurvesFigure.Series {
            CurvesFigure.Series(
                name: "depth \(depth)", values: (0..<depth).map(Double.init),
                places: (0..<depth).map { Double($0 + 1) / Double(depth) })
        }
        let figure = CurvesFigure(
            panels: [.init(title: "t", yLabel: "", series: [curve(4), curve(12)])],
            x: [Double](), xLabel: "relative depth")
        let place = try #require(CurvesLayout(figure, canvas: .ruler()).places.first)
        let (short, long) = (place.curves[0], place.curves[1])
        // The last blocks stand under each other, as do the second of 4 and the sixth of 12.
        #expect(abs(place.point(3, 0, short).x - place.point(11, 0, long).x) < 0.01)
        #expect(abs(place.point(1, 0, short).x - place.point(5, 0, long).x) < 0.01)
        let canvas = try drawn(figure)
        // And a mark a curve in the legend.
        #expect(canvas.marks.count == 4 + 12 + 2)
        #expect(canvas.texts.contains { $0.text == "relative depth" })
        checkTexts(canvas, "relative depth")
    }

    @Test("norms of few and of many layers, with and without images, stand apart")
    func norms() throws {
        for (layers, examples) in [(1, 0), (1, 4), (14, 2), (26, 4), (42, 0), (0, 0)] {
            for name in ["block", longName] {
                let figure = sampleNorms(layers: layers, examples: examples, name: name)
                checkTexts(try drawn(figure), "\(layers) layers, \(examples) images")
            }
        }
    }

    @Test("a legend of norms has the threshold, and outliers where there are any")
    func normsLegend() throws {
        func figure(share: Double, threshold: Double) -> TokenNormsFigure {
            TokenNormsFigure(
                layers: [
                    .init(
                        name: "block 0", edges: [1, 2, 4], counts: [5, 3], median: 2,
                        threshold: threshold, outlierShare: share, classNorm: 3, extraNorms: [])
                ],
                examples: [
                    .init(
                        image: sampleImage(8, 8), norms: [1, 2, 3, 4],
                        grid: PatchGrid(side: 2, patch: 4), outliers: [])
                ], thresholdName: "3 medians")
        }
        func texts(_ share: Double, _ threshold: Double) throws -> [String] {
            try drawn(figure(share: share, threshold: threshold)).texts.map(\.text)
        }
        let without = try texts(0, 6)
        #expect(without.contains { $0.hasPrefix("3 medians") } && !without.contains("outliers"))
        // The threshold lies on the axis though nothing is as long.
        #expect(TokenNormsLayout(figure(share: 0, threshold: 6), canvas: .ruler()).covers(6))
        #expect(try texts(0.1, 3).contains("outliers"))
        // One far beyond everything would take the axis for itself.
        let far = figure(share: 0, threshold: 1_000)
        #expect(!TokenNormsLayout(far, canvas: .ruler()).covers(1_000))
        #expect(try !texts(0, 1_000).contains { $0.hasPrefix("3 medians") })
        // Round numbers of the norms beside their map.
        #expect(without.contains { $0 == "2" || $0 == "2.0" })
        checkTexts(try drawn(far), "far threshold")
    }

    @Test("shares and norms are written with the digits that matter")
    func numbers() {
        #expect(TokenNormsFigure.percent(0) == "0 %")
        #expect(TokenNormsFigure.percent(0.000_01) == "< 0.01 %")
        #expect(TokenNormsFigure.percent(0.0004) == "0.04 %")
        #expect(TokenNormsFigure.percent(0.031) == "3.1 %")
        #expect(TokenNormsFigure.percent(0.5) == "50 %")
        #expect(TokenNormsFigure.number(0.1234) == "0.123")
        #expect(TokenNormsFigure.number(1234) == "1234")
        #expect(TokenNormsFigure.number(45.67) == "45.7")
    }
}

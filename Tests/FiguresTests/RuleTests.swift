import Testing

@testable import Figures

@Suite struct RuleTests {
    @Test("a filter is scaled by its own smallest and largest number")
    func filters() {
        #expect(filterTile([-1, 0, 1, 3]) == [0, 0.25, 0.5, 1])
        #expect(filterTile([2, 2, 2]) == [0.5, 0.5, 0.5])
        #expect(filterTile([]) == [])
    }

    @Test("a view is divided by its largest magnitude and cut at zero")
    func views() {
        #expect(signedTile([-4, 0, 1, 2]) == [0, 0, 0.25, 0.5])
        #expect(signedTile([1, 2, 4]) == [0.25, 0.5, 1])
        #expect(signedTile([0, 0]) == [0, 0])
    }

    @Test("filters are taken out of a kernel [side, side, 3, width] by column")
    func kernel() {
        let kernel = (0..<2 * 2 * 3 * 5).map(Float.init)
        let tiles = RasterTiles(patchKernel: kernel, side: 2, width: 5, indices: [4, 1]) { $0 }
        #expect(tiles.count == 2)
        #expect(tiles.values.prefix(3) == [4, 9, 14])
        #expect(tiles.values.dropFirst(12).prefix(3) == [1, 6, 11])
        let bytes = RasterTiles(
            count: 1, side: 1, values: [-0.5, 0.5, 2]
        ).image(0).pixels
        #expect(bytes == [0, 128, 255])
    }

    @Test("magnifying repeats pixels")
    func magnifying() {
        let image = RasterImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
        let large = image.magnified(by: 2)
        #expect(large.width == 4 && large.height == 2)
        let row: [UInt8] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]
        #expect(large.pixels == row + row)
    }

    @Test("a filter's pixels are sharp squares of its own bytes", arguments: [150.0, 300])
    func crisp(dpi: Double) throws {
        let tiles = sampleTiles(2, side: 16)
        let figure = FilterGridFigure(filters: tiles)
        let page = try drawn(figure, dpi: dpi).pixels()
        let square = Int(5 * dpi / 150)
        let (top, left) = (2 * square, 2 * square)
        for (row, column) in [(0, 0), (0, 1), (7, 3), (15, 15)] {
            let at = (row * 16 + column) * 3
            let bytes = tiles.image(0).pixels[at..<at + 3].map(UInt32.init)
            let expected = 0xFF00_0000 | bytes[0] << 16 | bytes[1] << 8 | bytes[2]
            for (down, across) in [(0, 0), (square - 1, square - 1), (0, square - 1)] {
                let pixel = page.values[
                    (top + row * square + down) * page.columns + left + column * square + across]
                #expect(pixel == expected, "row \(row), column \(column)")
            }
        }
    }

    @Test(
        "ticks are the round numbers that matplotlib 3.11 takes",
        arguments: [
            (-16.3, 11.9, 8, ["−15", "−10", "−5", "0", "5", "10"]),
            (
                -14.8, 7.6, 9,
                ["−12.5", "−10.0", "−7.5", "−5.0", "−2.5", "0.0", "2.5", "5.0", "7.5"]
            ),
            (0, 1, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            (-0.0004, 0.0011, 3, ["0.0000", "0.0005", "0.0010"]),
            (100_000, 900_000, 4, ["200000", "400000", "600000", "800000"]),
        ] as [(Double, Double, Int, [String])])
    func ticks(low: Double, high: Double, limit: Int, expected: [String]) {
        let ticks = Axis(low: low, high: high).ticks(limit: limit)
        #expect(ticks.map(\.text) == expected)
        #expect(ticks.allSatisfy { $0.value >= low - 1e-9 && $0.value <= high + 1e-9 })
    }

    @Test("an axis spans its values with five hundredths at both ends")
    func axes() {
        let axis = Axis(spanning: [2, 0, 10, .nan])
        #expect(axis.low == -0.5 && axis.high == 10.5)
        #expect(axis.fraction(5) == 0.5)
        let single = Axis(spanning: [4])
        #expect(single.low == 3 && single.high == 5)
        let empty = Axis(spanning: [])
        #expect(empty.low == 0 && empty.high == 1)
    }

    @Test("viridis begins purple, ends yellow and is greenish in the middle")
    func colors() {
        #expect(viridis(0) == Color(0x440154))
        #expect(viridis(0.5) == Color(0x21918C) || viridis(0.5) == Color(0x21908D))
        #expect(viridis(1) == Color(0xFDE725) && viridis(7) == viridis(1))
        #expect(viridis(-1) == viridis(0))
    }

    @Test("eighty-eight labels differ in colour or mark, and both change from one to the next")
    func styles() {
        let styles = (0..<88).map(MarkStyle.label)
        for (index, style) in styles.enumerated() {
            #expect(!styles[..<index].contains(style))
            if index > 0 {
                #expect(style.mark != styles[index - 1].mark)
                #expect(style.color != styles[index - 1].color)
            }
        }
        #expect(
            (0..<6).map { MarkStyle.object($0).mark }
                == [.plus, .star, .circle, .triangleDown, .cross, .diamond])
    }

    @Test("labels keep their order, and -1 stands for any negative one")
    func ranks() {
        let ranks = LabelRanks([5, -3, 2, 5, -1])
        #expect(ranks.present == [-1, 2, 5])
        #expect(ranks.counts == [2, 1, 2])
        #expect(ranks.styles == [.unlabelled, .label(0), .label(1)])
        #expect(ranks.rank(of: 5) == 2 && ranks.rank(of: -9) == 0)
    }

    @Test("of more than twelve labels the eleven largest look like no other, and the rest are pale")
    func manyLabels() {
        let labels = (0..<40).flatMap { [Int32](repeating: Int32($0), count: $0 < 5 ? 9 : 60 - $0) }
        let ranks = LabelRanks(labels + [-1])
        let named = ranks.present.indices.filter { ranks.present[$0] >= 0 && !ranks.isOther($0) }
        #expect(named.map { ranks.present[$0] } == Array(5..<16))
        #expect(named.map { ranks.styles[$0] } == (0..<11).map(MarkStyle.label))
        let others = ranks.present.indices.filter { ranks.isOther($0) }
        #expect(others.count == 29 && others.allSatisfy { ranks.styles[$0].mark == .circle })
        #expect(Set(others.map { ranks.styles[$0].color.red }).count > 1)
        #expect(!LabelRanks((0..<12).map { Int32($0) }).styles.contains { $0 == .other(0) })
    }

    @Test("every point is drawn once, those without a label first")
    func order() {
        let labels: [Int32] = [0, -1, 1, -1, 0, 1]
        let figure = ScatterFigure(
            x: [1, 2, 3, 4, 5, .nan], y: [1, 2, 3, 4, 5, 6], labels: labels)
        let order = figure.cloud.order
        #expect(order.sorted() == [0, 1, 2, 3, 4])
        #expect(Set(order.prefix(2)) == [1, 3])
    }

    @Test("a stamped disc has the disc's area and colour, and the raster's edge cuts it")
    func stamps() {
        var raster = PointRaster(width: 40, height: 40)
        let style = MarkStyle(mark: .circle, color: Color(0xFF8000))
        raster.stamp(
            x: [20.3, -100], y: [20.8, 3], kinds: [0, 0], styles: [style], breadth: 12, alpha: 1)
        let area = raster.pixels.reduce(0.0) { $0 + Double($1 >> 24) / 255 }
        #expect(abs(area - .pi * 36) < 1, "\(area)")
        #expect(raster.pixels[20 * 40 + 20] == 0xFFFF_8000)
        raster.stamp(
            x: [0, 39.9], y: [0, 39.9], kinds: [0, 0], styles: [style], breadth: 12, alpha: 0.5)
        #expect(raster.pixels[0] == 0x8080_4000)
        raster.stamp(
            x: [0], y: [0], kinds: [0], styles: [MarkStyle(mark: .circle, color: Color(0x0000FF))],
            breadth: 12, alpha: 0.5)
        #expect(raster.pixels[0] == 0xC040_2080)
    }

    @Test("a hundred thousand points are drawn within seconds")
    func speed() throws {
        let sample = clusters(points: 100_000, labels: 30)
        let figure = ScatterFigure(x: sample.x, y: sample.y, labels: sample.labels)
        let start = ContinuousClock.now
        let size = pngSize(try encode(figure, format: .png, dpi: 150))
        let time = ContinuousClock.now - start
        #expect(size.width > 900)
        // Debug builds and busy machines are slower by far than the release build's 3 s.
        #expect(time < .seconds(60), "\(time)")
    }
}

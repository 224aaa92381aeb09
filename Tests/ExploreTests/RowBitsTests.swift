import Dense
import Testing

@testable import Explore

@Suite("rows as bits, and outlines") struct RowBitsTests {
    @Test("Row r is bit r % 8 of byte r / 8", arguments: [0, 1, 7, 8, 9, 100_003])
    func bits(count: Int) {
        let bits = RowBits(count: count) { $0 % 3 == 1 }
        #expect(bits.bytes.count == (count + 7) / 8)
        let rows = (0..<bits.bytes.count * 8).filter { bits.bytes[$0 / 8] >> ($0 % 8) & 1 == 1 }
        #expect(rows == Array(stride(from: 1, to: count, by: 3)))
    }

    @Test("An outline has the places inside by the even-odd rule")
    func outlines() throws {
        let square = try #require(Outline("0,0,4,0,4,4,0,4"))
        #expect(square.contains(2, 2) && !square.contains(5, 2) && !square.contains(2, -1))
        // A bow tie has no middle of its upper and lower side.
        let tie = try #require(Outline("0,0,4,4,4,0,0,4"))
        #expect(tie.contains(0.5, 2) && tie.contains(3.5, 2) && !tie.contains(2, 3.5))
        // A square within a square, joined by a line, is a ring.
        let ring = try #require(Outline("0,0,9,0,9,9,0,9,0,0,3,3,6,3,6,6,3,6,3,3"))
        #expect(ring.contains(1, 5) && !ring.contains(4.5, 4.5))
    }

    @Test("Bands of edges give what all edges give", arguments: [3, 4, 50, 1000] as [Int])
    func bands(corners: Int) throws {
        var generator = CounterGenerator(seed: UInt64(corners))
        let polygon = (0..<corners).map { _ in (generator.normal(), generator.normal()) }
        let text = polygon.map { "\($0.0),\($0.1)" }.joined(separator: ",")
        let outline = try #require(Outline(text))
        for _ in 0..<500 {
            let (x, y) = (generator.normal(), generator.normal())
            var isInside = false
            for (place, (x1, y1)) in polygon.enumerated() {
                let (x2, y2) = polygon[(place + corners - 1) % corners]
                if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                    isInside.toggle()
                }
            }
            #expect(outline.contains(x, y) == isInside, "\(x), \(y)")
        }
        // Heights of corners, and a polygon without height.
        for (x, y) in polygon { _ = outline.contains(x, y) }
        #expect(try #require(Outline("0,1,2,1,3,1")).contains(1, 1) == false)
    }

    @Test(
        "Anything else is no outline",
        arguments: [
            "", "1", "1,2,3,4", "1,2,3,4,5", "a,b,c,d,e,f", "1,2,3,4,5,inf", "1,2,3,4,5,nan",
            "1,2,,3,4,5", String(repeating: "1,", count: 8200) + "1",
        ])
    func wrong(text: String) { #expect(Outline(text) == nil) }
}

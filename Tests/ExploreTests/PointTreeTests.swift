import Dense
import Foundation
import Testing

@testable import Explore

@Suite("the tiles of a map") struct PointTreeTests {
    /// Points in groups of different density, and some at the same place.
    private func layout(_ count: Int, same: Int = 0, seed: UInt64 = 1) -> Matrix<Float> {
        var generator = CounterGenerator(seed: seed)
        var elements: [Float] = []
        for row in 0..<count {
            let spread = Float([0.1, 1, 10][row % 3])
            elements.append(spread * Float(generator.normal()) + Float(row % 5) * 7)
            elements.append(spread * Float(generator.normal()))
        }
        for _ in 0..<same { elements += [3, 4] }
        return Matrix(rows: count + same, columns: 2, elements: elements)
    }

    @Test(
        "The shuffled order has every row once", arguments: [0, 1, 2, 3, 7, 64, 65, 1000, 70_000])
    func shuffle(count: Int) {
        var rows: [Int] = []
        var places: [Int] = []
        ShuffledRows(count: count).visit { place, row in
            places.append(place)
            rows.append(row)
        }
        #expect(places == Array(0..<count))
        #expect(rows.sorted() == Array(0..<count))
        guard count > 100 else { return }
        // The first tenth is spread over all rows, in no order.
        let first = rows.prefix(count / 10)
        for part in 0..<10 {
            let share = first.count { $0 * 10 / count == part }
            let mean = count / 100
            #expect(abs(share - mean) < mean / 2 + 5, "part \(part): \(share)")
        }
        let ascents = zip(rows, rows.dropFirst()).count { $0 < $1 }
        #expect(abs(ascents - count / 2) < count / 8)
    }

    @Test(
        "Every point is in one tile, in its square, and tiles above are full", arguments: [0, 900])
    func tiles(same: Int) throws {
        let layout = layout(5000, same: same)
        let limit = 100
        let tree = PointTree(layout, tilePoints: limit)
        #expect(tree.rows.map(Int.init).sorted() == Array(0..<layout.rows))
        #expect(tree.tiles.map(\.points.lowerBound).first == 0)
        let names = Dictionary(
            uniqueKeysWithValues: tree.tiles.map { ($0.name, $0.points.count) })
        #expect(tree.tiles.count > 50 && names.count == tree.tiles.count)
        for tile in tree.tiles {
            #expect(tile.points.count <= limit && !tile.points.isEmpty)
            if !tile.name.isEmpty { #expect(names[String(tile.name.dropLast())] == limit) }
            var (left, bottom) = (tree.bounds.left, tree.bounds.bottom)
            var side = tree.side
            for digit in tile.name {
                side /= 2
                if digit == "1" || digit == "3" { left += side }
                if digit == "2" || digit == "3" { bottom += side }
            }
            let slack = tree.side * 1e-9
            for row in tree.rows[tile.points] {
                let (x, y) = (Double(layout[Int(row), 0]), Double(layout[Int(row), 1]))
                #expect(x >= left - slack && x <= left + side + slack, "\(tile.name)")
                #expect(y >= bottom - slack && y <= bottom + side + slack, "\(tile.name)")
            }
        }
    }

    @Test("A tile has the points that come first in the order among those below it")
    func order() {
        let layout = layout(3000)
        let tree = PointTree(layout, tilePoints: 200)
        var places = [Int](repeating: 0, count: layout.rows)
        ShuffledRows(count: layout.rows).visit { place, row in places[row] = place }
        func ownPlaces(_ tile: PointTree.Tile) -> [Int] {
            tree.rows[tile.points].map { places[Int($0)] }
        }
        for tile in tree.tiles {
            let own = ownPlaces(tile)
            #expect(own == own.sorted())
            for below in tree.tiles where below.name.hasPrefix(tile.name) && below.name != tile.name
            {
                #expect((own.last ?? 0) < (ownPlaces(below).first ?? .max))
            }
        }
        #expect(ownPlaces(tree.tiles[0]) == Array(0..<200))
    }

    @Test("Maps of no, one and equal points have tiles")
    func smallest() {
        #expect(PointTree(Matrix(rows: 0, columns: 2, elements: [])).tiles.count == 1)
        let one = PointTree(Matrix(rows: 1, columns: 2, elements: [5, 6]))
        #expect(one.rows == [0] && one.bounds.left == 5 && one.side > 0)
        let equal = PointTree(Matrix(rows: 1000, columns: 2, repeating: 1), tilePoints: 10)
        #expect(equal.rows.sorted() == Array(0..<1000))
        #expect(equal.tiles.allSatisfy { $0.points.count <= 10 })
    }
}

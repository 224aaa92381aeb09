internal import Dense

/// A map cut into squares, so that a view needs only some of its points.
///
/// The root square holds all points; a square with more than `tilePoints` of them has four
/// quarters. A tile has the points of its square that come first in a fixed shuffled order of the
/// rows and that no larger tile has, so that every point is in exactly one tile. Drawn together
/// with the tiles above it, a tile is a fair sample of its square.
struct PointTree {
    /// A square with its own points.
    struct Tile {
        /// The quarters from the root to the square, "" for the root: each digit is
        /// (x >= middle ? 1 : 0) + (y >= middle ? 2 : 0).
        var name: String
        /// Its points, as places in `rows`.
        var points: Range<Int>
    }

    /// The smallest and largest coordinates.
    let bounds: Bounds
    /// Side of the root square, whose corner is (`bounds.left`, `bounds.bottom`).
    let side: Double
    /// The tiles, each before its quarters.
    let tiles: [Tile]
    /// The rows of the tiles, one tile after the other, `[n]`.
    let rows: [UInt32]

    /// The box around all points.
    struct Bounds {
        var left = 0.0
        var right = 0.0
        var bottom = 0.0
        var top = 0.0
    }

    /// Largest number of points of a tile.
    static let tilePoints = 65_536

    /// Cuts a map.
    ///
    /// - Parameters:
    ///   - layout: `[n, 2]`, finite numbers.
    ///   - tilePoints: largest number of points of a tile.
    init(_ layout: Matrix<Float>, tilePoints: Int = Self.tilePoints) {
        let positions = layout.elements.span
        bounds = Self.bounds(of: layout)
        side = max(bounds.right - bounds.left, bounds.top - bounds.bottom, .leastNonzeroMagnitude)
        var squares = Squares(left: bounds.left, bottom: bounds.bottom, side: side)
        let order = ShuffledRows(count: layout.rows)
        var owners = [Int32](repeating: 0, count: layout.rows)
        order.visit { place, row in
            owners[place] = Int32(
                squares.add(
                    Double(positions[2 * row]), Double(positions[2 * row + 1]), limit: tilePoints))
        }
        var tiles: [Tile] = []
        var start = 0
        for (name, count) in zip(squares.names, squares.counts) {
            tiles.append(Tile(name: name, points: start..<start + count))
            start += count
        }
        self.tiles = tiles
        var next = tiles.map(\.points.lowerBound)
        var rows = [UInt32](repeating: 0, count: layout.rows)
        order.visit { place, row in
            let number = Int(owners[place])
            rows[next[number]] = UInt32(row)
            next[number] += 1
        }
        self.rows = rows
    }

    /// The box around the points of a map; zeros if it has none.
    private static func bounds(of layout: Matrix<Float>) -> Bounds {
        let positions = layout.elements.span
        guard layout.rows > 0 else { return Bounds() }
        var (left, right, bottom, top) = (positions[0], positions[0], positions[1], positions[1])
        for row in 0..<layout.rows {
            left = min(left, positions[2 * row])
            right = max(right, positions[2 * row])
            bottom = min(bottom, positions[2 * row + 1])
            top = max(top, positions[2 * row + 1])
        }
        return Bounds(
            left: Double(left), right: Double(right), bottom: Double(bottom), top: Double(top))
    }

    /// The squares while the tree is made, an array per property: millions of points walk through
    /// them.
    private struct Squares {
        /// Names of the squares.
        var names = [""]
        /// Number of points that each tile has so far.
        var counts = [0]
        /// Places where the quarters of each square meet.
        private var middles: [(x: Double, y: Double)]
        /// Half of each side.
        private var halves: [Double]
        /// Numbers of the four quarters of each square; -1 for those without points.
        private var quarters = [-1, -1, -1, -1]

        /// The root square.
        init(left: Double, bottom: Double, side: Double) {
            middles = [(left + side / 2, bottom + side / 2)]
            halves = [side / 2]
        }

        /// Adds a point to the first tile on its way that has room; returns its number.
        mutating func add(_ x: Double, _ y: Double, limit: Int) -> Int {
            var number = 0
            while counts[number] == limit {
                let middle = middles[number]
                let quarter = (x >= middle.x ? 1 : 0) + (y >= middle.y ? 2 : 0)
                let next = quarters[4 * number + quarter]
                number = next < 0 ? cut(number, quarter) : next
            }
            counts[number] += 1
            return number
        }

        /// Makes a quarter of a square; returns its number.
        private mutating func cut(_ number: Int, _ quarter: Int) -> Int {
            let made = names.count
            let half = halves[number] / 2
            names.append(names[number] + String(quarter))
            counts.append(0)
            middles.append(
                (
                    middles[number].x + (quarter & 1 == 1 ? half : -half),
                    middles[number].y + (quarter & 2 == 2 ? half : -half)
                ))
            halves.append(half)
            quarters[4 * number + quarter] = made
            quarters += [-1, -1, -1, -1]
            return made
        }
    }
}

/// The rows from 0 to `count` in a fixed shuffled order, the same for the same count.
///
/// The order is a bijection of the numbers below a power of two, of which those beyond the rows are
/// left out: it needs no memory.
struct ShuffledRows {
    /// Number of rows.
    let count: Int

    /// Calls `body` with each place, from 0, and its row.
    func visit(_ body: (_ place: Int, _ row: Int) -> Void) {
        let bits = UInt64(max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount))
        let mask = UInt64(1) << bits - 1
        var place = 0
        for number in 0...mask {
            // Products with odd numbers and xors with own upper bits are bijections of `bits` bits.
            // The constants are those of the mixing step of MurmurHash3 (Appleby, public domain).
            var mixed = (number &+ 0x9E37_79B9) & mask
            mixed ^= mixed >> (bits / 2)
            mixed = (mixed &* 0x85EB_CA6B) & mask
            mixed ^= mixed >> (bits / 2)
            mixed = (mixed &* 0xC2B2_AE35) & mask
            mixed ^= mixed >> (bits / 2)
            guard mixed < UInt64(count) else { continue }
            body(place, Int(mixed))
            place += 1
        }
    }
}

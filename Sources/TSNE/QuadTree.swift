internal import Dense

/// Points on a plane, sorted along a Morton curve, and the square cells that hold them, in one flat
/// array in depth-first order (Barnes and Hut 1986, doi:10.1038/324446a0).
///
/// A walk goes to `index + 1` to look into a cell and to `next` to pass it by. Cells that would
/// have one child only are left out; a cell of few points is followed by the points themselves.
/// Points with the same Morton code, of 31 bits per coordinate, make one heavy point.
struct QuadTree {
    /// A cell, or a point.
    struct Node {
        /// The centre of mass, along x.
        var x: Double
        /// The centre of mass, along y.
        var y: Double
        /// The number of points.
        var mass: Double
        /// The cell acts as one point from squared distances above this on: `(side / theta)²`;
        /// negative for a point.
        var limit: Double
        /// The index of the node after all that this one holds.
        var next: Int
    }

    /// Cells and points in depth-first order; the first is the square around all points. Empty
    /// without points.
    private(set) var nodes: [Node] = []
    /// `[n]`: the index of the point at each place of the tree's order.
    private(set) var order: [Int32] = []
    /// `[2 n]`: x and y of the points in tree order.
    private(set) var sorted: [Double] = []

    /// Cells of at most this many points are not divided.
    private static let bucket = 4
    /// Bits of a coordinate in a Morton code.
    private static let bits = 31

    /// The tree of the points of a layout, in a time that grows with `n log n` at most.
    ///
    /// - Parameters:
    ///   - layout: `[2 n]`: x and y of each point, finite.
    ///   - theta: a cell of side s at distance r acts as one point where `s / r < theta`; 0 makes
    ///     every cell be looked into.
    init(_ layout: [Double], theta: Double) {
        let n = layout.count / 2
        nodes.reserveCapacity(2 * n)
        let (codes, order, side) = Self.mortonOrder(layout)
        self.order = order
        sorted = [Double](repeating: 0, count: 2 * n)
        for (place, point) in order.enumerated() {
            sorted[2 * place] = layout[2 * Int(point)]
            sorted[2 * place + 1] = layout[2 * Int(point) + 1]
        }
        let reach = theta > 0 ? side / theta : .infinity
        if n > 0 { _ = build(codes, 0, n, reach: reach) }
    }

    /// All points without cells, in their own order: every walk meets every point.
    init(flat layout: [Double]) {
        let n = layout.count / 2
        nodes = (0..<n).map {
            Node(x: layout[2 * $0], y: layout[2 * $0 + 1], mass: 1, limit: -1, next: $0 + 1)
        }
        order = (0..<n).map(Int32.init)
        sorted = layout
    }

    /// Appends the nodes of the points `low ..< high` and returns the sums of their coordinates.
    private mutating func build(
        _ codes: [UInt64], _ low: Int, _ high: Int, reach: Double
    ) -> (x: Double, y: Double) {
        if high - low == 1 { return appendPoint(low) }
        let index = nodes.count
        nodes.append(Node(x: 0, y: 0, mass: Double(high - low), limit: -1, next: 0))
        var sum = (x: 0.0, y: 0.0)
        let difference = codes[low] ^ codes[high - 1]
        if difference == 0 {
            // As near to one another as the codes can tell: one heavy point.
            for place in low..<high {
                sum.x += sorted[2 * place]
                sum.y += sorted[2 * place + 1]
            }
        } else {
            let highest = 63 - difference.leadingZeroBitCount
            let level = Self.bits - 1 - highest / 2
            let shift = UInt64(highest & ~1)
            let limit = reach / Double(UInt64(1) << UInt64(level))
            nodes[index].limit = limit * limit
            var start = low
            while start < high {
                var end = start + 1
                if high - low > Self.bucket {
                    end = Self.firstPlace(
                        codes, start, high, above: codes[start] >> shift, shift: shift)
                }
                let part =
                    end - start == 1
                    ? appendPoint(start) : build(codes, start, end, reach: reach)
                sum.x += part.x
                sum.y += part.y
                start = end
            }
        }
        nodes[index].x = sum.x / Double(high - low)
        nodes[index].y = sum.y / Double(high - low)
        nodes[index].next = nodes.count
        return sum
    }

    /// Appends the node of one point and returns its coordinates.
    private mutating func appendPoint(_ place: Int) -> (x: Double, y: Double) {
        let (x, y) = (sorted[2 * place], sorted[2 * place + 1])
        nodes.append(Node(x: x, y: y, mass: 1, limit: -1, next: nodes.count + 1))
        return (x, y)
    }

    /// The first place of `low ..< high` whose shifted code exceeds `prefix`.
    private static func firstPlace(
        _ codes: [UInt64], _ low: Int, _ high: Int, above prefix: UInt64, shift: UInt64
    ) -> Int {
        var (low, high) = (low, high)
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] >> shift > prefix { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The points `[2 n]` in the order of a Morton curve.
    static func mortonOrder(_ layout: [Float]) -> [Int32] {
        mortonOrder(layout.map { Double($0) }).order
    }

    /// Morton codes ascending, the points in that order (equal codes by index), and the side of
    /// the square that holds all.
    private static func mortonOrder(
        _ layout: [Double]
    ) -> (codes: [UInt64], order: [Int32], side: Double) {
        let n = layout.count / 2
        if n == 0 { return ([], [], 0) }
        var (lowX, highX, lowY, highY) = (layout[0], layout[0], layout[1], layout[1])
        for point in 0..<n {
            lowX = min(lowX, layout[2 * point])
            highX = max(highX, layout[2 * point])
            lowY = min(lowY, layout[2 * point + 1])
            highY = max(highY, layout[2 * point + 1])
        }
        let side = max(highX - lowX, highY - lowY)
        let scale = side > 0 ? Double(UInt64(1) << bits) / side : 0
        let last = (UInt64(1) << bits) - 1
        var codes = [UInt64](repeating: 0, count: n)
        for point in 0..<n {
            let column = min(last, UInt64((layout[2 * point] - lowX) * scale))
            let row = min(last, UInt64((layout[2 * point + 1] - lowY) * scale))
            codes[point] = spread(column) | spread(row) << 1
        }
        var order = (0..<n).map(Int32.init)
        radixSort(&codes, &order)
        return (codes, order, side)
    }

    /// The bits of a number of 31 bits, each followed by a zero.
    private static func spread(_ value: UInt64) -> UInt64 {
        var v = value
        v = (v | v << 16) & 0x0000_FFFF_0000_FFFF
        v = (v | v << 8) & 0x00FF_00FF_00FF_00FF
        v = (v | v << 4) & 0x0F0F_0F0F_0F0F_0F0F
        v = (v | v << 2) & 0x3333_3333_3333_3333
        v = (v | v << 1) & 0x5555_5555_5555_5555
        return v
    }

    /// Sorts by code, stably, eleven bits at a time.
    private static func radixSort(_ codes: inout [UInt64], _ order: inout [Int32]) {
        let n = codes.count
        var otherCodes = codes
        var otherOrder = order
        for shift in stride(from: UInt64(0), to: 62, by: 11) {
            var starts = [Int](repeating: 0, count: 2049)
            for code in codes { starts[Int(code >> shift & 2047) + 1] += 1 }
            for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
            for place in 0..<n {
                let digit = Int(codes[place] >> shift & 2047)
                otherCodes[starts[digit]] = codes[place]
                otherOrder[starts[digit]] = order[place]
                starts[digit] += 1
            }
            swap(&codes, &otherCodes)
            swap(&order, &otherOrder)
        }
    }
}

extension QuadTree {
    /// The nodes in single precision.
    func singleNodes() -> [TreeNode] {
        nodes.map {
            TreeNode(
                x: Float($0.x), y: Float($0.y), mass: Float($0.mass), limit: Float($0.limit),
                next: Int32($0.next))
        }
    }
}

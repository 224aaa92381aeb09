// What is gathered from the products of `BoundedProducts`, one query at a time.

/// How far a squared distance from single-precision products may be off.
struct Slack {
    /// The c of the file's head.
    let relative: Double
    let absolute: Double

    func error(_ sumOfSquares: Double) -> Double { relative * sumOfSquares + absolute }

    /// Half of one row's part of a lower bound: `half(|x|²) + half(|y|²) - x · y` is at most half
    /// the squared distance. The absolute part is taken twice, which covers its own rounding.
    func half(_ square: Double) -> Double { ((1 - relative) * square - absolute) / 2 }
}

/// A point and its squared distance; ordered by distance, ties by index.
struct Neighbor: Comparable {
    let index: Int
    let squaredDistance: Double

    static func < (a: Neighbor, b: Neighbor) -> Bool {
        a.squaredDistance != b.squaredDistance
            ? a.squaredDistance < b.squaredDistance : a.index < b.index
    }
}

/// The points that may be among the `count` nearest to one query.
struct Candidates {
    let query: Int
    private let count: Int
    /// The `count` smallest upper bounds so far, a heap with the largest on top.
    private var uppers: [Double] = []
    private var threshold = Double.infinity
    private var kept: [(index: Int32, lower: Double)] = []

    init(query: Int, count: Int) {
        self.query = query
        self.count = count
        uppers.reserveCapacity(count)
    }

    mutating func scan(
        _ products: borrowing Span<Float>, from offset: Int, columns: Range<Int>, square: Double,
        squares: borrowing Span<Double>, halves: borrowing Span<Double>, slack: Slack
    ) {
        let own = slack.half(square)
        var limit = threshold / 2 - own
        for c in 0..<columns.count {
            let index = columns.lowerBound + c
            // The lower bound exceeds the threshold: nearly always, so this is all there is to do.
            if halves[index] - Double(products[offset + c]) > limit { continue }
            if index == query { continue }
            let sum = square + squares[index]
            let estimate = sum - 2 * Double(products[offset + c])
            let error = slack.error(sum)
            kept.append((Int32(index), estimate - error))
            insert(estimate + error)
            limit = threshold / 2 - own
        }
    }

    private mutating func insert(_ upper: Double) {
        if uppers.count < count {
            uppers.append(upper)
            siftUp(uppers.count - 1)
            if uppers.count == count { threshold = uppers[0] }
        } else if upper < threshold {
            uppers[0] = upper
            siftDown()
            threshold = uppers[0]
        }
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            if uppers[parent] >= uppers[child] { return }
            uppers.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var largest = parent
            var child = 2 * parent + 1
            if child < uppers.count && uppers[child] > uppers[largest] { largest = child }
            child += 1
            if child < uppers.count && uppers[child] > uppers[largest] { largest = child }
            if largest == parent { return }
            uppers.swapAt(parent, largest)
            parent = largest
        }
    }

    func survivors() -> [Int] {
        kept.filter { $0.lower <= threshold }.map { Int($0.index) }
    }
}

/// Counts how many points are nearer to one query than each of its targets.
struct RankCounter {
    let query: Int
    private let targets: [Neighbor]
    /// `[targets]`
    private(set) var ranks: [Int]
    private let farthest: Double

    init(query: Int, targets: [Neighbor]) {
        self.query = query
        self.targets = targets
        ranks = [Int](repeating: 1, count: targets.count)
        farthest = targets.map(\.squaredDistance).max() ?? 0
    }

    mutating func scan(
        _ products: borrowing Span<Float>, from offset: Int, columns: Range<Int>, square: Double,
        squares: borrowing Span<Double>, halves: borrowing Span<Double>, slack: Slack,
        exact: (Int, Int) -> Double
    ) {
        let limit = farthest / 2 - slack.half(square)
        for c in 0..<columns.count {
            let index = columns.lowerBound + c
            if halves[index] - Double(products[offset + c]) > limit { continue }
            if index == query { continue }
            let sum = square + squares[index]
            let estimate = sum - 2 * Double(products[offset + c])
            let error = slack.error(sum)
            var distance: Double?
            for (place, target) in targets.enumerated() {
                if estimate + error < target.squaredDistance {
                    ranks[place] += 1
                } else if estimate - error <= target.squaredDistance {
                    let known = distance ?? exact(query, index)
                    distance = known
                    if Neighbor(index: index, squaredDistance: known) < target {
                        ranks[place] += 1
                    }
                }
            }
        }
    }
}

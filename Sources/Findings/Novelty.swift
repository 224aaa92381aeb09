/// How far the rows of a data set lie from one another: the scale on which new rows are measured.
public struct NoveltyScale: Sendable, Equatable {
    /// `[rows]`, ascending: each row's distance from the others, such as the mean to its nearest
    /// ones that are no copies of it.
    public let distances: [Double]

    /// - Parameter distances: at least 0, in any order.
    public init(_ distances: [Double]) {
        precondition(distances.allSatisfy { $0 >= 0 }, "a distance below 0 or NaN")
        self.distances = distances.sorted()
    }

    /// The share of the data set's rows that lie nearer to the others than `distance`, 0...1: 1 for
    /// what is farther from the data set than any of its rows is from the others.
    ///
    /// A new row of the same kind is as likely to take one place in the order as another: of such
    /// rows, `falseAlarms(above: t)` lie above t. 0 where the scale has no rows.
    public func novelty(_ distance: Double) -> Double {
        var (low, high) = (0, distances.count)
        while low < high {
            let middle = (low + high) / 2
            if distances[middle] < distance { low = middle + 1 } else { high = middle }
        }
        return Double(low) / Double(max(1, distances.count))
    }

    /// The expected share of new rows of the same kind whose novelty is above `limit` (0..<1):
    /// `(n - floor(limit n)) / (n + 1)`, 0.02 of 50 rows and 0.01 of 300 above 0.99.
    public func falseAlarms(above limit: Double) -> Double {
        let n = distances.count
        // A product that should be whole may come out a hair below.
        let below = Int((limit * Double(n) + 1e-9).rounded(.down))
        return Double(n - below) / Double(n + 1)
    }
}

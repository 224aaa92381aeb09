internal import Dense

/// A unit and how it correlates with another.
public struct CorrelatedUnit: Sendable, Equatable {
    /// Index among all units.
    public let unit: Int
    /// Pearson's correlation over the images, -1...1.
    public let correlation: Float
}

/// The units that each unit correlates with most, in descending order.
///
/// - Parameters:
///   - values: the values over the same images, `[units][images]`. Units that never change
///     correlate with none.
///   - count: how many are returned, fewer where there are fewer.
public func mostCorrelated(_ values: [[Float]], count: Int) -> [[CorrelatedUnit]] {
    let images = values.first?.count ?? 0
    guard images > 1 else { return values.map { _ in [] } }
    var rows: [Float] = []
    rows.reserveCapacity(values.count * images)
    for unit in values { rows += standardized(unit) }
    let all = Matrix(rows: values.count, columns: images, elements: rows)
    // A tile of products is at most 64 MiB.
    let step = max(1, min(256, (16 << 20) / max(1, values.count)))
    let starts = Array(stride(from: 0, to: values.count, by: step))
    let tiles = parallelMap(starts.count) { index -> [[CorrelatedUnit]] in
        let start = starts[index]
        let height = min(step, values.count - start)
        var products = [Float](repeating: 0, count: height * values.count)
        multiply(
            MatrixView(
                all.elements, Place(offset: start * images, rows: height, columns: images)),
            MatrixView(all).transposed, into: &products)
        return (0..<height).map { row in
            let own = row * values.count
            var best: [CorrelatedUnit] = []
            for other in values.indices where other != start + row {
                let r = products[own + other]
                if best.count == count, r <= best[count - 1].correlation { continue }
                if r == 0 { continue }
                let place = best.firstIndex { $0.correlation < r } ?? best.count
                best.insert(CorrelatedUnit(unit: other, correlation: r), at: place)
                if best.count > count { best.removeLast() }
            }
            return best
        }
    }
    return Array(tiles.joined())
}

/// Values minus their mean, over the length of the rest; zeros for constant values.
private func standardized(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let square = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    guard square > 0 else { return values.map { _ in 0 } }
    let factor = 1 / square.squareRoot()
    return values.map { Float((Double($0) - mean) * factor) }
}

public import Dense

/// The mean silhouette of labels by cosine distance (Rousseeuw 1987,
/// doi:10.1016/0377-0427(87)90125-7), -1...1; nil with fewer than two labels, or where every
/// labelled row has a label of its own.
///
/// A row's silhouette is `(b - a) / max(a, b)`: `a` its mean distance to the other rows of its
/// label, `b` the smallest of its mean distances to the rows of another label; 0 for a row alone
/// with its label and where both are below 1e-12. Since the mean of `1 - x · y` over the rows `y`
/// of a label is 1 less the product of `x` with their mean, all rows are measured, exactly, in time
/// `n · labels · width`, where other distances take `n² · width`.
///
/// - Parameters:
///   - rows: `[n, width]`, of any length; a row of zeros has distance 1 to every other row.
///   - labels: `[n]`; rows with a negative one have none and are passed over.
public func cosineSilhouette(_ rows: Matrix<Float>, labels: [Int32]) -> Double? {
    precondition(rows.rows == labels.count, "\(labels.count) labels of \(rows.rows) rows")
    let groups = Dictionary(grouping: labels.indices.filter { labels[$0] >= 0 }) { labels[$0] }
        .sorted { $0.key < $1.key }.map(\.value)
    let labelled = groups.reduce(0) { $0 + $1.count }
    if groups.count < 2 || groups.count == labelled { return nil }
    let width = rows.columns
    // [labels * width]
    let sums = parallelMap(groups.count) { sumOfUnitRows(rows, groups[$0]) }.flatMap { $0 }
    var order: [(row: Int, group: Int)] = []
    for (group, members) in groups.enumerated() { order += members.map { ($0, group) } }

    let pieceRows = 256
    // Fixed as well, so that memory does not grow with the number of labels.
    let pieceLabels = 1024
    let pieces = (order.count + pieceRows - 1) / pieceRows
    let totals = parallelMap(pieces) { piece -> Double in
        let part = order[piece * pieceRows..<min(order.count, (piece + 1) * pieceRows)]
        var unit = [Double](repeating: 0, count: part.count * width)
        for (place, entry) in part.enumerated() {
            addUnitRow(rows, entry.row, to: &unit, at: place * width)
        }
        var within = [Double](repeating: 0, count: part.count)
        var nearest = [Double](repeating: .infinity, count: part.count)
        for first in stride(from: 0, to: groups.count, by: pieceLabels) {
            let columns = min(pieceLabels, groups.count - first)
            var products = [Double](repeating: 0, count: part.count * columns)
            var span = products.mutableSpan
            multiply(
                unit.span, Place(rows: part.count, columns: width), transposed: false, sums.span,
                Place(offset: first * width, rows: columns, columns: width), transposed: true,
                into: &span, Place(rows: part.count, columns: columns))
            for (place, entry) in part.enumerated() {
                for column in 0..<columns {
                    let size = Double(groups[first + column].count)
                    let sum = size - products[place * columns + column]
                    if first + column != entry.group {
                        nearest[place] = min(nearest[place], sum / size)
                    } else if size > 1 {
                        // The row's own distance is 0, but 1 where it is a row of zeros.
                        let own = unit[place * width..<(place + 1) * width]
                        let isZero = own.allSatisfy { $0 == 0 }
                        within[place] = (sum - (isZero ? 1 : 0)) / (size - 1)
                    }
                }
            }
        }
        return part.enumerated().reduce(0.0) { total, next in
            let (place, entry) = next
            let scale = max(within[place], nearest[place])
            if groups[entry.group].count == 1 || scale < 1e-12 { return total }
            return total + (nearest[place] - within[place]) / scale
        }
    }
    return totals.reduce(0, +) / Double(labelled)
}

/// The sum of some rows, each divided by its length, `[width]`.
private func sumOfUnitRows(_ rows: Matrix<Float>, _ members: [Int]) -> [Double] {
    var sum = [Double](repeating: 0, count: rows.columns)
    for row in members { addUnitRow(rows, row, to: &sum, at: 0) }
    return sum
}

/// Adds one row, divided by its length, to `target` from `offset` on; nothing for a row of zeros.
private func addUnitRow(
    _ rows: Matrix<Float>, _ row: Int, to target: inout [Double], at offset: Int
) {
    let width = rows.columns
    let elements = rows.elements.span
    let start = row * width
    var squares = 0.0
    for c in 0..<width { squares += Double(elements[start + c]) * Double(elements[start + c]) }
    if squares == 0 { return }
    let scale = 1 / squares.squareRoot()
    var span = target.mutableSpan
    for c in 0..<width { span[offset + c] += scale * Double(elements[start + c]) }
}

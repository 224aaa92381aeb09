internal import Dense

/// The mean silhouette of labels by cosine distance (Rousseeuw 1987,
/// doi:10.1016/0377-0427(87)90125-7), -1...1, of rows that come block by block, twice: first to
/// `add`, then to `measure`.
///
/// A row's silhouette is `(b - a) / max(a, b)`: `a` its mean distance to the other rows of its
/// label, `b` the smallest of its mean distances to the rows of another label; 0 for a row alone
/// with its label and where both are below 1e-12. Rows may be of any length; a row of zeros has
/// distance 1 to every other row.
///
/// Since the mean of `1 - x · y` over the rows `y` of a label is 1 less the product of `x` with
/// their mean, all rows are measured, exactly, in time `n · labels · width`, where other distances
/// take `n² · width`, and memory holds a sum a label.
struct CosineSilhouette {
    /// `[n]`: the place of each row's label among the labels, -1 for none.
    private let groups: [Int32]
    /// `[labels]`: rows of each.
    private let sizes: [Int]
    private let width: Int
    /// `[labels * width]`: sums of the rows of each label, each divided by its length.
    private var sums: [Double]
    private var total = 0.0

    /// Rows that are measured at a time; fixed, since sums round by their pieces.
    private static let pieceRows = 256
    /// Labels of a product; fixed as well, so that memory does not grow with their number.
    private static let pieceLabels = 1024

    /// For labels `[n]`, of which a negative one is none; nil with fewer than two labels, or where
    /// every labelled row has a label of its own.
    init?(labels: [Int32], width: Int) {
        let names = Set(labels.filter { $0 >= 0 }).sorted()
        let places = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($0.element, Int32($0.offset)) })
        groups = labels.map { places[$0] ?? -1 }
        var sizes = [Int](repeating: 0, count: names.count)
        for group in groups where group >= 0 { sizes[Int(group)] += 1 }
        if names.count < 2 || sizes.allSatisfy({ $0 == 1 }) { return nil }
        self.sizes = sizes
        self.width = width
        sums = [Double](repeating: 0, count: names.count * width)
    }

    /// Adds rows `[rows, width]`, which have the indices from `firstRow` on, to their labels' sums.
    mutating func add(_ block: Matrix<Float>, firstRow: Int) {
        var members = [[Int]](repeating: [], count: sizes.count)
        for row in 0..<block.rows where groups[firstRow + row] >= 0 {
            members[Int(groups[firstRow + row])].append(row)
        }
        parallelFill(&sums, pieceLength: max(1, width)) { group, part in
            for row in members[group] { addUnitRow(block, row, to: &part, at: 0) }
        }
    }

    /// Measures rows, after all rows were added.
    mutating func measure(_ block: Matrix<Float>, firstRow: Int) {
        let pieces = (block.rows + Self.pieceRows - 1) / Self.pieceRows
        let totals = parallelMap(pieces) { piece -> Double in
            let start = piece * Self.pieceRows
            let rows = (start..<min(block.rows, start + Self.pieceRows))
                .filter { groups[firstRow + $0] >= 0 }
            return silhouettes(block, rows, groups: rows.map { Int(groups[firstRow + $0]) })
        }
        total += totals.reduce(0, +)
    }

    /// Mean silhouette of the labelled rows that were measured, -1...1.
    var mean: Double { total / Double(sizes.reduce(0, +)) }

    /// The sum of the silhouettes of some rows.
    private func silhouettes(_ block: Matrix<Float>, _ rows: [Int], groups: [Int]) -> Double {
        var unit = [Double](repeating: 0, count: rows.count * width)
        var span = unit.mutableSpan
        for (place, row) in rows.enumerated() {
            addUnitRow(block, row, to: &span, at: place * width)
        }
        var within = [Double](repeating: 0, count: rows.count)
        var nearest = [Double](repeating: .infinity, count: rows.count)
        for first in stride(from: 0, to: sizes.count, by: Self.pieceLabels) {
            let columns = min(Self.pieceLabels, sizes.count - first)
            var products = [Double](repeating: 0, count: rows.count * columns)
            multiply(
                MatrixView(unit, rows: rows.count, columns: width),
                MatrixView(sums, offset: first * width, rows: columns, columns: width).transposed,
                into: &products)
            for place in rows.indices {
                for column in 0..<columns {
                    let size = Double(sizes[first + column])
                    let sum = size - products[place * columns + column]
                    if first + column != groups[place] {
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
        return rows.indices.reduce(0.0) { total, place in
            let scale = max(within[place], nearest[place])
            if sizes[groups[place]] == 1 || scale < 1e-12 { return total }
            return total + (nearest[place] - within[place]) / scale
        }
    }
}

/// Adds one row, divided by its length, to `target` from `offset` on; nothing for a row of zeros.
private func addUnitRow(
    _ rows: Matrix<Float>, _ row: Int, to target: inout MutableSpan<Double>, at offset: Int
) {
    let width = rows.columns
    let elements = rows.elements.span
    let start = row * width
    var squares = 0.0
    for c in 0..<width { squares += Double(elements[start + c]) * Double(elements[start + c]) }
    if squares == 0 { return }
    let scale = 1 / squares.squareRoot()
    for c in 0..<width { target[offset + c] += scale * Double(elements[start + c]) }
}

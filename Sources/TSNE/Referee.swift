public import Dense
internal import Foundation

// The objective and its gradient in plain loops over all pairs: slow, exact, and what the fast
// versions are tested against.

/// Affinities over all pairs of `points` `[n, columns]`, `[n, n]`: symmetric, summing to 1.
///
/// As `Affinities.fit` with every other point a neighbour. Needs n² numbers.
public func denseAffinities(_ points: Matrix<Float>, perplexity: Double) -> Matrix<Double> {
    let (n, d) = (points.rows, points.columns)
    let rows = parallelMap(n) { i -> [Double] in
        var squares: [Double] = []
        squares.reserveCapacity(n - 1)
        for j in 0..<n where j != i {
            var sum = 0.0
            for c in 0..<d {
                let difference =
                    Double(points.elements[i * d + c]) - Double(points.elements[j * d + c])
                sum += difference * difference
            }
            squares.append(sum)
        }
        _ = conditionalAffinities(&squares, perplexity: perplexity)
        squares.insert(0, at: i)
        return squares
    }
    var joint = Matrix<Double>(rows: n, columns: n, repeating: 0)
    for i in 0..<n {
        for j in 0..<n { joint[i, j] = (rows[i][j] + rows[j][i]) / Double(2 * n) }
    }
    return joint
}

/// Kullback-Leibler divergence `Σ p log(p / q)` of a layout `[n, 2]` from affinities `[n, n]`, in
/// nats; `q = w / Σ w` over all pairs, `w = (1 + r² / dof)^-dof`.
public func klDivergence(
    of layout: Matrix<Double>, from affinities: Matrix<Double>, degreesOfFreedom dof: Double = 1
) -> Double {
    let kernel = pairKernel(layout, dof)
    let total = kernel.elements.reduce(0, +)
    var sum = 0.0
    for (p, w) in zip(affinities.elements, kernel.elements) where p > 0 {
        sum += p * log(p * total / w)
    }
    return sum
}

/// The gradient of `klDivergence` by the layout, `[n, 2]`.
public func exactGradient(
    of layout: Matrix<Double>, from affinities: Matrix<Double>, degreesOfFreedom dof: Double = 1
) -> Matrix<Double> {
    let n = layout.rows
    let kernel = pairKernel(layout, dof)
    let total = kernel.elements.reduce(0, +)
    var gradient = Matrix<Double>(rows: n, columns: 2, repeating: 0)
    for i in 0..<n {
        for j in 0..<n where j != i {
            let dx = layout[i, 0] - layout[j, 0]
            let dy = layout[i, 1] - layout[j, 1]
            let factor =
                4 * (affinities[i, j] - kernel[i, j] / total) / (1 + (dx * dx + dy * dy) / dof)
            gradient[i, 0] += factor * dx
            gradient[i, 1] += factor * dy
        }
    }
    return gradient
}

/// The gradient of the descent's own forces with the factor 4, `[n, 2]`: Barnes-Hut's for a
/// `theta`, that over all pairs for nil.
public func gradient(
    of layout: Matrix<Double>, from affinities: Affinities, theta: Double?,
    degreesOfFreedom dof: Double = 1
) -> Matrix<Double> {
    let positions = layout.elements
    let tree = theta.map { QuadTree(positions, theta: $0) } ?? QuadTree(flat: positions)
    let repulsions = Repulsions(tree, degreesOfFreedom: dof)
    let attractions = attractions(affinities.matrix, positions, degreesOfFreedom: dof)
    return Matrix(
        rows: layout.rows, columns: 2,
        elements: positions.indices.map {
            4 * (attractions[$0] - repulsions.forces[$0] / repulsions.normalization)
        })
}

extension SparseMatrix {
    /// The same matrix with its zeros, `[rowCount, columnCount]`.
    public func asDense() -> Matrix<Double> {
        var dense = Matrix<Double>(rows: rowCount, columns: columnCount, repeating: 0)
        for row in 0..<rowCount {
            for entry in entries(ofRow: row) {
                dense[row, Int(columns[entry])] = Double(values[entry])
            }
        }
        return dense
    }
}

/// w of all pairs, `[n, n]`, zero on the diagonal.
private func pairKernel(_ layout: Matrix<Double>, _ dof: Double) -> Matrix<Double> {
    let n = layout.rows
    var kernel = Matrix<Double>(rows: n, columns: n, repeating: 0)
    for i in 0..<n {
        for j in 0..<n where j != i {
            let dx = layout[i, 0] - layout[j, 0]
            let dy = layout[i, 1] - layout[j, 1]
            kernel[i, j] = pow(1 + (dx * dx + dy * dy) / dof, -dof)
        }
    }
    return kernel
}

public import Dense
internal import Foundation

// The objective and its gradient in plain loops over all pairs: slow, exact, and what the fast
// versions are tested against.

/// Affinities over all pairs of `points` `[n, columns]`, `[n, n]`: symmetric, summing to 1.
///
/// The affinities of `Affinities.fit` with every other point a neighbour, `[n, n]`; memory grows
/// with n².
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

/// The gradient with repulsion over a quadtree, in double precision and point by point, `[n, 2]`:
/// Barnes and Hut's for a `theta`, that over all pairs for nil.
public func gradient(
    of layout: Matrix<Double>, from affinities: Affinities, theta: Double?,
    degreesOfFreedom dof: Double = 1
) -> Matrix<Double> {
    let n = layout.rows
    let tree = theta.map { QuadTree(layout.elements, theta: $0) } ?? QuadTree(flat: layout.elements)
    let sums = parallelMap(n) { place -> (x: Double, y: Double, kernel: Double) in
        let (x, y) = (tree.sorted[2 * place], tree.sorted[2 * place + 1])
        var sum = (x: 0.0, y: 0.0, kernel: -1.0)
        var index = 0
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            let (dx, dy) = (x - node.x, y - node.y)
            let square = dx * dx + dy * dy
            index = square > node.limit ? node.next : index + 1
            if square <= node.limit { continue }
            let kernel = node.mass * pow(1 + square / dof, -dof)
            sum.kernel += kernel
            sum.x += kernel / (1 + square / dof) * dx
            sum.y += kernel / (1 + square / dof) * dy
        }
        return sum
    }
    let total = sums.reduce(0) { $0 + $1.kernel }
    var gradient = Matrix<Double>(rows: n, columns: 2, repeating: 0)
    for (place, point) in tree.order.enumerated() {
        gradient[Int(point), 0] = -4 * sums[place].x / total
        gradient[Int(point), 1] = -4 * sums[place].y / total
    }
    let p = affinities.matrix
    for i in 0..<n {
        for entry in p.entries(ofRow: i) {
            let j = Int(p.columns[entry])
            let (dx, dy) = (layout[i, 0] - layout[j, 0], layout[i, 1] - layout[j, 1])
            let factor = 4 * Double(p.values[entry]) / (1 + (dx * dx + dy * dy) / dof)
            gradient[i, 0] += factor * dx
            gradient[i, 1] += factor * dy
        }
    }
    return gradient
}

/// The gradient made of the descent's own forces, in single precision, `[n, 2]`; `.auto` is
/// Barnes and Hut's.
public func fastGradient(
    of layout: Matrix<Double>, from affinities: Affinities, repulsion: Repulsion,
    theta: Double = 0.5, degreesOfFreedom dof: Double = 1
) -> Matrix<Double> {
    let points = layout.elements.map { Float($0) }
    let repulsions = Repulsor(repulsion, theta: theta, degreesOfFreedom: dof).repulsions(points)
    let attractions = attraction(
        of: points, on: points, along: affinities.matrix, degreesOfFreedom: dof)
    let factor = repulsions.factor / repulsions.normalization
    return Matrix(
        rows: layout.rows, columns: 2,
        elements: points.indices.map {
            let force = Double(repulsions.forces[$0 / 2 * 3 + $0 % 2])
            return 4 * (Double(attractions[$0]) - factor * force)
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

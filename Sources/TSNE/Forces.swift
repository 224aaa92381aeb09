internal import Dense
internal import Foundation

// The gradient of t-SNE's objective over layouts y of n points [2 n], without its factor 4:
//
//     g_i = Σ_j p_ij k_ij (y_i - y_j) - 1/Z Σ_j w_ij k_ij (y_i - y_j),   Z = Σ_{i != j} w_ij
//
// with w = (1 + |y_i - y_j|² / dof)^-dof and k = 1 / (1 + |y_i - y_j|² / dof): attraction along
// the affinities p, repulsion between all. For dof = 1 both are Student's kernel. Points are cut
// into fixed pieces; sums over pieces are taken in index order.

/// Repulsive forces on all points and the sum of the kernel over all pairs.
struct Repulsions {
    /// `[2 n]`: `Σ_j w_ij k_ij (y_i - y_j)` of each point.
    let forces: [Double]
    /// Z
    let normalization: Double

    /// Points that walk the tree together: neighbours in tree order meet nearly the same cells.
    private static let lanes = 4
    /// Points of a piece.
    private static let pieceLength = 256

    init(_ tree: QuadTree, degreesOfFreedom dof: Double) {
        let n = tree.order.count
        // x, y and the sum of the kernel of each point, in tree order.
        var sums = [Double](repeating: 0, count: 3 * n)
        parallelFill(&sums, pieceLength: 3 * Self.pieceLength) { piece, part in
            let nodes = tree.nodes.span
            let sorted = tree.sorted.span
            let first = piece * Self.pieceLength
            let count = part.count / 3
            for start in stride(from: 0, to: count, by: Self.lanes) {
                let group = Group(sorted, first + start, min(Self.lanes, count - start))
                let sum = dof == 1 ? group.walk(nodes) : group.walk(nodes, dof: dof)
                for lane in 0..<group.count {
                    part[3 * (start + lane)] = sum.x[lane]
                    part[3 * (start + lane) + 1] = sum.y[lane]
                    // Each point met itself too, with a kernel of 1.
                    part[3 * (start + lane) + 2] = sum.kernel[lane] - 1
                }
            }
        }
        var forces = [Double](repeating: 0, count: 2 * n)
        var total = 0.0
        for (place, point) in tree.order.enumerated() {
            forces[2 * Int(point)] = sums[3 * place]
            forces[2 * Int(point) + 1] = sums[3 * place + 1]
            total += sums[3 * place + 2]
        }
        self.forces = forces
        normalization = total
    }
}

/// Points that go through the tree together. A cell acts as one point when it does for each of
/// them, as seen from the nearest place of the rectangle around them.
private struct Group {
    let count: Int
    private let x: SIMD4<Double>
    private let y: SIMD4<Double>
    private let lowX: Double
    private let highX: Double
    private let lowY: Double
    private let highY: Double

    typealias Sums = (x: SIMD4<Double>, y: SIMD4<Double>, kernel: SIMD4<Double>)

    init(_ sorted: borrowing Span<Double>, _ first: Int, _ count: Int) {
        var (x, y) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for lane in 0..<4 {
            let place = first + min(lane, count - 1)
            x[lane] = sorted[2 * place]
            y[lane] = sorted[2 * place + 1]
        }
        self.count = count
        self.x = x
        self.y = y
        lowX = Swift.min(Swift.min(x[0], x[1]), Swift.min(x[2], x[3]))
        highX = Swift.max(Swift.max(x[0], x[1]), Swift.max(x[2], x[3]))
        lowY = Swift.min(Swift.min(y[0], y[1]), Swift.min(y[2], y[3]))
        highY = Swift.max(Swift.max(y[0], y[1]), Swift.max(y[2], y[3]))
    }

    /// Squared distance from the group's rectangle to a node's centre of mass.
    @inline(__always)
    private func squaredDistance(to node: QuadTree.Node) -> Double {
        let dx = Swift.max(Swift.max(lowX - node.x, node.x - highX), 0)
        let dy = Swift.max(Swift.max(lowY - node.y, node.y - highY), 0)
        return dx * dx + dy * dy
    }

    /// The sums over all points for `dof = 1`.
    func walk(_ nodes: borrowing Span<QuadTree.Node>) -> Sums {
        var sums: Sums = (.zero, .zero, .zero)
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            if squaredDistance(to: node) > node.limit {
                let dx = x - node.x
                let dy = y - node.y
                let kernel = 1 / (1 + dx * dx + dy * dy)
                let weighted = node.mass * kernel
                let force = weighted * kernel
                sums.kernel += weighted
                sums.x += force * dx
                sums.y += force * dy
                index = node.next
            } else {
                index += 1
            }
        }
        return sums
    }

    /// The sums over all points for any `dof`.
    func walk(_ nodes: borrowing Span<QuadTree.Node>, dof: Double) -> Sums {
        var sums: Sums = (.zero, .zero, .zero)
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            if squaredDistance(to: node) > node.limit {
                let dx = x - node.x
                let dy = y - node.y
                let base = 1 + (dx * dx + dy * dy) / dof
                var kernel = SIMD4<Double>.zero
                for lane in 0..<4 { kernel[lane] = pow(base[lane], -dof) }
                let weighted = node.mass * kernel
                let force = weighted / base
                sums.kernel += weighted
                sums.x += force * dx
                sums.y += force * dy
                index = node.next
            } else {
                index += 1
            }
        }
        return sums
    }
}

/// Attractive forces `Σ_j p_ij k_ij (y_i - y_j)` on all points, `[2 n]`.
func attractions(_ p: SparseMatrix, _ layout: [Double], degreesOfFreedom dof: Double) -> [Double] {
    let pieceLength = 256
    let inverse = 1 / dof
    let places = layout.count / 2
    // Pairs are fetched by one load and one check of bounds.
    let points = (0..<places).map { SIMD2(layout[2 * $0], layout[2 * $0 + 1]) }
    var forces = [Double](repeating: 0, count: layout.count)
    parallelFill(&forces, pieceLength: 2 * pieceLength) { piece, part in
        let offsets = p.offsets.span
        let columns = p.columns.span
        let values = p.values.span
        let points = points.span
        for place in 0..<part.count / 2 {
            let i = piece * pieceLength + place
            let point = points[i]
            var sum = SIMD2<Double>.zero
            for entry in offsets[i]..<offsets[i + 1] {
                let difference = point - points[Int(columns[entry])]
                let squares = difference * difference
                let force = Double(values[entry]) / (1 + (squares.x + squares.y) * inverse)
                sum += force * difference
            }
            part[2 * place] = sum.x
            part[2 * place + 1] = sum.y
        }
    }
    return forces
}

/// `Σ p log(p / w) + log Z` over the entries of `p`, which sum to 1.
func divergence(
    _ p: SparseMatrix, _ layout: [Double], normalization: Double, degreesOfFreedom dof: Double
) -> Double {
    let pieceLength = 1024
    let n = p.rowCount
    let pieces = (n + pieceLength - 1) / pieceLength
    let sums = parallelMap(pieces) { piece -> (terms: Double, mass: Double) in
        var (terms, mass) = (0.0, 0.0)
        for i in piece * pieceLength..<min(n, (piece + 1) * pieceLength) {
            for entry in p.entries(ofRow: i) where p.values[entry] > 0 {
                let j = Int(p.columns[entry])
                let dx = layout[2 * i] - layout[2 * j]
                let dy = layout[2 * i + 1] - layout[2 * j + 1]
                let value = Double(p.values[entry])
                terms += value * (log(value) + dof * log1p((dx * dx + dy * dy) / dof))
                mass += value
            }
        }
        return (terms, mass)
    }
    let terms = sums.reduce(0) { $0 + $1.terms }
    let mass = sums.reduce(0) { $0 + $1.mass }
    return terms + mass * log(normalization)
}

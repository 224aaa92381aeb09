internal import Dense
internal import Foundation

/// The most nodes of a field along a side; a map that needs more takes Barnes and Hut's forces.
private let mostNodes = 8_192.0
/// Nodes of a field over the distance on which a kernel of one degree of freedom falls to a half.
let nodesPerUnit = 3.0
/// The fewest nodes of a field along its longer side.
private let leastNodes = 64.0

/// Repulsive forces on all points and the sum of the kernel over all pairs.
struct Repulsions {
    /// `[3 n]`: forces along x and y, up to `factor`; the third number of each point is not a
    /// force.
    let forces: [Float]
    /// `factor · forces` is `Σ_j w_ij k_ij (y_i - y_j)`.
    let factor: Double
    /// Z, the sum of w over all pairs of different points; at least 1e-20, which nothing but
    /// rounding on a map of points far from one another falls below.
    let normalization: Double

    /// Wraps forces `[3 n]`, and raises a `normalization` below 1e-20 to that.
    init(forces: [Float], factor: Double, normalization: Double) {
        self.forces = forces
        self.factor = factor
        self.normalization = max(1e-20, normalization)
    }
}

/// Computes repulsions of one layout after another, by one method; the field's grid is kept from
/// one to the next.
struct Repulsor {
    /// The method that `Repulsion.auto` chose.
    let method: Repulsion
    /// See `TSNEOptions.theta`; only the tree uses it.
    let theta: Double
    /// See `TSNEOptions.degreesOfFreedom`.
    let degreesOfFreedom: Double
    private let field = SplineField()

    init(_ method: Repulsion, theta: Double, degreesOfFreedom: Double) {
        self.method = method
        self.theta = theta
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The repulsive forces between the points of `layout` `[2 n]`, at least one point. A map too
    /// wide for a field takes the tree.
    func repulsions(_ layout: [Float]) -> Repulsions {
        switch method {
        case .exact: return overAllPairs(layout)
        case .fft:
            let (low, high) = SplineField.bounds(layout)
            guard
                let spacing = fieldSpacing(
                    extent: Double((high - low).max()), degreesOfFreedom: degreesOfFreedom)
            else {
                return byTree(layout)
            }
            return byField(layout, low, high, spacing)
        case .auto, .barnesHut: return byTree(layout)
        }
    }

    /// The exact forces: time grows with n².
    private func overAllPairs(_ layout: [Float]) -> Repulsions {
        let sums = pairRepulsion(among: layout, degreesOfFreedom: degreesOfFreedom)
        var total = 0.0
        for place in stride(from: 2, to: sums.count, by: 3) { total += sums[place] }
        return Repulsions(forces: sums.map { Float($0) }, factor: 1, normalization: total)
    }

    /// Barnes and Hut's forces (van der Maaten 2014, JMLR 15:3221): time grows with n log n.
    private func byTree(_ layout: [Float]) -> Repulsions {
        let tree = QuadTree(layout.map { Double($0) }, theta: theta)
        let sums = treeRepulsion(
            of: tree.singleNodes(), on: tree.sorted.map { Float($0) },
            degreesOfFreedom: degreesOfFreedom)
        var forces = [Float](repeating: 0, count: sums.count)
        var total = 0.0
        // Each point met itself too, with a kernel of 1.
        for (place, point) in tree.order.enumerated() {
            for c in 0..<3 { forces[3 * Int(point) + c] = sums[3 * place + c] }
            total += Double(sums[3 * place + 2]) - 1
        }
        return Repulsions(forces: forces, factor: 1, normalization: total)
    }

    /// The force is half the slope of the sum of kernels, downhill: the derivative of w by y_i is
    /// `-2 w k (y_i - y_j)`, whatever the degrees of freedom.
    private func byField(
        _ layout: [Float], _ low: SIMD2<Float>, _ high: SIMD2<Float>, _ spacing: Double
    ) -> Repulsions {
        let n = layout.count / 2
        let kernel = FieldKernel(degreesOfFreedom: degreesOfFreedom)
        field.fill(
            with: layout, low: low, high: high, spacing: spacing, kernel: kernel.function)
        let values = field.values(at: layout)
        var total = 0.0
        for place in stride(from: 2, to: values.count, by: 3) { total += Double(values[place]) }
        total += Double(n) * Double(n) * kernel.level(field.squaredReach) - Double(n)
        // What is left of n terms of 1 in single precision is not known better.
        return Repulsions(
            forces: values, factor: -0.5 / field.spacing,
            normalization: max(1e-6 * Double(n), total))
    }
}

/// The distance between a field's nodes for a map of an extent: `1 / nodesPerUnit`, less for the
/// sharper kernels of less than one degree of freedom, and less by a power of two so that there are
/// at least `leastNodes`; nil where there would be more than `mostNodes`.
func fieldSpacing(extent: Double, degreesOfFreedom dof: Double) -> Double? {
    let spacing = min(1, dof.squareRoot()) / nodesPerUnit
    if extent > mostNodes * spacing { return nil }
    if extent <= 0 || extent >= leastNodes * spacing { return spacing }
    return spacing * exp2(-min(40, log2(leastNodes * spacing / extent).rounded(.up)))
}

/// The kernel less its value at the greatest distance of a grid: without that a small map's
/// differences, of which the forces are made, would be lost beside its values of almost 1.
struct FieldKernel {
    /// See `TSNEOptions.degreesOfFreedom`.
    let degreesOfFreedom: Double

    /// The value that is taken off: the kernel at `squaredReach`.
    func level(_ squaredReach: Double) -> Double {
        pow(1 + squaredReach / degreesOfFreedom, -degreesOfFreedom)
    }

    /// The function `squared distance -> kernel - level`, in a form without cancellation.
    func function(_ squaredReach: Double) -> SplineField.Kernel {
        let dof = degreesOfFreedom
        if dof == 1 {
            return { ($0 - squaredReach) / -((1 + $0) * (1 + squaredReach)) }
        }
        let (level, far) = (level(squaredReach), log1p(squaredReach / dof))
        return { level * expm1(dof * (far - log1p($0 / dof))) }
    }
}

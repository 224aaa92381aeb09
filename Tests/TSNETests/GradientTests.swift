import Dense
import Neighbors
import TSNE
import Testing

private struct Case {
    let affinities: Affinities
    let layout: Matrix<Double>

    /// A random layout of unit scale with affinities of clustered rows.
    init(count: Int, seed: UInt64, scale: Double = 1) {
        let rows = clusteredRows(count: count, columns: 6, clusters: 4, seed: seed)
        affinities = Affinities.fit(
            neighbors: exactNeighbors(of: rows, count: min(15, count - 1)), perplexity: 5)
        var generator = CounterGenerator(seed: seed &+ 1000)
        layout = Matrix(
            rows: count, columns: 2,
            elements: (0..<2 * count).map { _ in scale * generator.normal() })
    }
}

/// The largest difference of two gradients over the largest component of the second.
private func relativeError(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    let largest = b.elements.map(abs).max() ?? 0
    let worst = zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
    return worst / largest
}

@Test(
    "the exact gradient agrees with finite differences of the divergence",
    arguments: [0.5, 1, 3])
func gradientAgainstFiniteDifferences(dof: Double) {
    let example = Case(count: 25, seed: 4)
    let p = example.affinities.matrix.asDense()
    // P as stored sums to one only up to rounding; the formulas want exactly one.
    let total = p.elements.reduce(0, +)
    let normalized = Matrix(rows: 25, columns: 25, elements: p.elements.map { $0 / total })
    let exact = exactGradient(of: example.layout, from: normalized, degreesOfFreedom: dof)
    var differences = exact
    let h = 1e-4
    for i in example.layout.elements.indices {
        func value(_ steps: Double) -> Double {
            var moved = example.layout
            moved.elements[i] += steps * h
            return klDivergence(of: moved, from: normalized, degreesOfFreedom: dof)
        }
        // Of fourth order.
        differences.elements[i] =
            (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * h)
    }
    #expect(relativeError(differences, exact) < 1e-6)
}

@Test(
    "the fast forces over all pairs and at theta 0 equal the exact gradient",
    arguments: [0.7, 1], [17, 300])
func forcesEqualExactGradient(dof: Double, count: Int) {
    for scale in [1e-4, 1, 40] {
        let example = Case(count: count, seed: 9, scale: scale)
        let exact = exactGradient(
            of: example.layout, from: example.affinities.matrix.asDense(), degreesOfFreedom: dof)
        for theta in [nil, 0] as [Double?] {
            let fast = gradient(
                of: example.layout, from: example.affinities, theta: theta,
                degreesOfFreedom: dof)
            #expect(
                relativeError(fast, exact) < 1e-9, "theta \(theta ?? -1), scale \(scale)")
        }
    }
}

@Test("Barnes-Hut's error is small at theta 0.5 and falls with theta")
func errorFallsWithTheta() {
    let example = Case(count: 1500, seed: 3, scale: 10)
    let exact = gradient(of: example.layout, from: example.affinities, theta: nil)
    let errors = [0.8, 0.5, 0.2].map {
        relativeError(
            gradient(of: example.layout, from: example.affinities, theta: $0), exact)
    }
    #expect(errors[0] > errors[1] && errors[1] > errors[2], "\(errors)")
    #expect(errors[1] < 0.02 && errors[2] < 0.002, "\(errors)")
}

@Test(
    "the descent's forces over all pairs and at theta 0 equal the exact gradient",
    arguments: [0.7, 1, 3], [17, 300])
func fastForcesEqualExactGradient(dof: Double, count: Int) {
    for scale in [1e-4, 1, 40] {
        let example = Case(count: count, seed: 9, scale: scale)
        let exact = exactGradient(
            of: example.layout, from: example.affinities.matrix.asDense(), degreesOfFreedom: dof)
        for repulsion in [Repulsion.exact, .barnesHut] {
            let fast = fastGradient(
                of: example.layout, from: example.affinities, repulsion: repulsion, theta: 0,
                degreesOfFreedom: dof)
            // Places are rounded to 6e-8 of the layout's size; neighbours lie nearer than that.
            // Over cells a point's own kernel, 1, is taken off again: that tells where three
            // degrees of freedom leave next to nothing of all others.
            let bound = repulsion == .barnesHut && dof == 3 && scale == 40 ? 1e-3 : 1e-5
            #expect(
                relativeError(fast, exact) < bound, "\(repulsion.rawValue), scale \(scale)")
        }
    }
}

@Test(
    "the field's forces equal the exact gradient to a part in a thousand, on grids of many lengths",
    arguments: [0.5, 1, 3])
func fieldAgainstExact(dof: Double) {
    let scales = [1e-6, 1e-4, 1e-2, 0.3, 1, 2, 2.5, 3, 3.5, 4, 4.5, 5, 9.5, 20, 40]
    for (step, scale) in scales.enumerated() {
        let example = Case(count: 400, seed: UInt64(step), scale: scale)
        let exact = exactGradient(
            of: example.layout, from: example.affinities.matrix.asDense(), degreesOfFreedom: dof)
        let fast = fastGradient(
            of: example.layout, from: example.affinities, repulsion: .fft, degreesOfFreedom: dof)
        // The worst component of 800. On the widest maps 400 points are so sparse that one near
        // pair decides.
        let error = relativeError(fast, exact)
        #expect(error < (scale > 5 ? 1e-2 : 3e-3), "scale \(scale): \(error)")
    }
}

@Test("on a map of many points the field errs less than Barnes and Hut's cells at theta 0.5")
func fieldAgainstBarnesHut() {
    let example = Case(count: 3000, seed: 3, scale: 15)
    let exact = gradient(of: example.layout, from: example.affinities, theta: nil)
    let errors = [Repulsion.exact, .fft, .barnesHut].map {
        relativeError(
            fastGradient(of: example.layout, from: example.affinities, repulsion: $0), exact)
    }
    #expect(errors[0] < 1e-5 && errors[1] < 2e-3 && errors[2] < 0.02, "\(errors)")
    #expect(errors[1] < errors[2], "\(errors)")
}

@Test(
    "every method's forces agree with finite differences of the divergence",
    arguments: [Repulsion.exact, .barnesHut, .fft], [0.5, 1, 3])
func forcesAgainstFiniteDifferences(repulsion: Repulsion, dof: Double) {
    let example = Case(count: 25, seed: 4)
    let p = example.affinities.matrix.asDense()
    let fast = fastGradient(
        of: example.layout, from: example.affinities, repulsion: repulsion, theta: 0.1,
        degreesOfFreedom: dof)
    var differences = fast
    let h = 1e-4
    for i in example.layout.elements.indices {
        var moved = example.layout
        moved.elements[i] += h
        let above = klDivergence(of: moved, from: p, degreesOfFreedom: dof)
        moved.elements[i] -= 2 * h
        let below = klDivergence(of: moved, from: p, degreesOfFreedom: dof)
        differences.elements[i] = (above - below) / (2 * h)
    }
    #expect(relativeError(fast, differences) < 2e-3)
}

@Test(
    "degenerate maps have finite forces, exact over all pairs and by the field",
    arguments: 0..<6)
func degenerateMaps(shape: Int) {
    let count = shape == 4 ? 1 : shape == 5 ? 2 : 60
    let graph = SparseMatrix(
        rowCount: count, columnCount: count, offsets: (0...count).map { $0 * min(2, count - 1) },
        columns: (0..<count).flatMap { row in
            (1..<min(3, count)).map { Int32((row + $0) % count) } + (count == 2 ? [] : [])
        },
        values: [Float](repeating: 1, count: count * min(2, count - 1)))
    let affinities = Affinities.fit(neighbors: graph, perplexity: 1.5)
    var generator = CounterGenerator(seed: 5)
    var layout = Matrix(
        rows: count, columns: 2, elements: (0..<2 * count).map { _ in generator.normal() })
    for i in 0..<count {
        switch shape {
        case 0: layout[i, 1] = 0
        case 1: layout[i, 1] = 2 * layout[i, 0]
        case 2:
            layout[i, 0] = Double(i % 7)
            layout[i, 1] = Double(i % 3)
        case 3:
            layout[i, 0] = 1.5
            layout[i, 1] = -3
        default: break
        }
    }
    let exact = exactGradient(of: layout, from: affinities.matrix.asDense())
    for repulsion in [Repulsion.exact, .barnesHut, .fft] {
        let fast = fastGradient(of: layout, from: affinities, repulsion: repulsion, theta: 0.5)
        if count == 1 {
            #expect(fast.rows == 1)
            continue
        }
        #expect(fast.elements.allSatisfy { $0.isFinite }, "\(repulsion.rawValue)")
        let bound = repulsion == .exact ? 1e-6 : repulsion == .fft ? 1e-3 : 1
        for (a, b) in zip(fast.elements, exact.elements) {
            #expect(abs(a - b) < bound, "\(repulsion.rawValue)")
        }
    }
}

@Test("coincident and collinear points of a map get finite, exact forces", arguments: 0..<4)
func degenerateLayouts(shape: Int) {
    let example = Case(count: 60, seed: 5)
    var layout = example.layout
    for i in 0..<60 {
        switch shape {
        case 0: layout[i, 1] = 0
        case 1: layout[i, 1] = 2 * layout[i, 0]
        case 2:
            layout[i, 0] = Double(i % 7)
            layout[i, 1] = Double(i % 3)
        default:
            layout[i, 0] = 1.5
            layout[i, 1] = -3
        }
    }
    let exact = exactGradient(of: layout, from: example.affinities.matrix.asDense())
    let fast = gradient(of: layout, from: example.affinities, theta: 0)
    for (a, b) in zip(fast.elements, exact.elements) { #expect(abs(a - b) < 1e-9) }
    let coarse = gradient(of: layout, from: example.affinities, theta: 0.5)
    #expect(coarse.elements.allSatisfy { $0.isFinite })
}

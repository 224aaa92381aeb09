public import Dense

/// Up to this many points, `Repulsion.auto` computes every pair.
private let exactRepulsionCount = 1_000
/// Up to this many points, the divergence is normalised over every pair.
private let exactKLCount = 50_000
/// The iterations from one reported divergence to the next.
private let reportInterval = 50

/// Lays points out on a plane so that near ones in the data are near on the map (van der Maaten
/// and Hinton 2008, JMLR 9:2579), by openTSNE 1.0.4's descent.
///
/// `initial` `[n, 2]`, as `initialLayout` gives it. Two phases of descent with momentum: a point's
/// gain grows by 0.2 where gradient and last step disagree in sign and becomes `0.8 gain + 0.01`
/// elsewhere; steps are cut to `maximumStep`; the layout is centred after each. `progress` gets
/// the number of iterations done and, every 50 of them, an estimate of the divergence (without
/// exaggeration); it returns false to stop there. The result does not depend on the number of
/// threads.
public func tsne(
    affinities: Affinities, initial: Matrix<Double>, options: TSNEOptions = TSNEOptions(),
    progress: (_ iteration: Int, _ klDivergence: Double?) -> Bool = { _, _ in true }
) -> TSNEResult {
    let n = affinities.matrix.rowCount
    precondition(
        initial.rows == n && initial.columns == 2,
        "an initial layout \(initial.rows) x \(initial.columns) for \(n) points")
    precondition(
        initial.elements.allSatisfy(\.isFinite), "an initial layout holds NaN or infinity")
    precondition(
        options.exaggeration >= 1 && options.theta >= 0 && options.degreesOfFreedom > 0,
        "exaggeration \(options.exaggeration), theta \(options.theta), degrees of freedom "
            + "\(options.degreesOfFreedom)")
    var descent = Descent(affinities.matrix, initial.elements, options)
    var done = 0
    let total = options.exaggerationIterations + options.iterations
    while done < total {
        let exaggeration = done < options.exaggerationIterations ? options.exaggeration : 1
        let isReported = (done + 1) % reportInterval == 0
        let divergence = descent.step(exaggeration: exaggeration, measured: isReported)
        done += 1
        if !progress(done, divergence) { break }
    }
    return descent.result(iterations: done)
}

/// The state of a descent.
private struct Descent {
    private let p: SparseMatrix
    private let options: TSNEOptions
    private let isExact: Bool
    /// `[2 n]` each: x and y of every point.
    private var layout: [Double]
    private var update: [Double]
    private var gains: [Double]

    init(_ p: SparseMatrix, _ initial: [Double], _ options: TSNEOptions) {
        self.p = p
        self.options = options
        layout = initial
        update = [Double](repeating: 0, count: initial.count)
        gains = [Double](repeating: 1, count: initial.count)
        isExact =
            switch options.repulsion {
            case .exact: true
            case .barnesHut: false
            case .auto: p.rowCount <= exactRepulsionCount
            }
    }

    private func repulsions() -> Repulsions {
        let tree =
            isExact ? QuadTree(flat: layout) : QuadTree(layout, theta: options.theta)
        return Repulsions(tree, degreesOfFreedom: options.degreesOfFreedom)
    }

    /// One iteration; returns the divergence before it where it is to be measured.
    mutating func step(exaggeration: Double, measured: Bool) -> Double? {
        let repulsions = repulsions()
        let attractions = attractions(
            p, layout, degreesOfFreedom: options.degreesOfFreedom)
        let divergence =
            measured
            ? divergence(
                p, layout, normalization: repulsions.normalization,
                degreesOfFreedom: options.degreesOfFreedom) : nil
        let scale = 1 / repulsions.normalization
        let n = layout.count / 2
        let rate = options.learningRate ?? Double(n) / exaggeration
        let maximum = options.maximumStep
        var mean = (x: 0.0, y: 0.0)
        for i in 0..<n {
            for c in 2 * i...2 * i + 1 {
                let gradient = exaggeration * attractions[c] - scale * repulsions.forces[c]
                let agrees =
                    (gradient > 0 && update[c] > 0) || (gradient < 0 && update[c] < 0)
                    || (gradient == 0 && update[c] == 0)
                gains[c] = agrees ? gains[c] * 0.8 + 0.01 : gains[c] + 0.2
                update[c] = options.momentum * update[c] - rate * gains[c] * gradient
            }
            let length =
                (update[2 * i] * update[2 * i] + update[2 * i + 1] * update[2 * i + 1])
                .squareRoot()
            if length > maximum {
                update[2 * i] *= maximum / length
                update[2 * i + 1] *= maximum / length
            }
            layout[2 * i] += update[2 * i]
            layout[2 * i + 1] += update[2 * i + 1]
            mean.x += layout[2 * i]
            mean.y += layout[2 * i + 1]
        }
        mean.x /= Double(n)
        mean.y /= Double(n)
        for i in 0..<n {
            layout[2 * i] -= mean.x
            layout[2 * i + 1] -= mean.y
        }
        return divergence
    }

    func result(iterations: Int) -> TSNEResult {
        let repulsions = repulsions()
        let attractions = attractions(
            p, layout, degreesOfFreedom: options.degreesOfFreedom)
        var squares = 0.0
        for c in layout.indices {
            let gradient =
                4 * (attractions[c] - repulsions.forces[c] / repulsions.normalization)
            squares += gradient * gradient
        }
        let n = p.rowCount
        let isKLExact = isExact || n <= exactKLCount
        let normalization =
            isExact || !isKLExact
            ? repulsions.normalization
            : Repulsions(QuadTree(flat: layout), degreesOfFreedom: options.degreesOfFreedom)
                .normalization
        return TSNEResult(
            layout: Matrix(rows: n, columns: 2, elements: layout).asFloat(),
            klDivergence: divergence(
                p, layout, normalization: normalization,
                degreesOfFreedom: options.degreesOfFreedom),
            isKLExact: isKLExact, iterations: iterations, gradientNorm: squares.squareRoot())
    }
}

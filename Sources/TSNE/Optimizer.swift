public import Dense

/// Up to this many points the divergence of the result is normalised over every pair.
private let exactKLCount = 50_000
/// The number of iterations from one reported divergence to the next.
private let reportInterval = 50
/// The number of iterations from one sorting of the points to the next.
private let sortInterval = 100

/// Lays points out on a plane so that near ones in the data are near on the map (van der Maaten and
/// Hinton 2008, JMLR 9:2579), by openTSNE 1.0.4's descent.
///
/// The descent minimises the divergence `KL(P ‖ Q) = Σ p_ij log(p_ij / q_ij)`, where
/// `q_ij = w_ij / Z`, `w_ij = (1 + |y_i - y_j|² / dof)^-dof`, and Z is the sum of w over all
/// ordered pairs of different points. It has two phases of descent with momentum and gains
/// (`updateCoordinate`): attraction is multiplied by the exaggeration in the first and by 1 in the
/// second. Steps are cut to `maximumStep`; the layout is centred after each.
///
/// The result does not depend on the number of threads. A map of no or one point is the initial
/// one, without an iteration. Shapes that do not fit, and options out of their range, are
/// programming errors.
///
/// - Parameters:
///   - initial: `[n, 2]`, as `initialLayout` gives it, or any other layout of finite numbers below
///     1e15: with no iterations of exaggeration the descent goes on from there.
///   - progress: gets the number of iterations done and, every 50 of them, an estimate of the
///     divergence (without exaggeration), nil otherwise. It returns false to stop there: the result
///     is then the layout so far, not `isFinished`.
public func tsne(
    affinities: Affinities, initial: Matrix<Double>, options: TSNEOptions = TSNEOptions(),
    progress: (_ iteration: Int, _ klDivergence: Double?) -> Bool = { _, _ in true }
) -> TSNEResult {
    let n = affinities.matrix.rowCount
    precondition(
        initial.rows == n && initial.columns == 2,
        "an initial layout \(initial.rows) x \(initial.columns) for \(n) points")
    precondition(
        initial.elements.allSatisfy { abs($0) < 1e15 },
        "an initial layout holds NaN, infinity or numbers beyond 1e15")
    precondition(
        options.exaggeration >= 1 && options.theta >= 0 && options.degreesOfFreedom > 0
            && options.learningRate ?? 1 <= 1e12,
        "exaggeration \(options.exaggeration), theta \(options.theta), degrees of freedom "
            + "\(options.degreesOfFreedom), learning rate \(options.learningRate ?? 0)")
    let total = options.exaggerationIterations + options.iterations
    var descent = Descent(affinities.matrix, initial.elements, options)
    var done = 0
    while n > 1 && done < total {
        let exaggeration = done < options.exaggerationIterations ? options.exaggeration : 1
        if done % sortInterval == 0 { descent.sort() }
        let isReported = (done + 1) % reportInterval == 0
        let divergence = descent.step(exaggeration: exaggeration, isMeasured: isReported)
        done += 1
        if !progress(done, divergence) { break }
    }
    return descent.result(iterations: done, isFinished: n <= 1 || done >= total)
}

/// The state of a descent; its points are in the order of a Morton curve over the layout of some
/// iterations ago, so that what is near on the map is near in memory.
private struct Descent {
    private let options: TSNEOptions
    private let repulsor: Repulsor
    /// The affinities `[n, n]` in the order of the rows.
    private let original: SparseMatrix
    /// `Σ p log p` and `Σ p` over all entries of the affinities.
    private let entropy: (terms: Double, mass: Double)
    /// `original` in the points' order, `[n, n]`.
    private var p: SparseMatrix
    /// `[n]`: the row that stands at each place.
    private var order: [Int32]
    /// `[2 n]`: x and y of every point, in the points' order.
    private var layout: [Float]
    /// `[2 n]`: the last move of each coordinate.
    private var update: [Float]
    /// `[2 n]`: the gain of each coordinate, 1 at the start; see `updateCoordinate`.
    private var gains: [Float]

    /// A descent that has not begun: no moves, gains of 1, the points in the order of the rows.
    init(_ p: SparseMatrix, _ initial: [Double], _ options: TSNEOptions) {
        self.options = options
        original = p
        self.p = p
        repulsor = Repulsor(
            options.repulsion.resolved(points: p.rowCount), theta: options.theta,
            degreesOfFreedom: options.degreesOfFreedom)
        entropy = p.entropy()
        order = (0..<p.rowCount).map { Int32($0) }
        layout = initial.map { Float($0) }
        update = [Float](repeating: 0, count: initial.count)
        gains = [Float](repeating: 1, count: initial.count)
    }

    /// Puts points, moves, gains and affinities into the order of a Morton curve over the present
    /// layout.
    mutating func sort() {
        let places = QuadTree.mortonOrder(layout)
        func moved(_ pairs: [Float]) -> [Float] {
            places.flatMap { [pairs[2 * Int($0)], pairs[2 * Int($0) + 1]] }
        }
        layout = moved(layout)
        update = moved(update)
        gains = moved(gains)
        order = places.map { order[Int($0)] }
        // The last order's copy goes before the next one is made.
        p = original
        p = original.permuted(order)
    }

    /// `Σ_j p_ij k_ij (y_i - y_j)` for every point, `[2 n]`.
    private func attractions() -> [Float] {
        attraction(
            of: layout, on: layout, along: p, degreesOfFreedom: options.degreesOfFreedom)
    }

    /// The Kullback-Leibler divergence in nats, `Σ p log(p / w) + Σ p log Z`, with Z the
    /// `normalization`.
    private func divergence(normalization: Double) -> Double {
        let dof = options.degreesOfFreedom
        return entropy.terms + dof * weightedLogarithms(of: layout, along: p, degreesOfFreedom: dof)
            + entropy.mass * normalization.logarithm
    }

    /// Does one iteration; returns the divergence before it where `isMeasured`, nil otherwise.
    mutating func step(exaggeration: Double, isMeasured: Bool) -> Double? {
        let repulsions = repulsor.repulsions(layout)
        let measured =
            isMeasured ? divergence(normalization: repulsions.normalization) : nil
        descend(
            &layout, update: &update, gains: &gains, attraction: attractions(),
            repulsion: repulsions.forces,
            DescentStep(
                attractionFactor: exaggeration,
                repulsionFactor: repulsions.factor / repulsions.normalization,
                rate: options.learningRate ?? Double(p.rowCount) / exaggeration,
                momentum: options.momentum, longest: options.maximumStep))
        return measured
    }

    /// The map in the order of the rows, with its divergence and the length of its gradient, for
    /// which the forces are computed once more (over all pairs up to `exactKLCount` points).
    func result(iterations: Int, isFinished: Bool) -> TSNEResult {
        let n = p.rowCount
        var map = Matrix<Float>(rows: n, columns: 2, repeating: 0)
        for (place, point) in order.enumerated() {
            map[Int(point), 0] = layout[2 * place]
            map[Int(point), 1] = layout[2 * place + 1]
        }
        if n <= 1 {
            return TSNEResult(
                layout: map, klDivergence: 0, isKLExact: true, iterations: iterations,
                isFinished: isFinished, gradientNorm: 0)
        }
        let repulsions = repulsor.repulsions(layout)
        let attractions = attractions()
        var squares = 0.0
        for c in layout.indices {
            let force = Double(repulsions.forces[c / 2 * 3 + c % 2])
            let gradient =
                4 * (Double(attractions[c]) - repulsions.factor * force / repulsions.normalization)
            squares += gradient * gradient
        }
        let isExact = repulsor.method == .exact || n <= exactKLCount
        let normalization =
            isExact && repulsor.method != .exact
            ? Repulsor(.exact, theta: 0, degreesOfFreedom: options.degreesOfFreedom)
                .repulsions(layout).normalization : repulsions.normalization
        return TSNEResult(
            layout: map, klDivergence: divergence(normalization: normalization),
            isKLExact: isExact, iterations: iterations, isFinished: isFinished,
            gradientNorm: squares.squareRoot())
    }
}

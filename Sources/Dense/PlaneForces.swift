internal import CKernels

// Forces between points on a plane, pieces of points on several threads; `Referee` has each in
// plain Swift. Points are `[2 n]`, x and y in turn. The kernel of a distance r is
// w = (1 + r² / dof)^-dof, its force w / (1 + r² / dof) times the difference of the places.

/// The targets of a piece of work; the result does not depend on the number of threads.
private let pieceLength = 256

/// The forces on each target by all sources and the sums of the kernel over them, `[3 targets]`:
/// `Σ_j force · (t - s_j)` along x and y, `Σ_j w`. Time grows with sources · targets; sums of
/// blocks of sources are in single precision and added in double.
///
/// - Parameters:
///   - sources: `[2 sources]`, x and y in turn.
///   - targets: `[2 targets]`.
///   - dof: the degrees of freedom of the kernel, above 0.
public func pairRepulsion(
    of sources: [Float], on targets: [Float], degreesOfFreedom dof: Double
) -> [Double] {
    pairRepulsion(of: sources, on: targets, skipsSelf: false, dof)
}

/// `pairRepulsion` of points `[2 n]` among one another, `[3 n]`: none meets itself.
public func pairRepulsion(among points: [Float], degreesOfFreedom dof: Double) -> [Double] {
    pairRepulsion(of: points, on: points, skipsSelf: true, dof)
}

private func pairRepulsion(
    of sources: [Float], on targets: [Float], skipsSelf: Bool, _ dof: Double
) -> [Double] {
    precondition(sources.count % 2 == 0 && targets.count % 2 == 0, "points are pairs")
    var sums = [Double](repeating: 0, count: targets.count / 2 * 3)
    if sources.isEmpty { return sums }
    let length = 32
    parallelFill(&sums, pieceLength: 3 * length) { piece, sums in
        let (first, count) = (piece * length, sums.count / 3)
        unsafe withPointers(targets.span, &sums) { targets, sums in
            unsafe kernels_pair_repulsion(
                sources, sources.count / 2, targets + 2 * first, count, skipsSelf ? first : -1,
                Float(dof), sums)
        }
    }
    return sums
}

/// A cell of a quadtree or one of its points, as `treeRepulsion` walks over them.
public struct TreeNode: Sendable, Equatable {
    /// The centre of mass, along x.
    public var x: Float
    /// The centre of mass, along y.
    public var y: Float
    /// The number of points.
    public var mass: Float
    /// The cell acts as one point from squared distances above this on; negative for a point.
    public var limit: Float
    /// The index of the node after all that this one holds.
    public var next: Int32

    /// Wraps the five numbers of a node.
    public init(x: Float, y: Float, mass: Float, limit: Float, next: Int32) {
        self.x = x
        self.y = y
        self.mass = mass
        self.limit = limit
        self.next = next
    }
}

/// Barnes and Hut's version of `pairRepulsion`, `[3 targets]`, in single precision (Barnes and Hut
/// 1986, doi:10.1038/324446a0). A target that is itself a point of the tree meets itself, with a
/// kernel of 1.
///
/// - Parameters:
///   - nodes: the nodes of a tree in depth-first order.
///   - targets: `[2 targets]`; near ones should follow one another.
///   - together: a cell acts as one point when it does for each of so many targets (up to 64) that
///     follow one another, as seen from the nearest place of the rectangle around them.
public func treeRepulsion(
    of nodes: [TreeNode], on targets: [Float], together: Int = 32, degreesOfFreedom dof: Double
) -> [Float] {
    precondition(
        (1...64).contains(together) && pieceLength % together == 0,
        "\(together) targets do not walk together")
    precondition(
        MemoryLayout<TreeNode>.stride == MemoryLayout<kernels_node>.stride,
        "a node has \(MemoryLayout<TreeNode>.stride) bytes here")
    var sums = [Float](repeating: 0, count: targets.count / 2 * 3)
    if nodes.isEmpty { return sums }
    unsafe nodes.withUnsafeBytes { nodes in
        let nodes = unsafe nodes.bindMemory(to: kernels_node.self)
        parallelFill(&sums, pieceLength: 3 * pieceLength) { piece, sums in
            let (first, count) = (piece * pieceLength, sums.count / 3)
            unsafe withPointers(targets.span, &sums) { targets, sums in
                unsafe kernels_tree_repulsion(
                    nodes.baseAddress, nodes.count, targets + 2 * first, count, together,
                    Float(dof), sums)
            }
        }
    }
    return sums
}

/// The attractive force on each target: `Σ_j p_ij (t_i - s_j) / (1 + r² / dof)` for each row i of
/// `p` `[targets, sources]`, `[2 targets]`. Time grows with the entries of `p`.
public func attraction(
    of sources: [Float], on targets: [Float], along p: SparseMatrix, degreesOfFreedom dof: Double
) -> [Float] {
    precondition(
        targets.count == 2 * p.rowCount && sources.count == 2 * p.columnCount,
        "\(targets.count / 2) targets and \(sources.count / 2) sources for a matrix "
            + "\(p.rowCount) x \(p.columnCount)")
    var forces = [Float](repeating: 0, count: targets.count)
    parallelFill(&forces, pieceLength: 2 * pieceLength) { piece, forces in
        unsafe forces.withUnsafeMutableBufferPointer { forces in
            unsafe kernels_attraction(
                p.offsets, p.columns, p.values, p.values.count, sources, targets,
                piece * pieceLength, forces.count / 2, Float(dof), forces.baseAddress)
        }
    }
    return forces
}

/// `Σ_ij p_ij log(1 + r² / dof)` over the entries of `p` `[n, n]` for `points` `[2 n]`.
public func weightedLogarithms(
    of points: [Float], along p: SparseMatrix, degreesOfFreedom dof: Double
) -> Double {
    precondition(
        points.count == 2 * p.rowCount && p.columnCount == p.rowCount,
        "\(points.count / 2) points for a matrix \(p.rowCount) x \(p.columnCount)")
    let pieces = (p.rowCount + pieceLength - 1) / pieceLength
    return parallelMap(pieces) { piece in
        let first = piece * pieceLength
        return unsafe kernels_logarithms(
            p.offsets, p.columns, p.values, p.values.count, points, first,
            min(pieceLength, p.rowCount - first), Float(dof))
    }.reduce(0, +)
}

/// The numbers of one step of descent with momentum and gains.
public struct DescentStep: Sendable {
    /// The factor of the attraction in the gradient,
    /// `attractionFactor · attraction - repulsionFactor · repulsion`.
    public var attractionFactor: Double
    /// The factor of the repulsion in the gradient.
    public var repulsionFactor: Double
    /// The step per unit of gradient, times each coordinate's gain.
    public var rate: Double
    /// The part of the last update that this one keeps, 0 ..< 1.
    public var momentum: Double
    /// No point moves further than this.
    public var longest: Double

    /// Wraps the five numbers of a step.
    public init(
        attractionFactor: Double, repulsionFactor: Double, rate: Double, momentum: Double,
        longest: Double
    ) {
        self.attractionFactor = attractionFactor
        self.repulsionFactor = repulsionFactor
        self.rate = rate
        self.momentum = momentum
        self.longest = longest
    }
}

/// The rule by which descent with momentum and gains moves one coordinate (Jacobs 1988,
/// doi:10.1016/0893-6080(88)90003-2, with openTSNE's numbers).
///
/// The gain becomes `0.8 gain + 0.01` where gradient and last update have the same sign and grows
/// by 0.2 elsewhere; `update = momentum · update - rate · gain · gradient`.
@inlinable
public func updateCoordinate(
    _ update: inout Float, gain: inout Float, gradient: Float, rate: Float, momentum: Float
) {
    let agrees = (gradient > 0) == (update > 0) && (gradient < 0) == (update < 0)
    gain = agrees ? gain * 0.8 + 0.01 : gain + 0.2
    update = momentum * update - rate * gain * gradient
}

/// Moves `points` `[2 n]` one step and centres them on their mean.
///
/// Each coordinate follows the rule of `updateCoordinate`; then updates are cut to `longest`.
/// `attraction` `[2 n]`, `repulsion` `[3 n]` (the third number of each is not used), `update` and
/// `gains` `[2 n]`.
public func descend(
    _ points: inout [Float], update: inout [Float], gains: inout [Float], attraction: [Float],
    repulsion: [Float], _ step: DescentStep
) {
    let n = points.count / 2
    precondition(
        update.count == 2 * n && gains.count == 2 * n && attraction.count == 2 * n
            && repulsion.count == 3 * n,
        "\(n) points: updates \(update.count), gains \(gains.count), attraction "
            + "\(attraction.count), repulsion \(repulsion.count)")
    if n == 0 { return }
    let length = 2048
    var sums = [Double](repeating: 0, count: (n + length - 1) / length * 2)
    unsafe descend(
        &points, &update, &gains, attraction, repulsion, &sums, count: n, length: length, step)
    var mean = (x: 0.0, y: 0.0)
    for place in stride(from: 0, to: sums.count, by: 2) {
        mean.x += sums[place] / Double(n)
        mean.y += sums[place + 1] / Double(n)
    }
    let shift = SIMD2(Float(mean.x), Float(mean.y))
    parallelFill(&points, pieceLength: 2 * length) { _, part in
        for place in stride(from: 0, to: part.count, by: 2) {
            part[place] -= shift.x
            part[place + 1] -= shift.y
        }
    }
}

/// The pieces of a step: `length` points each, whose sums are `sums` `[pieces, 2]`.
private func descend(
    _ points: UnsafeMutablePointer<Float>, _ update: UnsafeMutablePointer<Float>,
    _ gains: UnsafeMutablePointer<Float>, _ attraction: UnsafePointer<Float>,
    _ repulsion: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Double>, count: Int,
    length: Int, _ step: DescentStep
) {
    runPieces(count: count, length: length) { range in
        let first = range.lowerBound
        unsafe kernels_descend(
            attraction + 2 * first, repulsion + 3 * first, Float(step.attractionFactor),
            Float(step.repulsionFactor), Float(step.rate), Float(step.momentum),
            Float(step.longest), points + 2 * first, update + 2 * first, gains + 2 * first,
            range.count, sums + first / length * 2)
    }
}

/// The sums over `exp(-precision · square)`: of the kernel, of kernel times square, of kernel times
/// the square's square.
///
/// - Parameters:
///   - squares: `[count]`, not negative.
///   - kernel: `[count]`, takes the kernel of each square.
public func gaussianSums(
    _ squares: [Double], precision: Double, kernel: inout [Double]
) -> (sum: Double, first: Double, second: Double) {
    precondition(
        kernel.count == squares.count, "\(kernel.count) kernels for \(squares.count) squares")
    var sums = (0.0, 0.0, 0.0)
    unsafe withUnsafeMutableBytes(of: &sums) { sums in
        unsafe kernels_gaussian(
            squares, &kernel, squares.count, precision,
            sums.assumingMemoryBound(to: Double.self).baseAddress)
    }
    return sums
}

/// Runs `body` for pieces of `length` of the numbers below `count`, several at once.
func runPieces(count: Int, length: Int, _ body: (Range<Int>) -> Void) {
    runPieces((count + length - 1) / length) { piece in
        body(piece * length..<min(count, (piece + 1) * length))
    }
}

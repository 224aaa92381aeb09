public import Dense
internal import Foundation

/// The settings of `place`; the defaults are those of `TSNEEmbedding.transform` in openTSNE 1.0.4
/// (openTSNE/tsne.py).
public struct PlacementOptions: Sendable, Equatable {
    /// The effective number of neighbours of each new point among the old ones, above 0; its
    /// affinities are over its nearest `neighborCount(perplexity:)`.
    public var perplexity = 5.0
    /// A new point starts at the median of at most this many nearest neighbours (and of no more
    /// than its affinities are over).
    public var medianNeighbors = 25
    /// The step per unit of gradient (without its factor 4).
    public var learningRate = 0.1
    /// Attraction is multiplied by this in the first phase.
    public var earlyExaggeration = 4.0
    /// The number of iterations of the first phase; 0 leaves it out.
    public var earlyExaggerationIterations = 0
    /// Attraction is multiplied by this in the second phase.
    public var exaggeration = 1.5
    /// The number of iterations of the second phase.
    public var iterations = 250
    /// The part of the last update that the next one keeps, 0 ..< 1.
    public var momentum = 0.8
    /// A gradient (without its factor 4) longer than this is cut to it.
    public var maximumGradient = 0.25
    /// The degrees of freedom of the map's kernel, the same as the map was made with.
    public var degreesOfFreedom = 1.0

    /// The default settings.
    public init() {}
}

/// The distance beyond the old map's rectangle that a new point may go, as a share of its sides;
/// openTSNE pads its grid by as much.
private let padding: Float = 0.25

/// The places of new points on a finished map, which does not move, `[m, 2]`, by the rules of
/// openTSNE 1.0.4's `transform`.
///
/// - Parameters:
///   - neighbors: `[m, n]`: each new row's nearest rows among the n old ones, nearest first, with
///     their distances (not squared); at least one each. None beyond
///     `neighborCount(perplexity:)` counts.
///   - map: `[n, 2]`, the places of the old rows.
///   - progress: gets the number of iterations done; returns false to stop there.
///
/// Each new point is attracted by its neighbours (affinities that sum to 1 for each point) and
/// repelled by all old ones (normalised for each point); new points do not meet one another, so a
/// point's place does not depend on which others are placed with it. Repulsion comes from a field
/// over the old map that is computed once.
public func place(
    neighbors: SparseMatrix, on map: Matrix<Float>,
    options: PlacementOptions = PlacementOptions(),
    progress: (_ iteration: Int) -> Bool = { _ in true }
) -> Matrix<Float> {
    let (m, n) = (neighbors.rowCount, map.rows)
    precondition(
        neighbors.columnCount == n && map.columns == 2,
        "neighbours among \(neighbors.columnCount) rows for a map \(n) x \(map.columns)")
    precondition(
        map.elements.allSatisfy { abs($0) < 1e15 }, "a map holds NaN, infinity or beyond 1e15")
    precondition(
        options.perplexity > 0 && options.degreesOfFreedom > 0,
        "perplexity \(options.perplexity), degrees of freedom \(options.degreesOfFreedom)")
    if m == 0 { return Matrix(rows: 0, columns: 2, elements: []) }
    let nearest = neighbors.leading(neighborCount(perplexity: options.perplexity))
    for row in 0..<m {
        precondition(!nearest.entries(ofRow: row).isEmpty, "new row \(row) has no neighbours")
    }
    let p = conditionalAffinities(
        nearest, perplexity: options.perplexity, isSortedByColumn: false
    ).matrix
    let old = OldMap(map, degreesOfFreedom: options.degreesOfFreedom)
    var state = PlacementState(medians(nearest.leading(options.medianNeighbors), map))
    for iteration in 0..<options.earlyExaggerationIterations + options.iterations {
        let attractions = attraction(
            of: map.elements, on: state.points, along: p,
            degreesOfFreedom: options.degreesOfFreedom)
        let exaggeration =
            iteration < options.earlyExaggerationIterations
            ? options.earlyExaggeration : options.exaggeration
        state.step(
            attractions, old.repulsions(on: state.points), exaggeration: Float(exaggeration),
            inside: (old.low, old.high), options)
        if !progress(iteration + 1) { break }
    }
    return Matrix(rows: m, columns: 2, elements: state.points)
}

/// The new points during their descent.
private struct PlacementState {
    /// `[2 m]`: x and y of every new point.
    var points: [Float]
    /// `[2 m]`: the last move of each coordinate.
    private var update: [Float]
    /// `[2 m]`: the gain of each coordinate, 1 at the start; see `updateCoordinate`.
    private var gains: [Float]

    init(_ points: [Float]) {
        self.points = points
        update = [Float](repeating: 0, count: points.count)
        gains = [Float](repeating: 1, count: points.count)
    }

    /// Moves each point one step along its forces, `[2 m]` each, and keeps it in a rectangle.
    mutating func step(
        _ attractions: [Float], _ repulsions: [Float], exaggeration: Float,
        inside rectangle: (low: SIMD2<Float>, high: SIMD2<Float>), _ options: PlacementOptions
    ) {
        for point in 0..<points.count / 2 {
            let pair = 2 * point..<2 * point + 2
            var gradient = SIMD2(
                exaggeration * attractions[pair.lowerBound] - repulsions[pair.lowerBound],
                exaggeration * attractions[pair.lowerBound + 1] - repulsions[pair.lowerBound + 1])
            let length = (gradient * gradient).sum().squareRoot()
            gradient *= min(1, Float(options.maximumGradient) / (length + 1e-6))
            for c in 0..<2 {
                let place = pair.lowerBound + c
                updateCoordinate(
                    &update[place], gain: &gains[place], gradient: gradient[c],
                    rate: Float(options.learningRate), momentum: Float(options.momentum))
                points[place] = min(
                    rectangle.high[c], max(rectangle.low[c], points[place] + update[place]))
            }
        }
    }
}

/// Repulsion by a map that does not move.
private struct OldMap {
    /// The lower left corner of the rectangle that new points stay in: the old map's, padded by
    /// `padding` of its sides.
    let low: SIMD2<Float>
    /// The upper right corner of that rectangle.
    let high: SIMD2<Float>
    /// `[2 n]`: x and y of every old point.
    private let map: [Float]
    private let degreesOfFreedom: Double
    /// The field of the old points; nil where the map is too wide for one: then every pair is
    /// computed.
    private let field: SplineField?

    /// Computes the field of the old points, once, whatever the number of new points.
    init(_ map: Matrix<Float>, degreesOfFreedom: Double) {
        self.map = map.elements
        self.degreesOfFreedom = degreesOfFreedom
        let (least, greatest) = SplineField.bounds(map.elements)
        // A map of one point is given room of its own.
        let room =
            padding * (greatest - least) + SIMD2(repeating: (greatest - least).max() > 0 ? 0 : 1)
        low = least - room
        high = greatest + room
        let extent = Double((high - low).max())
        guard let spacing = fieldSpacing(extent: extent, degreesOfFreedom: degreesOfFreedom) else {
            field = nil
            return
        }
        let field = SplineField()
        field.fill(
            with: map.elements, low: low, high: high, spacing: spacing,
            kernel: FieldKernel(degreesOfFreedom: degreesOfFreedom).function)
        self.field = field
    }

    /// The repulsive force on each of `points` `[2 m]`, divided by the sum of the point's own
    /// kernels over the old map, `[2 m]`.
    func repulsions(on points: [Float]) -> [Float] {
        var forces = [Float](repeating: 0, count: points.count)
        if let field {
            let values = field.values(at: points)
            let level =
                Double(map.count / 2)
                * FieldKernel(degreesOfFreedom: degreesOfFreedom).level(field.squaredReach)
            for point in 0..<points.count / 2 {
                let total = max(Double(values[3 * point + 2]) + level, .leastNormalMagnitude)
                let factor = -0.5 / field.spacing / total
                forces[2 * point] = Float(factor * Double(values[3 * point]))
                forces[2 * point + 1] = Float(factor * Double(values[3 * point + 1]))
            }
        } else {
            let sums = pairRepulsion(of: map, on: points, degreesOfFreedom: degreesOfFreedom)
            for point in 0..<points.count / 2 {
                forces[2 * point] = Float(sums[3 * point] / sums[3 * point + 2])
                forces[2 * point + 1] = Float(sums[3 * point + 1] / sums[3 * point + 2])
            }
        }
        return forces
    }
}

/// The median place of each row's neighbours, along x and along y, `[2 rows]`; the mean of the two
/// middle ones where their number is even.
private func medians(_ neighbors: SparseMatrix, _ map: Matrix<Float>) -> [Float] {
    (0..<neighbors.rowCount).flatMap { row in
        (0..<2).map { c in
            let values = neighbors.entries(ofRow: row).map {
                map[Int(neighbors.columns[$0]), c]
            }.sorted()
            return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
        }
    }
}

extension SparseMatrix {
    /// The first `count` entries of each row; all of a row that has no more.
    fileprivate func leading(_ count: Int) -> SparseMatrix {
        var (offsets, columns, values) = ([0], [Int32](), [Float]())
        for row in 0..<rowCount {
            let entries = entries(ofRow: row).prefix(count)
            columns.append(contentsOf: self.columns[entries])
            values.append(contentsOf: self.values[entries])
            offsets.append(columns.count)
        }
        return SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, offsets: offsets, columns: columns,
            values: values)
    }
}

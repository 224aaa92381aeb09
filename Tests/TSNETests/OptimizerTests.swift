import Dense
import Foundation
import Neighbors
import TSNE
import TestSupport
import Testing

private func map(
    _ rows: Matrix<Float>, perplexity: Double, options: TSNEOptions = TSNEOptions(),
    progress: (Int, Double?) -> Bool = { _, _ in true }
) -> TSNEResult {
    let neighbors = exactNeighbors(
        of: rows, count: min(rows.rows - 1, Int(3 * perplexity)))
    return tsne(
        affinities: Affinities.fit(neighbors: neighbors, perplexity: perplexity),
        initial: initialLayout(fromPrincipalScores: principalScores(rows), seed: options.seed),
        options: options, progress: progress)
}

@Suite("The descent", .serialized)
struct OptimizerTests {
    init() { useSingleThreadedBLAS() }

    @Test(
        "the divergence falls, the map is centred and clusters come apart",
        arguments: [Repulsion.exact, .barnesHut, .fft])
    func clustersComeApart(repulsion: Repulsion) {
        let rows = clusteredRows(count: 300, columns: 10, clusters: 6, seed: 1)
        var options = TSNEOptions()
        options.repulsion = repulsion
        var divergences: [Double] = []
        let result = map(rows, perplexity: 20, options: options) { _, divergence in
            if let divergence { divergences.append(divergence) }
            return true
        }
        #expect(result.iterations == 750 && divergences.count == 15)
        // After the exaggeration's end it falls at every report.
        let second = divergences[5...]
        #expect(zip(second, second.dropFirst()).allSatisfy { $0 > $1 }, "\(divergences)")
        #expect(abs(result.klDivergence - divergences[14]) < 0.02 && result.isKLExact)
        #expect(result.gradientNorm < 1e-2, "gradient \(result.gradientNorm)")
        for c in 0..<2 {
            let mean = (0..<300).reduce(0.0) { $0 + Double(result.layout[$1, c]) } / 300
            #expect(abs(mean) < 1e-4)
        }
        let quality = mapQuality(
            map: result.layout, rows: rows, labels: (0..<300).map { Int32($0 % 6) }, seed: 0)
        #expect(quality.labelAccuracy ?? 0 > 0.99)
        #expect(quality.trustworthiness5 > 0.95)
    }

    @Test("the divergence reported is that of the referee")
    func reportedDivergence() {
        let rows = clusteredRows(count: 120, columns: 8, clusters: 4, seed: 6)
        for dof in [1, 0.6] {
            var options = TSNEOptions()
            options.degreesOfFreedom = dof
            let graph = exactNeighbors(of: rows, count: 30)
            let affinities = Affinities.fit(neighbors: graph, perplexity: 10)
            let result = tsne(
                affinities: affinities, initial: randomLayout(count: 120, seed: 3),
                options: options)
            let referee = klDivergence(
                of: result.layout.asDouble(), from: affinities.matrix.asDense(),
                degreesOfFreedom: dof)
            #expect(abs(result.klDivergence - referee) < 1e-5)
        }
    }

    @Test(
        "results have the same bits for any number of threads",
        arguments: [Repulsion.exact, .barnesHut, .fft])
    func threads(repulsion: Repulsion) {
        let rows = clusteredRows(count: 1300, columns: 9, clusters: 5, seed: 8)
        var options = TSNEOptions()
        options.repulsion = repulsion
        options.exaggerationIterations = 20
        options.iterations = 20
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return map(rows, perplexity: 15, options: options)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }

    @Test("ten points, collinear points and points in pairs are laid out")
    func smallAndDegenerate() {
        let ten = clusteredRows(count: 10, columns: 3, clusters: 2, seed: 1)
        let line = Matrix<Float>(rows: 40, columns: 2, elements: (0..<80).map { Float($0 / 2) })
        // Pairs that differ by one step of the last place.
        let pairs = Matrix<Float>(
            rows: 40, columns: 2,
            elements: (0..<40).flatMap { row -> [Float] in
                let value = Float(row / 2 + 1)
                return [row % 2 == 0 ? value : value.nextUp, 1]
            })
        for rows in [ten, line, pairs] {
            for repulsion in [Repulsion.exact, .barnesHut, .fft] {
                var options = TSNEOptions()
                options.repulsion = repulsion
                let result = map(rows, perplexity: 3, options: options)
                #expect(result.layout.elements.allSatisfy { $0.isFinite })
                #expect(result.klDivergence >= 0 && result.klDivergence < 2)
            }
        }
    }

    @Test("a descent that is told to stop gives the layout so far, marked unfinished")
    func stops() {
        let rows = clusteredRows(count: 50, columns: 3, clusters: 2, seed: 1)
        let stopped = map(rows, perplexity: 5) { iteration, _ in iteration < 7 }
        #expect(stopped.iterations == 7 && !stopped.isFinished)
        var options = TSNEOptions()
        options.exaggerationIterations = 7
        options.iterations = 0
        let short = map(rows, perplexity: 5, options: options)
        #expect(short.layout == stopped.layout && short.isFinished)
        let last = map(rows, perplexity: 5) { iteration, _ in iteration < 750 }
        #expect(last.iterations == 750 && last.isFinished)
    }

    @Test(
        "a descent goes on from a given layout of any scale without exaggeration",
        arguments: [Repulsion.exact, .barnesHut, .fft])
    func continues(repulsion: Repulsion) {
        let rows = clusteredRows(count: 200, columns: 6, clusters: 4, seed: 3)
        let affinities = Affinities.fit(
            neighbors: exactNeighbors(of: rows, count: 30), perplexity: 10)
        var options = TSNEOptions()
        options.repulsion = repulsion
        let first = tsne(
            affinities: affinities, initial: randomLayout(count: 200, seed: 1), options: options)
        options.exaggerationIterations = 0
        options.iterations = 100
        let again = tsne(
            affinities: affinities, initial: first.layout.asDouble(), options: options)
        #expect(again.iterations == 100 && again.isFinished)
        #expect(again.klDivergence <= first.klDivergence + 1e-3)
        let moved = (0..<200).map {
            hypot(
                again.layout[$0, 0] - first.layout[$0, 0], again.layout[$0, 1] - first.layout[$0, 1]
            )
        }.sorted()[100]
        #expect(moved < 2, "median displacement \(moved)")
        for scale in [1e-12, 1e4, 1e10] {
            options.iterations = 3
            let initial = Matrix(
                rows: 200, columns: 2, elements: first.layout.elements.map { scale * Double($0) })
            let result = tsne(affinities: affinities, initial: initial, options: options)
            #expect(result.layout.elements.allSatisfy { $0.isFinite }, "scale \(scale)")
        }
    }

    @Test("one point and two points have a map", arguments: [Repulsion.exact, .barnesHut, .fft])
    func onePointAndTwo(repulsion: Repulsion) {
        var options = TSNEOptions()
        options.repulsion = repulsion
        let one = tsne(
            affinities: Affinities.fit(
                neighbors: SparseMatrix(
                    rowCount: 1, columnCount: 1, offsets: [0, 0], columns: [], values: []),
                perplexity: 1),
            initial: randomLayout(count: 1, seed: 0), options: options)
        #expect(one.layout.rows == 1 && one.klDivergence == 0 && one.isFinished)
        let two = tsne(
            affinities: Affinities.fit(
                neighbors: SparseMatrix(
                    rowCount: 2, columnCount: 2, offsets: [0, 1, 2], columns: [1, 0],
                    values: [1, 1]),
                perplexity: 1),
            initial: randomLayout(count: 2, seed: 0), options: options)
        // P and Q have one value each: the divergence is 0 wherever the two are.
        #expect(two.layout.elements.allSatisfy { $0.isFinite })
        #expect(abs(two.klDivergence) < 1e-5, "\(two.klDivergence)")
    }

    @Test("no point moves further than the maximum in one step")
    func stepIsCut() {
        let rows = clusteredRows(count: 40, columns: 3, clusters: 2, seed: 2)
        var options = TSNEOptions()
        options.learningRate = 1e9
        options.exaggerationIterations = 0
        options.iterations = 1
        let result = map(rows, perplexity: 5, options: options)
        // From almost one place, each by at most 5, and the mean by at most 5.
        let radii = (0..<40).map { hypot(result.layout[$0, 0], result.layout[$0, 1]) }
        #expect(radii.max() ?? 0 > 1 && radii.allSatisfy { $0 < 10.001 })
    }
}

import Dense
import Testing

@testable import Clustering

/// What scikit-learn makes of one case of `Scripts/goldens/measures.py`.
struct MeasureGolden: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    /// Rows of each object.
    let sizes: [Int]
    let columns: Int
    let spread: Double
    let names: [String]
    let labels: [Int]
    /// Silhouette, purity, in-cluster and in-object cosine, unique-label ratio, clusters per
    /// object, eps.
    let values: [Double]

    var testDescription: String { "seed \(seed)" }

    /// The tokens `[n, columns]` and the object of each.
    func tokens() -> (Matrix<Float>, [Int]) {
        var generator = CounterGenerator(seed: seed)
        let centres = (0..<sizes.count * columns).map { _ in generator.uniform() - 0.5 }
        let objects = sizes.enumerated().flatMap { [Int](repeating: $0, count: $1) }
        let elements = objects.flatMap { object in
            (0..<columns).map { column in
                Float(centres[object * columns + column] + spread * (generator.uniform() - 0.5))
            }
        }
        return (Matrix(rows: objects.count, columns: columns, elements: elements), objects)
    }
}

@Suite("Layer measures") struct LayerMeasuresTests {
    @Test("DBSCAN's labels are scikit-learn's", arguments: measureGoldens)
    func labels(golden: MeasureGolden) {
        let (tokens, _) = golden.tokens()
        #expect(dbscan(tokens, eps: golden.values[6], minimumSamples: 3) == golden.labels)
    }

    @Test("The measures are scikit-learn's", arguments: measureGoldens)
    func measures(golden: MeasureGolden) {
        let (tokens, objects) = golden.tokens()
        let found = layerMeasures(tokens: tokens, objects: objects, names: golden.names)
        let values = [
            found.silhouette, found.purity, found.inClusterCosine, found.inObjectCosine,
            found.uniqueLabelRatio, found.clustersPerObject, found.eps,
        ]
        for (index, (value, expected)) in zip(values, golden.values).enumerated() {
            #expect(abs(value - expected) < 1e-9, "number \(index)")
        }
    }

    @Test("The goldens have cases without a cluster, with one, with several and with noise")
    func variety() {
        let counts = Set(measureGoldens.map { ($0.labels.max() ?? -1) + 1 })
        #expect(counts.contains(0) && counts.contains(1) && counts.contains { $0 > 2 })
        #expect(measureGoldens.contains { $0.labels.contains(-1) && $0.labels.contains(0) })
    }

    @Test("A point that two clusters reach goes to the one that begins first, at eps exactly too")
    func borders() {
        // Cores at 1 and 5 of two runs, a border point at 3, noise at 20.
        let line = Matrix<Float>(
            rows: 9, columns: 1, elements: [0, 0.5, 1, 3, 5, 5.5, 6, 20, 0.5])
        #expect(dbscan(line, eps: 2, minimumSamples: 4) == [0, 0, 0, 0, 1, 1, 1, -1, 0])
        #expect(dbscan(line, eps: 2, minimumSamples: 3) == [0, 0, 0, 0, 0, 0, 0, -1, 0])
        #expect(dbscan(line, eps: 1.999, minimumSamples: 3) == [0, 0, 0, -1, 1, 1, 1, -1, 0])
    }

    @Test("Equal tokens, and tokens of zeros, are one cluster without trouble")
    func equalTokens() {
        for value: Float in [0, 2] {
            let found = layerMeasures(
                tokens: Matrix(rows: 6, columns: 3, repeating: value),
                objects: [0, 0, 0, 1, 1, 1], names: ["a", "b"])
            #expect(found.clusters == 1 && found.silhouette == 0 && found.purity == 0.5)
            #expect(found.uniqueLabelRatio == 0.5 && found.eps == 0)
            #expect(found.inObjectCosine.isFinite)
        }
    }

    @Test("The bootstrap's interval holds the mean and narrows with more values")
    func bootstrap() {
        var generator = CounterGenerator(seed: 9)
        let many = (0..<400).map { _ in generator.normal() }
        let wide = bootstrapMean(Array(many.prefix(20)), seed: 1)
        let narrow = bootstrapMean(many, seed: 1)
        for band in [wide, narrow] { #expect(band.low < band.mean && band.mean < band.high) }
        // 1.96 standard errors of 400 normal numbers to either side.
        #expect(abs((narrow.high - narrow.low) / (2 * 1.96 / 20) - 1) < 0.15)
        #expect(wide.high - wide.low > 2 * (narrow.high - narrow.low))
        #expect(bootstrapMean([2, 2, 2], seed: 0) == (2, 2, 2))
        #expect(bootstrapMean([], seed: 0).mean.isNaN)
    }
}

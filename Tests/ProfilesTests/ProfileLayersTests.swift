import Dense
import Neighbors
import Testing

@testable import Profiles

/// A stack of layers whose labels come apart, and a first one whose rows are all equal.
private struct Stack {
    let n: Int
    let d: Int
    let spreads: [Double] = [-1, 6, 3, 1]

    func read(_ layer: Int) -> Matrix<Float> {
        if spreads[layer] < 0 { return Matrix(rows: n, columns: d, repeating: 0.25) }
        return rowsOf(seed: 61, n, d, classes: 4, spread: spreads[layer]).rows
    }

    /// The layers, in blocks of some rows.
    func layers(blockRows: Int = 7) -> [RowBlocks] {
        (0..<spreads.count).map { layer in blocks(read(layer), blockRows) }
    }

    var labels: [Int32] { rowsOf(seed: 61, n, d, classes: 4, spread: 1).labels }
}

private func blocks(_ rows: Matrix<Float>, _ blockRows: Int) -> RowBlocks {
    RowBlocks(rows: rows.rows, columns: rows.columns) { body in
        for start in stride(from: 0, to: rows.rows, by: blockRows) {
            try body(rows.rows(Array(start..<min(rows.rows, start + blockRows))), start)
        }
    }
}

@Suite("Profile of layers", .serialized)
struct ProfileLayersTests {
    init() { useSingleThreadedBLAS() }

    @Test(
        "every field is that of the single measures, whatever the blocks", arguments: [1, 7, 200])
    func fields(blockRows: Int) throws {
        let stack = Stack(n: 120, d: 9)
        let profiles = try profileLayers(
            stack.layers(blockRows: blockRows), labels: stack.labels)
        #expect(profiles.map(\.layer) == [0, 1, 2, 3])
        let all = Array(0..<120)
        func lists(_ layer: Int) -> SparseMatrix {
            var rows = stack.read(layer)
            normalizeRows(&rows)
            return plainNeighbors(rows, all, 20)
        }
        let first = profiles[0]
        #expect(first == LayerProfile(layer: 0, rows: 120, queries: 120, alignedRows: 120))
        #expect(profiles[1].overlap == nil && profiles[1].ckaWithPrevious == nil)
        for layer in 1..<4 {
            let found = lists(layer)
            #expect(
                profiles[layer].accuracy
                    == voteAccuracy(neighbors: found, queries: all, labels: stack.labels)?.value)
            #expect(profiles[layer].intrinsicDimension == twoNN(neighbors: found))
            let last = CenteredFeatures(stack.read(3))
            let own = CenteredFeatures(stack.read(layer))
            #expect(profiles[layer].ckaWithLast == own.cka(with: last))
            if layer > 1 {
                let before = CenteredFeatures(stack.read(layer - 1))
                #expect(profiles[layer].ckaWithPrevious == own.cka(with: before))
                #expect(
                    profiles[layer].overlap == neighborOverlap(lists(layer - 1), found)?.value)
            }
            let silhouette = try #require(
                cosineSilhouette(stack.read(layer), labels: stack.labels))
            #expect(abs(try #require(profiles[layer].silhouette) - silhouette) < 1e-6)
        }
        let accuracies = profiles.dropFirst().compactMap(\.accuracy)
        #expect(accuracies == accuracies.sorted() && accuracies.count == 3)
        #expect(abs(try #require(profiles[3].ckaWithLast) - 1) < 1e-12)
    }

    @Test("without labels, or with one only, there is no accuracy and no silhouette")
    func unlabelled() throws {
        let stack = Stack(n: 30, d: 4)
        for labels in [nil, [Int32](repeating: 2, count: 30), [Int32](repeating: -1, count: 30)] {
            let profile = try profileLayers(stack.layers(), labels: labels)[3]
            #expect(profile.accuracy == nil && profile.silhouette == nil)
            #expect(profile.overlap != nil && profile.intrinsicDimension != nil)
        }
    }

    @Test("beyond the limit a sample is looked at, whose margins hold the values of all rows")
    func sampled() throws {
        let stack = Stack(n: 600, d: 6)
        let whole = try profileLayers(stack.layers(), labels: stack.labels)
        var settings = ProfileSettings()
        settings.completeRows = 599
        settings.sampledRows = 200
        settings.alignedRows = 300
        settings.seed = 5
        let some = try profileLayers(
            stack.layers(), labels: stack.labels, settings: settings)
        for (a, b) in zip(whole, some).dropFirst() {
            #expect(b.queries == 200 && b.alignedRows == 300)
            #expect(a.accuracyMargin == nil && a.overlapMargin == nil)
            let margin = try #require(b.accuracyMargin)
            let (of, from) = try (#require(b.accuracy), #require(a.accuracy))
            #expect(margin > 0 && abs(of - from) < 1.5 * margin)
            #expect(b.silhouette == a.silhouette)
            if let overlap = b.overlap {
                let (whole, margin) = try (#require(a.overlap), #require(b.overlapMargin))
                #expect(margin > 0 && abs(overlap - whole) < 1.5 * margin)
            }
        }
    }

    @Test("copies do not lower the intrinsic dimension, and the rows that it is from are counted")
    func copies() throws {
        let drawn = rowsOf(seed: 71, 200, 6, classes: 1, spread: 1).rows
        /// With the first hundred rows once more, moved by up to `step`.
        func doubled(_ step: Float) -> RowBlocks {
            let noise = uniform(72, 600).map { step * Float($0 - 0.5) }
            let again = zip(drawn.elements.prefix(600), noise).map { $0 + $1 }
            return blocks(
                Matrix(rows: 300, columns: 6, elements: drawn.elements + again), 50)
        }
        func profile(_ rows: RowBlocks, copies: Set<Int> = []) throws -> LayerProfile {
            try profileLayers([rows], labels: nil, copies: copies)[0]
        }
        let plain = try profile(blocks(drawn, 50))
        let dimension = try #require(plain.intrinsicDimension)
        #expect(plain.dimensionRows == 200)
        let lowered = try profile(doubled(1e-4))
        #expect(try #require(lowered.intrinsicDimension) < 0.5 * dimension)
        #expect(lowered.dimensionRows == 300)
        let found = [
            try profile(doubled(1e-4), copies: Set(200..<300)), try profile(doubled(0)),
        ]
        for profile in found {
            let other = try #require(profile.intrinsicDimension)
            #expect(abs(other - dimension) < 1e-3 * dimension)
            #expect(profile.dimensionRows == 200)
        }
    }

    @Test("one, two and three rows are profiled as far as they go")
    func fewRows() throws {
        for n in 1...3 {
            let stack = Stack(n: n, d: 3)
            let profiles = try profileLayers(stack.layers(), labels: stack.labels)
            #expect(profiles.count == 4 && profiles[3].rows == n)
            #expect((profiles[3].overlap == nil) == (n == 1))
        }
    }

    @Test("a layer that is not finite or has other rows is named")
    func faults() {
        let stack = Stack(n: 20, d: 3)
        func profile(_ fault: (inout Matrix<Float>) -> Void) -> String {
            do {
                let layers = (0..<4).map { layer in
                    var rows = stack.read(layer)
                    if layer == 2 { fault(&rows) }
                    return blocks(rows, 7)
                }
                _ = try profileLayers(layers, labels: nil)
                return ""
            } catch { return "\(error)" }
        }
        #expect(
            profile { $0[3, 1] = .nan }
                == "Layer 2 (the first is 0): a value is NaN or infinite; extract the images again."
        )
        #expect(
            profile { $0 = $0.rows([0, 1]) }
                == "Layer 2 (the first is 0): expected 20 rows as in the last layer, found 2.")
    }

    @Test("results have the same bits for any number of threads")
    func threads() throws {
        let stack = Stack(n: 300, d: 90)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = try [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            return try profileLayers(stack.layers(), labels: stack.labels)
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }
}

import Dense
import Testing
import Tokens

@testable import Views

@Suite("Views")
struct ViewsTests {
    let grid = PatchGrid(side: 3, patch: 4)
    let width = 6
    let depth = 2
    /// `[12, 12, 3]`
    let pixels: [UInt8]
    /// `[48, 6]`
    let kernel: Matrix<Float>
    /// `[2, 10, 10]`
    let joint: [Float]
    let normalized: [Float]

    init() {
        let bits = CounterGenerator(seed: 1)
        pixels = (0..<432).map { UInt8(bits.bits(at: UInt64($0)) >> 56) }
        var numbers = CounterGenerator(seed: 2)
        kernel = Matrix(
            rows: 48, columns: 6, elements: (0..<288).map { _ in Float(numbers.uniform() - 0.5) })
        var shares = CounterGenerator(seed: 3)
        let raw = (0..<200).map { _ in shares.uniform() }
        joint = raw.indices.map { i in
            let row = i / 10 * 10
            return Float(raw[i] / raw[row..<row + 10].reduce(0, +))
        }
        let mean: [Float] = [0.485, 0.456, 0.406]
        let std: [Float] = [0.229, 0.224, 0.225]
        let bytes = pixels
        normalized = bytes.indices.map { (Float(bytes[$0]) / 255 - mean[$0 % 3]) / std[$0 % 3] }
    }

    private func column(_ index: Int) -> [Float] { (0..<48).map { kernel[$0, index] } }

    /// The largest difference over the largest expected magnitude.
    private func error(_ values: [Float], _ expected: [Float]) -> Double {
        guard values.count == expected.count else { return .infinity }
        let largest = expected.map(abs).max() ?? 1
        return Double(zip(values, expected).map { abs($0 - $1) }.max() ?? 0) / Double(largest)
    }

    @Test("A filter's view of an image is numpy's")
    func view() {
        #expect(error(imageView(normalized, filter: column(5), grid), Golden.view) < 1e-6)
    }

    @Test("A token's global view is numpy's")
    func globalView() throws {
        let weights = try #require(
            globalViewWeights(joint: joint, token: 4, afterBlocks: 2, prefix: 1, patches: 9))
        let view = imageView(normalized, filter: column(5), weights: weights, grid)
        #expect(error(view, Golden.globalView) < 1e-6)
    }

    @Test("Before the first block a patch sees itself, and the class token nothing")
    func beforeTheFirstBlock() {
        #expect(
            globalViewWeights(joint: joint, token: 0, afterBlocks: 0, prefix: 1, patches: 9) == nil)
        #expect(
            globalViewWeights(joint: joint, token: 3, afterBlocks: 0, prefix: 1, patches: 9)
                == [0, 0, 1, 0, 0, 0, 0, 0, 0])
    }

    @Test("The rows of patches hold the pixels in the order of the kernel's rows")
    func rows() {
        let rows = patchRows(normalized, grid)
        let view = imageView(normalized, filter: [Float](repeating: 1, count: 48), grid)
        #expect(view == normalized)
        #expect(rows[4, 0] == normalized[(4 * 12 + 4) * 3])
        #expect(rows[5, 47] == normalized[(7 * 12 + 11) * 3 + 2])
    }

    @Test("The ranking is by how far scikit-learn's areas lie from chance, best first")
    func ranking() {
        let objects: [UInt8] = [0, 0, 1, 0, 1, 1, 0, 2, 0]
        let ranked = rankFilters(
            images: [
                (patches: patchRows(normalized, grid), objects: objects),
                (patches: patchRows(normalized, grid), objects: [UInt8](repeating: 0, count: 9)),
            ], kernel: kernel)
        #expect(ranked.count == 6)
        #expect(ranked.allSatisfy { abs($0.auroc - Double(Golden.areas[$0.filter])) < 1e-6 })
        #expect(zip(ranked, ranked.dropFirst()).allSatisfy { $0.separation >= $1.separation })
        #expect(
            rankFilters(
                images: [
                    (patches: patchRows(normalized, grid), objects: Array(objects.map { _ in 1 }))
                ],
                kernel: kernel
            ).isEmpty)
    }

    @Test("A filter that responds to the background alone separates as well as its negative")
    func inverted() {
        // Objects are dark: the first filter responds to the background, the second to objects,
        // the third to one pixel of each.
        let objects: [UInt8] = [0, 0, 1, 1]
        let patches = Matrix<Float>(rows: 4, columns: 2, elements: [2, 1, 3, 0, -1, 1, -2, 0])
        let kernel = Matrix<Float>(rows: 2, columns: 3, elements: [1, -1, 0, 0, 0, 1])
        let ranked = rankFilters(images: [(patches: patches, objects: objects)], kernel: kernel)
        #expect(ranked.map(\.filter) == [0, 1, 2])
        #expect(ranked.map(\.auroc) == [0, 1, 0.5])
        #expect(ranked.map(\.separation) == [1, 1, 0.5])
        #expect(ranked.map(\.isInverted) == [true, false, false])
    }

    @Test("Ties count half in the area under the ROC curve")
    func ties() {
        #expect(areaUnderROC([1, 1, 1, 1], positives: [true, false, true, false]) == 0.5)
        #expect(areaUnderROC([1, 2, 2, 3], positives: [false, false, true, true]) == 0.875)
        #expect(areaUnderROC([1, 2], positives: [true, true]).isNaN)
    }

    @Test("Cosine similarities are scikit-learn's")
    func similarities() {
        var numbers = CounterGenerator(seed: 4)
        let position = Matrix(
            rows: 10, columns: 6, elements: (0..<60).map { _ in Float(numbers.uniform() - 0.3) })
        #expect(error(cosineSimilarities(position), Golden.similarities) < 1e-6)
    }

    @Test("The rollout map is Pillow's bicubic enlargement")
    func rollout() {
        let scores = Array(joint[101..<110])
        let shares = scores.map { $0 / (scores.max() ?? 1) }
        let enlarged = enlarge(shares, grid)
        #expect(error(enlarged, Golden.rollout) < 1e-6)
        // The map itself stays in the range of the scores, which the interpolation overshoots.
        let (low, high) = (shares.min() ?? 0, shares.max() ?? 1)
        let map = rolloutMap(scores, grid)
        #expect(enlarged.contains { $0 > high || $0 < low })
        #expect(map == enlarged.map { min(high, max(low, $0)) })
    }

    @Test("Uniform attention spreads over 116.5 pixels on 14 x 14 patches of 16")
    func uniformDistance() {
        let distance = uniformAttentionDistance(PatchGrid(side: 14, patch: 16))
        #expect(abs(distance - Double(Golden.uniformDistance[0])) < 1e-4)
    }
}

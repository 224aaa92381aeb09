import Dense
import Testing

@testable import Views

@Suite("Similarity of patches") struct PatchSimilarityTests {
    /// Rows that are easy to follow: directions in a plane, given in degrees.
    private func directions(_ degrees: [Double], length: Float = 1) -> Matrix<Float> {
        Matrix(
            rows: degrees.count, columns: 2,
            elements: degrees.flatMap { angle -> [Float] in
                let radians = angle * .pi / 180
                return [length * Float(cosine(radians)), length * Float(cosine(radians - .pi / 2))]
            })
    }

    private func cosine(_ x: Double) -> Double {
        // The series suffices for the test and needs no library.
        var (term, sum) = (1.0, 1.0)
        for k in 1..<20 {
            term *= -x * x / Double((2 * k - 1) * (2 * k))
            sum += term
        }
        return sum
    }

    @Test("Cosines do not depend on lengths; a row of zeros has 0")
    func cosinesOfRows() {
        var rows = directions([0, 60, 90, 180], length: 7)
        rows = Matrix(rows: 5, columns: 2, elements: rows.elements + [0, 0])
        let found = cosines(rows, to: [3, 0])
        for (value, expected) in zip(found, [1, 0.5, 0, -1, 0] as [Float]) {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    @Test("Pairs are each other's nearest, the most similar first, ties to the lower row")
    func mutualPairs() {
        // 40 is nearest to 30 and to 52, and 52 nearer to 50: one pair each for 30 and 50.
        let first = directions([40, 52, 200])
        let second = directions([30, 50, 50, 90])
        let pairs = mutualNearest(first, second)
        #expect(pairs.map(\.first) == [1])
        #expect(pairs.map(\.second) == [1])
        #expect(abs(pairs[0].cosine - 0.99939) < 1e-5)
        let all = mutualNearest(first, directions([201, 41, 52]))
        #expect(all.map(\.first) == [1, 0, 2])
        #expect(all.map(\.second) == [2, 1, 0])
        #expect(mutualNearest(first, Matrix(rows: 0, columns: 2, elements: [])).isEmpty)
    }
}

import Dense
import Testing

@testable import Profiles

@Suite("Logit lens") struct LogitLensTests {
    private let none = Matrix<Float>(rows: 0, columns: 2, elements: [])

    private func lens(closing: Matrix<Float>? = nil, mean: Matrix<Float>? = nil) -> LogitLens {
        LogitLens(
            weight: Matrix(rows: 3, columns: 2, elements: [1, 0, 0, 1, -1, -1]), bias: [0, 0, 0.5],
            closingNorm: closing ?? none, meanNorm: mean ?? none, eps: 0)
    }

    @Test("The closing norm is applied to all layers but the last, the norm of the mean to all")
    func norms() {
        let tokens = Matrix<Float>(rows: 1, columns: 2, elements: [3, 1])
        #expect(lens().logits(tokens, isFinal: false).elements == [3, 1, -3.5])
        // (3, 1) is normed to (1, -1), times 2 plus (0, 1).
        let norm = Matrix<Float>(rows: 2, columns: 2, elements: [2, 2, 0, 1])
        let closed = lens(closing: norm)
        #expect(closed.logits(tokens, isFinal: false).elements == [2, -1, -0.5])
        #expect(closed.logits(tokens, isFinal: true).elements == [3, 1, -3.5])
        let meant = lens(mean: norm)
        #expect(meant.logits(tokens, isFinal: true).elements == [2, -1, -0.5])
    }

    @Test("The likeliest class is the lowest of equal ones; probabilities sum to 1")
    func classes() {
        let logits = Matrix<Float>(rows: 2, columns: 3, elements: [1, 1, 0, 900, 0, 901])
        #expect(likeliest(logits) == [0, 2])
        let sum = (0..<3).map { probabilities(logits, of: [$0, $0]) }
        for row in 0..<2 { #expect(abs(sum.map { $0[row] }.reduce(0, +) - 1) < 1e-12) }
        #expect(abs(sum[2][1] - 0.731058578630005) < 1e-12)
    }

    @Test("A class appears where it is the likeliest from there on")
    func appearances() {
        #expect(appearance(of: 4, [1, 4, 2, 4, 4]) == 3)
        #expect(appearance(of: 4, [4, 4]) == 0)
        #expect(appearance(of: 4, [4, 4, 1]) == nil)
    }
}

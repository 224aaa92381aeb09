import Dense
import Testing

@testable import Findings

@Suite("Novelty") struct NoveltyTests {
    private func squares(_ values: [Double]) -> Double {
        var sum = 0.0
        for value in values { sum += value * value }
        return sum
    }

    @Test("novelty is the share of the scale's rows that are nearer to their nearest")
    func shares() {
        let scale = NoveltyScale([0.4, 0.1, 0.3, 0.2])
        #expect([0, 0.1, 0.15, 0.3, 0.4, 0.5].map(scale.novelty) == [0, 0, 0.25, 0.5, 0.75, 1])
        #expect(NoveltyScale([]).novelty(1) == 0)
    }

    @Test("so many rows of the same kind lie above a limit by chance")
    func falseAlarms() {
        for (count, expected) in [(50, 1.0 / 51), (100, 1.0 / 101), (300, 3.0 / 301)] {
            let scale = NoveltyScale((0..<count).map(Double.init))
            #expect(abs(scale.falseAlarms(above: 0.99) - expected) < 1e-12)
        }
        // Drawn once more from the same numbers, that many are above.
        let all = uniform(7, 4_000)
        var above = 0.0
        for part in 0..<20 {
            let scale = NoveltyScale(Array(all[part * 200..<part * 200 + 100]))
            above += Double(
                all[part * 200 + 100..<part * 200 + 200].count { scale.novelty($0) > 0.95 })
        }
        let expected = NoveltyScale(Array(all.prefix(100))).falseAlarms(above: 0.95)
        #expect(abs(above / 2_000 - expected) < 0.03, "\(above / 2_000), expected \(expected)")
    }

    @Test("the rests off the components are those of the rows, and 0 where nothing is left out")
    func residuals() {
        // Rows of length 1 in four dimensions; the components are the first axes.
        let rows: [[Double]] = (0..<30).map { row in
            let values = uniform(UInt64(100 + row), 4).map { $0 - 0.3 }
            let length = squares(values).squareRoot()
            return values.map { $0 / length }
        }
        let mean: [Double] = (0..<4).map { c in
            var sum = 0.0
            for row in rows { sum += row[c] }
            return sum / 30
        }
        let variances: [Double] = (0..<4).map { c in
            squares(rows.map { $0[c] - mean[c] }) / 29
        }
        func found(_ kept: Int, length: Double?) -> ComponentResiduals {
            var scores: [Float] = []
            for row in rows {
                for c in 0..<kept { scores.append(Float(row[c] - mean[c])) }
            }
            return ComponentResiduals(
                scores: Matrix(rows: 30, columns: kept, elements: scores),
                variances: Array(variances.prefix(kept)), meanScores: Array(mean.prefix(kept)),
                meanRest: squares(Array(mean.dropFirst(kept))), squaredLength: length,
                totalVariance: variances.reduce(0, +))
        }
        let known = found(2, length: 1)
        for (row, rest) in zip(rows, known.inSample) {
            // All but the product with the mean's own rest, which scores do not tell.
            let exact = squares(Array(row.dropFirst(2))) - squares(Array(mean.dropFirst(2)))
            #expect(abs(rest - max(0, exact)) < 1e-5)
        }
        #expect(zip(known.inSample, known.leftOut).allSatisfy { $0 <= $1 })
        let mean2 = found(2, length: nil).inSample
        #expect(Set(mean2).count == 1)
        let exact = (variances[2] + variances[3]) * 29 / 30
        #expect(abs(mean2[0] - exact) < 1e-9)
        #expect(found(4, length: 1).inSample.allSatisfy { $0 == 0 })
        #expect(found(4, length: nil).leftOut.allSatisfy { $0 == 0 })
    }
}

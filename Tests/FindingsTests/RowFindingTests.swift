import Dense
import Testing

@testable import Findings

// Golden values are scikit-learn's and numpy's, by Scripts/golden_profile.py.

@Suite("Findings about rows")
struct RowFindingTests {
    @Test("votes for labels are numpy's, and planted errors come first")
    func disagreements() throws {
        let (rows, given) = rowsOf(seed: 53, 200, 8, classes: 4, spread: 0.9)
        var labels = given
        let chance = uniform(54, 200)
        let isFlipped = chance.map { $0 < 0.06 }
        for row in 0..<200 where isFlipped[row] && labels[row] >= 0 {
            labels[row] = (labels[row] + 1) % 4
        }
        let found = labelDisagreements(neighbors: neighborGraph(rows, 30), labels: labels)
        #expect(found.count == 189)
        // Longer lists hold 20 labelled neighbours; of the script's 20 nearest some have no label.
        let short = labelDisagreements(neighbors: neighborGraph(rows, 20), labels: labels)
        #expect(short.prefix(6).map(\.row) == [19, 198, 65, 149, 165, 69])
        let expected = [
            0.0, 0.0, 0.016050501755180333, 0.025320627263250108, 0.02999115686538368,
            0.03158640501274606, 0.03797166946873863, 0.04293754841037078, 0.04631733277867456,
            0.0521875449225893, 0.06738069124608784, 0.06865840595550231,
        ]
        for (found, expected) in zip(short, expected) {
            #expect(abs(found.probability - expected) < 1e-6, "\(found), expected \(expected)")
        }
        #expect(abs(short.reduce(0) { $0 + $1.probability } - 126.03452632129257) < 1e-4)
        let area = areaUnderROC(
            scores: short.map { 1 - $0.probability }, isPositive: short.map { isFlipped[$0.row] })
        #expect(abs(try #require(area) - 0.9661602209944751) < 1e-12)
        for row in short where isFlipped[row.row] && row.probability < 0.1 {
            #expect(row.label == labels[row.row])
            #expect(row.suggestedProbability > 0.5 || row.suggestedLabel != row.label)
        }
    }

    @Test("neighbours without a label do not vote; rows that nobody votes on are left out")
    func voters() {
        let graph = SparseMatrix(
            rowCount: 3, columnCount: 3, offsets: [0, 2, 4, 6], columns: [1, 2, 0, 2, 1, 0],
            values: [0.1, 0.2, 0.1, 0.3, 0.2, 0.2])
        let found = labelDisagreements(neighbors: graph, labels: [4, -1, 6])
        #expect(found.map(\.row) == [0, 2])
        #expect(found.map(\.probability) == [0, 0])
        #expect(found.map(\.suggestedLabel) == [6, 4])
        #expect(found.map(\.suggestedProbability) == [1, 1])
        #expect(labelDisagreements(neighbors: graph, labels: [4, -1, -1]).isEmpty)
        // The one vote of row 0 is row 2's, the nearer row 1 has no label.
        #expect(labelDisagreements(neighbors: graph, labels: [4, -1, 6], count: 1) == found)
    }

    @Test("a vote of one is cast by the nearest labelled neighbour; equal votes go to the lowest")
    func ties() {
        let graph = SparseMatrix(
            rowCount: 3, columnCount: 3, offsets: [0, 2, 4, 6], columns: [1, 2, 0, 2, 1, 0],
            values: [0.1, 0.1, 0.1, 0.3, 0.2, 0.2])
        let both = labelDisagreements(neighbors: graph, labels: [9, 7, 5])
        #expect(both.first { $0.row == 0 }?.suggestedLabel == 5)
        #expect(both.first { $0.row == 0 }?.suggestedProbability == 0.5)
        let one = labelDisagreements(neighbors: graph, labels: [9, 7, 5], count: 1)
        #expect(one.first { $0.row == 0 }?.suggestedLabel == 7)
    }

    @Test("outliers stand farthest first with their share of rows at most as far")
    func farRows() {
        let graph = SparseMatrix(
            rowCount: 5, columnCount: 5, offsets: [0, 2, 4, 6, 7, 7],
            columns: [1, 2, 0, 2, 1, 0, 0], values: [0.1, 0.4, 0.1, 0.9, 0.2, 0.4, 0.3])
        let found = outliers(neighbors: graph, rank: 2)
        #expect(found.map(\.row) == [1, 0, 2, 3])
        #expect(found.map { Float($0.distance) } == [0.9, 0.4, 0.4, 0.3])
        #expect(found.map(\.percentile) == [100, 75, 75, 25])
        #expect(outliers(neighbors: graph, rank: 1).map(\.row) == [3, 2, 0, 1])
    }

    @Test("the area under the ROC curve is scikit-learn's, ties counted half")
    func area() {
        let scores = uniform(51, 200).map { ($0 * 40).rounded(.down) / 40 }
        let chance = uniform(52, 200)
        let truth = zip(scores, chance).map { $0.1 < 0.2 + 0.3 * $0.0 }
        let found = areaUnderROC(scores: scores, isPositive: truth) ?? .nan
        #expect(abs(found - 0.6635572139303483) < 1e-12)
        #expect(areaUnderROC(scores: [1, 2, 2], isPositive: [false, true, false]) == 0.75)
        #expect(areaUnderROC(scores: [1, 2], isPositive: [true, true]) == nil)
    }
}

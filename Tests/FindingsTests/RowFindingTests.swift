import Dense
import Testing

@testable import Findings

// Golden values are scikit-learn's and numpy's, by Scripts/goldens/profiles.py.

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
        let found = reviewLabels(neighbors: neighborGraph(rows, 30), labels: labels).judged
        #expect(found.count == 189)
        // Longer lists hold 20 labelled neighbours; of the script's 20 nearest some have no label.
        let short = reviewLabels(neighbors: neighborGraph(rows, 20), labels: labels).judged
            .sorted { ($0.probability, $0.row) < ($1.probability, $1.row) }
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

    /// Labels of single rows take part, so that a graph of three rows shows the rules.
    private var anyLabel: LabelSettings {
        var settings = LabelSettings()
        settings.fewestRows = 1
        return settings
    }

    @Test("neighbours without a label do not vote; rows that nobody votes on are left out")
    func voters() {
        let graph = SparseMatrix(
            rowCount: 3, columnCount: 3, offsets: [0, 2, 4, 6], columns: [1, 2, 0, 2, 1, 0],
            values: [0.1, 0.2, 0.1, 0.3, 0.2, 0.2])
        func review(_ labels: [Int32], voters: Int = 20) -> [LabelDisagreement] {
            var settings = anyLabel
            settings.voters = voters
            return reviewLabels(neighbors: graph, labels: labels, settings: settings).judged
        }
        let found = review([4, -1, 6])
        #expect(found.map(\.row) == [0, 2])
        #expect(found.map(\.probability) == [0, 0])
        #expect(found.map(\.suggestedLabel) == [6, 4])
        #expect(found.map(\.suggestedProbability) == [1, 1])
        #expect(found.map(\.votes) == [1, 1] && found.map(\.suggestedVotes) == [1, 1])
        #expect(review([4, -1, -1]).isEmpty)
        // The one vote of row 0 is row 2's, the nearer row 1 has no label.
        #expect(review([4, -1, 6], voters: 1) == found)
    }

    @Test("a vote of one is cast by the nearest labelled neighbour; equal votes go to the lowest")
    func ties() {
        let graph = SparseMatrix(
            rowCount: 3, columnCount: 3, offsets: [0, 2, 4, 6], columns: [1, 2, 0, 2, 1, 0],
            values: [0.1, 0.1, 0.1, 0.3, 0.2, 0.2])
        func first(voters: Int) -> LabelDisagreement? {
            var settings = anyLabel
            settings.voters = voters
            return reviewLabels(neighbors: graph, labels: [9, 7, 5], settings: settings)
                .judged.first { $0.row == 0 }
        }
        #expect(first(voters: 20)?.suggestedLabel == 5)
        #expect(first(voters: 20)?.suggestedProbability == 0.5)
        #expect(first(voters: 1)?.suggestedLabel == 7)
    }

    /// Twelve rows of two groups: each lists the rows of its own group, then the others.
    private func twoGroups() -> SparseMatrix {
        var columns: [Int32] = []
        var values: [Float] = []
        for row in 0..<12 {
            let own = (0..<12).filter { $0 != row && $0 / 6 == row / 6 }
            let others = (0..<12).filter { $0 / 6 != row / 6 }
            columns += (own + others).map(Int32.init)
            values += own.map { 0.2 + Float(abs($0 - row)) / 100 } + others.map { _ in 1 }
        }
        return SparseMatrix(
            rowCount: 12, columnCount: 12, offsets: (0...12).map { $0 * 11 }, columns: columns,
            values: values)
    }

    @Test("labels of fewer than five rows neither vote nor are judged, and are counted")
    func rare() {
        // Rows 0...5 are cats (0) but for one bird (2); 6...11 are dogs (1) but for two cars (3).
        let labels: [Int32] = [0, 0, 2, 0, 0, 0, 1, 1, 1, 3, 3, 1]
        var settings = LabelSettings()
        settings.fewestRows = 4
        let review = reviewLabels(neighbors: twoGroups(), labels: labels, settings: settings)
        #expect(review.rareLabels == [2, 3] && review.rareRows == 3)
        #expect(Set(review.judged.map(\.row)) == [0, 1, 3, 4, 5, 6, 7, 8, 11])
        #expect(review.judged.allSatisfy { $0.margin < 0 && $0.votes == 8 })
        // One label each: nothing is judged, and nothing is outvoted.
        let single = reviewLabels(neighbors: twoGroups(), labels: (0..<12).map { $0 })
        #expect(single.judged.isEmpty && single.rareRows == 12 && single.rareLabels.count == 12)
    }

    @Test("copies do not vote for one another, have one vote, and none where they disagree")
    func copies() throws {
        // A dog (row 0) among cats whose copies, rows 1 and 2, are dogs too: only they support it.
        var labels: [Int32] = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
        var settings = LabelSettings()
        settings.voters = 5
        settings.fewestRows = 3
        func row(_ row: Int, copies: [Int]?) throws -> LabelDisagreement {
            let review = reviewLabels(
                neighbors: twoGroups(), labels: labels, copies: copies, settings: settings)
            return try #require(review.judged.first { $0.row == row })
        }
        let copies = [0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1]
        #expect(try row(0, copies: nil).probability > 0.4)
        #expect(try row(0, copies: copies).suggestedVotes == 3)
        #expect(try row(0, copies: copies).probability < 0.01)
        // For a cat the three copies are one vote of three, not three of five.
        #expect(try row(3, copies: nil).margin > 0)
        #expect(try row(3, copies: copies).margin < 0 && row(3, copies: copies).votes == 5)
        labels[1] = 0
        // One image under two labels is a witness for neither.
        #expect(try row(3, copies: copies).probability > 0.98)
    }

    @Test("what a label's own images do not know is doubted with less confidence")
    func confidence() throws {
        // Row 0 stands among dogs; the other cats are known, those of label 2 nowhere.
        let labels: [Int32] = [1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
        var settings = LabelSettings()
        settings.voters = 5
        settings.fewestRows = 2
        let known = reviewLabels(neighbors: twoGroups(), labels: labels, settings: settings).judged
        #expect(known.prefix(2).map(\.row).sorted() == [0, 6])
        #expect(known[0].margin == 1 && known[0].confidence > 0.75)
        let diffuse: [Int32] = [2, 0, 0, 2, 0, 0, 2, 1, 1, 2, 1, 1]
        let found = reviewLabels(neighbors: twoGroups(), labels: diffuse, settings: settings)
            .judged.filter { $0.label == 2 }
        #expect(found.count == 4)
        #expect(found.allSatisfy { $0.margin > 0.5 && $0.confidence < 0.2 })
    }

    @Test("one near neighbour does not outvote the others: a doubt takes more than half of them")
    func majority() throws {
        // Row 0's nearest is a dog, far nearer than its four cats; row 6's likewise.
        let labels: [Int32] = [0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1]
        var columns: [Int32] = []
        var values: [Float] = []
        for row in 0..<12 {
            let nearest = row == 0 ? 1 : row == 6 ? 7 : -1
            let own = (0..<12).filter { $0 != row && $0 != nearest && $0 / 6 == row / 6 }
            let listed = (nearest < 0 ? [] : [nearest]) + own
            columns += listed.prefix(5).map(Int32.init)
            values += (0..<5).map { nearest >= 0 && $0 == 0 ? 0.1 : 0.9 }
        }
        let graph = SparseMatrix(
            rowCount: 12, columnCount: 12, offsets: (0...12).map { $0 * 5 }, columns: columns,
            values: values)
        let judged = reviewLabels(neighbors: graph, labels: labels).judged
        for row in [0, 6] {
            let found = try #require(judged.first { $0.row == row })
            #expect(found.margin > 0.9 && found.suggestedVotes == 1 && found.votes == 5)
            #expect(!found.isOutvoted && found.confidence == 0)
        }
        for row in [1, 7] {
            let found = try #require(judged.first { $0.row == row })
            #expect(found.isOutvoted && found.confidence > 0 && found.suggestedVotes == 5)
        }
    }

    @Test("a label of few rows needs more than half of the votes that it could have")
    func smallMajority() throws {
        // Row 0 is one of fifteen of label 0; five rows of label 1 are all among its 16 voters.
        let labels = [Int32](repeating: 0, count: 15) + [Int32](repeating: 1, count: 5)
        func judged(_ few: Int) throws -> LabelDisagreement {
            // The first `few` of label 1 are near, the voters of label 0 far.
            let near = (15..<15 + few).map(Int32.init)
            let columns = near + (1...11).map(Int32.init)
            let values =
                near.map { _ in Float(0.1) } + [Float](repeating: 0.9, count: columns.count - few)
            let graph = SparseMatrix(
                rowCount: 20, columnCount: 20,
                offsets: [0] + [Int](repeating: columns.count, count: 20), columns: columns,
                values: values)
            let found = reviewLabels(neighbors: graph, labels: labels).judged
            return try #require(found.first { $0.row == 0 })
        }
        let three = try judged(3)
        #expect(three.suggestedRows == 5 && three.suggestedVotes == 3 && three.isOutvoted)
        let two = try judged(2)
        #expect(two.margin > 0 && !two.isOutvoted)
    }

    @Test("rows far from all others are not judged but counted; they vote")
    func farLabels() {
        let labels: [Int32] = [1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
        let all = reviewLabels(neighbors: twoGroups(), labels: labels)
        let review = reviewLabels(neighbors: twoGroups(), labels: labels, far: [0, 9])
        #expect(all.farRows == 0 && all.judged.contains { $0.row == 0 })
        #expect(review.farRows == 2)
        #expect(Set(review.judged.map(\.row)) == Set(all.judged.map(\.row)).subtracting([0, 9]))
        #expect(review.judged.allSatisfy { $0.votes == 11 })
        // A row without a label was not to be judged.
        let unlabelled = [-1] + labels.dropFirst()
        #expect(reviewLabels(neighbors: twoGroups(), labels: unlabelled, far: [0]).farRows == 0)
    }

    @Test("far rows are the farthest per cent, where distances are not flat")
    func farthestPerCent() {
        func distances(_ values: [Double]) -> [Outlier] {
            values.sorted(by: >).enumerated().map { place, distance in
                Outlier(
                    row: place, distance: distance,
                    percentile: 100 * Double(values.count - place) / Double(values.count))
            }
        }
        let spread = distances((0..<300).map { 1 + Double($0) / 1000 } + [1.5, 1.5])
        #expect(medianDistance(spread) == 1.15 && farRows(spread) == [0, 1])
        let wide = distances((0..<300).map { 1 + Double($0) / 100 })
        #expect(farRows(wide) == [0, 1, 2])
        #expect(farRows(distances((0..<300).map { 1 + Double($0) / 2000 })).isEmpty)
        #expect(farRows([]).isEmpty && medianDistance([]) == nil)
    }

    @Test("pairs that share a row are one group of copies")
    func groups() {
        let found = copyGroups([(4, 5), (1, 3), (3, 0)], count: 7)
        #expect(found == [0, 0, -1, 0, 1, 1, -1])
    }

    @Test("outliers stand farthest first with their share of rows at most as far")
    func farthestFirst() {
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

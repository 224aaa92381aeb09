import Dense
import Testing

@testable import Findings

/// 300 rows in six groups of unlike density, and a copy with a little noise of every fifth of the
/// first `copies * 5`, at the end.
private func planted(copies: Int, noise: Double, seed: UInt64 = 71) -> [[Double]] {
    let d = 24
    let centres = uniform(seed, 6 * d)
    let spread = uniform(seed + 1, 300 * d)
    var rows = (0..<300).map { row in
        (0..<d).map { c in
            (centres[row % 6 * d + c] - 0.5)
                + Double(1 + row % 6) / 4 * (spread[row * d + c] - 0.5)
        }
    }
    let shake = uniform(seed + 2, copies * d)
    for copy in 0..<copies {
        rows.append(
            (0..<d).map { c in
                let scale = noise * Double(1 + 5 * copy % 6) / 4
                return rows[5 * copy][c] + scale * (shake[copy * d + c] - 0.5)
            })
    }
    return rows
}

@Suite("Duplicates")
struct DuplicateTests {
    @Test("planted copies are found, and nothing else, at a limit from the plateau")
    func copies() throws {
        for seed: UInt64 in [71, 81, 91] {
            let found = nearDuplicates(
                neighbors: neighborGraph(planted(copies: 40, noise: 0.4, seed: seed), 25))
            let pairs = found.pairs.map { [$0.first, $0.second] }.sorted { $0[0] < $1[0] }
            #expect(pairs == (0..<40).map { [5 * $0, 300 + $0] }, "seed \(seed)")
            #expect(found.groups == pairs)
            #expect(found.evidence.origin == .plateau && found.evidence.scaleNeighbor == 20)
            #expect(found.evidence.pairCounts.map(\.pairs)[4] == 40)
            let lowest = try #require(found.evidence.lowestCosine)
            #expect(lowest == found.pairs.map(\.cosine).min() && lowest > 0.5)
        }
    }

    @Test("one cosine does not do what the relative distance does")
    func relative() {
        let rows = planted(copies: 40, noise: 0.4)
        let graph = neighborGraph(rows, 25)
        var all = DuplicateSettings()
        all.limit = 1
        let pairs = nearDuplicates(neighbors: graph, settings: all).pairs
        let copies = pairs.filter { $0.second == 300 + $0.first / 5 && $0.first % 5 == 0 }
        let others = pairs.filter { !($0.second == 300 + $0.first / 5 && $0.first % 5 == 0) }
        let worst = copies.map(\.cosine).min() ?? 1
        #expect(others.contains { $0.cosine > worst })
        #expect(
            copies.allSatisfy { copy in
                others.allSatisfy {
                    $0.relativeDistance > copy.relativeDistance
                }
            })
    }

    @Test("without copies there is no plateau and nothing is found")
    func none() {
        let found = nearDuplicates(neighbors: neighborGraph(planted(copies: 0, noise: 0), 25))
        #expect(found.pairs.isEmpty && found.groups.isEmpty)
        #expect(found.evidence.origin == .noPlateau && found.evidence.limit == 0.5)
        #expect(found.evidence.lowestCosine == nil && found.evidence.medianCosine == nil)
    }

    @Test("equal rows are found though few, and do not stand for a plateau")
    func equalRows() {
        var rows = planted(copies: 0, noise: 0)
        for row in 0..<15 { rows.append(rows[7 * row]) }
        let found = nearDuplicates(neighbors: neighborGraph(rows, 25))
        #expect(found.evidence.origin == .noPlateau)
        #expect(found.groups == (0..<15).map { [7 * $0, 300 + $0] })
        #expect(found.pairs.allSatisfy { $0.relativeDistance == 0 && $0.cosine == 1 })
        #expect(found.evidence.pairCounts[0].pairs == 0)
        #expect(
            groupsOfEqualRows(
                Matrix(rows: 315, columns: 24, elements: rows.flatMap { $0.map(Float.init) }))
                == found.groups)
    }

    @Test("a group of more copies than a scale looks at is one group")
    func manyCopies() {
        var rows = planted(copies: 0, noise: 0)
        let shake = uniform(5, 40 * 24)
        for copy in 0..<40 {
            rows.append((0..<24).map { rows[3][$0] + 0.02 * (shake[copy * 24 + $0] - 0.5) })
        }
        let found = nearDuplicates(neighbors: neighborGraph(rows, 25))
        #expect(found.groups.first == [3] + Array(300..<340))
        // All 41 are pairs of one another, 4 % of which are 33: links keep the rest out.
        #expect(found.groups.count <= 3 && found.evidence.origin == .plateau)
    }

    @Test("a limit that is given is kept; pairs that only one row lists count once")
    func given() {
        // A line of points: 0, 1 and 2 close together, 3 far; row 3's list has no counterpart.
        let graph = SparseMatrix(
            rowCount: 4, columnCount: 4, offsets: [0, 2, 4, 6, 8],
            columns: [1, 2, 0, 2, 1, 0, 2, 1], values: [0.1, 0.3, 0.1, 0.2, 0.2, 0.3, 1, 1.2])
        var settings = DuplicateSettings()
        settings.scaleNeighbor = 2
        settings.limit = 0.7
        let found = nearDuplicates(neighbors: graph, settings: settings)
        // Scales 0.3, 0.2 raised to a quarter of the median, 0.3, 1.2.
        #expect(found.pairs.map(\.first) == [0] && found.pairs.map(\.second) == [1])
        #expect(abs(found.pairs[0].relativeDistance - 0.5) < 1e-6)
        #expect(abs(found.pairs[0].cosine - 0.995) < 1e-6)
        #expect(found.evidence.origin == .given && found.evidence.limit == 0.7)
        settings.limit = 1
        #expect(
            nearDuplicates(neighbors: graph, settings: settings).groups == [[0, 1, 2]])
        // Only row 2 lists the pair of 0 and 2.
        let oneSided = SparseMatrix(
            rowCount: 3, columnCount: 3, offsets: [0, 1, 2, 3], columns: [1, 0, 0],
            values: [0.4, 0.4, 0.3])
        settings.scaleNeighbor = 1
        #expect(
            nearDuplicates(neighbors: oneSided, settings: settings).pairs.map(\.second) == [1, 2])
    }

    @Test("groups of equal keys stand in order")
    func equalKeys() {
        #expect(
            groupsOfEqual([[1, 2], [3], [1, 2], [4], [3], [1, 2]] as [[UInt8]])
                == [[0, 2, 5], [1, 4]])
        #expect(groupsOfEqual([Int]()) == [])
        let rows = Matrix<Float>(rows: 3, columns: 1, elements: [.nan, .nan, 1])
        #expect(groupsOfEqualRows(rows) == [])
    }

    @Test("leaks are the pairs across splits; rows without a split leak nothing")
    func leaks() {
        let pairs = [[0, 1], [1, 2], [2, 3], [0, 4]].map {
            DuplicatePair(first: $0[0], second: $0[1], cosine: 1, relativeDistance: 0)
        }
        let leaks = splitLeaks(pairs, splits: [0, 0, 1, -1, 2])
        #expect(leaks.map(\.pair) == [pairs[1], pairs[3]])
        #expect(leaks.map(\.splits) == [[0, 1], [0, 2]])
    }
}

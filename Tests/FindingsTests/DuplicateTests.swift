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

/// A match as the comparison of two images gives it.
private func imageMatch(_ similarity: Double) -> ImageMatch {
    ImageMatch(
        similarity: similarity, isMirrored: false, isCropped: false, isGrey: false)
}

@Suite("Duplicates")
struct DuplicateTests {
    @Test("images decide which rows are pairs, whatever the distances are")
    func images() throws {
        // 200 rows of one dense group; 3, 50 and 120 are copies though others lie nearer.
        let rows = planted(copies: 0, noise: 0)
        let graph = neighborGraph(rows, 25)
        let copies: Set<Int> = [3, 50, 120]
        var asked: Set<RowPair> = []
        let found = try nearDuplicates(neighbors: graph, equal: []) { pairs in
            #expect(pairs == pairs.sorted())
            return pairs.map { pair in
                #expect(asked.insert(pair).inserted, "\(pair) was asked for twice")
                let isCopy = copies.contains(pair.first) && copies.contains(pair.second)
                return isCopy ? imageMatch(0.9) : imageMatch(0.4)
            }
        }
        #expect(found.evidence.candidates == asked.count && found.evidence.limit == 0.6)
        #expect(found.evidence.similarities.count == asked.count && !found.evidence.isGiven)
        #expect(
            found.pairs.allSatisfy {
                $0.kind == .near && copies.contains($0.first) && copies.contains($0.second)
            })
        // Every row was compared with its five nearest.
        for row in 0..<300 {
            for entry in graph.entries(ofRow: row).prefix(5) {
                #expect(asked.contains(RowPair(row, Int(graph.columns[entry]))))
            }
        }
    }

    @Test("a row with copies is asked on: a group of twelve is one group")
    func largeGroups() throws {
        var rows = planted(copies: 0, noise: 0)
        let shake = uniform(5, 11 * 24)
        for copy in 0..<11 {
            rows.append((0..<24).map { rows[3][$0] + 0.02 * (shake[copy * 24 + $0] - 0.5) })
        }
        let group = Set([3] + Array(300..<311))
        let found = try nearDuplicates(neighbors: neighborGraph(rows, 25), equal: []) { pairs in
            pairs.map {
                group.contains($0.first) && group.contains($0.second) ? imageMatch(1) : nil
            }
        }
        #expect(found.groups == [[3] + Array(300..<311)] && found.pairs.count == 66)
        #expect(found.groupOfRow[3] == 0 && found.groupOfRow[4] == -1)
        // The distance over that to the nearest row that is no copy.
        #expect(found.pairs.allSatisfy { ($0.relativeDistance ?? 1) < 0.2 })
    }

    @Test("exact copies are pairs unseen, one of them stands for all, many are a star")
    func exact() throws {
        let rows = planted(copies: 0, noise: 0)
        let graph = neighborGraph(rows, 25)
        let near = Int(graph.columns[graph.entries(ofRow: 7).lowerBound])
        let many = Array(200..<220).filter { $0 != near }
        let equal = [[7, 31, 64], many]
        let found = try nearDuplicates(neighbors: graph, equal: equal) { pairs in
            #expect(
                pairs.allSatisfy {
                    !Set([31, 64] + many.dropFirst()).contains($0.first)
                        && !Set([31, 64] + many.dropFirst()).contains($0.second)
                })
            return pairs.map { $0 == RowPair(7, near) ? imageMatch(0.7) : nil }
        }
        #expect(found.count(.exact) == 3 + many.count - 1 && found.count(.near) == 1)
        #expect(found.groups.contains([7, 31, 64, near].sorted()))
        #expect(found.pairs.first.map { [$0.first, $0.second] } == [7, 31])
        #expect(found.pairs.last?.kind == .near && found.pairs.last?.distance ?? 0 > 0)
    }

    @Test("above the largest number of candidates the nearest for their surroundings are taken")
    func cut() throws {
        let graph = neighborGraph(planted(copies: 20, noise: 0.2), 25)
        var settings = DuplicateSettings()
        settings.mostPairs = 60
        settings.limit = 0.8
        var count = 0
        let found = try nearDuplicates(neighbors: graph, equal: [], settings: settings) { pairs in
            count = max(count, pairs.count)
            return pairs.map {
                $0.second == 300 + $0.first / 5 && $0.first % 5 == 0
                    ? imageMatch(0.8) : imageMatch(0.79)
            }
        }
        #expect(count == 60 && found.evidence.isGiven)
        // Each pair of near neighbours once, whether one row lists the other or both do.
        let listed = Set(
            (0..<graph.rowCount).flatMap { row in
                graph.entries(ofRow: row).prefix(5).map { RowPair(row, Int(graph.columns[$0])) }
            })
        // Further turns, of the pairs that were found, leave out more.
        #expect(found.evidence.leftOut >= listed.count - 60)
        #expect(found.groups == (0..<20).map { [5 * $0, 300 + $0] })
    }

    @Test("rows without images are copies where they stand apart, however few rows there are")
    func vectors() {
        for seed: UInt64 in [71, 81, 91] {
            let rows = planted(copies: 40, noise: 0.1, seed: seed)
            let found = nearDuplicates(neighbors: neighborGraph(rows, 25), equal: [])
            #expect(found.groups == (0..<40).map { [5 * $0, 300 + $0] }, "seed \(seed)")
            #expect(found.pairs.allSatisfy { $0.kind == .nearInVectors && $0.imageMatch == nil })
            #expect(found.evidence.limit >= 0.5)
            let numbers = uniform(seed, 13 * 24)
            var few = (0..<12).map { Array(numbers[24 * $0..<24 * ($0 + 1)]) }
            few.append((0..<24).map { few[0][$0] + 0.1 * (numbers[288 + $0] - 0.5) })
            #expect(
                nearDuplicates(neighbors: neighborGraph(few, 12), equal: []).groups == [[0, 12]],
                "seed \(seed)")
        }
    }

    @Test("without copies nothing is found, in two dimensions as in many, few rows or many")
    func none() {
        var wrong = 0
        for seed: UInt64 in 0..<40 {
            for (count, dimensions) in [(12, 24), (30, 24), (200, 2), (60, 5)] {
                let numbers = uniform(1000 + 7 * seed, count * dimensions)
                let rows = (0..<count).map { row in
                    (0..<dimensions).map { numbers[row * dimensions + $0] }
                }
                let graph = plainGraph(rows, min(25, count - 1))
                wrong += nearDuplicates(neighbors: graph, equal: []).pairs.count
            }
        }
        #expect(wrong <= 2, "\(wrong) pairs in 160 data sets")
    }

    @Test("groups of several and groups in groups; the whole data set is none")
    func nested() {
        // On a line: 0, 0.01, 0.1 near one another, 5, 5.02 too, the rest far apart.
        let places = [0, 0.01, 0.1, 5, 5.02, 20, 40, 61, 85, 110]
        let graph = plainGraph(places.map { [$0] }, 9)
        var settings = DuplicateSettings()
        settings.limit = 0.5
        let found = nearDuplicates(neighbors: graph, equal: [], settings: settings)
        #expect(found.groups == [[0, 1, 2, 3, 4]] || found.groups == [[0, 1, 2], [3, 4]])
        settings.limit = 0.9
        let tight = nearDuplicates(neighbors: graph, equal: [], settings: settings)
        #expect(tight.groups == [[0, 1, 2], [3, 4]] && tight.evidence.isGiven)
        #expect(tight.pairs.allSatisfy { ($0.relativeDistance ?? 1) <= 0.1 })
        let two = plainGraph([[0], [1]], 1)
        #expect(nearDuplicates(neighbors: two, equal: []).pairs.isEmpty)
        #expect(nearDuplicates(neighbors: plainGraph([[0]], 0), equal: []).pairs.isEmpty)
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
            DuplicatePair(
                first: $0[0], second: $0[1], kind: .exact, distance: 0, relativeDistance: 0,
                imageMatch: nil)
        }
        let leaks = splitLeaks(pairs, splits: [0, 0, 1, -1, 2])
        #expect(leaks.map(\.pair) == [pairs[1], pairs[3]])
        #expect(leaks.map(\.splits) == [[0, 1], [0, 2]])
    }
}

import Dense
import TestSupport
import Testing

@Suite("Kernels of the clusterings")
struct ClusterKernelsTests {
    @Test("the next column within limits is the referee's", arguments: [1, 15, 64, 65, 300])
    func nextWithinEqualsReferee(columns: Int) {
        var generator = CounterGenerator(seed: UInt64(columns))
        let products = (0..<columns).map { _ in Float(generator.uniform()) }
        let halves = (0..<columns).map { _ in Float(generator.uniform()) }
        let cores = (0..<columns).map { _ in Float(generator.uniform()) }
        let groups = (0..<columns).map { _ in Int32(generator.below(3)) }
        // Two numbers stand before the products, and columns begin at 0 of all.
        let shifted = [9, 9] + products
        for limit: Float in [-1, -0.9, -0.3, 0, 0.5, .infinity] {
            for core: Float in [-1, 0.2, 1] {
                for start in stride(from: 0, through: columns, by: 7) {
                    let limits = WithinLimits(limit: limit, core: core, group: 1)
                    let found = nextWithin(
                        shifted.span, at: 2, columns: 0..<columns, from: start,
                        halves: halves.span, cores: cores.span, groups: groups.span, limits)
                    let expected = Referee.nextWithin(
                        products, from: start, halves: halves, cores: cores, groups: groups,
                        limits)
                    #expect(found == expected, "limit \(limit), core \(core), from \(start)")
                }
            }
        }
    }

    @Test("a block that does not begin at the first column is read at its own place")
    func laterBlock() {
        let halves: [Float] = [0, 0, 0, 5, 0]
        let zeros = [Float](repeating: 0, count: 5)
        let found = nextWithin(
            zeros.span, at: 0, columns: 3..<5, from: 3, halves: halves.span, cores: zeros.span,
            groups: [0, 0, 0, 0, 0].span, WithinLimits(limit: 1, core: 1, group: 7))
        #expect(found == 4)
    }

    @Test("nearest centroids are the referee's, ties to the first", arguments: [1, 3, 16, 17, 50])
    func nearestEqualsReferee(count: Int) {
        var generator = CounterGenerator(seed: 5)
        // Few different values, so that there are ties.
        let products = (0..<20 * count).map { _ in Float(generator.below(6)) }
        let halves = (0..<count).map { _ in Float(generator.below(3)) }
        var nearest = [Int32](repeating: -7, count: 22)
        var scores = [Float](repeating: -7, count: 22)
        nearestCentroids(
            products.span, rows: 20, halves: halves.span, into: &nearest, scores: &scores, at: 1)
        for r in 0..<20 {
            let row = Array(products[r * count..<(r + 1) * count])
            let expected = Referee.nearestCentroid(row, halves: halves)
            #expect(nearest[r + 1] == Int32(expected))
            #expect(scores[r + 1] == halves[expected] - row[expected])
        }
        // What stands beside is left alone.
        #expect(nearest[0] == -7 && nearest[21] == -7 && scores[0] == -7 && scores[21] == -7)
    }

    @Test("rows are added to their groups' sums")
    func addedRows() {
        let values = (0..<40).map { Float($0) }
        var sums = [Double](repeating: 1, count: 12)
        var span = sums.mutableSpan
        addRows(values.span, at: 4, columns: 4, groups: [2, 0, 2].span, to: &span)
        #expect(sums == [9, 10, 11, 12, 1, 1, 1, 1, 17, 19, 21, 23])
    }
}

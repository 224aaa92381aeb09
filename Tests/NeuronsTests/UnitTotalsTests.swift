import Dense
import Testing
import ViT

@testable import Neurons

@Suite("Totals of units")
struct UnitTotalsTests {
    /// Values that differ in all digits, and some equal ones.
    private func value(_ image: Int, _ patch: Int, _ unit: Int) -> Float {
        let number = (image * 7919 + patch * 104_729 + unit * 15_485_863) % 1009
        return Float(number - 400) / (unit == 3 ? 400 : 37)
    }

    private let images = 11
    private let patches = 10
    private let units = 37
    private let stride = 40
    private let kept = 5

    /// The totals of some images by the kernels.
    private func totals(
        _ images: Range<Int>, precision: Precision = .f32, floor: Float = -.infinity
    ) -> UnitTotals {
        var totals = UnitTotals(units: units, kept: kept)
        var shares = UnitShares(units: units)
        for image in images {
            var rows = [Float](repeating: 99, count: patches * stride)
            for patch in 0..<patches {
                for unit in 0..<units { rows[patch * stride + unit] = value(image, patch, unit) }
            }
            let counted = (0..<Int32(patches)).filter { image != 4 || $0 % 2 == 0 }
            addUnits(
                AlignedBuffer(rows, precision: precision), at: 0, stride: stride, rows: counted,
                threshold: 0, firstCode: Int64(image * patches), units: 0..<units,
                floors: [Float](repeating: floor, count: units), to: &shares,
                &totals.peaks)
            totals.add(
                shares, patches: counted.count, label: image % 3 == 0 ? nil : Int32(image % 3),
                sampledAt: image % 2 == 0 ? image : nil)
        }
        return totals
    }

    /// The patches of an image that count.
    private func counted(_ image: Int) -> [Int] {
        (0..<patches).filter { image != 4 || $0 % 2 == 0 }
    }

    @Test(arguments: [Precision.f32, .bf16])
    func equalsSumsOneByOne(precision: Precision) {
        let found = totals(0..<images, precision: precision)
        func stored(_ x: Float) -> Float {
            precision == .f32 ? x : AlignedBuffer([x], precision: .bf16).values[0]
        }
        for unit in 0..<units {
            var all: [(value: Float, code: Int64)] = []
            for image in 0..<images {
                for patch in counted(image) {
                    all.append(
                        (stored(value(image, patch, unit)), Int64(image * patches + patch)))
                }
            }
            #expect(found.active[unit] == Int64(all.count { $0.value > 0 }))
            let sum = all.reduce(0) { $0 + Double($1.value) }
            let square = all.reduce(0) { $0 + Double($1.value) * Double($1.value) }
            let (its, own) = (Double(found.sums[unit]), Double(found.squares[unit]))
            #expect(abs(its / UnitTotals.sumScale - sum) < 1e-3)
            #expect(abs(own / UnitTotals.sumScale - square) < 1e-5 * square)
            all.sort { $0.value != $1.value ? $0.value > $1.value : $0.code < $1.code }
            let places = unit * kept..<(unit + 1) * kept
            #expect(Array(found.peaks.values[places]) == all.prefix(kept).map(\.value))
            #expect(Array(found.peaks.codes[places]) == all.prefix(kept).map(\.code))
            for label in [Int32(1), 2] {
                let means = (0..<images).filter { Int32($0 % 3) == label }.map { image in
                    counted(image).reduce(0.0) {
                        $0 + Double(stored(value(image, $1, unit)))
                    } / Double(counted(image).count)
                }
                let sum = Double(found.labelSums[label]?[unit] ?? 0) / UnitTotals.labelScale
                #expect(abs(sum - means.reduce(0, +)) < 1e-4)
            }
            for image in 0..<images where image % 2 == 0 {
                let largest = counted(image).map { stored(value(image, $0, unit)) }.max() ?? 0
                let half = found.sample[image].map { fromHalf([$0[unit]])[0] } ?? .nan
                #expect(abs(half - largest) <= abs(largest) / 1024)
            }
        }
        #expect(Set(found.sample.keys) == [0, 2, 4, 6, 8, 10])
    }

    @Test("parts give the same totals in any order")
    func merges() {
        let whole = totals(0..<images)
        let parts = [totals(0..<3), totals(3..<4), totals(4..<8), totals(8..<images)]
        for order in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]] {
            var sum = UnitTotals(units: units, kept: kept)
            for part in order { sum.merge(parts[part]) }
            #expect(sum == whole)
        }
    }

    @Test("what is not above the floor is not kept, and counts in all else")
    func floors() {
        let (all, some) = (totals(0..<images), totals(0..<images, floor: 8))
        #expect(some.sums == all.sums && some.active == all.active && some.sample == all.sample)
        for (place, value) in all.peaks.values.enumerated() {
            #expect(some.peaks.values[place] == (value > 8 ? value : -.infinity))
            #expect(some.peaks.codes[place] == (value > 8 ? all.peaks.codes[place] : .max))
        }
        #expect(some.peaks.values.contains(-.infinity) && some.peaks.values.contains { $0 > 8 })
    }

    @Test("fewer patches than a unit keeps")
    func keepsFew() {
        var totals = UnitTotals(units: 2, kept: 4)
        var shares = UnitShares(units: 2)
        addUnits(
            AlignedBuffer([-1, 2, 3, -.infinity], precision: .f32), at: 0, stride: 2, rows: [0, 1],
            threshold: 0, firstCode: 0, units: 0..<2,
            floors: [-.infinity, -.infinity], to: &shares, &totals.peaks)
        let none = -Float.infinity
        #expect(totals.peaks.values == [3, -1, none, none, 2, none, none, none])
        #expect(totals.peaks.codes == [1, 0, .max, .max, 0, .max, .max, .max])
    }

    @Test("values beyond all bounds do not stop the program")
    func saturates() {
        var totals = UnitTotals(units: 1, kept: 1)
        var shares = UnitShares(units: 1)
        for image in 0..<3 {
            addUnits(
                AlignedBuffer([3e38], precision: .f32), at: 0, stride: 1, rows: [0], threshold: 0,
                firstCode: Int64(image), units: 0..<1, floors: [-.infinity], to: &shares,
                &totals.peaks)
            totals.add(shares, patches: 1, label: 0, sampledAt: nil)
        }
        #expect(totals.active == [3])
    }
}

@Suite("Selectivity of units")
struct SelectivityTests {
    @Test("areas and interval as scikit-learn and Hanley and McNeil have them")
    func areas() {
        // sklearn.metrics.roc_auc_score of these: 0.8125 and 0.1875; ties count half.
        let values: [[Float]] = [[0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.2, 0.4]]
        let member = [false, false, false, true, true, true, false, true]
        let found = selectivity(
            values, labels: [member.map { !$0 }, member], comparisons: 1)[0]
        #expect(found.label == 1)
        #expect(abs(found.auroc - 0.9375) < 1e-12)
        let (a, q1, q2) = (0.9375, 0.9375 / 1.0625, 2 * 0.9375 * 0.9375 / 1.9375)
        // That of Hanley and McNeil is smaller here: 0.093.
        #expect(((a * (1 - a) + 3 * (q1 - a * a) + 3 * (q2 - a * a)) / 16).squareRoot() < 0.1)
        let error = (9.0 / (12 * 16)).squareRoot()
        #expect(abs(found.interval.lowerBound - (a - 1.959_963_984_540_054 * error)) < 1e-9)
        #expect(found.interval.upperBound == 1)
    }

    @Test("perfect separation of few images is no finding")
    func fewImages() {
        let values: [[Float]] = [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]
        let found = selectivity(
            values, labels: [(0..<10).map { $0 >= 5 }], comparisons: 9288)[0]
        #expect(found.auroc == 1 && found.interval.lowerBound < 0.5)
        let many = (0..<100).map { Float($0) }
        let sure = selectivity([many], labels: [many.map { $0 >= 50 }], comparisons: 9288)[0]
        #expect(sure.interval.lowerBound > 0.6)
    }

    @Test("the quantile far out")
    func quantile() {
        // scipy.stats.norm.isf(0.025 / 100000)
        #expect(abs(normalQuantile(1 - 0.025 / 100_000) - 5.026_316) < 1e-3)
    }

    @Test("correlated units")
    func correlations() {
        let a: [Float] = [1, 2, 3, 4, 5, 7]
        let values: [[Float]] = [
            a, a.map { 3 * $0 - 1 }, a.map { -$0 }, [5, 5, 5, 5, 5, 5], [1, 3, 2, 4, 6, 5],
        ]
        let found = mostCorrelated(values, count: 2)
        #expect(found[0].map(\.unit) == [1, 4])
        #expect(abs(found[0][0].correlation - 1) < 1e-5)
        #expect(found[3].isEmpty)
        #expect(found[2].allSatisfy { $0.correlation < 0 })
    }
}

internal import Dense
internal import Neurons
internal import Store

extension UnitTotals {
    /// The totals that a partial has.
    init(_ block: NeuronPartial.Block, _ partial: NeuronPartial) {
        self.init(units: block.active.count, kept: block.peaks.kept)
        active = block.active
        sums = Self.wide(block.sums)
        squares = Self.wide(block.squares)
        peaks = block.peaks
        for (index, label) in partial.labels.enumerated() {
            labelSums[label] = Array(block.labelSums[index * units..<(index + 1) * units])
        }
        for (index, place) in partial.sample.enumerated() {
            sample[Int(place)] = Array(block.sample[index * units..<(index + 1) * units])
        }
    }

    /// Numbers from their upper and lower halves, `[units, 2]`.
    private static func wide(_ halves: [Int64]) -> [Int128] {
        stride(from: 0, to: halves.count, by: 2).map {
            Int128(halves[$0]) << 64 | Int128(UInt64(bitPattern: halves[$0 + 1]))
        }
    }
}

extension NeuronPartial.Block {
    /// The totals in the order of the labels and images of a partial.
    init(_ totals: UnitTotals, _ partial: NeuronPartial) {
        func halves(_ numbers: [Int128]) -> [Int64] {
            numbers.flatMap {
                [Int64(truncatingIfNeeded: $0 >> 64), Int64(truncatingIfNeeded: $0)]
            }
        }
        self.init(
            active: totals.active, sums: halves(totals.sums), squares: halves(totals.squares),
            labelSums: partial.labels.flatMap { totals.labelSums[$0] ?? [] }, peaks: totals.peaks,
            sample: partial.sample.flatMap { totals.sample[Int($0)] ?? [] })
    }
}

extension NeuronTable.Block {
    /// The statistics of all images from their totals.
    ///
    /// - Parameters:
    ///   - all: the number of images, patches and images by label.
    ///   - rows: the row of each place.
    ///   - patches: number of patches of the grid.
    init(_ totals: UnitTotals, _ all: NeuronPartial, rows: RowNumbers, patches: Int) {
        let count = Double(max(1, all.patches))
        let peaks = totals.peaks
        let isThere = peaks.codes.map { $0 != .max }
        let scale = UnitTotals.sumScale
        var means: [Float] = []
        means.reserveCapacity(all.labels.count * totals.units)
        for (label, images) in zip(all.labels, all.labelImages) {
            let factor = UnitTotals.labelScale * Double(images)
            means += (totals.labelSums[label] ?? []).map { Float(Double($0) / factor) }
        }
        self.init(
            rows: zip(peaks.codes, isThere).map {
                $1 ? Int32(rows[Int($0) / patches]) : -1
            },
            topPatches: zip(peaks.codes, isThere).map { $1 ? Int32(Int($0) % patches) : -1 },
            values: zip(peaks.values, isThere).map { $1 ? $0 : .nan },
            active: totals.active.map { Float(Double($0) / count) },
            mean: totals.sums.map { Double($0) / scale / count },
            secondMoment: totals.squares.map { Double($0) / scale / count }, labelMeans: means,
            sample: all.sample.flatMap { totals.sample[Int($0)] ?? [] })
    }
}

public import Dense

/// What the units of one block did over some images, in a form whose parts can be added in any
/// order with the same result.
///
/// The units are the hidden units of the MLP, then the attention of each head, then the length of
/// its values; see `NeuronObserver`. Sums are whole numbers: a sum of floating-point numbers would
/// depend on the order of its terms.
public struct UnitTotals: Sendable, Equatable {
    /// `sums` and `squares` are in units of 1 / `sumScale`.
    public static let sumScale = 0x1p40
    /// `labelSums` are in units of 1 / `labelScale`.
    public static let labelScale = 0x1p24
    /// The largest mean of an image that `labelSums` count; larger ones count as this.
    private static let largestMean = 65536.0

    /// Number of units.
    public var units: Int { sums.count }
    /// Number of patches in which each unit was active, `[units]`.
    public var active: [Int64]
    /// Sum of the values over all patches, `[units]`.
    public var sums: [Int128]
    /// Sum of their squares, `[units]`.
    public var squares: [Int128]
    /// For each label the sum over its images of the mean over the image's patches, `[units]`.
    public var labelSums: [Int32: [Int64]] = [:]
    /// The patches with the largest values. The code of a patch is `place * patches + patch`, with
    /// the image's place in the plan and the patch in its grid.
    public var peaks: UnitPeaks
    /// For each image of the sample, by its place in the plan, the largest value over its patches,
    /// `[units]`.
    public var sample: [Int: [HalfBits]] = [:]

    /// The totals of no image.
    ///
    /// - Parameter kept: how many patches each unit keeps.
    public init(units: Int, kept: Int) {
        active = [Int64](repeating: 0, count: units)
        sums = [Int128](repeating: 0, count: units)
        squares = sums
        peaks = UnitPeaks(units: units, kept: kept)
    }

    /// Adds an image, whose peaks are in `peaks` already.
    ///
    /// - Parameters:
    ///   - patches: number of its patches that count.
    ///   - label: the label whose mean it counts for; nil for none.
    ///   - place: its place in the plan if it is in the sample; nil otherwise.
    mutating func add(_ shares: UnitShares, patches: Int, label: Int32?, sampledAt place: Int?) {
        for unit in 0..<units {
            active[unit] += Int64(shares.active[unit])
            sums[unit] += Self.whole(shares.sums[unit])
            squares[unit] += Self.whole(shares.squares[unit])
        }
        if let label {
            var own = labelSums.removeValue(forKey: label) ?? [Int64](repeating: 0, count: units)
            for unit in 0..<units {
                let mean = Double(shares.sums[unit]) / Double(patches)
                let bounded = min(Self.largestMean, max(-Self.largestMean, mean))
                own[unit] += Int64((bounded * Self.labelScale).rounded())
            }
            labelSums[label] = own
        }
        if let place {
            sample[place] = toHalf(shares.largest.span).bits
        }
    }

    /// A sum of an image in units of 1 / `sumScale`. Single precision reaches beyond 128 bits:
    /// larger sums count as 1e18.
    private static func whole(_ sum: Float) -> Int128 {
        Int128((min(1e18, max(-1e18, Double(sum))) * sumScale).rounded())
    }

    /// Adds the totals of other images.
    public mutating func merge(_ other: UnitTotals) {
        precondition(other.units == units, "\(other.units) units into \(units)")
        for unit in 0..<units {
            active[unit] += other.active[unit]
            sums[unit] += other.sums[unit]
            squares[unit] += other.squares[unit]
        }
        for (label, its) in other.labelSums {
            guard let mine = labelSums.removeValue(forKey: label) else {
                labelSums[label] = its
                continue
            }
            labelSums[label] = zip(mine, its).map(+)
        }
        peaks.merge(other.peaks)
        sample.merge(other.sample) { mine, _ in mine }
    }
}

internal import CKernels

/// For each unit the largest values so far, in descending order, equal ones by their codes.
public struct UnitPeaks: Sendable, Equatable {
    /// Number of values that each unit keeps, at least 1.
    public let kept: Int
    /// The values, `[units, kept]`; -infinity where there were fewer.
    public fileprivate(set) var values: [Float]
    /// What stands for the place of each value, `[units, kept]`; `Int64.max` where there were
    /// fewer.
    public fileprivate(set) var codes: [Int64]

    /// The least value that each unit keeps, `[units]`; -infinity where there is room for more.
    public var least: [Float] {
        stride(from: kept - 1, to: values.count, by: kept).map { values[$0] }
    }

    /// No values.
    public init(units: Int, kept: Int) {
        precondition(units >= 0 && kept >= 1, "\(kept) peaks of \(units) units")
        self.kept = kept
        values = [Float](repeating: -.infinity, count: units * kept)
        codes = [Int64](repeating: .max, count: units * kept)
    }

    /// Values and codes `[units, kept]` in the order described.
    public init(kept: Int, values: [Float], codes: [Int64]) {
        precondition(
            kept >= 1 && values.count == codes.count && values.count % kept == 0,
            "\(values.count) values and \(codes.count) codes, \(kept) per unit")
        (self.kept, self.values, self.codes) = (kept, values, codes)
    }

    /// Keeps the largest of the values of both; the order of merging does not matter.
    public mutating func merge(_ other: UnitPeaks) {
        precondition(
            other.kept == kept && other.values.count == values.count,
            "\(other.values.count) values into \(values.count)")
        var (mine, its): ([Float], [Int64]) = (
            [Float](repeating: 0, count: kept), [Int64](repeating: 0, count: kept)
        )
        for start in stride(from: 0, to: values.count, by: kept) {
            // Most lists have nothing for the other one.
            if values[start + kept - 1] > other.values[start] { continue }
            var (a, b) = (start, start)
            for place in 0..<kept {
                let takesMine =
                    values[a] != other.values[b]
                    ? values[a] > other.values[b] : codes[a] <= other.codes[b]
                (mine[place], its[place]) =
                    takesMine ? (values[a], codes[a]) : (other.values[b], other.codes[b])
                if takesMine { a += 1 } else { b += 1 }
            }
            for place in 0..<kept {
                values[start + place] = mine[place]
                codes[start + place] = its[place]
            }
        }
    }
}

/// What the units of a layer did over the patches of one image, one number per unit each.
public struct UnitShares: Sendable, Equatable {
    /// Sums of the values.
    public fileprivate(set) var sums: [Float]
    /// Sums of the squares.
    public fileprivate(set) var squares: [Float]
    /// The largest values.
    public fileprivate(set) var largest: [Float]
    /// Numbers of values above the threshold.
    public fileprivate(set) var active: [Int32]

    /// Zeros for `units` units.
    public init(units: Int) {
        sums = [Float](repeating: 0, count: units)
        squares = sums
        largest = sums
        active = [Int32](repeating: 0, count: units)
    }
}

/// Sums the values of some units over the rows of an image, and keeps the largest.
///
/// - Parameters:
///   - values: the values, row after row of `stride`.
///   - offset: where row 0 of the image starts.
///   - rows: the rows that count, at least one.
///   - threshold: a unit is active where its value is larger.
///   - firstCode: the code of row 0; that of row r is r larger. Codes of later calls are larger.
///   - units: the units of `shares` and `peaks` that the values belong to; at most `stride`.
///   - floors: values that are not above that of their unit are not kept, `[all units]`.
public func addUnits(
    _ values: borrowing AlignedBuffer, at offset: Int, stride: Int, rows: [Int32],
    threshold: Float, firstCode: Int64, units: Range<Int>, floors: [Float],
    to shares: inout UnitShares, _ peaks: inout UnitPeaks
) {
    precondition(
        units.count <= stride && units.lowerBound >= 0 && units.upperBound <= shares.sums.count
            && peaks.values.count == shares.sums.count * peaks.kept
            && floors.count == shares.sums.count,
        "units \(units) of \(shares.sums.count) from rows of \(stride)")
    guard !units.isEmpty, let last = rows.max(), let first = rows.min() else { return }
    values.check(offset + Int(first) * stride..<offset + Int(last) * stride + units.count)
    let (start, kept) = (units.lowerBound, peaks.kept)
    unsafe floors.withUnsafeBufferPointer { floors in
        unsafe shares.sums.withUnsafeMutableBufferPointer { sums in
            unsafe shares.squares.withUnsafeMutableBufferPointer { squares in
                unsafe shares.largest.withUnsafeMutableBufferPointer { largest in
                    unsafe shares.active.withUnsafeMutableBufferPointer { active in
                        unsafe peaks.values.withUnsafeMutableBufferPointer { top in
                            unsafe peaks.codes.withUnsafeMutableBufferPointer { codes in
                                let out = unsafe kernels_units(
                                    floors: floors.baseAddress! + start,
                                    sums: sums.baseAddress! + start,
                                    squares: squares.baseAddress! + start,
                                    largest: largest.baseAddress! + start,
                                    active: active.baseAddress! + start,
                                    peaks: top.baseAddress! + start * kept,
                                    codes: codes.baseAddress! + start * kept, kept: kept)
                                unsafe kernels_unit_totals(
                                    values.address(offset), values.precision == .bf16 ? 1 : 0,
                                    stride, units.count, rows, rows.count, threshold, firstCode,
                                    out)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The length of each head's part of some rows, `[rows, heads]`, from `[rows, heads, width]` at
/// `offset`.
public func headNorms(
    _ values: borrowing AlignedBuffer, at offset: Int, rows: Int, heads: Int, width: Int,
    into norms: inout AlignedBuffer
) {
    values.check(offset..<offset + rows * heads * width)
    norms.check(0..<rows * heads)
    unsafe kernels_head_norms(
        values.address(offset), values.precision == .bf16 ? 1 : 0, rows, heads, width, norms.floats)
}

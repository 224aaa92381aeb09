/// A bound of the difference between a squared distance from a single-precision product and the
/// true one.
///
/// Searches rule rows out by cheap products, and only where no rounding could have made them
/// wanted; what remains is computed again from differences in double precision. So the bound
/// decides how much is recomputed, never the result.
///
/// Let x and y be rows of `columns` = d numbers less a common point, p and q the same rounded to
/// single precision (u = 2^-24), |p|² and |q|² their squared lengths summed in double precision,
/// and fl(p · q) their product in single precision. With γ_n = n u / (1 - n u),
///
///     | |x - y|² - (|p|² + |q|² - 2 fl(p · q)) |  <=  relative (|p|² + |q|²) + absolute,
///     relative = γ_{d+16},   absolute = (d + 16) 2^-120.
///
/// What is counted, in units of u (|p|² + |q|²):
///
/// - the product: |fl(p · q) - p · q| <= γ_d |p| |q| in any order of summation, with fused
///   multiply-adds or without (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
///   edition, section 3.1); twice that is at most γ_d (|p|² + |q|²): d;
/// - the coordinates: each is off by at most u of itself, so the distance by u (|p| + |q|), and its
///   square by 2 |x - y| u (|p| + |q|) <= 2 u (|p| + |q|)² <= 4 u (|p|² + |q|²): 4;
/// - double precision (the difference from the common point, the squared lengths, the exact
///   distance with which the bound is compared), each less than (d + 4) 2^-51: below 1;
/// - products of these errors with one another, which are smaller by u: below 1.
///
/// That is d + 6; the other 10 leave room for a caller's own sums in double precision. A comparison
/// of the rounded difference `half - product` with a limit in single precision counts nothing,
/// since rounding is monotonic.
///
/// `absolute` covers underflow, where subnormal numbers are not flushed to zero: products lose
/// d 2^-149 in all. Coordinates lose η = 2^-150 each, and for each column c
/// 4 |x_c - y_c| η <= u² (x_c - y_c)² + 4 η² / u², whose first part is of the last kind above and
/// whose second is 2^-250.
public struct DistanceBound: Sendable {
    /// The part of the bound that grows with the squared lengths: γ_{columns + 16}.
    public let relative: Double
    /// The part of the bound that does not.
    public let absolute: Double

    /// The bound for rows of `columns` numbers, 0 to 2^23.
    public init(columns: Int) {
        precondition(columns >= 0 && columns <= 1 << 23, "no bound for \(columns) columns")
        let roundings = Double(columns + 16) * 0x1p-24
        relative = roundings / (1 - roundings)
        absolute = Double(columns + 16) * 0x1p-120
    }

    /// One row's half of a lower bound: `lowerHalf(|p|²) + lowerHalf(|q|²) - fl(p · q)` is at most
    /// half the squared distance. Each half has all of `absolute`, which also covers the rounding
    /// of this sum.
    public func lowerHalf(_ square: Double) -> Double { ((1 - relative) * square - absolute) / 2 }

    /// One row's half of an upper bound, as `lowerHalf`.
    public func upperHalf(_ square: Double) -> Double { ((1 + relative) * square + absolute) / 2 }

    /// The most by which `fl(p · q)` differs from `x · y`, for rows of at most these lengths (not
    /// squared).
    public func productError(lengths a: Double, _ b: Double) -> Double {
        relative * a * b + absolute
    }
}

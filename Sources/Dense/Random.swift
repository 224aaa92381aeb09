internal import Foundation

/// Random numbers that are a function of (seed, position): SplitMix64 over a counter
/// (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
///
/// Any element of the sequence can be had without those before it, so that pieces of work draw
/// their own numbers and the result does not depend on threads. `Scripts` has the same in numpy.
public struct CounterGenerator: RandomNumberGenerator, Sendable {
    /// The name that is stored beside a seed.
    public static let algorithm = "splitmix64-counter"

    /// Selects the sequence: equal seeds give equal numbers.
    public let seed: UInt64
    /// The position of the number that `next()` gives.
    public var position: UInt64

    /// The sequence of `seed` from `position` on, 0 unless given.
    public init(seed: UInt64, position: UInt64 = 0) {
        self.seed = seed
        self.position = position
    }

    /// The 64 random bits at a position of the sequence.
    @inlinable
    public func bits(at position: UInt64) -> UInt64 {
        var z = seed &+ (position &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The 64 bits at the present position, which moves on by one.
    @inlinable
    public mutating func next() -> UInt64 {
        defer { position &+= 1 }
        return bits(at: position)
    }

    /// The next number, uniform in [0, 1), a multiple of 2^-53.
    @inlinable
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// The next whole number in `0 ..< bound`; `bound` at least 1. Its bias is below bound / 2^64.
    @inlinable
    public mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// The next normal number (mean 0, deviation 1), by Box and Muller from two uniform ones.
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// `count` different numbers of `0 ..< bound`, ascending, each subset equally likely; all of
    /// them, without a draw, when `count >= bound`.
    public mutating func sample(_ count: Int, below bound: Int) -> [Int] {
        if count >= bound { return Array(0..<bound) }
        // Floyd's algorithm: each subset is equally likely, memory grows with the sample only.
        var chosen = Set<Int>()
        for last in bound - count..<bound {
            let candidate = below(last + 1)
            if !chosen.insert(candidate).inserted { chosen.insert(last) }
        }
        return chosen.sorted()
    }
}

/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo), for choosing and naming; it proves nothing.
public struct FNV1a: Sendable {
    /// The hash of the bytes so far.
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// No bytes.
    public init() {}

    /// Adds bytes.
    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Adds the eight bytes of a number, little-endian.
    public mutating func add(_ number: Int) {
        add((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }
}

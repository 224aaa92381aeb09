internal import CKernels

/// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected), the check of RFC 3720 section 12.1, built
/// up from pieces.
///
/// The value depends on the bytes alone and not on how they are cut into pieces. Processors with
/// SSE 4.2 use its instruction, others tables; both give the same value.
public struct CRC32C: Sendable {
    /// The register of the check, complemented.
    private var state: UInt32 = 0xFFFF_FFFF

    /// The check of no bytes, whose value is 0.
    public init() {}

    /// The checksum of all bytes added so far; 0 without any.
    public var value: UInt32 { state ^ 0xFFFF_FFFF }

    /// Adds the bytes of an array's elements, as they lie in memory (little-endian on the
    /// processors that run this).
    public mutating func update<Element: BitwiseCopyable>(_ elements: [Element]) {
        unsafe elements.withUnsafeBytes { bytes in
            let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
            if unsafe kernels_crc32c(&state, start, bytes.count) == 0 { unsafe update(bytes) }
        }
    }

    /// Adds the bytes of the elements `range` of an array; a range outside it is a programming
    /// error.
    public mutating func update<Element: BitwiseCopyable>(
        _ elements: [Element], _ range: Range<Int>
    ) {
        unsafe elements.withUnsafeBufferPointer { all in
            let bytes = unsafe UnsafeRawBufferPointer(
                UnsafeBufferPointer(rebasing: all[range]))
            let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
            if unsafe kernels_crc32c(&state, start, bytes.count) == 0 { unsafe update(bytes) }
        }
    }

    /// The checksum by tables, the reference for the instruction in the tests.
    static func byTables(_ bytes: [UInt8]) -> UInt32 {
        var check = CRC32C()
        unsafe bytes.withUnsafeBytes { unsafe check.update($0) }
        return check.value
    }

    /// Adds a text or byte string behind its length (8 bytes, little-endian), so that the borders
    /// between strings count.
    public mutating func update(variable bytes: [UInt8]) {
        update([UInt64(bytes.count).littleEndian])
        update(bytes)
    }

    /// Adds eight bytes per step, each by its own table ("slicing by 8", Kounavis and Berry 2005).
    private mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let tables = Self.tables.span
        var crc = state
        var index = 0
        while index + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let mixed = UInt64(littleEndian: word) ^ UInt64(crc)
            crc = 0
            for k in 0..<8 {
                crc ^= tables[(7 - k) * 256 + Int((mixed >> UInt64(8 * k)) & 0xFF)]
            }
            index += 8
        }
        while index < bytes.count {
            crc = (crc >> 8) ^ tables[Int((crc ^ UInt32(unsafe bytes[index])) & 0xFF)]
            index += 1
        }
        state = crc
    }

    /// `[8 * 256]`: table k is the check of a byte followed by k zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for k in 1..<8 {
            for byte in 0..<256 {
                let previous = tables[(k - 1) * 256 + byte]
                tables[k * 256 + byte] = (previous >> 8) ^ tables[Int(previous & 0xFF)]
            }
        }
        return tables
    }()
}

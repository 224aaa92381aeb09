/// A part of the page's data, made when it is needed: numbers, texts or a picture.
public struct PageChunk {
    /// Name in the description, such as "0/layout/11": letters, digits and `/._-`.
    public let name: String
    /// Makes the bytes.
    public let bytes: () throws -> [UInt8]

    /// A chunk that is made later.
    init(_ name: String, _ bytes: @escaping () throws -> [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Rows per block of the chunks that come in blocks.
    public static let blockRows = 4096

    /// The blocks of `rows` rows.
    static func blocks(of rows: Int) -> [Range<Int>] {
        stride(from: 0, to: rows, by: blockRows).map { $0..<min(rows, $0 + blockRows) }
    }
}

/// Numbers as little-endian bytes.
@inlinable
public func littleEndian<Number: FixedWidthInteger>(_ numbers: some Collection<Number>) -> [UInt8] {
    let size = MemoryLayout<Number>.size
    var bytes = [UInt8](repeating: 0, count: numbers.count * size)
    var place = 0
    for number in numbers {
        for byte in 0..<size {
            bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte))
        }
        place += size
    }
    return bytes
}

/// Numbers in single precision as little-endian bytes.
@inlinable
public func littleEndian(_ numbers: some Collection<Float>) -> [UInt8] {
    littleEndian(numbers.lazy.map(\.bitPattern))
}

/// Reads little-endian numbers and text one after the other; the end of the bytes is an error,
/// `CheckpointError.damaged`, and never a trap.
struct ByteReader {
    let bytes: [UInt8]
    /// The name of the bytes in messages, such as "the zip directory".
    let what: String
    /// The path of the file, for messages.
    let file: String
    /// The index of the next byte.
    private(set) var position = 0

    init(_ bytes: [UInt8], what: String, file: String) {
        self.bytes = bytes
        self.what = what
        self.file = file
    }

    /// The number of bytes that were not read yet.
    var remaining: Int { bytes.count - position }

    /// Moves on by `count` bytes and returns the place before; throws where there are fewer.
    private mutating func advance(_ count: Int) throws -> Int {
        guard count >= 0, count <= remaining else {
            throw CheckpointError.damaged(
                file,
                "\(what) has \(bytes.count) bytes, and \(count) more were expected at byte "
                    + "\(position)")
        }
        defer { position += count }
        return position
    }

    /// Passes over `count` bytes.
    mutating func skip(_ count: Int) throws { _ = try advance(count) }

    /// Reads a number of the type's size.
    mutating func integer<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
        let size = Number.bitWidth / 8
        let start = try advance(size)
        var value: Number = 0
        for index in (0..<size).reversed() {
            value = value << 8 | Number(truncatingIfNeeded: bytes[start + index])
        }
        return value
    }

    /// Reads an unsigned number of 64 bits that is a size: above 2^63 - 1 the file is damaged.
    mutating func size64() throws -> Int {
        let value = try integer(UInt64.self)
        guard let size = Int(exactly: value) else {
            throw CheckpointError.damaged(file, "\(what) gives a size of \(value) bytes")
        }
        return size
    }

    /// Reads `count` bytes of UTF-8; other bytes are an error.
    mutating func string(_ count: Int) throws -> String {
        let start = try advance(count)
        guard let string = String(validating: bytes[start..<start + count], as: UTF8.self) else {
            throw CheckpointError.damaged(file, "\(what) has a name that is not UTF-8")
        }
        return string
    }

    /// Reads text up to a line feed, which is taken and not returned.
    mutating func line() throws -> String {
        guard let end = bytes[position...].firstIndex(of: 10) else {
            throw CheckpointError.damaged(file, "\(what) ends within a name")
        }
        let line = try string(end - position)
        try skip(1)
        return line
    }
}

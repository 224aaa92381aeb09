/// Reads little-endian numbers and text one after the other; the end is an error, not a trap.
struct ByteReader {
    let bytes: [UInt8]
    /// What the bytes are, for the message: "the zip directory".
    let what: String
    let file: String
    private(set) var position = 0

    init(_ bytes: [UInt8], what: String, file: String) {
        self.bytes = bytes
        self.what = what
        self.file = file
    }

    var remaining: Int { bytes.count - position }

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

    mutating func skip(_ count: Int) throws { _ = try advance(count) }

    mutating func integer<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
        let size = Number.bitWidth / 8
        let start = try advance(size)
        var value: Number = 0
        for index in (0..<size).reversed() {
            value = value << 8 | Number(truncatingIfNeeded: bytes[start + index])
        }
        return value
    }

    /// An unsigned number of 64 bits that must be a size: above 2^63 - 1 it is damage.
    mutating func size64() throws -> Int {
        let value = try integer(UInt64.self)
        guard let size = Int(exactly: value) else {
            throw CheckpointError.damaged(file, "\(what) gives a size of \(value) bytes")
        }
        return size
    }

    mutating func string(_ count: Int) throws -> String {
        let start = try advance(count)
        guard let string = String(validating: bytes[start..<start + count], as: UTF8.self) else {
            throw CheckpointError.damaged(file, "\(what) has a name that is not UTF-8")
        }
        return string
    }

    /// Text up to a line feed, which is taken and not returned.
    mutating func line() throws -> String {
        guard let end = bytes[position...].firstIndex(of: 10) else {
            throw CheckpointError.damaged(file, "\(what) ends within a name")
        }
        let line = try string(end - position)
        try skip(1)
        return line
    }
}

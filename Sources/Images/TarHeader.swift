// The headers of tar archives: ustar, GNU's long names and base-256 numbers, pax fields.

/// A size rounded up to whole blocks of 512 bytes.
func tarPadded(_ size: Int) -> Int { (size + tarBlockSize - 1) / tarBlockSize * tarBlockSize }

/// The bytes before the first NUL, or all of them.
func tarText(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(bytes.prefix { $0 != 0 }) }

/// The bytes read last, at least 2 KiB: a pax header, its data and the header after it come with
/// one system call.
struct HeaderWindow {
    /// The bytes of the file from `start` on.
    private(set) var bytes: [UInt8] = []
    private var start = 0

    /// The header at `place`; nil where fewer than 512 bytes are left.
    mutating func block(
        at place: Int, of file: borrowing PositionalFile
    ) throws(PositionalFileError) -> TarHeader? {
        let block = try bytes(at: place, count: tarBlockSize, of: file)
        return block.count == tarBlockSize ? TarHeader(bytes: block) : nil
    }

    /// The `count` bytes at `place`, fewer where the file ends; read anew only where the window
    /// does not contain them.
    mutating func bytes(
        at place: Int, count: Int, of file: borrowing PositionalFile
    ) throws(PositionalFileError) -> [UInt8] {
        if place < start || place + count > start + bytes.count {
            bytes = try file.read(at: place, count: max(count, 4 * tarBlockSize))
            start = place
        }
        return Array(bytes[(place - start)...].prefix(count))
    }
}

/// One header of 512 bytes, whose fields stand at fixed offsets (POSIX.1-2001, "ustar Interchange
/// Format").
struct TarHeader {
    let bytes: [UInt8]

    /// Whether all bytes are zero: the end marker.
    var isZero: Bool { bytes.allSatisfy { $0 == 0 } }
    /// The type flag: "0" or NUL for a file, "1" and "2" for links, "5" for a folder, "x" and "g"
    /// for pax, "L" and "K" for GNU's long names.
    var kind: Character { Character(Unicode.Scalar(bytes[156])) }
    /// Bytes of data; nil where the field is not a number of 0 or more.
    var size: Int? { tarNumber(bytes[124..<136]).flatMap { $0 < 0 ? nil : $0 } }

    /// Time of the last change in nanoseconds since 1970; 0 where it is malformed or too large.
    var modified: Int64 {
        let (time, overflow) = Int64(tarNumber(bytes[136..<148]) ?? 0)
            .multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? 0 : time
    }

    /// The target of a link, at most 100 bytes.
    var link: [UInt8] { tarText(bytes[157..<257]) }

    /// The path, at most 100 bytes, with ustar's prefix of at most 155 bytes before it.
    var name: [UInt8] {
        let name = tarText(bytes[0..<100])
        // GNU's own format has times where ustar has the rest of the name.
        guard bytes[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0]) else { return name }
        let prefix = tarText(bytes[345..<500])
        return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    /// Whether the checksum field is the sum of all bytes, those of the field itself taken as
    /// spaces. Old programs added signed bytes; that sum is accepted, too.
    var hasRightSum: Bool {
        guard let written = tarNumber(bytes[148..<156]) else { return false }
        var (unsigned, signed) = (8 * 32, 8 * 32)
        for (index, byte) in bytes.enumerated() where !(148..<156).contains(index) {
            unsigned += Int(byte)
            signed += Int(Int8(bitPattern: byte))
        }
        return written == unsigned || written == signed
    }
}

/// A number in a header's field: octal digits between spaces and NULs, or big-endian base 256,
/// marked by the first bit. Nil for anything else and for what 64 bits do not hold.
private func tarNumber(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first else { return nil }
    if first & 0x80 != 0 {
        // Two's complement of 95 bits for 12 bytes; the second highest bit is the sign.
        let isNegative = first & 0x40 != 0
        var value = isNegative ? -1 : 0
        for (index, byte) in field.enumerated() {
            let digit = index == 0 ? (isNegative ? byte : byte & 0x7F) : byte
            let (product, overflow) = value.multipliedReportingOverflow(by: 256)
            if overflow { return nil }
            value = product | Int(digit)
        }
        return value
    }
    var value = 0
    var digits = field.drop { $0 == 0x20 }
    while let digit = digits.first, (0x30...0x37).contains(digit) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 8)
        if overflow { return nil }
        value = product + Int(digit - 0x30)
        digits = digits.dropFirst()
    }
    return digits.allSatisfy { $0 == 0 || $0 == 0x20 } ? value : nil
}

/// The fields of pax headers that matter for a listing; nil for those that are not set.
struct PaxFields {
    /// The member's path, of any length.
    var path: [UInt8]?
    /// The target of a link.
    var link: [UInt8]?
    /// Bytes of data, which overrides the header's own size.
    var size: Int?
    /// Time of the last change, nanoseconds since 1970.
    var modified: Int64?
    /// Whether any field of GNU's sparse files occurred.
    var isSparse = false

    /// Takes records "LENGTH KEY=VALUE\n", in which LENGTH counts all bytes of the record. An empty
    /// value undoes an earlier one; unknown keys are ignored.
    ///
    /// - Parameter place: the header's offset in the archive, for the message.
    /// - Throws: `TarError` for a malformed record or number.
    mutating func merge(_ records: [UInt8], _ place: Int) throws(TarError) {
        var rest = records[...]
        while let first = rest.first, first != 0 {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard let length = Int(String(decoding: digits, as: UTF8.self)),
                length <= rest.count, length > digits.count + 2,
                rest[rest.startIndex + digits.count] == 0x20,
                rest[rest.startIndex + length - 1] == 0x0A
            else { throw damaged(place) }
            let record = rest.prefix(length - 1).dropFirst(digits.count + 1)
            guard let equals = record.firstIndex(of: 0x3D) else { throw damaged(place) }
            let key = String(decoding: record[..<equals], as: UTF8.self)
            guard take(key, Array(record[(equals + 1)...])) else { throw damaged(place) }
            rest = rest.dropFirst(length)
        }
    }

    /// Stores one value; false when it is not a valid number.
    private mutating func take(_ key: String, _ value: [UInt8]) -> Bool {
        switch key {
        case "path": path = value.isEmpty ? nil : value
        case "linkpath": link = value.isEmpty ? nil : value
        case "size":
            size = Int(String(decoding: value, as: UTF8.self))
            return value.isEmpty || (size ?? -1) >= 0
        case "mtime":
            modified = paxTime(value)
            return value.isEmpty || modified != nil
        default: if key.hasPrefix("GNU.sparse.") { isSparse = true }
        }
        return true
    }

    /// The error of a malformed pax header.
    private func damaged(_ place: Int) -> TarError {
        TarError(.corrupt, "\(tarSubject) is damaged at byte \(place): a pax header is malformed.")
    }
}

/// Nanoseconds of decimal seconds such as "-1.5"; nil for another form. Digits beyond the ninth
/// after the point are dropped; times beyond 64 bits become 0.
private func paxTime(_ value: [UInt8]) -> Int64? {
    let isNegative = value.first == UInt8(ascii: "-")
    let parts = value.dropFirst(isNegative ? 1 : 0).split(
        separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty else { return nil }
    let fraction = parts.count > 1 ? Array(parts[1].prefix(9)) : []
    let digits = Array(whole) + fraction + [UInt8](repeating: 0x30, count: 9 - fraction.count)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let time = Int64(String(decoding: digits, as: UTF8.self)) ?? 0
    return isNegative ? -time : time
}

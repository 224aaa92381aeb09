// A name in a Unix file system is bytes, a Swift string is Unicode. In paths each byte that is not
// UTF-8 becomes the scalar U+10F700 + byte, in the private use area of plane 16. The functions of
// this module convert it back, so that every path can be opened; the programs print it as `\xNN`.

/// The scalar that stands for byte 0; only those of the bytes 0x80 to 0xFF are used.
private let firstScalar: UInt32 = 0x10F700
/// The scalars that stand for a byte.
private let byteScalars: ClosedRange<UInt32> = firstScalar + 0x80...firstScalar + 0xFF
/// The first byte of the UTF-8 of each of these scalars: a text without it has none of them.
private let lead: UInt8 = 0xF4

/// The text that stands for a path's bytes: its UTF-8, with each byte that is none as one scalar of
/// `byteScalars`. No two paths have the same text, and `pathBytes` gives the bytes back.
public func pathText(_ bytes: some Collection<UInt8>) -> String {
    if !bytes.contains(lead), let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let byte = rest.first {
        var decoder = UTF8()
        var iterator = rest.makeIterator()
        // A scalar that stands for a byte is taken apart, so that every byte comes back.
        if case .scalarValue(let scalar) = decoder.decode(&iterator),
            !byteScalars.contains(scalar.value)
        {
            text.append(scalar)
            rest = rest.dropFirst(UTF8.width(scalar))
        } else {
            text.append(Unicode.Scalar(firstScalar + UInt32(byte)) ?? "?")
            rest = rest.dropFirst()
        }
    }
    return String(text)
}

/// The bytes of a path by its text, the inverse of `pathText`; of any other text its UTF-8.
public func pathBytes(_ text: String) -> [UInt8] {
    if !text.utf8.contains(lead) { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
        byteInPath(scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
}

/// The bytes of a path as programs print it and tables have it: `\xNN` becomes the byte.
public func unescapedPath(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(UInt8(ascii: "\\")) else { return text }
    var bytes: [UInt8] = []
    var place = 0
    while place < text.count {
        if text[place] == UInt8(ascii: "\\"), place + 3 < text.count,
            text[place + 1] == UInt8(ascii: "x"),
            let high = hexadecimalDigit(text[place + 2]),
            let low = hexadecimalDigit(text[place + 3])
        {
            bytes.append(high << 4 | low)
            place += 4
        } else {
            bytes.append(text[place])
            place += 1
        }
    }
    return bytes
}

/// The byte that a scalar in a path's text represents; nil for any other scalar.
public func byteInPath(_ scalar: Unicode.Scalar) -> UInt8? {
    byteScalars.contains(scalar.value)
        ? UInt8(truncatingIfNeeded: scalar.value - firstScalar) : nil
}

/// The folder part of a path, "" where it has none; slashes at its end do not count, and the parent
/// of "/" is "/".
///
/// Replaces `NSString.deletingLastPathComponent`, which traps on a path of one character
/// (Foundation's `String._startOfLastPathComponent`).
public func parentPath(of path: String) -> String {
    let bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    var end = bytes.count
    while end > 1 && bytes[end - 1] == slash { end -= 1 }
    guard var last = bytes[..<end].lastIndex(of: slash) else { return "" }
    while last > 0 && bytes[last - 1] == slash { last -= 1 }
    return last == 0 ? "/" : String(decoding: bytes[..<last], as: UTF8.self)
}

/// The path from the root on, without `.` and `..`, which are removed as text: links stay, and
/// nothing has to exist.
public func absolutePath(_ path: String) -> String {
    let whole = path.hasPrefix("/") ? path : currentFolder() + "/" + path
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
        if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
}

/// The folder part of a path, "." without one.
public func folderPath(of path: String) -> String {
    let folder = parentPath(of: path)
    return folder.isEmpty ? "." : folder
}

/// The value of a hexadecimal digit of either case; nil for another byte.
public func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

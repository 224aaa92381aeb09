/// The folder part of a path, "" where it has none; a slash at its end does not count.
///
/// In place of `NSString.deletingLastPathComponent`, which ends the process on a path of one
/// character (`libFoundation`, `String._startOfLastPathComponent`).
public func parentPath(of path: String) -> String {
    let bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    var end = bytes.count
    while end > 1 && bytes[end - 1] == slash { end -= 1 }
    guard var last = bytes[..<end].lastIndex(of: slash) else { return "" }
    while last > 0 && bytes[last - 1] == slash { last -= 1 }
    return last == 0 ? "/" : String(decoding: bytes[..<last], as: UTF8.self)
}

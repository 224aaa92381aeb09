/// A text's UTF-8 bytes up to its first NUL, where HDF5's texts end.
func textBytes(_ text: String) -> [UInt8] { Array(text.utf8.prefix { $0 != 0 }) }

/// The number of bytes that the longest of some texts needs, at least 1, the least that HDF5 has.
public func textWidth(_ texts: [String]) -> Int {
    texts.reduce(1) { max($0, textBytes($1).count) }
}

/// The bytes of a data set of type `.text(width)`: each text cut to `width` bytes and padded with
/// NUL, `[texts.count * width]`.
public func paddedTexts(_ texts: some Sequence<[UInt8]>, width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for text in texts {
        bytes.append(contentsOf: text.prefix(width))
        bytes.append(contentsOf: repeatElement(0, count: max(0, width - text.count)))
    }
    return bytes
}

/// The texts that such bytes hold, `[bytes.count / width]`: each up to its first NUL, bytes that
/// are no UTF-8 as U+FFFD.
///
/// - Parameter padsWithSpaces: whether spaces at the end are padding, as some programs write it.
public func texts(
    of bytes: [UInt8], width: Int, padsWithSpaces: Bool = false
) -> [String] {
    stride(from: 0, to: bytes.count, by: width).map { start in
        var text = bytes[start..<start + width]
        if let end = text.firstIndex(of: 0) { text = text[..<end] }
        if padsWithSpaces, let last = text.lastIndex(where: { $0 != 0x20 }) {
            text = text[...last]
        } else if padsWithSpaces {
            text = []
        }
        return String(decoding: text, as: UTF8.self)
    }
}

// A name in a Unix file system is bytes, a Swift string is Unicode. In what comes from the command
// line each byte that is no UTF-8 becomes one scalar of plane 16's private use, U+10F700 + byte,
// and is turned back where the name is compared with stored bytes.

private let firstScalar: UInt32 = 0x10F700
private let byteScalars: ClosedRange<UInt32> = firstScalar + 0x80...firstScalar + 0xFF

/// The text that stands for the bytes of an argument; no two arguments have the same.
public func argumentText(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var rest = bytes[...]
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

/// The bytes of an argument by its text; of any other text its UTF-8.
public func argumentBytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
        byteScalars.contains(scalar.value)
            ? [UInt8(truncatingIfNeeded: scalar.value - firstScalar)] : Array(String(scalar).utf8)
    }
}

/// Whether the text of an argument stands for bytes that are no UTF-8.
func hasOtherBytes(_ text: String) -> Bool {
    text.unicodeScalars.contains { byteScalars.contains($0.value) }
}

/// What is said of a path that cannot be opened by its text.
func checkText(_ path: String) throws {
    guard hasOtherBytes(path) else { return }
    throw OutputError(
        displayPath(argumentBytes(path)),
        "expected a path in UTF-8, found other bytes; make a link of a plain name (ln -s) and give "
            + "that.")
}

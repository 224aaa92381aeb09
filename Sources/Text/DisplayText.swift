/// Bytes as text that can be printed, with no two byte strings alike: control characters, the
/// backslash and bytes that are no UTF-8 become `\xNN`, byte by byte, with capital digits. A file's
/// name cannot move a terminal's cursor or pass for another one's.
public func displayText(_ bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    var text = ""
    var place = 0
    while place < bytes.count {
        let length = sequenceLength(bytes[place])
        let part = bytes[place..<min(place + length, bytes.count)]
        if let scalar = String(validating: part, as: UTF8.self)?.unicodeScalars.first,
            !isEscaped(scalar)
        {
            text.unicodeScalars.append(scalar)
            place += part.count
        } else {
            let digits = String(bytes[place], radix: 16, uppercase: true)
            text += digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
            place += 1
        }
    }
    return text
}

/// The number of bytes of a UTF-8 sequence by its first one; 1 where none begins so.
private func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
}

/// Whether a scalar is written as its bytes: control characters, and the backslash, without which
/// escapes would be ambiguous.
private func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\\"
}

/// A text for the body and the attributes of an HTML page: markup characters become references,
/// control characters spaces.
public func htmlText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default:
            // Control characters have no place in HTML.
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            result.unicodeScalars.append(isControl ? " " : scalar)
        }
    }
    return result
}

/// The bytes of a name as a part of an address: all but letters, digits and `-._~` as `%NN` (RFC
/// 3986, unreserved characters).
public func percentEncoded(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        let isPlain =
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || [45, 46, 95, 126].contains(byte)
        let digits = String(byte, radix: 16, uppercase: true)
        return isPlain
            ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
}

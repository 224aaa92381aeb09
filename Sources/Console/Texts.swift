/// A count with its noun: "1 image", "12 images".
///
/// - Parameter plural: `singular` and an s by default.
public func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
}

/// A sentence without its full stop, for use inside another one; an ellipsis stays.
public func clause(_ sentence: String) -> String {
    var text = sentence
    while text.hasSuffix(".") && !text.hasSuffix("...") { text.removeLast() }
    return text
}

/// A text with control characters, also line ends and tabs, as `\\xNN`: names of files can contain
/// them, and would break a table or list with one line each.
public func onOneLine(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy({ !isControl($0) }) { return text }
    var line = ""
    for scalar in text.unicodeScalars {
        if isControl(scalar) {
            let digits = String(scalar.value, radix: 16)
            line += "\\x" + (digits.count < 2 ? "0" : "") + digits
        } else {
            line.unicodeScalars.append(scalar)
        }
    }
    return line
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
}

/// An argument for a POSIX shell, in single quotes where it needs them.
public func shellText(_ argument: String) -> String {
    let isPlain = argument.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0))
    }
    if isPlain && !argument.isEmpty { return argument }
    return "'" + argument.replacing("'", with: "'\\''") + "'"
}

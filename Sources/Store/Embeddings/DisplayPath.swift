/// Converts the raw bytes of a path to text: valid UTF-8 stays, every other byte becomes `\xNN`.
public func displayPath(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
        // Takes the longest valid piece, then one escaped byte.
        if let valid = String(validating: rest, as: UTF8.self) {
            return text + valid
        }
        var end = rest.startIndex
        var iterator = rest.makeIterator()
        var decoder = UTF8()
        scan: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                text.unicodeScalars.append(scalar)
                end += UTF8.width(scalar)
            case .emptyInput, .error: break scan
            }
        }
        let byte = rest[end]
        text += "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        rest = rest[(end + 1)...]
    }
    return text
}

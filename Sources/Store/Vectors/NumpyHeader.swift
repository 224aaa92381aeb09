/// The Python dictionary at the head of a `.npy` array: `{'descr': '<f4', 'fortran_order': False,
/// 'shape': (3, 4), }`.
struct NumpyHeader: Equatable {
    /// Type of the elements, such as `<f4`; the text of the description for a structured type.
    let type: String
    /// Whether the array is stored column by column.
    let isFortranOrder: Bool
    /// Size of each dimension.
    let shape: [Int]

    /// Parses a header; nil for anything else, or if a size exceeds `Int`.
    init?(_ bytes: [UInt8]) {
        var text = HeaderText(bytes: bytes)
        var type: String?
        var isFortranOrder: Bool?
        var shape: [Int]?
        guard text.take("{") else { return nil }
        while !text.take("}") {
            guard let key = text.quoted(), text.take(":") else { return nil }
            switch key {
            case "descr": type = text.quoted() ?? text.list()
            case "fortran_order":
                isFortranOrder = text.take("True") ? true : text.take("False") ? false : nil
            case "shape": shape = text.sizes()
            default: return nil
            }
            guard text.take(",") || text.isAt("}") else { return nil }
        }
        guard text.isAtEnd, let type, let isFortranOrder, let shape else { return nil }
        self.type = type
        self.isFortranOrder = isFortranOrder
        self.shape = shape
    }
}

/// A parser for the part of Python's syntax that headers use.
private struct HeaderText {
    let bytes: [UInt8]
    var position = 0

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A].contains(bytes[position]) { position += 1 }
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    /// Whether `word` follows, after white space.
    mutating func isAt(_ word: String) -> Bool {
        skipSpace()
        return bytes[position...].starts(with: word.utf8)
    }

    /// Skips `word` if it follows.
    mutating func take(_ word: String) -> Bool {
        guard isAt(word) else { return false }
        position += word.utf8.count
        return true
    }

    /// A text in single or double quotes.
    mutating func quoted() -> String? {
        guard let quote: UInt8 = take("'") ? 0x27 : take("\"") ? 0x22 : nil,
            let end = bytes[position...].firstIndex(of: quote)
        else { return nil }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// The text of a list of fields, for error messages only.
    mutating func list() -> String? {
        guard isAt("["), let end = bytes[position...].lastIndex(of: 0x5D) else { return nil }
        defer { position = end + 1 }
        return String(decoding: bytes[position...end].prefix(80), as: UTF8.self)
    }

    /// A tuple of whole numbers.
    mutating func sizes() -> [Int]? {
        guard take("(") else { return nil }
        var sizes: [Int] = []
        while !take(")") {
            skipSpace()
            let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
            guard let size = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
            sizes.append(size)
            position = digits.endIndex
            guard take(",") || isAt(")") else { return nil }
        }
        return sizes
    }
}

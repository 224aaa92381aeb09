/// Reads JSON (RFC 8259) from front to back, value by value, in pieces of the file: memory does not
/// grow with it.
///
/// The caller asks for the kind of value that it expects: `members` for an object, `elements` for
/// an array, and so on. What is skipped is not checked beyond its strings and brackets.
public struct JSONReader {
    /// What was expected where.
    public struct Unexpected: Error, CustomStringConvertible {
        /// Bytes of the file before the place.
        public let offset: Int
        /// A single character, or a phrase such as "a whole number".
        public let wanted: String
        /// A phrase; nil where it adds nothing.
        public let found: String?

        public var description: String {
            let wanted = wanted.count == 1 ? "\"\(wanted)\"" : wanted
            return "at byte \(offset) expected \(wanted)" + (found.map { ", found \($0)" } ?? "")
        }
    }

    /// The next piece of the file, empty at its end.
    private let more: () throws -> [UInt8]
    private let isStrict: Bool
    private var piece: [UInt8]
    private var place = 0
    /// Bytes of the pieces before this one.
    private var before = 0
    /// The bytes of the string being read.
    private var scratch: [UInt8] = []

    /// Reads the pieces that `more` returns, the last of which is empty. Strings may have control
    /// characters and bytes that are no UTF-8, which become U+FFFD; `\x` is `x`.
    public init(more: @escaping () throws -> [UInt8]) {
        self.more = more
        isStrict = false
        piece = []
    }

    /// Reads the bytes of a whole file.
    ///
    /// - Parameter isStrict: whether control characters, bytes that are no UTF-8 and unknown
    ///   escapes in strings are refused, as by the standard.
    public init(_ bytes: [UInt8], isStrict: Bool = false) {
        more = { [] }
        self.isStrict = isStrict
        piece = bytes
    }

    /// Calls `body` with each name of an object; it must read or skip the name's value.
    public mutating func members(_ body: (inout JSONReader, String) throws -> Void) throws {
        try expect(UInt8(ascii: "{"))
        if try accept(UInt8(ascii: "}")) { return }
        repeat {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            try body(&self, name)
        } while try accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    /// Calls `body` before each element of an array; it must read or skip the element.
    public mutating func elements(_ body: (inout JSONReader) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        if try accept(UInt8(ascii: "]")) { return }
        repeat { try body(&self) } while try accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    /// A whole number that an `Int` holds.
    public mutating func integer() throws -> Int {
        try skipSpace()
        scratch.removeAll(keepingCapacity: true)
        while let byte = try peek(), Self.isInNumber(byte) {
            scratch.append(byte)
            place += 1
        }
        let text = String(decoding: scratch, as: UTF8.self)
        guard let value = Int(text) else {
            throw unexpected("a whole number", text.isEmpty ? nil : text)
        }
        return value
    }

    /// The number that a run of decimal digits makes; nil where no digit stands.
    public mutating func digits() throws -> Int? {
        try skipSpace()
        var value: Int?
        while let byte = try peek(), case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
            let (product, isLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = product.addingReportingOverflow(Int(digit))
            guard !isLarge, !isLarger else { throw unexpected("a smaller number") }
            value = sum
            place += 1
        }
        return value
    }

    /// The text of a string, its escapes undone.
    public mutating func string() throws -> String {
        try expect(UInt8(ascii: "\""))
        scratch.removeAll(keepingCapacity: true)
        while true {
            if isStrict, try (peek() ?? 0) < 0x20 { throw unexpected("the end of a text") }
            let byte = try next()
            if byte == UInt8(ascii: "\"") { return try stringOfScratch() }
            if byte == UInt8(ascii: "\\") { try escape() } else { scratch.append(byte) }
        }
    }

    private func stringOfScratch() throws -> String {
        if !isStrict { return String(decoding: scratch, as: UTF8.self) }
        guard let text = String(validating: scratch, as: UTF8.self) else {
            throw unexpected("UTF-8")
        }
        return text
    }

    /// The text of a string, a number or a truth value; nil of null, and of an object or array,
    /// which are passed over.
    public mutating func scalar() throws -> String? {
        try skipSpace()
        switch try peek() {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skip()
            return nil
        default:
            scratch.removeAll(keepingCapacity: true)
            while let byte = try peek(), !Self.endsScalar(byte) {
                scratch.append(byte)
                place += 1
            }
            let text = String(decoding: scratch, as: UTF8.self)
            guard !text.isEmpty else { throw unexpected("a value") }
            return text == "null" ? nil : text
        }
    }

    /// Passes over a value of any kind.
    public mutating func skip() throws {
        var depth = 0
        repeat {
            try skipSpace()
            let byte = try next()
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                if depth == 0 { throw unexpected("a value", "\(Character(Unicode.Scalar(byte)))") }
            case UInt8(ascii: "\""):
                var isEscaped = false
                while true {
                    let byte = try next()
                    if byte == UInt8(ascii: "\"") && !isEscaped { break }
                    isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                }
            default:
                while let byte = try peek(), !Self.endsScalar(byte) { place += 1 }
            }
        } while depth > 0
        if depth < 0 { throw unexpected("a value", "a closing bracket") }
    }

    /// Throws unless nothing but space is left.
    public mutating func end() throws {
        try skipSpace()
        guard try peek() == nil else { throw unexpected("the end") }
    }

    /// Whether the next value is an array.
    public mutating func isAtArray() throws -> Bool {
        try skipSpace()
        return try peek() == UInt8(ascii: "[")
    }

    private mutating func escape() throws {
        guard let byte = try peek() else { throw unexpected("an escaped character") }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "u"): scratch.append(contentsOf: String(try escapedUnits()).utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(byte)
        default:
            if isStrict { throw unexpected("an escaped character") }
            scratch.append(byte)
        }
    }

    /// The character of `XXXX` behind `\u`, or of a pair `XXXX\uXXXX`.
    private mutating func escapedUnits() throws -> Character {
        var unit = try hexadecimal()
        if (0xD800..<0xDC00).contains(unit) {
            let end = offset
            guard try take(UInt8(ascii: "\\")), try take(UInt8(ascii: "u")) else {
                throw unexpected("an escaped character", at: end)
            }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else {
                throw unexpected("the second half of an escaped character")
            }
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw unexpected("an escaped character") }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws -> UInt32 {
        let start = offset
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = try peek().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue })
            else { throw unexpected("four hexadecimal digits", at: start) }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }

    private mutating func accept(_ wanted: UInt8) throws -> Bool {
        try skipSpace()
        return try take(wanted)
    }

    private mutating func take(_ wanted: UInt8) throws -> Bool {
        guard try peek() == wanted else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ wanted: UInt8) throws {
        guard try accept(wanted) else {
            let found = try peek().map { "\"\(Character(Unicode.Scalar($0)))\"" }
            throw unexpected("\(Character(Unicode.Scalar(wanted)))", found ?? "the end")
        }
    }

    private mutating func skipSpace() throws {
        while let byte = try peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    /// The next byte, which stays; nil at the end.
    @inline(__always)
    private mutating func peek() throws -> UInt8? {
        if place == piece.count {
            before += piece.count
            piece = try more()
            place = 0
            if piece.isEmpty { return nil }
        }
        return piece[place]
    }

    @inline(__always)
    private mutating func next() throws -> UInt8 {
        guard let byte = try peek() else { throw unexpected("more", "the end") }
        place += 1
        return byte
    }

    /// The error of a caller that expected something else here.
    public func unexpected(_ wanted: String, _ found: String? = nil) -> Unexpected {
        unexpected(wanted, found, at: offset)
    }

    private func unexpected(_ wanted: String, _ found: String? = nil, at offset: Int) -> Unexpected
    {
        Unexpected(offset: offset, wanted: wanted, found: found)
    }

    private var offset: Int { before + place }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ":")
    }
}

/// Reads JSON (RFC 8259) from front to back, value by value, in pieces of the file: memory does not
/// grow with it, and depth costs no stack beyond the caller's own.
///
/// The caller uses the function of the kind of value that it expects: `members` for an object,
/// `elements` for an array, and so on. Another kind of value is an error of the type `Unexpected`.
/// What is skipped is not checked beyond its strings and brackets.
public struct JSONReader {
    /// The error of a file that has something else than the caller expects.
    public struct Unexpected: Error, CustomStringConvertible {
        /// The number of bytes of the file before the place.
        public let offset: Int
        /// The thing expected: a single character, or a phrase such as "a whole number".
        public let wanted: String
        /// The thing found, a phrase; nil where it adds nothing.
        public let found: String?

        /// The place, the thing expected and the thing found, as a phrase.
        public var description: String {
            let wanted = wanted.count == 1 ? "\"\(wanted)\"" : wanted
            return "at byte \(offset) expected \(wanted)" + (found.map { ", found \($0)" } ?? "")
        }
    }

    /// Returns the next piece of the file, empty at its end.
    private let more: () throws -> [UInt8]
    /// Whether strings are held to the standard, see `init(_:isStrict:)`.
    private let isStrict: Bool
    /// The piece of the file that is being read.
    private var piece: [UInt8]
    /// The index of the next byte in `piece`.
    private var place = 0
    /// The number of bytes of the pieces before this one.
    private var before = 0
    /// The bytes of the string or number being read, kept to save allocations.
    private var scratch: [UInt8] = []

    /// Reads the pieces that `more` returns, the last of which is empty; an error that it throws is
    /// passed on. Strings may have control characters and bytes that are no UTF-8, which become
    /// U+FFFD; `\x` is `x`.
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

    /// Reads an object: calls `body` with each name, in the file's order, repeated names included.
    /// `body` must read or skip the name's value.
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

    /// Reads an array: calls `body` before each element, which it must read or skip.
    public mutating func elements(_ body: (inout JSONReader) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        if try accept(UInt8(ascii: "]")) { return }
        repeat { try body(&self) } while try accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    /// Reads a whole number that an `Int` holds; a fraction, an exponent or a greater number is an
    /// error.
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

    /// Reads a run of decimal digits, and returns nil, without an error, where no digit stands. A
    /// number beyond an `Int` is an error.
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

    /// Reads a string, with its escapes undone; half of a surrogate pair is an error.
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

    /// The bytes of `scratch` as text; in strict reading, bytes that are no UTF-8 are an error.
    private func stringOfScratch() throws -> String {
        if !isStrict { return String(decoding: scratch, as: UTF8.self) }
        guard let text = String(validating: scratch, as: UTF8.self) else {
            throw unexpected("UTF-8")
        }
        return text
    }

    /// Reads a string, a number or a truth value as its text; nil for null, and for an object or
    /// array, which are passed over.
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

    /// Passes over one value of any kind and depth.
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

    /// Throws unless nothing but white space is left.
    public mutating func end() throws {
        try skipSpace()
        guard try peek() == nil else { throw unexpected("the end") }
    }

    /// Whether the next value is an array; nothing of it is read.
    public mutating func isAtArray() throws -> Bool {
        try skipSpace()
        return try peek() == UInt8(ascii: "[")
    }

    /// Appends the character behind a backslash to `scratch`.
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

    /// The character of `XXXX` behind `\u`, or of a surrogate pair `XXXX\uXXXX`; half a pair is an
    /// error.
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

    /// The number of four hexadecimal digits.
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

    /// Takes the byte `wanted` behind white space, if it stands there.
    private mutating func accept(_ wanted: UInt8) throws -> Bool {
        try skipSpace()
        return try take(wanted)
    }

    /// Takes the byte `wanted`, if it stands here.
    private mutating func take(_ wanted: UInt8) throws -> Bool {
        guard try peek() == wanted else { return false }
        place += 1
        return true
    }

    /// Takes the byte `wanted` behind white space, and throws where it is not there.
    private mutating func expect(_ wanted: UInt8) throws {
        guard try accept(wanted) else {
            let found = try peek().map { "\"\(Character(Unicode.Scalar($0)))\"" }
            throw unexpected("\(Character(Unicode.Scalar(wanted)))", found ?? "the end")
        }
    }

    /// Passes over space, line feed, carriage return and tab.
    private mutating func skipSpace() throws {
        while let byte = try peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    /// The next byte, which stays unread; nil at the end.
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

    /// The error of a caller that expected something else here, with the present place.
    public func unexpected(_ wanted: String, _ found: String? = nil) -> Unexpected {
        unexpected(wanted, found, at: offset)
    }

    private func unexpected(_ wanted: String, _ found: String? = nil, at offset: Int) -> Unexpected
    {
        Unexpected(offset: offset, wanted: wanted, found: found)
    }

    private var offset: Int { before + place }

    /// Whether a byte can be part of a number: a digit, a sign, a point or an exponent's letter.
    private static func isInNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    /// Whether a byte cannot be part of a number, a truth value or null.
    private static func endsScalar(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ":")
    }
}

/// Reads JSON from front to back, value by value, in pieces of the file: memory does not grow with
/// it. What is skipped is not checked beyond its strings and brackets.
struct JSONReader {
    /// What was expected where, as a phrase.
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// The next piece of the file, empty at its end.
    private let more: () throws -> [UInt8]
    private var piece: [UInt8] = []
    private var place = 0
    /// Bytes of the pieces before this one.
    private var before = 0
    /// The bytes of the string being read.
    private var scratch: [UInt8] = []

    init(more: @escaping () throws -> [UInt8]) {
        self.more = more
    }

    /// Calls `body` with each name of an object; it must read or skip the name's value.
    mutating func members(_ body: (inout JSONReader, String) throws -> Void) throws {
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
    mutating func elements(_ body: (inout JSONReader) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        if try accept(UInt8(ascii: "]")) { return }
        repeat { try body(&self) } while try accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    mutating func integer() throws -> Int {
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

    mutating func string() throws -> String {
        try expect(UInt8(ascii: "\""))
        scratch.removeAll(keepingCapacity: true)
        while true {
            let byte = try next()
            if byte == UInt8(ascii: "\"") { return String(decoding: scratch, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape() } else { scratch.append(byte) }
        }
    }

    /// The text of a string, a number or a truth value; nil of null, and of an object or array,
    /// which are passed over.
    mutating func scalar() throws -> String? {
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
    mutating func skip() throws {
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

    /// Whether the next value is an array.
    mutating func isAtArray() throws -> Bool {
        try skipSpace()
        return try peek() == UInt8(ascii: "[")
    }

    private mutating func escape() throws {
        let byte = try next()
        switch byte {
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800..<0xDC00).contains(unit) {
                // The second half of a pair must follow.
                guard try next() == UInt8(ascii: "\\"), try next() == UInt8(ascii: "u"),
                    case let low = try hexadecimal(), (0xDC00..<0xE000).contains(low)
                else { throw unexpected("the second half of an escaped character") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else {
                throw unexpected("an escaped character")
            }
            scratch.append(contentsOf: String(Character(scalar)).utf8)
        default: scratch.append(byte)
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit = Character(Unicode.Scalar(try next()))
            guard let number = digit.hexDigitValue else { throw unexpected("four digits") }
            value = value << 4 | UInt32(number)
        }
        return value
    }

    private mutating func accept(_ wanted: UInt8) throws -> Bool {
        try skipSpace()
        guard try peek() == wanted else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ wanted: UInt8) throws {
        guard try accept(wanted) else {
            let found = try peek().map { "\"\(Character(Unicode.Scalar($0)))\"" }
            throw unexpected("\"\(Character(Unicode.Scalar(wanted)))\"", found ?? "the end")
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

    private func unexpected(_ wanted: String, _ found: String? = nil) -> Unexpected {
        Unexpected(
            description: "at byte \(before + place) expected \(wanted)"
                + (found.map { ", found \($0)" } ?? ""))
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ":")
    }
}

internal import Foundation

/// Encodes the description of the page.
enum PageJSON {
    /// A value as JSON that can stand in a `<script>` element of any page.
    ///
    /// `<`, `>`, `&` and the line ends U+2028 and U+2029 are escaped; they occur within texts only.
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(value) else {
            preconditionFailure("a description that cannot be encoded")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + json.count / 16)
        var escaped = [UInt8](json)[...]
        while let byte = escaped.popFirst() {
            switch byte {
            case UInt8(ascii: "<"): bytes += "\\u003c".utf8
            case UInt8(ascii: ">"): bytes += "\\u003e".utf8
            case UInt8(ascii: "&"): bytes += "\\u0026".utf8
            case 0xE2 where escaped.starts(with: [0x80, 0xA8]):
                bytes += "\\u2028".utf8
                escaped = escaped.dropFirst(2)
            case 0xE2 where escaped.starts(with: [0x80, 0xA9]):
                bytes += "\\u2029".utf8
                escaped = escaped.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}

/// A value that is `null` in JSON when it is missing; Swift would leave out its key.
@propertyWrapper
struct OrNull<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    // Not the synthesized one, with which memberwise initializers would take wrappers.
    init(wrappedValue value: Value?) { wrappedValue = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

/// A name and a value, an array of two in JSON.
struct NamedValue<Value: Encodable>: Encodable {
    var name: String
    var value: Value

    init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(name)
        try container.encode(value)
    }
}

extension NamedValue: Sendable where Value: Sendable {}

/// A number for JSON: nil for NaN and infinity, which JSON does not have.
func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }

/// A number in single precision with the digits that it takes: 0.1, not 0.10000000149.
func shortest(_ number: Float) -> Double { Double("\(number)") ?? Double(number) }

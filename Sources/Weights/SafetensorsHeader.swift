/// The JSON header of `.safetensors`: `{"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets":
/// [0, 24]}, "__metadata__": {"TEXT": "TEXT"}}`.
///
/// Nothing else is JSON that this reads, so that depth is three, no name stands twice (which of the
/// two counted would be for the reader to choose) and a long header ends at its 10,001st tensor.
struct SafetensorsHeader {
    struct Info {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
    }

    private(set) var tensors: [String: Info] = [:]
    private(set) var metadata: [String: String] = [:]

    private static let sideLimit = 64
    private let bytes: [UInt8]
    private let file: String
    private var place = 0

    init(_ bytes: [UInt8], file: String) throws {
        self.bytes = bytes
        self.file = file
        var hasMetadata = false
        try members { header, name in
            if name == "__metadata__" {
                guard !hasMetadata else { throw header.repeated(name) }
                hasMetadata = true
                try header.readMetadata()
            } else {
                guard header.tensors[name] == nil else { throw header.repeated(name) }
                guard header.tensors.count < SafetensorsFormat.tensorLimit else {
                    throw CheckpointError(
                        .unsupported, file,
                        "the file has more than the \(SafetensorsFormat.tensorLimit) tensors that "
                            + "are read; save the model's tensors alone")
                }
                header.tensors[name] = try header.readInfo()
            }
        }
        skipSpace()
        guard place == bytes.count else { throw unexpected("the end") }
    }

    private mutating func readMetadata() throws {
        try members { header, key in
            guard header.metadata[key] == nil else { throw header.repeated(key) }
            header.metadata[key] = try header.string()
        }
    }

    private mutating func readInfo() throws -> Info {
        var info = Info()
        try members { header, key in
            switch key {
            case "dtype" where info.type == nil: info.type = try header.string()
            case "shape" where info.shape == nil: info.shape = try header.integers()
            case "data_offsets" where info.offsets == nil: info.offsets = try header.integers()
            default: throw header.unexpected("one each of dtype, shape and data_offsets")
            }
        }
        return info
    }

    /// Calls `body` with each name of an object; it must read the name's value.
    private mutating func members(
        _ body: (inout SafetensorsHeader, String) throws -> Void
    ) throws {
        try expect("{")
        if take("}") { return }
        repeat {
            let name = try string()
            try expect(":")
            try body(&self, name)
        } while take(",")
        try expect("}")
    }

    private mutating func integers() throws -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var numbers: [Int] = []
        repeat {
            skipSpace()
            var value = 0
            let start = place
            while place < bytes.count, case let digit = bytes[place] &- UInt8(ascii: "0"),
                digit < 10
            {
                let (product, isLarge) = value.multipliedReportingOverflow(by: 10)
                let (sum, isLarger) = product.addingReportingOverflow(Int(digit))
                guard !isLarge, !isLarger else { throw unexpected("a smaller number") }
                value = sum
                place += 1
            }
            guard place > start, numbers.count < Self.sideLimit else {
                throw unexpected("a list of at most \(Self.sideLimit) whole numbers")
            }
            numbers.append(value)
        } while take(",")
        try expect("]")
        return numbers
    }

    private mutating func string() throws -> String {
        try expect("\"")
        var found: [UInt8] = []
        while place < bytes.count, bytes[place] >= 0x20 {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: found, as: UTF8.self) else {
                    throw unexpected("UTF-8")
                }
                return text
            case UInt8(ascii: "\\"):
                found += try Array(String(escaped()).utf8)
            default: found.append(byte)
            }
        }
        throw unexpected("the end of a text")
    }

    /// What stands behind a backslash.
    private mutating func escaped() throws -> Character {
        guard place < bytes.count else { throw unexpected("an escaped character") }
        place += 1
        switch bytes[place - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800..<0xDC00).contains(unit), bytes[place...].starts(with: "\\u".utf8) {
                place += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else {
                    throw unexpected("the second half of an escaped character")
                }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else {
                throw unexpected("an escaped character")
            }
            return Character(scalar)
        default: throw unexpected("an escaped character")
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        let digits = bytes[place...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw unexpected("four hexadecimal digits") }
        place += 4
        return value
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: wanted) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ wanted: Unicode.Scalar) throws {
        guard take(wanted) else { throw unexpected(String(Character(wanted))) }
    }

    private func repeated(_ name: String) -> CheckpointError {
        CheckpointError.damaged(file, "the safetensors header has \(name) twice")
    }

    private func unexpected(_ wanted: String) -> CheckpointError {
        CheckpointError.damaged(
            file,
            "the safetensors header, at its byte \(place) of \(bytes.count), is not the JSON that "
                + "is expected: \(wanted)")
    }
}

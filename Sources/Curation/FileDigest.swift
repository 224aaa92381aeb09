internal import FileSystem

/// The SHA-256 of a file, comparable and usable as a key.
public struct FileDigest: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    /// A digest from its 32 bytes; nil where all are 0, which stand for an image without one.
    init?(_ bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == 32, "a SHA-256 of \(bytes.count) bytes")
        var words = SIMD4<UInt64>(repeating: 0)
        for (place, byte) in bytes.enumerated() {
            words[place / 8] = words[place / 8] << 8 | UInt64(byte)
        }
        if words == SIMD4(repeating: 0) { return nil }
        self.words = words
    }

    /// A digest from 64 hexadecimal digits of either case, spaces around them allowed; nil for
    /// other text.
    init?(hexadecimal text: some Collection<UInt8>) {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 9 }
        let digits = Array(text.drop(while: isBlank))
        let end = digits.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        guard end == 64 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: 64, by: 2) {
            guard let high = hexadecimalDigit(digits[place]),
                let low = hexadecimalDigit(digits[place + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes[...])
    }

    /// The digest of a line that `sha256sum` has written, "DIGITS  NAME" or "DIGITS *NAME"; nil for
    /// any other line. Before a name with a line end or backslash stands a backslash.
    init?(lineOfSHA256Sum line: [UInt8]) {
        let text = line.first == UInt8(ascii: "\\") ? line.dropFirst() : line[...]
        let marks = text.dropFirst(64).prefix(2)
        guard text.count > 66, marks.elementsEqual("  ".utf8) || marks.elementsEqual(" *".utf8)
        else { return nil }
        self.init(hexadecimal: text.prefix(64))
    }
}

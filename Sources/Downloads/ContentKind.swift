/// The expected kind of a download, which its first bytes must match: a login page with status 200
/// must not be stored as a checkpoint.
public enum ContentKind: Sendable {
    /// An `.npz` or PyTorch zip, a `.safetensors` file, or a pickle of PyTorch before 1.6, which
    /// the reader of checkpoints refuses with a better message.
    case checkpoint
    /// One JSON object.
    case json

    /// Number of first bytes that are checked.
    static let prefixLength = 64

    /// The kind in words, after "expected".
    var expectation: String {
        switch self {
        case .checkpoint: "a checkpoint (.npz, .safetensors, .pth)"
        case .json: "a JSON object"
        }
    }

    /// What the first bytes look like instead, after "found"; nil when they fit this kind.
    func refusal(prefix: [UInt8]) -> String? {
        let isRight: Bool
        switch self {
        case .checkpoint:
            let isZip = prefix.starts(with: [0x50, 0x4B, 0x03, 0x04])
            // An eight-byte little-endian length below 2^32, then a JSON object.
            let isSafetensors =
                prefix.count > 8 && prefix[4..<8].allSatisfy { $0 == 0 } && prefix[8] == 0x7B
            let isPickle = prefix.count > 1 && prefix[0] == 0x80 && (2...5).contains(prefix[1])
            isRight = isZip || isSafetensors || isPickle
        case .json:
            isRight = prefix.first { !Self.isSpace($0) } == 0x7B
        }
        return isRight ? nil : Self.name(prefix)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

    /// First bytes in words: "a web page that begins with ...".
    private static func name(_ prefix: [UInt8]) -> String {
        if prefix.isEmpty { return "an empty file" }
        let isText = prefix.allSatisfy { isSpace($0) || (0x20..<0x7F).contains($0) }
        guard isText else {
            let digits = prefix.prefix(8).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return "a file that begins with the bytes " + digits.joined(separator: " ")
        }
        let text = String(decoding: prefix.prefix(40), as: UTF8.self)
            .split { $0.isWhitespace }.joined(separator: " ")
        let isPage = text.hasPrefix("<")
        return (isPage ? "a web page" : "text") + " that begins with \"\(text)\""
    }
}

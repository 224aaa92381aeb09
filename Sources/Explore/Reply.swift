internal import Foundation

/// What the server answers: a status, the kind of content, and the bytes.
struct Reply: Sendable {
    /// HTTP status code.
    var status = 200
    /// Media type.
    var type = "application/octet-stream"
    /// The content.
    var bytes: [UInt8] = []
    /// Further headers.
    var headers: [String: String] = [:]

    /// Bytes of the page's format, or of an image.
    static func content(_ bytes: [UInt8], type: String = "application/octet-stream") -> Reply {
        Reply(type: type, bytes: bytes)
    }

    /// A value as JSON.
    static func json(_ value: some Encodable) -> Reply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(value)).map { [UInt8]($0) }
        return Reply(type: "application/json", bytes: bytes ?? Array("null".utf8))
    }

    /// An error: one sentence.
    static func failure(_ status: Int, _ sentence: String) -> Reply {
        var reply = json(["error": sentence])
        reply.status = status
        return reply
    }
}

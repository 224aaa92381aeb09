import Foundation
import Testing

/// A page read again as the browser reads it: the description, and the chunks by name.
struct ReadPage {
    let description: [String: Any]
    private var chunks: [String: [UInt8]] = [:]

    init(_ html: [UInt8]) throws {
        let text = String(decoding: html, as: UTF8.self)
        func content(_ start: String) -> [(String, String)] {
            text.components(separatedBy: start).dropFirst().map { part in
                let close = part.range(of: ">")!
                let name = String(part[..<close.lowerBound]).replacing("\"", with: "")
                let end = part.range(of: "</script>")!
                return (name, String(part[close.upperBound..<end.lowerBound]))
            }
        }
        let data = content("<script type=\"application/json\" id=\"page-")
        try #require(data.count == 1 && data[0].0 == "data")
        let json = try JSONSerialization.jsonObject(with: Data(data[0].1.utf8))
        description = try #require(json as? [String: Any])
        for (name, text) in content("<script type=\"text/plain\" id=\"chunk-") {
            chunks[name] = [UInt8](try #require(Data(base64Encoded: text)))
        }
    }

    var names: [String] { chunks.keys.sorted() }

    /// The description of a map.
    func set(_ index: Int) throws -> [String: Any] {
        let sets = try #require(description["sets"] as? [[String: Any]])
        return try #require(sets.indices.contains(index) ? sets[index] : nil)
    }

    func bytes(_ name: String) throws -> [UInt8] { try #require(chunks[name], "\(name)") }

    /// Little-endian whole numbers.
    func numbers<Number: FixedWidthInteger>(_ name: String, of type: Number.Type) throws -> [Number]
    {
        Self.numbers(try bytes(name)[...], of: type)
    }

    static func numbers<Number: FixedWidthInteger>(
        _ bytes: ArraySlice<UInt8>, of type: Number.Type
    ) -> [Number] {
        let size = MemoryLayout<Number>.size
        return stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { start in
            bytes[start..<start + size].reversed().reduce(Number(0)) {
                $0 << 8 | Number(truncatingIfNeeded: $1)
            }
        }
    }

    func floats(_ name: String) throws -> [Float] {
        try numbers(name, of: UInt32.self).map(Float.init(bitPattern:))
    }
}

import Digest
import Foundation
import ProgramRunner
import Testing

@testable import Downloads

/// A safetensors file of one tensor of 5,000 bytes.
private let safetensors: [UInt8] = {
    let header = Array(#"{"a":{"dtype":"U8","shape":[5000],"data_offsets":[0,5000]}}"#.utf8)
    return [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header
        + (0..<5000).map { UInt8($0 * 7 % 251) }
}()

private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// A zip of one stored member, with the directory's place in 64 bits where `isWide`.
private func zip(isWide: Bool = false, comment: String = "", of body: [UInt8]? = nil) -> [UInt8] {
    let (name, body) = (Array("a.npy".utf8), body ?? (0..<3000).map { UInt8($0 * 11 % 251) })
    var bytes: [UInt8] = [0x50, 0x4B, 3, 4] + little(20, 2) + little(0, 12)
    bytes += little(body.count, 4) + little(body.count, 4) + little(name.count, 2) + little(0, 2)
    bytes += name + body
    let start = bytes.count
    bytes += [0x50, 0x4B, 1, 2] + little(20, 2) + little(20, 2) + little(0, 12)
    bytes += little(body.count, 4) + little(body.count, 4) + little(name.count, 2)
    bytes += little(0, 12) + little(0, 4) + name
    let size = bytes.count - start
    if isWide {
        let place = bytes.count
        bytes += [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2)
        bytes += little(0, 8) + little(1, 8) + little(1, 8) + little(size, 8) + little(start, 8)
        bytes += [0x50, 0x4B, 6, 7] + little(0, 4) + little(place, 8) + little(1, 4)
    }
    bytes += [0x50, 0x4B, 5, 6] + little(0, 4) + little(1, 2) + little(1, 2)
    bytes += isWide ? little(-1, 8) : little(size, 4) + little(start, 4)
    return bytes + little(comment.utf8.count, 2) + Array(comment.utf8)
}

private func completeness(_ bytes: [UInt8], _ kind: ContentKind = .checkpoint) -> Completeness {
    FileContents(count: bytes.count) { place, length in
        Array(bytes.dropFirst(place).prefix(length))
    }.completeness(as: kind)
}

@Suite("Files without a length") struct CompletenessTests {
    @Test("No beginning of a file passes for the whole, and the whole does")
    func beginnings() {
        let json = Array(#"{"a": {"b": [1, 2]}, "c": "}"}"#.utf8)
        for (bytes, kind, step) in [
            (safetensors, ContentKind.checkpoint, 13), (zip(), .checkpoint, 1),
            (zip(isWide: true), .checkpoint, 1), (zip(comment: "made by hand"), .checkpoint, 1),
            // A zip in a zip: the inner one's end is no end.
            (zip(of: zip()), .checkpoint, 1), (json, .json, 1),
        ] {
            #expect(completeness(bytes, kind) == .whole, "\(bytes.count)")
            for count in stride(from: 4, to: bytes.count, by: step) {
                let found = completeness(Array(bytes[..<count]), kind)
                if case .incomplete = found { continue }
                Issue.record("\(found): \(count) of \(bytes.count) bytes")
            }
        }
        #expect(completeness(safetensors + [0]) != .whole)
        #expect(completeness([0x80, 2, 0x2E]) == .unknown)
    }

    @Test("Headers that lie are incomplete, whatever they say")
    func lies() {
        var huge = safetensors
        huge.replaceSubrange(0..<8, with: [UInt8](repeating: 0xFF, count: 8))
        let offsets = Array(
            #"{"a":{"data_offsets":[0,9223372036854775807]},"b":{"data_offsets":"x"},"c":7}"#.utf8)
        var wide = zip(isWide: true)
        wide.replaceSubrange(wide.count - 34..<wide.count - 26, with: little(-1, 8))
        for bytes in [
            huge, little(offsets.count, 8) + offsets, little(2, 8) + Array("[]".utf8), wide,
        ] {
            if case .incomplete = completeness(bytes) { continue }
            Issue.record("\(completeness(bytes))")
        }
    }
}

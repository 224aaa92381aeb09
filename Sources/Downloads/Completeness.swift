internal import Foundation

/// Whether received bytes are a complete file according to their own format. The length of an HTTP
/// body is no proof: it can be missing, or wrong.
enum Completeness: Equatable {
    /// The file ends where its format ends.
    case whole
    /// The reason, to end the sentence "the file is incomplete: ...".
    case incomplete(String)
    /// The format does not record its length.
    case unknown
}

/// Random access to the bytes of a file.
struct FileContents {
    /// Size in bytes.
    let count: Int
    /// Returns `length` bytes from `place` on, fewer at the end of the file.
    let read: (_ place: Int, _ length: Int) -> [UInt8]

    /// Largest accepted JSON file in bytes.
    static let jsonLimit = 10 << 20
    /// Largest header that the safetensors format allows, in bytes.
    private static let headerLimit = 100_000_000

    /// Whether the file is complete: one JSON object, a zip archive with its directory, or a
    /// safetensors file up to the end of its last tensor. Old pickles have no length.
    func completeness(as kind: ContentKind) -> Completeness {
        if kind == .json { return json }
        let start = read(0, 4)
        if start == [0x50, 0x4B, 3, 4] { return zip }
        if start.first == 0x80 { return .unknown }
        return safetensors
    }

    private var json: Completeness {
        guard count <= Self.jsonLimit,
            let object = try? JSONSerialization.jsonObject(with: Data(read(0, count))),
            object is [String: Any]
        else { return .incomplete("its \(count) bytes are not one JSON object") }
        return .whole
    }

    /// A safetensors file has the length of its header in 8 bytes, the header as JSON, and tensors
    /// up to the largest offset in it.
    private var safetensors: Completeness {
        let length = Int(truncatingIfNeeded: integer(at: 0, bytes: 8))
        guard count >= 8, (2...Self.headerLimit).contains(length) else {
            return .incomplete("it has no safetensors header")
        }
        guard count >= 8 + length else {
            return .incomplete(
                "its header ends at byte \(8 + length), but it has \(count) bytes")
        }
        guard
            let header = (try? JSONSerialization.jsonObject(with: Data(read(8, length))))
                as? [String: Any]
        else { return .incomplete("its safetensors header is not JSON") }
        var end = 0
        for case let tensor as [String: Any] in header.values {
            let offsets = tensor["data_offsets"] as? [Int] ?? []
            end = max(end, offsets.last ?? 0)
        }
        let (size, overflow) = end.addingReportingOverflow(8 + length)
        guard !overflow, size == count else {
            return .incomplete("its header requires \(size) bytes, but it has \(count)")
        }
        return .whole
    }

    /// A zip archive ends with its end record and a comment; the record has the place and size of
    /// the directory before it (PKWARE's APPNOTE 6.3.9, with the 64-bit fields).
    private var zip: Completeness {
        let tail = read(max(0, count - 22 - 0xFFFF), 22 + 0xFFFF)
        func isEnd(_ place: Int) -> Bool {
            guard tail[place..<place + 4].elementsEqual([0x50, 0x4B, 5, 6]) else { return false }
            let comment = Int(tail[place + 20]) | Int(tail[place + 21]) << 8
            return place + 22 + comment == tail.count
        }
        let place = stride(from: tail.count - 22, through: 0, by: -1).first(where: isEnd)
        guard let place else { return .incomplete("it has no zip directory at its end") }
        let record = count - tail.count + place
        var start = integer(at: record + 16, bytes: 4)
        var size = integer(at: record + 12, bytes: 4)
        var end = UInt64(record)
        if start == 0xFFFF_FFFF || size == 0xFFFF_FFFF
            || integer(at: record + 10, bytes: 2) == 0xFFFF
        {
            end = integer(at: record - 12, bytes: 8)
            guard record >= 20, integer(at: record - 20, bytes: 4) == 0x0706_4B50,
                end < UInt64(record), integer(at: Int(end), bytes: 4) == 0x0606_4B50
            else { return .incomplete("its 64-bit zip end record is not where it should be") }
            size = integer(at: Int(end) + 40, bytes: 8)
            start = integer(at: Int(end) + 48, bytes: 8)
        }
        let isInside = start <= end && size <= end - start
        guard isInside, size == 0 || integer(at: Int(start), bytes: 4) == 0x0201_4B50 else {
            return .incomplete("its zip directory is not where its end record points")
        }
        return .whole
    }

    /// The little-endian number of `length` bytes at `place`; 0 beyond the file.
    private func integer(at place: Int, bytes length: Int) -> UInt64 {
        guard place >= 0, place <= count - length else { return 0 }
        return read(place, length).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

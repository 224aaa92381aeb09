internal import Foundation

/// Whether the bytes at hand are a whole file by what the format itself says. A body without a
/// length ends where its connection ends, and a wrong length proves nothing.
enum Completeness: Equatable {
    case whole
    /// What is missing, to end the sentence "the file is not whole: ...".
    case incomplete(String)
    /// The format does not say where it ends.
    case unknown
}

/// The bytes of a file of `count` bytes, by place.
struct FileContents {
    let count: Int
    /// Fewer bytes than asked for where the file ends.
    let read: (_ place: Int, _ length: Int) -> [UInt8]

    /// Largest JSON file that is read whole, in bytes.
    static let jsonLimit = 10 << 20
    /// Largest header that the safetensors format allows, in bytes.
    private static let headerLimit = 100_000_000

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

    /// Eight bytes with the header's length, the header, and tensors up to its largest offset.
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

    /// The end record with its comment is last, and the directory that it names stands before it
    /// (PKWARE's APPNOTE 6.3.9, with the 64-bit fields).
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

    /// Little-endian; 0 where the file has no such place.
    private func integer(at place: Int, bytes length: Int) -> UInt64 {
        guard place >= 0, place <= count - length else { return 0 }
        return read(place, length).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

internal import Digest
internal import Foundation

/// What an index says of itself; kept as JSON in the first `byteCount` bytes of its file.
struct IndexHeader: Codable, Sendable, Equatable {
    /// The first bytes of the file.
    static let magic = Array("VITRIDX1".utf8)
    /// Magic, length of the JSON and its CRC-32C (4 bytes each), JSON, zeros.
    static let byteCount = 4096

    /// What the rows were made from.
    struct Origin: Codable, Sendable, Equatable {
        var storeUUID: String
        /// SHA-256 over the store's data sets and their checks.
        var storeHash: String
        var layer: String
        var token: String
        var rows: Int
        var columns: Int
    }

    /// How much of the answer the lists find.
    struct Lists: Codable, Sendable, Equatable {
        var count: Int
        /// Lists that a query looks at.
        var probes: Int
        /// Share of the nearest `neighbors` rows that are found.
        var recall: Double
        /// Half of the 95 % interval.
        var margin: Double
        var queries: Int
        var neighbors: Int
        var seed: UInt64
    }

    var origin: Origin
    /// The largest distance of a stored row from the unit-length row it stands for.
    var residual: Double
    /// Nil when rows stand in the store's order and all are looked at.
    var lists: Lists?

    /// Where the parts stand in the file, in bytes; each begins at a multiple of 64.
    struct Layout: Equatable {
        /// `[lists + 1]` Int64: where lists begin, in rows.
        let offsets: Range<Int>
        /// `[lists, columns]` f32
        let centroids: Range<Int>
        /// `[rows]` UInt32: the store's row of each row.
        let numbers: Range<Int>
        /// `[rows, columns]` f16
        let rows: Range<Int>

        init(rows count: Int, columns: Int, lists: Int) {
            func after(_ end: Int, _ bytes: Int) -> Range<Int> {
                let start = (end + 63) / 64 * 64
                return start..<start + bytes
            }
            offsets = after(IndexHeader.byteCount, lists > 0 ? (lists + 1) * 8 : 0)
            centroids = after(offsets.upperBound, lists * columns * 4)
            numbers = after(centroids.upperBound, lists > 0 ? count * 4 : 0)
            rows = after(numbers.upperBound, count * columns * 2)
        }
    }

    var layout: Layout {
        Layout(rows: origin.rows, columns: origin.columns, lists: lists?.count ?? 0)
    }

    /// The first `byteCount` bytes of the file.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = [UInt8](try encoder.encode(self))
        var bytes = Self.magic
        for number in [UInt32(json.count), Self.check(json)] {
            for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
        }
        bytes += json
        precondition(bytes.count <= Self.byteCount, "a header of \(bytes.count) bytes")
        return bytes + [UInt8](repeating: 0, count: Self.byteCount - bytes.count)
    }

    /// Nil when the bytes are no header.
    init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.magic) else { return nil }
        func number(_ start: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        }
        let length = number(8)
        guard length <= Self.byteCount - 16 else { return nil }
        let json = Array(bytes[16..<16 + length])
        guard number(12) == Int(Self.check(json)),
            let header = try? JSONDecoder().decode(Self.self, from: Data(json))
        else { return nil }
        self = header
    }

    private static func check(_ json: [UInt8]) -> UInt32 {
        var check = CRC32C()
        check.update(json)
        return check.value
    }

    init(origin: Origin, residual: Double, lists: Lists?) {
        self.origin = origin
        self.residual = residual
        self.lists = lists
    }
}

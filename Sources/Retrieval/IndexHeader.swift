internal import Digest
internal import Foundation

/// The header of an index: the store it belongs to and its parameters, as JSON in the first
/// `byteCount` bytes of the file. Documentation/Search.md describes the format.
struct IndexHeader: Codable, Sendable, Equatable {
    /// The first bytes of the file.
    static let magic = Array("VITRIDX1".utf8)
    /// Magic, length of the JSON and its CRC-32C (4 bytes each), JSON, zeros.
    static let byteCount = 4096

    /// The store, layer and token of the rows: an index with others is not used.
    struct Origin: Codable, Sendable, Equatable {
        /// The `uuid` of the store.
        var storeUUID: String
        /// SHA-256 of the checksums of the store's data sets.
        var storeHash: String
        /// The layer, as `LayerName.text`.
        var layer: String
        /// The kind of token, as `TokenKind`.
        var token: String
        /// Number of rows: images, or patches of all images.
        var rows: Int
        /// Width of the model.
        var columns: Int
    }

    /// The k-means lists and the measured recall.
    struct Lists: Codable, Sendable, Equatable {
        /// Number of lists.
        var count: Int
        /// Number of lists that a query searches.
        var probes: Int
        /// Mean share of the `neighbors` nearest rows that are found.
        var recall: Double
        /// Half of the width of the 95 % interval of `recall`.
        var margin: Double
        /// Number of rows that the recall was measured with.
        var queries: Int
        /// Number of nearest rows per query.
        var neighbors: Int
        /// Seed of k-means and of the samples.
        var seed: UInt64
    }

    /// What the index was made from.
    var origin: Origin
    /// The largest distance between a row of the index and the exact row of length 1.
    var residual: Double
    /// The k-means lists; nil for rows in the order of the store, which are all searched.
    var lists: Lists?

    /// The byte ranges of the parts of the file; each begins at a multiple of 64.
    struct Layout: Equatable {
        /// `[lists + 1]` i64: first row of each list, and the number of rows.
        let offsets: Range<Int>
        /// Centroids of the lists, `[lists, columns]` f32.
        let centroids: Range<Int>
        /// `[rows]` u32: row numbers in the store; empty without lists.
        let numbers: Range<Int>
        /// Rows of length 1, `[rows, columns]` f16; with lists, list by list.
        let rows: Range<Int>

        /// The layout of an index.
        ///
        /// - Parameter lists: number of lists; 0 for rows in the order of the store.
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

    /// The layout that follows from the origin and the number of lists.
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

    /// Reads a header; nil for other bytes or a wrong checksum.
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

    /// CRC-32C of the JSON.
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

internal import Digest

/// Identifies the images of a segment, whatever their order: by their places in the plan and the
/// SHA-256 of their files. Sums over a segment are those of its rows only if both have the same.
public struct ImageCheck: Sendable, Equatable {
    /// The sum of a hash of each image, modulo 2^64.
    public private(set) var value: Int64 = 0

    /// No images.
    public init() {}

    /// Adds an image.
    public mutating func add(place: Int, sha256: some Sequence<UInt8>) {
        var hash = FNV1a()
        hash.add(place)
        hash.add(sha256)
        value &+= Int64(bitPattern: hash.value)
    }
}

extension SegmentReader {
    /// The images of the rows.
    public func imageCheck() throws -> ImageCheck {
        var check = ImageCheck()
        let digests: [UInt8] = try rows.rows(
            "\(Schema.Embeddings.images)/sha256", count: rowCount, row: [32]
        ).read()
        for (row, place) in try places().enumerated() {
            check.add(place: place, sha256: digests[32 * row..<32 * (row + 1)])
        }
        return check
    }
}

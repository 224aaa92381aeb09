internal import Console
internal import Dense
internal import Digest
internal import Foundation
public import Store
public import Tokens

/// The rows that a reduction in stages reads: one token of each image of a store, or vectors.
public struct StageRows {
    /// Where they come from.
    public enum Origin {
        /// One token of each image, at one layer.
        case images(EmbeddingReader, LayerName, TokenKind)
        /// Vectors of another program.
        case vectors(VectorReader)
    }

    let origin: Origin

    public init(_ origin: Origin) { self.origin = origin }

    /// Rows that are read at a time; moments depend on its being a multiple of 1,024.
    static let blockRows = 4096

    /// Number of rows.
    var count: Int {
        switch origin {
        case .images(let reader, _, _): reader.imageCount
        case .vectors(let reader): reader.rowCount
        }
    }

    /// Calls `body` for blocks of consecutive rows, in order, `[rows.count, columns]`.
    func forEachBlock(
        _ rows: Range<Int>, _ body: (Range<Int>, VectorBlock) throws -> Void
    ) throws {
        func checked(_ rows: Range<Int>, _ block: VectorBlock) throws {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; finished pieces stay.")
            }
            try body(rows, block)
        }
        switch origin {
        case .images(let reader, let layer, let kind):
            try reader.forEachBlock(
                of: [TokenSet(layer, kind)], images: rows, blockImages: Self.blockRows
            ) { try checked($0, $1[0]) }
        case .vectors(let reader):
            try reader.forEachBlock(rows: rows, blockRows: Self.blockRows, checked)
        }
    }

    /// A hash of each row's number, `[rows.count]`. Copies of an image have different ones, so that
    /// a frequent image fills no more of a sample than its share.
    func hashes(_ rows: Range<Int>, seed: UInt64) -> [UInt64] {
        let generator = CounterGenerator(seed: seed)
        return rows.map { generator.bits(at: UInt64($0)) }
    }

    /// What a plan says of the rows.
    public func input() throws -> StagePlan.Input {
        switch origin {
        case .images(let reader, let layer, let kind):
            let block = try reader.tokens(layer, kind, images: [0])
            return StagePlan.Input(
                contents: try reader.contentHash(), rows: reader.imageCount,
                columns: reader.model.width(of: layer), layer: layer.text, token: kind.rawValue,
                isHalf: block.isHalf)
        case .vectors(let reader):
            return StagePlan.Input(
                contents: try Self.fingerprint(reader), rows: reader.rowCount,
                columns: reader.columns, layer: "vectors", token: "rows",
                isHalf: reader.type == .f16)
        }
    }

    /// SHA-256 of the size and of 64 evenly spaced blocks of 16 rows: a file of many gigabytes is
    /// not read as a whole by each task.
    private static func fingerprint(_ reader: VectorReader) throws -> String {
        let hash = SHA256()
        hash.update(Array("\(reader.rowCount) x \(reader.columns) \(reader.type.rawValue)".utf8))
        let count = min(64, reader.rowCount)
        for place in 0..<count {
            let start = place * reader.rowCount / count
            let block = try reader.block(start..<min(reader.rowCount, start + 16))
            for value in block.matrix.elements {
                let bits = value.bitPattern
                hash.update((0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
            }
        }
        return hexadecimal(hash.finish())
    }
}

extension VectorBlock {
    /// Whether the numbers are in half precision.
    var isHalf: Bool {
        if case .half = values { return true }
        return false
    }
}

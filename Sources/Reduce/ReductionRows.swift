internal import Console
internal import Dense
internal import Neighbors
internal import PCA
internal import Store

/// The rows that a map is made of: one token of every image of a store, patches of its images, or
/// other people's vectors.
struct ReductionRows {
    enum Origin {
        case images(EmbeddingReader, TokenKind)
        /// Ascending.
        case patches(EmbeddingReader, [PatchPlace])
        case vectors(VectorReader)
    }

    let origin: Origin
    /// Rows that are read at a time: fixed, since sums round by their pieces.
    private static let blockRows = 4096

    var rows: Int {
        switch origin {
        case .images(let reader, _): reader.imageCount
        case .patches(_, let places): places.count
        case .vectors(let reader): reader.rowCount
        }
    }

    var columns: Int {
        switch origin {
        case .images(let reader, _), .patches(let reader, _): reader.model.width
        case .vectors(let reader): reader.columns
        }
    }

    /// What a row is, for sentences: "images".
    var noun: String {
        switch origin {
        case .images: "images"
        case .patches: "patches"
        case .vectors: "vectors"
        }
    }

    /// Of one of them: "image".
    var singular: String {
        switch origin {
        case .images: "image"
        case .patches: "patch"
        case .vectors: "vector"
        }
    }

    /// Hands all rows of some layers over, block by block in order: `blocks` `[rows, columns]`, one
    /// a layer. Vectors have no layers: whatever is asked for, they are handed over once.
    func forEachBlock(
        of layers: [LayerName], _ body: (Range<Int>, _ blocks: [VectorBlock]) throws -> Void
    ) throws {
        func checked(_ rows: Range<Int>, _ blocks: [VectorBlock]) throws {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while rows were read; nothing was written.")
            }
            try body(rows, blocks)
        }
        switch origin {
        case .images(let reader, let kind):
            try reader.forEachBlock(
                of: layers.map { TokenSet($0, kind) }, blockImages: Self.blockRows, checked)
        case .patches(let reader, let places):
            for start in stride(from: 0, to: places.count, by: Self.blockRows) {
                let range = start..<min(places.count, start + Self.blockRows)
                try checked(
                    range,
                    try layers.map { try reader.patches($0, at: Array(places[range])) })
            }
        case .vectors(let reader):
            try reader.forEachBlock(blockRows: Self.blockRows) { try checked($0, [$1]) }
        }
    }

    /// The normalised rows of a layer, for what goes through them again and again.
    func blocks(_ layer: LayerName, _ normalization: RowNormalization) -> RowBlocks {
        RowBlocks(rows: rows, columns: columns) { body in
            try forEachBlock(of: [layer]) { range, blocks in
                var block = blocks[0].matrix
                normalization.apply(&block)
                try body(block, range.lowerBound)
            }
        }
    }

    /// All rows of a layer at once, `[rows, columns]`.
    func matrix(_ layer: LayerName) throws -> Matrix<Float> {
        var elements: [Float] = []
        elements.reserveCapacity(rows * columns)
        try forEachBlock(of: [layer]) { _, blocks in elements += blocks[0].matrix.elements }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }
}

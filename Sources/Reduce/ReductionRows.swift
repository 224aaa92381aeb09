internal import Console
internal import Dense
internal import Neighbors
internal import PCA
internal import Store
internal import Tokens

/// The rows that a map is made of: one token of every image, sampled patches, or vectors of another
/// program.
///
/// Nothing is kept: every pass reads the file again, in blocks of 4,096 rows, so that memory does
/// not grow with their number.
struct ReductionRows {
    /// Where the rows come from.
    enum Origin {
        /// The class token, or the mean of the patch tokens, of every image.
        case images(EmbeddingReader, TokenKind)
        /// Single patch tokens; the places ascend.
        case patches(EmbeddingReader, [PatchPlace])
        /// Vectors of another program.
        case vectors(VectorReader)
    }

    /// Where the rows come from.
    let origin: Origin
    /// The layer whose width `columns` is; that matters for models that are no plain ViTs.
    var layer = LayerName.final
    /// Rows that are read at a time. It is fixed, since the rounding of sums depends on it.
    private static let blockRows = 4096

    /// Number of rows.
    var rows: Int {
        switch origin {
        case .images(let reader, _): reader.imageCount
        case .patches(_, let places): places.count
        case .vectors(let reader): reader.rowCount
        }
    }

    /// Numbers per row.
    var columns: Int { columns(of: layer) }

    /// Numbers per row of a layer.
    func columns(of layer: LayerName) -> Int {
        switch origin {
        case .images(let reader, _), .patches(let reader, _): reader.model.width(of: layer)
        case .vectors(let reader): reader.columns
        }
    }

    /// What the rows are, for messages: "images".
    var noun: String {
        switch origin {
        case .images: "images"
        case .patches: "patches"
        case .vectors: "vectors"
        }
    }

    /// What a row is, for messages: "image".
    var singular: String {
        switch origin {
        case .images: "image"
        case .patches: "patch"
        case .vectors: "vector"
        }
    }

    /// Reads the rows of some layers block by block, in order.
    ///
    /// - Parameters:
    ///   - layers: Layers to read. Vectors have none: they are handed over once.
    ///   - body: Receives a range of rows and one block per layer, `[rows, columns]`.
    /// - Throws: `Failure` if the run is interrupted, `StoreError` for a damaged file.
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

    /// The normalised rows of a layer, for algorithms that pass over them several times. Each pass
    /// reads the file.
    func blocks(_ layer: LayerName, _ normalization: RowNormalization) -> RowBlocks {
        RowBlocks(rows: rows, columns: columns(of: layer)) { body in
            try forEachBlock(of: [layer]) { range, blocks in
                var block = blocks[0].matrix
                normalization.apply(&block)
                try body(block, range.lowerBound)
            }
        }
    }

    /// All rows of a layer, `[rows, columns]`, not normalised; 4 · rows · columns bytes.
    func matrix(_ layer: LayerName) throws -> Matrix<Float> {
        let columns = columns(of: layer)
        var elements: [Float] = []
        elements.reserveCapacity(rows * columns)
        try forEachBlock(of: [layer]) { _, blocks in elements += blocks[0].matrix.elements }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }
}

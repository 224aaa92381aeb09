internal import Console
public import Dense
public import Store
public import Tokens

/// The rows of a store that are searched: the class, mean or patch tokens of one layer, or the
/// embeddings in the space of words.
public struct SearchedRows {
    /// The store.
    public let reader: EmbeddingReader
    /// The layer whose tokens are searched.
    public let layer: LayerName
    /// `classToken`, `mean`, `patches` or `joint`.
    public let kind: TokenKind
    /// Number of rows: images, or patches of all images.
    public let count: Int
    /// Numbers of each row: the model's width, or those of the space of words.
    public let columns: Int
    /// Number of rows per image: 1, or the patches.
    public let rowsPerImage: Int
    /// Whether no progress is printed.
    let quiet: Bool

    /// Describes the rows; nothing is read.
    public init(_ reader: EmbeddingReader, _ layer: LayerName, _ kind: TokenKind, quiet: Bool) {
        self.reader = reader
        self.layer = layer
        self.kind = kind
        self.quiet = quiet
        rowsPerImage = reader.model.count(kind)
        count = reader.imageCount * rowsPerImage
        columns = reader.model.shape(kind, layer).last ?? 0
    }

    /// The patches of each image that may be hits, `[images]`: all but a border; nil in a search
    /// for images, and without borders.
    public func pictures() throws -> [PictureArea]? {
        guard kind == .patches && reader.model.hasBorder else { return nil }
        return try reader.pictures(rows: 0..<reader.imageCount)
    }

    /// Whether the store has the tokens in half precision.
    ///
    /// - Throws: `StoreError` that lists the layers and tokens of the store when it has none of
    ///   these.
    public func isHalf() throws -> Bool {
        if case .half = try reader.tokens(layer, kind, images: [0]).values { return true }
        return false
    }

    /// What an index of these rows must have been made from.
    func origin() throws -> IndexHeader.Origin {
        IndexHeader.Origin(
            storeUUID: reader.uuid, storeHash: try reader.contentHash(), layer: layer.text,
            token: kind.rawValue, rows: count, columns: columns)
    }

    /// Reads all rows once, a few MiB at a time, and calls `body(first row, rows)` in order.
    ///
    /// - Parameter purpose: printed behind the progress.
    /// - Throws: `Failure` after an interruption, and when a row has NaN or infinity.
    func forEachBlock(for purpose: String, _ body: (Int, UnitRows) throws -> Void) throws {
        var progress = Progress(total: reader.imageCount, unit: "images", quiet: quiet)
        defer { progress.end() }
        // About 4 MB of half precision.
        let images = max(1, min(1024, (2 << 20) / (rowsPerImage * columns)))
        try reader.forEachBlock(of: [TokenSet(layer, kind)], blockImages: images) { range, blocks in
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; the index was not written.")
            }
            try checkFinite(blocks[0], firstImage: range.lowerBound)
            try body(range.lowerBound * rowsPerImage, UnitRows(blocks[0]))
            progress.update(done: range.upperBound, note: purpose)
        }
    }

    /// - Throws: `Failure` with the image of the first row that has NaN or infinity.
    private func checkFinite(_ block: VectorBlock, firstImage: Int) throws {
        if let row = block.firstNonFiniteRow {
            let image = firstImage + row / rowsPerImage
            throw Failure(
                Exit.nothing,
                "\(reader.path): expected finite numbers in the \(kind.rawValue) tokens of layer "
                    + "\(layer.text), found NaN or infinity in image \(image) "
                    + "(\(displayPath(try reader.paths()[image]))); run extract again.")
        }
    }

    /// Some rows as the store has them, `[numbers.count, columns]`.
    ///
    /// - Parameter numbers: row numbers, ascending.
    public func stored(_ numbers: [Int]) throws -> VectorBlock {
        let block =
            kind == .patches
            ? try reader.patches(
                layer,
                at: numbers.map {
                    PatchPlace(image: $0 / rowsPerImage, patch: $0 % rowsPerImage)
                })
            : try reader.tokens(layer, kind, images: numbers)
        if let row = block.firstNonFiniteRow {
            try checkFinite(block, firstImage: numbers[row] / rowsPerImage - row / rowsPerImage)
        }
        return block
    }
}

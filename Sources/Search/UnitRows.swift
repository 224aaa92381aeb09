internal import Console
internal import Dense
internal import Store

/// Rows of length 1 in half precision, `[rows, columns]`; a row of zeros stays one.
struct UnitRows {
    let halves: [HalfBits]
    /// The largest distance of a row from the row of length 1 it stands for.
    let residual: Double

    init(_ block: VectorBlock) {
        let columns = block.columns
        let values = block.matrix.elements
        let pieceRows = 64
        let pieces = parallelMap((block.rows + pieceRows - 1) / pieceRows) { piece in
            Self.unit(
                values.span, piece * pieceRows..<min(block.rows, (piece + 1) * pieceRows), columns)
        }
        halves = pieces.flatMap(\.halves)
        residual = pieces.map(\.residual).max() ?? 0
    }

    private static func unit(
        _ values: borrowing Span<Float>, _ rows: Range<Int>, _ columns: Int
    ) -> (halves: [HalfBits], residual: Double) {
        var unit = [Float](repeating: 0, count: rows.count * columns)
        var exact = [Double](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() {
            let factor = inverseLength(values, row, columns)
            exact[place] = factor
            for c in 0..<columns {
                unit[place * columns + c] = Float(Double(values[row * columns + c]) * factor)
            }
        }
        let halves = toHalf(unit.span).bits
        let rounded = fromHalf(halves)
        var largest = 0.0
        for (place, row) in rows.enumerated() {
            var square = 0.0
            for c in 0..<columns {
                let difference =
                    Double(values[row * columns + c]) * exact[place]
                    - Double(rounded[place * columns + c])
                square += difference * difference
            }
            largest = max(largest, square)
        }
        return (halves, largest.squareRoot())
    }

    private static func inverseLength(
        _ values: borrowing Span<Float>, _ row: Int, _ columns: Int
    ) -> Double {
        var square = 0.0
        for c in 0..<columns {
            let x = Double(values[row * columns + c])
            square += x * x
        }
        return square > 0 ? 1 / square.squareRoot() : 0
    }
}

/// The rows of a store that are searched: a layer's class tokens, means or patches.
struct SearchedRows {
    let reader: EmbeddingReader
    let layer: LayerName
    let kind: TokenKind
    /// Images, or patches of all images.
    let count: Int
    let columns: Int
    /// Rows of an image.
    let rowsPerImage: Int
    /// Whether passes keep their progress to themselves.
    let quiet: Bool

    init(_ reader: EmbeddingReader, _ layer: LayerName, _ kind: TokenKind, quiet: Bool) {
        self.reader = reader
        self.layer = layer
        self.kind = kind
        self.quiet = quiet
        rowsPerImage = reader.model.count(kind)
        count = reader.imageCount * rowsPerImage
        columns = reader.model.width
    }

    /// Whether the store has them in half precision; an error says when it has none of the kind.
    func isHalf() throws -> Bool {
        if case .half = try reader.tokens(layer, kind, images: [0]).values { return true }
        return false
    }

    func origin() throws -> IndexHeader.Origin {
        IndexHeader.Origin(
            storeUUID: reader.uuid, storeHash: try reader.contentHash(), layer: layer.text,
            token: kind.rawValue, rows: count, columns: columns)
    }

    /// One pass over all rows, `body(first row, rows)` in order; `purpose` is shown with its
    /// progress.
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

    /// The rows themselves as the store has them, `[numbers.count, columns]`; `numbers` ascend.
    func stored(_ numbers: [Int]) throws -> VectorBlock {
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

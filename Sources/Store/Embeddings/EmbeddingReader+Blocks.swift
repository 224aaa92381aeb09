public import Dense
internal import HDF5
public import Tokens

/// Many rows at a time, in the precision of the file.
extension EmbeddingReader {
    /// Reads data sets block by block and calls `body` for each block, in order.
    ///
    /// A second thread reads up to two blocks ahead, so that the blocks of four calls are in memory
    /// at a time. `body` may read from the file too.
    ///
    /// - Parameters:
    ///   - sets: The data sets to read.
    ///   - images: Range of images; all if nil.
    ///   - blockImages: Images per block. Multiples of 1,024 suit class tokens and means. Patch
    ///     tokens need far fewer: 7 images of 197 x 768 tokens are 2 MB in half precision.
    ///   - body: Receives the range of images and one block for each of `sets`, `[images.count *
    ///     tokens, width]`. An error that it throws ends the reading.
    /// - Throws: `StoreError`, as for `tokens(_:_:rows:)`.
    public func forEachBlock(
        of sets: [TokenSet], images: Range<Int>? = nil, blockImages: Int = 1024,
        _ body: (_ images: Range<Int>, _ blocks: [VectorBlock]) throws -> Void
    ) throws {
        precondition(blockImages > 0, "blocks of \(blockImages) images")
        let images = images ?? 0..<imageCount
        let datasets = try sets.map { try tokenRows($0.layer, $0.kind) }
        func part(_ index: Int) -> Range<Int> {
            let start = images.lowerBound + index * blockImages
            return start..<min(images.upperBound, start + blockImages)
        }
        try readAhead(
            count: (images.count + blockImages - 1) / blockImages,
            make: { index in
                silenceHDF5OnThisThread()
                return try zip(sets, datasets).map {
                    try kept($1, $0.kind, images: part(index))
                }
            },
            take: { try body(part($0), $1) })
    }

    /// Tokens of selected images, `[images.count * tokens, width]`, in the precision of the file.
    /// Each chunk of the file is read once.
    ///
    /// - Parameter images: Row indices in ascending order.
    public func tokens(
        _ layer: LayerName, _ kind: TokenKind, images: [Int]
    ) throws -> VectorBlock {
        try gather(images.map(fileRow), of: tokenRows(layer, kind), kind)
    }

    /// Tokens of consecutive images of this reader, `[images.count * tokens, width]`.
    func kept(
        _ rows: CheckedRows, _ kind: TokenKind, images: Range<Int>
    ) throws -> VectorBlock {
        guard let keptRows else { return try block(rows, images: images) }
        return try gather(Array(keptRows[images]), of: rows, kind)
    }

    /// Tokens of ascending rows of the file, `[images.count * tokens, width]`.
    private func gather(
        _ images: [Int], of rows: CheckedRows, _ kind: TokenKind
    ) throws -> VectorBlock {
        let tokens = model.count(kind)
        return try gather(
            images, of: rows, vectors: tokens,
            // Chunks as `extract` writes them.
            group: { kind == .patches ? $0 : $0 / 512 },
            read: { try block(rows, images: $0.lowerBound..<$0.upperBound + 1) },
            offset: { ($0 - $1) * tokens })
    }

    /// Single patch tokens, `[places.count, width]`, in the precision of the file. All patches of
    /// an image are read together, since they have one checksum.
    ///
    /// - Parameter places: Images and patches in ascending order.
    public func patches(_ layer: LayerName, at places: [PatchPlace]) throws -> VectorBlock {
        let rows = try tokenRows(layer, .patches)
        let places = places.map { PatchPlace(image: fileRow($0.image), patch: $0.patch) }
        return try gather(
            places, of: rows, vectors: 1, group: { $0.image },
            read: { try block(rows, images: $0.lowerBound.image..<$0.lowerBound.image + 1) },
            // The whole image is read, since it has one checksum.
            offset: { place, _ in place.patch })
    }

    /// Reads neighbouring places together and keeps `vectors` rows for each, starting at
    /// `offset(place, first place of its group)`.
    private func gather<Place: Comparable>(
        _ places: [Place], of rows: CheckedRows, vectors: Int, group: (Place) -> Int,
        read: (ClosedRange<Place>) throws -> VectorBlock, offset: (Place, Place) -> Int
    ) throws -> VectorBlock {
        precondition(
            zip(places, places.dropFirst()).allSatisfy { $0 <= $1 },
            "\(places.count) places of \(path) are not in order")
        var gathered = GatheredRows(
            rows: places.count * vectors, columns: rows.columns,
            isHalf: rows.dataset.type == .float16)
        var start = 0
        while start < places.count {
            let key = group(places[start])
            let end = places[start...].firstIndex { group($0) != key } ?? places.count
            let block = try read(places[start]...places[end - 1])
            for place in places[start..<end] {
                let first = offset(place, places[start])
                gathered.add(first..<first + vectors, of: block)
            }
            start = end
        }
        return gathered.block
    }

    /// The data set of a layer's tokens; its shape and type are checked.
    ///
    /// - Throws: `StoreError`: `.noLayer`, `.noTokens` or `.notOurs`.
    func tokenRows(_ layer: LayerName, _ kind: TokenKind) throws -> CheckedRows {
        // The embedding in the space of words is no layer's.
        if kind != .joint { try require(layer) }
        let name = Schema.Embeddings.layerPath(layer, kind)
        guard root.contains(name) else {
            if kind == .joint {
                throw StoreError.noTokens(
                    file: path, what: "embeddings in the space of words (/joint)",
                    option: "a checkpoint of CLIP or SigLIP")
            }
            throw StoreError.noTokens(
                file: path, what: "\(kind.rawValue) tokens of layer \(layer.text)",
                option: "--tokens \(kind.rawValue)")
        }
        let stored = try rows.rows(name, count: fileRows, row: model.shape(kind, layer))
        guard [.float16, .float32].contains(stored.dataset.type) else {
            throw StoreError.notOurs(file: path, found: "/\(name) of \(stored.dataset.type)")
        }
        return stored
    }

    /// Tokens of consecutive rows of the file, `[images.count * tokens, width]`. NaN and infinity,
    /// which `extract` never writes, are an error.
    func block(_ rows: CheckedRows, images: Range<Int>) throws -> VectorBlock {
        let perImage = rows.dataset.shape.dropFirst().dropLast().reduce(1, *)
        let block = VectorBlock(
            rows: images.count * perImage, columns: rows.columns,
            values: rows.dataset.type == .float16
                ? .half(try rows.read(rows: images)) : .single(try rows.read(rows: images)))
        if let row = block.firstNonFiniteRow {
            throw StoreError.malformed(
                file: path,
                what: "\(rows.dataset.path), image \(images.lowerBound + row / perImage)",
                expected: "finite numbers", found: "NaN or infinity")
        }
        return block
    }
}

extension CheckedRows {
    /// Numbers of each vector: the last side of the data set.
    fileprivate var columns: Int { dataset.shape.last ?? 0 }
}

internal import HDF5
internal import Tokens

/// The data sets of a file of embeddings.
extension EmbeddingLayout {
    /// All data sets with one row per image, in the order in which they are created and verified.
    /// Patch tokens have one image per chunk, everything else up to 512.
    var rowSets: [RowSet] {
        let many = min(512, max(1, plannedImages))
        var sets: [RowSet] = []
        func add(
            _ path: String, _ type: ElementType, _ row: [Int] = [], chunk: Int = 256,
            bytes: Int = 0
        ) {
            sets.append(
                RowSet(
                    path: path, type: type, row: row, rowsPerChunk: chunk,
                    bytesPerChunk: max(1024, bytes)))
        }
        let images = Schema.Embeddings.images
        add("\(images)/path", .bytes, bytes: min(1 << 14, 64 * plannedImages))
        add(RowSet.pathText, .string)
        add("\(images)/preview", .bytes, bytes: min(1 << 16, 4096 * plannedImages))
        for name in ["place", "width", "height", "bytes", "mtime"] {
            add("\(images)/\(name)", .int64)
        }
        add("\(images)/label", .int32)
        add("\(images)/sha256", .uint8, [32])
        if model.hasBorder { add("\(images)/\(Schema.Embeddings.picture)", .int32, [4]) }
        if hasSplits { add("\(images)/split", .string) }
        for name in columns { add("\(images)/\(Schema.Embeddings.columns)/\(name)", .string) }
        let type: ElementType = precision == .f16 ? .float16 : .float32
        for layer in layers {
            for kind in tokens {
                add(
                    Schema.Embeddings.layerPath(layer, kind), type, model.shape(kind, layer),
                    chunk: kind == .patches ? 1 : many)
            }
        }
        if joint { add(Schema.Embeddings.joint, type, [model.jointWidth], chunk: many) }
        if attention {
            let group = Schema.Embeddings.attention
            add(
                "\(group)/rollout", .float32, [model.depth, model.patches], chunk: min(many, 16))
            add("\(group)/distance", .float32, [model.depth, model.heads], chunk: many)
        }
        if objects {
            let group = Schema.Embeddings.objects
            add("\(group)/names", .string)
            add("\(group)/patches", .uint8, [model.patches], chunk: many)
            add("\(group)/measured", .uint8, [model.patches], chunk: many)
            add(RowSet.maskDigests, .uint8, [32])
        }
        if predictions {
            let group = Schema.Embeddings.predictions
            add("\(group)/label", .int32, [predictionCount])
            add("\(group)/probability", .float32, [predictionCount])
        }
        return sets
    }

    /// Number of classes stored per image: 5, or the number of classes if that is smaller.
    public var predictionCount: Int {
        min(5, max(1, classCount ?? (classNames.isEmpty ? 5 : classNames.count)))
    }
}

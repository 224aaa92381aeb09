internal import MapFiles
internal import Store
internal import Tokens

extension FileSizes {
    /// Bytes of what only the page shows: digests, splits, thumbnails, coordinates of patches.
    ///
    /// The size of a thumbnail is that of a sample of the previews.
    static func page(of reader: EmbeddingReader, isOfImages: Bool) throws -> Sum {
        var sum = Sum()
        let count = reader.imageCount
        if isOfImages {
            sum.bytes += 32 * count
            if try reader.splits() != nil { sum.addTexts(count, length: 5) }
        }
        if (1...ThumbnailSheets.limit).contains(count) {
            let sample = sampledRows(of: count)
            let previews = try sample.flatMap { try reader.previews(rows: $0) }
            sum.bytes += Thumbnails.encode(previews).bytes.count * count / previews.count
            sum.addObjects(7)
        }
        let held = reader.layers.count { reader.holds($0, .patches) }
        let images = try reader.explained().rowPlaces.count
        if held > 0 && images > 0 {
            let size = min(PageJob.featureSize, reader.model.width)
            sum.bytes += images * held * reader.model.patches * size
            sum.addObjects(5 + images)
        }
        return sum
    }

    /// All rows, or eight runs of eight rows.
    private static func sampledRows(of count: Int) -> [Range<Int>] {
        if count <= 64 { return [0..<count] }
        return (0..<8).map { run in
            let start = run * (count - 8) / 7
            return start..<start + 8
        }
    }
}

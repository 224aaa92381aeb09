internal import Images
internal import ModelLoading
internal import Store

/// How the images of a store were decoded and modified.
struct ImageSettings {
    /// The run that wrote the store.
    private let content: StoredRun

    /// - Throws: `StoreError` for settings that cannot be read: with the defaults, images would be
    ///   prepared in another way than the rows.
    init(_ reader: EmbeddingReader) throws { content = try reader.run() }

    /// Whether the rows are unmodified images: no mosaics, no variant.
    var isOriginal: Bool {
        (content.variant ?? "original") == "original" && (content.mosaic ?? 1) == 1
    }

    /// The modifications of the images: "random:0.5, mosaics of 2 x 2".
    var changes: String {
        let mosaic = content.mosaic ?? 1
        let variant = content.variant == "original" ? nil : content.variant
        return [variant, mosaic > 1 ? "mosaics of \(mosaic) x \(mosaic)" : nil]
            .compactMap { $0 }.joined(separator: ", ")
    }

    /// The options of the decoder: pixel limit, truncated files, EXIF orientation.
    var decoding: DecodeOptions {
        content.settings.map { DecodeOptions($0.images) } ?? DecodeOptions()
    }
}

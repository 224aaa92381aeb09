internal import HDF5
internal import Tokens

/// What only the page of `plot` shows. Files of earlier versions do not have it.
extension ReductionReader {
    /// The thumbnails; nil without them.
    static func readThumbnails(_ vitrine: CheckedGroup) throws -> ThumbnailSheets? {
        guard vitrine.contains(Schema.Reduction.thumbnails) else { return nil }
        let group = try vitrine.group(Schema.Reduction.thumbnails)
        let perSheet = try group.integer("per_sheet", in: 1...1 << 16)
        let count = try group.integer("count", in: 1...1 << 40)
        let sheets = (count + perSheet - 1) / perSheet
        let length = try group.shape("bytes", dimensions: 1)[0]
        let offsets = try group.integers("offsets", shape: [sheets + 1], in: 0...Int64(length))
        let pairs = zip(offsets, offsets.dropFirst())
        guard pairs.allSatisfy({ $0 <= $1 }) else {
            throw group.malformed("offsets", "numbers that ascend", "others")
        }
        let missing = try group.shape("missing", dimensions: 1)[0]
        let bytes = try group.bytes("bytes", shape: [length])
        return ThumbnailSheets(
            side: try group.integer("side", in: 1...1024),
            columns: try group.integer("columns", in: 1...Int64(perSheet)), perSheet: perSheet,
            count: count,
            sheets: pairs.map { Array(bytes[Int($0)..<Int($1)]) },
            missing: try group.integers("missing", shape: [missing], in: 0...Int64(count - 1))
                .map { Int($0) })
    }

    /// The coordinates of patches of the explained images; nil without them.
    ///
    /// - Parameter explained: Number of images stored in full, to which they refer.
    static func readPatchFeatures(
        _ vitrine: CheckedGroup, _ model: ModelDescription, explained: Int
    ) throws -> PatchFeatures? {
        guard vitrine.contains(Schema.Reduction.patchFeatures) else { return nil }
        let group = try vitrine.group(Schema.Reduction.patchFeatures)
        let layers = try readLayers(group, depth: model.depth)
        let size = try group.integer("size", in: 1...Int64(max(1, model.width)))
        let images = try group.group("images")
        var codes: [Int: [Int8]] = [:]
        for name in try images.group.names() {
            guard let place = Int(name), (0..<explained).contains(place) else {
                throw images.malformed(name, "the number of an explained image", "\"\(name)\"")
            }
            codes[place] = try images.integers(
                name, shape: [layers.count, model.patches, size], in: -128...127
            ).map { Int8($0) }
        }
        return PatchFeatures(
            layers: layers, size: size,
            scales: try group.floats("scales", shape: [layers.count], minimum: 0), images: codes)
    }
}

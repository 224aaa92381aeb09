internal import HDF5

/// What only the page of `plot` shows.
extension ReductionWriter {
    /// Writes thumbnails and patch features that exist.
    static func writePage(_ reduction: Reduction, _ vitrine: Group) throws {
        let names = Schema.Reduction.self
        if let thumbnails = reduction.thumbnails {
            let group = try vitrine.createDictionary(names.thumbnails)
            try group.putNumber("side", Int64(thumbnails.side))
            try group.putNumber("columns", Int64(thumbnails.columns))
            try group.putNumber("per_sheet", Int64(thumbnails.perSheet))
            try group.putNumber("count", Int64(thumbnails.count))
            try group.putArray("missing", thumbnails.missing.map(Int64.init))
            var offsets: [Int64] = [0]
            for sheet in thumbnails.sheets { offsets.append(offsets.last! + Int64(sheet.count)) }
            try group.putArray("bytes", Array(thumbnails.sheets.joined()))
            try group.putArray("offsets", offsets)
        }
        if let features = reduction.patchFeatures {
            let group = try vitrine.createDictionary(names.patchFeatures)
            try group.putStrings("layers", features.layers)
            try group.putArray("scales", features.scales)
            try group.putNumber("size", Int64(features.size))
            let images = try group.createDictionary("images")
            for (place, codes) in features.images.sorted(by: { $0.key < $1.key }) {
                try images.putArray(
                    String(place), codes,
                    shape: [features.layers.count, reduction.model.patches, features.size])
            }
        }
    }
}

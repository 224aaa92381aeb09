internal import Dense
internal import HDF5
internal import Tokens

extension ReductionReader {
    /// The scenes, in the order of their numbers.
    static func readScenes(_ vitrine: CheckedGroup, _ model: ModelDescription) throws -> [Scene] {
        let scenes = try vitrine.group(Schema.Reduction.scenes)
        return try scenes.namesInOrder().map { try readScene(try scenes.group($0), model) }
    }

    /// The images stored in full, in the order of their numbers.
    static func readExplained(
        _ vitrine: CheckedGroup, _ model: ModelDescription
    ) throws -> [ExplainedImage] {
        let explain = try vitrine.group(Schema.Reduction.explain)
        return try explain.namesInOrder().map { try readImage(try explain.group($0), model) }
    }

    /// Rows in the parent file of the images of a map that has a part of them; nil for all.
    static func readParentRows(_ vitrine: CheckedGroup, _ rows: MapRows) throws -> [Int]? {
        let name = Schema.Reduction.parentRows
        guard vitrine.contains(name) else { return nil }
        let count = try vitrine.shape(name, dimensions: 1)[0]
        let parents = try vitrine.integers(name, shape: [count], in: 0...1 << 40)
        guard zip(parents, parents.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw vitrine.malformed(name, "rows that ascend", "others")
        }
        if let patches = rows.patches {
            guard patches.allSatisfy({ (0..<count).contains($0.image) }) else {
                throw vitrine.malformed(name, "a row for the image of each patch", "\(count)")
            }
        } else if count != rows.count {
            throw vitrine.malformed(name, "\(rows.count) rows", "\(count)")
        }
        return parents.map { Int($0) }
    }

    /// The patches of each image that show the picture; empty for a map without borders.
    static func readPictures(
        _ vitrine: CheckedGroup, _ model: ModelDescription, _ rows: MapRows
    ) throws -> [PictureArea] {
        let name = Schema.Reduction.pictures
        guard vitrine.contains(name) else { return [] }
        let count = try vitrine.shape(name, dimensions: 2)[0]
        guard (rows.patches ?? []).allSatisfy({ (0..<count).contains($0.image) }) else {
            throw vitrine.malformed(name, "a row for the image of each patch", "\(count)")
        }
        let numbers = try vitrine.integers(name, shape: [count, 4], in: 0...1 << 16)
            .map { Int32($0) }
        return try (0..<count).map {
            try PictureArea(
                stored: numbers[4 * $0..<4 * $0 + 4], model.grid, file: vitrine.file)
        }
    }

    /// JPEG previews by image of the map. Files of early versions have no list of rows: there the
    /// previews are those of the first rows.
    static func readPreviews(_ vitrine: CheckedGroup) throws -> [Int: [UInt8]] {
        guard vitrine.contains(Schema.Reduction.previews) else { return [:] }
        let group = try vitrine.group(Schema.Reduction.previews)
        let length = try group.shape("bytes", dimensions: 1)[0]
        let count = try group.shape("offsets", dimensions: 1)[0]
        let offsets = try group.integers("offsets", shape: [count], in: 0...Int64(length))
        let pairs = zip(offsets, offsets.dropFirst())
        if let wrong = pairs.first(where: { $0 > $1 }) {
            throw group.malformed("offsets", "numbers that ascend", "\(wrong.1) behind \(wrong.0)")
        }
        let shown = max(0, count - 1)
        let rows =
            group.contains("rows")
            ? try group.integers("rows", shape: [shown], in: 0...1 << 40)
            : (0..<shown).map(Int64.init)
        guard zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw group.malformed("rows", "rows that ascend", "others")
        }
        let bytes = try group.bytes("bytes", shape: [length])
        var previews: [Int: [UInt8]] = [:]
        for (row, ends) in zip(rows, pairs) {
            previews[Int(row)] = Array(bytes[Int(ends.0)..<Int(ends.1)])
        }
        return previews
    }

    /// One scene. Its layouts, pixels and attention must fit the model.
    private static func readScene(_ group: CheckedGroup, _ model: ModelDescription) throws -> Scene
    {
        let names = try group.texts("layer_names")
        let divergences = try group.reals(
            "kl_divergence", shape: [names.count], allowsNaN: true)
        let layouts = try group.group(Schema.Reduction.layers)
        let blocks = try group.shape("attention", dimensions: 2)[0]
        guard blocks <= model.depth else {
            throw group.malformed("attention", "at most \(model.depth) blocks", "\(blocks)")
        }
        return Scene(
            path: try group.text("path"), row: try group.integer("row", in: -1...1 << 40),
            pixels: try readPixels(group, model), picture: try readPicture(group, model),
            objects: try group.bytes("objects", shape: [model.patches]),
            objectNames: try group.texts("object_names"),
            layers: try zip(names, divergences).map { name, divergence in
                SceneLayer(
                    layer: name,
                    layout: try layouts.floatMatrix(
                        name, rows: model.patches, columns: 2, maximum: 1e15),
                    klDivergence: divergence)
            },
            attention: try group.floats(
                "attention", shape: [blocks, model.patches], minimum: 0, maximum: 1.001))
    }

    /// Pixels of an image, `[height, width, 3]`.
    private static func readPixels(_ group: CheckedGroup, _ model: ModelDescription) throws
        -> [UInt8]
    {
        try group.bytes("pixels", shape: model.pixelShape)
    }

    /// The patches that show the picture; nil for all.
    private static func readPicture(_ group: CheckedGroup, _ model: ModelDescription) throws
        -> PictureArea?
    {
        let name = Schema.Embeddings.picture
        guard group.contains(name) else { return nil }
        let numbers = try group.integers(name, shape: [4], in: 0...1 << 16)
        return try PictureArea(
            stored: numbers.map { Int32($0) }, model.grid, file: group.file)
    }

    /// One image stored in full; the attention maps are empty if the file does not have them.
    private static func readImage(
        _ group: CheckedGroup, _ model: ModelDescription
    ) throws -> ExplainedImage {
        let masked = try group.shape("objects", dimensions: 1)[0]
        guard masked == 0 || masked == model.patches else {
            throw group.malformed("objects", "none or \(model.patches) patches", "\(masked)")
        }
        let classes = try group.shape("predicted_labels", dimensions: 1)[0]
        var image = ExplainedImage(
            path: Array(try group.text("path").utf8),
            row: try group.integer("row", in: -1...1 << 40),
            pixels: try readPixels(group, model), joint: [], heads: [],
            picture: try readPicture(group, model),
            objects: try group.bytes("objects", shape: [masked]),
            objectNames: try group.texts("object_names"), variant: try group.text("variant"),
            predictedLabels: try group.smallIntegers(
                "predicted_labels", shape: [classes], in: 0...(.max)),
            probabilities: try group.floats(
                "probabilities", shape: [classes], minimum: 0, maximum: 1.001))
        if group.contains(Schema.Embeddings.units) {
            let units = try group.group(Schema.Embeddings.units)
            for name in try units.group.names() {
                image.units[name] = try units.floats(name, shape: [model.patches])
            }
        }
        if group.contains("joint") {
            let tokens = model.tokens
            image.joint = try group.floats(
                "joint", shape: [model.depth, tokens, tokens], minimum: 0, maximum: 1.001)
            image.heads = try group.floats(
                "heads", shape: [model.depth, model.heads, model.patches], minimum: 0,
                maximum: 1.001)
        }
        return image
    }
}

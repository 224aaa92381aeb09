internal import Images
internal import Store
internal import Tokens

/// The chunks of an image that is stored in full.
struct ExplainedChunks {
    /// The map.
    let reduction: Reduction
    /// Index in `Reduction.explained`.
    let place: Int
    /// What the names of the chunks begin with.
    let name: String

    /// Quality of the image's JPEG.
    private static let quality = 88

    private var image: ExplainedImage { reduction.explained[place] }
    private var model: ModelDescription { reduction.model }
    /// The patches that the page shows: all but those of a border.
    private var area: PictureArea { image.picture ?? PictureArea(all: model.grid) }

    /// Describes the image; `add` takes each chunk and returns its name.
    func describe(
        _ add: (String, @escaping () throws -> [UInt8]) -> String
    ) -> ExplainedDescription {
        let (grid, area) = (model.grid, area)
        let pixels = image.pixels
        var described = ExplainedDescription(
            row: image.row, path: displayPath(image.path),
            grid: [area.rows.count, area.columns.count],
            origin: [area.rows.lowerBound, area.columns.lowerBound],
            picture: add("\(name)/picture") {
                encodeJPEG(
                    RGBImage(width: grid.width, height: grid.height, pixels: pixels)
                        .part(area, patch: grid.patch), quality: Self.quality)
            }, objectNames: image.objectNames, depth: model.depth, heads: model.heads,
            attentionSource: model.attentionSource, predictions: predictions)
        if image.objects.count == model.patches {
            let objects = area.pick(image.objects, in: grid)
            described.objects = add("\(name)/objects") { objects }
        }
        if !image.joint.isEmpty {
            let (rollout, attention) = (rollout, heads)
            described.rollout = add("\(name)/rollout") { rollout.codes }
            described.rolloutMax = rollout.largest
            described.attention = add("\(name)/attention") { attention.codes }
            described.attentionMax = attention.largest
        }
        if let features = reduction.patchFeatures, let codes = features.images[place] {
            described.tokens = ExplainedDescription.TokenDescription(
                chunk: add("\(name)/tokens") {
                    let (size, layers) = (features.size, features.layers.count)
                    return (0..<layers).flatMap { layer in
                        area.indices(in: grid).flatMap { patch in
                            let start = (layer * grid.count + patch) * size
                            return codes[start..<start + size].map { UInt8(bitPattern: $0) }
                        }
                    }
                }, layers: features.layers, size: features.size)
        }
        return described
    }

    /// The likeliest classes with their probabilities.
    private var predictions: [NamedValue<Double>] {
        let names = reduction.modelArrays.classNames
        return zip(image.predictedLabels, image.probabilities).map { label, probability in
            let row = PredictionRow(
                predictedClass: names.indices.contains(Int(label))
                    ? names[Int(label)] : "class \(label)")
            return NamedValue(row.shortClass, shortest(probability))
        }
    }

    /// Attention rollout from the image's token to the patches, `[depth, patches]`.
    private var rollout: Shares {
        var shares = Shares()
        for block in 0..<model.depth {
            let weights = model.imageRollout(
                image.joint, afterBlocks: block + 1, picture: image.picture)
            shares.add(area.pick(weights, in: model.grid))
        }
        return shares
    }

    /// Attention of the image's token by head, `[depth, heads, patches]`.
    private var heads: Shares {
        let patches = model.patches
        var shares = Shares()
        for block in 0..<model.depth {
            shares.add(
                (block * model.heads..<(block + 1) * model.heads).flatMap { row in
                    area.pick(
                        Array(image.heads[row * patches..<(row + 1) * patches]), in: model.grid)
                })
        }
        return shares
    }
}

/// Numbers in 8 bits with the largest of each block.
struct Shares {
    /// Each number as a share of the largest of its block: 255 is 1.
    var codes: [UInt8] = []
    /// The largest number of each block.
    var largest: [Double] = []

    /// Adds a block of numbers of 0 or more.
    mutating func add(_ values: some Collection<Float>) {
        let most = values.max() ?? 0
        largest.append(shortest(most))
        codes += values.map { most > 0 ? UInt8(($0 / most * 255).rounded()) : 0 }
    }
}

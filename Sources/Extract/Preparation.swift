internal import Console
internal import Dense
internal import Digest
internal import Foundation
internal import Images
internal import Store
internal import Tokens

/// Reads and decodes the files of an item and applies recipe, mosaic and variant: the input of the
/// model before normalisation.
///
/// A single image is decoded, turned upright if `--exif` was given, resized and cropped by the
/// recipe. In a mosaic each image is resized to its cell instead. The variant then works on the
/// input and its mask. All workers share one value.
struct Preparation: Sendable {
    /// Root of the paths, masks and mosaic.
    let plan: Plan
    /// How an image becomes the input of the model.
    let recipe: Recipe
    /// Side of a patch in pixels.
    let patch: Int
    /// The patches of the input.
    var grid: PatchGrid { recipe.grid(patch: patch) }
    /// Pixel limit, truncated files, EXIF orientation.
    let decoding: DecodeOptions
    /// Seed of the random variants.
    let seed: Int
    /// What prepares single images in place of `recipe`; nil for `recipe`.
    var library: TorchSession?

    /// A file of an item: its image and its bytes.
    private struct ReadFile {
        /// The image and its orientation.
        let decoded: DecodedImage
        /// The bytes of the file.
        let bytes: [UInt8]
    }

    /// Makes the system read ahead the files of items that are prepared soon.
    func prefetch(_ items: [Plan.Item]) {
        for image in items.flatMap(\.images) where image.fault == nil {
            prefetchFile(root: plan.root, image)
        }
    }

    /// Prepares one item; the result depends on no other item.
    ///
    /// - Parameters:
    ///   - item: an item of the plan.
    ///   - times: gets the seconds of reading, decoding and preparing.
    /// - Throws: `RejectedImage` for a file or mask that cannot be used.
    func prepare(_ item: Plan.Item, _ times: inout StageTimes) throws -> PreparedImage {
        let bytes = try times.measure(.read) {
            try item.images.map { image in
                try rejecting(image, of: item) { () throws(RejectedImage) in
                    if let fault = image.fault { throw fault }
                    return try readFile(root: plan.root, path: image.path, expecting: image)
                }
            }
        }
        let (files, hash) = try times.measure(.decode) {
            let files = try zip(item.images, bytes).map { image, bytes in
                try rejecting(image, of: item) { () throws(RejectedImage) in
                    ReadFile(decoded: try decodeImage(bytes, options: decoding), bytes: bytes)
                }
            }
            let hashes = bytes.map { SHA256.digest($0) }
            return (files, hashes.count == 1 ? hashes[0] : SHA256.digest(hashes.flatMap { $0 }))
        }
        return try times.measure(.prepare) {
            var prepared =
                try plan.mosaic == 1
                ? wholeImage(item, files[0], hash) : mosaicImage(item, files, hash)
            var generator = CounterGenerator(
                seed: UInt64(bitPattern: Int64(seed)), position: UInt64(item.place) << 32)
            try item.variant.apply(
                to: &prepared.image, objects: &prepared.objects, grid,
                picture: prepared.picture, using: &generator)
            // The blocks of a border stand anywhere then.
            if case .shuffled = item.variant { prepared.picture = nil }
            return prepared
        }
    }

    /// Runs `body`; in a mosaic the reason of a reject begins with the path of its image.
    private func rejecting<Value>(
        _ image: ListedImage, of item: Plan.Item, _ body: () throws(RejectedImage) -> Value
    ) throws(RejectedImage) -> Value {
        do {
            return try body()
        } catch {
            if item.images.count == 1 { throw error }
            throw RejectedImage(error.cause, "\(image.displayPath): \(error.detail)")
        }
    }

    /// A single image, prepared by the recipe.
    private func wholeImage(
        _ item: Plan.Item, _ file: ReadFile, _ hash: [UInt8]
    ) throws -> PreparedImage {
        let square =
            try library?.prepared(file.decoded.image, ticket: item.index)
            ?? recipe.apply(to: file.decoded.image)
        let objects = try plan.masks?.squared(
            for: item.images[0], decoded: file.decoded.image, recipe: recipe, patch: patch)
        let decoded = file.decoded.image
        let area = recipe.pictureArea(width: decoded.width, height: decoded.height, grid)
        var prepared = describe(
            item, [file], hash, square, objects,
            picture: area.isWhole(of: grid) ? nil : area, width: file.decoded.fileWidth,
            height: file.decoded.fileHeight)
        if objects != nil { prepared.maskSHA256 = try plan.masks?.digest(of: item.images[0]) }
        return prepared
    }

    /// The images of a mosaic, each in its cell.
    private func mosaicImage(
        _ item: Plan.Item, _ files: [ReadFile], _ hash: [UInt8]
    ) throws -> PreparedImage {
        let cells = try zip(item.images, files).map { image, file in
            (
                image: file.decoded.image,
                objects: try plan.masks?.drawn(
                    for: image, decoded: file.decoded.image, recipe: recipe, patch: patch)
            )
        }
        let (image, objects) = mosaic(
            cells, grid: plan.mosaic, height: recipe.inputHeight, width: recipe.inputWidth,
            interpolation: recipe.interpolation)
        return describe(
            item, files, hash, image, objects, picture: nil, width: recipe.inputWidth,
            height: recipe.inputHeight)
    }

    /// Collects the facts of the files: sizes, times, digests, ignored orientations.
    private func describe(
        _ item: Plan.Item, _ files: [ReadFile], _ hash: [UInt8], _ image: RGBImage,
        _ objects: NamedMask?, picture: PictureArea?, width: Int, height: Int
    ) -> PreparedImage {
        PreparedImage(
            image: image, picture: picture, objects: objects, width: width, height: height,
            bytes: files.reduce(0) { $0 + $1.bytes.count },
            modified: item.images.map(\.modified).max() ?? 0,
            sha256: hash,
            ignoredRotations: decoding.applyOrientation
                ? 0 : files.count { $0.decoded.orientation != 1 })
    }
}

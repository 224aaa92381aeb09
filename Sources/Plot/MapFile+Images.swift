internal import Console
internal import Dense
internal import Figures
internal import FileSystem
internal import Foundation
internal import Images
internal import Store
internal import Tokens
internal import Views

/// The images stored in full, and choices among them.
extension MapFile {
    /// The images to show, without their variants, with their indices in `Reduction.explained`:
    /// those requested with `--image`, otherwise the first one, or all if `fallback` is "all".
    ///
    /// - Throws: `MissingContent` if the file has no image in full, `WrongChoice` for an unknown
    ///   name.
    func chosenImages(
        default fallback: String? = nil
    ) throws -> [(place: Int, image: ExplainedImage)] {
        let all = reduction.explained.rowPlaces.map {
            (place: $0, image: reduction.explained[$0])
        }
        guard !all.isEmpty else {
            throw MissingContent(
                reason: "the file has no image in full; run extract with --explain NAME.")
        }
        guard let names = choices.images ?? fallback.map({ [$0] }) else { return [all[0]] }
        if names == ["all"] { return all }
        return try names.map { name in
            let match = all.first { isNamed(displayPath($0.image.path), name) }
            guard let match else { throw WrongChoice(reason: wrongImage(name)) }
            return match
        }
    }

    /// The sentence about the first name of `--image` that no image has; nil if all names are
    /// known.
    var wrongImage: String? {
        let all = reduction.explained.rowPlaces.map { reduction.explained[$0] }
        guard let names = choices.images, names != ["all"], !all.isEmpty else { return nil }
        return names.first { name in !all.contains { isNamed(displayPath($0.path), name) } }.map(
            wrongImage)
    }

    /// The sentence about an unknown name, with similar names.
    private func wrongImage(_ name: String) -> String {
        let kept = reduction.explained.rowPlaces.map { displayPath(reduction.explained[$0].path) }
        let isRow = reduction.paths.contains { isNamed($0, name) }
        let near = nearImages(name, among: kept)
        return "--image: expected all or an image that the file has in full, such as "
            + near.joined(separator: ", ")
            + (near.count < kept.count ? " (\(kept.count) in all)" : "")
            + ", found \"\(name)\""
            + (isRow
                ? ", which is one of the images but not stored in full; add it with "
                    + "extract explain \(reduction.origin.file) \(name), then reduce again."
                : ".")
    }

    /// Images with similar names, or else the first ones.
    private func nearImages(_ name: String, among kept: [String]) -> [String] {
        let near = nearestNames(name, among: kept, count: 5).filter { path in
            let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
            let texts = [path, (path as NSString).lastPathComponent, stem]
            return texts.contains { text in
                text.lowercased().contains(name.lowercased())
                    || editDistance(name.lowercased(), text.lowercased()) * 3
                        <= max(name.count, text.count)
            }
        }
        return near.isEmpty ? Array(kept.prefix(5)) : near
    }

    /// The patches of an image that figures show: all but those of a border.
    func picture(of image: ExplainedImage) -> PictureArea {
        image.picture ?? PictureArea(all: grid)
    }

    /// The picture of an image.
    func raster(_ image: ExplainedImage) -> RasterImage { raster(image.pixels, of: image) }

    /// Pixels `[height, width, 3]` of the input, without the border.
    func raster(_ pixels: [UInt8], of image: ExplainedImage) -> RasterImage {
        raster(pixels, picture(of: image))
    }

    /// The part of pixels `[height, width, 3]` of the input that some patches cover.
    func raster(_ pixels: [UInt8], _ area: PictureArea) -> RasterImage {
        let part = RGBImage(width: grid.width, height: grid.height, pixels: pixels)
            .part(area, patch: grid.patch)
        return RasterImage(width: part.width, height: part.height, pixels: part.pixels)
    }

    /// A view `[height, width, 3]` of an image as a raster image: divided by its largest magnitude,
    /// negative values 0, multiplied by `gain`, at most 1.
    func raster(view: [Float], of image: ExplainedImage, gain: Int = 1) -> RasterImage {
        let shown = signedTile(view).map { min(1, Float(gain) * $0) }
        return raster(RasterImage.bytes(shown), of: image)
    }

    /// A patch of an image as figures frame it.
    func frame(_ patch: Int, of image: ExplainedImage) -> ViewsFigure.Patch {
        let area = picture(of: image)
        return ViewsFigure.Patch(
            index: area.place(of: patch, in: grid), grid: area.grid(patch: grid.patch))
    }

    /// Pixels of an image normalised as the model sees them, `[height, width, 3]`:
    /// `(x / 255 - mean) / std`.
    func normalized(_ image: ExplainedImage) -> [Float] {
        let recipe = Recipe(
            kind: .squash, height: grid.height, width: grid.width, interpolation: .bilinear,
            mean: model.mean.map(Float.init), std: model.std.map(Float.init))
        var values = [Float](repeating: 0, count: image.pixels.count)
        var span = values.mutableSpan
        recipe.normalize(
            RGBImage(width: grid.width, height: grid.height, pixels: image.pixels), into: &span)
        return values
    }

    /// A filter: column `index` of the patch kernel, `[patch * patch * 3]`.
    func filter(_ index: Int) -> [Float] {
        (0..<reduction.modelArrays.patchKernel.rows).map {
            reduction.modelArrays.patchKernel[$0, index]
        }
    }

    // MARK: - Checked choices

    /// The requested filters, or `indices`.
    func filterIndices(default indices: [Int]) throws -> [Int] {
        try checked(choices.filters ?? indices, below: model.width, "--filters")
    }

    /// The requested blocks, or `indices`.
    func blocks(default indices: [Int]) throws -> [Int] {
        try checked(choices.blocks ?? indices, below: model.depth, "--layers")
    }

    /// Numbers that must be below `bound`.
    ///
    /// - Throws: `WrongChoice` with the name of the option.
    func checked(_ numbers: [Int], below bound: Int, _ option: String) throws -> [Int] {
        if let wrong = numbers.first(where: { !(0..<bound).contains($0) }) {
            throw WrongChoice(
                reason: "\(option): expected numbers from 0 to \(bound - 1), found \(wrong).")
        }
        return numbers
    }

    /// Patches that must be of the picture of an image.
    ///
    /// - Throws: `WrongChoice` with the name of the option.
    func checked(
        _ patches: [Int], of image: ExplainedImage, _ option: String
    ) throws -> [Int] {
        let area = picture(of: image)
        let known = try checked(patches, below: model.patches, option)
        if let wrong = known.first(where: { !area.contains($0, in: grid) }) {
            throw WrongChoice(
                reason: "\(option): expected patches of the picture, rows "
                    + "\(area.rows.lowerBound) to \(area.rows.upperBound - 1) and columns "
                    + "\(area.columns.lowerBound) to \(area.columns.upperBound - 1) of "
                    + "\(grid.countInWords), found \(wrong), which is of the border.")
        }
        return known
    }

    /// A patch in words: "dog patch 62", "background patch 0", or "patch 5" without masks.
    func describe(patch: Int, of image: ExplainedImage) -> String {
        guard image.objects.count > patch else { return "patch \(patch)" }
        let object = Int(image.objects[patch])
        if object == 0 { return "background patch\u{A0}\(patch)" }
        let name =
            object <= image.objectNames.count ? image.objectNames[object - 1] : "object \(object)"
        return "\(name) patch\u{A0}\(patch)"
    }

}

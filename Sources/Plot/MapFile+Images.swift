internal import Console
internal import Dense
internal import Figures
internal import FileSystem
internal import Foundation
internal import Images
internal import Store
internal import Views

/// The images that a map file keeps in full, and choices among them.
extension MapFile {
    /// The images kept in full that were asked for, without their variants, with their places in
    /// the file; else the first, or all where `fallback` is "all".
    func chosenImages(
        default fallback: String? = nil
    ) throws -> [(place: Int, image: ExplainedImage)] {
        let all = reduction.explained.rowPlaces.map {
            (place: $0, image: reduction.explained[$0])
        }
        guard !all.isEmpty else {
            throw MissingContent(
                reason: "the file keeps no image in full; run extract with --explain NAME.")
        }
        guard let names = choices.images ?? fallback.map({ [$0] }) else { return [all[0]] }
        if names == ["all"] { return all }
        return try names.map { name in
            let found = all.first { isNamed(displayPath($0.image.path), name) }
            guard let found else { throw WrongChoice(reason: wrongImage(name)) }
            return found
        }
    }

    /// The sentence about the first of `--image`'s names that no image bears; nil where the file
    /// keeps all of them in full, or keeps no image.
    var wrongImage: String? {
        let all = reduction.explained.rowPlaces.map { reduction.explained[$0] }
        guard let names = choices.images, names != ["all"], !all.isEmpty else { return nil }
        return names.first { name in !all.contains { isNamed(displayPath($0.path), name) } }.map(
            wrongImage)
    }

    private func wrongImage(_ name: String) -> String {
        let kept = reduction.explained.rowPlaces.map { displayPath(reduction.explained[$0].path) }
        let isRow = reduction.paths.contains { isNamed($0, name) }
        let near = nearImages(name, among: kept)
        return "--image: expected all or an image that the file keeps in full, such as "
            + near.joined(separator: ", ")
            + (near.count < kept.count ? " (\(kept.count) are kept)" : "")
            + ", found \"\(name)\""
            + (isRow
                ? ", which is among the images but not kept in full; add it with "
                    + "extract explain \(reduction.origin.file) \(name), then reduce again."
                : ".")
    }

    /// The images that may be meant by a name that none bears, else the first ones.
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

    func raster(_ image: ExplainedImage) -> RasterImage { raster(image.pixels) }

    /// Pixels `[side, side, 3]` as a picture.
    func raster(_ pixels: [UInt8]) -> RasterImage {
        RasterImage(width: model.imageSize, height: model.imageSize, pixels: pixels)
    }

    /// A view `[side, side, 3]` as views are shown: over its largest magnitude, cut at 0, then
    /// brighter by `gain`.
    func raster(view: [Float], gain: Int = 1) -> RasterImage {
        let shown = signedTile(view).map { min(1, Float(gain) * $0) }
        return RasterTiles(count: 1, side: model.imageSize, values: shown).image(0)
    }

    /// `[side, side, 3]` in the model's normalised range.
    func normalized(_ image: ExplainedImage) -> [Float] {
        let side = model.imageSize
        let recipe = Recipe(
            kind: .squash, size: side, interpolation: .bilinear, mean: model.mean.map(Float.init),
            std: model.std.map(Float.init))
        var values = [Float](repeating: 0, count: image.pixels.count)
        var span = values.mutableSpan
        recipe.normalize(
            RGBImage(width: side, height: side, pixels: image.pixels), into: &span)
        return values
    }

    /// A column of the patch kernel, `[patch * patch * 3]`.
    func filter(_ index: Int) -> [Float] {
        (0..<reduction.modelArrays.patchKernel.rows).map {
            reduction.modelArrays.patchKernel[$0, index]
        }
    }

    // MARK: - Checked choices

    func filterIndices(default indices: [Int]) throws -> [Int] {
        try checked(choices.filters ?? indices, below: model.width, "--filters")
    }

    func blocks(default indices: [Int]) throws -> [Int] {
        try checked(choices.blocks ?? indices, below: model.depth, "--layers")
    }

    func checked(_ numbers: [Int], below bound: Int, _ option: String) throws -> [Int] {
        if let wrong = numbers.first(where: { !(0..<bound).contains($0) }) {
            throw WrongChoice(
                reason: "\(option): expected numbers from 0 to \(bound - 1), found \(wrong).")
        }
        return numbers
    }

    /// Which object a patch lies on: "dog patch 62", "background patch 0".
    func describe(patch: Int, of image: ExplainedImage) -> String {
        guard image.objects.count > patch else { return "patch \(patch)" }
        let object = Int(image.objects[patch])
        if object == 0 { return "background patch\u{A0}\(patch)" }
        let name =
            object <= image.objectNames.count ? image.objectNames[object - 1] : "object \(object)"
        return "\(name) patch\u{A0}\(patch)"
    }

}

internal import Dense
internal import Figures
internal import Foundation
internal import Images
internal import Store
internal import Views

/// Turns the contents of a map file into figures.
struct Artist {
    let reduction: Reduction
    let choices: FigureChoices

    var model: ModelDescription { reduction.model }
    var grid: PatchGrid { PatchGrid(grid: model.grid, patch: model.patch) }
    var note: String? { model.note.isEmpty ? nil : model.note }

    /// The figures of one kind; throws `MissingContent` when the file holds nothing for them.
    func draw(_ kind: FigureKind) throws -> [Picture] {
        if kind.needsModel && !hasModel { throw Self.withoutModel }
        return switch kind {
        case .scatter: try scatter()
        case .maps: try maps()
        case .clusters: try clusters()
        case .findings: try findings()
        case .profile: try profile()
        case .scenes: try scenes()
        case .filters: filters()
        case .views: try viewsOfPatch()
        case .filterViews: try filterViews()
        case .globalViews: try globalViews()
        case .occlusion: try occlusion()
        case .attention: try attention()
        case .layers: try layerCurves()
        case .attentionDistance: try attentionDistance()
        case .positions: try positions()
        case .pcaRGB: try patchColors()
        case .tokenNorms: try tokenNorms()
        }
    }

    /// The figures that show several files together.
    static func join(
        _ kind: FigureKind, _ files: [(name: String, artist: Artist)]
    ) throws -> [Picture] {
        kind == .layers ? try layerCurves(files) : filters(files)
    }

    /// The note behind what a figure says of itself.
    func caption(_ parts: String?...) -> String? {
        let known = (parts + [note]).compactMap { $0 }.filter { !$0.isEmpty }
        return known.isEmpty ? nil : known.joined(separator: "; ")
    }

    // MARK: - Images

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
            let found = all.first { Self.isNamed($0.image, name) }
            guard let found else {
                throw WrongChoice(
                    reason: "--image: expected all or some of "
                        + all.map { displayPath($0.image.path) }.joined(separator: ", ")
                        + ", found \"\(name)\".")
            }
            return found
        }
    }

    private static func isNamed(_ image: ExplainedImage, _ name: String) -> Bool {
        let path = displayPath(image.path)
        let last = (path as NSString).lastPathComponent
        return path == name || last == name || (last as NSString).deletingPathExtension == name
    }

    func raster(_ image: ExplainedImage) -> RasterImage { raster(image.pixels) }

    /// Pixels `[side, side, 3]` as a picture.
    func raster(_ pixels: [UInt8]) -> RasterImage {
        RasterImage(width: model.imageSize, height: model.imageSize, pixels: pixels)
    }

    /// A view `[side, side, 3]` as views are shown: over its largest magnitude, cut at 0.
    func raster(view: [Float]) -> RasterImage {
        RasterTiles(count: 1, side: model.imageSize, values: signedTile(view)).image(0)
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
            Images.Picture(width: side, height: side, pixels: image.pixels), into: &span)
        return values
    }

    /// A column of the patch kernel, `[patch * patch * 3]`.
    func filter(_ index: Int) -> [Float] {
        (0..<reduction.patchKernel.rows).map { reduction.patchKernel[$0, index] }
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

    /// "Layer 11", or "Final" and "Embedding" for the two that are no block's.
    static func title(_ layer: String) -> String {
        Int(layer) == nil ? layer.prefix(1).uppercased() + layer.dropFirst() : "Layer \(layer)"
    }

    /// The last part of a path without extension, its odd characters replaced.
    static func fileName(_ path: String) -> String {
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let clean = stem.unicodeScalars.map { scalar in
            scalar.isASCII
                && (CharacterSet.alphanumerics.contains(scalar)
                    || "-_.".unicodeScalars.contains(scalar))
                ? String(scalar) : "_"
        }
        return String(clean.joined().prefix(60))
    }

    /// The end of a file's name for an image: empty for the only one.
    func suffix(_ image: ExplainedImage) -> String {
        "-\(Self.fileName(displayPath(image.path)))"
    }
}

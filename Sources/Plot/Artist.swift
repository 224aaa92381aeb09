internal import Console
internal import Dense
internal import Figures
internal import FileSystem
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
        try pictures(kind).map { $0.headed(heading($0.subject)) }
    }

    private func pictures(_ kind: FigureKind) throws -> [Picture] {
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

    /// Whether the file has what a figure of several files shows.
    func holds(_ kind: FigureKind) -> Bool {
        switch kind {
        case .layers: reduction.layerMeasures != nil
        case .attentionDistance: reduction.headDistances != nil
        case .profile: (try? readProfile()) != nil
        default: true
        }
    }

    /// The figures that show several files together.
    static func join(
        _ kind: FigureKind, _ files: [(name: String, artist: Artist)]
    ) throws -> [Picture] {
        // Curves of different models bear the models' names.
        let isOneModel = Set(files.map(\.artist.model.name)).count == 1
        let named =
            isOneModel || kind == .filters
            ? files
            : files.map { (name: "\($0.artist.model.name) (\($0.name))", artist: $0.artist) }
        let pictures =
            switch kind {
            case .layers: try layerCurves(named)
            case .profile: try profile(named)
            case .attentionDistance: try attentionDistance(named)
            default: filters(named)
            }
        let headings = files.map { $0.artist.heading("") }
        return pictures.map { $0.headed(headings.joined(separator: "  |  ")) }
    }

    /// What a figure says of itself.
    func caption(_ parts: String?...) -> String? {
        let known = parts.compactMap { $0 }.filter { !$0.isEmpty }
        return known.isEmpty ? nil : known.joined(separator: "; ")
    }

    // MARK: - What it is of

    /// The line above every figure: model, what of it, data set and rows, input variant, note.
    func heading(_ subject: String) -> String {
        var parts = hasModel ? [model.name] : []
        if !subject.isEmpty { parts.append(subject) }
        // The number stays with its noun where the line is broken.
        let number = count(reduction.paths.count).replacingOccurrences(of: " ", with: "\u{A0}")
        parts.append("\(dataSet), \(number)")
        if let variant { parts.append(Self.describe(variant: variant)) }
        if let note { parts.append(note) }
        return parts.joined(separator: "  ·  ")
    }

    /// The file that was reduced, as it is shown.
    var parentFile: String { displayPath(pathBytes(reduction.parentFile)) }

    /// The folder of the images, or the file that was reduced where the map has no folder.
    var dataSet: String {
        var path = parentFile
        if case .text(let source)? = parameter("source"), !source.isEmpty {
            path = displayPath(pathBytes(source))
        }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
        guard let last = parts.last else { return path }
        // "images" alone names no data set.
        let isCommon = ["images", "img", "imgs", "data", "train", "val", "test", "out.h5"]
            .contains(last.lowercased())
        return isCommon && parts.count > 1 ? "\(parts[parts.count - 2])/\(last)" : last
    }

    /// What `extract --shuffle` or `--occlude` did to every image; nil for originals.
    var variant: String? {
        if case .text(let variant)? = parameter("input_variant") {
            return variant == "original" ? nil : variant
        }
        // Files from before have it of the images kept in full.
        guard let first = reduction.explained.rowPlaces.first.map({ reduction.explained[$0] }),
            first.variant != "original"
        else { return nil }
        return first.variant
    }

    /// "layer 11, class token", "final layer, class token", or "layer 11" of patches.
    var layerSubject: String {
        let layer = Self.phrase(reduction.layer)
        return switch rows {
        case .images: "\(layer), \(reduction.token) token"
        case .patches: layer
        case .vectors: ""
        }
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
                    + "extract explain \(reduction.parentFile) \(name), then reduce again."
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

    /// "layer 11", "final layer" or "embedding", within a sentence.
    static func phrase(_ layer: String) -> String {
        Int(layer) != nil ? "layer \(layer)" : layer == "final" ? "final layer" : layer
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

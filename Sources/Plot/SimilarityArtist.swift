internal import Console
internal import Dense
internal import Figures
internal import Foundation
internal import Images
internal import MapPages
internal import Page
internal import PatchFigures
internal import Store
internal import Tokens

/// Similarity of patches to one patch, and correspondences of two images, from the patch tokens of
/// the file of embeddings that the map names.
struct SimilarityArtist {
    /// The map file.
    let file: MapFile

    /// Images beside the query without `--with`.
    private static let neighborCount = 2
    /// Images that `--with` may name.
    private static let mostImages = 12

    /// The file of embeddings with what the figures need of it.
    private struct Source {
        let reader: EmbeddingReader
        let paths: [[UInt8]]
        let layers: [LayerName]
    }

    /// Cosine of every patch of some images to one patch, by layer.
    ///
    /// - Throws: `MissingContent` without the file or its patch tokens, `WrongChoice` for an image,
    ///   a patch or a layer that does not exist.
    func similarity() throws -> [PlotFigure] {
        try readingStore { try similarity(try source()) }
    }

    private func similarity(_ source: Source) throws -> [PlotFigure] {
        let image = try query(source)
        let patch = try patch(of: image, source)
        let others = try others(of: image.row, source, default: Self.neighborCount)
        let figure = try comparison(source).similarity(query: image, patch: patch, others: others)
        let (row, column) = (file.grid.row(of: patch), file.grid.column(of: patch))
        return [
            PlotFigure(
                .similarity, "similarity-\(MapFile.fileName(image.name))",
                "Patches similar to one of \(image.name)",
                of: "\(image.name), patch in row \(row), column \(column)", figure)
        ]
    }

    /// The mutual nearest patches of two images, by layer.
    ///
    /// - Throws: as `similarity()`.
    func correspondences() throws -> [PlotFigure] {
        try readingStore { try correspondences(try source()) }
    }

    /// Turns damage of the file of embeddings into the reason for a missing figure, so that the
    /// others are drawn.
    private func readingStore(_ figures: () throws -> [PlotFigure]) throws -> [PlotFigure] {
        do {
            return try figures()
        } catch let error as StoreError {
            throw MissingContent(reason: error.description)
        } catch let error as RejectedImage {
            throw MissingContent(
                reason: "a preview of the file of embeddings cannot be read: \(error.detail).")
        }
    }

    private func correspondences(_ source: Source) throws -> [PlotFigure] {
        let image = try query(source)
        return try others(of: image.row, source, default: 1).map { other in
            let names = [image.name, other.name]
            return PlotFigure(
                .correspondences,
                "correspondences-" + names.map(MapFile.fileName).joined(separator: "-"),
                "Corresponding patches of \(names[0]) and \(names[1])",
                of: names.joined(separator: " and "),
                try comparison(source).correspondences(image, other))
        }
    }

    /// The comparison by the chosen layers.
    private func comparison(_ source: Source) throws -> PatchComparison {
        try PatchComparison(
            source.reader, layers: source.layers, isCrisp: file.choices.isCrisp)
    }

    /// Opens the file of embeddings.
    private func source() throws -> Source {
        guard file.reduction.comparison == nil else {
            throw MissingContent(
                reason: "the map compares several files.", isReportedByDefault: false)
        }
        let reader: EmbeddingReader
        do {
            reader = try file.described.store()
        } catch let error as UnreachableStore {
            throw MissingContent(reason: error.reason + ".", isReportedByDefault: false)
        }
        guard reader.imageCount > 0, reader.layers.contains(where: { reader.holds($0, .patches) })
        else {
            throw MissingContent(
                reason: "\(reader.path) has no patch tokens; run extract with --tokens "
                    + "\(file.model.imageTokenList),patches.", isReportedByDefault: false)
        }
        let layer = LayerName(file.reduction.layer) ?? .final
        var layers = PatchComparison.defaultLayers(reader, with: layer)
        if layers.isEmpty { layers = reader.layers.filter { reader.holds($0, .patches) }.suffix(1) }
        if let blocks = file.choices.blocks {
            layers = try file.blocks(default: blocks).map { .block($0) }
            if let missing = layers.first(where: { !reader.holds($0, .patches) }) {
                throw WrongChoice(
                    reason: "--layers: expected blocks of which \(reader.path) has patch tokens, "
                        + "found \(missing.text).")
            }
        }
        return Source(reader: reader, paths: try reader.paths(), layers: layers)
    }

    /// The image of `--image`; by default the first one that is stored in full, else the first.
    private func query(_ source: Source) throws -> PatchedImage {
        if let name = file.choices.images?.first, name != "all" {
            return try image(try row(named: name, "--image", source), source)
        }
        let explained = file.reduction.explained
        return try image(explained.rowPlaces.first.map { explained[$0].row } ?? 0, source)
    }

    /// An image by its row.
    private func image(_ row: Int, _ source: Source) throws -> PatchedImage {
        try PatchedImage(source.reader, row: row, path: source.paths[row])
    }

    /// The row with a path or name.
    private func row(named name: String, _ option: String, _ source: Source) throws -> Int {
        let shown = source.paths.map(displayPath)
        if let exact = shown.firstIndex(of: name) { return exact }
        let found = shown.indices.filter { isNamed(shown[$0], name) }
        if found.count == 1 { return found[0] }
        guard found.isEmpty else {
            throw WrongChoice(
                reason: "\(option): expected the name of one image, found \"\(name)\", which "
                    + "\(found.count) have; give the path, such as \(shown[found[0]]).")
        }
        let near = nearestNames(name, among: shown, count: 3).joined(separator: ", ")
        throw WrongChoice(
            reason: "\(option): expected an image of \(source.reader.path), such as \(near), found "
                + "\"\(name)\".")
    }

    /// The images of `--with`; by default the nearest of the map's neighbour graph.
    private func others(
        of row: Int?, _ source: Source, default count: Int
    ) throws -> [PatchedImage] {
        if let names = file.choices.others {
            guard names.count <= Self.mostImages else {
                throw WrongChoice(
                    reason: "--with: expected at most \(Self.mostImages) images, found "
                        + "\(names.count).")
            }
            return try names.map { try image(try self.row(named: $0, "--with", source), source) }
        }
        var near: [Int] = []
        if file.rowKind == .images, let row, row < file.reduction.imageCount,
            let graph = try ReductionReader.neighbors(file.path)
        {
            near = try graph.lists(of: row..<row + 1).rows.filter { $0 >= 0 }.map { Int($0) }
        }
        let rest = source.paths.indices.filter { $0 != row && !near.contains($0) }
        return try (near + rest).prefix(count).map { try image($0, source) }
    }

    /// The patch of `--patch`: row and column, or one number row by row. By default the
    /// middle of the largest object, or that of the picture.
    private func patch(of image: PatchedImage, _ source: Source) throws -> Int {
        let (grid, area) = (file.grid, image.area)
        guard let given = file.choices.patches else {
            let explained = file.reduction.explained
            let place = explained.rowPlaces.first { explained[$0].row == image.row }
            if let place { return file.typicalPatch(of: explained[place]) }
            let (row, column) = (
                area.rows.lowerBound + area.rows.count / 2,
                area.columns.lowerBound + area.columns.count / 2
            )
            return row * grid.columns + column
        }
        let patch: Int
        switch given.count {
        case 1: patch = try file.checked(given, below: grid.count, "--patch")[0]
        case 2:
            _ = try file.checked([given[0]], below: grid.rows, "--patch (row)")
            _ = try file.checked([given[1]], below: grid.columns, "--patch (column)")
            patch = given[0] * grid.columns + given[1]
        default:
            throw WrongChoice(
                reason: "--patch: similarity expects a row and a column such as 3,5, or one "
                    + "number, found \(given.count) numbers.")
        }
        guard area.contains(patch, in: grid) else {
            throw WrongChoice(
                reason: "--patch: expected a patch of the picture \(image.name), rows "
                    + "\(area.rows.lowerBound) to \(area.rows.upperBound - 1) and columns "
                    + "\(area.columns.lowerBound) to \(area.columns.upperBound - 1), found one of "
                    + "its border.")
        }
        return patch
    }
}

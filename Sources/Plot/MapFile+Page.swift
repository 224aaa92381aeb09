internal import Console
internal import FileSystem
internal import Foundation
internal import Page
internal import Store
internal import Text

/// What the map page shows of a file.
extension MapFile {
    /// The map for the page, and a line about thumbnails that are not as requested; nil for none.
    ///
    /// - Parameters:
    ///   - folder: The folder of the page, to which the address of the images is relative.
    ///   - side: Side of the thumbnails.
    /// - Throws: `MissingContent` without a map, `StoreError` for a damaged neighbour graph.
    func pageMap(folder: String, _ side: ThumbnailSide) throws -> (map: PageMap, note: String?) {
        _ = try mapLayout()
        let (thumbnails, note) = pageThumbnails(side)
        let map = PageMap(
            name: name, reduction: reduction, neighbors: try ReductionReader.neighbors(path),
            root: imageAddress(from: folder), color: coloring.column, thumbnails: thumbnails,
            about: about)
        return (map, note)
    }

    /// Address of the folder of the images relative to another folder, percent-encoded, with a
    /// final "/"; nil if there is no such folder.
    ///
    /// Links stay, since a browser goes up from the address that it was given.
    func imageAddress(from folder: String) -> String? {
        guard rowKind != .vectors else { return nil }
        let candidates = [reduction.parameters.imageFolder, reduction.parameters.imageSource]
        let found = candidates.compactMap(\.self).first {
            !$0.isEmpty && FileKind($0) == .folder
        }
        return found.map { relativeAddress(of: $0, from: folder) }
    }

    // MARK: - Thumbnails

    /// Thumbnails of this side, or those that can be had, with a line about what is missing.
    private func pageThumbnails(_ side: ThumbnailSide) -> (PageThumbnails?, note: String?) {
        guard let pixels = side.pixels, rowKind != .vectors else { return (nil, nil) }
        let images =
            reduction.rows.patches.map { ($0.map(\.image).max() ?? -1) + 1 }
            ?? reduction.paths.count
        // A map of patches has thumbnails of all images.
        let sheets = reduction.thumbnails.flatMap { $0.count >= images ? $0 : nil }
        if let sheets, pixels <= sheets.side {
            return (PageThumbnails(sheets, side: pixels), nil)
        }
        if let own = PageThumbnails(previews: reduction.previews, count: images, side: pixels) {
            return (own, nil)
        }
        do {
            return (PageThumbnails(try parent(ofImages: images), side: pixels), nil)
        } catch {
            let reason = (error as? MissingContent)?.reason ?? clause("\(error)")
            guard let sheets else {
                return (nil, "\(path): no thumbnails on the page: \(reason)")
            }
            return (
                PageThumbnails(sheets, side: sheets.side),
                "\(path): thumbnails of \(sheets.side) pixels, not of \(pixels): \(reason)"
            )
        }
    }

    /// The file of embeddings that the map was made from, where it was or beside the map.
    ///
    /// - Throws: `MissingContent` if it is not there, or is another file.
    private func parent(ofImages images: Int) throws -> EmbeddingReader {
        let given = reduction.origin.file
        let beside = folderPath(of: path) + "/" + (given as NSString).lastPathComponent
        guard let file = [given, beside].first(where: isThere) else {
            throw MissingContent(reason: "\(parentFile), which has the images, does not exist")
        }
        let reader = try EmbeddingReader(file)
        guard reader.uuid == reduction.origin.uuid,
            try reader.contentHash() == reduction.origin.hash
        else {
            throw MissingContent(reason: "\(parentFile) is not the file that the map was made from")
        }
        // Lists and reviews may have left images out.
        let shown = reduction.parentRows.map { reader.part(rows: $0) } ?? reader
        guard shown.imageCount >= images, rowKind == .patches || shown.imageCount == images else {
            throw MissingContent(reason: "\(parentFile) has other images than the map")
        }
        return shown
    }

    // MARK: - About

    /// Model, data, map, quality and commands.
    private var about: [AboutSection] {
        [
            AboutSection("Model", hasModel ? modelLines : []), AboutSection("Data", dataLines),
            AboutSection("Map", mapLines), AboutSection("Quality", qualityLines),
            AboutSection("Commands", commandLines),
        ]
    }

    private var modelLines: [(name: String, value: String?)] {
        [
            ("name", model.name), ("note", model.note), ("family", model.family),
            ("checkpoint", model.weightsFile), ("SHA-256 of the checkpoint", model.weightsSHA256),
            ("blocks", "\(model.depth)"), ("width", "\(model.width)"),
            ("heads", "\(model.heads)"), ("patch", "\(model.patch) x \(model.patch) pixels"),
            ("image", "\(model.imageSize) x \(model.imageSize) pixels, \(model.recipe)"),
            ("registers", "\(model.registers)"), ("parameters", "\(model.parameterCount)"),
            ("precision", model.precision),
        ]
    }

    private var dataLines: [(name: String, value: String?)] {
        let parameters = reduction.parameters
        return [
            ("images", parameters.imageSource.map { displayPath(pathBytes($0)) }),
            ("rows", count(reduction.paths.count)),
            ("labels", reduction.labelNames.isEmpty ? nil : "\(reduction.labelNames.count)"),
            ("variant", variant.map(Self.describe(variant:))), ("reduced file", parentFile),
            ("SHA-256 of its rows", reduction.origin.hash),
            ("map file", displayPath(pathBytes(path))),
        ]
    }

    private var mapLines: [(name: String, value: String?)] {
        var lines: [(name: String, value: String?)] = [("rows", layerSubject)]
        if let map = reduction.map?.parameters {
            lines += [
                ("normalisation", map.normalization), ("components", "\(map.components)"),
                ("explained variance", rounded(map.explained)),
                ("neighbours", map.neighbors), ("perplexity", rounded(map.perplexity)),
                ("exaggeration", rounded(map.exaggeration)),
                ("steps", "\(map.iterationsDone)"), ("initial layout", map.initialization),
                ("repulsion", map.repulsion),
            ]
        }
        if let placement = reduction.placement?.parameters {
            lines.append(("placed in", displayPath(pathBytes(placement.map))))
        }
        if let seed = reduction.parameters.seed { lines.append(("seed", "\(seed)")) }
        return lines + mapNotes.map { ("note", $0) }
    }

    private var qualityLines: [(name: String, value: String?)] {
        (reduction.map?.quality ?? []).filter(\.map.isFinite).map { row in
            func other(_ name: String, _ value: Double) -> String {
                value.isFinite ? ", \(name) \(rounded(value))" : ""
            }
            let margin = row.interval > 0 ? " ± \(rounded(row.interval))" : ""
            return (
                row.name,
                rounded(row.map) + margin + other("PCA 1, 2", row.firstComponents)
                    + other("random", row.random)
            )
        }
    }

    private var commandLines: [(name: String, value: String?)] {
        func text(_ arguments: [String]) -> String {
            guard let program = arguments.first else { return "" }
            let name = (program as NSString).lastPathComponent
            return ([name] + arguments.dropFirst()).map { shellText(displayPath(pathBytes($0))) }
                .joined(separator: " ")
        }
        return [
            ("extract", text(reduction.origin.commandLine)),
            ("reduce", text(reduction.commandLine)),
        ]
    }
}

/// Address of a folder relative to another one, percent-encoded, with a final "/".
func relativeAddress(of folder: String, from base: String) -> String {
    let target = absolutePath(folder).split(separator: "/")
    let start = absolutePath(base).split(separator: "/")
    let common = zip(target, start).prefix { $0 == $1 }.count
    let up = [String](repeating: "..", count: start.count - common)
    let down = target.dropFirst(common).map { percentEncoded(pathBytes(String($0))) }
    return up.isEmpty && down.isEmpty ? "./" : (up + down).joined(separator: "/") + "/"
}

/// A path of the map as an address: the bytes that are written as `\xNN` and others that are not
/// plain are percent-encoded, the slashes stay.
func relativeAddress(ofPath path: String) -> String {
    pathBytes(path).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map { percentEncoded($0) }.joined(separator: "/")
}

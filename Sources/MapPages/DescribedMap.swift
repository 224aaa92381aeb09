internal import Console
internal import FileSystem
internal import Foundation
internal import Page
public import Store

/// A map file with the words about it: what programs, figures and the page report of it.
public struct DescribedMap: Sendable {
    /// Path of the file.
    public let path: String
    /// Name among several files.
    public let name: String
    /// Contents of the file.
    public let reduction: Reduction

    /// A file that was read.
    public init(path: String, name: String, reduction: Reduction) {
        self.path = path
        self.name = name
        self.reduction = reduction
    }

    /// What a row is.
    public enum RowKind: Sendable { case images, patches, vectors }

    /// The model of the embeddings.
    private var model: ModelDescription { reduction.model }
    /// Whether the rows come from a model; vectors of another program do not.
    public var hasModel: Bool { model.patch > 0 }

    /// What the rows of this file are.
    public var rowKind: RowKind {
        if !hasModel { return .vectors }
        return reduction.rows.patches == nil ? .images : .patches
    }

    /// Notes below a map; one if the run was interrupted.
    public var mapNotes: [String] {
        if reduction.isFinished { return [] }
        return ["unfinished: reduce was interrupted before the map had converged"]
    }

    /// Title of a page with this map alone.
    public var title: String {
        if let comparison = reduction.comparison {
            return comparison.models.map(\.name).joined(separator: " and ") + " on \(dataSet)"
        }
        return hasModel ? "What \(model.name) sees in \(dataSet)" : "What \(model.name) holds"
    }

    // MARK: - What it is of

    /// Path of the file that was reduced, as text.
    public var parentFile: String { displayPath(pathBytes(reduction.origin.file)) }

    /// Name of the data set: the folder of the images, with its parent if the name is as common as
    /// "images".
    public var dataSet: String {
        var path = parentFile
        if let source = reduction.parameters.imageSource, !source.isEmpty {
            path = displayPath(pathBytes(source))
        }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
        guard let last = parts.last else { return path }
        // A folder called "images" does not identify a data set.
        let isCommon = ["images", "img", "imgs", "data", "train", "val", "test", "out.h5"]
            .contains(last.lowercased())
        return isCommon && parts.count > 1 ? "\(parts[parts.count - 2])/\(last)" : last
    }

    /// Variant of every image (`extract --shuffle` or `--occlude`); nil for originals.
    public var variant: String? {
        if let variant = reduction.parameters.inputVariant {
            return variant == "original" ? nil : variant
        }
        // Files of early versions have it for the images stored in full only.
        guard let first = reduction.explained.rowPlaces.first.map({ reduction.explained[$0] }),
            first.variant != "original"
        else { return nil }
        return first.variant
    }

    /// What the map shows: "layer 11, class token", "final layer, class token", or "layer 11" for
    /// patches.
    public var layerSubject: String {
        let layer =
            reduction.comparison == nil
            ? Reduction.phrase(ofLayer: reduction.layer) : reduction.layer
        return switch rowKind {
        case .images: "\(layer), \(reduction.token) token"
        case .patches: layer
        case .vectors: ""
        }
    }

    /// A variant in words: "random drop 20 %" for "random:0.2". Unknown variants are shown as they
    /// are.
    public static func describe(variant: String) -> String {
        let parts = variant.split(separator: ":").map(String.init)
        func percent(_ index: Int) -> String {
            guard parts.count > index, let share = Double(parts[index]), (0...1).contains(share)
            else { return "" }
            // A no-break space keeps the number and its sign on one line.
            return " \(Int((100 * share).rounded()))\u{A0}%"
        }
        switch parts.first {
        case "random": return "random drop" + percent(1)
        case "salient": return "salient drop" + percent(1)
        case "background": return "non-salient drop" + percent(1)
        case "object" where parts.count > 1: return "\(parts[1]) dropped" + percent(2)
        case "patches": return "patches dropped"
        case "shuffle" where parts.count > 1: return "shuffled \(parts[1])\u{A0}x\u{A0}\(parts[1])"
        default: return variant
        }
    }

    // MARK: - Files

    /// The folder of the image files; nil if it is not there.
    ///
    /// Links stay, since a browser goes up from the address that it was given.
    public var imageFolder: String? {
        guard rowKind != .vectors else { return nil }
        let candidates = [reduction.parameters.imageFolder, reduction.parameters.imageSource]
        return candidates.compactMap(\.self).first { !$0.isEmpty && FileKind($0) == .folder }
    }

    /// The file of embeddings that the map was made from, where it was or beside the map, with the
    /// images that the map has.
    ///
    /// - Throws: as `wholeStore()`.
    public func store() throws -> EmbeddingReader {
        let whole = try wholeStore()
        return reduction.parentRows.map { whole.part(rows: $0) } ?? whole
    }

    /// The file of embeddings that the map was made from, with all its images.
    ///
    /// - Throws: `UnreachableStore` if it is not there, or is another file; `StoreError` if it
    ///   cannot be read.
    public func wholeStore() throws -> EmbeddingReader {
        if reduction.comparison != nil {
            throw UnreachableStore(
                reason: "the map compares several files; the map of one of them has a search")
        }
        let given = reduction.origin.file
        let beside = folderPath(of: path) + "/" + (given as NSString).lastPathComponent
        guard let file = [given, beside].first(where: isThere) else {
            throw UnreachableStore(
                reason: "\(parentFile), which has the images, does not exist")
        }
        let reader = try EmbeddingReader(file)
        guard reader.uuid == reduction.origin.uuid,
            try reader.contentHash() == reduction.origin.hash
        else {
            throw UnreachableStore(
                reason: "\(parentFile) is not the file that the map was made from")
        }
        // Lists and reviews may have left images out.
        let count = reduction.parentRows?.count ?? reader.imageCount
        guard count >= reduction.imageCount,
            rowKind == .patches || count == reduction.imageCount,
            reduction.parentRows?.last ?? 0 < reader.imageCount
        else {
            throw UnreachableStore(reason: "\(parentFile) has other images than the map")
        }
        return reader
    }
}

/// Why the file that a map was made from cannot be used.
public struct UnreachableStore: Error {
    /// A sentence without its full stop.
    public let reason: String
}

internal import Console
internal import Digest
internal import Downloads
internal import FileSystem
internal import Foundation
public import Store
internal import Weights

/// Finds the checkpoint of a store by its SHA-256: at the recorded path, beside the store, or in
/// the download cache. Nothing is downloaded.
struct StoreWeights {
    /// Path of the checkpoint.
    let path: String

    /// - Throws: `Failure` that lists the paths that were tried.
    init(of store: EmbeddingReader) throws {
        let model = store.model
        let places = try Self.places(of: store)
        var looked: [String] = []
        for place in places where !looked.contains(place) {
            looked.append(place)
            guard regularFileSize(place) != nil,
                let digest = try? checkpointDigest(place, noted: true),
                hexadecimal(digest) == model.weightsSHA256
            else { continue }
            path = place
            return
        }
        let origin = try WeightsOrigin(of: store)
        let advice =
            origin.isDownloaded
            ? "pass --weights \(origin.text ?? "") to download it again, or --weights FILE"
            : "pass --weights FILE"
        throw Failure(
            Exit.usage,
            "\(store.path): expected its checkpoint, \(model.weightsFile) with "
                + "SHA-256 \(model.weightsSHA256), found it neither at "
                + looked.joined(separator: " nor at ") + "; " + advice + ".")
    }

    /// Possible paths of the checkpoint, the likeliest first.
    private static func places(of store: EmbeddingReader) throws -> [String] {
        let origin = try WeightsOrigin(of: store)
        let folder = folderPath(of: store.path)
        func below(_ path: String) -> String { absolutePath(folder + "/" + path) }
        var places: [String] = []
        if let path = origin.path { places.append(path) }
        if let text = origin.text {
            let url = origin.url
            let environment = ProcessInfo.processInfo.environment
            if let url, let cache = DownloadCache(environment: environment) {
                places.append(cache.path(for: url))
            } else if url == nil {
                places += text.hasPrefix("/") ? [text] : [below(text), text]
            }
        }
        return places + [below(store.model.weightsFile)]
    }
}

/// The files that `--weights` reads of a path: a folder's, or the checkpoint's own and what may
/// stand beside it. None for a name or an address.
public func checkpointInputs(_ weights: String) -> [String] {
    switch FileKind(weights) {
    case .folder:
        let names = (try? FileManager.default.contentsOfDirectory(atPath: weights)) ?? []
        return names.map { (weights as NSString).appendingPathComponent($0) }
    case .regular:
        let folder = weights.contains("/") ? folderPath(of: weights) + "/" : ""
        return ((try? CheckpointFile.files(of: weights)) ?? [weights])
            + (ConfigurationFiles.names + TextEncoder.vocabularyNames).map { folder + $0 }
    case .missing, .danglingLink, .special: return []
    }
}

/// The SHA-256 that a store records of a checkpoint: that of its file, or of several files that of
/// their digests one after another, the index's first and the others by name.
///
/// - Parameter noted: whether digests that an earlier query noted will do; see `NotedDigest`.
/// - Throws: `CheckpointError`, or the error of a file that cannot be read.
func checkpointDigest(_ path: String, noted: Bool = false) throws -> [UInt8] {
    let files = try CheckpointFile.files(of: path)
    let digests = try files.map {
        try noted ? NotedDigest(file: $0).sha256 : SHA256.digest(file: $0)
    }
    return digests.count == 1 ? digests[0] : SHA256.digest(digests.flatMap { $0 })
}

extension LoadedModel {
    /// The model of a store, with its preprocessing.
    ///
    /// - Parameters:
    ///   - weights: the value of `--weights`; nil to find the checkpoint by `StoreWeights`.
    ///   - downloads: limits for downloading it.
    ///   - advice: what the message suggests when the model differs.
    /// - Throws: `Failure` when the checkpoint is not found, or this version would preprocess
    ///   images or compute tokens in another way.
    public init(
        of store: EmbeddingReader, weights: String?, downloads: DownloadOptions, quiet: Bool,
        advice: String
    ) throws {
        do {
            try self.init(
                remaking: store, weights: weights, downloads: downloads, quiet: quiet,
                advice: advice)
        } catch let failure as Failure where !store.model.engine.isEmpty {
            throw Failure(
                failure.code,
                "\(store.path): its rows were computed by PyTorch (\(store.model.name)), whose "
                    + "model cannot be computed here: \(clause(failure.description)). Rows of the "
                    + "store can be compared, other images cannot.")
        }
    }

    private init(
        remaking store: EmbeddingReader, weights: String?, downloads: DownloadOptions, quiet: Bool,
        advice: String
    ) throws {
        var path = weights
        if path == nil && store.model.weightsFile != "embedded" {
            path = try StoreWeights(of: store).path
            if !quiet, let path { printMessage("weights  \(path)") }
        }
        var options = try ModelOptions(remaking: store.model, weights: path)
        options.downloads = downloads
        try self.init(options.resolved(quiet: quiet), expectedSHA256: store.model.weightsSHA256)
        if try !store.model.engine.isEmpty
            && (description.depth != store.model.depth || description.width != store.model.width
                || store.run().settings?.model.blocks != nil)
        {
            throw Failure(
                Exit.nothing,
                "\(store.path): expected layers of all \(description.depth) blocks, found those "
                    + "that --blocks named.")
        }
        if let (name, its, mine) = store.model.difference(from: description) {
            throw Failure(
                Exit.nothing,
                "\(store.path): expected rows computed with \(name) \(mine), as in this version, "
                    + "found \(its); \(advice).")
        }
    }
}

/// Where the weights of a store came from, as it records.
struct WeightsOrigin {
    /// The value of `--weights`: a path, an address or a published name; nil if unknown.
    let text: String?
    /// The absolute path of the file during the run; nil if unknown.
    let path: String?

    /// Reads the plan of the store; files of early versions have the command line only.
    init(of store: EmbeddingReader) throws {
        struct Header: Decodable {
            var weightsPath: String?
            var weightsGiven: String?
        }
        let header = try? JSONDecoder().decode(
            Header.self, from: Data(try store.settings().utf8))
        path = header?.weightsPath
        text = try header?.weightsGiven ?? Self.option(in: store.commandLine())
    }

    /// Whether the text is an address or a published name.
    var isDownloaded: Bool { url != nil }

    /// The address that the text is or names; nil for a path.
    var url: URL? {
        guard let text else { return nil }
        return PublishedModel.named(text)?.url
            ?? (text.contains("://") ? URL(string: text) : nil)
    }

    /// The value of `--weights` in a command line; nil without one.
    private static func option(in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument == "--weights" && index + 1 < arguments.count {
                return arguments[index + 1]
            }
            if argument.hasPrefix("--weights=") { return String(argument.dropFirst(10)) }
        }
        return nil
    }
}

internal import Console
internal import Digest
internal import Downloads
internal import Foundation
public import Store

/// Finds the checkpoint that made a store where it was, or in the cache of downloads.
///
/// A file counts when its SHA-256 is the one that the store has of its weights; nothing is
/// downloaded.
public struct StoreWeights {
    /// The file that was found.
    public let path: String

    /// - Throws: `Failure` that lists where the checkpoint was looked for.
    public init(of store: EmbeddingReader) throws {
        let model = store.model
        let places = try Self.places(of: store)
        var looked: [String] = []
        for place in places where !looked.contains(place) {
            looked.append(place)
            var status = stat()
            guard unsafe stat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                let digest = try? SHA256.digest(file: place),
                hexadecimal(digest) == model.weightsSHA256
            else { continue }
            path = place
            return
        }
        let origin = try WeightsOrigin(of: store)
        let advice =
            origin.isDownloaded
            ? "give --weights \(origin.text ?? "") to download it again, or --weights FILE"
            : "give --weights FILE"
        throw Failure(
            Exit.usage,
            "\(store.path): expected the checkpoint that made it, \(model.weightsFile) with "
                + "SHA-256 \(model.weightsSHA256), found it neither at "
                + looked.joined(separator: " nor at ") + "; " + advice + ".")
    }

    /// Where the checkpoint may be, the likeliest first.
    private static func places(of store: EmbeddingReader) throws -> [String] {
        let origin = try WeightsOrigin(of: store)
        let folder = folderPath(of: store.path)
        func below(_ path: String) -> String {
            URL(filePath: folder + "/" + path).standardizedFileURL.path
        }
        var places: [String] = []
        if let path = origin.path { places.append(path) }
        if let text = origin.text {
            let url =
                PublishedModel.named(text)?.url ?? (text.contains("://") ? URL(string: text) : nil)
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

/// Where the weights of a store came from, as the run that made it wrote it down.
struct WeightsOrigin {
    /// The value of --weights: a path, an address or a published name; nil when none is known.
    let text: String?
    /// The absolute path of the file at that time.
    let path: String?

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
    var isDownloaded: Bool {
        text.map { $0.contains("://") || PublishedModel.named($0) != nil } ?? false
    }

    /// The value of --weights in a command line.
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

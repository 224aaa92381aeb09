internal import Console
internal import Dense
internal import Downloads
internal import FileSystem
internal import Foundation
internal import Images

extension ModelOptions {
    /// The options with a path in `weights`: a published name or an address is downloaded once, and
    /// the published settings of a name fill the options that were not given.
    ///
    /// - Parameter quiet: whether the download prints nothing.
    /// - Throws: `Failure` for an unknown name, an unsupported address or a failed download.
    public func resolved(quiet: Bool) throws -> ModelOptions {
        try resolved(quiet: quiet, environment: ProcessInfo.processInfo.environment)
    }

    /// As `resolved(quiet:)`, with an environment that locates the download cache.
    func resolved(quiet: Bool, environment: [String: String]) throws -> ModelOptions {
        guard let text = weights else { return self }
        if isThere(text) {
            var options = self
            options.weights = FileKind(text) == .folder ? try Self.checkpoint(inFolder: text) : text
            return options
        }
        let cache = DownloadCache(environment: environment)
        var options = self
        if let model = PublishedModel.named(text) {
            options.weights = try fetch(model.url, model, cache, quiet: quiet)
            options.fill(from: model.settings)
        } else if text.contains("://") {
            options.weights = try fetch(try Self.address(text), nil, cache, quiet: quiet)
        } else {
            throw Self.unknown(text)
        }
        return options
    }

    /// The checkpoint in a folder as `save_pretrained` writes it, or a publisher's repository.
    private static func checkpoint(inFolder folder: String) throws -> String {
        let names = [
            "model.safetensors", "model.safetensors.index.json", "open_clip_model.safetensors",
            "pytorch_model.bin", "pytorch_model.bin.index.json", "open_clip_pytorch_model.bin",
        ]
        let paths = names.map { (folder as NSString).appendingPathComponent($0) }
        if let path = paths.first(where: isThere) { return path }
        throw Failure(
            Exit.nothing,
            "--weights \(folder): expected a checkpoint, or a folder with one of "
                + "\(names.joined(separator: ", ")), found a folder without; name the file.")
    }

    /// The failure for a text that is neither a file nor an address nor a name.
    private static func unknown(_ text: String) -> Failure {
        let all = "--weights list prints all published names"
        let isPath =
            text.hasPrefix("/") || text.hasPrefix(".") || text.hasPrefix("~")
            || ["npz", "safetensors", "pth", "pt", "bin"].contains(
                (text as NSString).pathExtension.lowercased())
        if isPath {
            return Failure(
                Exit.nothing,
                "--weights \(text): expected a checkpoint file, found nothing at that path; give "
                    + "the path of a file, an address or a published name (\(all)).")
        }
        let near = PublishedModel.nearest(to: text).map { "\($0.name) (\($0.title))" }
        let hint = near.isEmpty ? "" : "the nearest are \(near.joined(separator: ", ")); "
        return Failure(
            Exit.nothing,
            "--weights \(text): expected a checkpoint file, an address or a published name, found "
                + "none of them; \(hint)\(all).")
    }

    /// Prints the published names if the arguments have `--weights list` and no file has that name.
    ///
    /// - Returns: whether the names were printed.
    public static func answersListOfWeights(_ arguments: [String]) -> Bool {
        let isAsked =
            arguments.contains("--weights=list")
            || zip(arguments, arguments.dropFirst()).contains { $0 == ("--weights", "list") }
        guard isAsked, !isThere("list") else { return false }
        for line in PublishedModel.list { printResult(line) }
        return true
    }

    /// Parses an http or https address.
    ///
    /// - Throws: `Failure` for other schemes.
    private static func address(_ text: String) throws -> URL {
        if text.lowercased().hasPrefix("file://"), let url = URL(string: text) {
            throw Failure(
                Exit.usage,
                "--weights \(text): expected an http or https address, found one of a file; give "
                    + "its path: --weights \(url.path).")
        }
        guard let url = URL(string: text), let host = url.host, !host.isEmpty,
            ["http", "https"].contains(url.scheme?.lowercased())
        else {
            throw Failure(
                Exit.usage,
                "--weights \(text): expected an address such as https://host/model.safetensors, "
                    + "found an unsupported one.")
        }
        return url
    }

    /// Downloads a checkpoint, or finds it in the cache, and returns its path.
    ///
    /// - Throws: `Failure`: exit code 74 for a disk error, 130 or 143 after an interruption, 2
    ///   otherwise.
    private func fetch(
        _ url: URL, _ model: PublishedModel?, _ cache: DownloadCache?, quiet: Bool
    ) throws -> String {
        guard let cache else {
            throw Failure(
                Exit.nothing,
                "--weights: expected an absolute path in XDG_CACHE_HOME or HOME for the download "
                    + "cache, found neither; set one of them.")
        }
        let shown = DownloadReport(quiet: quiet)
        var downloader = Downloader(cache: cache)
        downloader.limit = downloads.downloadLimit.bytes
        downloader.floor = downloads.downloadFloor.bytes
        downloader.report = shown.show
        downloader.shouldStop = { Interruption.exitCode != nil }
        defer { shown.end() }
        do {
            let usual = url.pathExtension == "safetensors" ? ConfigurationFiles.names : []
            let files = model == nil ? usual : []
            try Self.fetch(files, besides: url, downloader)
            return try downloader.file(
                at: url, Downloader.Expectation(kind: .checkpoint, sha256: model?.sha256))
        } catch let error as DownloadError {
            let code =
                switch error.kind {
                case .disk: Exit.inputOutput
                case .stopped: Interruption.exitCode ?? Exit.interrupted
                case .refused, .changed, .unreachable, .tooLarge, .tooSlow: Exit.nothing
                }
            let remedy =
                switch error.kind {
                case .tooLarge: "; --download-limit BYTES raises the limit."
                case .tooSlow: "; --download-floor BYTES lowers this limit, and 0 removes it."
                default: "."
                }
            throw Failure(code, error.description.dropLast() + remedy)
        }
    }

    /// Downloads CLIP's vocabulary from beside a checkpoint that was downloaded, where it is
    /// published; nothing happens where it is not.
    ///
    /// - Throws: `Failure` for a failed download.
    func fetchVocabulary(besides url: URL, environment: [String: String]) throws {
        guard let cache = DownloadCache(environment: environment) else { return }
        var downloader = Downloader(cache: cache)
        downloader.shouldStop = { Interruption.exitCode != nil }
        do {
            try Self.fetch(["tokenizer.json"], besides: url, downloader, isLate: true)
        } catch let error as DownloadError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// Downloads what is usually published beside a checkpoint, which then counts as for a local
    /// file.
    ///
    /// - Parameter isLate: whether files are requested that were not when the checkpoint was.
    private static func fetch(
        _ names: [String], besides url: URL, _ downloader: Downloader, isLate: Bool = false
    ) throws {
        for name in names {
            var parts = URLComponents(url: url, resolvingAgainstBaseURL: true)
            parts?.path = ((url.path as NSString).deletingLastPathComponent as NSString)
                .appendingPathComponent(name)
            // With cached weights nothing is requested, so that the run needs no network.
            guard let beside = parts?.url,
                downloader.has(beside) || isLate || !downloader.has(url)
            else { continue }
            do {
                _ = try downloader.file(at: beside, Downloader.Expectation(kind: .json))
            } catch let error as DownloadError where error.isAbsent {
                // Not published with the weights: the settings of the family are used, with a note.
                continue
            }
        }
    }

    /// Sets the options that were not given from published settings.
    private mutating func fill(from settings: PublishedSettings) {
        recipe = recipe ?? settings.recipe.flatMap(Recipe.Kind.init)
        cropRatio = cropRatio ?? settings.cropRatio
        interpolation = interpolation ?? settings.interpolation.flatMap(Interpolation.init)
        mean = mean ?? settings.mean.map(Self.list)
        std = std ?? settings.std.map(Self.list)
        eps = eps ?? settings.eps
        heads = heads ?? settings.heads
        activation = activation ?? settings.activation.flatMap(Activation.init)
        imageSize = imageSize ?? settings.imageSize.map { ImageSize(side: $0) }
    }
}

/// Prints the progress of a download to standard error.
private final class DownloadReport {
    /// Whether nothing is printed.
    private let quiet: Bool
    /// Bytes that an earlier download left.
    private var first = 0
    /// The progress line, in MiB; nil between downloads, and for files of unknown size.
    private var progress: Console.Progress?

    init(quiet: Bool) { self.quiet = quiet }

    /// Prints an event of the downloader.
    func show(_ event: DownloadEvent) {
        if quiet { return }
        switch event {
        case .started(let url, let first, let total):
            end()
            self.first = first
            let size = total.map { byteCount($0) } ?? "a file of unknown size"
            let resumed = first > 0 ? ", resuming after \(byteCount(first))" : ""
            printMessage("download \(url), \(size)\(resumed)")
            let left = ((total ?? 0) - first) >> 20
            if left > 0 { progress = Console.Progress(total: left, unit: "MiB", quiet: false) }
        case .progress(let done):
            progress?.update(done: (done - first) >> 20)
        case .pausing(let url, let reason, let seconds):
            end()
            printMessage("download \(url): \(reason); retrying in \(duration(seconds))")
        case .waitingForOther(let url):
            printMessage("download \(url): waiting for another process that is downloading it")
        }
    }

    /// Clears the progress line.
    func end() {
        progress?.end()
        progress = nil
    }
}

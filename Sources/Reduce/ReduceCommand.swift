internal import ArgumentParser
internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import MapFiles
internal import Store
internal import Tokens

/// The command `reduce`: opens the input, checks the output, and prints plan and quality card.
/// `ReductionJob` computes the map.
@main
struct ReduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reduce",
        abstract: "Reduces embeddings to a map: PCA, neighbours, t-SNE, clusters and map quality.",
        discussion: """
            Reads a file written by extract, or vectors of another program: a .npy or .npz file \
            [rows, columns], or X or obsm of an .h5ad file. The map file opens in \
            anndata.read_h5ad and in h5py; Documentation/FileFormat.md describes it. Its tables \
            are also written as CSV to a folder beside it.

            An interrupted run (SIGINT) writes the unfinished map, marked as unfinished.

            reduce plan and reduce stage do the work in stages, on many machines, for files that \
            one cannot hold: Documentation/Stages.md.
            """,
        version: toolVersion)

    /// Path of the input.
    @Argument(help: "A file written by extract, or a .npy, .npz or .h5ad file.")
    var store: String

    /// The layers of the maps, as given; `layers(of:_:)` resolves it. nil leaves the choice to
    /// `LayerAdviser`.
    @Option(
        name: [.long, .customLong("layers")],
        help: ArgumentHelp(
            "Layer: 0, 1, ..., embedding or final. Several, separated by commas, or all: one map "
                + "per layer, each started from the previous map and aligned to it. Default: the "
                + "layer that predicts the labels best, or final if none is better.",
            valueName: "L[,L...]|all"))
    var layer: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "The map file to write. Default: tsne.h5; with --place, the name of the input with "
                + ".placed.h5; with --update, the map.", valueName: "FILE"))
    var output: String?

    @Flag(help: "Replace an output file even if it is not a map of the same input.")
    var overwrite = false

    @OptionGroup(title: "Map") var mapOptions: MapOptions
    @OptionGroup(title: "Lists and labels") var curationOptions: CurationOptions
    @OptionGroup(title: "Names") var nameOptions: NameOptions
    @OptionGroup(title: "t-SNE") var layoutOptions: LayoutOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions

    /// Runs the command that the first argument names, or `reduce` itself.
    static func main() {
        let verb = CommandLine.arguments.dropFirst().first ?? ""
        if ["plan", "stage"].contains(verb), isThere(verb) {
            printMessage(
                "note     \"\(verb)\" is a command of reduce; to read the file of that name, write "
                    + "./\(verb)")
        }
        switch verb {
        case "plan": runProgram(PlanCommand.self, dropping: 1)
        case "stage": runProgram(StageCommand.self, dropping: 1)
        default: runProgram(Self.self)
        }
    }

    /// Whether the input is a file of vectors, by its name.
    private var isVectors: Bool {
        VectorReader.isVectors(store)
    }

    /// Checks the options that need no file: layers, and options that apply to vectors only.
    func validate() throws {
        if !isVectors, let option = mapOptions.vectorOption {
            throw ValidationError(
                "\(option): expected it with vectors (.npy, .npz, .h5ad), found \(store).")
        }
        if nameOptions.names != nil, isVectors || mapOptions.rows == .patches {
            throw ValidationError(
                "--names: expected a map of images of a store written by extract.")
        }
        if mapOptions.update != nil, let option = mapOptions.ofMap ?? layoutOptions.given {
            throw ValidationError(
                "\(option): --update uses the settings of the map; leave \(option) out.")
        }
        guard let layer else { return }
        if isVectors {
            throw ValidationError("--layer: vectors have no layers; leave it out.")
        }
        if mapOptions.finished != nil {
            let option = mapOptions.place != nil ? "--place" : "--update"
            throw ValidationError(
                "--layer: \(option) uses the layer of the map; leave --layer out.")
        }
        if layer == "all" { return }
        let names = layer.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if let wrong = names.first(where: { LayerName($0) == nil }) {
            throw ValidationError(
                "--layer: expected a block number, embedding or final, found \"\(wrong)\".")
        }
        if Set(names).count < names.count {
            throw ValidationError("--layer: expected each layer once, found \"\(layer)\".")
        }
    }

    /// All files that the command reads.
    private var inputs: [String] {
        [store, mapOptions.finished, mapOptions.parent, mapOptions.ids].compactMap { $0 }
            + curationOptions.files + nameOptions.files
    }

    /// Path of the map file. With `--place` it is derived from the input, so that the finished map
    /// is never overwritten by default; with `--update` it is the finished map.
    private var outputPath: String {
        if let output = output ?? mapOptions.update { return output }
        if mapOptions.place == nil { return "tsne.h5" }
        return (store as NSString).deletingPathExtension + ".placed.h5"
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = runOptions.threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        let start = ContinuousClock.now
        let output = outputPath
        do {
            for path in inputs { try checkReadable(path) }
            let finished = try mapOptions.finished.map { try ReductionReader.read($0) }
            let map = try map(finished)
            let curation = try RowCuration(
                try self.input(finished), curationOptions, mapOptions)
            if !runOptions.quiet { curation.lines.forEach(printMessage) }
            try checkOutput(output, curation.input)
            let (input, choice) = try chosen(curation.input, finished)
            let lock = runOptions.dryRun ? nil : try OutputLock(output: output)
            defer { lock?.release() }
            // Another run may have written the output meanwhile.
            if lock != nil { try checkOutput(output, input) }
            let job = ReductionJob(
                input: input, curation: curation.parameters, finished: finished, map: map,
                layout: layoutOptions, names: nameOptions, run: runOptions,
                overwrite: overwrite, layerChoice: choice)
            try job.check()
            try job.announce(output: output)
            if runOptions.dryRun { return try job.announceUpdate() }
            let (reduction, isFinished) = try job.reduce(commandLine: CommandLine.arguments)
            if !isFinished, let code = Interruption.exitCode, mapOptions.update != nil {
                throw Failure(code, "interrupted; \(output) is as it was.")
            }
            let tables: [String]
            do {
                tables = try TableFiles(map: output).write(reduction)
            } catch {
                throw Failure(Exit.inputOutput, "\(error)")
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            QualityCard(reduction: reduction).print(
                output: output, folder: TableFiles(map: output).folder.path, tables: tables,
                seconds: seconds, quiet: runOptions.quiet)
            if !isFinished, let code = Interruption.exitCode {
                throw Failure(
                    code,
                    "interrupted; the unfinished map was written to \(output), marked unfinished.")
            }
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error)
        }
    }

    /// Checks that the output may be written. Without `--overwrite` only a map of the same file of
    /// embeddings, or of the same vectors, is replaced.
    ///
    /// - Throws: `OutputError`.
    private func checkOutput(_ output: String, _ input: ReductionJob.Input) throws {
        var files = inputs
        // The map that is brought up to date is replaced by the new one.
        let replaces = mapOptions.update.map { isSameFile($0, output) } ?? false
        if replaces { files.removeAll { isSameFile($0, output) } }
        if case .store(let reader, _) = input { files += try reader.files() }
        let rule = OutputRule(inputs: files, overwrite: overwrite)
        try rule.check(file: output) { path in
            if replaces { return nil }
            guard let origin = ReductionReader.origin(of: path) else {
                return "a file that `reduce` did not write"
            }
            let isSame: Bool
            switch input {
            case .store(let reader, _): isSame = origin.uuid == reader.uuid
            case .vectors(let reader):
                isSame =
                    try origin.uuid.isEmpty
                    && (origin.file == reader.path || origin.hash == reader.contentHash())
            }
            if isSame { return nil }
            return isSameFile(origin.file, input.path)
                ? "the map of an earlier state of \(origin.file), which reduce --update brings up "
                    + "to date" : "the map of another input, \(origin.file)"
        }
        try TableFiles(map: output).folder.check(rule)
    }

    /// The options; with `--place` and `--update` the token is that of the finished map.
    private func map(_ finished: Reduction?) throws -> MapOptions {
        guard let finished, let place = mapOptions.finished else { return mapOptions }
        var map = mapOptions
        if map.update != nil { map.take(from: finished) }
        if isVectors { return map }
        let name = finished.token
        guard let token = ImageToken(rawValue: name) else {
            throw Failure(
                Exit.nothing,
                "\(place): expected a map of images, found one of \(name); run reduce on images "
                    + "first."
            )
        }
        map.token = token
        return map
    }

    /// The input, opened.
    private func input(_ finished: Reduction?) throws -> ReductionJob.Input {
        if isVectors { return .vectors(try VectorReader(store, array: mapOptions.array)) }
        let reader = try EmbeddingReader(store)
        return .store(reader, try layers(of: reader, finished))
    }

    /// The requested layers, in the order of the model.
    ///
    /// - Parameter finished: the finished map of `--place` or `--update`, whose layer is used.
    /// - Throws: `Failure` or `StoreError` for layers or tokens that the file does not have.
    private func layers(
        of reader: EmbeddingReader, _ finished: Reduction?
    ) throws -> [LayerName] {
        if let finished { return [LayerName(finished.layer) ?? .final] }
        let kind =
            mapOptions.rows == .patches
            ? .patches : mapOptions.token?.kind ?? reader.model.imageToken
        try reader.model.require(kind, of: store)
        if layer == "all" {
            let held = reader.layers.filter { reader.holds($0, kind) }
            guard !held.isEmpty else {
                throw Failure(
                    Exit.usage,
                    "\(store): no \(kind.rawValue) tokens in this file; run extract with --tokens "
                        + "\(kind.rawValue).")
            }
            // Of a model whose layers have several widths, those as wide as the last.
            let width = held.last.map(reader.model.width(of:))
            return held.filter { reader.model.width(of: $0) == width }
        }
        guard let layer else { return [try defaultLayer(of: reader, kind)] }
        let wanted = layer.split(separator: ",").compactMap { LayerName(String($0)) }
        for name in wanted {
            if case .block(let index) = name, index >= reader.model.depth {
                throw Failure(
                    Exit.usage,
                    "--layer: expected a layer of \(store), which has blocks "
                        + "0...\(reader.model.depth - 1), embedding and final, found \(index).")
            }
            try reader.require(name)
        }
        let layers = reader.layers.filter(wanted.contains)
        let widths = Set(layers.map(reader.model.width(of:)))
        guard widths.count < 2 else {
            throw Failure(
                Exit.usage,
                "--layer: expected layers of one width, found \(layer), whose widths are "
                    + layers.map { "\(reader.model.width(of: $0))" }.joined(separator: ", ")
                    + "; reduce one at a time.")
        }
        return layers
    }

    /// The input with the layer that the labels choose, where `--layer` was not given.
    private func chosen(
        _ input: ReductionJob.Input, _ finished: Reduction?
    ) throws -> (ReductionJob.Input, LayerChoice?) {
        guard layer == nil, finished == nil, case .store(let reader, let layers) = input,
            let last = layers.last
        else { return (input, nil) }
        let kind = mapOptions.token?.kind ?? reader.model.imageToken
        var choice = LayerChoice(layer: last)
        if mapOptions.rows == .images {
            let rows = MapRows(
                paths: [], labels: try reader.labels(), labelNames: try reader.labelNames())
            choice = try LayerAdviser(
                reader: reader, kind: kind, labels: rows.judgeableLabels, quiet: runOptions.quiet
            ).choice(last: last)
        }
        if !runOptions.quiet { printMessage("layer    \(choice.text)") }
        return (.store(reader, [choice.layer]), choice)
    }

    /// The layer `final`, or the last one that the file has.
    private func defaultLayer(of reader: EmbeddingReader, _ kind: TokenKind) throws -> LayerName {
        guard let last = reader.layers.last(where: { reader.holds($0, kind) }) else {
            throw Failure(
                Exit.usage,
                "\(store): no \(kind.rawValue) tokens in this file; run extract with --tokens "
                    + "\(kind.rawValue).")
        }
        return last
    }
}

internal import ArgumentParser
internal import Console
internal import Dense
internal import FileSystem
internal import Findings
internal import Foundation
internal import MapFiles
internal import Store
internal import Tokens

/// The command `compare`: several files over the same images, side by side.
///
/// `MatchedRows` finds the images that all have, `ComparisonJob` measures layers, pairs and
/// images, `ComparisonMap` makes a map for each file. The result is a map file with further tables.
@main
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two or more models on the same images.",
        discussion: """
            Takes files written by extract, and vectors of other programs (.npy, .npz, .h5ad). \
            Images are matched by SHA-256, then by path. The output is a map file with one map \
            per model and tables of all comparisons; plot draws it. \
            Documentation/Comparison.md has the definitions.

            Example: compare deit.h5 dino.h5 -o compare.h5
            """,
        version: toolVersion)

    @Argument(help: "Two or more files over the same images.")
    var files: [String] = []

    @Option(name: [.customShort("o"), .long], help: "The file to write.")
    var output = "compare.h5"

    /// nil for what stands for an image in each model.
    @Option(
        help: ArgumentHelp(
            "Token of an image: class or mean. Default: that of each model.",
            valueName: "class|mean"))
    var token: String?

    /// nil for the layer of each file that the labels choose.
    @Option(
        help: ArgumentHelp(
            "Layer of all files by which models and images are compared. Default: of each file the "
                + "one whose neighbours predict the labels best.", valueName: "L"))
    var layer: String?

    @Option(
        help: ArgumentHelp(
            "Images that are compared, evenly spaced among those that all files have.",
            valueName: "N"))
    var limit = 5000

    @Option(
        help: ArgumentHelp(
            "Column of obs with the labels of a .h5ad file.", valueName: "NAME"))
    var labelColumn: String?

    @Option(
        help: ArgumentHelp(
            "Array of .npz files and matrix of .h5ad files with several.", valueName: "NAME"))
    var array: String?

    @Option(help: "Number of threads. Default: one per processor. Results do not depend on it.")
    var threads: Int?

    @Option(help: "Seed for k-means and t-SNE.")
    var seed: UInt64 = 0

    @Flag(help: "Replace a file that compare did not write for the same inputs.")
    var overwrite = false

    @Flag(help: "Print errors only.")
    var quiet = false

    static func main() { runProgram(Self.self) }

    func validate() throws {
        try checkThreads(threads)
        try checkNumber("--limit", limit, in: MatchedRows.fewest...50_000)
        if let token, kind == nil {
            throw ValidationError("--token: expected class or mean, found \"\(token)\".")
        }
        if let layer, LayerName(layer) == nil {
            throw ValidationError(
                "--layer: expected a block number, embedding or final, found \"\(layer)\".")
        }
        if files.count < 2 {
            throw ValidationError(
                "expected two or more files over the same images, found \(files.count); compare "
                    + "--help lists the options.")
        }
    }

    /// The token of `--token`; nil without it, or for another text.
    private var kind: TokenKind? {
        token == "class" ? .classToken : token == "mean" ? .mean : nil
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        let start = ContinuousClock.now
        do {
            for path in files { try checkReadable(path) }
            let compared = try zip(files, ComparedFile.names(of: files)).map {
                try ComparedFile($0, name: $1, token: kind, labelColumn: labelColumn, array: array)
            }
            if Set(files.map { canonicalPath($0) ?? $0 }).count < files.count {
                say("note     a file is given several times")
            }
            try checkOutput(compared)
            let lock = try OutputLock(output: output)
            defer { lock.release() }
            try checkOutput(compared)
            let matched = try MatchedRows(compared)
            say("matched  \(matched.text)")
            for file in compared where file.count > matched.count {
                say(
                    "left out \(file.count - matched.count) of \(counted(file.count, "row")) of "
                        + "\(file.path), which the other files do not have")
            }
            let ablated = compared.contains {
                !($0.reader.map { $0.model.ablatedUnits + $0.model.ablatedHeads } ?? "").isEmpty
            }
            if ablated && layer == nil {
                say(
                    "note     a file is ablated: --layer final compares all files behind the "
                        + "ablated blocks")
            }
            let sample = matched.sample(limit)
            if sample.count < matched.count {
                say("sample   \(sample.count) of them, evenly spaced (--limit)")
            }
            let reduction = try reduction(compared, sample)
            let tables: [String]
            do {
                tables = try TableFiles(map: output).write(reduction)
            } catch {
                throw Failure(Exit.inputOutput, "\(error)")
            }
            if let comparison = reduction.comparison {
                for line in ComparisonReport(comparison).lines { printResult(line) }
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            say(
                "wrote    \(output): \(counted(sample.count, "image")), "
                    + "\(counted(files.count, "model")) in "
                    + String(format: "%.1f s", seconds))
            say(
                "tables   \(TableFiles(map: output).folder.path)/: "
                    + tables.joined(separator: ", ")
            )
            say("next     plot \(shellText(output))")
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error)
        }
    }

    private func say(_ line: String) {
        if !quiet { printMessage(line) }
    }

    /// Refuses to replace what is not a comparison of the same first file.
    private func checkOutput(_ compared: [ComparedFile]) throws {
        let inputs = try files + compared.flatMap { try $0.reader?.files() ?? [] }
        let rule = OutputRule(inputs: inputs, overwrite: overwrite)
        try rule.check(file: output) { path in
            guard let origin = ReductionReader.origin(of: path) else {
                return "a file that `compare` did not write"
            }
            return origin.file == files.joined(separator: ", ")
                ? nil : "the map of another input, \(origin.file)"
        }
        try TableFiles(map: output).folder.check(rule)
    }

    /// Measures everything, and makes the maps.
    private func reduction(
        _ compared: [ComparedFile], _ sample: MatchedRows
    ) throws -> Reduction {
        // Names and previews are those of the first store, labels those of the first labelled file.
        let shown = compared.firstIndex { $0.reader != nil }
        let labelled = compared.firstIndex { $0.labels.contains { $0 >= 0 } } ?? 0
        let labels = sample.rows[labelled].map { compared[labelled].labels[$0] }
        let labelNames = compared[labelled].labelNames
        let named = shown ?? compared.firstIndex { $0.names != nil }
        let paths = sample.rows[named ?? 0].map { row in
            named.flatMap { compared[$0].names?[row] }.map(displayPath) ?? "\(row)"
        }
        let rare = Set(rareLabels(labels, fewest: LabelSettings().fewestRows))
        let job = ComparisonJob(
            files: compared, rows: sample.rows,
            labels: labels.map { rare.contains($0) ? -1 : $0 }, paths: paths,
            labelNames: labelNames, layer: layer.flatMap { LayerName($0) }, seed: seed,
            quiet: quiet)
        let found = try job.compare()
        let map = ComparisonMap(
            files: compared, rows: sample.rows, layers: found.chosen, seed: seed, quiet: quiet)
        let main = compared[map.main]
        let result = try map.maps()
        let digests = shown.flatMap { index in
            compared[index].digests.map { all in sample.rows[index].flatMap { all[$0] } }
        }
        var rows = MapRows(
            paths: paths, labels: labels, labelNames: labelNames, digests: digests)
        rows.agreement = found.agreement
        var parameters = RunParameters(seed: Int(clamping: seed))
        parameters.profileMissing = "compare has the layers in the table model_layers"
        parameters.findingsMissing = "compare does not search for findings"
        let first = shown.flatMap { compared[$0].reader }
        if let first, let origin = try first.origin() {
            parameters.imageSource = origin.root
            parameters.inputVariant = origin.variant
            parameters.imageFolder = try first.run().rootPath
        }
        var reduction = Reduction(
            origin: ReductionOrigin(
                file: files.joined(separator: ", "), uuid: "", hash: "",
                commandLine: []),
            toolVersion: toolVersion, commandLine: CommandLine.arguments,
            model: model(main, width: result.pca.mean.count), layer: main.name,
            token: main.token == "rows" ? "class" : main.token, rows: rows,
            parameters: parameters, map: result,
            modelArrays: ModelArrays(
                patchKernel: try main.reader?.patchKernel()
                    ?? Matrix(rows: 0, columns: result.pca.mean.count, elements: [])))
        reduction.comparison = found.result
        if let first, let shown {
            let own = sample.rows[shown]
            func previews(_ places: some Sequence<Int>) throws -> [[UInt8]] {
                try places.map { try first.previews(rows: own[$0]..<own[$0] + 1)[0] }
            }
            reduction.thumbnails = try Thumbnails.make(count: own.count) { try previews($0) }
            let images = Set(0..<min(own.count, Reduction.previewLimit))
                .union(reduction.imagesToShow).sorted()
            reduction.previews = Dictionary(
                uniqueKeysWithValues: zip(images, try previews(images)))
        }
        return reduction
    }

    /// The model of the main map, its width that of the layer.
    private func model(_ file: ComparedFile, width: Int) -> ModelDescription {
        switch file.source {
        case .vectors(let reader): return .vectors(of: reader)
        case .store(let reader, _):
            var model = reader.model
            model.width = width
            return model
        }
    }
}

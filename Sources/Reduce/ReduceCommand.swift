internal import ArgumentParser
internal import Console
internal import Dense
internal import Store

@main
struct ReduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reduce",
        abstract: "Embeddings to a map: PCA, neighbours, t-SNE, clusters, and how far to trust it.",
        discussion: """
            Reads a file that extract wrote. The map file opens in anndata.read_h5ad and in h5py; \
            Documentation/FileFormat.md describes it.
            """,
        version: toolVersion)

    @Argument(help: "The file that extract wrote.")
    var store: String

    @Option(help: ArgumentHelp("A layer: 0, 1, ..., embedding or final.", valueName: "L"))
    var layer: String

    @Option(name: [.customShort("o"), .long], help: "The map file to write.")
    var output = "tsne.h5"

    @OptionGroup(title: "Map") var mapOptions: MapOptions
    @OptionGroup(title: "t-SNE") var layoutOptions: LayoutOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions

    static func main() { runProgram(Self.self) }

    func validate() throws {
        if layer.contains(",") || layer == "all" {
            throw ValidationError(
                "--layer: expected one layer, found \"\(layer)\"; this version draws one map a "
                    + "run, so run reduce once a layer.")
        }
        if LayerName(layer) == nil {
            throw ValidationError(
                "--layer: expected a block's number, embedding or final, found \"\(layer)\".")
        }
    }

    func run() throws {
        guard let layer = LayerName(layer) else { return }
        useSingleThreadedBLAS()
        Parallelism.threads = runOptions.threads ?? Machine.processors
        let start = ContinuousClock.now
        do {
            let reader = try EmbeddingReader(store)
            if case .block(let index) = layer, index >= reader.model.depth {
                throw Failure(
                    Exit.usage,
                    "--layer: expected a layer of \(store), whose model has blocks "
                        + "0...\(reader.model.depth - 1), found \(index).")
            }
            try reader.require(layer)
            let job = ReductionJob(
                reader: reader, layer: layer, map: mapOptions, layout: layoutOptions,
                run: runOptions)
            try job.announce(output: output)
            if runOptions.dryRun { return }
            var reduction = try job.reduce()
            reduction.commandLine = CommandLine.arguments
            do {
                try ReductionWriter.write(reduction, to: output)
            } catch {
                throw Failure(Exit.inputOutput, "\(error)")
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            Card(reduction: reduction).print(
                output: output, seconds: seconds, quiet: runOptions.quiet)
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
    }
}

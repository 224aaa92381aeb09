internal import ArgumentParser
internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import ModelLoading
internal import PCA
internal import Stages
internal import Store

/// `reduce plan`: freezes the settings of a reduction in stages, says what each stage costs, and
/// writes the scripts that run them.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reduce plan",
        abstract:
            "Freeze the settings of a reduction in stages, and write the scripts that run it.",
        discussion: """
            For files whose rows one machine cannot hold. The folder gets plan.json, a Slurm \
            script, a Makefile for one machine, and Kubernetes jobs; Documentation/Stages.md \
            describes them. A folder has one plan: a second one with other settings is refused.
            """)

    @Argument(help: "A file written by extract, or a .npy, .npz or .h5ad file.")
    var store: String

    @Option(
        help: ArgumentHelp(
            "The folder of plan and results. Default: the file's name with .stages.",
            valueName: "DIR"))
    var work: String?

    @Option(help: "Layer: 0, 1, ..., embedding or final. Default: final.")
    var layer: String?

    @Option(
        help: ArgumentHelp(
            "The token that represents an image. Default: class; mean for a model without a class "
                + "token.", valueName: "class|mean"))
    var token: ImageToken?

    @Option(help: "Number of tasks of the scripts. Results do not depend on it.")
    var tasks = 40

    @Option(help: ArgumentHelp("Memory that a task may use.", valueName: "SIZE"))
    var memory = ByteSize(bytes: 4 << 30)

    @Option(help: "Rows of the sample for k-means.")
    var sample = 1_000_000

    @Option(help: "Number of k-means cells. Default: rows / 1000, from 100 to 100000.")
    var cells: Int?

    @Option(help: "Nearest cells of a row in which its neighbours are searched.")
    var probes = 16

    @Option(help: "Neighbours of each row.")
    var neighborCount = 30

    @Option(help: "Rows whose neighbours are searched exactly, to measure the recall of the graph.")
    var checkRows = 1000

    @Option(help: "Rows of a piece, a multiple of 1024; at most 4096 pieces. Default: by the rows.")
    var pieceRows: Int?

    @Option(help: "Rows of a group of cells, which a task searches together. Default: by the rows.")
    var groupRows: Int?

    @Option(help: "Number of principal components.")
    var pca = 50

    @Option(
        help: ArgumentHelp(
            "Normalisation of each row before PCA. Default: l2; none for vectors.",
            valueName: "l2|layernorm|none"))
    var normalize: RowNormalization?

    @Option(help: "Rows of the sample that t-SNE maps; all others are placed among them.")
    var mapRows = 100_000

    @Option(help: "Perplexity of t-SNE.")
    var perplexity = 30.0

    @Option(help: "Seed for the sample and k-means.")
    var seed: UInt64 = 0

    @Flag(help: "Print the plan and exit.")
    var dryRun = false

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try checkNumber("--tasks", tasks, in: 1...4096)
        try checkNumber("--memory", memory.bytes, in: 256 << 20...Int.max)
        try checkNumber("--sample", sample, in: 100...1 << 32)
        try checkNumber("--cells", cells, in: 1...1 << 24)
        try checkNumber("--probes", probes, in: 1...4096)
        try checkNumber("--neighbor-count", neighborCount, in: 1...1024)
        try checkNumber("--check-rows", checkRows, in: 1...100_000)
        try checkNumber("--pca", pca, in: 2...4096)
        try checkNumber("--map-rows", mapRows, in: 10...10_000_000)
        try checkNumber("--perplexity", perplexity, in: 1...10_000)
        try checkNumber("--group-rows", groupRows, in: 1...1 << 30)
        if let pieceRows, pieceRows % 1024 != 0 || !(1024...1 << 30).contains(pieceRows) {
            throw ValidationError(
                "--piece-rows: expected a multiple of 1024, found \(pieceRows).")
        }
    }

    func run() throws {
        try StageSource.withCodes {
            let plan = try plan()
            let estimate = StageEstimate(plan: plan, tasks: tasks)
            try estimate.check(fitting: memory.bytes)
            let folder = StageSource.folder(store, work)
            if !quiet { estimate.lines(store: store).forEach(printMessage) }
            if let free = Machine.freeDisk(near: folder.plan), free < estimate.diskBytes, !quiet {
                printMessage(
                    "note     only \(byteCount(free)) are free there, and all stages write "
                        + "\(byteCount(estimate.diskBytes))")
            }
            if dryRun { return }
            let scripts = try StageScripts(
                store: store, folder: folder, program: Self.program, tasks: tasks,
                memory: memory.bytes, plan: plan)
            let lines = try plan.write(to: folder, scripts: scripts)
            if !quiet { lines.forEach(printMessage) }
        }
    }

    /// How the scripts call this program.
    private static var program: String {
        let own = CommandLine.arguments[0]
        return own.contains("/") ? canonicalPath(own) ?? own : own
    }

    private func plan() throws -> StagePlan {
        let input = try StageSource.rows(store, layer: layer, token: token).input()
        guard input.rows < Int(UInt32.max) else {
            throw Failure(
                Exit.data,
                "\(store): expected fewer than \(UInt32.max) rows, found \(input.rows).")
        }
        guard input.rows >= ReductionJob.minimumRows else {
            throw Failure(
                Exit.data,
                "\(store): expected at least \(ReductionJob.minimumRows) rows, found "
                    + "\(input.rows), too few for a map.")
        }
        let isVectors = VectorReader.isVectors(store)
        let pieceRows = pieceRows ?? StagePlan.pieceRows(for: input.rows)
        guard input.rows <= pieceRows * StagePlan.mostPieces else {
            throw ValidationError(
                "--piece-rows: expected at least \(StagePlan.pieceRows(for: input.rows)) for "
                    + "\(input.rows) rows, found \(pieceRows).")
        }
        let wanted = cells ?? StagePlan.cells(for: input.rows, sample: sample)
        return StagePlan(
            input: input,
            settings: StagePlan.Settings(
                pieceRows: pieceRows,
                groupRows: groupRows
                    ?? StagePlan.groupRows(pieceRows: pieceRows, columns: input.columns),
                sample: min(sample, input.rows),
                cells: min(wanted, min(sample, input.rows)), probes: probes,
                neighbors: neighborCount, checkRows: checkRows, components: pca,
                normalization: (normalize ?? (isVectors ? .none : .l2)).rawValue,
                mapRows: min(mapRows, sample, input.rows), perplexity: perplexity, seed: seed))
    }
}

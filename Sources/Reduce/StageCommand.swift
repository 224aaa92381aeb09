public import ArgumentParser
internal import Console
internal import Dense
internal import Foundation
public import Stages
internal import Store

extension StageName: ExpressibleByArgument {}

/// `reduce stage`: computes a part of a stage, or joins a stage.
struct StageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reduce stage",
        abstract: "Compute a part of a stage that reduce plan names, or join the stage.",
        discussion: """
            Pieces that are there already are not computed again: the same command goes on after \
            an interruption. Documentation/Stages.md has the stages, their files and the exit codes.
            """)

    @Argument(help: ArgumentHelp("The stage.", valueName: "name"))
    var stage: StageName

    @Argument(help: "The file that reduce plan was given.")
    var store: String

    @Option(
        help: ArgumentHelp(
            "The folder of reduce plan. Default: the file's name with .stages.",
            valueName: "DIR"))
    var work: String?

    @Option(
        help: ArgumentHelp(
            "Compute every n-th piece, from piece i on.", valueName: "i/n"))
    var shard: String?

    @Flag(help: "Check that all pieces are there, and join them.")
    var join = false

    @Option(help: "Number of threads. Default: one per processor. Results do not depend on it.")
    var threads: Int?

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try checkThreads(threads)
        guard join != (shard != nil) else {
            throw ValidationError(
                "expected --shard i/n or --join, found \(join ? "both" : "none").")
        }
        if shard != nil && !stage.hasPieces {
            throw ValidationError(
                "--shard: stage \(stage.rawValue) is computed as a whole; use --join.")
        }
        if let shard, Shard(shard) == nil {
            throw ValidationError(
                "--shard: expected i/n with i from 0 to n - 1, such as 0/8, found \"\(shard)\".")
        }
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        try StageSource.withCodes {
            let start = ContinuousClock.now
            let folder = StageSource.folder(store, work)
            let plan = try StagePlan.read(folder.plan)
            let run = try StageRun(
                folder: folder, rows: try StageSource.rows(store, plan: plan))
            var lines: [String]
            if join {
                lines = try run.join(stage, quiet: quiet)
            } else {
                let done = try run.compute(
                    stage, shard: shard.flatMap { Shard($0) } ?? .whole, quiet: quiet)
                lines = [
                    "\(stage.rawValue): \(counted(done.computed, "piece")) computed, "
                        + "\(done.found) found"
                ]
            }
            if quiet { return }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            lines[lines.count - 1] += " (\(duration(seconds)))"
            lines.forEach(printMessage)
        }
    }
}

internal import ArgumentParser
internal import Console

/// Options about the run itself, none of which changes the map but the seed.
struct RunOptions: ParsableArguments {
    @Option(help: "Number of threads. Default: one per processor. Results do not depend on it.")
    var threads: Int?

    @Option(help: "Seed for k-means, sampling and random initialisation.")
    var seed: UInt64 = 0

    @Flag(help: "Print the plan and exit.")
    var dryRun = false

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try checkThreads(threads)
    }
}

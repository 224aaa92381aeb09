internal import ArgumentParser
internal import Console

/// How the run behaves.
struct RunOptions: ParsableArguments {
    @Option(help: "Number of threads. Default: one per processor. Results do not depend on it.")
    var threads: Int?

    @Option(help: "Seed for k-means, samples and random starts.")
    var seed: UInt64 = 0

    @Flag(help: "Print the plan and exit.")
    var dryRun = false

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try checkThreads(threads)
    }
}

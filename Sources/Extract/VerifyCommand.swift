internal import ArgumentParser
internal import Console
internal import FileSystem
internal import Store

/// `extract verify`: whether the bytes of a file or map match their checksums. A damaged file ends
/// with exit code 74, and each damaged part has a line.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract verify",
        abstract: "Reread a file and compare it with the checksums that it contains.")

    @Argument(help: "A file written by extract, or a map written by reduce.")
    var output: String

    @Flag(help: "Print errors only.")
    var quiet = false

    func run() throws {
        try checkReadable(output)
        let damage: [String]
        let file: EmbeddingReader
        do {
            if try ReductionReader.isMap(output) { return try verifyMap() }
            file = try EmbeddingReader(output)
            damage = try file.damage {
                if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
            }
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
        for line in damage { printResult(line) }
        guard damage.isEmpty else {
            throw Failure(
                Exit.inputOutput,
                "\(output): \(counted(damage.count, "check")) failed; restore the file from a "
                    + "copy, or run extract again."
            )
        }
        if !quiet {
            printResult("\(output): \(counted(file.imageCount, "image")), all checks passed")
        }
    }

    /// Checks a map, which has one checksum over all of its data.
    private func verifyMap() throws {
        let map: Reduction
        do {
            map = try ReductionReader.read(output) {
                if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
            }
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error.description)
        }
        if quiet { return }
        printResult(
            "\(output): a map of \(counted(map.paths.count, "row")), "
                + (map.isVerified ? "its checksum is correct" : Reduction.unverifiedNote))
    }
}

internal import ArgumentParser
internal import Console
internal import Store

/// `extract join`: unites finished files. `StoreJoining` does the work.
struct JoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract join",
        abstract: "Unite finished files of one model in one file.",
        discussion: """
            The rows of each file follow one another, in the order of the files. Paths start from \
            the folder that all images are below; labels with one name are one label. Models, \
            preparations or layers that differ are refused.

            Example: extract join march.h5 april.h5 spring.h5
            """)

    @Argument(help: "Two or more files written by extract, then the file to write.")
    var files: [String]

    @Flag(help: "Replace the output file.")
    var overwrite = false

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        guard files.count >= 3 else {
            throw ValidationError(
                "Expected two or more files and the file to write, found \(files.count) names.")
        }
    }

    func run() throws {
        do {
            try StoreJoining(
                inputs: Array(files.dropLast()), output: files[files.count - 1],
                overwrite: overwrite, quiet: quiet
            ).run()
        } catch let error as JoinError {
            throw Failure(Exit.data, error.description)
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
    }
}

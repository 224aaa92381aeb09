internal import ArgumentParser
internal import Console
internal import Curation
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading

/// The command `extract`. `Run` does the work; `status`, `verify` and `explain` are commands of
/// their own, chosen by the first argument.
@main
struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Stream images through a Vision Transformer and store the tokens of all layers.",
        discussion: """
            The output is plain HDF5, described in Documentation/FileFormat.md. Without --weights \
            the embedded demo model is used, which knows only drawings.

            Run the same command again to continue a run that was interrupted or killed.

            Example: extract photos out.h5 --weights augreg-b16

            Further commands, each with its own --help:
            extract status OUT            print progress and rejected images
            extract verify FILE           check a file against its checksums
            extract explain FILE NAME...  add images in full to a finished file
            extract join A B ... OUT      unite finished files of one model
            To read a folder with such a name, write ./status.
            """,
        version: toolVersion)

    @Argument(
        help: ArgumentHelp(
            "A folder of images, one image, a tar archive of images, a list of paths (.txt; .csv "
                + "with a column path), or - for paths on standard input."))
    var images: String

    @Argument(help: "The HDF5 file to write.")
    var output: String

    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup(title: "Engine") var engineOptions: EngineOptions
    @OptionGroup(title: "Images") var imageOptions: ImageOptions
    @OptionGroup(title: "Lists") var listOptions: ListOptions
    @OptionGroup(title: "Output") var outputOptions: OutputOptions

    /// Runs the command that the first argument names, or `extract` itself.
    static func main() {
        if ModelOptions.answersListOfWeights(CommandLine.arguments) { return }
        // Verbs instead of subcommands, which would hide the options from --help.
        let verb = CommandLine.arguments.dropFirst().first ?? ""
        if ["status", "verify", "explain", "join"].contains(verb),
            isThere(verb)
        {
            printMessage(
                "note     \"\(verb)\" is a command of extract; to read the images in the folder of "
                    + "that name, write ./\(verb)"
            )
        }
        switch verb {
        case "status": runProgram(StatusCommand.self, dropping: 1, answers: true)
        case "verify": runProgram(VerifyCommand.self, dropping: 1, answers: true)
        case "explain": runProgram(ExplainCommand.self, dropping: 1)
        case "join": runProgram(JoinCommand.self, dropping: 1)
        default: runProgram(Self.self)
        }
    }

    func validate() throws {
        try outputOptions.check()
        try engineOptions.check(modelOptions.ofNativeEngine)
        if engineOptions.engine == .torch && modelOptions.weights == nil {
            throw ValidationError(
                "--engine torch: expected --weights timm:NAME, hf:NAME, open_clip:NAME:TAG or "
                    + "FILE.py:function, found none.")
        }
        if engineOptions.prepare == .python, imageOptions.mosaic != nil {
            throw ValidationError(
                "--mosaic: expected --prepare own, since a mosaic is made of prepared cells.")
        }
        if modelOptions.pad || modelOptions.recipe == .pad, imageOptions.mosaic != nil {
            throw ValidationError(
                "--mosaic: expected no --pad, since a mosaic squashes its images into cells.")
        }
    }

    func run() throws {
        returnFreedMemory()
        try Run(
            source: images, output: output, model: modelOptions, engine: engineOptions,
            images: imageOptions, lists: listOptions, options: outputOptions
        ).run()
    }
}

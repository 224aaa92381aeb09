internal import ArgumentParser
internal import Console
internal import Dense
internal import Foundation
internal import Store

@main
struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Streams images through a Vision Transformer; writes all layers to one file.",
        discussion: """
            The file is plain HDF5; Documentation/FileFormat.md describes it. Without --weights \
            the embedded demo model is used, which knows drawings only.
            """,
        version: toolVersion)

    @Argument(help: "A folder of JPEG, PNG and WebP images, or one image.")
    var images: String

    @Argument(help: "The HDF5 file to write.")
    var output: String

    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup(title: "Images") var imageOptions: ImageOptions
    @OptionGroup(title: "Output") var outputOptions: OutputOptions

    static func main() { runProgram(Self.self) }

    func validate() throws {
        try outputOptions.check()
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = outputOptions.threads ?? Machine.processors
        if FileManager.default.fileExists(atPath: output), !outputOptions.overwrite,
            !outputOptions.dryRun
        {
            throw Failure(Exit.nothing, StoreError.exists(file: output).description)
        }
        let plan = try Plan(images: images, options: imageOptions, limit: outputOptions.limit)
        let model = try LoadedModel(modelOptions.resolved(quiet: outputOptions.quiet))
        try plan.checkVariants(
            size: model.description.imageSize, patch: model.description.patch)
        let layout = try outputOptions.layout(plan: plan, model: model)
        let run = RunDescription(
            toolVersion: toolVersion, commandLine: CommandLine.arguments,
            uuid: UUID().uuidString.lowercased(), createdUTC: Machine.utcNow,
            threads: Parallelism.threads, seed: outputOptions.seed,
            instructionSet: "\(instructionSet()) \(blasCoreName())",
            inputVariant: plan.inputVariant, mosaic: plan.mosaic)
        let announcement = Announcement(
            plan: plan, model: model, layout: layout, output: output,
            quiet: outputOptions.quiet)
        announcement.print()
        try announcement.checkRoom()
        if outputOptions.dryRun { return }

        let pipeline = Pipeline(
            plan: plan, model: model, layout: layout, imageOptions: imageOptions,
            seed: outputOptions.seed, quiet: outputOptions.quiet)
        let summary = try pipeline.run(into: output, run: run)
        summary.print(output: output, model: model, quiet: outputOptions.quiet)
        if summary.embedded == 0 {
            throw Failure(
                Exit.nothing,
                "\(images): none of \(plan.rowCount) images could be read; the first was "
                    + "rejected because: \(summary.firstReject ?? "unknown").")
        }
        if summary.rejected > 0 && outputOptions.strict { throw ExitCode(Exit.rejected) }
    }
}

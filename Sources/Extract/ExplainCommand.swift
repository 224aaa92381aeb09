internal import ArgumentParser
internal import Console
internal import Dense
internal import Foundation
internal import ModelLoading
internal import Store

/// `extract explain`: adds images in full to a finished file. `Explaining` does the work.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract explain",
        abstract:
            "Add images in full to a finished file: pixels, attention of all tokens and heads.",
        discussion: """
            The images are read again and embedded with the model of the file; an image whose \
            bytes have changed is refused. The rows, the file's uuid and its hash, to which maps \
            refer, do not change. The new file is written beside the old one, checked and renamed.

            Example: extract explain out.h5 cat-44 --variants salient:1
            """)

    @Argument(help: "A file written by extract.")
    var output: String

    @Argument(help: "Images of the file, by path or name.")
    var names: [String] = []

    @Option(
        help: ArgumentHelp(
            "A map of the file: add the medoids of its largest clusters and the images with the "
                + "most doubtful labels, up to four of each.", valueName: "MAP"))
    var map: String?

    /// The list as given; variants that the file has already are left out.
    @Option(
        help: ArgumentHelp(
            "Variants of each image to add as well: random:R, salient:R, background:R, "
                + "object:NAME:R, patches:LIST, shuffle:G.", valueName: "LIST"))
    var variants: String?

    /// The list as given; without names and map it is of the images that are there in full.
    @Option(
        help: ArgumentHelp(
            "Store the values of units at the patches of the images, too: unit 112 of block 7, or "
                + "7:attention2 and 7:value2 for head 2. Without names and --map, of all images in "
                + "full.", valueName: "7:112,..."))
    var units: String?

    /// Default (nil): the recorded folder, and if that is gone the folder as it was given.
    @Option(
        help: ArgumentHelp(
            "The folder that the file's paths are relative to. Default: the recorded one.",
            valueName: "FOLDER"))
    var images: String?

    @Option(
        help: ArgumentHelp(
            "The masks, if the variants need them. Default: the recorded path.",
            valueName: "DIR|FILE.json"))
    var masks: String?

    @Option(
        help: ArgumentHelp(
            "The file's checkpoint. Default: the recorded path, or the download cache.",
            valueName: "FILE|URL|NAME"))
    var weights: String?

    @OptionGroup var downloads: DownloadOptions

    @Option(help: "Worker threads; results do not depend on it. Default: one per processor.")
    var threads: Int?

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        try checkThreads(threads)
        if names.isEmpty && map == nil && units == nil {
            throw ValidationError(
                "Expected names of images, --map with a map of the file, or --units, found none.")
        }
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        for path in [output, map, images, masks, weights].compactMap({ $0 }) {
            try checkReadable(path)
        }
        do {
            try Explaining(
                store: try EmbeddingReader(output), names: names, map: map, variants: variants,
                units: units?.split(separator: ",").map(String.init) ?? [],
                images: images, masks: masks, weights: weights, downloads: downloads, quiet: quiet
            ).run()
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error)
        }
    }
}

internal import ArgumentParser
internal import Console
internal import Dense
internal import Foundation
internal import Models
internal import Store

/// Adds images in full to a finished file.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract explain",
        abstract: "Adds images in full to a finished file: attention of all tokens, heads, pixels.",
        discussion: """
            The images are read and embedded again by the file's own model; a picture whose bytes \
            changed is refused. The rows stay as they are, and so do the file's uuid and the hash \
            that maps keep. A new file is written beside the old one, checked, and renamed over it.
            """)

    @Argument(help: "A file that `extract` has written.")
    var output: String

    @Argument(help: "Images of the file, by path or name.")
    var names: [String] = []

    @Option(
        help: ArgumentHelp(
            "A map of the file: its largest clusters' medoids and its most doubtful labels are "
                + "added, up to four of each.", valueName: "MAP"))
    var map: String?

    @Option(
        help: ArgumentHelp(
            "Variants to add beside each image: random:R, salient:R, background:R, object:NAME:R, "
                + "patches:LIST, shuffle:G.", valueName: "LIST"))
    var variants: String?

    @Option(
        help: ArgumentHelp(
            "The folder that the file's paths start from. Default: where it was.",
            valueName: "FOLDER"))
    var images: String?

    @Option(
        help: ArgumentHelp(
            "The masks, where variants need them. Default: where they were.",
            valueName: "DIR|FILE.json"))
    var masks: String?

    @Option(
        help: ArgumentHelp(
            "Where the file's checkpoint is now. Default: where it was, or the cache of downloads.",
            valueName: "FILE|URL|NAME"))
    var weights: String?

    @OptionGroup var downloads: DownloadOptions

    @Option(help: "Worker threads. Default: one a processor. Results do not depend on it.")
    var threads: Int?

    @Flag(help: "Only errors.")
    var quiet = false

    func validate() throws {
        try checkThreads(threads)
        if names.isEmpty && map == nil {
            throw ValidationError(
                "Expected names of images, or --map with a map of the file, found neither.")
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
                images: images, masks: masks, weights: weights, downloads: downloads, quiet: quiet
            ).run()
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error)
        }
    }
}

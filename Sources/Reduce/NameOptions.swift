internal import ArgumentParser
internal import Console
internal import ModelLoading

/// Options that name images and clusters by words.
struct NameOptions: ParsableArguments {
    /// nil for no names.
    @Option(
        help: ArgumentHelp(
            "Name images and clusters of a store of CLIP or SigLIP by words: those of a text file, "
                + "one a line, or nouns, a list of 4,140 everyday things.",
            valueName: "FILE|nouns"))
    var names: String?

    @Option(
        help: ArgumentHelp(
            "With --names: the store's checkpoint. Default: the recorded path, or the download "
                + "cache.", valueName: "FILE|URL|NAME"))
    var weights: String?

    /// Nil to look beside the checkpoint.
    @Option(
        help: ArgumentHelp(
            "With --names: the vocabulary of the text tower. Default: beside the checkpoint.",
            valueName: "FILE"))
    var vocabulary: String?

    @OptionGroup var downloads: DownloadOptions

    func validate() throws {
        if names != nil { return }
        for (option, value) in [("--weights", weights), ("--vocabulary", vocabulary)]
        where value != nil {
            throw ValidationError("\(option): expected it with --names.")
        }
    }

    /// The files that are read.
    var files: [String] {
        let list = names == WordList.nouns ? nil : names
        let checkpoint = weights.map(checkpointInputs) ?? []
        return [list, vocabulary].compactMap { $0 } + checkpoint
    }
}

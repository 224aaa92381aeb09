public import ArgumentParser

/// The options that choose images by lists, the same in `extract`, `reduce` and `search`.
public struct ListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use only the images that a list names, with one path or SHA-256 per line. A review "
                + "names the images that it keeps.", valueName: "LIST"))
    public var only: String?

    @Option(
        help: ArgumentHelp(
            "Leave out the images that a list names. A review names the images that it drops.",
            valueName: "LIST"))
    public var except: String?

    public init() {}

    /// Paths of the lists.
    public var files: [String] { [only, except].compactMap { $0 } }

    /// Reads the lists.
    public func selection() throws -> ImageSelection {
        try ImageSelection(only: only, except: except)
    }
}

internal import ArgumentParser
internal import Console

/// Options that choose which images, patches, filters and layers the figures show. Numbers that a
/// model does not have are reported when a figure uses them.
struct ChoiceOptions: ParsableArguments {
    /// Names as given, separated by commas; a name may be a path, a file name or a stem
    /// (`isNamed`).
    @Option(
        help: ArgumentHelp(
            "Images to show, by path or name, or all; extract must have stored them in full. "
                + "Default: the first; all in figures of several images.", valueName: "NAME,...|all"
        ))
    var image: String?

    /// Names as given, separated by commas.
    @Option(
        help: ArgumentHelp(
            "Images that similarity and correspondences compare with that of --image; any image of "
                + "the file of embeddings. Default: its nearest neighbours.",
            valueName: "NAME,..."))
    var with: String?

    /// Indices as given; a figure with one patch takes the first.
    @Option(
        name: [.customLong("patches"), .customLong("patch")],
        help: ArgumentHelp(
            "Patches to show, counted from 0 in row-major order. Default for views: of the most "
                + "attended patches of the largest object, the one with the highest contrast. "
                + "Default for global-views: a patch of the background and of two objects. For "
                + "similarity: a row and a column, R,C, or one index.",
            valueName: "I,..."))
    var patches: String?

    @Option(
        help: ArgumentHelp(
            "Filters to show, counted from 0. Default for views: 0, 1, 2 and the last. Default "
                + "for filter-views: the two that separate objects from background best, and the "
                + "two worst. Default for global-views and occlusion: the one with the highest "
                + "AUROC, or without objects the one with the highest contrast.",
            valueName: "J,..."))
    var filters: String?

    /// Names as given: block and hidden unit, or block and unit of a head.
    @Option(
        help: ArgumentHelp(
            "Units whose strongest patches the figure units shows: unit 112 of block 7, or "
                + "7:attention2 and 7:value2 for head 2. Default: the most selective ones.",
            valueName: "7:112,..."))
    var units: String?

    /// Indices of blocks as given; attention takes the first.
    @Option(
        name: [.long, .customLong("layer")],
        help: ArgumentHelp(
            "Blocks to show, counted from 0. Default for scenes: the first, the middle and the "
                + "last. Default for attention: the last.", valueName: "L,..."))
    var layers: String?

    /// 0 is the input of block 0, the depth of the model the output of its last block.
    @Option(
        help: ArgumentHelp(
            "Columns of global-views and occlusion: the numbers of blocks after which the image is "
                + "shown. Default: 0,4,8,11 for global-views, 0,3,8,11 for occlusion.",
            valueName: "B,..."))
    var afterBlocks: String?

    /// Range: 1...10^6; nil for the factor that `reduce` stored, 3.
    @Option(
        help: ArgumentHelp(
            "Outlier threshold of token-norms: a norm above F times the median of the layer. "
                + "Default: 3.",
            valueName: "F"))
    var outliers: Double?

    /// How one value per patch is enlarged.
    enum Interpolation: String, CaseIterable, ExpressibleByArgument { case bicubic, nearest }

    @Option(
        help: "How pca-rgb and similarity enlarge one value per patch to the size of the image.")
    var interpolation: Interpolation = .bicubic

    /// Range: 1...100.
    @Option(
        help: ArgumentHelp(
            "Models per row in a filters figure of several files. Default: 2 for four models, "
                + "otherwise up to 3.", valueName: "N"))
    var columns: Int?

    func validate() throws {
        _ = try parsed()
        try checkNumber("--outliers", outliers, in: 1...1e6)
        if let columns, !(1...100).contains(columns) {
            throw ValidationError("--columns: expected a number from 1 to 100, found \(columns).")
        }
    }

    /// The choices as numbers and names.
    ///
    /// - Throws: `ValidationError` with the option that is wrong.
    func parsed() throws -> FigureChoices {
        FigureChoices(
            images: image.map { $0.split(separator: ",").map(String.init) },
            others: with.map { $0.split(separator: ",").map(String.init) },
            patches: try Self.numbers(patches, "--patches"),
            units: units.map { $0.split(separator: ",").map(String.init) },
            filters: try Self.numbers(filters, "--filters"),
            blocks: try Self.numbers(layers, "--layers"),
            afterBlocks: try Self.numbers(afterBlocks, "--after-blocks"),
            isCrisp: interpolation == .nearest, columns: columns,
            outlierFactor: outliers)
    }

    /// A list of numbers of 0 or more, separated by commas; nil without the option.
    private static func numbers(_ text: String?, _ option: String) throws -> [Int]? {
        guard let text else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, !numbers.isEmpty, numbers.allSatisfy({ $0 >= 0 })
        else {
            throw ValidationError(
                "\(option): expected a list of numbers of 0 or more, found \"\(text)\".")
        }
        return numbers
    }
}

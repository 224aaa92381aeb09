internal import ArgumentParser
internal import Console

/// Which images, patches, filters and layers the figures show.
struct ChoiceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Images kept in full, by path or name, or all. Default: the first, and all where a "
                + "figure shows several.", valueName: "NAME,...|all"))
    var image: String?

    @Option(
        name: [.customLong("patches"), .customLong("patch")],
        help: ArgumentHelp(
            "Patches, counted from 0 row by row. Default: for views the one of highest contrast "
                + "among the most attended of the largest object; for global-views one of the "
                + "background and one of each of two objects.", valueName: "I,..."))
    var patches: String?

    @Option(
        help: ArgumentHelp(
            "Filters, counted from 0. Default: 0, 1, 2 and the last for views; for filter-views "
                + "the two that separate objects from background best and the two worst; for "
                + "global-views and occlusion the one of the highest AUROC, or without objects of "
                + "the highest contrast.",
            valueName: "J,..."))
    var filters: String?

    @Option(
        name: [.long, .customLong("layer")],
        help: ArgumentHelp(
            "Blocks, counted from 0, of scenes and attention. Default: the first, the middle and "
                + "the last; the last.", valueName: "L,..."))
    var layers: String?

    @Option(
        help: ArgumentHelp(
            "Blocks passed before each column of global-views and occlusion. Default: 0,4,8,11 and "
                + "0,3,8,11.", valueName: "B,..."))
    var afterBlocks: String?

    @Option(
        help: ArgumentHelp(
            "token-norms: outliers have a norm above F medians of their layer. Default: 3.",
            valueName: "F"))
    var outliers: Double?

    @Option(
        help: ArgumentHelp(
            "Models per row in the filters of several files. Default: all of up to three, two of "
                + "four, else three.", valueName: "N"))
    var columns: Int?

    func validate() throws {
        _ = try parsed()
        try checkNumber("--outliers", outliers, in: 1...1e6)
        if let columns, !(1...100).contains(columns) {
            throw ValidationError("--columns: expected a number from 1 to 100, found \(columns).")
        }
    }

    func parsed() throws -> FigureChoices {
        FigureChoices(
            images: image.map { $0.split(separator: ",").map(String.init) },
            patches: try Self.numbers(patches, "--patches"),
            filters: try Self.numbers(filters, "--filters"),
            blocks: try Self.numbers(layers, "--layers"),
            afterBlocks: try Self.numbers(afterBlocks, "--after-blocks"), columns: columns,
            outlierFactor: outliers)
    }

    private static func numbers(_ text: String?, _ option: String) throws -> [Int]? {
        guard let text else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, !numbers.isEmpty, numbers.allSatisfy({ $0 >= 0 })
        else {
            throw ValidationError(
                "\(option): expected a list of numbers from 0, found \"\(text)\".")
        }
        return numbers
    }
}

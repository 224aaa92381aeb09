internal import ArgumentParser
internal import Console
internal import Curation
internal import Store

/// The options that leave rows out and label them, without extracting again.
struct CurationOptions: ParsableArguments {
    @OptionGroup var lists: ListOptions

    @Option(
        help: ArgumentHelp(
            "Labels in place of those of the input: a CSV or TSV file with columns path and label. "
                + "A review (columns path, sha256, decision, label, note) changes single labels "
                + "and leaves dropped rows out. Repeat the option for several files; later ones "
                + "override earlier ones.", valueName: "FILE.csv"))
    var labels: [String] = []

    /// Paths of all files that the options name.
    var files: [String] { lists.files + labels }
}

/// The part of an input that lists and reviews leave, under the labels of the label files.
struct RowCuration {
    /// The input without the rows that are left out. Its readers number the other rows from 0.
    let input: ReductionJob.Input
    /// Counts and digests of the files, for the map.
    let parameters: CurationParameters
    /// What was done, one line each for the user.
    let lines: [String]

    /// Applies the files of the options.
    ///
    /// - Parameters:
    ///   - input: the whole input.
    ///   - map: for vectors, the names and the column of labels.
    /// - Throws: `Failure` for a file that cannot be read, contradicts itself or names none of the
    ///   rows, and if no row is left.
    init(_ input: ReductionJob.Input, _ options: CurationOptions, _ map: MapOptions) throws {
        let selection = try options.lists.selection()
        let files = try LabelFiles(options.labels)
        guard !selection.isEmpty || !files.isEmpty else {
            (self.input, parameters, lines) = (input, CurationParameters(), [])
            return
        }
        let images = try Self.images(of: input, map)
        let choice = try selection.choice(of: images)
        let matched = try files.matched(with: images)
        let kept = choice.keeps.indices.filter { choice.keeps[$0] && !matched.isDropped($0) }
        guard !kept.isEmpty else {
            throw Failure(
                Exit.nothing,
                "--labels \(options.labels.joined(separator: ", ")): expected rows that no list or "
                    + "review leaves out, found none of the \(images.count) in \(input.path).")
        }
        let rows = kept.count < images.count ? kept : nil
        let labels = try Self.labels(of: input, map, matched, kept: kept, count: images.count)
        self.input = input.part(rows: rows, labels: labels)
        var parameters = CurationParameters()
        parameters.parentImages = images.count
        parameters.onlySHA256 = selection.onlySHA256
        parameters.onlyImages = choice.onlyCount
        parameters.exceptSHA256 = selection.exceptSHA256
        parameters.exceptImages = choice.exceptCount
        if !files.isEmpty {
            parameters.labelFilesSHA256 = files.digests.joined(separator: ", ")
        }
        if files.hasTable {
            parameters.labelledImages = (0..<images.count).count { matched.hasTableRow($0) }
        }
        if files.hasDecisions {
            let decisions = matched.decisions(of: images.count)
            parameters.droppedImages = decisions.dropped
            parameters.keptImages = decisions.kept
            parameters.relabelledImages = decisions.relabelled
        }
        self.parameters = parameters
        var lines = matched.counts.map { "labels   \($0.text)" }
        lines += (matched.reviews + choice.lines).map { "lists    \($0)" }
        if kept.count < images.count {
            lines.append("rows     \(kept.count) of \(images.count) \(images.noun) are used")
        }
        self.lines = lines
    }

    /// The rows of the input, for matching. Vectors without names are named by their numbers.
    private static func images(
        of input: ReductionJob.Input, _ map: MapOptions
    ) throws -> CuratedImages {
        switch input {
        case .store(let reader, _):
            let run = try reader.run()
            return CuratedImages(
                paths: try reader.paths(), root: run.rootPath ?? run.root,
                digests: { try reader.digests() })
        case .vectors(let reader):
            let names =
                try map.ids.map { try reader.names(lines: $0) } ?? reader.names()
                ?? (0..<reader.rowCount).map(String.init)
            return CuratedImages(
                paths: names.map { Array($0.utf8) }, root: nil, noun: "vectors", digests: nil)
        }
    }

    /// The labels of the kept rows, without names that none of them has.
    private static func labels(
        of input: ReductionJob.Input, _ map: MapOptions, _ matched: MatchedLabels, kept: [Int],
        count: Int
    ) throws -> ImageLabels? {
        let own: ImageLabels
        switch input {
        case .store(let reader, _):
            own = ImageLabels(names: try reader.labelNames(), indices: try reader.labels())
        case .vectors(let reader):
            let labels = try reader.labels(column: map.labelColumn)
            if labels == nil && matched.isEmpty { return nil }
            own = ImageLabels(
                names: labels?.names ?? [],
                indices: labels?.indices ?? [Int32](repeating: -1, count: count))
        }
        let texts = kept.map { row in
            let index = Int(own.indices[row])
            return matched.label(
                of: row, before: own.names.indices.contains(index) ? own.names[index] : "")
        }
        // The input's order of names stays, since numbers are not sorted as texts.
        let used = Set(texts).subtracting([""])
        let added = used.subtracting(own.names)
        let names =
            added.isEmpty
            ? own.names.filter(used.contains)
            : used.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let places = Dictionary(
            zip(names, Int32(0)...), uniquingKeysWith: { first, _ in first })
        return ImageLabels(names: names, indices: texts.map { places[$0] ?? -1 })
    }
}

extension ReductionJob.Input {
    /// The same input with some of its rows, under other labels.
    fileprivate func part(rows: [Int]?, labels: ImageLabels?) -> ReductionJob.Input {
        switch self {
        case .store(let reader, let layers):
            .store(reader.part(rows: rows, labels: labels), layers)
        case .vectors(let reader): .vectors(reader.part(rows: rows, labels: labels))
        }
    }

    /// Rows of the file that the input has; nil for all.
    var keptRows: [Int]? {
        switch self {
        case .store(let reader, _): reader.keptRows
        case .vectors(let reader): reader.keptRows
        }
    }
}

internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE

/// One file: from stored tokens, or vectors, to everything a map file holds.
struct ReductionJob {
    let input: Input
    /// The finished map that rows are put into.
    let finished: Reduction?
    let map: MapOptions
    let layout: LayoutOptions
    let run: RunOptions

    /// Rows below which there is no map.
    static let fewestRows = 10

    /// What is reduced.
    enum Input {
        /// Layers in the order of their maps.
        case store(EmbeddingReader, [LayerName])
        case vectors(VectorReader)

        var path: String {
            switch self {
            case .store(let reader, _): reader.path
            case .vectors(let reader): reader.path
            }
        }

        /// Of the maps; vectors have no layers, and one place holder.
        var layers: [LayerName] {
            switch self {
            case .store(_, let layers): layers
            case .vectors: [.final]
            }
        }
    }

    /// The rows of the map.
    private func source() throws -> RowSource {
        switch input {
        case .vectors(let reader): return RowSource(origin: .vectors(reader))
        case .store(let reader, _) where map.rows == .images:
            return RowSource(origin: .images(reader, map.token.kind))
        case .store(let reader, _):
            return RowSource(
                origin: .patches(
                    reader,
                    PatchRows.sample(
                        of: reader, limit: map.limit ?? MapOptions.patchLimit, seed: run.seed)))
        }
    }

    // MARK: - What is needed

    /// Refuses what cannot be done, as far as it can be seen without the rows.
    func check() throws {
        if case .vectors(let reader) = input {
            if let ids = map.ids { _ = try VectorReader.names(lines: ids, count: reader.rowCount) }
            if map.labelColumn != nil { _ = try reader.labels(column: map.labelColumn) }
        }
        if let placement = try placement() {
            try placement.check(model: model, pictures: try pictures())
        }
    }

    /// Puts the rows into the finished map; nil without one.
    private func placement() throws -> PlacementJob? {
        guard let finished, let place = map.place else { return nil }
        return PlacementJob(
            source: try source(), path: input.path, reference: finished, finished: place, map: map,
            run: run)
    }

    /// What the rows come from.
    private var model: ModelDescription {
        switch input {
        case .store(let reader, _): reader.model
        case .vectors(let reader):
            ModelDescription(
                family: "vectors", name: (reader.path as NSString).lastPathComponent,
                weightsFile: "", weightsSHA256: "", width: reader.columns, depth: 0, heads: 0,
                patch: 0, imageSize: 0, registers: 0, eps: 0, activation: "", recipe: "",
                interpolation: "", cropRatio: 0, mean: [], std: [],
                precision: reader.type.rawValue, parameterCount: 0, note: "", positionMethod: "")
        }
    }

    /// What was done to the pictures; nil of vectors.
    private func pictures() throws -> String? {
        if case .store(let reader, _) = input { return try reader.pictureChanges() }
        return nil
    }

    /// Says what will be read, written and needed; refuses what the machine cannot hold.
    func announce(output: String) throws {
        let source = try source()
        let n = source.rows
        if let perplexity = layout.perplexity, n >= Self.fewestRows, perplexity >= Double(n) {
            throw Failure(
                Exit.usage,
                "--perplexity: expected less than the \(n) \(source.noun) of \(input.path) "
                    + "(recommended: at most \(rounded(Double(n - 1) / 3))), found \(perplexity).")
        }
        let needs = try Needs(
            source: source, layers: input.layers.count, map: map, layout: layout,
            referenceRows: finished?.paths.count ?? 0)
        if needs.bytes > Machine.memory {
            throw Failure(
                Exit.nothing,
                "\(input.path): expected at most \(byteCount(Machine.memory)) of memory for "
                    + "\(n) rows, found a need of \(byteCount(needs.bytes)) (\(needs.parts)); use "
                    + "a larger machine, fewer rows or a lower --perplexity.")
        }
        if let free = Machine.freeDisk(near: output), needs.fileBytes > free {
            throw Failure(
                Exit.inputOutput,
                "\(output): expected \(byteCount(needs.fileBytes)) of free disk for \(n) rows, "
                    + "found \(byteCount(free)); choose another disk with -o.")
        }
        if run.quiet { return }
        switch input {
        case .store(let reader, let layers):
            let model = reader.model
            let what =
                map.rows == .patches
                ? "patches of \(counted(reader.imageCount, "image"))"
                : "\(map.token.rawValue) token"
            say(
                "read     \(reader.path): layer\(layers.count > 1 ? "s" : "") "
                    + layers.map(\.text).joined(separator: ", ")
                    + ", \(what), \(counted(n, "row")) of \(model.width) numbers, model "
                    + model.name
                    + (model.note.isEmpty ? "" : " (\(model.note))"))
        case .vectors(let reader):
            say(
                "read     \(reader.path): \(counted(n, "row")) of \(reader.columns) numbers "
                    + "(\(reader.array), \(reader.type.rawValue))")
        }
        for line in needs.lines(output: output) { say(line) }
    }

    // MARK: - The work

    /// The reduction, and whether it was interrupted before its end.
    func reduce() throws -> (reduction: Reduction, isFinished: Bool) {
        var made = try withoutPictures()
        try describeImages(in: &made.reduction)
        try keepPreviews(in: &made.reduction)
        return made
    }

    private func withoutPictures() throws -> (reduction: Reduction, isFinished: Bool) {
        let source = try source()
        var result = try beginning(source)
        result.parameters = [("seed", .integer(Int(clamping: run.seed)))]
        if let pictures = try pictures() {
            result.parameters.append(("pictures", .text(pictures)))
        }
        if let array = map.array { result.parameters.append(("array", .text(array))) }
        var made: MapJob.Made?
        if let placement = try placement() {
            try placement.add(to: &result)
        } else if source.rows >= Self.fewestRows {
            made = try MapJob(
                source: source, layers: input.layers, path: input.path, map: map, layout: layout,
                run: run
            ).add(to: &result)
        } else if !run.quiet {
            let noun = source.noun
            say(
                "\(input.path): \(source.rows) "
                    + (source.rows == 1 ? "\(source.singular) is" : "\(noun) are")
                    + " too few for a map of \(noun) (it needs \(Self.fewestRows)), so there is no "
                    + "map, no PCA and no clusters.")
        }
        if Interruption.exitCode != nil { return (result, false) }
        if let made {
            ClusterJob(choice: try map.clusters(), made: made, seed: run.seed).add(to: &result)
        }
        if map.findings == .all && map.rows == .images && map.place == nil {
            try FindingsJob(
                source: source, layer: LayerName(result.layer) ?? .final, map: map, run: run
            ).add(to: &result)
        }
        guard case .store(let reader, let layers) = input else {
            noteMissing(in: &result)
            return (result, true)
        }
        if map.profile == .all && map.rows == .images && map.place == nil {
            try ProfileJob(
                reader: reader, labels: result.judgeableLabels, copies: result.rowsThatAreCopies,
                run: run
            ).add(to: &result)
        }
        noteMissing(in: &result)
        result.scenes = try SceneJob(
            reader: reader, wanted: map.scenes, layout: layout, run: run
        ).scenes()
        try AuditJob(
            reader: reader, layer: layers[layers.count - 1], limit: try map.measuredImages(),
            run: run
        ).add(to: &result)
        return (result, true)
    }

    /// Why there are no findings, or no profile: what plot says of it.
    private func noteMissing(in result: inout Reduction) {
        let isVectors = result.model.patch == 0
        func reason(_ option: String, _ isAsked: Bool, fewest: Int) -> String {
            if !isAsked { return "reduce was run with \(option) none" }
            if map.place != nil { return "its rows were put into a finished map" }
            if map.rows == .patches { return "its rows are patches, not images" }
            return "needs at least \(fewest) \(isVectors ? "vectors" : "images"), found "
                + "\(result.paths.count)"
        }
        if result.table("duplicates") == nil {
            result.parameters.append(
                (
                    "findings_missing",
                    .text(
                        reason(
                            "--findings", map.findings == .all, fewest: FindingsJob.fewestRows))
                ))
        }
        if result.table("layer_profile") == nil {
            result.parameters.append(
                (
                    "profile_missing",
                    .text(
                        isVectors
                            ? "vectors have no layers"
                            : reason(
                                "--profile", map.profile == .all, fewest: ProfileJob.fewestRows))
                ))
        }
    }

    /// Where the images come from, what was done to each, and the class that the head of the
    /// checkpoint finds likeliest.
    private func describeImages(in result: inout Reduction) throws {
        guard case .store(let reader, _) = input else { return }
        if let origin = try reader.origin() {
            result.parameters += [
                ("source", .text(origin.root)), ("input_variant", .text(origin.variant)),
            ]
        }
        guard map.rows == .images, let classes = try reader.likeliestClasses() else { return }
        let names = try reader.classNames()
        result.rowColumns += [
            .init(
                "predicted_class",
                .texts(
                    classes.labels.map { label in
                        names.indices.contains(Int(label)) ? names[Int(label)] : "class \(label)"
                    })),
            .init("predicted_probability", .reals(classes.probabilities.map(Double.init))),
        ]
    }

    /// The previews of the first images and of those that the tables name, whatever the rows are:
    /// patches are shown in their images.
    private func keepPreviews(in result: inout Reduction) throws {
        guard case .store(let reader, _) = input else { return }
        let images = result.imagesToShow.filter { (0..<reader.imageCount).contains($0) }
        let first = 0..<min(reader.imageCount, Reduction.previewLimit)
        for (row, preview) in zip(first, try reader.previews(rows: first)) {
            result.previews[row] = preview
        }
        for row in images.sorted() where row >= first.count {
            result.previews[row] = try reader.previews(rows: row..<row + 1)[0]
        }
    }

    /// The rows' names and labels, and what comes from the file as it is.
    private func beginning(_ source: RowSource) throws -> Reduction {
        switch source.origin {
        case .vectors(let reader): return try beginning(of: reader)
        case .images(let reader, _):
            return try beginning(
                reader, paths: try reader.paths().map(displayPath), labels: try reader.labels(),
                token: map.token.rawValue)
        case .patches(let reader, let places):
            let patches = try PatchRows(reader: reader, places: places)
            var result = try beginning(
                reader, paths: patches.names, labels: patches.labels, token: "patches")
            result.rowColumns = patches.columns
            return result
        }
    }

    private func beginning(
        _ reader: EmbeddingReader, paths: [String], labels: [Int32], token: String
    ) throws -> Reduction {
        let layers = input.layers
        var result = Reduction(
            parentFile: reader.path, parentUUID: reader.uuid,
            parentHash: try reader.contentHash(), toolVersion: toolVersion, commandLine: [],
            model: reader.model, layer: layers[layers.count - 1].text, token: token, paths: paths,
            labels: labels, labelNames: try reader.labelNames(),
            patchKernel: try reader.patchKernel())
        result.explained = try reader.explained(attention: true)
        return result
    }

    /// One line on names that are there twice; nil where each is there once.
    private static func repeatedNames(_ names: [String], _ file: String) -> String? {
        var seen: Set<String> = []
        let repeated = names.filter { !seen.insert($0).inserted }
        guard let first = repeated.first else { return nil }
        return
            "names    \(file): \(repeated.count) of \(counted(names.count, "name")) "
            + (repeated.count == 1 ? "repeats" : "repeat")
            + " an earlier one (first: \(first)); names are kept as they are"
    }

    private func beginning(of reader: VectorReader) throws -> Reduction {
        let n = reader.rowCount
        let names: [String]
        if let ids = map.ids {
            names = try VectorReader.names(lines: ids, count: n)
        } else {
            names = try reader.names() ?? (0..<n).map(String.init)
        }
        let labels = try reader.labels(column: map.labelColumn)
        if !run.quiet, let note = Self.repeatedNames(names, map.ids ?? reader.path) { say(note) }
        return Reduction(
            parentFile: reader.path, parentUUID: "", parentHash: try reader.contentHash(),
            toolVersion: toolVersion, commandLine: [], model: model, layer: "vectors",
            token: "rows", paths: names, labels: labels?.indices ?? names.map { _ in -1 },
            labelNames: labels?.names ?? [],
            patchKernel: Matrix(rows: 0, columns: reader.columns, elements: []))
    }
}

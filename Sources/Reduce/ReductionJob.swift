internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE
internal import Tokens

/// Computes everything that a map file holds, from stored tokens or from vectors.
///
/// A row goes `ReductionRows.forEachBlock` -> `Components.fit` (PCA scores) -> `UniqueRows` ->
/// neighbours -> `Affinities` -> `tsne` (all in `MapJob`) -> `MapResult.layout`. Clusters,
/// findings, profile, scenes and audits follow as values of their own; `reduce` has the steps in
/// their order. With `--place`, `PlacementJob` takes the place of `MapJob`,
/// with `--update` `MapUpdateJob`.
struct ReductionJob {
    /// The file that is reduced.
    let input: Input
    /// The lists and label files that were applied to it.
    let curation: CurationParameters
    /// The finished map into which rows are placed; nil without `--place` and
    /// `--update`.
    let finished: Reduction?
    /// Options of the map.
    let map: MapOptions
    /// Options of t-SNE.
    let layout: LayoutOptions
    /// Words that name images and clusters.
    let names: NameOptions
    /// Threads, seed and output of the run.
    let run: RunOptions
    /// Whether `--overwrite` was given.
    let overwrite: Bool
    /// How the layer was chosen; nil if it was given.
    let layerChoice: LayerChoice?

    /// Number of rows below which there is no map: perplexity is at most (n - 1) / 3.
    static let minimumRows = 10

    /// The file that is reduced.
    enum Input {
        /// A file of embeddings, with the layers in the order of their maps.
        case store(EmbeddingReader, [LayerName])
        /// A file of vectors.
        case vectors(VectorReader)

        /// Path of the file.
        var path: String {
            switch self {
            case .store(let reader, _): reader.path
            case .vectors(let reader): reader.path
            }
        }

        /// Layers of the maps; a placeholder for vectors, which have no layers.
        var layers: [LayerName] {
            switch self {
            case .store(_, let layers): layers
            case .vectors: [.final]
            }
        }
    }

    /// The rows of the map.
    private func source() throws -> ReductionRows {
        switch input {
        case .vectors(let reader): return ReductionRows(origin: .vectors(reader))
        case .store(let reader, _) where map.rows == .images:
            return ReductionRows(origin: .images(reader, imageToken.kind), layer: mainLayer)
        case .store(let reader, _):
            return ReductionRows(
                origin: .patches(
                    reader,
                    try PatchRows.sample(
                        of: reader, limit: map.limit ?? MapOptions.patchLimit, seed: run.seed)))
        }
    }

    // MARK: - What is needed

    /// Checks what can be checked without reading the rows: names, labels, and the finished map.
    ///
    /// - Throws: `Failure` or `StoreError`.
    func check() throws {
        try namesJob?.check()
        if map.segment && map.update == nil {
            try SegmentationJob.check(input, limit: try map.measuredImages())
        }
        if case .vectors(let reader) = input {
            if let ids = map.ids { _ = try reader.names(lines: ids) }
            if map.labelColumn != nil { _ = try reader.labels(column: map.labelColumn) }
        }
        if let placement = try placement() {
            try placement.check(model: model, imageChanges: try imageChanges())
            if map.update != nil {
                let none = MapRows(paths: [], labels: [], labelNames: [])
                try update(placement, none).check(curation)
            }
        }
    }

    /// The job that places the rows in the finished map; nil without one.
    func placement() throws -> PlacementJob? {
        guard let finished, let place = map.finished else { return nil }
        return PlacementJob(
            source: try source(), path: input.path, reference: finished, finished: place, map: map,
            run: run)
    }

    /// What was done to the images before embedding; nil for vectors.
    private func imageChanges() throws -> String? {
        if case .store(let reader, _) = input { return try reader.imageChanges() }
        return nil
    }

    /// Prints what will be read and written, and how much memory and time it takes.
    ///
    /// - Throws: `Failure` if the machine has too little memory or disk space.
    func announce(output: String) throws {
        let source = try source()
        let n = source.rows
        if let perplexity = layout.perplexity, n >= Self.minimumRows, perplexity >= Double(n) {
            throw Failure(
                Exit.usage,
                "--perplexity: expected less than the \(n) \(source.noun) of \(input.path) "
                    + "(recommended: at most \(rounded(Double(n - 1) / 3))), found \(perplexity).")
        }
        let needs = try ResourceEstimate(
            source: source, layers: input.layers.count, map: map, layout: layout,
            referenceRows: finished?.paths.count ?? 0)
        if needs.bytes > Machine.memory {
            throw Failure(
                Exit.nothing,
                "\(input.path): \(n) rows need \(byteCount(needs.bytes)) of memory "
                    + "(\(needs.parts)), but this machine has \(byteCount(Machine.memory)); use a "
                    + "larger machine, fewer rows or a lower --perplexity.")
        }
        if let free = Machine.freeDisk(near: output), needs.fileBytes > free {
            throw Failure(
                Exit.inputOutput,
                "\(output): \(n) rows need \(byteCount(needs.fileBytes)) of disk space, but only "
                    + "\(byteCount(free)) are free; choose another disk with -o.")
        }
        if run.quiet { return }
        switch input {
        case .store(let reader, let layers):
            let model = model
            let what =
                map.rows == .patches
                ? "patches of \(counted(reader.imageCount, "image"))"
                : "\(imageToken.rawValue) token"
            printMessage(
                "read     \(reader.path): layer\(layers.count > 1 ? "s" : "") "
                    + layers.map(\.text).joined(separator: ", ")
                    + ", \(what), \(counted(n, "row")) of \(model.width) numbers, model "
                    + model.name
                    + (model.note.isEmpty ? "" : " (\(model.note))"))
        case .vectors(let reader):
            printMessage(
                "read     \(reader.path): \(counted(n, "row")) of \(reader.columns) numbers "
                    + "(\(reader.array), \(reader.type.rawValue))")
        }
        for line in needs.lines(output: output) { printMessage(line) }
    }

    // MARK: - The work

    /// Computes the map, then clusters, findings, profile, scenes and audits. An interruption ends
    /// the map early and leaves the rest out.
    ///
    /// - Parameter commandLine: Arguments of the command, which the file records.
    /// - Returns: The contents of the map file, and false if the run was interrupted.
    /// - Throws: `Failure` or `StoreError`; nothing was written.
    func reduce(commandLine: [String]) throws -> (reduction: Reduction, isFinished: Bool) {
        let source = try source()
        var rows = try rows(of: source)
        // First, since a list or a checkpoint may be missing.
        let named = try namesJob?.named()
        rows.names = named?.rows
        var outcome: MapJob.Outcome?
        var placement: PlacementResult?
        if let job = try self.placement() {
            if map.update == nil {
                placement = try job.placed()
            } else {
                outcome = try update(job, rows).outcome()
            }
        } else if source.rows >= Self.minimumRows {
            outcome = try mapJob(source, rows).maps()
        } else if !run.quiet {
            printMessage(tooFewRows(source))
        }
        let layer = outcome?.layer ?? input.layers.last ?? .final
        let explained = try explained()
        let isFinished = Interruption.exitCode == nil
        let analyses =
            isFinished
            ? try analyses(
                source, rows, outcome, named, layer: layer, explained: explained)
            : Analyses(modelArrays: try modelArrays())
        var reduction = Reduction(
            origin: try origin(), toolVersion: toolVersion, commandLine: commandLine, model: model,
            layer: finished?.layer ?? layerText(layer), token: finished?.token ?? tokenText,
            rows: rows, parameters: try parameters(outcome, isFinished ? analyses : nil),
            map: outcome?.map, placement: placement, clusters: analyses.clusters,
            findings: analyses.findings, profile: analyses.profile, neurons: analyses.neurons,
            scenes: analyses.scenes,
            modelArrays: analyses.modelArrays, audits: analyses.audits, explained: explained,
            thumbnails: analyses.page.thumbnails, patchFeatures: analyses.page.patchFeatures,
            parentRows: input.keptRows, curation: curation)
        if let named { try addNames(named, to: &reduction) }
        // The whole result decides which images are shown.
        reduction.previews = try previews(reduction.imagesToShow)
        if case .store(let reader, _) = input, model.hasBorder,
            map.rows == .patches || reduction.neurons != nil
        {
            reduction.pictures = try reader.pictures(rows: 0..<reader.imageCount)
        }
        return (reduction, isFinished)
    }

    /// Everything that is computed besides the layout.
    private struct Analyses {
        /// Clusters of the main map; nil without a map or with `--cluster none`.
        var clusters: ClusterResult?
        /// Duplicates, doubtful labels, outliers and leaks; nil if they were not searched.
        var findings: FindingsResult?
        /// One row per layer and token; nil if it was not computed.
        var profile: [LayerProfileRow]?
        /// What the units tell; nil without statistics of units.
        var neurons: [NeuronRow]?
        /// t-SNE of the patch tokens of single images.
        var scenes: [Scene] = []
        /// Filters, position embeddings and class names of the model.
        var modelArrays: ModelArrays
        /// Attention distances, token norms, layer measures and patch colours.
        var audits = AuditResult()
        /// What the page of `plot` needs besides.
        var page = PageData()
    }

    /// Computes clusters, findings, profile, scenes and audits, as far as the options and the kind
    /// of the input allow.
    ///
    /// - Parameters:
    ///   - outcome: The maps; nil with too few rows or with `--place`.
    ///   - named: Names of the images; nil without `--names`.
    ///   - layer: Layer of the main map.
    ///   - explained: The images stored in full.
    private func analyses(
        _ source: ReductionRows, _ rows: MapRows, _ outcome: MapJob.Outcome?,
        _ named: NamesJob.Named?, layer: LayerName, explained: [ExplainedImage]
    ) throws -> Analyses {
        var analyses = Analyses(modelArrays: try modelArrays())
        if let clusterInput = outcome?.clusterInput {
            analyses.clusters = ClusterJob(
                choice: try map.clusters(), input: clusterInput, rows: rows, seed: run.seed
            ).clusters()
        }
        let isOfImages = map.rows == .images && map.place == nil
        if map.findings == .all && isOfImages {
            analyses.findings = try FindingsJob(
                source: source, layer: layer, rows: rows, map: map, run: run
            ).findings()
        }
        guard case .store(let reader, let layers) = input else { return analyses }
        if map.profile == .all && isOfImages {
            let copies = analyses.findings?.duplicates.rows ?? []
            analyses.profile = try ProfileJob(
                reader: reader, labels: rows.judgeableLabels,
                copies: copies.rowsThatAreCopies(count: rows.paths.count), run: run
            ).profile()
        }
        if map.neurons == .all && isOfImages {
            analyses.neurons = try NeuronsJob(
                reader: reader, names: named.flatMap { named in namesJob.map { ($0, named) } },
                run: run
            ).table()
        }
        analyses.scenes = try SceneJob(
            reader: reader, wanted: map.scenes, layout: layout, run: run
        ).scenes()
        let audits = AuditJob(
            reader: reader, layer: layers[layers.count - 1], limit: try map.measuredImages(),
            segments: map.segment, run: run)
        analyses.modelArrays.position = try reader.position()
        analyses.modelArrays.filterComponents = try audits.filterComponents(
            analyses.modelArrays.patchKernel)
        analyses.modelArrays.classNames = try reader.classNames()
        analyses.audits = try audits.audits(of: explained)
        analyses.page = try PageJob(reader: reader, run: run).data(explained: explained)
        return analyses
    }

    /// The message for fewer than `minimumRows` rows.
    private func tooFewRows(_ source: ReductionRows) -> String {
        let noun = source.noun
        return "\(input.path): \(source.rows) "
            + (source.rows == 1 ? "\(source.singular) is" : "\(noun) are")
            + " too few for a map of \(noun) (at least \(Self.minimumRows)), so there is no map, "
            + "no PCA and no clusters."
    }

    /// Why there are no findings, or no profile, for the file: `plot` prints it.
    ///
    /// - Parameters:
    ///   - option: The option that switches them on and off.
    ///   - isAsked: Whether that option is on.
    ///   - fewest: Number of rows that they need.
    private func missing(_ option: String, isAsked: Bool, fewest: Int) throws -> String {
        if !isAsked { return "reduce was run with \(option) none" }
        if map.place != nil { return "its rows were put into a finished map" }
        if map.rows == .patches { return "its rows are patches, not images" }
        let source = try source()
        return "needs at least \(fewest) \(source.noun), found \(source.rows)"
    }

    // MARK: - What comes from the file as it is

    /// The file that is reduced, with its hash.
    private func origin() throws -> ReductionOrigin {
        switch input {
        case .store(let reader, _):
            ReductionOrigin(
                file: reader.path, uuid: reader.uuid, hash: try reader.contentHash(),
                commandLine: try reader.commandLine())
        case .vectors(let reader):
            ReductionOrigin(file: reader.path, uuid: "", hash: try reader.contentHash())
        }
    }

    /// The layer as the map file has it; "vectors" for vectors.
    private func layerText(_ layer: LayerName) -> String {
        if case .vectors = input { return "vectors" }
        return layer.text
    }

    /// The token as the map file has it.
    private var tokenText: String {
        if case .vectors = input { return "rows" }
        return map.rows == .patches ? "patches" : imageToken.rawValue
    }

    /// The token that represents an image: the chosen one, or that of the model.
    private var imageToken: ImageToken { map.token ?? ImageToken(model.imageToken) }

    /// Parameters of the run.
    ///
    /// - Parameter analyses: nil if the run was interrupted before them.
    private func parameters(
        _ outcome: MapJob.Outcome?, _ analyses: Analyses?
    ) throws -> RunParameters {
        var parameters = RunParameters(seed: Int(clamping: run.seed))
        parameters.imageChanges = try imageChanges()
        parameters.array = map.array
        if let outcome, !outcome.layersWithoutMap.isEmpty {
            parameters.layersWithoutMap =
                outcome.layersWithoutMap.map(\.text).joined(separator: ", ")
        }
        if case .store(let reader, _) = input, let origin = try reader.origin() {
            parameters.imageSource = origin.root
            parameters.inputVariant = origin.variant
            parameters.imageFolder = try reader.run().rootPath
        }
        addLayerChoice(to: &parameters)
        guard let analyses else { return parameters }
        if analyses.findings == nil {
            parameters.findingsMissing = try missing(
                "--findings", isAsked: map.findings == .all, fewest: FindingsJob.minimumRows)
        }
        if analyses.profile == nil {
            if case .vectors = input {
                parameters.profileMissing = "vectors have no layers"
            } else {
                parameters.profileMissing = try missing(
                    "--profile", isAsked: map.profile == .all, fewest: ProfileJob.minimumRows)
            }
        }
        return parameters
    }

    /// Filters of the model; empty for vectors.
    private func modelArrays() throws -> ModelArrays {
        switch input {
        case .store(let reader, _): ModelArrays(patchKernel: try reader.patchKernel())
        case .vectors(let reader):
            ModelArrays(patchKernel: Matrix(rows: 0, columns: reader.columns, elements: []))
        }
    }

    /// The images stored in full, with their attention.
    private func explained() throws -> [ExplainedImage] {
        guard case .store(let reader, _) = input else { return [] }
        return try reader.explained(attention: true)
    }
}

internal import Console
internal import Curation
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import Tokens
internal import ViT

/// What a run is about to do, printed before any work, and the memory and disk that it needs.
struct Announcement {
    /// The plan with its layout, and whether it is resumed.
    let run: PlannedRun
    let model: Engine
    /// The source of the images, as given.
    let source: String
    /// Path of the HDF5 file to write.
    let output: String
    /// What is stored; shard and `--link` change how much disk is needed.
    let options: OutputOptions
    /// Indices of the segments that exist already.
    let done: [Int]

    private var plan: Plan { run.plan }
    private var layout: EmbeddingLayout { run.layout }

    /// Prints the lines to standard error unless `--quiet` was given.
    func print() throws {
        if options.quiet { return }
        for line in overview + (try notes()) { printMessage(line) }
    }

    /// Images, model, preprocessing, output and hardware, one line each, as `--dry-run` prints
    /// them.
    private var overview: [String] {
        let description = model.description
        let recipe = model.recipe
        return [
            "images   \(plan.rowsToDo) "
                + (plan.kept == nil ? "" : "of \(plan.rowCount) ") + "\(sourceText), "
                + (plan.labelNames.count == 1 ? "1 label" : "\(plan.labelNames.count) labels")
                + (plan.masks.map { ", masks from \($0.text)" } ?? ", no masks")
                + inputText,
            "model    \(description.name), \(description.family), \(description.depth) blocks, "
                + shapeText + "\(description.parameterCount) parameters",
            "prepare  "
                + (byLibrary ?? "\(recipe.kind.rawValue) to \(recipe.sizeText), "
                    + recipe.interpolation.rawValue)
                + (recipe.isCropping ? ", crop \(recipe.cropRatio)" : "")
                + (recipe.kind == .pad ? ", patches of the border left out" : "")
                + (recipe.trim > 0 ? ", of which patches cover \(recipe.inputHeight)" : "")
                + ", mean \(recipe.mean), std \(recipe.std)",
            "write    \(output): \(layout.layers.count) layers of "
                + layout.tokens.map(\.rawValue).joined(separator: ", ")
                + " in \(layout.precision.rawValue), about \(byteCount(fileBytes))"
                + sizeWithoutPatches,
            "with     \(placeText), about \(byteCount(memory)) of memory",
        ]
    }

    /// Width, heads and patch of a plain ViT; the widths of other models.
    private var shapeText: String {
        let description = model.description
        if !description.isPlain {
            let widths = description.widths.dropFirst().dropLast().map(String.init)
            return "widths \(widths.joined(separator: ", ")), "
        }
        let heads = description.heads > 0 ? "\(description.heads) heads, " : ""
        return "width \(description.width), \(heads)patch \(description.patch), "
    }

    /// What prepares the images in place of a recipe; nil for a recipe.
    private var byLibrary: String? {
        model.isPreparedByLibrary ? "by the model's library, to \(model.recipe.sizeText)" : nil
    }

    /// Where the model is computed.
    private var placeText: String {
        let threads = counted(model.threads, "thread")
        switch model {
        case .native(let model):
            return "\(model.description.precision) on the CPU, \(threads), \(instructionSet())"
        case .torch(let engine): return "\(engine.place), \(threads) for the images"
        }
    }

    /// What was assumed, left out or resumed, one line each.
    private func notes() throws -> [String] {
        let description = model.description
        var lines: [String] = []
        if let update = plan.header.update { lines.append("update   \(update.counts.text)") }
        if let neurons { lines.append("neurons  \(neurons)") }
        if let counts = plan.header.labelCounts { lines.append("labels   \(counts.text)") }
        for line in plan.header.curation ?? [] { lines.append("lists    \(line)") }
        if !layout.tokens.contains(.patches) && description.isPlain {
            lines.append(
                options.tokens == nil && plan.header.update == nil
                    ? "skipped  patch tokens, because there are more than 2,000 images and no "
                        + "masks; --tokens \(description.imageTokenList),patches stores them"
                    : options.tokens == nil
                        ? "skipped  patch tokens, which the file does not have"
                        : "skipped  patch tokens, which --tokens does not list")
        }
        if !(description.ablatedUnits + description.ablatedHeads).isEmpty {
            lines.append(
                "note     \(description.note); use this file for comparisons only")
        }
        if description.note.hasPrefix(LoadedModel.demoNote) {
            lines.append(
                "note     \(LoadedModel.demoNote); for photographs use --weights augreg-b16 "
                    + "(ViT-B/16, 330 MiB, downloaded once) or another checkpoint")
        }
        if options.attention == .rollout && !model.hasAttention && description.isPlain {
            lines.append("skipped  attention, which the engine does not see in this model")
        }
        for remark in model.remarks { lines.append("note     \(remark)") }
        for note in plan.header.notes { lines.append("note     \(note)") }
        let masks = MaskNotes(plan: plan, recipe: model.recipe, patch: description.patch)
        for line in try masks.lines() { lines.append("note     \(line)") }
        if run.isResumed {
            lines.append(
                "resume   the run of \(plan.header.createdUTC): \(done.count) of "
                    + "\(plan.segmentCount) segments are done")
        }
        if run.isResumed && plan.kept != nil {
            lines.append(
                "note     what was changed or deleted since then is found by the next --update")
        }
        if let added = run.addedFiles { lines.append("note     \(added)") }
        return lines
    }

    /// Where the images come from: "in photos", "of list.csv" or "listed on standard input".
    private var sourceText: String {
        if source == "-" { return "listed on standard input" }
        return FileKind(source) == .folder ? "in \(source)" : "of \(source)"
    }

    /// The size of the file without patch tokens, where they are stored by default.
    private var sizeWithoutPatches: String {
        guard options.tokens == nil, layout.tokens.contains(.patches) else { return "" }
        var smaller = layout
        smaller.tokens.removeAll { $0 == .patches }
        let less = (layout.bytesPerImage - smaller.bytesPerImage) * plan.rowCount
        return " (\(byteCount(fileBytes - less)) with --tokens \(layout.model.imageTokenList))"
    }

    /// Mosaics, the variant of all rows and the number of further variants: ", random:0.5".
    private var inputText: String {
        var text = plan.mosaic == 1 ? "" : ", mosaics of \(plan.mosaic) x \(plan.mosaic)"
        if plan.inputVariant != "original" { text += ", \(plan.inputVariant)" }
        let extra = plan.variantsToDo
        return extra == 0 ? text : text + ", plus \(counted(extra, "variant"))"
    }

    /// Estimated bytes of the finished file: `bytesPerImage` for each row, `bytesPerExplanation`
    /// for each image in full and its variants, and 4 MiB for names, checksums and the model.
    var fileBytes: Int {
        let explained = plan.header.explained.count * (1 + plan.header.variants.count)
        return layout.bytesPerImage * plan.rowCount + layout.bytesPerExplanation * explained
            + neuronBytes + 4 << 20
    }

    /// What is kept of the units, with the size; nil without `--neurons`.
    private var neurons: String? {
        guard let neurons = plan.header.neurons else { return nil }
        return "\(neurons.kept) patches of each of \(neurons.units * layout.model.depth) units, "
            + "means of \(counted(neurons.labels.count, "label")), a sample of "
            + "\(counted(neurons.sample.count, "image")), about \(byteCount(neuronBytes))"
    }

    /// Bytes of the statistics of units in the file.
    private var neuronBytes: Int {
        guard let neurons = plan.header.neurons else { return 0 }
        return NeuronTable.byteCount(
            depth: layout.model.depth, units: neurons.units, kept: neurons.kept,
            labels: neurons.labels.count, sample: neurons.sample.count)
    }

    /// Bytes of the partial sums of units beside the segments: two generations of folds, and those
    /// of single segments until they are folded. Sums of labels take 8 bytes, others 16.
    private var partialBytes: Int {
        guard let neurons = plan.header.neurons else { return 0 }
        let units = neurons.units * layout.model.depth
        let fold = units * (12 * neurons.kept + 40 + 8 * neurons.labels.count)
        let folds = min(plan.segmentCount / 2, 2 * NeuronFolder.mostFolds)
        return folds * fold + NeuronFolder.mostBytes + 2 * units * neurons.sample.count
    }

    /// Bytes of the sums of units in memory: those of the batches of all workers and of a segment.
    private var totalBytes: Int {
        guard let neurons = plan.header.neurons else { return 0 }
        let units = neurons.units * layout.model.depth
        let batch = units * (12 * neurons.kept + 40 + 8 * min(8, neurons.labels.count))
        let labels = min(plan.header.segmentItems, neurons.labels.count)
        let sample = min(plan.header.segmentItems, neurons.sample.count)
        let seen = units * 12 * neurons.kept
        return (2 * Parallelism.threads + 3) * batch + Parallelism.threads * seen + units
            * (8 * labels + 2 * sample)
    }

    /// Bytes of disk still to be written: the missing segments of this shard, and the file that all
    /// segments are joined into before they are removed. A shard writes no file, and with `--link`
    /// the file has no rows.
    private var remainingBytes: Int {
        let segments = plan.segmentCount
        let assigned = (0..<segments).filter { options.isInShard(segment: $0) }
        let missing = assigned.count - Set(done).intersection(assigned).count
        let bySegments = Double(fileBytes) * Double(missing) / Double(max(1, segments))
        return Int(bySegments) + partialBytes
            + (options.shardPlace != nil || options.link ? 0 : fileBytes)
    }

    /// Estimated peak memory in bytes: the weights in the precision of the products, for each
    /// worker a micro-batch of 8 images through all buffers of the forward pass, and 110 MiB for
    /// everything else. With PyTorch, whose process has its own: the shared memory, and for each
    /// worker the inputs and rows of a batch.
    var memory: Int {
        let transformer: VisionTransformer
        switch model {
        case .native(let model): transformer = model.transformer
        case .torch(let engine):
            let explained = plan.largestExplained(batch: engine.batch)
            let image = layout.bytesPerImage + 2 * layout.model.pixelCount
            return TorchSession.byteCount(engine, layout, explained: explained)
                + (model.threads + 2) * engine.batch * image + 110 << 20
        }
        let c = transformer.configuration
        let rows = 8 * c.tokens
        let size = transformer.precision.size
        let worker =
            rows * (8 * c.width + 8 * c.tokens + 4 * c.patchLength)
            + size * rows * (5 * c.width + (c.isGated ? 2 : 1) * c.hidden + c.patchLength)
            + (4 + size) * c.heads * c.tokens * c.tokens
        return size * c.parameterCount + Parallelism.threads * worker + totalBytes + 110 << 20
    }

    /// Checks that memory and disk suffice.
    ///
    /// - Throws: `Failure` with the needed and the available bytes.
    func checkRoom() throws {
        // The fault campaigns fill the disk while it is written.
        if ProcessInfo.processInfo.environment["VITRINE_ASSUME_ROOM"] != nil { return }
        if memory > Machine.memory {
            throw Failure(
                Exit.nothing,
                "\(output): expected a need of at most \(byteCount(Machine.memory)) of memory, "
                    + "found \(byteCount(memory)) for the model \(model.description.name) with "
                    + "\(counted(Parallelism.threads, "thread")); lower --threads, or raise the "
                    + "limit.")
        }
        if let free = Machine.freeDisk(near: output), free < remainingBytes {
            throw Failure(
                Exit.inputOutput,
                "\(output): expected \(byteCount(remainingBytes)) of free disk for "
                    + "\(counted(plan.rowCount, "image")) (segments and joined file), found "
                    + "\(byteCount(free)); use another disk, --tokens "
                    + "\(layout.model.imageTokenList), --link or --limit.")
        }
    }
}

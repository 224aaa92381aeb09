internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// What a run is about to do, said before it does it.
struct Announcement {
    let plan: Plan
    let model: LoadedModel
    let layout: EmbeddingLayout
    let source: String
    let output: String
    let options: OutputOptions
    /// Whether another run made the plan.
    let goesOn: Bool
    /// Segments that stand already.
    let done: [Int]
    /// What has changed in the source since the plan was made.
    let added: String?

    func print() throws {
        if options.quiet { return }
        let description = model.description
        let recipe = model.recipe
        var lines = [
            "images   \(plan.rowsToDo) \(place), "
                + (plan.labelNames.count == 1 ? "1 label" : "\(plan.labelNames.count) labels")
                + (plan.masks.map { ", masks from \($0.text)" } ?? ", no masks")
                + inputText,
            "model    \(description.name), \(description.family), \(description.depth) blocks, "
                + "width \(description.width), \(description.heads) heads, patch "
                + "\(description.patch), \(description.parameterCount) parameters",
            "prepare  \(recipe.kind.rawValue) to \(recipe.size), \(recipe.interpolation.rawValue)"
                + (recipe.kind == .crop ? ", crop \(recipe.cropRatio)" : "")
                + ", mean \(recipe.mean), std \(recipe.std)",
            "write    \(output): \(layout.layers.count) layers of "
                + layout.tokens.map(\.rawValue).joined(separator: ", ")
                + " in \(layout.precision.rawValue), about \(byteCount(needed))"
                + withoutPatches,
            "with     \(description.precision) on the CPU, "
                + "\(counted(Parallelism.threads, "thread")), \(instructionSet()), "
                + "about \(byteCount(memory)) of memory",
        ]
        if let counts = plan.header.labelCounts { lines.append("labels   \(counts.text)") }
        if !layout.tokens.contains(.patches) {
            lines.append(
                options.tokens == nil
                    ? "skipped  patch tokens, because there are more than 2,000 images and no "
                        + "masks; --tokens class,mean,patches stores them"
                    : "skipped  patch tokens, which --tokens does not list")
        }
        if description.note == LoadedModel.demoNote {
            lines.append(
                "note     \(LoadedModel.demoNote); for photographs use --weights augreg-b16 "
                    + "(ViT-B/16, 330 MiB, downloaded once) or another checkpoint")
        }
        for remark in model.remarks { lines.append("note     \(remark)") }
        for note in plan.header.notes { lines.append("note     \(note)") }
        let masks = MaskNotes(plan: plan, recipe: recipe, patch: description.patch)
        for line in try masks.lines() { lines.append("note     \(line)") }
        if goesOn {
            lines.append(
                "resume   the run of \(plan.header.createdUTC): \(done.count) of "
                    + "\(plan.segmentCount) segments are done")
        }
        if let added { lines.append("note     \(added)") }
        for line in lines { printMessage(line) }
    }

    /// Where the images come from: a folder, or the list or archive that names them.
    private var place: String {
        if source == "-" { return "listed on standard input" }
        return FileKind(source) == .folder ? "in \(source)" : "of \(source)"
    }

    /// The size without patch tokens, where nobody asked for them.
    private var withoutPatches: String {
        guard options.tokens == nil, layout.tokens.contains(.patches) else { return "" }
        var smaller = layout
        smaller.tokens.removeAll { $0 == .patches }
        let less = (layout.bytesPerImage - smaller.bytesPerImage) * plan.rowCount
        return " (\(byteCount(needed - less)) with --tokens class,mean)"
    }

    /// What is done to the pictures, where something is.
    private var inputText: String {
        var text = plan.mosaic == 1 ? "" : ", mosaics of \(plan.mosaic) x \(plan.mosaic)"
        if plan.inputVariant != "original" { text += ", \(plan.inputVariant)" }
        let extra = plan.variantsToDo
        return extra == 0 ? text : text + ", plus \(counted(extra, "variant"))"
    }

    /// Bytes of the finished file.
    var needed: Int {
        let explained = plan.header.explained.count * (1 + plan.header.variants.count)
        return layout.bytesPerImage * plan.rowCount + layout.bytesPerExplanation * explained
            + 4 << 20
    }

    /// Bytes of disk that are still needed: what is missing of the segments, and the file that they
    /// are joined into while they stand.
    private var neededYet: Int {
        let segments = plan.segmentCount
        let mine = (0..<segments).filter { options.isInShard(segment: $0) }
        let missing = mine.count - Set(done).intersection(mine).count
        let bySegments = Double(needed) * Double(missing) / Double(max(1, segments))
        return Int(bySegments) + (options.shardPlace != nil || options.link ? 0 : needed)
    }

    /// Bytes of the weights and of each worker's scratch.
    var memory: Int {
        let c = model.transformer.configuration
        let rows = 8 * c.tokens
        let size = model.transformer.precision.size
        let worker =
            rows * (8 * c.width + 8 * c.tokens + 4 * c.patchLength)
            + size * rows * (5 * c.width + c.hidden + c.patchLength)
            + (4 + size) * c.heads * c.tokens * c.tokens
        return size * c.parameterCount + Parallelism.threads * worker + 110 << 20
    }

    /// Refuses with numbers when the disk cannot hold what is still to be written.
    func checkRoom() throws {
        // For campaigns of faults, in which the disk is to fill while it is written.
        if ProcessInfo.processInfo.environment["VITRINE_ASSUME_ROOM"] != nil { return }
        if memory > Machine.memory {
            throw Failure(
                Exit.nothing,
                "\(output): expected a need of at most \(byteCount(Machine.memory)) of memory, "
                    + "found \(byteCount(memory)) for the model \(model.description.name) with "
                    + "\(counted(Parallelism.threads, "thread")); lower --threads, or raise the "
                    + "limit.")
        }
        if let free = Machine.freeDisk(near: output), free < neededYet {
            throw Failure(
                Exit.inputOutput,
                "\(output): expected \(byteCount(neededYet)) of free disk for "
                    + "\(counted(plan.rowCount, "image")) (segments and joined file), found "
                    + "\(byteCount(free)); use another disk, --tokens class,mean, --link or "
                    + "--limit."
            )
        }
    }
}

/// What a call of the program did.
struct Summary {
    private(set) var embedded = 0
    private(set) var rejected = 0
    /// Variants of images that are kept in full.
    private(set) var variants = 0
    /// Segments that were made.
    var committed = 0
    var times = StageTimes()
    /// From the first image to the last segment.
    var seconds = 0.0

    var done: Int { embedded + rejected + variants }

    mutating func add(_ batch: BatchResult) {
        for outcome in batch.outcomes {
            switch outcome {
            case .embedded: embedded += 1
            case .variant: variants += 1
            case .rejected: rejected += 1
            }
        }
        times += batch.times
    }

    /// Of one shard of many.
    func printShard(
        _ shard: (index: Int, count: Int), segments: Int, folder: SegmentFolder,
        options: OutputOptions
    ) {
        if options.quiet { return }
        if options.verbose { printStages(joined: 0) }
        printMessage(
            "\(folder.path): shard \(shard.index) of \(shard.count) is done, "
                + "\(counted(segments, "segment")) with \(counted(embedded, "image")) in "
                + "\(duration(seconds)), \(rejected) rejected; when all "
                + "shards are done, run the same command without --shard to join them")
    }

    /// Of a run that ended in a finished file, with what all its calls did.
    func print(
        _ outcomes: Outcomes, output: String, model: ModelDescription, plan: Plan,
        options: OutputOptions
    ) {
        if options.quiet { return }
        let turned = outcomes.counts.ignoredRotations
        if turned > 0 {
            printMessage(
                "\(turned) \(turned == 1 ? "image has" : "images have") an EXIF orientation, which "
                    + "is ignored as in timm and torchvision; --exif applies it")
        }
        if outcomes.counts.objectsLeftOut > 0 {
            printMessage(
                "\(counted(outcomes.counts.objectsLeftOut, "object")) beyond the limit of 255 per "
                    + "mask became background")
        }
        if outcomes.counts.saturated > 0 {
            printMessage(
                "\(counted(outcomes.counts.saturated, "token value")) beyond the range of f16 "
                    + "became 65504; --dtype f32 stores them as they are")
        }
        if options.verbose { printStages(joined: plan.itemCount) }
        let done = outcomes.embedded
        var line = "\(output): \(done) \(done == 1 ? "image" : "images")"
        if plan.header.retry != nil { line += " added" }
        line += " in \(duration(seconds + times[.merge]))"
        if embedded == done {
            line += ", \(rounded(Double(done) / max(seconds + times[.merge], 1e-9))) images/s"
        } else {
            line += " (\(embedded) of them embedded now)"
        }
        if !model.note.isEmpty { line += " (\(model.note))" }
        line += "; \(outcomes.rejected) rejected"
        if outcomes.rejected > 0 { line += " (\(outcomes.causesText); see /rejects)" }
        if let unread = plan.header.unread { line += "; formats not supported: \(unread)" }
        printMessage(line)
        printMessage("next     reduce \(shellText(output))")
    }

    private func printStages(joined: Int) {
        if done == 0 && times[.merge] == 0 { return }
        let table = times.table(images: done, joined: joined, threads: Parallelism.threads)
        for line in table { printMessage(line) }
    }
}

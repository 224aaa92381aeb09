internal import Console
internal import Dense
internal import Store

/// What this process computed, counted while it runs and printed at the end. `Outcomes` counts the
/// whole run.
struct Summary {
    /// Number of rows.
    private(set) var embedded = 0
    /// Number of rejected items, variants included.
    private(set) var rejected = 0
    /// Variants of images that are kept in full.
    private(set) var variants = 0
    /// Segments that this process finished.
    var committed = 0
    /// Seconds by stage.
    var times = StageTimes()
    /// Seconds from the first image to the last segment, without the join.
    var seconds = 0.0

    /// Number of items with a result.
    var done: Int { embedded + rejected + variants }

    /// Adds the outcomes and times of a micro-batch.
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

    /// Prints the result of one of several shards.
    func printShard(
        _ shard: Shard, segments: Int, folder: SegmentFolder,
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

    /// Prints the result of a run that ended in a finished file.
    ///
    /// - Parameter outcomes: those of all segments, which several processes may have computed.
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
        if let update = plan.header.update {
            line += " embedded, \(update.counts.kept) kept"
        }
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
        let update = plan.header.update == nil ? "" : "--update tsne.h5 "
        printMessage("next     reduce \(update)\(shellText(output))")
    }

    /// Prints the table of `--verbose`, if anything was done.
    private func printStages(joined: Int) {
        if done == 0 && times[.merge] == 0 { return }
        let table = times.table(images: done, joined: joined, threads: Parallelism.threads)
        for line in table { printMessage(line) }
    }
}

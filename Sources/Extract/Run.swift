internal import ArgumentParser
internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// One call of `extract`: a new run, one that goes on, or one shard of either.
struct Run {
    let source: String
    let output: String
    let model: ModelOptions
    let images: ImageOptions
    let options: OutputOptions

    private var quiet: Bool { options.quiet }
    private var outputExists: Bool { isThere(output) }

    /// A plan made ready for work.
    private struct Ready {
        let plan: Plan
        let hash: String
        let layout: EmbeddingLayout
        /// Whether another run made the plan.
        let goesOn: Bool
        /// What has changed in the source since then, as a line; nil when nothing has.
        var added: String?
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = options.threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        try checkFiles()
        if try checkOutput() { return }
        let loaded = try LoadedModel(model.resolved(quiet: quiet))
        let folder = SegmentFolder(output: output)
        if options.dryRun {
            let ready = try prepare(folder, loaded)
            return try announce(ready, loaded, folder, done: [])
        }
        do {
            try folder.lock(shard: options.shardPlace)
            if options.shardPlace == nil { try folder.removeLeftovers() }
            let ready = try folder.whilePlanning { try prepare(folder, loaded) }
            try work(ready, consume loaded, folder)
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
    }

    /// Refuses inputs that cannot be read, and outputs that would replace what may not go.
    private func checkFiles() throws {
        let table = images.labels.hasSuffix(".csv") ? images.labels : nil
        let inputs = [source, table, images.masks, model.weights, model.classes]
            .compactMap { $0 }.filter { $0 != "-" && $0 != "none" }
        for path in inputs { try checkReadable(path) }
        if FileKind(output) == .folder, source.lowercased().hasSuffix(".h5"),
            FileKind(source) != .folder
        {
            throw Failure(
                Exit.nothing,
                "\(output): expected the HDF5 file to write, found a folder; the arguments are "
                    + "swapped: extract \(shellText(output)) \(shellText(source)).")
        }
        try OutputRule(inputs: inputs, overwrite: true).check(file: output)
        try SegmentFolder(output: output).checkContents()
        guard outputExists else { return }
        // Masks stand beside the images where nothing else is said.
        let masks =
            images.masks ?? Masks.path(besides: source)
        let folders = [source, masks].filter { FileKind($0) == .folder }
        let kind = (output as NSString).pathExtension.lowercased()
        for folder in folders where OutputRule.isBelow(output, folder) {
            if isSourceExtension(kind) || kind == "json" {
                throw OutputError(
                    output,
                    "expected an output file that is not an input, found one of the input files "
                        + "in \(folder); choose another name.")
            }
        }
    }

    /// Refuses to replace one of the images.
    private func checkIsNoImage(_ list: ImageList, root: String) throws {
        guard let identity = FileIdentity(output) else { return }
        for first in stride(from: 0, to: list.count, by: 4096) {
            for image in try list.images(first..<min(list.count, first + 4096))
            where FileIdentity(pathText(image.filePath(below: root))) == identity {
                throw OutputError(
                    output,
                    "expected an output file that is not an input, found the image "
                        + "\(image.displayPath); choose another name.")
            }
        }
    }

    /// Refuses to write over what stands there, and tells whether there is nothing left to do.
    private func checkOutput() throws -> Bool {
        if options.retryRejects {
            guard outputExists else {
                throw Failure(
                    Exit.nothing,
                    "\(output): expected a finished file with rejected images to retry, found no "
                        + "file; run without --retry-rejects first.")
            }
            if (try? EmbeddingReader(output))?.isLinked == true {
                throw Failure(
                    Exit.nothing,
                    "\(output): expected a file that contains its rows, found a view of segments; "
                        + "repeat its command with --overwrite and without --link first.")
            }
        } else if outputExists && !options.overwrite && !options.dryRun {
            if try endFinishedRun() { return true }
            throw Failure(Exit.nothing, StoreError.exists(file: output).description)
        }
        return false
    }

    /// A run that was ended between its last two steps, the file's name and the removal of the
    /// segments, is brought to its end.
    private func endFinishedRun() throws -> Bool {
        let folder = SegmentFolder(output: output)
        guard folder.exists, let file = try? EmbeddingReader(output), !file.isLinked else {
            return false
        }
        // The plan goes last but for the locks: without one the folder holds nothing.
        let isItsPlan =
            try folder.hasPlan && PlanFile.read(folder.planPath).0.uuid == file.uuid
        guard isItsPlan || !folder.hasPlan else { return false }
        do {
            try folder.lock()
            removeTemporaryNames(of: output)
            try folder.remove()
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
        guard isItsPlan else { return false }
        if !quiet {
            printMessage("\(output): complete; removed the leftover folder \(folder.path)")
        }
        return true
    }

    // MARK: The plan

    /// The plan that stands in the folder, if this command agrees with it, or a new one.
    private func prepare(_ folder: SegmentFolder, _ loaded: LoadedModel) throws -> Ready {
        if folder.hasPlan {
            if let ready = try goOn(folder, loaded) { return ready }
        }
        // Segments without a plan, or of a plan that nothing was done for, belong to no run.
        if !options.dryRun { try folder.removeContents() }
        do {
            return try begin(folder, loaded)
        } catch {
            if !options.dryRun && !folder.hasPlan { try? folder.remove() }
            throw error
        }
    }

    /// The plan that stands there; nil when it is of other settings and nothing was done yet.
    private func goOn(_ folder: SegmentFolder, _ loaded: LoadedModel) throws -> Ready? {
        let (header, hash, list) = try PlanFile.read(folder.planPath)
        try checkIsNoImage(list, root: header.root)
        let masks = try Planning(source: source, options: images, limit: options.limit)
            .masks(of: header)
        let plan = try Plan(header, list, masks: masks)
        let layout = try options.layout(plan: plan, model: loaded)
        let settings = try PlanHeader.settings(
            source: source, images: images, output: options, masks: masks, model: loaded,
            layout: layout)
        let retries = header.retry != nil
        var difference = header.settings.difference(from: settings)
        if let segment = options.segment, segment != header.segmentItems, difference == nil {
            difference = ("--segment", "\(header.segmentItems)", "\(segment)")
        }
        if retries != options.retryRejects {
            difference = ("--retry-rejects", "\(retries)", "\(options.retryRejects)")
        }
        if let difference {
            if try options.shardPlace == nil && folder.present(of: plan.segmentCount).isEmpty {
                return nil
            }
            throw Failure(
                Exit.usage,
                "\(folder.path): an unfinished run with different settings exists there: "
                    + "\(difference.name) was \(difference.mine), now \(difference.its). It was "
                    + "started with `\(header.commandText)`. Repeat that command to resume it, or "
                    + "remove the folder to start over.")
        }
        try checkInstructionSet(header, folder)
        return Ready(
            plan: plan, hash: hash, layout: layout, goesOn: true,
            added: options.shardPlace == nil && !retries && !quiet
                ? try Planning(
                    source: source, options: images, limit: options.limit, masks: masks
                ).added(since: plan) : nil)
    }

    private var instructionSet: String {
        "\(Dense.instructionSet()) \(blasCoreName()) \(oneDNNCoreName())"
    }

    private func checkInstructionSet(_ header: PlanHeader, _ folder: SegmentFolder) throws {
        guard header.instructionSet != instructionSet && !options.mixedISA else { return }
        throw Failure(
            Exit.nothing,
            "\(folder.path): the run was started with the instruction set "
                + "\(header.instructionSet), and this machine has \(instructionSet), so the last "
                + "digits would differ; resume on a machine of the first kind, or pass --mixed-isa."
        )
    }

    private func begin(_ folder: SegmentFolder, _ loaded: LoadedModel) throws -> Ready {
        let planning = try Planning(source: source, options: images, limit: options.limit)
        var plan =
            try options.retryRejects ? planning.makeRetry(of: output) : planning.makePlan()
        try checkIsNoImage(plan.list, root: plan.root)
        try plan.checkVariants(size: loaded.description.imageSize, patch: loaded.description.patch)
        let layout = try options.layout(plan: plan, model: loaded)
        plan.header.settings = try PlanHeader.settings(
            source: source, images: images, output: options, masks: plan.masks, model: loaded,
            layout: layout)
        plan.header.instructionSet = instructionSet
        plan.header.rootPath = absolutePath(plan.root)
        plan.header.masksPath = plan.masks.map(\.recordedPath)
        if let path = loaded.weightsPath {
            plan.header.weightsPath = absolutePath(path)
            plan.header.weightsGiven = model.weights
        }
        plan.header.segmentItems =
            options.segment
            ?? PlanHeader.segmentItems(
                bytesPerImage: layout.bytesPerImage, items: plan.itemCount)
        if plan.header.retry != nil { try planning.check(plan, against: output) }
        var hash = ""
        if !options.dryRun {
            try announcement(
                Ready(plan: plan, hash: "", layout: layout, goesOn: false), loaded, folder, done: []
            ).checkRoom()
            try folder.commitPlan { hash = try PlanFile.write(plan.header, plan.list, to: $0) }
        }
        return Ready(plan: plan, hash: hash, layout: layout, goesOn: false)
    }

    private func announcement(
        _ ready: Ready, _ loaded: LoadedModel, _ folder: SegmentFolder, done: [Int]
    ) -> Announcement {
        Announcement(
            plan: ready.plan, model: loaded, layout: ready.layout, source: source, output: output,
            options: options, goesOn: ready.goesOn, done: done, added: ready.added)
    }

    // MARK: The work

    /// Says what will be done, and refuses where the disk is too small for it.
    private func announce(
        _ ready: Ready, _ loaded: LoadedModel, _ folder: SegmentFolder, done: [Int]
    ) throws {
        let announcement = announcement(ready, loaded, folder, done: done)
        try announcement.print()
        try announcement.checkRoom()
    }

    private func embed(
        segments: [Int], done: [Int], _ ready: Ready, _ loaded: consuming LoadedModel,
        _ folder: SegmentFolder
    ) throws -> Summary {
        let pipeline = Pipeline(
            plan: ready.plan, planHash: ready.hash, folder: folder, model: loaded,
            layout: ready.layout, imageOptions: images, seed: options.seed,
            instructionSet: instructionSet, quiet: quiet)
        return try pipeline.run(segments: segments, done: done)
    }

    /// Embeds what is missing and joins the segments; the weights are let go in between, since
    /// the join needs room of its own: chunks of every layer, and HDF5's caches.
    private func work(
        _ ready: Ready, _ loaded: consuming LoadedModel, _ folder: SegmentFolder
    ) throws {
        let plan = ready.plan
        let description = loaded.description
        var joining = Joining(
            plan: plan, planHash: ready.hash, folder: folder, layout: ready.layout,
            output: output, run: try describe(plan), options: options)
        var done = try folder.present(of: plan.segmentCount)
        let damaged = try joining.damagedSegments(
            of: done.filter { options.isInShard(segment: $0) }, whole: false)
        try remove(damaged, from: folder)
        done.removeAll { index in damaged.contains { $0.index == index } }
        let missing = Set(0..<plan.segmentCount).subtracting(done).sorted()
        let mine = missing.filter { options.isInShard(segment: $0) }
        try announce(ready, loaded, folder, done: done)
        var summary = try embed(
            segments: mine, done: done.filter { options.isInShard(segment: $0) }, ready,
            consume loaded, folder)
        if let shard = options.shardPlace {
            summary.printShard(shard, segments: mine.count, folder: folder, options: options)
            return
        }
        let outcomes: Outcomes
        do {
            outcomes = try join(&joining, folder, &summary.times)
        } catch let error where joining.isOfSegment(error) {
            // Its checksums are those of the rows as they were written: the disk has changed it.
            let damaged = try joining.damagedSegments(
                of: Array(0..<plan.segmentCount), whole: true)
            guard !damaged.isEmpty else { throw Failure(Exit.inputOutput, "\(error)") }
            try remove(damaged, from: folder)
            let again = try embed(
                segments: damaged.map(\.index),
                done: Set(0..<plan.segmentCount).subtracting(damaged.map(\.index)).sorted(), ready,
                LoadedModel(model.resolved(quiet: quiet)), folder)
            summary.times += again.times
            do {
                outcomes = try join(&joining, folder, &summary.times)
            } catch let error where joining.isOfSegment(error) {
                throw Failure(Exit.inputOutput, "\(error)")
            }
        }
        do {
            if options.link { try folder.removeLeftovers() } else { try folder.remove() }
        } catch let error as StoreError {
            throw Failure(
                Exit.inputOutput,
                "\(error); \(output) is complete, and repeating the same command removes the "
                    + "remaining files.")
        }
        summary.print(
            outcomes, output: output, model: description, plan: plan, options: options)
        if outcomes.rejected > 0 && options.strict { throw ExitCode(Exit.rejected) }
    }

    /// Removes segments that are damaged, and says which and why.
    private func remove(
        _ damaged: [(index: Int, reason: String)], from folder: SegmentFolder
    ) throws {
        for (index, reason) in damaged {
            printMessage("segment \(index) is damaged and is computed again: \(reason)")
            try folder.removeSegment(index)
        }
    }

    private func join(
        _ joining: inout Joining, _ folder: SegmentFolder, _ times: inout StageTimes
    ) throws -> Outcomes {
        let outcomes = try joining.outcomes()
        let plan = joining.plan
        if outcomes.embedded == 0 && plan.header.retry == nil {
            try folder.remove()
            throw Failure(
                Exit.nothing,
                "\(source): none of \(plan.rowCount) images could be read; the first was "
                    + "rejected because: \(clause(outcomes.firstReject ?? "unknown")).")
        }
        try times.measure(.merge) { try joining.join(outcomes) }
        return outcomes
    }

    private func describe(_ plan: Plan) throws -> RunDescription {
        let header = plan.header
        var run = RunDescription(
            toolVersion: toolVersion, commandLine: header.commandLine, uuid: header.uuid,
            createdUTC: header.createdUTC, threads: Parallelism.threads, seed: options.seed,
            instructionSet: header.instructionSet, inputVariant: plan.inputVariant,
            mosaic: plan.mosaic)
        // When and how the work was cut are none of a finished file's settings.
        var kept = header
        kept.retry = nil
        kept.createdUTC = ""
        kept.uuid = ""
        kept.commandLine = []
        kept.segmentItems = ForwardPass.slots
        kept.imageCount = header.rowCount * header.mosaic * header.mosaic
        kept.listSHA256 = ""
        run.settings = String(decoding: try kept.json(), as: UTF8.self)
        return run
    }
}

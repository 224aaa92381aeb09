internal import Console
internal import Curation
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

// Whether a run is new or resumes an unfinished one.

extension Run {
    /// The plan in the folder of segments, if its settings are those of this command, or a new one.
    ///
    /// - Throws: `Failure` when an unfinished run with different settings has segments there.
    func plannedRun(_ folder: SegmentFolder, _ loaded: Engine) throws -> PlannedRun {
        if folder.hasPlan {
            if let planned = try unfinishedRun(folder, loaded) { return planned }
        }
        // Segments without a plan, or a plan without segments, belong to no run.
        if !options.dryRun { try folder.removeContents() }
        do {
            return try newRun(folder, loaded)
        } catch {
            if !options.dryRun && !folder.hasPlan { try? folder.remove() }
            throw error
        }
    }

    /// The run to resume; nil when the plan has different settings and no segments yet.
    private func unfinishedRun(
        _ folder: SegmentFolder, _ loaded: Engine
    ) throws -> PlannedRun? {
        let stored = try PlanFile.read(folder.planPath)
        let header = stored.header
        try checkIsNoImage(stored.list, root: header.root)
        let masks = try planning().masks(of: header)
        let plan = try Plan(header, stored.list, masks: masks, kept: stored.kept)
        let layout = try EmbeddingLayout(plan: plan, model: loaded, options: options)
        let settings = try settings(masks, loaded, layout)
        let retries = header.retry != nil
        var difference = header.settings.difference(from: settings)
        if let segment = options.segment, segment != header.segmentItems, difference == nil {
            difference = ("--segment", "\(header.segmentItems)", "\(segment)")
        }
        if retries != options.retryRejects {
            difference = ("--retry-rejects", "\(retries)", "\(options.retryRejects)")
        }
        if header.update != nil && options.update { try plan.updatedFile(output, folder) }
        if (header.update != nil) != updates {
            difference = ("--update", "\(header.update != nil)", "\(updates)")
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
        try checkSetting(header, loaded.setting, folder)
        return PlannedRun(
            plan: plan, hash: stored.hash, layout: layout, isResumed: true,
            addedFiles: options.shardPlace == nil && !retries && !quiet
                ? try planning().with(masks).added(since: plan) : nil)
    }

    /// The planning of this command.
    func planning() throws -> Planning {
        try Planning(
            source: source, options: images, lists: lists, limit: options.limit, quiet: quiet)
    }

    /// The settings of this command.
    private func settings(
        _ masks: Masks?, _ loaded: Engine, _ layout: EmbeddingLayout
    ) throws -> RunSettings {
        var settings = try RunSettings(
            source: source, images: images, output: options, masks: masks, model: loaded,
            engine: engine, layout: layout)
        let selection = try lists.selection()
        settings.images.onlySHA256 = selection.onlySHA256
        settings.images.exceptSHA256 = selection.exceptSHA256
        settings.images.reviewsSHA256 = try LabelFiles(images.labelPaths).reviewsSHA256
        return settings
    }

    /// Refuses to resume where the last digits would differ (another instruction set; another
    /// device, batch or version of PyTorch), unless `--mixed` was given.
    private func checkSetting(
        _ header: PlanHeader, _ setting: String, _ folder: SegmentFolder
    ) throws {
        guard header.instructionSet != setting && !options.isMixed else { return }
        let isTorch = engine.engine == .torch
        throw Failure(
            Exit.nothing,
            "\(folder.path): the run was started with "
                + (isTorch ? "" : "the instruction set ")
                + "\(header.instructionSet), and this \(isTorch ? "command" : "machine") has "
                + "\(setting), so the last digits would differ; resume "
                + (isTorch ? "with the first" : "on a machine of the first kind")
                + ", or pass --mixed.")
    }

    /// A new plan, written to the folder of segments unless this is a dry run.
    private func newRun(_ folder: SegmentFolder, _ loaded: Engine) throws -> PlannedRun {
        let planning = try planning()
        var plan =
            if updates {
                try planning.makeUpdate(
                    of: output, byHash: options.byHash, overwrite: options.overwrite)
            } else if options.retryRejects {
                try planning.makeRetry(of: output)
            } else {
                try planning.makePlan()
            }
        try checkIsNoImage(plan.list, root: plan.root)
        if let masks = plan.masks, loaded.isPreparedByLibrary {
            throw Failure(
                Exit.usage,
                "--prepare python: expected no masks, since only --prepare own knows which part of "
                    + "an image the model sees, found \(masks.text); pass --masks none.")
        }
        try plan.checkVariants(loaded.description.grid)
        let layout = try EmbeddingLayout(plan: plan, model: loaded, options: options)
        plan.header.settings = try settings(plan.masks, loaded, layout)
        plan.header.instructionSet = loaded.setting
        plan.header.rootPath = absolutePath(plan.root)
        plan.header.masksPath = plan.masks.map(\.recordedPath)
        if let path = loaded.weightsPath {
            plan.header.weightsPath = absolutePath(path)
        }
        plan.header.weightsGiven = model.weights
        if let kept = options.neurons {
            guard case .native(let native) = loaded else {
                throw Failure(
                    Exit.usage,
                    "--neurons: expected --engine native, which sees the units of the blocks, "
                        + "found torch; leave one of them out.")
            }
            plan.header.neurons = try plan.neurons(
                kept: kept, sample: options.neuronsSampleSize, native.transformer.configuration)
        }
        plan.header.segmentItems =
            options.segment
            ?? PlanHeader.segmentItems(
                bytesPerImage: layout.bytesPerImage, items: plan.itemCount,
                batch: loaded.batch)
        let updates = plan.header.update != nil
        if updates || plan.header.retry != nil {
            try planning.check(plan, against: output, isMixed: updates && options.isMixed)
        }
        if plan.header.update?.counts.changesNothing == true {
            return PlannedRun(plan: plan, hash: "", layout: layout, isResumed: false)
        }
        var hash = ""
        if !options.dryRun {
            let planned = PlannedRun(plan: plan, hash: "", layout: layout, isResumed: false)
            try announcement(planned, loaded, done: []).checkRoom()
            try folder.commitPlan { hash = try PlanFile.write(plan, to: $0) }
        }
        return PlannedRun(plan: plan, hash: hash, layout: layout, isResumed: false)
    }

    /// - Parameter done: indices of the segments that exist already.
    func announcement(
        _ planned: PlannedRun, _ loaded: Engine, done: [Int]
    ) -> Announcement {
        Announcement(
            run: planned, model: loaded, source: source, output: output, options: options,
            done: done)
    }
}

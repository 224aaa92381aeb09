internal import ArgumentParser
internal import Console
internal import Curation
internal import Dense
internal import Foundation
internal import ModelLoading
internal import Store

/// One run of `extract`: new, resumed, or one shard of either.
///
/// 1. `checkFiles` and `checkOutput` refuse what would replace a file of the user.
/// 2. `plannedRun` reads the plan of an interrupted run, or lists the images and writes a new plan.
/// 3. `embed` computes the missing segments (`Pipeline`).
/// 4. `joinRepairing` joins all segments into the output (`Joining`), which gets its name last.
///
/// The segments survive an interruption. A shard ends after step 3.
struct Run {
    /// The folder, image, archive or list of images; "-" for standard input.
    let source: String
    /// Path of the HDF5 file to write.
    let output: String
    /// The checkpoint, and settings that override its own.
    var model: ModelOptions
    /// Who computes the model.
    let engine: EngineOptions
    /// How images are found, labelled, decoded and modified.
    let images: ImageOptions
    /// Which images are used.
    let lists: ListOptions
    /// What is stored, and how the run behaves.
    let options: OutputOptions

    /// Whether only errors are printed.
    var quiet: Bool { options.quiet }

    /// Carries out the run.
    ///
    /// - Throws: `Failure` with one sentence, or `ExitCode` 1 with `--strict` and rejected images.
    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = options.threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        try checkFiles()
        if try checkOutput() { return }
        try withRegister().execute()
    }

    /// Carries out the run, whose output was checked.
    private func execute() throws {
        let loaded = try loadedModel()
        let folder = SegmentFolder(output: output)
        if options.dryRun {
            let planned = try plannedRun(folder, loaded)
            if planned.changesNothing { return try reportUnchanged(planned.plan) }
            return try announce(planned, loaded, done: [])
        }
        do {
            try folder.lock(shard: options.shardPlace.map { ($0.index, $0.count) })
            if options.shardPlace == nil { try folder.removeLeftovers() }
            let planned = try folder.whilePlanning { try plannedRun(folder, loaded) }
            if planned.changesNothing {
                // Other shards may be about to find the same.
                if options.shardPlace == nil { try folder.remove() }
                return try reportUnchanged(planned.plan)
            }
            try carryOut(planned, consume loaded, folder)
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
    }

    /// The model, ready to compute.
    func loadedModel() throws -> Engine { try Engine(engine, model, quiet: quiet) }

    /// Prints what will be done, and refuses where memory or disk are too small for it.
    private func announce(_ planned: PlannedRun, _ loaded: Engine, done: [Int]) throws {
        let announcement = announcement(planned, loaded, done: done)
        try announcement.print()
        try announcement.checkRoom()
    }

    /// Computes `segments`; `done` exist already and count for the progress only. The model is
    /// consumed, so that its memory is free for the join.
    private func embed(
        segments: [Int], done: [Int], _ planned: PlannedRun, _ loaded: consuming Engine,
        _ folder: SegmentFolder
    ) throws -> Summary {
        let setting = loaded.setting
        // Read anew: repairs removed what was damaged.
        let neurons = try neuronFolder(planned, folder)
        let pipeline = Pipeline(
            plan: planned.plan, planHash: planned.hash, folder: folder, model: loaded,
            layout: planned.layout, imageOptions: images, seed: options.seed,
            instructionSet: setting, neurons: neurons, quiet: quiet)
        return try pipeline.run(segments: segments, done: done)
    }

    /// Computes the missing segments and joins all. The weights are released in between, because
    /// the join needs memory for chunks of every layer and for HDF5's caches.
    private func carryOut(
        _ planned: PlannedRun, _ loaded: consuming Engine, _ folder: SegmentFolder
    ) throws {
        let plan = planned.plan
        let description = loaded.description
        var joining = Joining(
            plan: plan, planHash: planned.hash, folder: folder, layout: planned.layout,
            output: output, run: try RunDescription(plan, seed: options.seed),
            neurons: try neuronFolder(planned, folder), options: options)
        var done = try folder.present(of: plan.segmentCount)
        let damaged = try joining.damagedSegments(
            of: done.filter { options.isInShard(segment: $0) }, whole: false)
        try remove(damaged, from: folder)
        done.removeAll { index in damaged.contains { $0.index == index } }
        let missing = Set(0..<plan.segmentCount).subtracting(done).sorted()
        let assigned = missing.filter { options.isInShard(segment: $0) }
        try announce(planned, loaded, done: done)
        var summary = try embed(
            segments: assigned, done: done.filter { options.isInShard(segment: $0) }, planned,
            consume loaded, folder)
        if let shard = options.shardPlace {
            summary.printShard(shard, segments: assigned.count, folder: folder, options: options)
            return
        }
        let outcomes = try joinRepairing(&joining, planned, folder, &summary.times)
        try removeSegments(folder)
        summary.print(
            outcomes, output: output, model: description, plan: plan, options: options)
        if outcomes.rejected > 0 && options.strict { throw ExitCode(Exit.rejected) }
    }

    /// The sums of units of a run; nil without `--neurons`.
    private func neuronFolder(
        _ planned: PlannedRun, _ folder: SegmentFolder
    ) throws -> NeuronFolder? {
        try planned.plan.header.neurons.map { settings in
            try NeuronFolder(
                folder, planHash: planned.hash, settings, depth: planned.layout.model.depth,
                isMine: options.isInShard)
        }
    }

    /// Joins the segments; those that turn out to be damaged are computed again, once.
    private func joinRepairing(
        _ joining: inout Joining, _ planned: PlannedRun, _ folder: SegmentFolder,
        _ times: inout StageTimes
    ) throws -> Outcomes {
        do {
            return try join(&joining, folder, &times)
        } catch let error where joining.isOfSegment(error) {
            // The checksums are those of the rows when they were written: the disk changed them.
            let all = Set(0..<planned.plan.segmentCount)
            let damaged = try joining.damagedSegments(of: all.sorted(), whole: true)
            guard !damaged.isEmpty else { throw Failure(Exit.inputOutput, "\(error)") }
            try remove(damaged, from: folder)
            let indices = damaged.map(\.index)
            let repair = try embed(
                segments: indices, done: all.subtracting(indices).sorted(), planned,
                loadedModel(), folder)
            times += repair.times
            do {
                return try join(&joining, folder, &times)
            } catch let error where joining.isOfSegment(error) {
                throw Failure(Exit.inputOutput, "\(error)")
            }
        }
    }

    /// Removes the folder of segments, or of a linked file only what the file does not need.
    private func removeSegments(_ folder: SegmentFolder) throws {
        do {
            if options.link {
                try folder.removeLeftovers()
                for name in try folder.neuronNames() { try folder.removeNeurons(name) }
            } else {
                try folder.remove()
            }
        } catch let error as StoreError {
            throw Failure(
                Exit.inputOutput,
                "\(error); \(output) is complete, and repeating the same command removes the "
                    + "remaining files.")
        }
    }

    /// Removes damaged segments and prints the reason for each.
    private func remove(
        _ damaged: [(index: Int, reason: String)], from folder: SegmentFolder
    ) throws {
        for (index, reason) in damaged {
            printMessage("segment \(index) is damaged and is computed again: \(reason)")
            try folder.removeSegment(index)
        }
    }

    /// - Throws: `Failure` when no image of a new run could be read.
    private func join(
        _ joining: inout Joining, _ folder: SegmentFolder, _ times: inout StageTimes
    ) throws -> Outcomes {
        let outcomes = try joining.outcomes()
        let plan = joining.plan
        let keeps = plan.header.retry != nil || plan.header.update?.counts.kept ?? 0 > 0
        if outcomes.embedded == 0 && !keeps {
            try folder.remove()
            throw Failure(
                Exit.nothing,
                "\(source): none of \(plan.rowCount) images could be read; the first was "
                    + "rejected because: \(clause(outcomes.firstReject ?? "unknown")).")
        }
        try times.measure(.merge) { try joining.join(outcomes) }
        return outcomes
    }
}

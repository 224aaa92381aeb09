internal import Console
internal import Dense
internal import Foundation
internal import HDF5
internal import Images
internal import ModelLoading
internal import Neurons
internal import Store
internal import ViT

/// The parallel part of a run: each worker thread reads, decodes and embeds whole micro-batches,
/// and the calling thread writes their rows to segments in the order of the plan.
///
/// A bounded queue between them holds at most two batches more than there are workers, so that
/// memory does not grow with the number of images. Batches are cut by the plan, and the queue hands
/// them out in its order: the bytes of a segment do not depend on the number of threads.
struct Pipeline {
    /// The images, in batches and segments.
    let plan: Plan
    /// SHA-256 of the header of the plan, which every segment records.
    let planHash: String
    /// The folder that gets the segments.
    let folder: SegmentFolder
    /// The model, shared by all workers.
    let model: Engine
    /// The data sets of the segments.
    let layout: EmbeddingLayout
    /// How image files are decoded.
    let imageOptions: ImageOptions
    /// Seed of the random variants.
    let seed: Int
    /// What every segment records of this machine.
    let instructionSet: String
    /// The sums of units; nil without `--neurons`.
    let neurons: NeuronFolder?
    /// Whether no progress is printed.
    let quiet: Bool

    /// Computes `segments` and commits each when it is complete.
    ///
    /// - Parameters:
    ///   - segments: indices of the segments to compute, ascending.
    ///   - done: segments that exist already and count for the progress only.
    /// - Returns: counts and times of what this process embedded.
    /// - Throws: `Failure` after an interruption or a failed write; committed segments are kept.
    func run(segments: [Int], done: [Int]) throws -> Summary {
        var summary = Summary()
        let start = ContinuousClock.now
        let batches = plan.batches(ofSegments: segments, size: model.batch)
        let threads = max(1, min(model.threads, batches.count))
        // One batch per worker, one that is written, and one that waits: batches with patch tokens
        // are tens of megabytes.
        let queue = BoundedQueue<Result<BatchResult, any Error>>(
            count: batches.count, window: threads + 2)
        defer { queue.stop() }
        try startWorkers(threads, batches, queue)
        try write(queue, into: &summary, segments: segments, done: done)
        summary.seconds = (ContinuousClock.now - start) / .seconds(1)
        return summary
    }

    /// Takes the batches in the order of the plan and appends their rows to segments.
    private func write(
        _ queue: BoundedQueue<Result<BatchResult, any Error>>, into summary: inout Summary,
        segments: [Int], done: [Int]
    ) throws {
        let before = itemCount(of: done)
        var progress = Progress(
            total: before + itemCount(of: segments),
            unit: plan.variantsToDo > 0 ? "images and variants" : "images",
            quiet: quiet, first: before)
        defer { progress.end() }
        var open: OpenSegment?
        do {
            while let result = queue.next() {
                if let code = Interruption.exitCode {
                    let kept = done + segments.prefix(summary.committed)
                    throw interrupted(code, segments: kept.count, images: itemCount(of: kept))
                }
                let batch = try result.get()
                if let segment = open, segment.index != batch.segment {
                    try commit(segment, &summary)
                    open = nil
                }
                let segment = try open ?? openSegment(batch.segment)
                open = segment
                try summary.times.measure(.write) { try segment.append(batch) }
                summary.add(batch)
                progress.update(
                    done: before + summary.done,
                    note: summary.rejected == 0 ? "" : "\(summary.rejected) rejected")
            }
            if let segment = open { try commit(segment, &summary) }
        } catch {
            let isFailedWrite = error is HDF5Error || error is StoreError
            open?.writer.abandon(afterFailedWrite: isFailedWrite)
            if case .torch = model, let failure = error as? Failure {
                throw failedEngine(failure, kept: done + segments.prefix(summary.committed))
            }
            throw isFailedWrite ? failedWrite(error) : error
        }
    }

    /// Finishes a segment: sync, check and rename. Its sums of units come first, so that a segment
    /// with a name has them.
    private func commit(_ segment: OpenSegment, _ summary: inout Summary) throws {
        try summary.times.measure(.commit) {
            if let neurons {
                let totals =
                    segment.neurons
                    ?? NeuronTotals(
                        depth: layout.model.depth, units: neurons.settings.units,
                        kept: neurons.settings.kept)
                try neurons.commit(totals, segment: segment.index, segment.check)
            }
            try segment.commit()
            try neurons?.foldIfNeeded()
        }
        summary.committed += 1
    }

    /// Number of items in some segments.
    private func itemCount(of segments: [Int]) -> Int {
        segments.reduce(0) { $0 + plan.positions(ofSegment: $1).count }
    }

    /// Starts the worker threads: each owns a `Worker` with the buffers of a forward pass, or a
    /// `TorchWorker`.
    private func startWorkers(
        _ threads: Int, _ batches: [Plan.Batch],
        _ queue: BoundedQueue<Result<BatchResult, any Error>>
    ) throws {
        let layout = layout
        let observed = (neurons?.settings).map(ObservedRows.init)
        var preparation = Preparation(
            plan: plan, recipe: model.recipe, patch: layout.model.patch,
            decoding: imageOptions.decoding, seed: seed)
        switch model {
        case .native(let loaded):
            let preparation = preparation
            start(threads, preparation, batches, queue) {
                Worker(
                    preparation: preparation, model: loaded, layout: layout, neurons: observed)
            }
        case .torch(let engine):
            let session = try TorchSession(
                engine, layout, explained: plan.largestExplained(batch: engine.batch))
            if engine.isPreparedByLibrary { preparation.library = session }
            let preparation = preparation
            start(threads, preparation, batches, queue) {
                TorchWorker(preparation: preparation, session: session)
            }
        }
    }

    /// Starts threads that end when the queue has no batch left or is stopped. An error becomes the
    /// result of its batch, which `write` throws.
    private func start<Worker: BatchWorker & ~Copyable>(
        _ threads: Int, _ preparation: Preparation, _ batches: [Plan.Batch],
        _ queue: BoundedQueue<Result<BatchResult, any Error>>,
        _ makeWorker: @escaping @Sendable () -> Worker
    ) {
        let plan = plan
        for _ in 0..<threads {
            let thread = Thread {
                var worker = makeWorker()
                var times = StageTimes()
                while let index = times.measure(.wait, { queue.nextIndex() }) {
                    let batch = batches[index]
                    let result = Result<BatchResult, any Error> {
                        // What this or another worker will read next comes from the disk meanwhile.
                        if index + threads < batches.count {
                            let next = batches[index + threads].positions
                            preparation.prefetch(try plan.items(at: next))
                        }
                        var result = try worker.embed(
                            try plan.items(at: batch.positions), segment: batch.segment)
                        result.times += times
                        return result
                    }
                    times = StageTimes()
                    queue.put(result, at: index)
                }
            }
            thread.stackSize = 16 << 20
            thread.start()
        }
    }

    /// Creates the temporary file of a segment.
    private func openSegment(_ index: Int) throws -> OpenSegment {
        let description = SegmentDescription(
            plan: planHash, index: index, items: plan.positions(ofSegment: index),
            instructionSet: instructionSet)
        return OpenSegment(
            index: index,
            writer: try SegmentWriter(
                description, in: folder.segmentPath(index), layout: layout))
    }

    /// The failure after SIGINT or SIGTERM, with what is kept.
    private func interrupted(_ code: Int32, segments: Int, images: Int) -> Failure {
        Failure(
            code,
            "interrupted; \(counted(segments, "segment")) with \(counted(images, "image")) "
                + "\(segments == 1 ? "is" : "are") kept in \(folder.path); repeat the same command "
                + "to resume.")
    }

    /// The failure of the process that holds the model, with what is kept.
    private func failedEngine(_ failure: Failure, kept: [Int]) -> Failure {
        let images = itemCount(of: kept)
        if let code = Interruption.exitCode {
            return interrupted(code, segments: kept.count, images: images)
        }
        return Failure(
            failure.code,
            "\(clause(failure.description)); \(counted(kept.count, "segment")) with "
                + "\(counted(images, "image")) \(kept.count == 1 ? "is" : "are") kept in "
                + "\(folder.path), from where the same command goes on when the cause is gone.")
    }

    /// The failure for a disk error, with the needed and the free bytes.
    private func failedWrite(_ error: any Error) -> Failure {
        let needed = byteCount(2 * layout.bytesPerImage * plan.rowsToDo)
        let free =
            Machine.freeDisk(near: folder.path).map(byteCount) ?? "an unknown number of bytes"
        return Failure(
            Exit.inputOutput,
            "\(error); the whole run needs about \(needed), and \(free) of disk are free. Finished "
                + "segments are kept in \(folder.path); repeat the same command to resume.")
    }
}

/// The segment that rows are appended to.
private final class OpenSegment {
    /// Index of the segment.
    let index: Int
    /// The temporary file.
    let writer: SegmentWriter
    /// Counts of the batches so far, which the segment records.
    private var counts = SegmentCounts()
    /// The sums of units of the batches so far; nil without any.
    private(set) var neurons: NeuronTotals?
    /// The images of the rows so far.
    private(set) var check = ImageCheck()

    init(index: Int, writer: SegmentWriter) {
        self.index = index
        self.writer = writer
    }

    /// Appends the rows, variants and rejects of a micro-batch.
    func append(_ batch: BatchResult) throws {
        for outcome in batch.outcomes {
            switch outcome {
            case .embedded(let image):
                try writer.append(image)
                check.add(place: image.place, sha256: image.sha256)
            case .variant(let image): try writer.append(variant: image)
            case .rejected(let reject): try writer.append(reject)
            }
        }
        counts += batch.counts
        guard let its = batch.neurons else { return }
        if neurons == nil { neurons = its } else { neurons?.merge(its) }
    }

    /// Completes the file and gives it its name.
    func commit() throws { try writer.commit(counts) }
}

extension SegmentCounts {
    /// Adds the counts of another part.
    static func += (sum: inout SegmentCounts, other: SegmentCounts) {
        sum.saturated += other.saturated
        sum.ignoredRotations += other.ignoredRotations
        sum.objectsLeftOut += other.objectsLeftOut
        sum.smallerBatches += other.smallerBatches
    }
}

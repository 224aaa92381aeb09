internal import Console
internal import Dense
internal import Foundation
internal import HDF5
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// Reader, workers and writer joined: each worker reads, decodes and embeds micro-batches of its
/// own; the calling thread writes their rows, in the order of the plan, into segments.
struct Pipeline {
    let plan: Plan
    let planHash: String
    let folder: SegmentFolder
    let model: LoadedModel
    let layout: EmbeddingLayout
    let imageOptions: ImageOptions
    let seed: Int
    let instructionSet: String
    let quiet: Bool

    /// Makes segments, each committed when it is whole; `done` of those asked for stand already.
    func run(segments: [Int], done: [Int]) throws -> Summary {
        var summary = Summary()
        let start = ContinuousClock.now
        let batches = plan.batches(ofSegments: segments)
        let threads = max(1, min(Parallelism.threads, batches.count))
        // A worker a batch, one that is written, and one that waits: batches with patch tokens are
        // tens of megabytes.
        let queue = BoundedQueue<Result<BatchResult, any Error>>(
            count: batches.count, window: threads + 2)
        defer { queue.stop() }
        startWorkers(threads, batches, queue)

        func items(_ segments: [Int]) -> Int {
            segments.reduce(0) { $0 + plan.positions(ofSegment: $1).count }
        }
        let before = items(done)
        var progress = Progress(
            total: before + items(segments),
            unit: plan.variantsToDo > 0 ? "images and variants" : "images",
            quiet: quiet, first: before)
        defer { progress.end() }
        var open: OpenSegment?
        do {
            while let result = queue.next() {
                if let code = Interruption.exitCode {
                    let kept = done + segments.prefix(summary.committed)
                    throw interrupted(code, segments: kept.count, images: items(kept))
                }
                let batch = try result.get()
                if let segment = open, segment.index != batch.segment {
                    try summary.times.measure(.commit) { try segment.commit() }
                    summary.committed += 1
                    open = nil
                }
                let segment = try open ?? begin(batch.segment)
                open = segment
                try summary.times.measure(.write) { try segment.append(batch) }
                summary.add(batch)
                progress.update(
                    done: before + summary.done,
                    note: summary.rejected == 0 ? "" : "\(summary.rejected) rejected")
            }
            if let segment = open {
                try summary.times.measure(.commit) { try segment.commit() }
                summary.committed += 1
            }
        } catch {
            let isFailedWrite = error is HDF5Error || error is StoreError
            open?.writer.abandon(afterFailedWrite: isFailedWrite)
            throw isFailedWrite ? failedWrite(error) : error
        }
        summary.seconds = (ContinuousClock.now - start) / .seconds(1)
        return summary
    }

    private func startWorkers(
        _ threads: Int, _ batches: [Plan.Batch],
        _ queue: BoundedQueue<Result<BatchResult, any Error>>
    ) {
        let (plan, model, layout) = (plan, model, layout)
        let preparation = Preparation(
            plan: plan, recipe: model.recipe, patch: layout.model.patch,
            decoding: imageOptions.decoding, seed: seed)
        for _ in 0..<threads {
            let thread = Thread {
                var worker = Worker(preparation: preparation, model: model, layout: layout)
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

    private func begin(_ index: Int) throws -> OpenSegment {
        let description = SegmentDescription(
            plan: planHash, index: index, items: plan.positions(ofSegment: index),
            instructionSet: instructionSet)
        return OpenSegment(
            index: index,
            writer: try SegmentWriter(
                description, in: folder.segmentPath(index), layout: layout))
    }

    private func interrupted(_ code: Int32, segments: Int, images: Int) -> Failure {
        Failure(
            code,
            "interrupted; \(counted(segments, "segment")) with \(counted(images, "image")) "
                + "\(segments == 1 ? "is" : "are") kept in \(folder.path); repeat the same command "
                + "to resume.")
    }

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

/// The segment that rows go into.
private final class OpenSegment {
    let index: Int
    let writer: SegmentWriter
    private var counts = SegmentCounts()

    init(index: Int, writer: SegmentWriter) {
        self.index = index
        self.writer = writer
    }

    func append(_ batch: BatchResult) throws {
        for outcome in batch.outcomes {
            switch outcome {
            case .embedded(let image): try writer.append(image)
            case .variant(let image): try writer.append(variant: image)
            case .rejected(let reject): try writer.append(reject)
            }
        }
        counts += batch.counts
    }

    func commit() throws { try writer.commit(counts) }
}

extension SegmentCounts {
    static func += (sum: inout SegmentCounts, other: SegmentCounts) {
        sum.saturated += other.saturated
        sum.ignoredRotations += other.ignoredRotations
        sum.objectsLeftOut += other.objectsLeftOut
    }
}

internal import Console
internal import Dense
internal import Foundation
internal import HDF5
internal import Images
internal import Store
internal import ViT

/// Reader, workers and writer joined: each worker reads, decodes and embeds micro-batches of its
/// own; the calling thread writes their rows in the order of the plan.
struct Pipeline {
    let plan: Plan
    let model: LoadedModel
    let layout: EmbeddingLayout
    let imageOptions: ImageOptions
    let seed: Int
    let quiet: Bool

    /// Writes the whole file; nothing stands under its name when this throws.
    func run(into output: String, run: RunDescription) throws -> Summary {
        let start = ContinuousClock.now
        let writer: EmbeddingWriter
        do {
            writer = try EmbeddingWriter(path: output, layout: layout, run: run)
        } catch {
            throw failedWrite(error, output)
        }
        var summary = Summary(total: plan.items.count)
        do {
            try stream(into: writer, &summary)
            if summary.embedded == 0 {
                writer.abandon()
            } else {
                try timed(&summary.writeSeconds) { try writer.finish() }
            }
        } catch {
            let isFailedWrite = error is HDF5Error || error is StoreError
            writer.abandon(afterFailedWrite: isFailedWrite)
            throw isFailedWrite ? failedWrite(error, output) : error
        }
        summary.seconds = (ContinuousClock.now - start) / .seconds(1)
        return summary
    }

    private func stream(into writer: EmbeddingWriter, _ summary: inout Summary) throws {
        let slots = ForwardPass.slots
        let batches = (plan.items.count + slots - 1) / slots
        let threads = min(Parallelism.threads, batches)
        let mailbox = OrderedMailbox<Result<BatchResult, any Error>>(
            count: batches, window: 2 * threads + 2)
        defer { mailbox.stop() }
        let (plan, model, layout) = (plan, model, layout)
        let preparation = Preparation(
            plan: plan, recipe: model.recipe, patch: layout.model.patch,
            decoding: imageOptions.decoding, seed: seed)
        for _ in 0..<threads {
            let thread = Thread {
                var worker = Worker(preparation: preparation, model: model, layout: layout)
                while let batch = mailbox.takeWork() {
                    let end = min(plan.items.count, (batch + 1) * slots)
                    let result = Result { try worker.embed(plan.items[batch * slots..<end]) }
                    mailbox.put(batch, result)
                }
            }
            thread.stackSize = 16 << 20
            thread.start()
        }
        var progress = Progress(total: plan.items.count, unit: "images", quiet: quiet)
        defer { progress.end() }
        while let result = mailbox.next() {
            if let code = Interruption.exitCode {
                throw Failure(
                    code, "interrupted after \(summary.done) images; nothing was written.")
            }
            let batch = try result.get()
            summary.add(batch)
            try timed(&summary.writeSeconds) {
                for outcome in batch.outcomes {
                    switch outcome {
                    case .embedded(let image): try writer.append(image)
                    case .variant(let image): writer.append(variant: image)
                    case .rejected(let reject): writer.append(reject)
                    }
                }
            }
            progress.update(
                done: summary.done,
                note: summary.rejected == 0 ? "" : "\(summary.rejected) rejected")
        }
    }

    private func failedWrite(_ error: any Error, _ output: String) -> Failure {
        let needed = byteCount(layout.bytesPerImage * plan.items.count)
        let free = Machine.freeDisk(near: output).map(byteCount) ?? "an unknown number of bytes"
        return Failure(
            Exit.inputOutput,
            "\(error); the whole file needs about \(needed) and \(free) of disk are free.")
    }

    private func timed<Value>(_ seconds: inout Double, _ body: () throws -> Value) rethrows -> Value
    {
        let start = ContinuousClock.now
        defer { seconds += (ContinuousClock.now - start) / .seconds(1) }
        return try body()
    }
}

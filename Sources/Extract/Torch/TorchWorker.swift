internal import Console
internal import Images
internal import Store
internal import Tokens

/// Prepares the images of batches and has a `TorchSession` compute them; one thread owns it.
struct TorchWorker: BatchWorker {
    let preparation: Preparation
    let session: TorchSession

    /// The place of an item in its batch follows from its number in the plan, so that a resumed
    /// run computes the batches of a whole one.
    mutating func embed(_ items: [Plan.Item], segment: Int) throws -> BatchResult {
        var result = BatchResult(segment: segment)
        let batch = session.engine.batch
        var images = [PreparedImage?](repeating: nil, count: batch)
        var placed = [Plan.Item?](repeating: nil, count: batch)
        var drafts = [RowDraft?](repeating: nil, count: batch)
        var rejects: [Int: Reject] = [:]
        for item in items {
            let place = item.index % batch
            placed[place] = item
            do {
                let prepared = try preparation.prepare(item, &result.times)
                images[place] = prepared
                result.times.measure(.prepare) {
                    drafts[place] = RowDraft(item, prepared, session.layout.model.grid)
                }
                if item.isRow {
                    result.counts.ignoredRotations += prepared.ignoredRotations
                    result.counts.objectsLeftOut += prepared.objects?.leftOutCount ?? 0
                }
            } catch let rejected as RejectedImage {
                rejects[place] = Reject(rejected, of: item)
            }
        }
        try session.compute(images, placed, &drafts, &result)
        for item in items {
            let place = item.index % batch
            result.add(drafts[place], rejects[place], of: item)
        }
        return result
    }
}

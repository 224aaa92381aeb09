internal import Images
internal import Neurons
internal import Store

/// The result of one item of the plan.
enum Outcome: Sendable {
    /// A row.
    case embedded(EmbeddedImage)
    /// A variant of a row that is kept in full.
    case variant(ExplainedImage)
    /// A file or mask that cannot be used, with its reason.
    case rejected(Reject)
}

/// What a worker computed from one batch.
struct BatchResult: Sendable {
    /// Index of the segment that the batch belongs to.
    let segment: Int
    /// One per item, in the order of the plan.
    var outcomes: [Outcome] = []
    /// Saturated values, ignored orientations and objects beyond the limit.
    var counts = SegmentCounts()
    /// What the units did with the rows; nil without `--neurons`.
    var neurons: NeuronTotals?
    /// Seconds of the worker by stage.
    var times = StageTimes()

    /// Adds the outcome of an item: its draft after the last layer, or its reject.
    mutating func add(_ draft: RowDraft?, _ reject: Reject?, of item: Plan.Item) {
        if let draft {
            if item.isRow {
                outcomes.append(.embedded(draft.row))
            } else if let variant = draft.explanation {
                outcomes.append(.variant(variant))
            }
        } else if let reject {
            outcomes.append(.rejected(reject))
        }
    }
}

/// What computes batches; one thread owns it.
protocol BatchWorker: ~Copyable, SendableMetatype {
    /// Reads and embeds the images of a batch, which lie in one segment.
    ///
    /// - Throws: `Failure` when a layer has NaN or infinity. Rejected images are outcomes.
    mutating func embed(_ items: [Plan.Item], segment: Int) throws -> BatchResult
}

extension Reject {
    /// The record of an item that cannot be used.
    init(_ rejected: RejectedImage, of item: Plan.Item) {
        self.init(
            path: item.path, cause: rejected.cause.rawValue, detail: rejected.detail,
            place: item.index)
    }
}

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

/// What a worker computed from one micro-batch of up to 8 items.
struct BatchResult: Sendable {
    /// Index of the segment that the batch belongs to.
    let segment: Int
    /// One per item, in the order of the plan.
    var outcomes: [Outcome] = []
    /// Saturated values, ignored orientations and objects beyond the limit.
    var counts = SegmentCounts()
    /// Seconds of the worker by stage.
    var times = StageTimes()
}

internal import Store

/// The result of one item of the plan.
enum Outcome: Sendable {
    case embedded(EmbeddedImage)
    /// A variant of a row that is kept in full.
    case variant(ExplainedImage)
    case rejected(Reject)
}

/// What a worker computed from one micro-batch of up to 8 items.
struct BatchResult: Sendable {
    let segment: Int
    var outcomes: [Outcome] = []
    var counts = SegmentCounts()
    var times = StageTimes()
}

/// What a segment says of itself.
public struct SegmentDescription: Sendable, Equatable {
    /// Hash of the plan that it belongs to.
    public var plan: String
    /// Counted from 0.
    public var index: Int
    /// Which of the run's items it holds (rows, rejects and variants), by their order.
    public var items: Range<Int>
    /// As in `RunDescription`.
    public var instructionSet: String

    public init(plan: String, index: Int, items: Range<Int>, instructionSet: String) {
        self.plan = plan
        self.index = index
        self.items = items
        self.instructionSet = instructionSet
    }
}

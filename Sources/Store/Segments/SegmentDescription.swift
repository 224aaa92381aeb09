/// Which part of a run a segment holds.
public struct SegmentDescription: Sendable, Equatable {
    /// SHA-256 of the plan of the run, in hexadecimal.
    public var plan: String
    /// Index of the segment, from 0.
    public var index: Int
    /// Range of the plan's items (rows, rejects and variants) in the segment.
    public var items: Range<Int>
    /// Instruction set of the run, as in `RunDescription.instructionSet`.
    public var instructionSet: String

    public init(plan: String, index: Int, items: Range<Int>, instructionSet: String) {
        self.plan = plan
        self.index = index
        self.items = items
        self.instructionSet = instructionSet
    }
}

/// What became of a segment's images, beside their rows.
public struct SegmentCounts: Sendable, Equatable {
    /// Token values beyond half precision's range, set to ±65504.
    public var saturated = 0
    /// Images that ask to be turned and were not.
    public var ignoredRotations = 0
    /// Objects beyond the 255 that a mask holds.
    public var objectsLeftOut = 0

    public init() {}
}

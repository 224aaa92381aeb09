/// Numbers about the images of a segment that a run reports at its end.
public struct SegmentCounts: Sendable, Equatable {
    /// Number of token values beyond the range of half precision, which were set to ±65504.
    public var saturated = 0
    /// Number of images whose EXIF orientation was ignored.
    public var ignoredRotations = 0
    /// Number of objects beyond the 255 that a mask can hold.
    public var objectsLeftOut = 0
    /// Number of images whose batch did not fit into the memory of the device, and was computed in
    /// parts.
    public var smallerBatches = 0

    public init() {}
}

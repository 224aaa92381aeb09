/// The run that wrote a finished file, as `search` and `reduce` read it.
public struct StoredRun: Decodable, Sendable {
    /// The folder that paths start from, or the list that they come from.
    public var root: String?
    /// What was done to every image; "original" for nothing.
    public var variant: String?
    /// Images a side of each mosaic; 1 without mosaics.
    public var mosaic: Int?
    public var settings: RunSettings?
}

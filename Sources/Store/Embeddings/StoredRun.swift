/// The settings of the run that wrote a finished file, as `search` and `reduce` read them. A
/// property is nil if the file does not record it.
public struct StoredRun: Decodable, Sendable {
    /// Folder that paths are relative to, or the list that they come from.
    public var root: String?
    /// `root` as an absolute path; nil in files of early versions.
    public var rootPath: String?
    /// Variant of every image; "original" for none.
    public var variant: String?
    /// Images per side of each mosaic; 1 without mosaics.
    public var mosaic: Int?
    /// All settings of the run.
    public var settings: RunSettings?
}

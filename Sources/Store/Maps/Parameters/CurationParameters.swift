/// The lists and label files that `reduce` applied to the rows of its input. A property is nil if
/// the option was not given.
public struct CurationParameters: Sendable, Equatable, Codable {
    /// Number of rows of the input before anything was left out.
    public var parentImages: Int?
    /// SHA-256 of the file of `--only`, hexadecimal.
    public var onlySHA256: String?
    /// Number of rows that it names.
    public var onlyImages: Int?
    /// SHA-256 of the file of `--except`, hexadecimal.
    public var exceptSHA256: String?
    /// Number of rows that it names.
    public var exceptImages: Int?
    /// SHA-256 of each file of `--labels`, hexadecimal, joined by ", ".
    public var labelFilesSHA256: String?
    /// Number of rows with a line in the label tables.
    public var labelledImages: Int?
    /// Number of rows that reviews drop, keep and relabel.
    public var droppedImages: Int?
    public var keptImages: Int?
    public var relabelledImages: Int?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case parentImages = "parent_images"
        case onlySHA256 = "only_sha256"
        case onlyImages = "only_images"
        case exceptSHA256 = "except_sha256"
        case exceptImages = "except_images"
        case labelFilesSHA256 = "labels_sha256"
        case labelledImages = "labels_matched"
        case droppedImages = "review_dropped"
        case keptImages = "review_kept"
        case relabelledImages = "review_relabelled"
    }
}

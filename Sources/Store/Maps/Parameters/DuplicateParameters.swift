/// How copies were found, and how many.
public struct DuplicateParameters: Sendable, Equatable, Codable {
    /// What pairs were compared by: "the pixels of the previews".
    public var evidence: String?
    /// Least similarity of a pair, 0...1.
    public var limit: Double?
    /// "given" or "default".
    public var limitSource: String?
    /// Pairs that were compared, and near pairs that were too many to compare.
    public var candidates: Int?
    public var candidatesLeftOut: Int?
    /// Images whose preview is missing or cannot be read.
    public var withoutPreview: Int?
    /// Pairs at other limits: "0.5 40, 0.6 31".
    public var pairsByLimit: String?
    public var exactPairs: Int?
    public var nearPairs: Int?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case evidence = "duplicates_evidence"
        case limit = "duplicates_limit"
        case limitSource = "duplicates_limit_from"
        case candidates = "duplicates_candidates"
        case candidatesLeftOut = "duplicates_candidates_left_out"
        case withoutPreview = "duplicates_without_preview"
        case pairsByLimit = "duplicates_pairs_by_limit"
        case exactPairs = "duplicates_exact"
        case nearPairs = "duplicates_near"
    }
}

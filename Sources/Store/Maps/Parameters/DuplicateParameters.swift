/// How copies were searched, and how many were found. Every property is nil in files of versions
/// without it.
public struct DuplicateParameters: Sendable, Equatable, Codable {
    /// What pairs were compared by, such as "the pixels of the previews".
    public var evidence: String?
    /// Lowest similarity of a pair that counts, 0...1.
    public var limit: Double?
    /// "given" if the user set the limit, else "default".
    public var limitSource: String?
    /// Number of pairs that were compared.
    public var candidates: Int?
    /// Number of pairs of near neighbours beyond the first 100,000, which were not compared.
    public var candidatesLeftOut: Int?
    /// Number of images without a readable preview.
    public var withoutPreview: Int?
    /// Number of pairs at other limits: "0.5 40, 0.6 31".
    public var pairsByLimit: String?
    /// Number of pairs with equal bytes or equal numbers.
    public var exactPairs: Int?
    /// Number of other pairs.
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

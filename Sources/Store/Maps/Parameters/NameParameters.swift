/// The list of `reduce --names`. Every property is nil in files without names.
public struct NameParameters: Sendable, Equatable, Codable {
    /// "nouns" for the list that is part of the program, else the path of the file.
    public var list: String?
    /// SHA-256 of its words, hexadecimal.
    public var sha256: String?
    /// Number of different words.
    public var words: Int?
    /// The sentences around a word, joined by ", "; {} stands for the word.
    public var templates: String?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case list = "names_list"
        case sha256 = "names_sha256"
        case words = "names_words"
        case templates = "names_templates"
    }
}

/// A layer of a file.
public enum LayerName: Sendable, Hashable {
    /// The input of block 0.
    case embedding
    /// The output of a block, before the closing norm.
    case block(Int)
    /// The output after the closing norm.
    case final

    /// "embedding", "final" or the block's index as people write it: "11".
    public var text: String {
        switch self {
        case .embedding: "embedding"
        case .final: "final"
        case .block(let index): String(index)
        }
    }

    /// Reads `text`; nil when it is none of the three.
    public init?(_ text: String) {
        switch text {
        case "embedding": self = .embedding
        case "final": self = .final
        default:
            guard let index = Int(text), index >= 0 else { return nil }
            self = .block(index)
        }
    }
}

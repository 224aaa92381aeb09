/// A layer of a Vision Transformer whose tokens a file can hold.
public enum LayerName: Sendable, Hashable {
    /// The input of block 0: patch embedding plus position embedding.
    case embedding
    /// The output of block k, counted from 0, before the final layer norm.
    case block(Int)
    /// The output of the last block after the final layer norm.
    case final

    /// The layer as options and tables spell it: "embedding", "final" or the index of the block,
    /// "11".
    public var text: String {
        switch self {
        case .embedding: "embedding"
        case .final: "final"
        case .block(let index): String(index)
        }
    }

    /// Parses `text`; nil for anything else than the three spellings.
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

/// What the residual stream has gone through.
///
/// In files the same three are `Store`'s `LayerName`. One type for both would need a target below
/// the two, for an enum that the model has without files and 20 files of the programs have without
/// the model.
public enum Layer: Sendable, Hashable {
    /// The input of block 0.
    case embedding
    /// After the block of this index, before the closing norm.
    case block(Int)
    /// After the closing norm.
    case final
}

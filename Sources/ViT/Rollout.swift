internal import Dense

/// Attention rollout (Abnar and Zuidema 2020, arXiv 2005.00928) of a micro-batch, block by block:
/// the share of each input token in each token after the block.
///
/// `joint = A_l · ... · A_1 · A_0`, where `A` of a block is the mean over its heads plus the
/// identity (for the residual connection), each row divided by its sum: `Attention.transition`.
/// Rows of `joint` therefore sum to 1.
struct Rollout: ~Copyable {
    /// The rollout, `[slots, tokens, tokens]`: row i has the shares of the input tokens in token i.
    /// It is empty if no rollout is kept.
    private(set) var joint: [Float]
    /// The product of one slot, `[tokens, tokens]`.
    private var product: [Float]
    private let slots: Int
    private let tokens: Int

    /// Allocates the memory; none unless `isKept`.
    init(slots: Int, tokens: Int, isKept: Bool) {
        self.slots = slots
        self.tokens = tokens
        joint = [Float](repeating: 0, count: isKept ? slots * tokens * tokens : 0)
        product = [Float](repeating: 0, count: isKept ? tokens * tokens : 0)
    }

    /// Starts with block 0: `joint = A_0`.
    ///
    /// - Parameter transition: `[slots, tokens, tokens]`.
    mutating func begin(_ transition: [Float]) { joint = transition }

    /// Continues with the next block: `joint = A · joint` for each slot.
    ///
    /// - Parameter transition: `[slots, tokens, tokens]`.
    mutating func extend(by transition: [Float]) {
        let square = tokens * tokens
        for slot in 0..<slots {
            let place = Place(offset: slot * square, rows: tokens, columns: tokens)
            multiply(MatrixView(transition, place), MatrixView(joint, place), into: &product)
            joint.replaceSubrange(slot * square..<(slot + 1) * square, with: product)
        }
    }
}

internal import Dense

/// Attention rollout (Abnar and Zuidema 2020, arXiv 2005.00928) of a micro-batch, block by block:
/// how much of each input token is in each token behind the block.
///
/// `joint = A_l · ... · A_1 · A_0`, where `A` of a block is the mean over its heads plus the
/// identity (for the residual connection), each row divided by its sum: `Attention.transition`.
/// Rows of `joint` therefore have the sum 1.
struct Rollout: ~Copyable {
    /// `[slots, tokens, tokens]`: row `i` has the shares of the input tokens in token `i`; empty
    /// where no rollout is kept.
    private(set) var joint: [Float]
    /// `[tokens, tokens]`
    private var product: [Float]
    private let slots: Int
    private let tokens: Int

    init(slots: Int, tokens: Int, isKept: Bool) {
        self.slots = slots
        self.tokens = tokens
        joint = [Float](repeating: 0, count: isKept ? slots * tokens * tokens : 0)
        product = [Float](repeating: 0, count: isKept ? tokens * tokens : 0)
    }

    /// Begins with block 0: `joint = A_0`, of the shape of `joint`.
    mutating func begin(_ transition: [Float]) { joint = transition }

    /// Goes on with the next block: `joint = A · joint` for each slot.
    mutating func extend(by transition: [Float]) {
        let square = tokens * tokens
        for slot in 0..<slots {
            let place = Place(offset: slot * square, rows: tokens, columns: tokens)
            multiply(MatrixView(transition, place), MatrixView(joint, place), into: &product)
            joint.replaceSubrange(slot * square..<(slot + 1) * square, with: product)
        }
    }
}

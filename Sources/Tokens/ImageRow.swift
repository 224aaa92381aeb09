/// How much the token that stands for an image takes from each patch, by a table of attention or
/// rollout between all tokens.
///
/// It is the class token's row. Models without a class token have the mean over the rows of the
/// patches instead: what each patch gives to the others.
///
/// - Parameters:
///   - table: holds `[tokens, tokens]` from `offset` on, one row for each token that takes.
///   - prefix: tokens before the patches, of which a class token is the first.
///   - patches: the patches whose rows the mean is over; nil for all.
/// - Returns: `[tokens - prefix]`.
public func imageRow(
    _ table: borrowing Span<Float>, at offset: Int = 0, tokens: Int, prefix: Int,
    hasClassToken: Bool, patches: [Int]? = nil
) -> [Float] {
    precondition(
        offset >= 0 && offset + tokens * tokens <= table.count && prefix < tokens,
        "\(table.count) numbers from \(offset) on for \(tokens) tokens, \(prefix) before patches")
    if hasClassToken { return (offset + prefix..<offset + tokens).map { table[$0] } }
    var sums = [Double](repeating: 0, count: tokens - prefix)
    let rows = patches ?? Array(sums.indices)
    for row in rows {
        let start = offset + (prefix + row) * tokens + prefix
        for patch in sums.indices { sums[patch] += Double(table[start + patch]) }
    }
    return sums.map { Float($0 / Double(rows.count)) }
}

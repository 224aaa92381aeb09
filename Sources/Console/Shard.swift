/// A part of the work of several processes: `--shard i/n`, with 0 <= i < n <= 2^20.
public struct Shard: Sendable, Equatable {
    /// Which part, from 0.
    public let index: Int
    /// Number of parts.
    public let count: Int

    /// Everything.
    public static let whole = Shard(index: 0, count: 1)

    private init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

    /// Nil for other texts than "i/n".
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
            count <= 1 << 20, (0..<count).contains(index)
        else { return nil }
        self.init(index: index, count: count)
    }

    /// The parts of `total` that belong to it: every `count`-th.
    public func parts(of total: Int) -> [Int] {
        Array(stride(from: index, to: total, by: count))
    }
}

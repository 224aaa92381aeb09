/// Numbered parts of encoder blocks, such as hidden units or heads: "7:112,7:530,9:0-3" are the
/// parts 112 and 530 of block 7 and the parts 0 to 3 of block 9, all counted from 0.
public struct BlockParts: Sendable, Equatable {
    /// The numbers of the parts of each block, ascending.
    private var parts: [Int: [Int]] = [:]

    /// No parts.
    public init() {}

    /// Reads the form above, in which parts may be named twice.
    ///
    /// - Returns: nil for another text, and for more than a million parts.
    public init?(_ text: String) {
        var found: [Int: Set<Int>] = [:]
        var count = 0
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = entry.split(separator: ":", omittingEmptySubsequences: false)
            guard sides.count == 2, let block = Self.number(sides[0]) else { return nil }
            let ends = sides[1].split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count), let first = Self.number(ends[0]),
                let last = Self.number(ends[ends.count - 1]), first <= last
            else { return nil }
            count += last - first + 1
            guard count <= 1_000_000 else { return nil }
            found[block, default: []].formUnion(first...last)
        }
        guard !found.isEmpty else { return nil }
        parts = found.mapValues { $0.sorted() }
    }

    /// A whole number of plain digits, below a million.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.count <= 6, text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        return Int(text)
    }

    public var isEmpty: Bool { parts.isEmpty }
    /// Parts of all blocks together.
    public var count: Int { parts.values.reduce(0) { $0 + $1.count } }

    /// The numbers of the parts of a block, ascending; empty for a block without any.
    public subscript(block: Int) -> [Int] { parts[block] ?? [] }

    /// The first part that a model of `depth` blocks of `count` parts does not have: "12:3"; nil
    /// where it has all.
    public func first(outsideOf depth: Int, parts count: Int) -> String? {
        for (block, numbers) in parts.sorted(by: { $0.key < $1.key }) {
            if let number = numbers.first(where: { block >= depth || $0 >= count }) {
                return "\(block):\(number)"
            }
        }
        return nil
    }

    /// The parts by block and number, "7:112,9:0-3"; "" without any. Equal parts have equal texts.
    public var text: String {
        parts.sorted { $0.key < $1.key }.flatMap { block, numbers in
            var runs: [ClosedRange<Int>] = []
            for number in numbers {
                if let last = runs.last, last.upperBound + 1 == number {
                    runs[runs.count - 1] = last.lowerBound...number
                } else {
                    runs.append(number...number)
                }
            }
            return runs.map {
                $0.count == 1
                    ? "\(block):\($0.lowerBound)" : "\(block):\($0.lowerBound)-\($0.upperBound)"
            }
        }.joined(separator: ",")
    }
}

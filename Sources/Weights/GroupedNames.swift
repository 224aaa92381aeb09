/// Tensor names in few words: those of many blocks are written once, as
/// `blocks.0...11.{attn.qkv.bias, norm1.bias and 10 more}`.
struct GroupedNames {
    /// Names, or groups of them, in the order of their first names.
    let parts: [String]

    /// Groups names that differ in one number alone.
    ///
    /// - Parameters:
    ///   - names: sorted.
    ///   - most: the names that a group shows before the others are counted; a single further one
    ///     is shown, too.
    init(_ names: [String], most: Int = 6) {
        // Of each name with a number, the numbers that it comes with.
        var numbers: [Pattern: [Int]] = [:]
        var order: [Pattern] = []
        for name in names {
            let (pattern, number) = Self.split(name)
            if numbers[pattern] == nil { order.append(pattern) }
            numbers[pattern, default: []].append(number)
        }
        var ends: [Block: [String]] = [:]
        var blocks: [Block] = []
        for pattern in order {
            let block = Block(start: pattern.start, numbers: (numbers[pattern] ?? []).sorted())
            if ends[block] == nil { blocks.append(block) }
            ends[block, default: []].append(pattern.end)
        }
        var parts: [String] = []
        for block in blocks {
            let names = ends[block] ?? []
            if block.start.isEmpty {
                parts += names
                continue
            }
            let start = block.start + Self.text(block.numbers)
            parts.append(
                names.count == 1
                    ? start + names[0]
                    : start + ".{" + Self.list(names.map { String($0.dropFirst()) }, most) + "}")
        }
        self.parts = parts
    }

    /// The parts with commas between, at most `most`.
    func list(most: Int = 12) -> String { Self.list(parts, most) }

    /// A name without its block number.
    private struct Pattern: Hashable {
        /// The part before the number, with its dot; empty for a name without one.
        let start: String
        /// The part behind the number, which begins with a dot; the whole name where it has no
        /// number.
        let end: String
    }

    /// The block numbers that share some names.
    private struct Block: Hashable {
        let start: String
        let numbers: [Int]
    }

    /// `blocks.3.norm1.bias` is `blocks.`, 3, `.norm1.bias`; a name without a number between
    /// points is an end alone.
    private static func split(_ name: String) -> (Pattern, Int) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        // More digits than a number of blocks ever has are part of a name.
        guard
            let place = parts.indices.dropFirst().dropLast().first(where: {
                parts[$0].count < 5 && Int(parts[$0]).map { String($0) } == String(parts[$0])
            }), let number = Int(parts[place])
        else { return (Pattern(start: "", end: name), 0) }
        let start = parts[..<place].joined(separator: ".") + "."
        let end = "." + parts[(place + 1)...].joined(separator: ".")
        return (Pattern(start: start, end: end), number)
    }

    /// "3", "0...11", "0,2,5...7".
    private static func text(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, number == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)...\($0.upperBound)"
        }
        .joined(separator: ",")
    }

    /// The first `most` names with commas between, and the number of the others; all where one more
    /// would be left out.
    private static func list(_ names: [String], _ most: Int) -> String {
        if names.count <= most + 1 { return names.joined(separator: ", ") }
        return names.prefix(most).joined(separator: ", ") + " and \(names.count - most) more"
    }
}

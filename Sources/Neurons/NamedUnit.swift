internal import Dense
public import ViT

/// A unit of a model by its name: "7:112" for hidden unit 112 of block 7, "7:attention2" and
/// "7:value2" for the two units of head 2.
public struct NamedUnit: Sendable, Equatable {
    /// The name as it is stored, without leading zeros.
    public let name: String
    /// Number of the block.
    public let block: Int
    private let kind: Kind
    private let number: Int

    private enum Kind: String, CaseIterable {
        case hidden = ""
        case attention, value
    }

    /// Reads a name; nil for another text and for a unit that the model does not have.
    public init?(_ text: String, _ c: Configuration) {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, let block = Self.number(sides[0]), block < c.depth else {
            return nil
        }
        let word = sides[1].prefix { $0.isLetter }
        guard let kind = Kind(rawValue: String(word)),
            let number = Self.number(sides[1].dropFirst(word.count)),
            number < (kind == .hidden ? c.hidden : c.heads)
        else { return nil }
        (self.block, self.kind, self.number) = (block, kind, number)
        name = "\(block):\(kind.rawValue)\(number)"
    }

    /// A whole number of plain digits, below a million.
    private static func number(_ text: Substring) -> Int? {
        guard (1...6).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        return Int(text)
    }

    /// Its values at the patches of a slot after its block, `[patches]`. The pass must keep
    /// attention.
    public func values(_ pass: borrowing ForwardPass, slot: Int) -> [Float] {
        let c = pass.configuration
        if kind == .hidden { return pass.hiddenUnit(number, slot: slot) }
        var all = AlignedBuffer(count: c.patches * c.heads, precision: .f32)
        if kind == .attention {
            pass.copyAttention(slot: slot, into: &all)
        } else {
            pass.measureValues(slot: slot, into: &all)
        }
        let values = all.values
        return (0..<c.patches).map { values[$0 * c.heads + number] }
    }
}

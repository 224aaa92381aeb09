public import Tokens

/// A change to a squared image, and to its mask with it, before the model gets it.
///
/// The variants are those of the notebooks of Nguyen et al. 2022 (arXiv:2210.07646): patches are
/// made black, or blocks change places. A share is 0...1 of the candidate patches;
/// `Int(share * count)` of them are drawn at random.
public enum InputVariant: Sendable, Equatable {
    /// The image as it is.
    case original
    /// A share of all patches becomes black.
    case random(share: Double)
    /// A share of the patches that objects cover (`salientPatches`) becomes black.
    case salient(share: Double)
    /// A share of the patches that no object covers becomes black.
    case background(share: Double)
    /// A share of the patches that the objects of one name cover becomes black.
    case object(name: String, share: Double)
    /// These patches become black: row-major numbers from 0, ascending.
    case patches([Int])
    /// The blocks of a `grid` x `grid` division, 2 or more on a side, change places at random.
    case shuffled(grid: Int)

    /// A text that is not a variant, or a variant that does not fit the model's input.
    public struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        /// A sentence with the text, what was expected and an example.
        public let description: String
    }

    /// Whether the variant depends on which patches are objects, so that every image needs a mask.
    public var needsMask: Bool {
        switch self {
        case .salient, .background, .object: true
        case .original, .random, .patches, .shuffled: false
        }
    }

    /// Reads one variant: "original", "random:0.2", "salient:1", "background:1", "object:dog:0.5",
    /// "patches:34-36,47" or "shuffle:4".
    ///
    /// The name of an object may contain colons; the last one separates the share.
    ///
    /// - Throws: `Malformed` for another form, a share outside 0...1, or a grid below 2.
    public init(_ text: String) throws(Malformed) {
        let colon = text.firstIndex(of: ":")
        let kind = text[..<(colon ?? text.endIndex)]
        let rest = colon.map { String(text[text.index(after: $0)...]) }
        switch (kind, rest) {
        case ("original", nil): self = .original
        case ("random", let rest?): self = .random(share: try Self.share(rest, text))
        case ("salient", let rest?): self = .salient(share: try Self.share(rest, text))
        case ("background", let rest?): self = .background(share: try Self.share(rest, text))
        case ("object", let rest?):
            // The last colon, since a name may hold others.
            guard let end = rest.lastIndex(of: ":"), end > rest.startIndex else {
                throw Malformed(
                    description: "The variant \"\(text)\" lacks a name or a share; expected "
                        + "object:NAME:R, such as object:dog:1.")
            }
            let share = try Self.share(String(rest[rest.index(after: end)...]), text)
            self = .object(name: String(rest[..<end]), share: share)
        case ("patches", let rest?):
            guard let patches = patchNumbers(rest) else {
                throw Malformed(
                    description: "The variant \"\(text)\" lists \"\(rest)\"; expected numbers "
                        + "of patches and ranges such as patches:34-36,47-51.")
            }
            self = .patches(patches)
        case ("shuffle", let rest?):
            guard let grid = Int(rest), grid >= 2 else {
                throw Malformed(
                    description: "The variant \"\(text)\" has the grid \"\(rest)\"; expected "
                        + "the number of blocks along a side, 2 or more, such as shuffle:4.")
            }
            self = .shuffled(grid: grid)
        default:
            throw Malformed(
                description: "The variant \"\(text)\" is not known; expected original, "
                    + "random:R, salient:R, background:R, object:NAME:R, patches:LIST or "
                    + "shuffle:G.")
        }
    }

    /// Reads a share in 0...1; `text` is the whole variant, for the message.
    private static func share(_ part: String, _ text: String) throws(Malformed) -> Double {
        guard let share = Double(part), (0...1).contains(share) else {
            throw Malformed(
                description: "The variant \"\(text)\" has the share \"\(part)\"; expected a "
                    + "number from 0 to 1, such as 0.2.")
        }
        return share
    }

    /// Reads variants joined by commas. Numbers after "patches:" belong to its list, so that
    /// "original,patches:0-3,7,shuffle:2" is three variants.
    ///
    /// - Throws: `Malformed` for the first part that is not a variant.
    public static func list(_ text: String) throws(Malformed) -> [InputVariant] {
        var parts: [String] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let isRange = piece.first?.isASCII == true && piece.first?.isNumber == true
            if isRange, let last = parts.last, last.hasPrefix("patches:") {
                parts[parts.count - 1] = last + "," + piece
            } else {
                parts.append(String(piece))
            }
        }
        var variants: [InputVariant] = []
        for part in parts { variants.append(try InputVariant(part)) }
        return variants
    }

    /// Refuses a variant that an image of this grid cannot have.
    ///
    /// - Throws: `Malformed` for a patch beyond the grid, or more blocks along a side than pixels.
    public func check(_ grid: PatchGrid) throws(Malformed) {
        switch self {
        case .patches(let patches):
            if let last = patches.last, last >= grid.count {
                throw Malformed(
                    description: "The variant \"\(self)\" names patch \(last); an image of "
                        + "\(grid.sizeInWords) pixels in patches of \(grid.patch) has 0 to "
                        + "\(grid.count - 1).")
            }
        case .shuffled(let blocks):
            if blocks > min(grid.height, grid.width) {
                throw Malformed(
                    description: "The variant \"\(self)\" has \(blocks) blocks along a side; "
                        + "the image has \(grid.sizeInWords) pixels.")
            }
        case .original, .random, .salient, .background, .object: break
        }
    }
}

extension InputVariant: CustomStringConvertible {
    /// The text that `init` reads.
    public var description: String {
        switch self {
        case .original: "original"
        case .random(let share): "random:\(shortText(share))"
        case .salient(let share): "salient:\(shortText(share))"
        case .background(let share): "background:\(shortText(share))"
        case .object(let name, let share): "object:\(name):\(shortText(share))"
        case .patches(let patches): "patches:\(rangesText(patches))"
        case .shuffled(let grid): "shuffle:\(grid)"
        }
    }
}

/// A share as text that reads back as the same number: "0", "1", "0.2".
private func shortText(_ share: Double) -> String {
    share == 0 ? "0" : share == 1 ? "1" : "\(share)"
}

/// Ascending numbers as ranges: [34, 35, 36, 40] becomes "34-36,40".
private func rangesText(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
        if let last = ranges.last, last.upperBound + 1 == number {
            ranges[ranges.count - 1] = last.lowerBound...number
        } else {
            ranges.append(number...number)
        }
    }
    return ranges.map {
        $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ",")
}

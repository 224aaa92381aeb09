public import ArgumentParser
internal import Tokens

/// The size of a model's input in pixels, as `--image-size` has it: one side of a square, or height
/// x width.
public struct ImageSize: Sendable, Hashable {
    /// Rows of pixels.
    public let height: Int
    /// Columns of pixels.
    public let width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// A square.
    init(side: Int) { self.init(height: side, width: side) }

    /// Reads "224" or "224x336"; nil for other text.
    public init?(_ text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides.last ?? nil
        else { return nil }
        self.init(height: height, width: width)
    }

    /// The text that `init` reads.
    public var text: String { imageSizeText(height: height, width: width) }

    /// The longer side.
    var longest: Int { max(height, width) }

    /// Whether both sides are multiples of `patch`.
    func isMultiple(of patch: Int) -> Bool { height % patch == 0 && width % patch == 0 }
}

extension ImageSize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
    public var defaultValueDescription: String { text }
}

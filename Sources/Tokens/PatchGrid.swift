/// The size of an input as `--image-size` has it: "224", or "224x336", height first.
public func imageSizeText(height: Int, width: Int) -> String {
    height == width ? "\(height)" : "\(height)x\(width)"
}

/// The patches of an image: `rows` x `columns` squares of `patch` x `patch` pixels, counted row by
/// row.
public struct PatchGrid: Sendable, Hashable {
    /// Patches from top to bottom.
    public let rows: Int
    /// Patches from left to right.
    public let columns: Int
    /// Pixels on each side of a patch.
    public let patch: Int

    public init(rows: Int, columns: Int, patch: Int) {
        precondition(
            rows >= 0 && columns >= 0 && patch >= 0, "\(rows) x \(columns) patches of \(patch)")
        self.rows = rows
        self.columns = columns
        self.patch = patch
    }

    /// The grid of a square image with `side` patches on each side.
    public init(side: Int, patch: Int) { self.init(rows: side, columns: side, patch: patch) }

    /// No patches: the grid of vectors of other programs.
    public static let none = PatchGrid(side: 0, patch: 0)

    /// Pixels of the image from top to bottom.
    public var height: Int { rows * patch }
    /// Pixels of the image from left to right.
    public var width: Int { columns * patch }
    /// Whether the image is a square.
    public var isSquare: Bool { rows == columns }
    /// Patches of the image.
    public var count: Int { rows * columns }
    /// Numbers per patch of pixels, three for each pixel.
    public var patchLength: Int { patch * patch * 3 }
    /// The size of the image in a sentence: "224 x 336", height first.
    public var sizeInWords: String { "\(height) x \(width)" }
    /// The patches in a sentence: "14 x 21".
    public var countInWords: String { "\(rows) x \(columns)" }

    /// The row of a patch.
    public func row(of index: Int) -> Int { index / columns }
    /// The column of a patch.
    public func column(of index: Int) -> Int { index % columns }
    /// Pixels above a patch.
    public func top(of index: Int) -> Int { index / columns * patch }
    /// Pixels on the left of a patch.
    public func left(of index: Int) -> Int { index % columns * patch }

    /// The distance between the centres of two patches, in patches.
    public func distance(_ a: Int, _ b: Int) -> Double {
        let (dy, dx) = (row(of: a) - row(of: b), column(of: a) - column(of: b))
        return Double(dy * dy + dx * dx).squareRoot()
    }
}

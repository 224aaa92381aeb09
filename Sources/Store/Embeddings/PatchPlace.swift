/// One patch of one image of a file.
public struct PatchPlace: Sendable, Hashable, Comparable {
    /// The image's row.
    public var image: Int
    /// Row-major on the grid.
    public var patch: Int

    public init(image: Int, patch: Int) {
        self.image = image
        self.patch = patch
    }

    public static func < (a: PatchPlace, b: PatchPlace) -> Bool {
        (a.image, a.patch) < (b.image, b.patch)
    }
}

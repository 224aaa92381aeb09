/// A patch of an image of a file. Places are ordered by image, then by patch.
public struct PatchPlace: Sendable, Hashable, Comparable {
    /// Row index of the image.
    public var image: Int
    /// Index of the patch in row-major order.
    public var patch: Int

    public init(image: Int, patch: Int) {
        self.image = image
        self.patch = patch
    }

    public static func < (a: PatchPlace, b: PatchPlace) -> Bool {
        (a.image, a.patch) < (b.image, b.patch)
    }
}

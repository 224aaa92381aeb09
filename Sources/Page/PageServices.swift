/// What a server gives a page that a file cannot: points in tiles, and images one by one.
public struct PageServices: Sendable {
    /// What the addresses of the image files begin with; nil if they cannot be reached.
    var originals: String?
    /// Whether there is a preview of every image.
    var hasPreviews: Bool
    /// Whether the inside of every image is known (`StoredImage`).
    var hasInsides: Bool
    /// Side of thumbnails that are served one by one; nil if the map has sheets of them, or none.
    var thumbnailSide: Int?
    /// The search that the server offers; nil for none.
    var search: SearchDescription?

    /// What a server offers.
    public init(
        originals: String?, hasPreviews: Bool, hasInsides: Bool, thumbnailSide: Int?,
        search: SearchDescription?
    ) {
        self.originals = originals
        self.hasPreviews = hasPreviews
        self.hasInsides = hasInsides
        self.thumbnailSide = thumbnailSide
        self.search = search
    }
}

/// A search that a server offers.
public struct SearchDescription: Encodable, Sendable {
    /// What is compared, such as "cosine of class tokens, final layer".
    var space: String
    /// Whether an image file may be the query, besides the images of the map.
    var files: Bool

    /// A search in this space.
    public init(space: String, files: Bool) {
        self.space = space
        self.files = files
    }
}

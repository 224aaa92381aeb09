public import Images
public import Tokens

/// The token that is searched for, with its image.
public struct Query {
    /// The path of the image, for messages and the contact sheet.
    public let name: String
    /// The row of its image in the store; nil for an image that the store does not have.
    public let image: Int?
    /// `[columns]`, not zero, rounded as in the store.
    public let vector: [Float]
    /// The image for the contact sheet without a border, `[height, width, 3]`: the stored preview,
    /// or the input of the model for an image file; nil for a query of words alone.
    public let thumbnail: RGBImage?
    /// The patches that it shows; nil for all.
    public var picture: PictureArea?
    /// Notes for the user, one line each.
    public var remarks: [String] = []
}

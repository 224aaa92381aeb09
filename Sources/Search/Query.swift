internal import Images

/// The token that is searched for, with its image.
struct Query {
    /// The path of the image, for messages and the contact sheet.
    let name: String
    /// The row of its image in the store; nil for an image that the store does not have.
    let image: Int?
    /// `[columns]`, not zero, rounded as in the store.
    let vector: [Float]
    /// The image for the contact sheet, `[size, size, 3]`: the stored preview, or the input of the
    /// model for an image file.
    let thumbnail: RGBImage
    /// Notes for the user, one line each.
    var remarks: [String] = []
}

internal import Images
internal import Tokens

/// The input of the model for one item of the plan, with its objects and the facts of its files.
struct PreparedImage {
    /// `[height, width, 3]` of the input, before normalisation.
    var image: RGBImage
    /// The patches that show the picture; nil for all.
    var picture: PictureArea?
    /// `[height, width]` of the input; nil without a mask.
    var objects: NamedMask?
    /// SHA-256 of the mask and of what names its objects; nil without a mask.
    var maskSHA256: [UInt8]?
    /// Columns of the file before any rotation, or of the mosaic.
    let width: Int
    /// Rows of the file before any rotation, or of the mosaic.
    let height: Int
    /// Bytes of all files of the item.
    let bytes: Int
    /// Latest time of modification, in nanoseconds since 1970.
    let modified: Int64
    /// 32 bytes: the SHA-256 of the file, or for a mosaic that of its files' concatenated hashes.
    let sha256: [UInt8]
    /// Files whose EXIF orientation was ignored.
    let ignoredRotations: Int
}

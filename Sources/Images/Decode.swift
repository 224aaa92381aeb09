/// How files become images; the defaults are Pillow's behaviour in the reference recipes.
public struct DecodeOptions: Sendable {
    /// Images with more pixels are rejected by their header, before memory is taken.
    ///
    /// Default: 178,000,000, about where Pillow refuses, too (twice its warning bound of
    /// 89,478,485, rounded).
    public var maximumPixels = 178_000_000
    /// Whether a JPEG or PNG that ends early is accepted with the rows that are present. Default:
    /// false.
    ///
    /// libjpeg fills the missing part of a JPEG; in a PNG it stays black. Files of other formats
    /// are rejected in any case.
    public var acceptTruncated = false
    /// Whether the EXIF orientation is applied to the pixels. Default: false, as in the reference
    /// recipes.
    public var applyOrientation = false

    /// The defaults.
    public init() {}
}

/// A decoded image and what its file reports about it.
public struct DecodedImage: Sendable {
    /// The pixels `[height, width, 3]`, turned upright where `DecodeOptions.applyOrientation`
    /// requests it.
    public let image: RGBImage
    /// The format by the file's bytes, whatever its name: "jpeg", "png", "webp", "bmp", "gif" or
    /// "tiff".
    public let format: String
    /// Columns in the file, before any rotation.
    public let fileWidth: Int
    /// Rows in the file, before any rotation.
    public let fileHeight: Int
    /// The EXIF orientation, 1...8; 1 where the file has none.
    ///
    /// Where it is not 1 and `DecodeOptions.applyOrientation` is off, the rotation was ignored.
    public let orientation: Int
}

/// More pixels on one side than this are rejected: the weights of a resize grow with the side.
let maximumSide = 1_000_000

/// Decodes a JPEG, PNG, WebP, BMP, GIF or TIFF file to 8-bit RGB, with the values of Pillow's
/// `Image.open(...).convert("RGB")`.
///
/// Alpha is dropped; grey and palettes are expanded; CMYK of a JPEG is taken as inverted, as Adobe
/// stores it; 16-bit samples keep their high byte. Of an animation or of several pages the first is
/// read. No colour profile and no gamma is applied. `Documentation/Images.md` lists where Pillow
/// differs.
///
/// The format is found in the bytes; a wrong extension does no harm.
///
/// - Parameter bytes: the whole file.
/// - Throws: `RejectedImage` with the cause and one sentence. An image of more pixels than
///   `options.maximumPixels` is rejected before memory is taken for it.
public func decodeImage(
    _ bytes: [UInt8], options: DecodeOptions = .init()
) throws(RejectedImage) -> DecodedImage {
    let codec = try Codec(recognizing: bytes)
    let header = try codec.header(of: bytes)
    try check(header, maximumPixels: options.maximumPixels)
    var image = try codec.decode(
        bytes, header: header, acceptTruncated: options.acceptTruncated)
    let orientation = orientation(of: bytes, codec: codec, header: header)
    if options.applyOrientation { image = image.oriented(orientation) }
    return DecodedImage(
        image: image, format: codec.rawValue, fileWidth: header.width,
        fileHeight: header.height, orientation: orientation)
}

/// Refuses a header whose image has no pixels (`corrupt`), more than `maximumPixels`, or more than
/// `maximumSide` on a side (`tooLarge`).
func check(_ header: ImageHeader, maximumPixels: Int) throws(RejectedImage) {
    let (width, height) = (header.width, header.height)
    guard width > 0 && height > 0 else {
        throw RejectedImage(.corrupt, "The header has a size of \(width) x \(height) pixels.")
    }
    guard width <= maximumSide && height <= maximumSide && width * height <= maximumPixels else {
        throw RejectedImage(
            .tooLarge,
            "The image has \(width) x \(height) pixels; at most \(maximumPixels) in all and "
                + "\(maximumSide) on a side are allowed.")
    }
}

extension Codec {
    /// Finds the format by the first bytes of a file.
    ///
    /// - Throws: `RejectedImage` with `empty` for no bytes, `truncated` for the beginning of a
    ///   signature, `unsupported` for a known format that is not read, and `notAnImage` for
    ///   everything else.
    init(recognizing bytes: [UInt8]) throws(RejectedImage) {
        if bytes.isEmpty { throw RejectedImage(.empty, "The file has no bytes.") }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: pngSignature) {
            self = .png
        } else if isWebP(bytes) {
            self = .webp
        } else if has("GIF87a", bytes, at: 0) || has("GIF89a", bytes, at: 0) {
            self = .gif
        } else if isTIFF(bytes) {
            self = .tiff
        } else if Bitmap.recognizes(bytes) {
            self = .bmp
        } else if pngSignature.starts(with: bytes) || bytes == [0xFF, 0xD8] {
            throw RejectedImage(.truncated, "The file ends after \(bytes.count) bytes.")
        } else if let name = nameOfUnread(bytes) {
            throw RejectedImage(
                .unsupported, "\(name) is not read; convert the file to PNG or JPEG.")
        } else {
            throw RejectedImage(
                .notAnImage, "It is not a JPEG, PNG, WebP, BMP, GIF or TIFF file.")
        }
    }
}

/// The eight bytes that begin every PNG file (https://www.w3.org/TR/png-3/#3PNGsignature).
let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

/// Whether the bytes begin a RIFF container with the form type `WEBP`.
private func isWebP(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 12 && has("RIFF", bytes, at: 0) && has("WEBP", bytes, at: 8)
}

/// Whether the bytes begin a TIFF or BigTIFF file of either byte order.
private func isTIFF(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [
        [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B],
    ]
    return starts.contains { bytes.starts(with: $0) }
}

/// Whether the ASCII bytes of `text` stand at `place`; false where the bytes end before that.
func has(_ text: StaticString, _ bytes: [UInt8], at place: Int) -> Bool {
    let wanted = Array("\(text)".utf8)
    return bytes.count - place >= wanted.count
        && bytes[place..<(place + wanted.count)].elementsEqual(wanted)
}

/// The name of an image format that is recognised only to be named in the rejection; nil for
/// unknown bytes.
private func nameOfUnread(_ bytes: [UInt8]) -> String? {
    if has("ftypavi", bytes, at: 4) { return "AVIF" }
    if has("ftyphei", bytes, at: 4) || has("ftypmif1", bytes, at: 4) { return "HEIF" }
    if has("jP  ", bytes, at: 4) || bytes.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
        return "JPEG 2000"
    }
    if has("JXL ", bytes, at: 4) || bytes.starts(with: [0xFF, 0x0A]) { return "JPEG XL" }
    if has("8BPS", bytes, at: 0) { return "Photoshop's PSD" }
    if bytes.count > 2, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]),
        [0x20, 0x09, 0x0A, 0x0D].contains(bytes[2])
    {
        return "PNM"
    }
    return nil
}

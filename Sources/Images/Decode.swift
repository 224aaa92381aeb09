/// How files become pictures; the defaults are Pillow's behaviour in the reference recipes.
public struct DecodeOptions: Sendable {
    /// Pictures with more pixels are rejected by their header, before memory is taken. The default
    /// is where Pillow refuses, too (twice its warning bound of 89,478,485, rounded).
    public var maximumPixels = 178_000_000
    /// Whether a JPEG or PNG that ends early counts with what is there: libjpeg fills the rest in,
    /// of a PNG it stays black.
    public var acceptTruncated = false
    /// Whether the EXIF orientation is applied. Off, as in the reference recipes.
    public var applyOrientation = false

    public init() {}
}

/// A picture and what its file says about it.
public struct DecodedImage: Sendable {
    /// Turned upright where `DecodeOptions.applyOrientation` asks for it.
    public let picture: RGBImage
    /// "jpeg", "png", "webp", "bmp", "gif" or "tiff", by the bytes, whatever the name says.
    public let format: String
    /// Pixels, before any rotation.
    public let fileWidth: Int
    public let fileHeight: Int
    /// EXIF orientation, 1...8; when it is not 1 and was not to be applied, the rotation was
    /// ignored.
    public let orientation: Int
}

/// More pixels on one side than this are rejected: the weights of a resize grow with the side.
let maximumSide = 1_000_000

/// Decodes a JPEG, PNG, WebP, BMP, GIF or TIFF file to 8-bit RGB, with the values that Pillow's
/// `Image.open(...).convert("RGB")` has.
///
/// Alpha is dropped, grey and palette are expanded, CMYK is taken as Adobe's inverted one, of
/// 16-bit samples the high byte counts, of an animation or pages the first. No colour profile and
/// no gamma is applied. `Documentation/Images.md` lists where Pillow differs.
///
/// - Throws: `RejectedImage` with the cause and one sentence; a picture of more pixels than
///   `options.maximumPixels` is rejected before memory is taken for it.
public func decodeImage(
    _ bytes: [UInt8], options: DecodeOptions = .init()
) throws(RejectedImage) -> DecodedImage {
    let codec = try Codec(recognizing: bytes)
    let header = try codec.header(of: bytes)
    try check(header, maximumPixels: options.maximumPixels)
    var picture = try codec.decode(
        bytes, header: header, acceptTruncated: options.acceptTruncated)
    let orientation = orientation(of: bytes, codec: codec, header: header)
    if options.applyOrientation { picture = picture.oriented(orientation) }
    return DecodedImage(
        picture: picture, format: codec.rawValue, fileWidth: header.width,
        fileHeight: header.height, orientation: orientation)
}

func check(_ header: ImageHeader, maximumPixels: Int) throws(RejectedImage) {
    let (width, height) = (header.width, header.height)
    guard width > 0 && height > 0 else {
        throw RejectedImage(.corrupt, "The header says \(width) x \(height) pixels.")
    }
    guard width <= maximumSide && height <= maximumSide && width * height <= maximumPixels else {
        throw RejectedImage(
            .tooLarge,
            "The header says \(width) x \(height) pixels; allowed are \(maximumPixels) in all and "
                + "\(maximumSide) on a side.")
    }
}

extension Codec {
    /// Tells the format by its first bytes.
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
                .notAnImage, "The first bytes are of no JPEG, PNG, WebP, BMP, GIF or TIFF file.")
        }
    }
}

let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

private func isWebP(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 12 && has("RIFF", bytes, at: 0) && has("WEBP", bytes, at: 8)
}

private func isTIFF(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [
        [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B],
    ]
    return starts.contains { bytes.starts(with: $0) }
}

func has(_ text: StaticString, _ bytes: [UInt8], at place: Int) -> Bool {
    let wanted = Array("\(text)".utf8)
    return bytes.count - place >= wanted.count
        && bytes[place..<(place + wanted.count)].elementsEqual(wanted)
}

/// Picture formats that are told apart only to be named in the rejection.
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

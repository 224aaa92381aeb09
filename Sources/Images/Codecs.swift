internal import CImageCodecs

// Where Swift and CImageCodecs meet: arrays go in and come out, statuses become errors.

/// A format that is read; the raw value is its name in results and messages.
enum Codec: String, Sendable {
    case jpeg, png, webp, bmp, gif, tiff
}

/// What a file's header reports, read before memory is taken for its pixels.
struct ImageHeader: Sendable {
    /// Columns, before any rotation. The file may claim 0 or a huge number; `check` refuses those.
    let width: Int
    /// Rows, before any rotation.
    let height: Int
    /// PNG: whether each pixel has one sample (palette or grey), or grey with alpha. False for the
    /// others.
    var isIndexedOrGrey = false
    /// PNG: whether the file is grey, with or without alpha. False for the others.
    var isGrey = false
    /// PNG: bits of a sample, 1, 2, 4, 8 or 16. Without meaning for the other formats.
    var bitDepth = 8
    /// TIFF: the value of its orientation tag, 1...8 if valid; 0 for the other formats.
    var orientation = 0
}

extension Codec {
    /// Reads a file's size and kind without its pixels.
    ///
    /// - Throws: `RejectedImage` with the library's own text where the header is cut short
    ///   (`truncated`), contradictory (`corrupt`) or of a kind that is not read (`unsupported`).
    func header(of bytes: [UInt8]) throws(RejectedImage) -> ImageHeader {
        if self == .bmp {
            let bitmap = try Bitmap(bytes)
            return ImageHeader(width: bitmap.width, height: bitmap.height)
        }
        var info = image_codecs_info()
        let status = unsafe bytes.withUnsafeBufferPointer { bytes in
            switch self {
            case .jpeg: unsafe image_codecs_jpeg_header(bytes.baseAddress, bytes.count, &info)
            case .png: unsafe image_codecs_png_header(bytes.baseAddress, bytes.count, &info)
            case .webp: unsafe image_codecs_webp_header(bytes.baseAddress, bytes.count, &info)
            case .gif: unsafe image_codecs_gif_header(bytes.baseAddress, bytes.count, &info)
            case .tiff: unsafe image_codecs_tiff_header(bytes.baseAddress, bytes.count, &info)
            case .bmp: IMAGE_CODECS_UNSUPPORTED
            }
        }
        try throwUnlessOK(status, info)
        return ImageHeader(
            width: Int(info.width), height: Int(info.height),
            isIndexedOrGrey: info.is_indexed_or_grey != 0, isGrey: info.is_grey != 0,
            bitDepth: Int(info.bit_depth), orientation: Int(info.orientation))
    }

    /// The pixels `[height, width, 3]` of a file whose header was read and passed `check`.
    ///
    /// - Parameter acceptTruncated: for JPEG and PNG, whether missing rows are filled (by libjpeg,
    ///   or black) in place of an error; the other formats ignore it.
    /// - Throws: `RejectedImage`, also (`tooLarge`) where the memory for the pixels is not
    ///   available.
    func decode(
        _ bytes: [UInt8], header: ImageHeader, acceptTruncated: Bool
    ) throws(RejectedImage) -> RGBImage {
        if self == .bmp {
            try requireMemory(header.width * header.height * 3)
            let pixels = try Bitmap(bytes).pixels(of: bytes)
            return RGBImage(width: header.width, height: header.height, pixels: pixels)
        }
        let accept: Int32 = acceptTruncated ? 1 : 0
        let pixels = try unsafe fill(header, channels: 3) { pixels, info in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                switch self {
                case .jpeg:
                    unsafe image_codecs_jpeg_decode(
                        bytes.baseAddress, bytes.count, accept, pixels, &info)
                case .png:
                    unsafe image_codecs_png_decode(
                        bytes.baseAddress, bytes.count, accept, pixels, &info)
                case .webp:
                    unsafe image_codecs_webp_decode(
                        bytes.baseAddress, bytes.count, pixels, &info)
                case .gif:
                    unsafe image_codecs_gif_decode(
                        bytes.baseAddress, bytes.count, pixels, &info)
                case .tiff:
                    unsafe image_codecs_tiff_decode(
                        bytes.baseAddress, bytes.count, pixels, &info)
                case .bmp: IMAGE_CODECS_UNSUPPORTED
                }
            }
        }
        return RGBImage(width: header.width, height: header.height, pixels: pixels)
    }

    /// The samples `[height, width]` of a palette or grey PNG, as they stand in the file.
    static func pngIndices(
        _ bytes: [UInt8], header: ImageHeader
    ) throws(RejectedImage) -> [UInt8] {
        try unsafe fill(header, channels: 1) { pixels, info in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe image_codecs_png_indices(bytes.baseAddress, bytes.count, pixels, &info)
            }
        }
    }
}

/// The bytes of a JPEG file of the image at `quality` 1...100 (the scale of libjpeg).
///
/// Colours are stored at half resolution (4:2:0). Equal images give equal bytes. A quality outside
/// the range or a side above 65,500 pixels, libjpeg's limit, is a programming error.
public func encodeJPEG(_ image: RGBImage, quality: Int) -> [UInt8] {
    precondition(
        (1...100).contains(quality) && image.width <= 65_500 && image.height <= 65_500,
        "quality \(quality) of 1...100, \(image.width) x \(image.height) pixels, 65,500 a side")
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = unsafe image.pixels.withUnsafeBufferPointer { pixels in
        unsafe image_codecs_jpeg_encode(
            pixels.baseAddress, UInt32(image.width), UInt32(image.height), Int32(quality),
            &bytes, &count)
    }
    precondition(status == IMAGE_CODECS_OK, "no memory to encode \(image.pixels.count) bytes")
    defer { unsafe image_codecs_free(bytes) }
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
}

/// Takes memory for the samples that the header promises, `[height, width, channels]`, and lets a C
/// decoder fill it.
///
/// `info` carries the expected size to the decoder, which must not write beyond it, and its text
/// back.
private func fill(
    _ header: ImageHeader, channels: Int,
    _ decode: (UnsafeMutablePointer<UInt8>?, inout image_codecs_info) -> image_codecs_status
) throws(RejectedImage) -> [UInt8] {
    let count = header.width * header.height * channels
    try requireMemory(count)
    var info = image_codecs_info()
    info.width = UInt32(header.width)
    info.height = UInt32(header.height)
    var status = IMAGE_CODECS_OK
    let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        status = unsafe decode(buffer.baseAddress, &info)
        filled = status == IMAGE_CODECS_OK ? count : 0
    }
    try throwUnlessOK(status, info)
    return pixels
}

/// Refuses an image whose `count` bytes cannot be allocated: a Swift array that fails to allocate
/// would end the process.
private func requireMemory(_ count: Int) throws(RejectedImage) {
    guard image_codecs_can_allocate(count) != 0 else {
        throw RejectedImage(.tooLarge, "There is no memory for the \(count) bytes of its pixels.")
    }
}

/// Turns a status of the C decoders into `RejectedImage` with the library's own text; unknown
/// statuses count as `corrupt`.
private func throwUnlessOK(
    _ status: image_codecs_status, _ info: image_codecs_info
) throws(RejectedImage) {
    if status == IMAGE_CODECS_OK { return }
    let text = unsafe withUnsafeBytes(of: info.message) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    let cause: RejectedImage.Cause =
        switch status {
        case IMAGE_CODECS_TRUNCATED: .truncated
        case IMAGE_CODECS_UNSUPPORTED: .unsupported
        case IMAGE_CODECS_MEMORY: .tooLarge
        default: .corrupt
        }
    throw RejectedImage(cause, text)
}

/// The weights of a resize along one side, in fixed point.
///
/// Output `i` is `(half + sum over k < counts[i] of input[starts[i] + k] * weights[i * stride + k])
/// >> shift`, with `half = 1 << (shift - 1)`, clipped to 0...255.
struct ResampleWeights {
    /// First input sample of each output, `[outputs]`.
    var starts: [Int32] = []
    /// How many input samples each output has, `[outputs]`.
    var counts: [Int32] = []
    /// The weights `[outputs, stride]`, in units of `2^-shift`; those beyond an output's count are
    /// 0.
    var weights: [Int32] = []
    /// Places for weights that each output has, an upper bound of `counts`.
    var stride = 0

    /// How many output samples the weights produce.
    var outputs: Int { starts.count }
    /// The bits after the binary point, 22 as in Pillow's 8-bit resampling.
    static let shift = 22
}

/// Resizes each row: `input` `[rows, width, 3]` becomes `[rows, outputs, 3]`. Weights that read
/// beyond a row are a programming error.
func resampleRows(
    _ input: borrowing Span<UInt8>, rows: Int, width: Int, _ table: ResampleWeights
) -> [UInt8] {
    precondition(
        input.count >= rows * width * 3 && table.fits(width),
        "\(rows) rows of \(width) pixels, \(input.count) bytes")
    let count = rows * table.outputs * 3
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { output, filled in
        unsafe input.withUnsafeBufferPointer { input in
            unsafe image_codecs_resample_rows(
                input.baseAddress, rows, width, table.starts, table.counts, table.weights,
                table.stride, table.outputs, Int32(ResampleWeights.shift), output.baseAddress)
        }
        filled = count
    }
}

/// Resizes each column: `input` `[rows, rowBytes]`, its rows `pitch` bytes apart, becomes
/// `[outputs, rowBytes]`.
///
/// A pitch above `rowBytes` lets a part of a wider image be read in place.
func resampleColumns(
    _ input: borrowing Span<UInt8>, rows: Int, rowBytes: Int, pitch: Int, _ table: ResampleWeights
) -> [UInt8] {
    precondition(
        rowBytes <= pitch && input.count >= (rows - 1) * pitch + rowBytes && table.fits(rows),
        "\(rows) rows of \(rowBytes) bytes, \(pitch) apart, in \(input.count) bytes")
    let count = table.outputs * rowBytes
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { output, filled in
        unsafe input.withUnsafeBufferPointer { input in
            unsafe image_codecs_resample_columns(
                input.baseAddress, pitch, rowBytes, table.starts, table.counts, table.weights,
                table.stride, table.outputs, Int32(ResampleWeights.shift), output.baseAddress)
        }
        filled = count
    }
}

extension ResampleWeights {
    /// Whether every output reads inside `size` input samples and inside its own weights. The C
    /// passes check nothing; this makes them safe.
    func fits(_ size: Int) -> Bool {
        guard starts.count == counts.count, weights.count >= starts.count * stride else {
            return false
        }
        for (start, count) in zip(starts, counts) {
            if start < 0 || count < 0 || Int(count) > stride { return false }
            if Int(start) + Int(count) > size { return false }
        }
        return true
    }
}

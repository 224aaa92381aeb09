import Foundation
import TestSupport
import Testing

@testable import Images

@Test("every kind of file decodes to Pillow's pixels", arguments: allGoldens.map(\.name))
func decodesAsPillow(_ name: String) throws {
    let file = try #require(allGoldens.first { $0.name == name })
    let decoded = try decodeImage(golden(name))
    #expect(decoded.image.width == 19 && decoded.image.height == 13)
    #expect(fnv(decoded.image.pixels) == file.pixels)
    #expect(name.hasPrefix(decoded.format))
    #expect(decoded.orientation == 1)
}

@Test(
    "a file cut anywhere is decoded or rejected, and never decoded as another image",
    arguments: allGoldens.map(\.name))
func cutFiles(_ name: String) throws {
    let file = try #require(allGoldens.first { $0.name == name })
    let bytes = golden(name)
    let step = goldenFiles.contains { $0.name == name } ? 1 : 5
    for count in stride(from: 0, to: bytes.count, by: step) {
        do {
            let decoded = try decodeImage(Array(bytes[..<count]))
            // What may be missing stands after the pixels: end markers, later frames.
            #expect(fnv(decoded.image.pixels) == file.pixels, "cut to \(count) bytes")
        } catch {
            let expected: [RejectedImage.Cause] =
                count == 0
                ? [.empty]
                : count < (name.contains("without file header") ? 40 : 18)
                    ? [.truncated, .notAnImage] : [.truncated]
            #expect(expected.contains(error.cause), "cut to \(count) bytes: \(error)")
        }
    }
}

@Test("a JPEG that ends early keeps its first rows when that is accepted")
func acceptsTruncated() throws {
    let image = formulaImage(64, 64)
    let bytes = encodeJPEG(image, quality: 90)
    let half = Array(bytes[..<(bytes.count / 2)])
    #expect(throws: RejectedImage.self) { try decodeImage(half) }
    var options = DecodeOptions()
    options.acceptTruncated = true
    let whole = try decodeImage(bytes).image
    let part = try decodeImage(half, options: options).image
    #expect(part.pixels[..<(64 * 3 * 8)] == whole.pixels[..<(64 * 3 * 8)])
    #expect(part != whole)
}

@Test("a JPEG that lacks its end marker only is rejected as that, and only such a one")
func missingEndMarker() throws {
    for (width, height) in [(64, 48), (33, 17), (8, 8)] {
        let bytes = encodeJPEG(formulaImage(width, height), quality: 90)
        let whole = try decodeImage(bytes).image
        var options = DecodeOptions()
        options.acceptTruncated = true
        for count in max(0, bytes.count - 60)..<bytes.count {
            let cut = Array(bytes[..<count])
            let error = #expect(throws: RejectedImage.self) { try decodeImage(cut) }
            #expect(error?.cause == .truncated)
            let isWhole = error?.detail.contains("all \(height) rows are there") == true
            #expect(isWhole || count < bytes.count - 2, "\(count) of \(bytes.count)")
            if isWhole { #expect(try decodeImage(cut, options: options).image == whole) }
            if count < bytes.count - 8 { #expect(!isWhole, "\(count) of \(bytes.count)") }
        }
    }
}

@Test("of a file with several images, as cameras write MPO, the first is read")
func severalImages() throws {
    let first = encodeJPEG(formulaImage(40, 30), quality: 90)
    let second = encodeJPEG(formulaImage(20, 10), quality: 90)
    #expect(try decodeImage(first + second).image == decodeImage(first).image)
}

@Test(
    "damaged files never crash and give pixels of the size they claim",
    arguments: allGoldens.map(\.name))
func damagedFiles(_ name: String) {
    let original = golden(name)
    var options = DecodeOptions()
    options.maximumPixels = 1_000_000
    for seed in 0..<UInt64(150) {
        var random = Seeded(state: seed)
        var bytes = original
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                in: 0...255, using: &random)
        }
        options.acceptTruncated = seed % 2 == 0
        options.applyOrientation = seed % 3 == 0
        if let decoded = try? decodeImage(bytes, options: options) {
            #expect(decoded.image.width * decoded.image.height <= 1_000_000, "seed \(seed)")
        }
        _ = try? decodeMask(bytes)
    }
}

@Test("a header that claims too many pixels is rejected before memory is taken")
func bombs() throws {
    var jpeg = golden("jpeg 4:4:4")
    let frame = try #require(
        jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0xFF, 0xDC, 0xFF, 0xDC])
    var png = golden("png rgba")
    let header = bigEndian(40_000) + bigEndian(40_000) + [8, 6, 0, 0, 0]
    png.replaceSubrange(8..<33, with: chunk("IHDR", header))
    var narrow = golden("png rgba")
    narrow.replaceSubrange(
        8..<33, with: chunk("IHDR", bigEndian(1_000_001) + bigEndian(1) + [8, 6, 0, 0, 0]))
    for bytes in [jpeg, png, narrow] {
        let error = #expect(throws: RejectedImage.self) { try decodeImage(bytes) }
        #expect(error?.cause == .tooLarge)
    }
    var options = DecodeOptions()
    options.maximumPixels = 19 * 13 - 1
    let error = #expect(throws: RejectedImage.self) {
        try decodeImage(golden("webp lossy"), options: options)
    }
    #expect(error?.cause == .tooLarge)
    #expect(error?.detail.contains("19 x 13") == true)
}

@Test("what is no image, or of another format, is rejected by its name")
func otherFiles() {
    let causes: [(bytes: [UInt8], cause: RejectedImage.Cause, word: String)] = [
        ([], .empty, "no bytes"),
        (Array("not a picture".utf8), .notAnImage, "GIF or TIFF"),
        (Array("GIF89a......".utf8), .truncated, "end before"),
        (Array("BM".utf8) + [UInt8](repeating: 0, count: 12) + [40, 0, 0, 0], .truncated, "18 by"),
        (Array("BMW owners of the world".utf8), .notAnImage, "GIF or TIFF"),
        ([0x49, 0x49, 0x2A, 0, 8, 0, 0, 0], .truncated, "directory"),
        ([0, 0, 0, 28] + Array("ftypavif".utf8), .unsupported, "AVIF"),
        ([0xFF, 0xD8], .truncated, "2 bytes"),
        (Array("RIFF....WAVE".utf8), .notAnImage, "JPEG, PNG, WebP"),
    ]
    for (bytes, cause, word) in causes {
        let error = #expect(throws: RejectedImage.self) { try decodeImage(bytes) }
        #expect(error?.cause == cause)
        #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
    }
}

/// The formula image as JPEG, PNG and WebP whose metadata say `orientation`.
private func files(orientation: UInt8, littleEndian: Bool) -> [[UInt8]] {
    let block = exif(orientation: orientation, littleEndian: littleEndian)
    let body = Array("Exif\0\0".utf8) + block
    var jpeg = golden("jpeg 4:4:4")
    jpeg.insert(
        contentsOf: [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body, at: 2)
    var png = golden("png rgb interlaced")
    png.insert(contentsOf: chunk("eXIf", block), at: 33)
    let webp = golden("webp lossless")
    // VP8X: EXIF flag, canvas of 19 x 13.
    var chunks = Array("WEBPVP8X".utf8)
    chunks += [10, 0, 0, 0, 8, 0, 0, 0, 18, 0, 0, 12, 0, 0]
    chunks += webp[12...]
    chunks += Array("EXIF".utf8)
    chunks += [UInt8(block.count), 0, 0, 0]
    chunks += block
    let size = Array(bigEndian(UInt32(chunks.count)).reversed())
    return [jpeg, png, Array("RIFF".utf8) + size + chunks]
}

@Test("EXIF orientations are reported, and applied as Pillow's exif_transpose", arguments: 1...8)
func orientations(_ orientation: Int) throws {
    var upright = DecodeOptions()
    upright.applyOrientation = true
    for littleEndian in [false, true] {
        for bytes in files(orientation: UInt8(orientation), littleEndian: littleEndian) {
            let ignored = try decodeImage(bytes)
            #expect(ignored.orientation == orientation)
            #expect(ignored.image.width == 19)
            let applied = try decodeImage(bytes, options: upright)
            #expect(applied.image.width == (orientation < 5 ? 19 : 13))
            #expect(applied.fileWidth == 19 && applied.fileHeight == 13)
            #expect(applied.image == ignored.image.oriented(orientation))
            if applied.format != "jpeg" {
                #expect(fnv(applied.image.pixels) == goldenOrientations[orientation - 1])
            }
        }
    }
}

@Test("an orientation in XMP counts where EXIF gives none, and nonsense is upright")
func otherOrientations() throws {
    let xmp = Array("XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation=\"6\"/>".utf8)
    var png = golden("png rgba")
    png.insert(contentsOf: chunk("iTXt", xmp), at: 33)
    #expect(try decodeImage(png).orientation == 6)
    for file in files(orientation: 9, littleEndian: true) {
        #expect(try decodeImage(file).orientation == 1)
    }
}

@Test("an image survives encoding as JPEG, and encodes to the same bytes again")
func encodes() throws {
    var pixels: [UInt8] = []
    for y in 0..<30 {
        for x in 0..<40 { pixels += [UInt8(x * 6), UInt8(y * 8), 90] }
    }
    let image = RGBImage(width: 40, height: 30, pixels: pixels)
    let bytes = encodeJPEG(image, quality: 95)
    #expect(bytes == encodeJPEG(image, quality: 95))
    let again = try decodeImage(bytes).image
    let worst = zip(image.pixels, again.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
    #expect(again.width == 40 && again.height == 30 && worst <= 12, "worst \(worst)")
    #expect(encodeJPEG(image, quality: 30).count < bytes.count)
}

@Test(
    "a TIFF is turned when that is asked for, to what Pillow always makes of it", arguments: 1...8)
func orientationsOfTIFF(_ orientation: Int) throws {
    let (text, pixels) = goldenTurned[orientation - 1]
    let bytes = Array(try #require(Data(base64Encoded: text)))
    let ignored = try decodeImage(bytes)
    #expect(ignored.orientation == orientation)
    #expect(ignored.image == formulaImage(19, 13))
    var upright = DecodeOptions()
    upright.applyOrientation = true
    #expect(fnv(try decodeImage(bytes, options: upright).image.pixels) == pixels)
}

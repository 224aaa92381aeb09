import Foundation
import Glibc
import Images

/// The image that the goldens' script computes, too, `[height, width, channels]`.
func formula(_ width: Int, _ height: Int, channels: Int = 3) -> [UInt8] {
    var values: [UInt8] = []
    values.reserveCapacity(width * height * channels)
    for y in 0..<height {
        for x in 0..<width {
            let rough = (x * y) / 3 + ((x / 5) * (y / 3)) % 97
            for c in 0..<channels {
                values.append(UInt8((x * 7 + y * 13 + c * 29 + rough) % 256))
            }
        }
    }
    return values
}

func formulaImage(_ width: Int, _ height: Int) -> RGBImage {
    RGBImage(width: width, height: height, pixels: formula(width, height))
}

/// 64-bit FNV-1a.
func fnv(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return value
}

let allGoldens = goldenFiles + goldenBitmaps

func golden(_ name: String) -> [UInt8] {
    let file = allGoldens.first { $0.name == name }
    return Array(Data(base64Encoded: file?.base64 ?? "") ?? Data())
}

/// A PNG chunk's bytes.
func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + body
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in named {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return bigEndian(UInt32(body.count)) + named + bigEndian(~crc)
}

func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// An EXIF block whose only entry is the orientation.
func exif(orientation: UInt8, littleEndian: Bool) -> [UInt8] {
    littleEndian
        ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
            + [0, 0, 0, 0]
        : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
            + [0, 0, 0, 0]
}

/// A folder of its own for a test, removed afterwards.
func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "images-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}

func write(_ bytes: [UInt8], _ path: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
}

func makePipe(_ path: String) -> Bool { unsafe mkfifo(path, 0o600) == 0 }

func makeLink(_ path: String, to target: String) -> Bool { unsafe symlink(target, path) == 0 }

/// An empty file under a name of any bytes.
func makeFile(_ path: [UInt8]) -> Bool {
    let path = path.map { CChar(bitPattern: $0) } + [0]
    let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    return descriptor >= 0 && close(descriptor) == 0
}

/// All images of a source, and what the listing says of the rest.
func collect(_ source: String, limit: Int = .max) throws -> (
    images: [ListedImage], listing: ImageListing
) {
    let (images, _, listing) = try collectAll(source, limit: limit)
    return (images, listing)
}

/// All images of a source, and what cannot be read.
func collectAll(
    _ source: String, limit: Int = .max, options: ListingOptions = .init()
) throws -> (images: [ListedImage], faults: [ListedImage], listing: ImageListing) {
    var images: [ListedImage] = []
    var faults: [ListedImage] = []
    let listing = try listImages(in: source, limit: limit, options: options) {
        if $0.fault == nil { images.append($0) } else { faults.append($0) }
    }
    return (images, faults, listing)
}

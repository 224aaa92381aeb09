import TestSupport
import Testing

@testable import Images

private func little(_ value: UInt32) -> [UInt8] { bigEndian(value).reversed() }

/// A TIFF directory of short tags: (tag, value as 32 bits).
private func tiff(_ tags: [(Int, UInt32)]) -> [UInt8] {
    var bytes: [UInt8] = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, UInt8(tags.count), 0]
    for (tag, value) in tags {
        bytes += [UInt8(tag & 255), UInt8(tag >> 8), 4, 0, 1, 0, 0, 0] + little(value)
    }
    return bytes + [0, 0, 0, 0] + [UInt8](repeating: 7, count: 100)
}

private let huge: [(name: String, bytes: [UInt8], words: String)] = [
    (
        "bmp",
        Array("BM".utf8) + little(200) + little(0) + little(54) + little(40)
            + little(60_000) + little(60_000) + [1, 0, 24, 0] + [UInt8](repeating: 0, count: 100),
        "60000 x 60000"
    ),
    (
        "bmp of the least height",
        Array("BM".utf8) + little(200) + little(0) + little(54) + little(40) + little(10)
            + little(0x8000_0000) + [1, 0, 8, 0] + [UInt8](repeating: 0, count: 100),
        "10 x 2147483648"
    ),
    (
        "gif screen",
        Array("GIF89a".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0]
            + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0, 0x3B], "65535 x 65535"
    ),
    (
        "gif frame",
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0]
            + [0x2C, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 2, 0x4C, 1, 0, 0x3B],
        "131070 x 131070"
    ),
    (
        "tiff",
        tiff([
            (256, 0x7FFF_FFFF), (257, 0x7FFF_FFFF), (258, 8), (259, 1), (262, 1), (273, 8),
            (277, 1), (278, 0x7FFF_FFFF), (279, 100),
        ]), "2147483647 x 2147483647"
    ),
    (
        "tiff tiles",
        tiff([
            (256, 64), (257, 64), (258, 8), (259, 1), (262, 1), (277, 1), (322, 1 << 20),
            (323, 1 << 20), (324, 8), (325, 100),
        ]), "allowed"
    ),
]

@Test("sizes that a header claims, outer and inner ones, are bounded", arguments: huge.map(\.name))
func hugeHeaders(_ name: String) throws {
    let file = try #require(huge.first { $0.name == name })
    let error = #expect(throws: RejectedImage.self) { try decodeImage(file.bytes) }
    #expect(error?.cause == .tooLarge, "\(error as Any)")
    #expect(error?.detail.contains(file.words) == true, "\(error as Any)")
}

@Test("a progressive JPEG of more than 500 scans is rejected")
func manyScans() throws {
    let file = golden("jpeg progressive")
    let last = try #require(
        file.indices.dropLast().last { file[$0] == 0xFF && file[$0 + 1] == 0xDA })
    let scan = file[last..<(file.count - 2)]
    let few = Array(file[..<last]) + Array(repeating: scan, count: 400).joined() + [0xFF, 0xD9]
    #expect(try decodeImage(few).image.width == 19)
    let many = Array(file[..<last]) + Array(repeating: scan, count: 600).joined() + [0xFF, 0xD9]
    let error = #expect(throws: RejectedImage.self) { try decodeImage(many) }
    #expect(error?.cause == .corrupt)
    #expect(error?.detail.contains("500 scans") == true, "\(error as Any)")
}

@Test("a progressive JPEG that would take hours or gigabytes is rejected")
func largeScans() throws {
    let file = golden("jpeg progressive")
    let frame = try #require(
        file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xC2 })
    var large = file
    large.replaceSubrange((frame + 5)..<(frame + 9), with: [0x32, 0xC8, 0x32, 0xC8])
    let last = try #require(
        large.indices.dropLast().last { large[$0] == 0xFF && large[$0 + 1] == 0xDA })
    let scan = large[last..<(large.count - 2)]
    large = Array(large[..<last]) + Array(repeating: scan, count: 60).joined() + [0xFF, 0xD9]
    let error = #expect(throws: RejectedImage.self) { try decodeImage(large) }
    #expect(error?.detail.contains("scans, too many") == true, "\(error as Any)")
    // Without subsampling the coefficients alone need 6 bytes a pixel.
    large = file
    large.replaceSubrange((frame + 5)..<(frame + 9), with: [0x32, 0xC8, 0x32, 0xC8])
    large[frame + 11] = 0x11
    let wide = #expect(throws: RejectedImage.self) { try decodeImage(large) }
    #expect(wide?.cause == .tooLarge, "\(wide as Any)")
}

@Test("text and profiles of a PNG are passed over, whatever they would unpack to")
func packedChunks() throws {
    var file = golden("png rgba")
    // Streams that are none: reading them would fail.
    let stream = [UInt8](repeating: 0xFF, count: 5000)
    for name in ["iCCP", "zTXt", "iTXt"] {
        file.insert(contentsOf: chunk(name, Array("name".utf8) + [0, 0] + stream), at: 33)
    }
    #expect(try decodeImage(file).image == decodeImage(golden("png rgba")).image)
}

/// One damage as `Scripts/faults/mutate_images.py` does it.
private func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return }
    let at = Int.random(
        in: 0..<(Bool.random(using: &random) ? bytes.count : min(bytes.count, 200)),
        using: &random)
    let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1:
        let number: UInt32 =
            [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 65_500, 0xFFFF]
            .randomElement(using: &random) ?? 0
        let digits = Bool.random(using: &random) ? bigEndian(number) : little(number)
        for (index, digit) in digits.enumerated() where at + index < bytes.count {
            bytes[at + index] = digit
        }
    case 2: bytes.removeSubrange(at..<end)
    case 3: bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
    case 4: for index in at..<end { bytes[index] = 0xFF }
    case 5: for index in at..<end { bytes[index] = 0 }
    default: bytes.removeSubrange(at...)
    }
}

@Test(
    "files damaged in every way are decoded or rejected within the bound on pixels",
    arguments: allGoldens.map(\.name))
func mutations(_ name: String) {
    var options = DecodeOptions()
    options.maximumPixels = 1_000_000
    for seed in 0..<UInt64(40) {
        var random = Seeded(state: seed)
        var bytes = golden(name)
        for _ in 0...(Int.random(in: 0..<3, using: &random)) { damage(&bytes, &random) }
        if let image = try? decodeImage(bytes, options: options).image {
            #expect(image.width * image.height <= 1_000_000, "seed \(seed)")
            // What is missing must not be what memory held by chance.
            let again = try? decodeImage(bytes, options: options).image
            #expect(again == image, "seed \(seed)")
        }
    }
}

import Testing
import Tokens

@testable import Images

/// The values of the files in Goldens.swift before they became colours.
private func indices(_ count: Int) -> [UInt8] {
    let values = formula(19, 13, channels: 1)
    return values.map { $0 % UInt8(count) }
}

@Test("palette masks keep their indices at every depth", arguments: [1, 2, 4, 8])
func paletteMasks(_ depth: Int) throws {
    let mask = try decodeMask(golden("png palette \(depth) bit"))
    #expect(mask.width == 19 && mask.height == 13)
    #expect(mask.objects == indices(min(16, 1 << depth)))
}

@Test("grey masks keep their values unscaled, transparency and interlacing change nothing")
func greyMasks() throws {
    let values = formula(19, 13, channels: 1)
    for depth in [1, 2, 4] {
        let mask = try decodeMask(golden("png grey \(depth) bit"))
        #expect(mask.objects == values.map { $0 >> (8 - UInt8(depth)) })
    }
    #expect(
        try decodeMask(golden("png grey 8 bit"), void: .index(255)).objects
            == values.map { $0 == 255 ? 0 : $0 })
    #expect(try decodeMask(golden("png palette with transparency")).objects == indices(16))
    #expect(try decodeMask(golden("png palette interlaced")).objects == indices(16).map { $0 % 4 })
}

@Test("the void index becomes background, whichever it is, or stays an object")
func voidIndex() throws {
    let bytes = golden("png palette 2 bit")
    let kept = try decodeMask(bytes, void: .none).objects
    #expect(kept == indices(4))
    #expect(try decodeMask(bytes, void: .index(3)).objects == kept.map { $0 == 3 ? 0 : $0 })
}

@Test("a grey mask of 0 and 255 alone is one object")
func blackAndWhite() throws {
    // Two rows of two pixels, stored without compression: 0 255 / 255 0.
    let raw: [UInt8] = [0, 0, 255, 0, 255, 0]
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in raw {
        low += UInt32(byte)
        high += low
    }
    let stream: [UInt8] = [0x78, 0x01, 1, 6, 0, 0xF9, 0xFF] + raw + bigEndian(high << 16 | low)
    let header = bigEndian(2) + bigEndian(2) + [8, 0, 0, 0, 0]
    let bytes =
        pngSignature + chunk("IHDR", header) + chunk("IDAT", stream) + chunk("IEND", [])
    #expect(try decodeMask(bytes).objects == [0, 1, 1, 0])
    #expect(try decodeMask(bytes, void: .none).objects == [0, 1, 1, 0])
}

@Test("masks in colours, with 16 bits or of another format are refused in words")
func refusedMasks() {
    for (name, word) in [
        ("png rgba", "RGB"), ("png rgb interlaced", "RGB"), ("png grey 16 bit", "16 bits"),
        ("jpeg grey", "jpeg"),
    ] {
        let error = #expect(throws: RejectedImage.self) { try decodeMask(golden(name)) }
        #expect(error?.cause == .unsupported)
        #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
    }
}

@Test("a patch belongs to the value most of its pixels have, the lowest when values tie")
func patches() {
    let mask = ObjectMask(
        width: 4, height: 4,
        objects: [
            2, 2, 7, 1,
            0, 2, 1, 7,
            0, 5, 9, 9,
            5, 0, 9, 9,
        ])
    #expect(patchObjects(mask, PatchGrid(side: 2, patch: 2)) == [2, 1, 0, 9])
    #expect(patchObjects(mask, PatchGrid(side: 4, patch: 1)) == mask.objects)
}

@Test("object names are found by path, by path without extension and by file name")
func objectNames() throws {
    let names = try ObjectNames(
        json: Array(#"{"cat/a-01": {"1": "cat", "10": "sofa"}, "b": {"1": "dog"}}"#.utf8))
    #expect(names.names(forImage: "cat/a-01") == [1: "cat", 10: "sofa"])
    #expect(names.names(forImage: "cat/a-01.JPG") == [1: "cat", 10: "sofa"])
    #expect(names.names(forImage: "dog/b.png") == [1: "dog"])
    #expect(names.names(forImage: "b") == [1: "dog"])
    #expect(names.names(forImage: "a-01") == nil)
    #expect(names.patches(forImage: "b") == nil)
}

@Test("hand-made masks are ranges of patches, objects in the order of their names")
func handMasks() throws {
    let names = try ObjectNames(
        json: Array(#"{"a": {"dog": "34-36, 35, 47-48,34-35", "cat": "3,1,1-2"}}"#.utf8))
    let found = try #require(names.patches(forImage: "a"))
    #expect(found.map(\.name) == ["cat", "dog"])
    #expect(found.map(\.patches) == [[1, 2, 3], [34, 35, 36, 47, 48]])
    #expect(names.names(forImage: "a") == nil)
}

@Test(
    "malformed object files are refused with the place",
    arguments: [
        (#"{"a": {"dog": "5-3"}}"#, "5-3"), (#"{"a": {"dog": ""}}"#, "dog"),
        (#"{"a": {"dog": "1-2-3"}}"#, "1-2-3"), (#"{"a": {"1": "x", "01": "y"}}"#, "twice"),
        (#"{"a": ["dog"]}"#, "at a"), ("[1, 2", "not JSON"),
        (#"{"a": {"dog": "0-9999999999999999999"}}"#, "dog"),
        (#"{"a": {"cat": "0-39999", "dog": "0-39999"}}"#, "more than 65536 patches"),
    ])
func malformedNames(_ json: String, _ word: String) {
    let error = #expect(throws: ObjectNames.Malformed.self) {
        try ObjectNames(json: Array(json.utf8))
    }
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
}

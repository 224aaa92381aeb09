import Testing
import Tokens

@testable import Images

/// An 8-bit PNG stored without compression; `samples` `[height, width, channels]`.
private func png(_ samples: [UInt8], width: Int, channels: Int) -> [UInt8] {
    let height = samples.count / (width * channels)
    var raw: [UInt8] = []
    for y in 0..<height {
        raw.append(0)
        raw += samples[(y * width * channels)..<((y + 1) * width * channels)]
    }
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in raw {
        low = (low + UInt32(byte)) % 65_521
        high = (high + low) % 65_521
    }
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: raw.count, by: 65_535) {
        let part = raw[start..<min(start + 65_535, raw.count)]
        let count = UInt16(part.count)
        stream += [start + part.count == raw.count ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
        stream += [UInt8(~count & 255), UInt8(~count >> 8)] + part
    }
    stream += bigEndian(high << 16 | low)
    let header =
        bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, channels == 3 ? 2 : 0, 0, 0, 0]
    return pngSignature + chunk("IHDR", header) + chunk("IDAT", stream) + chunk("IEND", [])
}

/// An RGB PNG whose pixels have the numbers.
private func panoptic(_ ids: [Int], width: Int) -> [UInt8] {
    let samples = ids.flatMap { [UInt8($0 & 255), UInt8($0 >> 8 & 255), UInt8($0 >> 16)] }
    return png(samples, width: width, channels: 3)
}

private let segments: [PanopticSegment] = [
    PanopticSegment(id: 7_000_000, name: "sky"), PanopticSegment(id: 300, name: "dog"),
    PanopticSegment(id: 2, name: "cat"),
]

@Test("panoptic numbers become 1, 2, ... in the order of the segments, 0 is background")
func panopticMask() throws {
    let bytes = panoptic([0, 2, 300, 7_000_000, 300, 0], width: 3)
    let mask = try decodeNamedMask(bytes, naming: .segments(segments))
    #expect(mask.mask.objects == [0, 3, 2, 1, 2, 0] && mask.mask.width == 3)
    #expect(mask.names == ["sky", "dog", "cat"] && mask.leftOutCount == 0)
}

@Test("colours without segments are objects in the order of their numbers")
func colorMask() throws {
    let bytes = panoptic([300, 2, 0, 7_000_000], width: 2)
    let plain = try decodeNamedMask(bytes)
    #expect(plain.mask.objects == [2, 1, 0, 3])
    #expect(plain.names == ["object 1", "object 2", "object 3"])
    let named = try decodeNamedMask(bytes, naming: .indices([300: "dog"]))
    #expect(named.names == ["object 1", "dog", "object 3"])
}

@Test("of more than 255 objects the largest stay, in their order")
func crowdedMask() throws {
    // Number n has one pixel, but every tenth has two.
    let ids = (1...300).flatMap { $0 % 10 == 0 ? [$0, $0] : [$0] }
    let mask = try decodeNamedMask(panoptic(ids, width: 330))
    let kept = Array(1...300).filter { $0 % 10 == 0 || $0 <= 250 }
    #expect(kept.count == 255 && mask.leftOutCount == 45)
    let names = kept.map { "object \($0)" }
    #expect(mask.names == names)
    #expect(mask.mask.objects == ids.map { UInt8((kept.firstIndex(of: $0) ?? -1) + 1) })
}

@Test("index masks take names by index or in order; unnamed objects have numbers")
func indexNames() throws {
    let bytes = png([0, 1, 2, 255], width: 2, channels: 1)
    #expect(try decodeNamedMask(bytes).names == ["object 1", "object 2"])
    #expect(try decodeNamedMask(bytes, naming: .indices([2: "cat"])).names == ["object 1", "cat"])
    let ordered = try decodeNamedMask(bytes, naming: .ordered(["dog", "cat", "cow"]))
    #expect(ordered.names == ["dog", "cat", "cow"] && ordered.mask.objects == [0, 1, 2, 0])
}

@Test("a mask that does not go with what names its objects is refused in words")
func strangeMasks() {
    let index = png([0, 1, 2, 255], width: 2, channels: 1)
    let colors = panoptic([0, 2, 9, 300], width: 2)
    let image = panoptic((0..<5000).map { $0 * 7 }, width: 50)
    for (bytes, naming, word) in [
        (index, .ordered(["dog"]), "the index 2"), (index, .segments(segments), "panoptic JSON"),
        (colors, .segments(segments), "the number 9"), (colors, .ordered(["dog"]), "index PNG"),
        (image, .numbers, "4096 colours"),
    ] as [([UInt8], MaskNaming, String)] {
        let error = #expect(throws: RejectedImage.self) {
            try decodeNamedMask(bytes, naming: naming)
        }
        #expect(error?.cause == .mask)
        #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
    }
    #expect(throws: RejectedImage.self) { try decodeNamedMask(golden("jpeg grey")) }
    #expect(throws: RejectedImage.self) { try decodeNamedMask(golden("png rgb 16 bit")) }
    for cut in stride(from: 0, to: colors.count - 20, by: 3) {
        #expect(throws: RejectedImage.self) { try decodeNamedMask(Array(colors[..<cut])) }
    }
}

@Test("a mask may be smaller than its image, but of no other proportion")
func proportions() throws {
    func named(_ width: Int, _ height: Int) -> NamedMask {
        NamedMask(
            mask: ObjectMask(
                width: width, height: height,
                objects: [UInt8](repeating: 0, count: width * height)), names: [])
    }
    try named(64, 48).checkProportions(of: formulaImage(64, 48))
    try named(32, 24).checkProportions(of: formulaImage(64, 48))
    try named(17, 10).checkProportions(of: formulaImage(50, 30))
    for (width, height) in [(48, 64), (64, 46), (224, 224), (33, 23)] {
        let error = #expect(throws: RejectedImage.self) {
            try named(width, height).checkProportions(of: formulaImage(64, 48))
        }
        #expect(error?.cause == .mask && error?.detail.contains("64 x 48") == true)
    }
}

@Test("patch ranges are painted, the later object over the earlier, none beyond the grid")
func paintedRanges() throws {
    let mask = try NamedMask(
        painting: [("cat", [0, 1]), ("dog", [1, 3])], PatchGrid(side: 2, patch: 2))
    #expect(
        mask.mask.objects == [1, 1, 2, 2, 1, 1, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2])
    #expect(mask.names == ["cat", "dog"])
    let error = #expect(throws: RejectedImage.self) {
        try NamedMask(painting: [("cat", [4])], PatchGrid(side: 2, patch: 2))
    }
    #expect(error?.detail.contains("0 to 3") == true)
}

private let panopticJSON = """
    {"info": {"year": 2017}, "images": [{"id": 9, "file_name": "09.jpg"}],
     "annotations": [
      {"image_id": 9, "file_name": "09.png", "segments_info": [
        {"id": 300, "category_id": 18, "iscrowd": 0, "bbox": [0, 0, 1, 1], "area": 1},
        {"id": 5, "category_id": 187, "iscrowd": 0, "bbox": [0, 0, 1, 1], "area": 1}]},
      {"image_id": 10, "file_name": "dogs/10.png", "segments_info": []}],
     "categories": [{"id": 18, "name": "dog", "isthing": 1, "supercategory": "animal"},
      {"id": 187, "name": "sky-other-merged", "isthing": 0}]}
    """

@Test("segments are found by file name, with their categories' names, things and stuff")
func panopticNames() throws {
    let file = try #require(try PanopticSegments(json: Array(panopticJSON.utf8)))
    #expect(file.imageCount == 2)
    let expected = [
        PanopticSegment(id: 300, name: "dog"), PanopticSegment(id: 5, name: "sky-other-merged"),
    ]
    for path in ["09", "09.jpg", "val/09", "val/09.JPG"] {
        #expect(file.segments(forImage: path) == expected)
    }
    #expect(file.segments(forImage: "dogs/10") == [])
    #expect(file.segments(forImage: "10") == nil && file.segments(forImage: "cats/9") == nil)
}

@Test("other JSON is not taken for panoptic, whatever is wrong with it")
func otherJSON() throws {
    for json in [
        #"{"09": {"1": "dog"}}"#, #"{"annotations": {"dog": "1-2"}}"#, "", "[1, 2", "{\"a\": [1,",
        #"{"annotations": [{"id": 1, "bbox": [1, {"a": "]\""}]}], "categories": [3]}"#, "{}",
    ] {
        #expect(try PanopticSegments(json: Array(json.utf8)) == nil, "\(json)")
    }
}

@Test("half an escaped character is refused", arguments: ["d83d\\ud83d", "d83d\\u0041", "dc00"])
func halfCharacters(_ digits: String) {
    let json = #"{"annotations": [{"segments_info": [], "file_name": "\u"# + digits
    #expect(throws: PanopticSegments.Malformed.self) {
        try PanopticSegments(json: Array("\(json)\"}], \"categories\": []}".utf8))
    }
}

@Test("names with escapes are read, in pieces of any length")
func panopticEscapes() throws {
    let json =
        #"{"categories": [{"name": "caf\u00e9 \"\ud83d\uDE00\"\n\/", "id": -1, "#
        + #""x": [[], {}, "\"]", "\\"]}], "annotations" : [ "#
        + #"{"segments_info":[{"id":1 ,"category_id":-1}],"file_name":"a"}]}"#
    let whole = try #require(try PanopticSegments(json: Array(json.utf8)))
    #expect(whole.segments(forImage: "a")?.map(\.name) == ["café \"😀\"\n/"])
    try withFolder { folder in
        // Longer than a piece of the file.
        let filler = String(repeating: " ", count: 1 << 20)
        let long = json.replacing("[{\"id\":1 ", with: "\(filler)[{\"id\":\(filler)1 ")
        try write(Array(long.utf8), folder + "/long.json")
        let read = try #require(try PanopticSegments(contentsOf: folder + "/long.json"))
        #expect(read.segments(forImage: "a") == whole.segments(forImage: "a"))
    }
}

@Test("panoptic JSON is told from other JSON, and refused in words with its path")
func panopticFiles() throws {
    try withFolder { folder in
        try write(Array(panopticJSON.utf8), folder + "/a.json")
        try write(Array(#"{"09": {"1": "dog"}}"#.utf8), folder + "/b.json")
        try write(Array(panopticJSON.utf8.dropLast(2)), folder + "/c.json")
        #expect(try PanopticSegments(contentsOf: folder + "/a.json")?.imageCount == 2)
        #expect(try PanopticSegments(contentsOf: folder + "/b.json") == nil)
        for name in ["c.json", "nowhere.json"] {
            let error = #expect(throws: PanopticSegments.Malformed.self) {
                try PanopticSegments(contentsOf: folder + "/" + name)
            }
            #expect(error?.description.contains(name) == true, "\(error?.description ?? "")")
        }
    }
}

@Test(
    "malformed panoptic JSON is refused with the place",
    arguments: [
        ("\"category_id\": 187", "\"category_id\": 188", "188"),
        ("\"id\": 300", "\"id\": 16777216", "16777216"), ("\"id\": 300", "\"id\": 0", "number 0"),
        ("\"id\": 5", "\"id\": \"x\"", "byte"), ("dogs/10.png", "09.png", "twice"),
        ("\"categories\"", "\"kinds\"", "categories"),
        ("\"file_name\": \"09.png\"", "\"a\": 1", "file"),
        ("\"id\": 5, \"category_id\"", "\"id\": 5, \"kind\"", "category_id"),
    ])
func malformedPanoptic(_ old: String, _ new: String, _ word: String) {
    let json = panopticJSON.replacing(old, with: new)
    let error = #expect(throws: PanopticSegments.Malformed.self) {
        try PanopticSegments(json: Array(json.utf8))
    }
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
}

private let annotation = """
    <?xml version="1.0"?>
    <annotation><folder>VOC2012</folder><filename>a.jpg</filename><segmented>1</segmented>
      <object><name>person</name><part><name>head</name></part><difficult>0</difficult></object>
      <object><bndbox><xmin>1</xmin></bndbox><name> dining&#32;table
      </name></object>
      <object><name>person</name></object>
    </annotation>
    """

@Test("the names of an annotation are its objects' in order, not their parts'")
func annotationNames() throws {
    #expect(
        try annotatedObjectNames(xml: Array(annotation.utf8)) == [
            "person", "dining table", "person",
        ])
    #expect(try annotatedObjectNames(xml: Array("<annotation/>".utf8)) == [])
}

@Test("all that XML may have around names is passed over")
func annotationSyntax() throws {
    let xml = """
        \u{FEFF}<?xml version='1.0' encoding="UTF-8"?><!-- <object> -->
        <!DOCTYPE annotation SYSTEM "a>b.dtd">
        <annotation verified = "yes" note='a > "b"'><?a?><object id="1"
        ><name>a &amp; b &lt;&gt;&quot;&apos;&#xE9;&#128512;<![CDATA[ <i>&amp; ]]><!-- no
        --></name >
        <name/></object></annotation>
        <!-- end -->

        """
    #expect(try annotatedObjectNames(xml: Array(xml.utf8)) == ["a & b <>\"'é😀 <i>&amp;"])
}

@Test(
    "a broken annotation is refused in words",
    arguments: [
        ("</annotation>", "", "within <annotation>"),
        ("<name>person</name></object>", "</object>", "Object 3"),
        ("annotation>", "html>", "<html>"), ("</name><part>", "</nom><part>", "line"),
        (annotation, "", "no element"),
        ("<name>person</name><part>", "<name></name><part>", "Object 1"),
    ])
func brokenAnnotations(_ old: String, _ new: String, _ word: String) {
    let xml = annotation.replacing(old, with: new)
    let error = #expect(throws: RejectedImage.self) {
        try annotatedObjectNames(xml: Array(xml.utf8))
    }
    #expect(error?.cause == .mask)
    #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
}

import TestSupport
import Testing
import Tokens

@testable import Images

private let names = ["dog", "cat", "dog", "bird", "cat", "hat stand"]

private func painted(_ size: Int, _ rectangles: [[Int]]) -> ObjectMask {
    var objects = [UInt8](repeating: 0, count: size * size)
    for rectangle in rectangles {
        for y in rectangle[2]..<(rectangle[2] + rectangle[4]) {
            for x in rectangle[1]..<(rectangle[1] + rectangle[3]) {
                objects[y * size + x] = UInt8(rectangle[0])
            }
        }
    }
    return ObjectMask(width: size, height: size, objects: objects)
}

extension GoldenMask {
    fileprivate var mask: ObjectMask { painted(size, rectangles) }
    fileprivate var grid: Int { size / patch }
}

private func goldenMask(_ name: String) throws -> GoldenMask {
    try #require(goldenMasks.first { $0.name == name })
}

@Test("patches are object above 15 %, and measured from 40 % on, as in numpy", arguments: 0..<4)
func patchRules(_ index: Int) {
    let golden = goldenMasks[index]
    let isObject = salientPatches(golden.mask, PatchGrid(side: golden.grid, patch: golden.patch))
    #expect(isObject.indices.filter { isObject[$0] } == golden.salient, "\(golden.name)")
    let measured = measuredObjects(golden.mask, PatchGrid(side: golden.grid, patch: golden.patch))
    #expect(measured.patches == golden.measured, "\(golden.name)")
    #expect(measured.objects == golden.kept, "\(golden.name)")
    #expect(measured.isMeasurable == golden.isMeasurable, "\(golden.name)")
}

@Test("an image with one object, or with one of two patches, or of none, is not measured")
func measurable() {
    func measured(_ rectangles: [[Int]]) -> MeasuredObjects {
        measuredObjects(painted(100, rectangles), PatchGrid(side: 10, patch: 10))
    }
    #expect(measured([[1, 0, 0, 30, 10], [2, 0, 50, 30, 10]]).isMeasurable)
    #expect(!measured([[1, 0, 0, 30, 10]]).isMeasurable)
    #expect(!measured([[1, 0, 0, 30, 10], [2, 0, 50, 20, 10]]).isMeasurable)
    // A line of 3 pixels has more than 196 pixels and no patch.
    let thin = measured([[1, 0, 0, 30, 10], [2, 0, 50, 30, 10], [3, 0, 83, 99, 3]])
    #expect(thin.objects == [1, 2, 3] && !thin.patches.contains(3) && !thin.isMeasurable)
}

@Test("the patches that are drawn, the image and the mask are those of numpy")
func occlusion() throws {
    for golden in goldenVariants {
        let mask = try goldenMask(golden.mask)
        let variant = try InputVariant(golden.variant)
        var image = formulaImage(mask.size, mask.size)
        var objects: NamedMask? = NamedMask(mask: mask.mask, names: names)
        var generator = Seeded(state: golden.seed)
        let dropped = try variant.droppedPatches(
            of: objects, PatchGrid(side: mask.grid, patch: mask.patch), using: &generator)
        #expect(dropped == golden.dropped, "\(golden.mask), \(variant)")
        generator = Seeded(state: golden.seed)
        try variant.apply(
            to: &image, objects: &objects, PatchGrid(side: mask.grid, patch: mask.patch),
            using: &generator)
        #expect(fnv(image.pixels) == golden.pixels, "\(golden.mask), \(variant)")
        #expect(fnv(objects?.mask.objects ?? []) == golden.objects, "\(golden.mask), \(variant)")
        #expect(objects?.names == names)
    }
}

@Test("blocks change places in image and mask as in numpy, also where the grid does not divide")
func shuffles() throws {
    let mask = try goldenMask("few")
    for golden in goldenShuffles {
        var generator = Seeded(state: golden.seed)
        let order = randomPermutation(golden.grid * golden.grid, using: &generator)
        #expect(order == golden.order)
        var image = formulaImage(224, 224)
        var objects: NamedMask? = NamedMask(mask: mask.mask, names: names)
        generator = Seeded(state: golden.seed)
        try InputVariant.shuffled(grid: golden.grid).apply(
            to: &image, objects: &objects, PatchGrid(side: 14, patch: 16), using: &generator)
        #expect(fnv(image.pixels) == golden.pixels, "grid \(golden.grid)")
        #expect(fnv(objects?.mask.objects ?? []) == golden.objects, "grid \(golden.grid)")
    }
}

@Test("a mosaic is Pillow's resizes side by side, its objects numbered through", arguments: 0..<3)
func mosaics(_ index: Int) throws {
    let golden = goldenMosaics[index]
    let many = try goldenMask("many").mask
    let cells = (0..<(golden.grid * golden.grid)).map { i in
        let (width, height) = (40 + 31 * i, 90 - 7 * i)
        var cut = [UInt8](repeating: 0, count: width * height)
        for y in 0..<min(height, 96) {
            for x in 0..<min(width, 96) { cut[y * width + x] = many.objects[y * 96 + x] }
        }
        let mask = ObjectMask(width: width, height: height, objects: cut)
        return (
            image: formulaImage(width, height),
            objects: i % 3 == 0 ? nil : NamedMask(mask: mask, names: names)
        )
    }
    let joined = mosaic(
        cells, grid: golden.grid, height: golden.size, width: golden.size, interpolation: .bilinear)
    #expect(fnv(joined.image.pixels) == golden.pixels)
    #expect(fnv(joined.objects?.mask.objects ?? []) == golden.objects)
    #expect(joined.objects?.names == golden.names)
}

@Test("a mosaic of more than 255 objects counts those that it leaves out")
func crowdedMosaic() {
    let stripes = ObjectMask(
        width: 100, height: 10, objects: (0..<1000).map { UInt8($0 % 100 + 1) })
    let cell = (
        image: formulaImage(100, 10), objects: NamedMask?(NamedMask(mask: stripes, names: []))
    )
    let joined = mosaic(
        [cell, cell, cell, cell], grid: 2, height: 200, width: 200, interpolation: .bilinear)
    #expect(joined.objects?.names.count == 255)
    #expect(joined.objects?.leftOutCount == 145)
    #expect(joined.objects?.mask.objects.suffix(45) == ArraySlice([UInt8](repeating: 0, count: 45)))
    let bare = (image: formulaImage(8, 8), objects: NamedMask?.none)
    #expect(mosaic([bare], grid: 1, height: 4, width: 4, interpolation: .bilinear).objects == nil)
}

@Test("a variant is written as it is read")
func variantTexts() throws {
    let texts = [
        "original", "random:0.2", "salient:1", "background:0", "object:dog:0.5",
        "object:a:b:0.25", "patches:0-3,7,9-10", "shuffle:4",
    ]
    for text in texts { #expect(try InputVariant(text).description == text) }
    #expect(try InputVariant("object:a:b:0.25") == .object(name: "a:b", share: 0.25))
    #expect(try InputVariant("patches:7,2-4,3") == .patches([2, 3, 4, 7]))
    #expect(
        try InputVariant.list("original,patches:0-3,7,shuffle:2,salient:1.0") == [
            .original, .patches([0, 1, 2, 3, 7]), .shuffled(grid: 2), .salient(share: 1),
        ])
    #expect(try InputVariant("salient:1").needsMask && !InputVariant("random:1").needsMask)
}

@Test(
    "a text that is no variant is refused in words",
    arguments: [
        ("", "not known"), ("drop", "not known"), ("random", "not known"),
        ("random:", "0 to 1"), ("random:1.5", "0 to 1"), ("salient:-0.1", "0 to 1"),
        ("background:nan", "0 to 1"), ("object:1", "object:NAME:R"), ("object::1", "name"),
        ("object:dog:2", "0 to 1"), ("patches:", "ranges"), ("patches:5-3", "5-3"),
        ("shuffle:1", "2 or more"), ("shuffle:x", "2 or more"), ("original:1", "not known"),
    ])
func malformedVariants(_ text: String, _ word: String) {
    let error = #expect(throws: InputVariant.Malformed.self) { try InputVariant(text) }
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\"\(text)\"") == true)
    #expect(throws: InputVariant.Malformed.self) { try InputVariant.list("original,\(text)") }
}

@Test("a variant that no image of the size can have is refused beforehand")
func variantSizes() throws {
    try InputVariant("patches:195").check(PatchGrid(side: 14, patch: 16))
    try InputVariant("shuffle:224").check(PatchGrid(side: 14, patch: 16))
    for (text, word) in [("patches:0,196", "0 to 195"), ("shuffle:225", "224 pixels")] {
        let error = #expect(throws: InputVariant.Malformed.self) {
            try InputVariant(text).check(PatchGrid(side: 14, patch: 16))
        }
        #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    }
}

@Test("a variant that asks for a mask or a name that is not there rejects the image in words")
func variantsWithoutMask() throws {
    let mask = NamedMask(mask: try goldenMask("exact").mask, names: names)
    for (text, objects, word) in [
        ("salient:1", nil, "the image has none"), ("object:dog:1", nil, "the image has none"),
        ("object:cow:1", mask, "bird, cat, dog"),
    ] as [(String, NamedMask?, String)] {
        var generator = Seeded(state: 0)
        let error = #expect(throws: RejectedImage.self) {
            try InputVariant(text).droppedPatches(
                of: objects, PatchGrid(side: 10, patch: 10), using: &generator)
        }
        #expect(error?.cause == .mask)
        #expect(error?.detail.contains(word) == true, "\(error?.detail ?? "")")
    }
    var image = formulaImage(100, 100)
    var none: NamedMask?
    var generator = Seeded(state: 0)
    try InputVariant("random:0.2").apply(
        to: &image, objects: &none, PatchGrid(side: 10, patch: 10), using: &generator)
    #expect(none == nil && image != formulaImage(100, 100))
}

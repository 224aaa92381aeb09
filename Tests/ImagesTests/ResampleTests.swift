import TestSupport
import Testing
import Tokens

@testable import Images

@Test("resizing equals Pillow's, byte for byte", arguments: goldenResizes.indices)
func resizesAsPillow(_ index: Int) throws {
    let (from, to, kernel, pixels) = goldenResizes[index]
    let result = resample(
        formulaImage(from[0], from[1]), width: to[0], height: to[1],
        interpolation: try #require(Interpolation(rawValue: kernel)))
    #expect(fnv(result.pixels) == pixels, "\(from) to \(to), \(kernel)")
}

@Test("the passes in C equal the plain Swift ones", arguments: 0..<40 as Range<UInt64>)
func passesEqualReferee(_ seed: UInt64) {
    var random = Seeded(state: seed)
    let width = Int.random(in: 1...150, using: &random)
    let height = Int.random(in: 1...40, using: &random)
    let outputs = Int.random(in: 1...100, using: &random)
    let input = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &random) }
    for kernel in Interpolation.allCases where kernel != .nearest {
        let across = ResampleWeights(
            inputs: width, outputs: outputs, part: 0..<outputs, kernel)
        #expect(
            resampleRows(input.span, rows: height, width: width, across)
                == ResampleReferee.resampleRows(input, rows: height, width: width, across),
            "seed \(seed): \(width) x \(height) to \(outputs) columns")
        let down = ResampleWeights(
            inputs: height, outputs: outputs, part: 0..<outputs, kernel)
        #expect(
            resampleColumns(input.span, rows: height, rowBytes: width * 3, pitch: width * 3, down)
                == ResampleReferee.resampleColumns(input, rows: height, rowBytes: width * 3, down),
            "seed \(seed): \(width) x \(height) to \(outputs) rows")
    }
}

@Test("the narrowest rows, which take another loop, equal the plain Swift ones", arguments: 1...6)
func narrowRowsEqualReferee(_ width: Int) {
    var random = Seeded(state: UInt64(width))
    for height in 1...11 {
        let input = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        for outputs in [1, 2, 7] {
            let table = ResampleWeights(
                inputs: width, outputs: outputs, part: 0..<outputs, .bicubic)
            #expect(
                resampleRows(input.span, rows: height, width: width, table)
                    == ResampleReferee.resampleRows(input, rows: height, width: width, table),
                "\(width) x \(height) to \(outputs) columns")
        }
    }
}

@Test("a part of a resize is that part of the whole", arguments: 0..<40 as Range<UInt64>)
func partOfResize(_ seed: UInt64) {
    var random = Seeded(state: seed)
    let image = formulaImage(
        .random(in: 1...90, using: &random), .random(in: 1...90, using: &random))
    let width = Int.random(in: 1...80, using: &random)
    let height = Int.random(in: 1...80, using: &random)
    let left = Int.random(in: 0..<width, using: &random)
    let top = Int.random(in: 0..<height, using: &random)
    let columns = left..<Int.random(in: (left + 1)...width, using: &random)
    let rows = top..<Int.random(in: (top + 1)...height, using: &random)
    let whole = resample(image, width: width, height: height, interpolation: .bicubic)
    let part = resample(
        image, width: width, height: height, columns: columns, rows: rows,
        interpolation: .bicubic)
    let expected = rows.flatMap { y in
        let start = (y * width + columns.lowerBound) * 3
        return whole.pixels[start..<(start + columns.count * 3)]
    }
    #expect(part.pixels == expected, "seed \(seed)")
}

@Test("a resize to the same size changes nothing")
func sameSize() {
    let image = formulaImage(31, 17)
    for kernel in Interpolation.allCases where kernel != .nearest {
        #expect(resample(image, width: 31, height: 17, interpolation: kernel) == image)
    }
}

@Test("Places are rounded to the nearest even number, or down as Hugging Face does")
func placesOfCrops() {
    func left(_ kind: Recipe.Kind, width: Int, ratio: Double = 0.875) -> Int {
        let recipe = Recipe(
            kind: kind, size: 224, cropRatio: ratio, interpolation: .bicubic, mean: [0, 0, 0],
            std: [1, 1, 1])
        let geometry = recipe.geometry(width: width, height: 256)
        #expect(geometry.columns.count == 224 && geometry.rows == 16..<240 || kind.isSquash)
        return geometry.columns.lowerBound
    }
    // 117 and 119 columns are cut off.
    #expect(left(.crop, width: 341) == 58 && left(.cropFloor, width: 341) == 58)
    #expect(left(.crop, width: 343) == 60 && left(.cropFloor, width: 343) == 59)
    // Both sides become 235 pixels, of which 11 are cut off.
    #expect(left(.squash, width: 700, ratio: 0.95) == 6)
    #expect(left(.squashFloor, width: 700, ratio: 0.95) == 5)
    for side in 224...4096 {
        let ratio = Recipe.cropRatio(size: 224, of: side)
        #expect(Int((224 / ratio).rounded(.down)) == side)
    }
}

@Test("crops, their masks and their values equal torchvision's", arguments: goldenCrops.indices)
func cropsAsTorchvision(_ index: Int) {
    let golden = goldenCrops[index]
    var recipe = Recipe(
        kind: .crop, size: golden.size, cropRatio: golden.ratio, interpolation: .bicubic,
        mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
    let image = recipe.apply(to: formulaImage(golden.width, golden.height))
    #expect(fnv(image.pixels) == golden.pixels)

    var values = [Float](repeating: 0, count: golden.size * golden.size * 3)
    var span = values.mutableSpan
    recipe.normalize(image, into: &span)
    let bytes = values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    #expect(fnv(bytes) == golden.values)

    let source = formula(golden.width, golden.height)
    let mask = ObjectMask(
        width: golden.width, height: golden.height,
        objects: stride(from: 0, to: source.count, by: 3).map { source[$0] })
    #expect(fnv(recipe.apply(to: mask).objects) == golden.nearest)
    (recipe.kind, recipe.cropRatio) = (.squash, 1)
    #expect(fnv(recipe.apply(to: mask).objects) == golden.nearestSquash)
}

@Test("the geometry of a crop follows torchvision's rounding")
func cropGeometry() {
    let recipe = Recipe(
        kind: .crop, size: 224, cropRatio: 0.9, interpolation: .bicubic, mean: [0, 0, 0],
        std: [1, 1, 1])
    // floor(224 / 0.9) = 248; 500 * 248 / 333 = 372.37; (372 - 224) / 2 = 74; (248 - 224) / 2 = 12
    #expect(
        recipe.geometry(width: 500, height: 333)
            == Recipe.Geometry(width: 372, height: 248, columns: 74..<298, rows: 12..<236))
    // (249 - 224) / 2 = 12.5 rounds to even: 12; (251 - 224) / 2 = 13.5 to 14
    #expect(recipe.geometry(width: 1000, height: 1005).rows == 12..<236)
    #expect(recipe.geometry(width: 1000, height: 1013).rows == 14..<238)
}

@Test("A resize in floating point equals torch's", arguments: goldenFloatResizes.indices)
func floatResize(_ index: Int) throws {
    let golden = goldenFloatResizes[index]
    let source = formulaImage(golden.from[0], golden.from[1])
    let kernel = try #require(Interpolation(rawValue: golden.kernel))
    let recipe = Recipe(
        kind: .squashFloat, size: golden.to, interpolation: kernel, mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.25, 0.5])
    let image = recipe.apply(to: source)
    let exact = try #require(image.exact)
    #expect(exact.count == golden.to * golden.to * 3)
    for (i, value) in golden.values.enumerated() {
        #expect(abs(exact[37 * i] - value) < 1e-4, "\(index): value \(37 * i)")
        #expect(abs(Float(image.pixels[37 * i]) - min(255, max(0, value))) <= 0.5001)
    }
    // The values are normalised as they are, and not the pixels.
    var values = [Float](repeating: 0, count: exact.count)
    var span = values.mutableSpan
    recipe.normalize(image, into: &span)
    for i in stride(from: 1, to: values.count, by: 37) {
        let expected = (exact[i] / 255 - 0.5) / recipe.std[i % 3]
        #expect(abs(values[i] - expected) < 1e-6)
    }
    let rounded = RGBImage(width: golden.to, height: golden.to, pixels: image.pixels)
    var other = values
    var otherSpan = other.mutableSpan
    recipe.normalize(rounded, into: &otherSpan)
    #expect(zip(values, other).contains { abs($0 - $1) > 1e-3 })
}

@Test("Variants change the values before rounding as they change the pixels")
func variantsOfExactValues() throws {
    let recipe = Recipe(
        kind: .squashFloat, size: 32, interpolation: .bilinear, mean: [0, 0, 0], std: [1, 1, 1])
    let plain = recipe.apply(to: formulaImage(61, 97))
    for text in ["patches:1,3", "shuffle:2"] {
        let variant = try InputVariant(text)
        var image = plain
        var objects: NamedMask?
        var generator = Seeded(state: 1)
        try variant.apply(
            to: &image, objects: &objects, PatchGrid(side: 2, patch: 16), using: &generator)
        let exact = try #require(image.exact)
        #expect(image.pixels != plain.pixels)
        for (pixel, value) in zip(image.pixels, exact) {
            #expect(pixel == UInt8(min(255, max(0, value.rounded()))))
        }
    }
}

@Test("What no patch covers is left out at the right and at the bottom")
func trimmed() {
    let whole = Recipe(
        kind: .crop, size: 30, cropRatio: 0.9, interpolation: .bicubic, mean: [0, 0, 0],
        std: [1, 1, 1])
    var recipe = whole
    recipe.trim = 2
    #expect(recipe.inputHeight == 28 && recipe.inputWidth == 28)
    let source = formulaImage(61, 97)
    let (image, cut) = (whole.apply(to: source), recipe.apply(to: source))
    #expect(cut.width == 28 && cut.height == 28)
    for y in 0..<28 {
        #expect(cut.pixels[y * 84..<(y + 1) * 84] == image.pixels[y * 90..<y * 90 + 84])
    }
    let mask = ObjectMask(
        width: 61, height: 97,
        objects: stride(from: 0, to: source.pixels.count, by: 3).map { source.pixels[$0] })
    #expect(recipe.apply(to: mask).objects.count == 28 * 28)
    #expect(recipe.apply(to: mask).objects[..<28] == whole.apply(to: mask).objects[..<28])
}

@Test(
    "Rectangles, borders and their masks are timm's",
    arguments: goldenRectangles.indices)
func rectangles(_ index: Int) throws {
    let golden = goldenRectangles[index]
    let kinds: [String: Recipe.Kind] = ["center": .crop, "squash": .squash, "border": .pad]
    let kind = try #require(kinds[golden.mode])
    let recipe = Recipe(
        kind: kind, height: golden.rows, width: golden.columns, cropRatio: golden.ratio,
        interpolation: .bicubic, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
    let image = recipe.apply(to: formulaImage(golden.width, golden.height))
    #expect(image.width == golden.columns && image.height == golden.rows)
    #expect(fnv(image.pixels) == golden.pixels, "\(golden)")
    let source = formula(golden.width, golden.height)
    let mask = ObjectMask(
        width: golden.width, height: golden.height,
        objects: stride(from: 0, to: source.count, by: 3).map { source[$0] })
    #expect(fnv(recipe.apply(to: mask).objects) == golden.nearest, "\(golden)")
}

@Test("A patch belongs to the picture where that covers half of it, and one row always does")
func pictureAreas() {
    let grid = PatchGrid(rows: 4, columns: 6, patch: 8)
    func area(_ width: Int, _ height: Int) -> PictureArea {
        Recipe(
            kind: .pad, height: grid.height, width: grid.width, interpolation: .bicubic,
            mean: [0.5, 0.5, 0.5], std: [1, 1, 1]
        ).pictureArea(width: width, height: height, grid)
    }
    #expect(area(96, 64) == PictureArea(all: grid))
    // 16 columns of border on each side.
    #expect(area(10, 20) == PictureArea(rows: 0..<4, columns: 2..<4))
    // 24 of 32 rows: 4 of 8 of the first row of patches.
    #expect(area(100, 50) == PictureArea(rows: 0..<4, columns: 0..<6))
    // 22 of 32 rows: 3 of 8.
    #expect(area(96, 44) == PictureArea(rows: 1..<3, columns: 0..<6))
    // One row of pixels, in the second row of patches.
    #expect(area(480, 1).rows.count == 1 && area(480, 1).columns == 0..<6)
    #expect(area(480, 1).rows.lowerBound == 1)
    let part = PictureArea(rows: 1..<3, columns: 2..<5)
    #expect(part.indices(in: grid) == [8, 9, 10, 14, 15, 16])
    #expect(part.indices(in: grid).map { part.place(of: $0, in: grid) } == Array(0..<6))
    #expect(part.pick(Array(0..<24), in: grid) == [8, 9, 10, 14, 15, 16])
}

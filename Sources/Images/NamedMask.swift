public import Tokens

/// A mask and the names of its objects.
public struct NamedMask: Sendable, Equatable {
    /// The object of each pixel.
    public var mask: ObjectMask
    /// The names of the objects 1, 2, ... `[objects]`; at least as many as the highest index in the
    /// mask. Names may repeat.
    public var names: [String]
    /// How many objects became background because a mask holds at most 255.
    public var leftOutCount: Int

    /// Joins a mask and names; objects beyond the names are called "object N".
    public init(mask: ObjectMask, names: [String], leftOutCount: Int = 0) {
        let highest = Int(mask.objects.max() ?? 0)
        self.mask = mask
        self.names = names
        for number in names.count..<max(highest, names.count) {
            self.names.append("object \(number + 1)")
        }
        self.leftOutCount = leftOutCount
    }

    /// Paints a mask of the grid's size, of objects that are lists of patches.
    ///
    /// Where two objects share a patch the later one has it. Objects beyond the 255th are left out
    /// and counted.
    ///
    /// - Parameter objects: names, and patches as row-major numbers from 0.
    /// - Throws: `RejectedImage` with the cause `mask` when a list has a patch beyond the grid.
    public init(
        painting objects: [(name: String, patches: [Int])], _ grid: PatchGrid
    ) throws(RejectedImage) {
        var pixels = [UInt8](repeating: 0, count: grid.height * grid.width)
        for (index, object) in objects.prefix(255).enumerated() {
            for number in object.patches {
                guard number < grid.count else {
                    throw RejectedImage(
                        .mask,
                        "The object \"\(object.name)\" has patch \(number); the grid of "
                            + "\(grid.countInWords) has 0 to \(grid.count - 1).")
                }
                for y in 0..<grid.patch {
                    let start = (grid.top(of: number) + y) * grid.width + grid.left(of: number)
                    for x in start..<(start + grid.patch) { pixels[x] = UInt8(index + 1) }
                }
            }
        }
        self.init(
            mask: ObjectMask(width: grid.width, height: grid.height, objects: pixels),
            names: objects.prefix(255).map(\.name), leftOutCount: max(0, objects.count - 255))
    }

    /// The name of an object, 1...255; "object N" for an index beyond the names.
    public func name(of object: Int) -> String {
        object <= names.count ? names[object - 1] : "object \(object)"
    }

    /// Refuses a mask that cannot belong to an image.
    ///
    /// Its side lengths may differ from the image's, but not their proportion: the cross products
    /// of the sides may differ by the image's longer side, the rounding of one pixel.
    ///
    /// - Throws: `RejectedImage` with the cause `mask` and both sizes.
    public func checkProportions(of image: RGBImage) throws(RejectedImage) {
        let difference = abs(mask.width * image.height - mask.height * image.width)
        guard difference <= max(image.width, image.height) else {
            throw RejectedImage(
                .mask,
                "It has \(mask.width) x \(mask.height) pixels and the image "
                    + "\(image.width) x \(image.height), whose proportions differ.")
        }
    }
}

/// The source of the names of a mask's objects.
public enum MaskNaming: Sendable {
    /// Objects are called "object 1", "object 2", ...
    case numbers
    /// Names by index, or by the number of a colour; objects that are not listed are called "object
    /// N".
    case indices([Int: String])
    /// The names of the indices 1, 2, ... in order, as in the Annotations of Pascal VOC. A mask
    /// with a higher index, or an RGB mask, is refused.
    case ordered([String])
    /// The segments of an image in COCO's panoptic format. A mask with a number that is not listed,
    /// or an index mask, is refused.
    case segments([PanopticSegment])
}

/// Reads a mask with names from a PNG.
///
/// In a palette or grey PNG the index of a pixel is its object (`decodeMask`). In an 8-bit RGB PNG
/// its number is `R + 256 G + 65536 B`, as in COCO's panoptic format; 0 is background. These
/// numbers become the objects 1, 2, ...: with segments in their order, otherwise ascending. Of more
/// than 255 the largest are kept.
///
/// - Parameters:
///   - void: the index that becomes background; it does not concern RGB masks. Default: 255.
///   - naming: where the names come from. Default: their numbers.
/// - Throws: `RejectedImage` where the file is not such a PNG, has more than 4096 colours, or does
///   not agree with `naming`.
public func decodeNamedMask(
    _ bytes: [UInt8], void: VoidIndex = .index(255), naming: MaskNaming = .numbers
) throws(RejectedImage) -> NamedMask {
    let codec = try Codec(recognizing: bytes)
    if codec == .png {
        let header = try codec.header(of: bytes)
        if !header.isIndexedOrGrey && header.bitDepth == 8 {
            try check(header, maximumPixels: DecodeOptions().maximumPixels)
            let image = try codec.decode(bytes, header: header, acceptTruncated: false)
            return try numbered(image, naming)
        }
    }
    switch naming {
    case .numbers: return NamedMask(mask: try decodeMask(bytes, void: void), names: [])
    case .indices(let names):
        let mask = try decodeMask(bytes, void: void)
        let count = Int(mask.objects.max() ?? 0)
        return NamedMask(
            mask: mask, names: (0..<count).map { names[$0 + 1] ?? "object \($0 + 1)" })
    case .ordered(let names):
        let mask = try decodeMask(bytes, void: void)
        let highest = Int(mask.objects.max() ?? 0)
        guard highest <= names.count else {
            throw RejectedImage(
                .mask,
                "It has the index \(highest), and its annotation names "
                    + "\(names.count) \(names.count == 1 ? "object" : "objects"); "
                    + "are the two of one image, and is the void index right (--void)?")
        }
        return NamedMask(mask: mask, names: names)
    case .segments:
        throw RejectedImage(
            .mask,
            "It is a palette or grey PNG, and the panoptic JSON beside it is for RGB ones; "
                + "remove the JSON, or use the RGB masks.")
    }
}

/// The mask of an RGB image whose colours are objects; of more than 255 the largest areas are kept,
/// in their order.
private func numbered(
    _ image: RGBImage, _ naming: MaskNaming
) throws(RejectedImage) -> NamedMask {
    let ids = colorNumbers(of: image)
    let all = try objects(areas(ids), naming)
    let kept = all.indices.sorted { (all[$1].area, $0) < (all[$0].area, $1) }
        .prefix(255).sorted().map { all[$0] }
    var numbers: [UInt32: UInt8] = [:]
    for (index, object) in kept.enumerated() { numbers[object.id] = UInt8(index + 1) }
    var indices: [UInt8] = []
    indices.reserveCapacity(ids.count)
    var (last, lastNumber) = (UInt32(0), UInt8(0))
    for id in ids {
        if id != last { (last, lastNumber) = (id, numbers[id] ?? 0) }
        indices.append(lastNumber)
    }
    return NamedMask(
        mask: ObjectMask(width: image.width, height: image.height, objects: indices),
        names: kept.map(\.name), leftOutCount: all.count - kept.count)
}

/// The number of each pixel's colour, `R + 256 G + 65536 B`, `[height, width]`.
private func colorNumbers(of image: RGBImage) -> [UInt32] {
    var ids: [UInt32] = []
    ids.reserveCapacity(image.width * image.height)
    let pixels = image.pixels.span
    for place in stride(from: 0, to: pixels.count, by: 3) {
        ids.append(
            UInt32(pixels[place]) | UInt32(pixels[place + 1]) << 8 | UInt32(pixels[place + 2]) << 16
        )
    }
    return ids
}

/// The colours that are objects, in their order, with names and areas in pixels.
///
/// A segment without a pixel stays, with the area 0.
private func objects(
    _ areas: [UInt32: Int], _ naming: MaskNaming
) throws(RejectedImage) -> [(id: UInt32, name: String, area: Int)] {
    switch naming {
    case .segments(let segments):
        let known = Set(segments.map(\.id))
        if let stranger = areas.keys.sorted().first(where: { $0 != 0 && !known.contains($0) }) {
            throw RejectedImage(
                .mask,
                "It has the number \(stranger) (R + 256 G + 65536 B), which the panoptic JSON does "
                    + "not list among the segments of this image.")
        }
        return segments.map { ($0.id, $0.name, areas[$0.id] ?? 0) }
    case .ordered:
        throw RejectedImage(
            .mask,
            "It is an RGB PNG, and the objects of an annotation are numbered by a palette; "
                + "convert it to an index PNG.")
    case .numbers, .indices:
        var names: [Int: String] = [:]
        if case .indices(let given) = naming { names = given }
        return areas.keys.filter { $0 != 0 }.sorted().enumerated().map { rank, id in
            (id, names[Int(id)] ?? "object \(rank + 1)", areas[id] ?? 0)
        }
    }
}

/// An RGB file with more colours than this is a photograph, not a mask.
private let maximumColors = 4096

/// The area of each number in pixels.
///
/// - Throws: `RejectedImage` as soon as there are more than `maximumColors` numbers.
private func areas(_ ids: [UInt32]) throws(RejectedImage) -> [UInt32: Int] {
    var areas: [UInt32: Int] = [:]
    var start = 0
    while start < ids.count {
        var end = start + 1
        while end < ids.count && ids[end] == ids[start] { end += 1 }
        areas[ids[start], default: 0] += end - start
        start = end
        guard areas.count <= maximumColors else {
            throw RejectedImage(
                .mask,
                "It has more than \(maximumColors) colours, like a photograph; a mask has one "
                    + "per object.")
        }
    }
    return areas
}

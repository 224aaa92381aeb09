/// Which object each pixel of an image belongs to.
public struct ObjectMask: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// `[height, width]`; 0 is background, 1... are objects.
    public var objects: [UInt8]

    /// `objects` `[height, width]`.
    public init(width: Int, height: Int, objects: [UInt8]) {
        precondition(
            width > 0 && height > 0 && objects.count == width * height,
            "\(width) x \(height) pixels need \(width * height) bytes, not \(objects.count)")
        self.width = width
        self.height = height
        self.objects = objects
    }
}

/// The index that marks pixels as belonging to nothing.
public enum VoidIndex: Sendable, Equatable {
    case index(UInt8)
    case none
}

/// Reads a mask from a palette or grey PNG: the index of a pixel is its object.
///
/// `void` becomes background. A grey file that holds nothing but 0 and 255 is one object, 1.
public func decodeMask(
    _ bytes: [UInt8], void: VoidIndex = .index(255)
) throws(RejectedImage) -> ObjectMask {
    let codec = try Codec(recognizing: bytes)
    guard codec == .png else {
        throw RejectedImage(
            .unsupported, "A mask is an index PNG; this is a \(codec.rawValue) file.")
    }
    let header = try codec.header(of: bytes)
    try check(header, maximumPixels: DecodeOptions().maximumPixels)
    guard header.isIndexedOrGrey && header.bitDepth <= 8 else {
        let kind = header.isIndexedOrGrey ? "\(header.bitDepth) bits a sample" : "RGB colours"
        throw RejectedImage(
            .unsupported,
            "A mask is a palette or grey PNG of up to 8 bits whose values number the objects; "
                + "this one has \(kind).")
    }
    var objects = try Codec.pngIndices(bytes, header: header)
    if header.isGrey && header.bitDepth == 8 && objects.allSatisfy({ $0 == 0 || $0 == 255 }) {
        objects = objects.map { $0 == 255 ? 1 : 0 }
    } else if case .index(let void) = void {
        objects = objects.map { $0 == void ? 0 : $0 }
    }
    return ObjectMask(width: header.width, height: header.height, objects: objects)
}

/// The object of each patch, `[grid * grid]`: the value that most of its pixels have, the lowest
/// of those that tie. `mask` `[grid * patch, grid * patch]`.
public func patchObjects(_ mask: ObjectMask, grid: Int, patch: Int) -> [UInt8] {
    precondition(
        grid > 0 && patch > 0 && mask.width == grid * patch && mask.height == grid * patch,
        "\(mask.width) x \(mask.height) pixels for a grid of \(grid) patches of \(patch)")
    var result: [UInt8] = []
    result.reserveCapacity(grid * grid)
    var counts = [Int](repeating: 0, count: 256)
    for patchRow in 0..<grid {
        for patchColumn in 0..<grid {
            for value in 0..<256 { counts[value] = 0 }
            for y in 0..<patch {
                let start = (patchRow * patch + y) * mask.width + patchColumn * patch
                for x in 0..<patch { counts[Int(mask.objects[start + x])] += 1 }
            }
            var best = 0
            for value in 1..<256 where counts[value] > counts[best] { best = value }
            result.append(UInt8(best))
        }
    }
    return result
}

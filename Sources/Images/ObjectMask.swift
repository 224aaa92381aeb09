public import Tokens

/// The object that each pixel of an image belongs to.
public struct ObjectMask: Sendable, Equatable {
    /// Columns, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// The index of each pixel's object `[height, width]`, row after row: 0 is background, 1...255
    /// are objects.
    public var objects: [UInt8]

    /// Wraps `objects` `[height, width]`. Another number of bytes is a programming error.
    public init(width: Int, height: Int, objects: [UInt8]) {
        precondition(
            width > 0 && height > 0 && objects.count == width * height,
            "\(width) x \(height) pixels need \(width * height) bytes, not \(objects.count)")
        self.width = width
        self.height = height
        self.objects = objects
    }
}

/// The index that marks pixels as belonging to nothing, such as the outlines in Pascal VOC.
public enum VoidIndex: Sendable, Equatable {
    /// Pixels with this index become background.
    case index(UInt8)
    /// Every index above 0 is an object.
    case none
}

/// Reads a mask from a palette or grey PNG of up to 8 bits: the index of a pixel is its object.
///
/// A grey 8-bit file that contains nothing but 0 and 255 is one object, 1; `void` is then ignored.
///
/// - Parameter void: the index that becomes background. Default: 255, as in Pascal VOC.
/// - Returns: a mask of the file's own size, not yet resized.
/// - Throws: `RejectedImage` where the file is damaged, is not a PNG, or has RGB colours or 16
///   bits.
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

/// The object of each patch, `[patches]`: the value that most of its pixels have.
/// Ties go to the lowest value, so that background wins over an object.
///
/// - Parameter mask: of the grid's size; another size is a programming error.
public func patchObjects(_ mask: ObjectMask, _ grid: PatchGrid) -> [UInt8] {
    precondition(
        mask.width == grid.width && mask.height == grid.height,
        "a mask of \(mask.height) x \(mask.width) pixels for \(grid.sizeInWords)")
    let patch = grid.patch
    var result: [UInt8] = []
    result.reserveCapacity(grid.count)
    var counts = [Int](repeating: 0, count: 256)
    for patchRow in 0..<grid.rows {
        for patchColumn in 0..<grid.columns {
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

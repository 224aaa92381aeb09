/// How an image becomes a model's input: first its geometry (`apply`), then its values
/// (`normalize`).
///
/// A recipe belongs to a checkpoint, which was trained with it; another one changes every
/// embedding. The arithmetic is that of torchvision's transforms on Pillow images.
public struct Recipe: Sendable, Equatable {
    /// The way in which an image becomes square: one or both sides are resized to
    /// `floor(size / cropRatio)`, then the central square of `size` is kept.
    ///
    /// The kinds differ in what is resized, and in how the place of the square is rounded where an
    /// odd number of pixels is cut off. One pixel matters: see Documentation/Numerics.md.
    public enum Kind: String, Sendable, CaseIterable {
        /// Both sides are resized, whatever the proportions; places are rounded as in `crop`.
        case squash
        /// The short side is resized and the proportions kept; places are rounded to the nearest
        /// even number, as torchvision does, and with it timm, OpenCLIP and DINOv2.
        case crop
        /// As `squash`, with places rounded down, as Hugging Face's DeiT does.
        case squashFloor = "squash-floor"
        /// As `crop`, with places rounded down, as Hugging Face's CLIP and DINOv2 do.
        case cropFloor = "crop-floor"
        /// As `squash`, without rounding to 8 bits behind the resize, as Hugging Face's DINOv3
        /// does.
        case squashFloat = "squash-float"

        /// Whether both sides are resized, so that proportions change.
        public var isSquash: Bool { self != .crop && self != .cropFloor }
        /// Whether places are rounded down.
        var roundsDown: Bool { self == .squashFloor || self == .cropFloor }
    }

    /// The way in which the image becomes square.
    public var kind: Kind
    /// Pixels on a side of the square that is kept, above 0; 224 for most published models.
    public var size: Int
    /// Columns at the right and rows at the bottom of that square which no patch of the model
    /// covers and which are left out: 6 of 384 for patches of 14. 0 for most models.
    public var trim: Int
    /// Pixels on a side of the model's input, `size - trim`.
    public var side: Int { size - trim }
    /// The share of the resized side that is kept, above 0 and at most 1: 1 keeps whole images
    /// with `squash`, and all of the short side with `crop`.
    public var cropRatio: Double
    /// The kernel of the one resize of the image. Masks are always resized by nearest neighbour.
    public var interpolation: Interpolation
    /// Mean of each channel `[3]`, red first, for values in 0...1; it is subtracted.
    public var mean: [Float]
    /// Standard deviation of each channel `[3]`, red first, for values in 0...1; it divides, so
    /// that none may be 0.
    public var std: [Float]

    /// Puts a recipe together.
    ///
    /// A size below 1, a crop ratio outside 0 (exclusive) to 1, or a mean or deviation of other
    /// than 3 numbers is a programming error.
    ///
    /// - Parameters:
    ///   - trim: see the property; at least 0 and below `size`.
    ///   - cropRatio: the share of the resized side that is kept; 0.875 resizes to 256 for 224.
    ///     Default: 1.
    ///   - mean: `[3]`, see the property.
    ///   - std: `[3]`, see the property.
    public init(
        kind: Kind, size: Int, trim: Int = 0, cropRatio: Double = 1, interpolation: Interpolation,
        mean: [Float], std: [Float]
    ) {
        precondition(
            size > trim && trim >= 0 && cropRatio > 0 && cropRatio <= 1 && mean.count == 3
                && std.count == 3,
            "size \(size) - \(trim), crop ratio \(cropRatio), mean \(mean), std \(std)")
        self.kind = kind
        self.size = size
        self.trim = trim
        self.cropRatio = cropRatio
        self.interpolation = interpolation
        self.mean = mean
        self.std = std
    }

    /// The image with the model's geometry, `[side, side, 3]`, its values still in 0...255; with
    /// `squashFloat` they are in `exact`.
    ///
    /// An image smaller than `size` is enlarged. A crop computes only the pixels that it keeps.
    public func apply(to image: RGBImage) -> RGBImage {
        let geometry = geometry(width: image.width, height: image.height)
        if kind == .squashFloat && interpolation != .nearest {
            return RGBImage(
                width: side, height: side,
                exact: resampleExactly(
                    image, width: geometry.width, height: geometry.height,
                    columns: geometry.columns, rows: geometry.rows, interpolation: interpolation))
        }
        return resample(
            image, width: geometry.width, height: geometry.height, columns: geometry.columns,
            rows: geometry.rows, interpolation: interpolation)
    }

    /// The mask through the same geometry by nearest neighbour, `[side, side]`, so that it stays
    /// aligned with the image.
    ///
    /// The samples are those of Pillow's `resize(..., NEAREST)`. A mask may have other side lengths
    /// than its image, in the same proportions.
    public func apply(to mask: ObjectMask) -> ObjectMask {
        let geometry = geometry(width: mask.width, height: mask.height)
        return mask.resized(
            width: geometry.width, height: geometry.height, columns: geometry.columns,
            rows: geometry.rows)
    }

    /// Writes `((x / 255) - mean) / std` of an image `[side, side, 3]` into `values`,
    /// `[side, side, 3]`.
    ///
    /// Each of the operations is rounded to single precision, as in torchvision's `ToTensor` and
    /// `Normalize`, so that the results are equal bit for bit. An image of another size, or too few
    /// `values`, is a programming error.
    public func normalize(_ image: RGBImage, into values: inout MutableSpan<Float>) {
        let count = side * side * 3
        precondition(
            image.width == side && image.height == side && values.count >= count,
            "\(image.width) x \(image.height) pixels into \(values.count) values of \(count)")
        if let exact = image.exact {
            for place in 0..<count {
                let channel = place % 3
                values[place] = (exact[place] / 255 - mean[channel]) / std[channel]
            }
            return
        }
        var table = [Float](repeating: 0, count: 3 * 256)
        for channel in 0..<3 {
            for value in 0..<256 {
                table[channel * 256 + value] =
                    (Float(value) / 255 - mean[channel]) / std[channel]
            }
        }
        let pixels = image.pixels.span
        let lookup = table.span
        for pixel in 0..<(side * side) {
            let place = pixel * 3
            values[place] = lookup[Int(pixels[place])]
            values[place + 1] = lookup[256 + Int(pixels[place + 1])]
            values[place + 2] = lookup[512 + Int(pixels[place + 2])]
        }
    }

    /// The size in pixels that the whole image is resized to, and which part of it is kept.
    struct Geometry: Equatable {
        /// Columns of the whole image after the resize.
        var width: Int
        /// Rows of the whole image after the resize.
        var height: Int
        /// The columns kept, within `0..<width`; as many as the recipe's `side`.
        var columns: Range<Int>
        /// The rows kept, within `0..<height`; as many as the recipe's `side`.
        var rows: Range<Int>
    }

    /// Whether parts of an image are cut off.
    public var isCropping: Bool { !kind.isSquash || cropRatio < 1 }

    /// The resize and crop of an image of `width` x `height` pixels, by the arithmetic of
    /// torchvision or of Hugging Face.
    ///
    /// Both truncate the long side to whole pixels. torchvision's `CenterCrop` rounds its places to
    /// the nearest, ties to even; Hugging Face's `center_crop` rounds them down.
    func geometry(width: Int, height: Int) -> Geometry {
        let short = Int((Double(size) / cropRatio).rounded(.down))
        let long =
            kind.isSquash
            ? short : Int(Double(short * max(width, height)) / Double(min(width, height)))
        let (newWidth, newHeight) = width <= height ? (short, long) : (long, short)
        let left = place(in: newWidth)
        let top = place(in: newHeight)
        return Geometry(
            width: newWidth, height: newHeight, columns: left..<(left + side),
            rows: top..<(top + side))
    }

    /// Where the central part of `size` pixels begins among `pixels`.
    private func place(in pixels: Int) -> Int {
        kind.roundsDown
            ? (pixels - size) / 2
            : Int((Double(pixels - size) / 2).rounded(.toNearestOrEven))
    }

    /// The ratio with which an input of `size` is cut out of exactly `side` pixels.
    ///
    /// - Parameters:
    ///   - size: at least 1.
    ///   - side: at least `size`.
    public static func cropRatio(size: Int, of side: Int) -> Double {
        precondition(0 < size && size <= side, "\(size) of \(side) pixels")
        let ratio = Double(size) / Double(side)
        // The quotient of rounded numbers may lie just below the side.
        return (Double(size) / ratio).rounded(.down) == Double(side) ? ratio : ratio.nextDown
    }
}

extension ObjectMask {
    /// The whole mask resized to `height` x `width` by nearest neighbour; no value is blended.
    func resized(width: Int, height: Int) -> ObjectMask {
        resized(width: width, height: height, columns: 0..<width, rows: 0..<height)
    }

    /// The part `rows` x `columns` of the mask resized to `width` x `height`.
    func resized(
        width: Int, height: Int, columns: Range<Int>, rows: Range<Int>
    ) -> ObjectMask {
        let across = nearest(inputs: self.width, outputs: width, columns)
        let down = nearest(inputs: self.height, outputs: height, rows)
        var part: [UInt8] = []
        part.reserveCapacity(columns.count * rows.count)
        for y in down {
            for x in across { part.append(objects[y * self.width + x]) }
        }
        return ObjectMask(width: columns.count, height: rows.count, objects: part)
    }
}

/// The input sample under the centre of each output in `part`. Pillow adds the step up output by
/// output, so this does, too: the sum and the product may round to different samples.
func nearest(inputs: Int, outputs: Int, _ part: Range<Int>) -> [Int] {
    let step = Double(inputs) / Double(outputs)
    var place = step * 0.5
    var samples: [Int] = []
    samples.reserveCapacity(part.count)
    for output in 0..<part.upperBound {
        if output >= part.lowerBound { samples.append(min(Int(place), inputs - 1)) }
        place += step
    }
    return samples
}

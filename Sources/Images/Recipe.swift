public import Tokens

/// How an image becomes a model's input: first its geometry (`apply`), then its values
/// (`normalize`).
///
/// A recipe belongs to a checkpoint, which was trained with it; another one changes every
/// embedding. The arithmetic is that of torchvision's transforms on Pillow images.
public struct Recipe: Sendable, Equatable {
    /// The way in which an image gets the size of the input: it is resized to
    /// `floor(size / cropRatio)` along one axis or both, then the centre of `size` is kept.
    ///
    /// The kinds differ in what is resized, and in how the place of the centre is rounded where an
    /// odd number of pixels is cut off. One pixel matters: see Documentation/Numerics.md.
    public enum Kind: String, Sendable, CaseIterable {
        /// Both sides are resized, whatever the proportions; places are rounded as in `crop`.
        case squash
        /// The image is resized until it covers the input, and keeps its proportions; places are
        /// rounded to the nearest even number, as torchvision does, and with it timm, OpenCLIP and
        /// DINOv2.
        case crop
        /// As `squash`, with places rounded down, as Hugging Face's DeiT does.
        case squashFloor = "squash-floor"
        /// As `crop`, with places rounded down, as Hugging Face's CLIP and DINOv2 do.
        case cropFloor = "crop-floor"
        /// As `squash`, without rounding to 8 bits behind the resize, as Hugging Face's DINOv3
        /// does.
        case squashFloat = "squash-float"
        /// The image is resized until it fits into the input, keeps its proportions, and gets a
        /// border of the model's mean colour, as with timm's `crop_mode` "border".
        case pad

        /// Whether both sides are resized, so that proportions change.
        public var isSquash: Bool {
            self == .squash || self == .squashFloor || self == .squashFloat
        }
        /// Whether places are rounded down.
        var roundsDown: Bool { self == .squashFloor || self == .cropFloor }
    }

    /// The way in which the image gets the size of the input.
    public var kind: Kind
    /// Rows of pixels that are kept, above 0; 224 for most published models.
    public var height: Int
    /// Columns of pixels that are kept, above 0.
    public var width: Int
    /// Columns at the right and rows at the bottom which no patch of the model covers and which
    /// are left out: 6 of 384 for patches of 14. 0 for most models.
    public var trim: Int
    /// Rows of the model's input, `height - trim`.
    public var inputHeight: Int { height - trim }
    /// Columns of the model's input, `width - trim`.
    public var inputWidth: Int { width - trim }
    /// The size as `--image-size` has it: "224", or "224x336", height first.
    public var sizeText: String { imageSizeText(height: height, width: width) }
    /// The patches of the model's input, for patches of `patch` pixels.
    public func grid(patch: Int) -> PatchGrid {
        PatchGrid(rows: inputHeight / patch, columns: inputWidth / patch, patch: patch)
    }
    /// The share of the resized side that is kept, above 0 and at most 1: 1 keeps whole images
    /// with `squash` and `pad`, and all along one axis with `crop`.
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
    ///   - trim: see the property; at least 0 and below `height` and `width`.
    ///   - cropRatio: the share of the resized side that is kept; 0.875 resizes to 256 for 224.
    ///     Default: 1.
    ///   - mean: `[3]`, see the property.
    ///   - std: `[3]`, see the property.
    public init(
        kind: Kind, height: Int, width: Int, trim: Int = 0, cropRatio: Double = 1,
        interpolation: Interpolation, mean: [Float], std: [Float]
    ) {
        precondition(
            min(height, width) > trim && trim >= 0 && cropRatio > 0 && cropRatio <= 1
                && mean.count == 3 && std.count == 3,
            "\(height) x \(width) - \(trim), crop ratio \(cropRatio), mean \(mean), std \(std)")
        self.kind = kind
        self.height = height
        self.width = width
        self.trim = trim
        self.cropRatio = cropRatio
        self.interpolation = interpolation
        self.mean = mean
        self.std = std
    }

    /// The recipe of a square of `size` pixels on a side; the parameters are those of the other
    /// initializer.
    public init(
        kind: Kind, size: Int, trim: Int = 0, cropRatio: Double = 1, interpolation: Interpolation,
        mean: [Float], std: [Float]
    ) {
        self.init(
            kind: kind, height: size, width: size, trim: trim, cropRatio: cropRatio,
            interpolation: interpolation, mean: mean, std: std)
    }

    /// The image with the model's geometry, `[inputHeight, inputWidth, 3]`, its values still in
    /// 0...255; with `squashFloat` they are in `exact`.
    ///
    /// A smaller image is enlarged. A crop computes only the pixels that it keeps.
    public func apply(to image: RGBImage) -> RGBImage {
        let geometry = geometry(width: image.width, height: image.height)
        if kind == .squashFloat && interpolation != .nearest {
            return RGBImage(
                width: inputWidth, height: inputHeight,
                exact: resampleExactly(
                    image, width: geometry.width, height: geometry.height,
                    columns: geometry.columns, rows: geometry.rows, interpolation: interpolation))
        }
        let picture = resample(
            image, width: geometry.width, height: geometry.height, columns: geometry.columns,
            rows: geometry.rows, interpolation: interpolation)
        if kind != .pad { return picture }
        let color = borderColor
        let pixels = framed(
            picture.pixels, channels: 3, geometry,
            on: (0..<inputHeight * inputWidth).flatMap { _ in color })
        return RGBImage(width: inputWidth, height: inputHeight, pixels: pixels)
    }

    /// The colour of the border: the mean of each channel in 0...255, `[3]`, with ties to even as
    /// Python's `round` has them.
    var borderColor: [UInt8] {
        mean.map { UInt8(min(255, max(0, (255 * Double($0)).rounded(.toNearestOrEven)))) }
    }

    /// `canvas` `[inputHeight, inputWidth, channels]` with the resized part in its place.
    private func framed(
        _ part: [UInt8], channels: Int, _ geometry: Geometry, on canvas: [UInt8]
    ) -> [UInt8] {
        var canvas = canvas
        let run = geometry.columns.count * channels
        for row in 0..<geometry.rows.count {
            let start = ((geometry.top + row) * inputWidth + geometry.left) * channels
            canvas.replaceSubrange(start..<start + run, with: part[row * run..<(row + 1) * run])
        }
        return canvas
    }

    /// The patches that show an image of `width` x `height` pixels: all but those of the border.
    public func pictureArea(width: Int, height: Int, _ grid: PatchGrid) -> PictureArea {
        if kind != .pad { return PictureArea(all: grid) }
        let geometry = geometry(width: width, height: height)
        return PictureArea(
            rows: geometry.top..<geometry.top + geometry.rows.count,
            columns: geometry.left..<geometry.left + geometry.columns.count, of: grid)
    }

    /// The mask through the same geometry by nearest neighbour, `[inputHeight, inputWidth]`, so
    /// that it stays aligned with the image; a border belongs to no object.
    ///
    /// The samples are those of Pillow's `resize(..., NEAREST)`. A mask may have other side lengths
    /// than its image, in the same proportions.
    public func apply(to mask: ObjectMask) -> ObjectMask {
        let geometry = geometry(width: mask.width, height: mask.height)
        let part = mask.resized(
            width: geometry.width, height: geometry.height, columns: geometry.columns,
            rows: geometry.rows)
        if kind != .pad { return part }
        let objects = framed(
            part.objects, channels: 1, geometry,
            on: [UInt8](repeating: 0, count: inputHeight * inputWidth))
        return ObjectMask(width: inputWidth, height: inputHeight, objects: objects)
    }

    /// Writes `((x / 255) - mean) / std` of an image `[inputHeight, inputWidth, 3]` into `values`,
    /// which has the same shape.
    ///
    /// Each of the operations is rounded to single precision, as in torchvision's `ToTensor` and
    /// `Normalize`, so that the results are equal bit for bit. An image of another size, or too few
    /// `values`, is a programming error.
    public func normalize(_ image: RGBImage, into values: inout MutableSpan<Float>) {
        let count = inputHeight * inputWidth * 3
        precondition(
            image.width == inputWidth && image.height == inputHeight && values.count >= count,
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
        for pixel in 0..<(inputHeight * inputWidth) {
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
        /// The columns kept, within `0..<width`.
        var columns: Range<Int>
        /// The rows kept, within `0..<height`.
        var rows: Range<Int>
        /// Columns of border on the left of them.
        var left = 0
        /// Rows of border above them.
        var top = 0
    }

    /// Whether parts of an image are cut off.
    public var isCropping: Bool {
        kind == .crop || kind == .cropFloor || cropRatio < 1
    }

    /// The part of an image of `width` x `height` pixels that is kept, in shares of its sides.
    public func keptShares(
        width: Int, height: Int
    ) -> (columns: Range<Double>, rows: Range<Double>) {
        let geometry = geometry(width: width, height: height)
        func shares(_ part: Range<Int>, _ side: Int) -> Range<Double> {
            Double(part.lowerBound) / Double(side)..<Double(part.upperBound) / Double(side)
        }
        return (shares(geometry.columns, geometry.width), shares(geometry.rows, geometry.height))
    }

    /// The resize and crop of an image of `width` x `height` pixels, by the arithmetic of
    /// torchvision or of Hugging Face.
    func geometry(width: Int, height: Int) -> Geometry {
        let size = resizedSize(width: width, height: height)
        let across = kept(of: size.width, for: self.width)
        let down = kept(of: size.height, for: self.height)
        return Geometry(
            width: size.width, height: size.height, columns: across.part, rows: down.part,
            left: across.border, top: down.border)
    }

    /// The size that the whole image is resized to.
    ///
    /// For a square both libraries truncate the long side to whole pixels. For other inputs, and
    /// with a border, the rule is that of timm's `ResizeKeepRatio`, which rounds both sides.
    private func resizedSize(width: Int, height: Int) -> (width: Int, height: Int) {
        func scaled(_ pixels: Int) -> Int { Int((Double(pixels) / cropRatio).rounded(.down)) }
        let (targetWidth, targetHeight) = (scaled(self.width), scaled(self.height))
        if kind.isSquash { return (targetWidth, targetHeight) }
        if kind != .pad && targetWidth == targetHeight {
            let long = Int(
                Double(targetWidth * max(width, height)) / Double(min(width, height)))
            return width <= height ? (targetWidth, long) : (long, targetWidth)
        }
        let across = Double(width) / Double(targetWidth)
        let down = Double(height) / Double(targetHeight)
        let ratio = kind == .pad ? max(across, down) : min(across, down)
        func rounded(_ pixels: Int) -> Int {
            max(1, Int((Double(pixels) / ratio).rounded(.toNearestOrEven)))
        }
        return (rounded(width), rounded(height))
    }

    /// The part of `pixels` along an axis that is kept for `size`, less `trim`, and the border
    /// before it.
    ///
    /// torchvision's `CenterCrop` rounds its places to the nearest, ties to even; Hugging Face's
    /// `center_crop` rounds them down; timm's border is the narrower one on the left and above.
    private func kept(of pixels: Int, for size: Int) -> (part: Range<Int>, border: Int) {
        if pixels < size {
            let border = (size - pixels) / 2
            return (0..<min(pixels, size - trim - border), border)
        }
        let start =
            kind.roundsDown
            ? (pixels - size) / 2
            : Int((Double(pixels - size) / 2).rounded(.toNearestOrEven))
        return (start..<(start + size - trim), 0)
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

extension RGBImage {
    /// The pixels of some patches, `[rows * patch, columns * patch, 3]`.
    public func part(_ area: PictureArea, patch: Int) -> RGBImage {
        let grid = area.grid(patch: patch)
        var kept: [UInt8] = []
        kept.reserveCapacity(grid.height * grid.width * 3)
        for row in 0..<grid.height {
            let line = (area.rows.lowerBound * patch + row) * width
            let start = (line + area.columns.lowerBound * patch) * 3
            kept += pixels[start..<start + grid.width * 3]
        }
        return RGBImage(width: grid.width, height: grid.height, pixels: kept)
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

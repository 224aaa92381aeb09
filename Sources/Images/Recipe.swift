/// How a picture becomes a model's input: its place and size, then its values.
public struct Recipe: Sendable, Equatable {
    /// How a picture becomes square.
    public enum Kind: String, Sendable, CaseIterable {
        /// Both sides to `size`, whatever the proportions.
        case squash
        /// The short side to `floor(size / cropRatio)`, then the central square of `size`.
        case crop
    }

    /// How the picture becomes square.
    public var kind: Kind
    /// Pixels on a side of the model's input.
    public var size: Int
    /// Above 0, at most 1; only `crop` reads it.
    public var cropRatio: Double
    /// The kernel of the one resize.
    public var interpolation: Interpolation
    /// `[3]`, of values in 0...1.
    public var mean: [Float]
    /// `[3]`, of values in 0...1; none is 0.
    public var std: [Float]

    public init(
        kind: Kind, size: Int, cropRatio: Double = 1, interpolation: Interpolation,
        mean: [Float], std: [Float]
    ) {
        precondition(
            size > 0 && cropRatio > 0 && cropRatio <= 1 && mean.count == 3 && std.count == 3,
            "size \(size), crop ratio \(cropRatio), mean \(mean), std \(std)")
        self.kind = kind
        self.size = size
        self.cropRatio = cropRatio
        self.interpolation = interpolation
        self.mean = mean
        self.std = std
    }

    /// The picture as the model sees it, `[size, size, 3]`, still in 0...255; a picture smaller
    /// than `size` is enlarged.
    public func apply(to picture: RGBImage) -> RGBImage {
        let geometry = geometry(width: picture.width, height: picture.height)
        return resample(
            picture, width: geometry.width, height: geometry.height, columns: geometry.columns,
            rows: geometry.rows, interpolation: interpolation)
    }

    /// The mask through the same geometry by nearest neighbour, `[size, size]`: as Pillow's
    /// `resize(..., NEAREST)`.
    public func apply(to mask: ObjectMask) -> ObjectMask {
        let geometry = geometry(width: mask.width, height: mask.height)
        return mask.resized(
            width: geometry.width, height: geometry.height, columns: geometry.columns,
            rows: geometry.rows)
    }

    /// `((x / 255) - mean) / std` of a picture `[size, size, 3]` into `values` of the same shape,
    /// each operation rounded to single precision, as torchvision's `ToTensor` and `Normalize`.
    public func normalize(_ picture: RGBImage, into values: inout MutableSpan<Float>) {
        let count = size * size * 3
        precondition(
            picture.width == size && picture.height == size && values.count >= count,
            "\(picture.width) x \(picture.height) pixels into \(values.count) values of \(count)")
        var table = [Float](repeating: 0, count: 3 * 256)
        for channel in 0..<3 {
            for value in 0..<256 {
                table[channel * 256 + value] =
                    (Float(value) / 255 - mean[channel]) / std[channel]
            }
        }
        let pixels = picture.pixels.span
        let lookup = table.span
        for pixel in 0..<(size * size) {
            let place = pixel * 3
            values[place] = lookup[Int(pixels[place])]
            values[place + 1] = lookup[256 + Int(pixels[place + 1])]
            values[place + 2] = lookup[512 + Int(pixels[place + 2])]
        }
    }

    /// The size that the whole picture is resized to, and which part of it is kept.
    struct Geometry: Equatable {
        var width: Int
        var height: Int
        var columns: Range<Int>
        var rows: Range<Int>
    }

    /// torchvision's arithmetic: `Resize(floor(size / ratio))` truncates the long side,
    /// `CenterCrop` rounds its offsets to even.
    func geometry(width: Int, height: Int) -> Geometry {
        if kind == .squash {
            return Geometry(width: size, height: size, columns: 0..<size, rows: 0..<size)
        }
        let short = Int((Double(size) / cropRatio).rounded(.down))
        let long = Int(Double(short * max(width, height)) / Double(min(width, height)))
        let (newWidth, newHeight) = width <= height ? (short, long) : (long, short)
        let left = Int((Double(newWidth - size) / 2).rounded(.toNearestOrEven))
        let top = Int((Double(newHeight - size) / 2).rounded(.toNearestOrEven))
        return Geometry(
            width: newWidth, height: newHeight, columns: left..<(left + size),
            rows: top..<(top + size))
    }
}

extension ObjectMask {
    /// The mask resized by nearest neighbour.
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
private func nearest(inputs: Int, outputs: Int, _ part: Range<Int>) -> [Int] {
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

internal import Foundation

/// The kernels of a resize, named as in Pillow.
public enum Interpolation: String, Sendable, CaseIterable {
    /// The sample under the centre of each output; nothing is smoothed.
    case nearest
    /// The mean of the samples within half a sample.
    case box
    /// Triangle of half width 1.
    case bilinear
    /// Cosine window over a sinc, half width 1.
    case hamming
    /// Keys' cubic with a = -1/2, half width 2 (doi:10.1109/TASSP.1981.1163711).
    case bicubic
    /// Sinc windowed by a wider sinc, half width 3.
    case lanczos

    /// The kernel of Pillow's number, 0...5, which Hugging Face calls `resample`; nil for others.
    public init?(pillowNumber: Int) {
        let kernels: [Interpolation] = [.nearest, .lanczos, .bilinear, .bicubic, .box, .hamming]
        guard kernels.indices.contains(pillowNumber) else { return nil }
        self = kernels[pillowNumber]
    }

    /// Half the length of the kernel's support in input samples, for a resize that does not reduce.
    /// A reduction by `s` widens it by `s`. 0 for `nearest`, which has no kernel.
    var halfWidth: Double {
        switch self {
        case .nearest: 0
        case .box: 0.5
        case .bilinear, .hamming: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The kernel's value at a signed distance from its centre, in input samples; 0 beyond
    /// `halfWidth`.
    ///
    /// The weights of one output are divided by their sum afterwards, so that only proportions
    /// matter.
    func weight(_ distance: Double) -> Double {
        let x = abs(distance)
        switch self {
        case .nearest: return 0
        case .box: return distance > -0.5 && distance <= 0.5 ? 1 : 0
        case .bilinear: return x < 1 ? 1 - x : 0
        case .hamming:
            if x == 0 { return 1 }
            if x >= 1 { return 0 }
            let angle = x * .pi
            // Pillow's two numbers are of single precision.
            return sin(angle) / angle * (Double(0.54 as Float) + Double(0.46 as Float) * cos(angle))
        case .bicubic:
            let a = -0.5
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
            return 0
        case .lanczos:
            return -3 <= distance && distance < 3
                ? Self.sinc(distance) * Self.sinc(distance / 3) : 0
        }
    }

    private static func sinc(_ x: Double) -> Double {
        x == 0 ? 1 : sin(x * .pi) / (x * .pi)
    }
}

/// Resizes an image to `width` x `height` pixels as Pillow 13's `Image.resize` does, bit for bit.
///
/// Separable, with a kernel that a reduction widens by its factor (antialiasing); weights are in
/// fixed point of 22 bits, the values between the passes have 8 bits. Rows come first, or columns
/// where `columnsComeFirst` decides so. Pillow before version 13 always resizes rows first; where
/// the order differs, some values differ by 1.
///
/// - Parameters:
///   - image: the source, `[image.height, image.width, 3]`.
///   - width: columns of the result, at least 1.
///   - height: rows of the result, at least 1.
/// - Returns: `[height, width, 3]`.
public func resample(
    _ image: RGBImage, width: Int, height: Int, interpolation: Interpolation
) -> RGBImage {
    resample(
        image, width: width, height: height, columns: 0..<width, rows: 0..<height,
        interpolation: interpolation)
}

/// The part `rows` x `columns` of the image resized to `width` x `height`, `[rows, columns, 3]`.
///
/// Only the input rows and columns that this part needs are read, so that a central crop costs no
/// more than its own pixels. The values are those that cropping the whole resized image would give.
/// An empty range, or one outside `0..<width` or `0..<height`, is a programming error.
func resample(
    _ image: RGBImage, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>,
    interpolation: Interpolation
) -> RGBImage {
    precondition(
        !columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && rows.lowerBound >= 0
            && columns.upperBound <= width && rows.upperBound <= height,
        "columns \(columns) and rows \(rows) of \(width) x \(height)")
    if interpolation == .nearest {
        return sampled(image, width: width, height: height, columns: columns, rows: rows)
    }
    let across = ResampleWeights(
        inputs: image.width, outputs: width, part: columns, interpolation)
    let down = ResampleWeights(inputs: image.height, outputs: height, part: rows, interpolation)
    // The first pass makes only what the second one reads.
    let pitch = image.width * 3
    let pixels: [UInt8]
    if columnsComeFirst(image, width: width, height: height) {
        let used = across.used
        let source = image.pixels.span.extracting(
            (used.lowerBound * 3)..<image.pixels.count)
        let low = resampleColumns(
            source, rows: image.height, rowBytes: used.count * 3, pitch: pitch, down)
        pixels = resampleRows(
            low.span, rows: rows.count, width: used.count, across.moved(by: -used.lowerBound))
    } else {
        let used = down.used
        let source = image.pixels.span.extracting(
            (used.lowerBound * pitch)..<(used.upperBound * pitch))
        let narrow = resampleRows(source, rows: used.count, width: image.width, across)
        pixels = resampleColumns(
            narrow.span, rows: used.count, rowBytes: columns.count * 3, pitch: columns.count * 3,
            down.moved(by: -used.lowerBound))
    }
    return RGBImage(width: columns.count, height: rows.count, pixels: pixels)
}

/// The part `rows` x `columns` of the image resized to `width` x `height` by nearest neighbour.
private func sampled(
    _ image: RGBImage, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>
) -> RGBImage {
    let across = nearest(inputs: image.width, outputs: width, columns)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(columns.count * rows.count * 3)
    for y in nearest(inputs: image.height, outputs: height, rows) {
        for x in across {
            let place = (y * image.width + x) * 3
            pixels += image.pixels[place..<place + 3]
        }
    }
    return RGBImage(width: columns.count, height: rows.count, pixels: pixels)
}

/// Pillow 13's order of the passes (its pull request 9549), which shows in the rounding between
/// them: columns first where the height shrinks by more than twice as many pixels as the width.
func columnsComeFirst(_ image: RGBImage, width: Int, height: Int) -> Bool {
    image.height > height && image.height - height > 2 * (image.width - width)
}

extension ResampleWeights {
    /// The normalised weights of the outputs `part` of a resize from `inputs` to `outputs` samples.
    ///
    /// Output `i` is centred on `(i + 0.5) * inputs / outputs` and reads the samples within
    /// `halfWidth * max(1, inputs / outputs)` of it, clipped to the input. Pillow leaves a side
    /// alone whose size does not change; the weights are then exactly one.
    init(inputs: Int, outputs: Int, part: Range<Int>, _ interpolation: Interpolation) {
        let scale = Double(inputs) / Double(outputs)
        let widening = max(scale, 1)
        let support = interpolation.halfWidth * widening
        stride = Int(support.rounded(.up)) * 2 + 1
        starts.reserveCapacity(part.count)
        counts.reserveCapacity(part.count)
        weights = [Int32](repeating: 0, count: part.count * stride)
        var exact = [Double](repeating: 0, count: stride)
        for (index, output) in part.enumerated() {
            let center = (Double(output) + 0.5) * scale
            let start = max(0, Int(center - support + 0.5))
            let count = min(inputs, Int(center + support + 0.5)) - start
            var sum = 0.0
            for k in 0..<count {
                let distance = (Double(k + start) - center + 0.5) * (1 / widening)
                exact[k] = interpolation.weight(distance)
                sum += exact[k]
            }
            for k in 0..<count {
                let weight = sum == 0 ? exact[k] : exact[k] / sum
                let fixed = weight * Double(1 << Self.shift)
                weights[index * stride + k] = Int32(weight < 0 ? fixed - 0.5 : fixed + 0.5)
            }
            starts.append(Int32(start))
            counts.append(Int32(count))
        }
    }

    /// The range of input samples that any output reads. `starts` ascends, so that the first and
    /// the last output bound it.
    var used: Range<Int> {
        Int(starts[0])..<Int(starts[outputs - 1] + counts[outputs - 1])
    }

    /// The same weights for an input whose first sample is sample `-offset` of this one's: `offset`
    /// is added to every start. A negative value fits them to an input cut off at its beginning.
    func moved(by offset: Int) -> ResampleWeights {
        var moved = self
        moved.starts = starts.map { $0 + Int32(offset) }
        return moved
    }
}

/// The part `rows` x `columns` of the image resized to `width` x `height` in floating point: values
/// in 0...255 that are not rounded, `[rows, columns, 3]`.
///
/// The kernels and their widening are those of `resample`; both passes and their weights are in
/// floating point, as in PyTorch's `interpolate(antialias=True)` of a float image. `nearest` has no
/// kernel and is a programming error.
func resampleExactly(
    _ image: RGBImage, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>,
    interpolation: Interpolation
) -> [Float] {
    precondition(interpolation != .nearest, "nearest neighbour needs no floating point")
    let across = ExactWeights(image.width, to: width, part: columns, interpolation)
    let down = ExactWeights(image.height, to: height, part: rows, interpolation)
    let pixels = image.pixels.span
    let pitch = image.width * 3
    var result = [Float](repeating: 0, count: rows.count * columns.count * 3)
    var target = result.mutableSpan
    var low = [Float](repeating: 0, count: pitch)
    for row in 0..<rows.count {
        var sums = low.mutableSpan
        for i in 0..<pitch { sums[i] = 0 }
        for (k, weight) in down.weights[row].enumerated() {
            let start = (down.starts[row] + k) * pitch
            for i in 0..<pitch { sums[i] += weight * Float(pixels[start + i]) }
        }
        for column in 0..<columns.count {
            let place = (row * columns.count + column) * 3
            for (k, weight) in across.weights[column].enumerated() {
                let start = (across.starts[column] + k) * 3
                for color in 0..<3 { target[place + color] += weight * sums[start + color] }
            }
        }
    }
    return result
}

/// The weights of the outputs of one pass, divided by their sum.
///
/// Places and weights are rounded to single precision where PyTorch's `upsample_bilinear2d_aa` does
/// so: the place of an output in a large image has few digits left, and pixels of strong contrast
/// show it.
private struct ExactWeights {
    /// First input sample of each output.
    var starts: [Int] = []
    /// The weights of the samples from there on.
    var weights: [[Float]] = []

    init(_ inputs: Int, to outputs: Int, part: Range<Int>, _ interpolation: Interpolation) {
        let scale = Float(inputs) / Float(outputs)
        let inverse = scale >= 1 ? Float(1 / Double(scale)) : 1
        let support = Float(interpolation.halfWidth) * max(scale, 1)
        for output in part {
            let center = Float(Double(scale) * (Double(output) + 0.5))
            let start = max(0, Int(Double(center - support) + 0.5))
            let end = min(inputs, Int(Double(center + support) + 0.5))
            let values = (start..<end).map { sample in
                let distance = (Double(Float(sample) - center) + 0.5) * Double(inverse)
                return Float(interpolation.weight(Double(Float(distance))))
            }
            let sum = values.reduce(0, +)
            starts.append(start)
            weights.append(values.map { $0 / sum })
        }
    }
}

extension RasterImage {
    /// Numbers `[height, width]` on the viridis map, `low` and below dark, `high` and above bright;
    /// what is not a number is grey.
    public init(map values: [Float], width: Int, height: Int, low: Float, high: Float) {
        precondition(
            values.count == width * height, "\(values.count) numbers, \(width) x \(height)")
        let range = high > low ? high - low : 1
        let table = (0..<256).map { entry -> [UInt8] in
            let color = viridis(Double(entry) / 255)
            return [color.red, color.green, color.blue].map { eightBit(Float($0)) }
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * values.count)
        for value in values {
            guard value.isFinite else {
                pixels += [150, 150, 150]
                continue
            }
            pixels += table[Int(eightBit((value - low) / range))]
        }
        self.init(width: width, height: height, pixels: pixels)
    }
}

extension Canvas {
    /// An upright viridis bar with numbers to its right; returns nothing and takes
    /// `colorBarWidth` of room beside `box`.
    func colorBar(in box: Rect, low: Double, high: Double, style: TextStyle) {
        let steps = 128
        let values = (0..<steps).map { Float(steps - 1 - $0) }
        image(
            RasterImage(map: values, width: 1, height: steps, low: 0, high: Float(steps - 1)),
            in: box)
        stroke(box, .frame, lineWidth: 0.5)
        for share in [0, 0.5, 1] {
            let y = box.maxY - share * box.height
            line([Point(box.maxX, y), Point(box.maxX + 3, y)], .frame, lineWidth: 0.5)
            write(
                colorBarNumber(low + share * (high - low)), x: box.maxX + 5, y: y, style, .leading,
                .middle)
        }
    }
}

/// Two decimals, less what says nothing: "0.5", "1", "-0.12".
func colorBarNumber(_ value: Double) -> String {
    let hundredths = (100 * value).rounded()
    if hundredths == (100 * value.rounded()).rounded() { return String(Int(value.rounded())) }
    let tenths = (10 * value).rounded()
    return tenths * 10 == hundredths ? "\(tenths / 10)" : "\(hundredths / 100)"
}

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

/// What a colour stands for: a range of numbers, drawn as an upright viridis bar.
struct ColorBar {
    let low: Double
    let high: Double
    let style: TextStyle
    /// Round numbers between the ends.
    private let ticks: [(value: Double, text: String)]

    static let width = 8.0
    private static let tickLength = 3.0
    private static let gap = 2.0

    init(low: Double, high: Double, style: TextStyle) {
        let isRange = low.isFinite && high.isFinite && high > low
        self.low = isRange ? low : 0
        self.high = isRange ? high : 1
        self.style = style
        ticks = Axis(low: self.low, high: self.high).ticks(limit: 4)
    }

    /// The bar, its ticks and its numbers side by side.
    func breadth(_ canvas: Canvas) -> Double {
        Self.width + Self.tickLength + Self.gap
            + (ticks.map { canvas.measure($0.text, style).width }.max() ?? 0)
    }

    /// Draws the bar with its upper left corner at (`x`, `y`).
    func draw(on canvas: Canvas, x: Double, y: Double, height: Double) {
        let box = Rect(x: x, y: y, width: Self.width, height: height)
        let steps = 128
        let values = (0..<steps).map { Float(steps - 1 - $0) }
        canvas.image(
            RasterImage(map: values, width: 1, height: steps, low: 0, high: Float(steps - 1)),
            in: box)
        canvas.stroke(box, .frame, lineWidth: 0.5)
        // A number at the very end must not reach over the bar.
        let half = canvas.measure("0", style).height / 2
        for tick in ticks {
            let place = box.maxY - box.height * (tick.value - low) / (high - low)
            canvas.line(
                [Point(box.maxX, place), Point(box.maxX + Self.tickLength, place)], .frame,
                lineWidth: 0.5)
            canvas.write(
                tick.text, x: box.maxX + Self.tickLength + Self.gap,
                y: min(max(place, box.y + half), box.maxY - half), style, .leading, .middle)
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

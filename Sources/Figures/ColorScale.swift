internal import Foundation

extension RasterImage {
    /// Colours numbers `[height, width]` by the viridis map, one pixel each.
    ///
    /// `low` and below are dark purple, `high` and above are yellow; NaN and infinity are grey.
    /// Where `high` is not above `low`, the range is taken as 1.
    ///
    /// - Parameter values: `[height, width]`, row after row; another count is a programming error.
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

/// The legend of a colour scale: a range of numbers as an upright viridis bar with ticks at its
/// right.
struct ColorBar {
    /// The number at the lower end.
    let low: Double
    /// The number at the upper end, above `low`.
    let high: Double
    /// The style of the numbers.
    let style: TextStyle
    /// About 4 round numbers between the ends, and their texts.
    private let ticks: [(value: Double, text: String)]

    /// The bar's own width in points.
    static let width = 8.0
    private static let tickLength = 3.0
    private static let gap = 2.0

    /// A bar from `low` to `high`; a range that is empty or not finite becomes 0...1.
    init(low: Double, high: Double, style: TextStyle) {
        let isRange = low.isFinite && high.isFinite && high > low
        self.low = isRange ? low : 0
        self.high = isRange ? high : 1
        self.style = style
        ticks = Axis(low: self.low, high: self.high).ticks(limit: 4)
    }

    /// The width in points of the bar, its ticks and its numbers together.
    func breadth(_ canvas: Canvas) -> Double {
        Self.width + Self.tickLength + Self.gap
            + (ticks.map { canvas.measure($0.text, style).width }.max() ?? 0)
    }

    /// Draws the bar with its upper left corner at (`x`, `y`), `height` points high, and its ticks
    /// and numbers at the right.
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

/// A number at the end of a colour scale: with two decimals, or two digits where it is small.
func scaleNumber(_ value: Double) -> String {
    guard value != 0, abs(value) < 0.1 else { return colorBarNumber(value) }
    let step = pow(10, floor(log10(abs(value))) - 1)
    return "\(Float((value / step).rounded() * step))"
}

/// A number with at most two decimals, trailing zeros left out: "0.5", "1", "-0.12". The value must
/// be finite.
func colorBarNumber(_ value: Double) -> String {
    let hundredths = (100 * value).rounded()
    if hundredths == (100 * value.rounded()).rounded() { return String(Int(value.rounded())) }
    let tenths = (10 * value).rounded()
    return tenths * 10 == hundredths ? "\(tenths / 10)" : "\(hundredths / 100)"
}

/// The positions along the horizontal axis of a chart: numbers at their values, or names side by
/// side.
enum Blocks: Sendable, Equatable {
    /// Positions on a linear scale; they need not be evenly spaced.
    case numbers([Double])
    /// Texts at positions 0, 1, 2, ...
    case names([String])

    /// How many positions there are.
    var count: Int {
        switch self {
        case .numbers(let numbers): numbers.count
        case .names(let names): names.count
        }
    }

    /// Names that all are ascending whole numbers become these numbers; any others stay names.
    static func reading(_ names: [String]) -> Blocks {
        let numbers = names.compactMap { Int($0) }
        let ascends = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        guard !names.isEmpty, numbers.count == names.count, ascends else { return .names(names) }
        return .numbers(numbers.map(Double.init))
    }
}

/// The horizontal axis of a chart: whole numbers where the values are whole, or names.
///
/// Among numbers, names such as `embedding` and `final` stand in a second row of texts.
struct BlockAxis {
    /// One tick and its text.
    struct Tick {
        /// The tick's position in the axis' own numbers.
        let place: Double
        /// The text below the tick.
        let text: String
        /// The row of the text: 0 for the upper, 1 for the lower.
        let row: Int
        /// The middle of the text in points from the axis' left end. It may differ from the tick's,
        /// so that the text stays near the frame.
        let middle: Double
        /// The width in points that the text may take.
        let maxWidth: Double
    }

    /// The scale, with a margin at both ends.
    let axis: Axis
    /// The position of each value `[blocks]`, in the axis' own numbers.
    let places: [Double]
    /// The ticks that have room, from left to right.
    let ticks: [Tick]
    /// The height in points of all rows of texts.
    let height: Double
    /// The height in points of one row of texts.
    private let rowHeight: Double
    /// The most lines that a text may be broken into.
    private let lines: Int

    /// The least distance in points between texts.
    private static let gap = 5.0
    /// How far, in points, a text of the second row may reach over the axis' ends.
    private static let overhang = 9.0

    /// Chooses as many ticks as fit into `width` points without touching texts.
    init(_ blocks: Blocks, width: Double, canvas: Canvas) {
        let line = canvas.measure("0", Chart.tickStyle).height
        switch blocks {
        case .numbers(let numbers):
            places = numbers
            axis = BlockAxis.axis(numbers)
            ticks = BlockAxis.ticks(numbers, axis, width: width, canvas: canvas)
            (rowHeight, height, lines) = (line, line, 1)
        case .names(let names) where names.contains { Int($0) != nil }:
            places = names.indices.map(Double.init)
            axis = BlockAxis.axis(places)
            ticks = BlockAxis.mixed(names, axis, width: width, canvas: canvas)
            (rowHeight, lines) = (line, 1)
            height = line * (ticks.contains { $0.row == 1 } ? 2 : 1)
        case .names(let names):
            places = names.indices.map(Double.init)
            axis = Axis(low: -0.5, high: max(0, Double(names.count) - 1) + 0.5)
            let spacing = width / (axis.high - axis.low)
            // Below this, a name would be cut to nothing.
            let step = max(1, Int((30 / spacing).rounded(.up)))
            let room = spacing * Double(step) - BlockAxis.gap
            let axis = axis
            ticks = stride(from: 0, to: names.count, by: step).map { index in
                Tick(
                    place: Double(index), text: names[index], row: 0,
                    middle: width * axis.fraction(Double(index)), maxWidth: room)
            }
            let tallest = ticks.map {
                canvas.measure($0.text, Chart.tickStyle, maxWidth: room, lines: 2).height
            }
            (rowHeight, height, lines) = (line, tallest.max() ?? line, 2)
        }
    }

    /// The scale of positions, with a margin of 4.5 % at both ends.
    private static func axis(_ places: [Double]) -> Axis {
        Axis(spanning: places.map(Float.init), margin: 0.045)
    }

    /// The steps between the whole numbers that have a tick; the smallest that fits is chosen.
    private static let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]

    /// The smallest of `steps` at which texts of `widest` points do not touch; nil where none
    /// suffices.
    ///
    /// - Parameter unit: points between consecutive whole numbers.
    private static func step(widest: Double, unit: Double) -> Int? {
        steps.first { Double($0) * unit >= widest + gap }
    }

    /// Ticks at multiples of a whole step where all numbers are whole, otherwise at the round
    /// numbers of `Axis.ticks`, as many as fit.
    private static func ticks(
        _ numbers: [Double], _ axis: Axis, width: Double, canvas: Canvas
    ) -> [Tick] {
        guard let low = numbers.min(), let high = numbers.max() else { return [] }
        let unit = width / (axis.high - axis.low)
        func tick(_ value: Double, _ text: String) -> Tick {
            Tick(
                place: value, text: text, row: 0, middle: width * axis.fraction(value),
                maxWidth: width)
        }
        if numbers.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e6 }) {
            let widest = [low, high].map {
                canvas.measure(Axis.text($0, decimals: 0), Chart.tickStyle).width
            }.max()
            if let step = step(widest: widest ?? 0, unit: unit) {
                let first = (Int(low) + (low > 0 ? step - 1 : 0)) / step * step
                return stride(from: first, through: Int(high), by: step).map {
                    tick(Double($0), Axis.text(Double($0), decimals: 0))
                }
            }
        }
        var limit = 10
        while limit > 1 {
            let ticks = axis.ticks(limit: limit)
            let widest = ticks.map { canvas.measure($0.text, Chart.tickStyle).width }.max() ?? 0
            if Double(ticks.count) * (widest + gap * 2) <= width {
                return ticks.map { tick($0.value, $0.text) }
            }
            limit -= 1
        }
        return []
    }

    /// Ticks of whole numbers and names together: numbers at multiples of a step, names in the
    /// second row. A name that would touch the one before is left out.
    private static func mixed(
        _ names: [String], _ axis: Axis, width: Double, canvas: Canvas
    ) -> [Tick] {
        let unit = width / (axis.high - axis.low)
        let numbers = names.compactMap { Int($0) }
        let widest = numbers.map { canvas.measure(String($0), Chart.tickStyle).width }.max() ?? 0
        let step = step(widest: widest, unit: unit) ?? names.count
        var ticks: [Tick] = []
        var reach = -Double.infinity
        for (index, name) in names.enumerated() {
            let middle = width * axis.fraction(Double(index))
            if let number = Int(name) {
                guard number % step == 0 else { continue }
                ticks.append(
                    Tick(
                        place: Double(index), text: name, row: 0, middle: middle, maxWidth: width))
            } else {
                let room = min(width / 3, 70)
                let half =
                    canvas.measure(name, Chart.tickStyle, maxWidth: room).width / 2
                let inside = min(max(middle, half - overhang), width + overhang - half)
                guard inside - half >= reach + gap else { continue }
                reach = inside + half
                ticks.append(
                    Tick(
                        place: Double(index), text: name, row: 1, middle: inside, maxWidth: room))
            }
        }
        return ticks
    }

    /// The horizontal position on the canvas of a value in the axis' numbers.
    func x(_ place: Double, in box: Rect) -> Double { box.x + box.width * axis.fraction(place) }

    /// Draws the ticks and texts below the frame `box`.
    func draw(on canvas: Canvas, below box: Rect) {
        for tick in ticks {
            let x = x(tick.place, in: box)
            canvas.line(
                [Point(x, box.maxY), Point(x, box.maxY + Chart.tickLength)], .frame,
                lineWidth: 0.7)
            canvas.write(
                tick.text, x: box.x + tick.middle,
                y: box.maxY + Chart.tickLength + 2 + Double(tick.row) * rowHeight,
                Chart.tickStyle, .center, maxWidth: tick.maxWidth, lines: lines)
        }
    }
}

/// A vertical axis of a chart with its ticks and name, drawn at the left or right of a panel.
struct ValueAxis {
    /// The scale, from the lower to the upper end of the frame.
    let axis: Axis
    /// The values that have a tick, and their texts.
    let ticks: [(value: Double, text: String)]
    /// The text beside the axis, read upwards; "" for none.
    let name: String
    /// The colour of ticks and texts: ink, or that of the only curve on this axis.
    let color: Color
    /// The width in points of the widest number.
    private let widest: Double
    /// The height in points of the lines of the name; it stands upright, so that this is a width.
    private let nameHeight: Double

    /// An axis for a panel of a given height.
    ///
    /// - Parameters:
    ///   - values: what the axis must span where no `range` is given; values that are not finite
    ///     are ignored.
    ///   - range: the axis' ends; nil, or an empty one, for the span of `values` with a margin of 5
    ///     %.
    ///   - height: of the panel in points; it determines the number of ticks, about one per 28
    ///     points.
    init(
        _ values: [Double], range: ClosedRange<Double>? = nil, name: String, height: Double,
        color: Color = .ink, canvas: Canvas
    ) {
        if let range, range.lowerBound < range.upperBound {
            axis = Axis(low: range.lowerBound, high: range.upperBound)
        } else {
            axis = Axis(spanning: values.map(Float.init))
        }
        ticks = axis.ticks(limit: max(2, Int(height / 28)))
        self.name = name
        self.color = color
        widest = ticks.map { canvas.measure($0.text, Chart.tickStyle).width }.max() ?? 0
        nameHeight =
            name.isEmpty
            ? 0 : canvas.measure(name, ValueAxis.style(color), maxWidth: height, lines: 2).height
    }

    /// The style of the axis' name; bold in colour.
    private static func style(_ color: Color) -> TextStyle {
        TextStyle(size: Chart.axisStyle.size, bold: color != .ink, color: color)
    }

    /// The width in points that ticks, numbers and name take beside the panel.
    var breadth: Double {
        Chart.tickLength + 3 + widest + (nameHeight > 0 ? nameHeight + 5 : 0)
    }

    /// The vertical position on the canvas of a value.
    func y(_ value: Double, in box: Rect) -> Double {
        box.maxY - box.height * axis.fraction(value)
    }

    /// Draws thin grey lines across the frame at the ticks.
    func drawGrid(on canvas: Canvas, in box: Rect) {
        for tick in ticks {
            let y = y(tick.value, in: box)
            canvas.line([Point(box.x, y), Point(box.maxX, y)], .grid, lineWidth: 0.6)
        }
    }

    /// Draws ticks, numbers and name at the left of the frame.
    func draw(on canvas: Canvas, leftOf box: Rect) {
        draw(on: canvas, box, edge: box.x, direction: -1)
    }

    /// Draws ticks, numbers and name at the right of the frame.
    func draw(on canvas: Canvas, rightOf box: Rect) {
        draw(on: canvas, box, edge: box.maxX, direction: 1)
    }

    /// Draws the axis outside the vertical line `edge`; a direction of -1 is left, 1 is right.
    private func draw(on canvas: Canvas, _ box: Rect, edge: Double, direction: Double) {
        let style = TextStyle(size: Chart.tickStyle.size, color: color)
        let outward: HorizontalAnchor = direction < 0 ? .trailing : .leading
        for tick in ticks {
            let y = y(tick.value, in: box)
            canvas.line(
                [Point(edge, y), Point(edge + direction * Chart.tickLength, y)],
                color == .ink ? .frame : color, lineWidth: 0.7)
            canvas.write(
                tick.text, x: edge + direction * (Chart.tickLength + 3), y: y, style, outward,
                .middle)
        }
        canvas.write(
            name, x: edge + direction * breadth, y: box.midY, ValueAxis.style(color),
            direction < 0 ? .leading : .trailing, .middle, maxWidth: box.height, lines: 2,
            upwards: true)
    }
}

extension Color {
    /// Lines across a chart.
    static let grid = Color(0xE6E6E6)
}

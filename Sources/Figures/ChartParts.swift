internal import CCairo
internal import Glibc

/// The fonts and lengths that all charts share, in points.
enum Chart {
    static let margin = 12.0
    static let titleStyle = TextStyle(size: 13, bold: true)
    static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    static let panelStyle = TextStyle(size: 10.5, bold: true)
    static let axisStyle = TextStyle(size: 10)
    static let tickStyle = TextStyle(size: 9)
    static let legendStyle = TextStyle(size: 9.5)
    static let tickLength = 3.5
    static let lineWidth = 1.6
}

/// A text broken into lines of one width, with its height measured; without a text it is 0 high.
struct TextBlock {
    let text: String
    let style: TextStyle
    let width: Double
    let lines: Int
    let height: Double

    init(_ text: String?, _ style: TextStyle, width: Double, lines: Int, canvas: Canvas) {
        self.text = text ?? ""
        self.style = style
        self.width = width
        self.lines = lines
        height =
            self.text.isEmpty
            ? 0 : canvas.measure(self.text, style, maxWidth: width, lines: lines).height
    }

    /// The height and `gap` below it; nothing without a text.
    func height(with gap: Double) -> Double { height > 0 ? height + gap : 0 }

    func draw(on canvas: Canvas, x: Double, y: Double) {
        guard height > 0 else { return }
        canvas.write(text, x: x, y: y, style, maxWidth: width, lines: lines)
    }
}

/// How one curve looks: colour, dash and mark all differ from curve to curve.
struct LineStyle: Sendable, Equatable {
    let color: Color
    /// Lengths drawn and left out in turn, in points; empty for a solid line.
    let dash: [Double]
    let mark: Mark

    /// The `index`-th curve; 72 differ.
    init(_ index: Int) {
        precondition(index >= 0, "curve style \(index)")
        color = Color.labels[index % Color.labels.count]
        dash = LineStyle.dashes[index % LineStyle.dashes.count]
        mark = LineStyle.marks[index % LineStyle.marks.count]
    }

    private static let dashes: [[Double]] = [
        [], [5.5, 2.2], [7, 2, 1.6, 2], [1.7, 1.7], [11, 2.5], [7, 1.8, 1.6, 1.8, 1.6, 1.8],
        [3.2, 1.4], [11, 2, 3.6, 2],
    ]

    /// Filled marks only: thin strokes vanish on a line. Their number shares no factor with the
    /// colours'.
    private static let marks: [Mark] = [
        .circle, .square, .triangleUp, .diamond, .triangleDown, .star, .pentagon, .triangleLeft,
        .triangleRight,
    ]
}

extension Color {
    /// The luminance of WCAG 2, 0...1.
    var luminance: Double {
        func linear(_ part: Double) -> Double {
            part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The same hue, dark enough for text on white: a contrast of at least 4.5 after WCAG 2.
    var readable: Color {
        var color = self
        while color.luminance > 0.183 {
            color = Color(red: color.red * 0.97, green: color.green * 0.97, blue: color.blue * 0.97)
        }
        return color
    }
}

extension Canvas {
    /// Draws a line through the points, its corners rounded, in the given dashes.
    func curve(_ points: [Point], _ color: Color, lineWidth: Double, dash: [Double] = []) {
        guard points.count > 1 else { return }
        unsafe cairo_save(context)
        unsafe cairo_new_path(context)
        for point in points { unsafe cairo_line_to(context, point.x, point.y) }
        setSource(color)
        unsafe cairo_set_line_width(context, lineWidth)
        unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        unsafe dash.withUnsafeBufferPointer { lengths in
            unsafe cairo_set_dash(context, lengths.baseAddress, Int32(lengths.count), 0)
        }
        unsafe cairo_stroke(context)
        unsafe cairo_restore(context)
    }
}

/// The stretches in which `present` holds, in order.
func runs(_ present: [Bool]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    for (index, isPresent) in present.enumerated() {
        if isPresent {
            start = start ?? index
        } else if let first = start {
            result.append(first..<index)
            start = nil
        }
    }
    if let first = start { result.append(first..<present.count) }
    return result
}

internal import CCairo
internal import Glibc

/// The text styles and lengths, in points, that all charts share.
enum Chart {
    /// Margin around a figure.
    static let margin = 12.0
    /// The figure's title.
    static let titleStyle = TextStyle(size: 13, bold: true)
    /// Captions and notes.
    static let captionStyle = TextStyle(size: 8.5, color: .quiet)
    /// The title of a panel.
    static let panelStyle = TextStyle(size: 10.5, bold: true)
    /// The name of an axis.
    static let axisStyle = TextStyle(size: 10)
    /// The numbers at an axis.
    static let tickStyle = TextStyle(size: 9)
    /// The names in a legend.
    static let legendStyle = TextStyle(size: 9.5)
    /// Length of a tick outside the frame.
    static let tickLength = 3.5
    /// Width of a curve.
    static let lineWidth = 1.6
}

/// A text broken into lines of one width, with its height measured.
struct TextBlock {
    /// The text; "" where none was given.
    let text: String
    /// The look of the text.
    let style: TextStyle
    /// The width in points that the lines may take.
    let width: Double
    /// The most lines; the last one ends in an ellipsis where they do not suffice.
    let lines: Int
    /// The measured height in points; 0 without a text.
    let height: Double

    /// Measures a text, or nothing for nil, on any canvas.
    init(_ text: String?, _ style: TextStyle, width: Double, lines: Int, canvas: Canvas) {
        self.text = text ?? ""
        self.style = style
        self.width = width
        self.lines = lines
        height =
            self.text.isEmpty
            ? 0 : canvas.measure(self.text, style, maxWidth: width, lines: lines).height
    }

    /// The height with `gap` points below it; 0 without a text.
    func height(with gap: Double) -> Double { height > 0 ? height + gap : 0 }

    /// Writes the text with its upper left corner at (`x`, `y`).
    func draw(on canvas: Canvas, x: Double, y: Double) {
        guard height > 0 else { return }
        canvas.write(text, x: x, y: y, style, maxWidth: width, lines: lines)
    }
}

/// The look of one curve: colour, dash and mark all differ from curve to curve, so that it is
/// recognised without colour.
struct LineStyle: Sendable, Equatable {
    /// One of the 8 colours of labels.
    let color: Color
    /// Lengths drawn and left out in turn, in points; empty for a solid line.
    let dash: [Double]
    /// A filled mark that stands on each value.
    let mark: Mark

    /// The look of the `index`-th curve, from 0. There are 8 colours, 8 dashes and 9 marks, so that
    /// 72 looks differ; then they repeat.
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
    /// The relative luminance of WCAG 2, 0 for black and 1 for white.
    var luminance: Double {
        func linear(_ part: Double) -> Double {
            part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The same hue, darkened until text in it has a contrast of at least 4.5 on white after WCAG
    /// 2. Dark colours stay as they are.
    var readable: Color {
        var color = self
        while color.luminance > 0.183 {
            color = Color(red: color.red * 0.97, green: color.green * 0.97, blue: color.blue * 0.97)
        }
        return color
    }
}

extension Canvas {
    /// Draws a line through the points with rounded corners; fewer than two points draw nothing.
    ///
    /// - Parameters:
    ///   - lineWidth: in points.
    ///   - dash: lengths drawn and left out in turn, in points; empty for a solid line.
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

/// The ranges of consecutive indices at which `present` is true, ascending. A curve is drawn over
/// each, so that missing values leave gaps.
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

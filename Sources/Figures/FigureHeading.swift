/// A figure's title and, below it, its notes, measured for one width.
struct FigureHeading {
    /// The texts and the upper edge of each, in points.
    private let lines: [(text: TextBlock, y: Double)]
    /// Where what follows may begin, in points: `top` itself without a text, else 6 points below
    /// the last text and its gap.
    let bottom: Double

    /// Breaks the title into at most 2 lines and each note into at most 3, of at most `width`
    /// points, from `top` on. Empty texts are left out.
    init(title: String, notes: [String], top: Double, width: Double, canvas: Canvas) {
        var y = top
        var lines: [(text: TextBlock, y: Double)] = []
        for (text, style, mostLines) in [(title, Chart.titleStyle, 2)]
            + notes.map({ ($0, Chart.captionStyle, 3) }) where !text.isEmpty
        {
            let block = TextBlock(text, style, width: width, lines: mostLines, canvas: canvas)
            lines.append((block, y))
            y += block.height(with: 2)
        }
        self.lines = lines
        bottom = lines.isEmpty ? y : y + 6
    }

    /// Draws the texts with their left edge at `x` points, at the heights that were measured.
    func draw(on canvas: Canvas, x: Double) {
        for (text, y) in lines { text.draw(on: canvas, x: x, y: y) }
    }
}

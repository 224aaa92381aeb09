/// A figure's title and, below it, its notes.
struct FigureHeading {
    private let lines: [(text: TextBlock, y: Double)]
    /// Where what follows may begin: `top` itself without a text.
    let bottom: Double

    /// Lines of at most `width` from `top` on; empty texts are left out.
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

    func draw(on canvas: Canvas, x: Double) {
        for (text, y) in lines { text.draw(on: canvas, x: x, y: y) }
    }
}

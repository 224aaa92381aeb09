/// The positions of a scene's parts, in the pixels of the paper's figure (`SceneFigure.unit`).
struct SceneLayout {
    let width: Double
    let height: Double
    /// The box of the image.
    let image: Rect
    /// The frames of the maps, then those of the attention panels.
    let frames: [SceneFrame]
    /// The colour bars of the attention panels; an empty range becomes 0...1.
    let bars: [ColorBar]
    /// The legend on top; nil where no object has a patch.
    let legend: SceneLegend?
    /// The upper edge of the caption, also without one.
    let captionTop: Double

    static let tickStyle = TextStyle(size: 10)
    static let titleStyle = TextStyle(size: 16)
    static let captionStyle = TextStyle(size: 12, color: .quiet)
    /// Size of every frame.
    private static let panelSize = (width: 250.0, height: 216.0)
    /// The most width that the image takes.
    private static let imageSide = 217.0
    /// The distance between a frame and its colour bar.
    static let barGap = 9.0

    /// Measures the panels' numbers and the legend, and places all parts from left to right.
    init(_ figure: SceneFigure, canvas: Canvas) {
        let size = SceneLayout.panelSize
        let panels: [(x: [Float], y: [Float])] =
            figure.panels.map { ($0.x, $0.y) } + figure.attention.map { ($0.x, $0.y) }
        // Gaps that hold the widest numbers on the left of each panel.
        var gaps: [Double] = []
        var frames: [SceneFrame] = []
        bars = figure.attention.map { panel in
            let known = panel.values.filter(\.isFinite)
            return ColorBar(
                low: Double(known.min() ?? 0), high: Double(known.max() ?? 1),
                style: SceneLayout.tickStyle)
        }
        var x = 5 + SceneLayout.imageSide
        for (index, panel) in panels.enumerated() {
            let frame = SceneFrame(
                x: panel.x, y: panel.y, width: size.width, height: size.height, canvas: canvas)
            let gap = max(50, frame.labelWidth + 22)
            gaps.append(gap)
            x += (gaps.count == 1 ? gap + 16 : gap)
            frames.append(frame)
            frames[frames.count - 1].box.x = x
            x += size.width
            if index >= figure.panels.count {
                let bar = bars[index - figure.panels.count]
                x += SceneLayout.barGap + bar.breadth(canvas)
            }
        }
        width = x + max(5, (frames.last?.overhang ?? 0) + 2)

        let entries = SceneLegend.entries(figure)
        // Without a mask all patches would be called background.
        legend =
            entries.allSatisfy { $0.object == 0 }
            ? nil : SceneLegend(entries, width: width, canvas: canvas)
        let top = (legend?.height ?? 0) + 12
        for index in frames.indices { frames[index].box.y = top }
        self.frames = frames
        image = Rect(
            x: 5, y: top, width: SceneLayout.imageSide, height: size.height
        ).fitting(width: Double(figure.image.width), height: Double(figure.image.height))

        let ticks = canvas.measure("0", SceneLayout.tickStyle).height
        let titles = canvas.measure("Layer 0", SceneLayout.titleStyle).height
        captionTop = top + size.height + SceneFrame.tickLength + 2 + ticks + titles + 6
        let captionHeight =
            figure.caption.map { canvas.measure($0, SceneLayout.captionStyle).height + 2 } ?? 0
        height = captionTop + captionHeight
    }
}

/// One panel with its axes: a frame, ticks with numbers, the title below.
struct SceneFrame {
    /// The frame, moved to its position after it was measured.
    var box: Rect
    /// The width of the widest number at the left, in units of the layout.
    let labelWidth: Double
    /// How far the last number below reaches beyond the right edge; 0 if it does not.
    let overhang: Double
    /// The horizontal scale, over the finite coordinates with a margin of 5 %.
    private let across: Axis
    /// The vertical scale, likewise.
    private let up: Axis
    private let acrossTicks: [(value: Double, text: String)]
    private let upTicks: [(value: Double, text: String)]

    /// Length of a tick outside the frame.
    static let tickLength = 3.5

    /// Measures a frame of the given size for the points of a panel.
    init(x: [Float], y: [Float], width: Double, height: Double, canvas: Canvas) {
        box = Rect(x: 0, y: 0, width: width, height: height)
        let across = Axis(spanning: x)
        self.across = across
        up = Axis(spanning: y)
        upTicks = up.ticks(limit: 9)
        let style = SceneLayout.tickStyle
        labelWidth = upTicks.map { canvas.measure($0.text, style).width }.max() ?? 0
        // Fewer numbers below the panel until they stand apart.
        var limit = 8
        var ticks = across.ticks(limit: limit)
        while limit > 1 {
            let widest = ticks.map { canvas.measure($0.text, style).width }.max() ?? 0
            if Double(ticks.count) * (widest + 6) <= width { break }
            limit -= 1
            ticks = across.ticks(limit: limit)
        }
        acrossTicks = ticks
        let reach = ticks.last.map {
            width * across.fraction($0.value) + canvas.measure($0.text, style).width / 2 - width
        }
        overhang = max(0, reach ?? 0)
    }

    /// The position of a point on the canvas; nil when it is not finite.
    func place(_ x: Float, _ y: Float) -> Point? {
        guard x.isFinite, y.isFinite else { return nil }
        return Point(
            box.x + box.width * across.fraction(Double(x)),
            box.maxY - box.height * up.fraction(Double(y)))
    }

    /// Draws the frame, ticks, numbers and title.
    func draw(on canvas: Canvas, title: String) {
        let style = SceneLayout.tickStyle
        let length = SceneFrame.tickLength
        for tick in acrossTicks {
            let x = box.x + box.width * across.fraction(tick.value)
            canvas.line(
                [Point(x, box.maxY), Point(x, box.maxY + length)], .frame, lineWidth: 0.8)
            canvas.write(tick.text, x: x, y: box.maxY + length + 2, style, .center)
        }
        for tick in upTicks {
            let y = box.maxY - box.height * up.fraction(tick.value)
            canvas.line([Point(box.x - length, y), Point(box.x, y)], .frame, lineWidth: 0.8)
            canvas.write(tick.text, x: box.x - length - 3, y: y, style, .trailing, .middle)
        }
        canvas.stroke(box, .frame, lineWidth: 0.8)
        let below = canvas.measure("0", style).height
        canvas.write(
            title, x: box.midX, y: box.maxY + length + 2 + below, SceneLayout.titleStyle, .center,
            maxWidth: box.width + 40)
    }
}

/// The legend above a scene: one framed line of marks and names, or up to three.
struct SceneLegend {
    /// The lower edge of its frame, from the upper edge of the figure.
    let height: Double
    private let lines: [[(style: MarkStyle?, name: String, x: Double)]]
    /// The frame around all lines.
    private let frame: Rect
    private let textStyle: TextStyle
    private let lineHeight: Double

    /// The most lines; names beyond them are counted as "+ n more".
    private static let mostLines = 3
    /// Font sizes that are tried, until all names fit into one line.
    private static let sizes = [19.0, 16, 13]
    /// The width after which a name ends in an ellipsis.
    private static let widestName = 260.0

    /// One object of the legend, 0 for the background.
    struct Entry: Equatable {
        let object: Int
        let name: String
    }

    /// The background and the objects that have a patch in any panel, ascending. Equal names are
    /// numbered: "dog 1", "dog 2".
    static func entries(_ figure: SceneFigure) -> [Entry] {
        let present = Set(figure.panels.flatMap(\.objects)).map(Int.init).sorted()
        func name(_ object: Int) -> String {
            if object == 0 { return "background" }
            return object <= figure.objectNames.count
                ? figure.objectNames[object - 1] : "object \(object)"
        }
        let counts = Dictionary(present.map { (name($0), 1) }, uniquingKeysWith: +)
        var used: [String: Int] = [:]
        return present.map { object in
            let name = name(object)
            guard counts[name] ?? 1 > 1 else { return Entry(object: object, name: name) }
            used[name, default: 0] += 1
            return Entry(object: object, name: "\(name) \(used[name] ?? 1)")
        }
    }

    /// Chooses the largest font with which the names fit into one line of `width`; else the
    /// smallest, with several lines.
    init(_ names: [Entry], width: Double, canvas: Canvas) {
        let room = width - 16
        var chosen: [[Item]] = []
        var size = 0.0
        for candidate in SceneLegend.sizes {
            size = candidate
            chosen = SceneLegend.broken(names, size: size, room: room, canvas: canvas)
            if chosen.count == 1 { break }
        }
        if chosen.count > SceneLegend.mostLines {
            chosen = SceneLegend.shortened(chosen, size: size, room: room, canvas: canvas)
        }
        textStyle = TextStyle(size: size)
        lineHeight = canvas.measure("Ag", textStyle).height + 4
        let widths = chosen.map { $0.reduce(0) { $0 + $1.width } }
        let inner = widths.max() ?? 0
        frame = Rect(
            x: (width - inner) / 2 - 4, y: 3, width: inner + 8,
            height: lineHeight * Double(chosen.count) + 4)
        height = frame.maxY
        lines = zip(chosen, widths).map { line, lineWidth in
            var x = (width - lineWidth) / 2
            return line.map { item in
                defer { x += item.width }
                return (item.style, item.name, x)
            }
        }
    }

    /// Draws the frame, marks and names.
    func draw(on canvas: Canvas) {
        canvas.stroke(frame, .hairline, lineWidth: 1, radius: 4)
        for (index, line) in lines.enumerated() {
            let middle = frame.y + 2 + lineHeight * (Double(index) + 0.5)
            for item in line {
                let lead = SceneLegend.lead(textStyle.size)
                if let style = item.style {
                    canvas.mark(
                        style, x: item.x + lead * 0.5, y: middle, breadth: textStyle.size * 0.5)
                }
                canvas.write(
                    item.name, x: item.x + (item.style == nil ? 8 : lead), y: middle, textStyle,
                    .leading, .middle, maxWidth: SceneLegend.widestName)
            }
        }
    }

    /// A name with its mark and the width that both take; nil for a text without a mark.
    private struct Item {
        let style: MarkStyle?
        let name: String
        let width: Double
    }

    /// The width before a name that its mark takes, for a font size.
    private static func lead(_ size: Double) -> Double { size * 2.6 }

    /// Measures a name with its mark at a font size.
    private static func item(
        _ name: String, style: MarkStyle?, size: Double, canvas: Canvas
    ) -> Item {
        let text = canvas.measure(name, TextStyle(size: size), maxWidth: widestName).width
        let before = style == nil ? 8 : lead(size)
        return Item(style: style, name: name, width: before + text + size * 0.5)
    }

    /// Breaks the names into lines of at most `room`; a single name may be wider.
    private static func broken(
        _ names: [Entry], size: Double, room: Double, canvas: Canvas
    ) -> [[Item]] {
        var lines: [[Item]] = [[]]
        var used = 0.0
        for entry in names {
            let item = item(
                entry.name, style: .object(entry.object), size: size, canvas: canvas)
            if used + item.width > room, !lines[lines.count - 1].isEmpty {
                lines.append([])
                used = 0
            }
            lines[lines.count - 1].append(item)
            used += item.width
        }
        return lines
    }

    /// The first lines, the last of them ending in "+ n more" for the names that were left out.
    private static func shortened(
        _ lines: [[Item]], size: Double, room: Double, canvas: Canvas
    ) -> [[Item]] {
        var kept = Array(lines.prefix(mostLines))
        var missing = lines.dropFirst(mostLines).reduce(0) { $0 + $1.count }
        var more = item("+ \(missing) more", style: nil, size: size, canvas: canvas)
        while kept[mostLines - 1].count > 1,
            kept[mostLines - 1].reduce(0, { $0 + $1.width }) + more.width > room
        {
            kept[mostLines - 1].removeLast()
            missing += 1
            more = item("+ \(missing) more", style: nil, size: size, canvas: canvas)
        }
        kept[mostLines - 1].append(more)
        return kept
    }
}

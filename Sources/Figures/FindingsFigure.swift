/// What is worth a look in a collection, as a contact sheet: pairs and single images in sections,
/// with the reason below each.
public struct FindingsFigure: Figure, Sendable {
    /// One image or two that belong together.
    public struct Item: Sendable, Equatable {
        /// One or two.
        public let pictures: [Thumbnail]
        /// Below each picture, one a picture: a path, its folder in a line of its own.
        public let names: [String]
        /// Below the names; a line each, at most two.
        public let lines: [String]

        public init(pictures: [Thumbnail], names: [String], lines: [String]) {
            precondition(
                (1...2).contains(pictures.count) && names.count == pictures.count
                    && lines.count <= 2,
                "\(pictures.count) pictures, \(names.count) names, \(lines.count) lines")
            self.pictures = pictures
            self.names = names
            self.lines = lines
        }
    }

    public struct Section: Sendable, Equatable {
        public let title: String
        /// How many there are, and of what order.
        public let note: String
        /// All of one or all of two pictures.
        public let items: [Item]

        public init(title: String, note: String, items: [Item]) {
            precondition(
                Set(items.map(\.pictures.count)).count <= 1, "pairs and single images in one")
            self.title = title
            self.note = note
            self.items = items
        }
    }

    public let sections: [Section]
    public let title: String
    public let caption: String?

    public init(sections: [Section], title: String, caption: String? = nil) {
        self.sections = sections
        self.title = title
        self.caption = caption
    }

    public var size: (width: Double, height: Double) {
        let layout = FindingsLayout(self, canvas: .ruler())
        return (FindingsLayout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = FindingsLayout(self, canvas: canvas)
        for (text, y) in layout.texts { text.draw(on: canvas, x: Chart.margin, y: y) }
        for place in layout.places {
            for (index, picture) in place.item.pictures.enumerated() where layout.hasPictures {
                canvas.thumbnail(
                    picture,
                    in: Rect(
                        x: place.left + Double(index) * (FindingsLayout.side + 2), y: place.top,
                        width: FindingsLayout.side, height: FindingsLayout.side))
            }
            var y = place.top + (layout.hasPictures ? FindingsLayout.side + 2 : 0)
            for (index, name) in place.item.names.enumerated() {
                let left = place.left + Double(index) * (FindingsLayout.side + 2)
                let (folder, file) = FindingsLayout.parts(name)
                let room = FindingsLayout.textWidth
                if !folder.isEmpty {
                    canvas.write(
                        canvas.cutInTheMiddle(folder, FindingsLayout.lineStyle, to: room),
                        x: left, y: y, FindingsLayout.lineStyle, maxWidth: room)
                }
                canvas.write(
                    FindingsLayout.lines(of: file, canvas: canvas), x: left,
                    y: y + (place.hasFolder ? layout.lineHeight : 0), FindingsLayout.nameStyle,
                    maxWidth: room, lines: FindingsLayout.nameLines)
            }
            y += place.namesHeight
            for line in place.item.lines {
                canvas.write(
                    line, x: place.left, y: y, FindingsLayout.lineStyle,
                    maxWidth: FindingsLayout.width(of: place.item) - 1)
                y += layout.lineHeight
            }
        }
    }
}

/// Where the parts of a contact sheet stand.
struct FindingsLayout {
    /// One item in its place.
    struct Place {
        let item: FindingsFigure.Item
        /// Whether a name of its line has a folder.
        let hasFolder: Bool
        /// The height of the names in its line, in points.
        let namesHeight: Double
        let left: Double
        let top: Double
    }

    /// `a/b/` and `c.jpg` of `a/b/c.jpg`.
    static func parts(_ path: String) -> (folder: String, file: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    /// A file's name as it stands in its lines: broken behind a hyphen, dot or underscore, by
    /// spaces of no width, where it fits so; else anywhere, and without its middle where it is too
    /// long.
    static func lines(of name: String, canvas: Canvas) -> String {
        let breakable = String(name.flatMap { "-_.".contains($0) ? [$0, "\u{200B}"] : [$0] })
        let cut = canvas.cutInTheMiddle(breakable, nameStyle, to: textWidth, lines: nameLines)
        return cut == breakable
            ? cut : canvas.cutInTheMiddle(name, nameStyle, to: textWidth, lines: nameLines)
    }

    let height: Double
    let texts: [(text: TextBlock, y: Double)]
    let places: [Place]
    let lineHeight: Double
    /// Without any picture the sheet is a list.
    let hasPictures: Bool

    static let side = 84.0
    static let columns = 8
    static let gap = 10.0
    /// Lines of a file's name.
    static let nameLines = 2
    static let textWidth = side - 1
    static let nameStyle = TextStyle(size: 7.5)
    static let lineStyle = TextStyle(size: 7.5, color: .quiet)
    static var width: Double {
        2 * Chart.margin + Double(columns) * (side + gap) - gap
    }

    /// The width of the texts below an item, in points.
    static func width(of item: FindingsFigure.Item) -> Double {
        item.pictures.count == 2 ? 2 * side + 2 : side
    }

    /// The height of a file's name in as many lines as it takes, in points.
    private static func nameHeight(
        _ file: String, lineHeight: Double, canvas: Canvas
    ) -> Double {
        let text = lines(of: file, canvas: canvas)
        let height = canvas.measure(text, nameStyle, maxWidth: textWidth, lines: nameLines).height
        return max(lineHeight, height + 0.5)
    }

    init(_ figure: FindingsFigure, canvas: Canvas) {
        let inner = FindingsLayout.width - 2 * Chart.margin
        lineHeight = canvas.measure("Ag", FindingsLayout.nameStyle).height + 0.5
        hasPictures = figure.sections.contains { section in
            section.items.contains { $0.pictures.contains { $0.image != nil } }
        }
        var texts: [(text: TextBlock, y: Double)] = []
        var places: [Place] = []
        var y = Chart.margin
        func add(_ text: String?, _ style: TextStyle, lines: Int, gap: Double) {
            let block = TextBlock(text, style, width: inner, lines: lines, canvas: canvas)
            texts.append((block, y))
            y += block.height(with: gap)
        }
        add(figure.title, Chart.titleStyle, lines: 2, gap: 6)
        for section in figure.sections {
            add(section.title, Chart.panelStyle, lines: 1, gap: 1)
            add(section.note, Chart.captionStyle, lines: 2, gap: 5)
            let perItem = section.items.first?.pictures.count ?? 1
            let perRow = FindingsLayout.columns / perItem
            for start in stride(from: 0, to: section.items.count, by: perRow) {
                let row = section.items[start..<min(start + perRow, section.items.count)]
                let names = row.flatMap(\.names).map(FindingsLayout.parts)
                let hasFolder = names.contains { !$0.folder.isEmpty }
                let tallest = names.map { [lineHeight] in
                    FindingsLayout.nameHeight($0.file, lineHeight: lineHeight, canvas: canvas)
                }.max()
                let namesHeight = (hasFolder ? lineHeight : 0) + (tallest ?? lineHeight)
                for (column, item) in row.enumerated() {
                    let step = Double(perItem) * (FindingsLayout.side + FindingsLayout.gap)
                    places.append(
                        Place(
                            item: item, hasFolder: hasFolder, namesHeight: namesHeight,
                            left: Chart.margin + Double(column) * step, top: y))
                }
                y +=
                    (hasPictures ? FindingsLayout.side + 2 : 0) + namesHeight
                    + Double(row.map(\.lines.count).max() ?? 0) * lineHeight + 7
            }
            y += 6
        }
        add(figure.caption, Chart.captionStyle, lines: 3, gap: 0)
        self.texts = texts
        self.places = places
        height = y + Chart.margin
    }
}

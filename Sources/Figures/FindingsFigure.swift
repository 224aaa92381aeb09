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
                if !folder.isEmpty {
                    canvas.write(
                        canvas.cutInTheMiddle(
                            folder, FindingsLayout.lineStyle, to: FindingsLayout.side - 1),
                        x: left, y: y, FindingsLayout.lineStyle, maxWidth: FindingsLayout.side - 1)
                }
                canvas.write(
                    canvas.cutInTheMiddle(
                        file, FindingsLayout.nameStyle, to: FindingsLayout.side - 1), x: left,
                    y: y + Double(place.nameLines - 1) * layout.lineHeight,
                    FindingsLayout.nameStyle, maxWidth: FindingsLayout.side - 1)
            }
            y += Double(place.nameLines) * layout.lineHeight
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
        /// Two where any name of the section has a folder.
        let nameLines: Int
        let left: Double
        let top: Double
    }

    /// `a/b/` and `c.jpg` of `a/b/c.jpg`.
    static func parts(_ path: String) -> (folder: String, file: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
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
    static let nameStyle = TextStyle(size: 7.5)
    static let lineStyle = TextStyle(size: 7.5, color: .quiet)
    static var width: Double {
        2 * Chart.margin + Double(columns) * (side + gap) - gap
    }

    /// Of the texts below an item.
    static func width(of item: FindingsFigure.Item) -> Double {
        item.pictures.count == 2 ? 2 * side + 2 : side
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
            let hasFolders = section.items.contains { $0.names.contains { $0.contains("/") } }
            let nameLines = hasFolders ? 2 : 1
            let lines = nameLines + (section.items.map(\.lines.count).max() ?? 0)
            let rowHeight =
                (hasPictures ? FindingsLayout.side + 2 : 0) + Double(lines) * lineHeight
            for (index, item) in section.items.enumerated() {
                let column = Double(index % perRow * perItem)
                places.append(
                    Place(
                        item: item, nameLines: nameLines,
                        left: Chart.margin + column * (FindingsLayout.side + FindingsLayout.gap),
                        top: y + Double(index / perRow) * (rowHeight + 7)))
            }
            let rows = (section.items.count + perRow - 1) / perRow
            y += Double(rows) * (rowHeight + 7) + 6
        }
        add(figure.caption, Chart.captionStyle, lines: 3, gap: 0)
        self.texts = texts
        self.places = places
        height = y + Chart.margin
    }
}

/// A contact sheet of what deserves a look in a data set: pairs and single images in sections, each
/// with its reason below.
public struct FindingsFigure: Figure, Sendable {
    /// One image, or two that belong together.
    public struct Item: Sendable, Equatable {
        /// One thumbnail or two.
        public let thumbnails: [Thumbnail]
        /// The path below each thumbnail, as many as thumbnails; its folder has a line of its own.
        public let names: [String]
        /// Texts below the names, a line each, at most two; they end in an ellipsis where they are
        /// too long.
        public let lines: [String]

        /// An item; other counts than those of the properties are a programming error.
        public init(thumbnails: [Thumbnail], names: [String], lines: [String]) {
            precondition(
                (1...2).contains(thumbnails.count) && names.count == thumbnails.count
                    && lines.count <= 2,
                "\(thumbnails.count) thumbnails, \(names.count) names, \(lines.count) lines")
            self.thumbnails = thumbnails
            self.names = names
            self.lines = lines
        }
    }

    /// Items of one kind of finding.
    public struct Section: Sendable, Equatable {
        /// The name of the finding, one line.
        public let title: String
        /// How many there are and how they are ordered, at most two lines.
        public let note: String
        /// The items in order, all with one thumbnail or all with two.
        public let items: [Item]

        /// A section; pairs and single images together are a programming error.
        public init(title: String, note: String, items: [Item]) {
            precondition(
                Set(items.map(\.thumbnails.count)).count <= 1, "pairs and single images in one")
            self.title = title
            self.note = note
            self.items = items
        }
    }

    /// The sections from top to bottom.
    public let sections: [Section]
    /// The title, at most two lines.
    public let title: String
    /// The text below everything, at most three lines; nil for none.
    public let caption: String?

    /// A sheet of sections.
    public init(sections: [Section], title: String, caption: String? = nil) {
        self.sections = sections
        self.title = title
        self.caption = caption
    }

    /// The size in points: 8 single images, or 4 pairs, to a row.
    public var size: (width: Double, height: Double) {
        let layout = FindingsLayout(self, canvas: .ruler())
        return (FindingsLayout.width, layout.height)
    }

    public func draw(on canvas: Canvas) {
        let layout = FindingsLayout(self, canvas: canvas)
        for (text, y) in layout.texts { text.draw(on: canvas, x: Chart.margin, y: y) }
        for place in layout.places {
            for (index, thumbnail) in place.item.thumbnails.enumerated() where layout.hasThumbnails
            {
                canvas.thumbnail(
                    thumbnail,
                    in: Rect(
                        x: place.left + Double(index) * (FindingsLayout.side + 2), y: place.top,
                        width: FindingsLayout.side, height: FindingsLayout.side))
            }
            var y = place.top + (layout.hasThumbnails ? FindingsLayout.side + 2 : 0)
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

/// The positions of the parts of a contact sheet, in points.
struct FindingsLayout {
    /// One item in its position.
    struct Place {
        let item: FindingsFigure.Item
        /// Whether any name in its row has a folder, so that all file names stand one line lower.
        let hasFolder: Bool
        /// The height of the names in its line, in points.
        let namesHeight: Double
        let left: Double
        let top: Double
    }

    /// The folder and file of a path: `a/b/` and `c.jpg` of `a/b/c.jpg`; "" for a path without a
    /// folder.
    static func parts(_ path: String) -> (folder: String, file: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    /// A file's name as it is written below its thumbnail, in at most two lines.
    ///
    /// It may be broken behind a hyphen, dot or underscore (by spaces of no width) if it fits that
    /// way. Otherwise it is broken anywhere, and loses its middle where it is too long.
    static func lines(of name: String, canvas: Canvas) -> String {
        let breakable = String(name.flatMap { "-_.".contains($0) ? [$0, "\u{200B}"] : [$0] })
        let cut = canvas.cutInTheMiddle(breakable, nameStyle, to: textWidth, lines: nameLines)
        return cut == breakable
            ? cut : canvas.cutInTheMiddle(name, nameStyle, to: textWidth, lines: nameLines)
    }

    let height: Double
    /// Titles, notes and the caption, with the upper edge of each.
    let texts: [(text: TextBlock, y: Double)]
    /// All items in their positions.
    let places: [Place]
    /// The height of a line below a thumbnail.
    let lineHeight: Double
    /// Whether any item has an image; without any the sheet is a list.
    let hasThumbnails: Bool

    /// Side of a thumbnail in points.
    static let side = 84.0
    /// Single images in a row.
    static let columns = 8
    /// Points between items.
    static let gap = 10.0
    /// The most lines of a file's name.
    static let nameLines = 2
    /// The width in points that a name may take.
    static let textWidth = side - 1
    /// The style of file names.
    static let nameStyle = TextStyle(size: 7.5)
    /// The style of folders and reasons.
    static let lineStyle = TextStyle(size: 7.5, color: .quiet)
    /// The width of the sheet in points.
    static var width: Double {
        2 * Chart.margin + Double(columns) * (side + gap) - gap
    }

    /// The width of the texts below an item, in points.
    static func width(of item: FindingsFigure.Item) -> Double {
        item.thumbnails.count == 2 ? 2 * side + 2 : side
    }

    /// The height of a file's name in as many lines as it takes, in points.
    private static func nameHeight(
        _ file: String, lineHeight: Double, canvas: Canvas
    ) -> Double {
        let text = lines(of: file, canvas: canvas)
        let height = canvas.measure(text, nameStyle, maxWidth: textWidth, lines: nameLines).height
        return max(lineHeight, height + 0.5)
    }

    /// Measures all texts and places the items row by row.
    init(_ figure: FindingsFigure, canvas: Canvas) {
        let inner = FindingsLayout.width - 2 * Chart.margin
        lineHeight = canvas.measure("Ag", FindingsLayout.nameStyle).height + 0.5
        hasThumbnails = figure.sections.contains { section in
            section.items.contains { $0.thumbnails.contains { $0.image != nil } }
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
            let perItem = section.items.first?.thumbnails.count ?? 1
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
                    (hasThumbnails ? FindingsLayout.side + 2 : 0) + namesHeight
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

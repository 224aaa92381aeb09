internal import Text

/// The contents of the HTML page that shows all figures of a run.
public struct ContactSheet: Sendable {
    /// One figure of the page.
    public struct Entry: Sendable {
        /// The name of the figure's file, which lies beside the page.
        public var file: String
        /// The figure's title, also in the navigation.
        public var title: String
        /// One sentence that explains what the figure shows.
        public var sentence: String
        /// Model, layer and rows of the figure, where the page is of several map files; "" for
        /// nothing.
        public var origin: String
        /// The name of the map file, where the page is of several; "" for nothing.
        public var source: String
        /// The figure's width in points. The page reserves its room while it loads.
        public var width: Double
        /// The figure's height in points.
        public var height: Double

        /// A figure of the page; `origin` and `source` are empty for a page of one map file.
        public init(
            file: String, title: String, sentence: String, origin: String = "",
            source: String = "", width: Double, height: Double
        ) {
            self.source = source
            self.origin = origin
            self.file = file
            self.title = title
            self.sentence = sentence
            self.width = width
            self.height = height
        }
    }

    /// A table of texts above the figures.
    public struct Table: Sendable {
        /// The line that opens and closes the table. A table without rows is this line only.
        public var title: String
        /// The heads of the columns.
        public var columns: [String]
        /// The cells `[rows, columns]`.
        public var rows: [[String]]
        /// Addresses of thumbnails before the first rows `[rows][any]`; empty for a table without.
        public var thumbnails: [[String]]
        /// Addresses of the cells that are links, by their text.
        public var links: [String: String] = [:]

        /// A table; `thumbnails` may have fewer rows than `rows`. A table without thumbnails has no
        /// column for them.
        public init(
            title: String, columns: [String], rows: [[String]], thumbnails: [[String]] = []
        ) {
            self.thumbnails = thumbnails
            self.title = title
            self.columns = columns
            self.rows = rows
        }
    }

    /// The title of the page.
    public var title: String
    /// Paragraphs below the title.
    public var lines: [String]
    /// Names and values of the quality card; empty for none.
    public var numbers: [(name: String, value: String)]
    /// Address of the page with the map, which is shown and linked at the top; nil for none.
    public var map: String?
    /// The figures in the order of the page.
    public var entries: [Entry]
    /// The tables above the figures; the first one is open.
    public var tables: [Table]

    /// A page; texts may contain any characters, they are escaped.
    public init(
        title: String, lines: [String], numbers: [(name: String, value: String)],
        entries: [Entry], tables: [Table] = [], map: String? = nil
    ) {
        self.map = map
        self.title = title
        self.lines = lines
        self.numbers = numbers
        self.entries = entries
        self.tables = tables
    }

    /// The page as an HTML document that needs nothing but the figures beside it: no script, no
    /// network.
    ///
    /// Its colours are light or dark as the reader's system is. The head contains the mark by which
    /// `isOwnFigure` recognises it.
    public var html: String {
        var parts = [
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            \(pageMark)
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(htmlText(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <h1>\(htmlText(title))</h1>
            """
        ]
        if let map {
            parts.append(
                "<p><a class=\"map\" href=\"\(htmlText(map))\">Open the map on its own page</a></p>"
            )
        }
        parts += lines.map { "<p>\(htmlText($0))</p>" }
        if !numbers.isEmpty {
            parts.append("<dl>")
            parts += numbers.map {
                "<div><dt>\(htmlText($0.name))</dt><dd>\(htmlText($0.value))</dd></div>"
            }
            parts.append("</dl>")
        }
        parts.append("</header>")
        if let map {
            parts.append("<iframe src=\"\(htmlText(map))\" title=\"The map\"></iframe>")
        }
        if entries.count > 1 {
            parts.append("<nav aria-label=\"Figures\">")
            parts += entries.map {
                "<a href=\"#\(percentEncoded($0.file.utf8))\">\(htmlText(Self.name($0)))</a>"
            }
            parts.append("</nav>")
        }
        parts += tables.enumerated().map { Self.table($1, isOpen: $0 == 0) }
        parts.append("<main>")
        parts += entries.map(Self.figure)
        parts.append("</main>\n</body>\n</html>\n")
        return parts.joined(separator: "\n")
    }

    /// The figure's title, with the map file in brackets where there are several.
    private static func name(_ entry: Entry) -> String {
        entry.source.isEmpty ? entry.title : "\(entry.title) (\(entry.source))"
    }

    /// The `<figure>` of an entry: the image as a link to its file, or a link alone for PDF, with
    /// its caption.
    private static func figure(_ entry: Entry) -> String {
        let link = percentEncoded(entry.file.utf8)
        let isWide = entry.width > 1.9 * entry.height
        // Text of figures is 8 to 13 points: at 4/3 pixels a point it has the size it was made for.
        let width = Int((entry.width * 4 / 3).rounded())
        let content: String
        if entry.file.lowercased().hasSuffix(".pdf") {
            content = "<a class=\"file\" href=\"\(link)\">\(htmlText(entry.file))</a>"
        } else {
            content = """
                <a href="\(link)"><img src="\(link)" alt="\(htmlText(name(entry)))" \
                width="\(Int(entry.width.rounded()))" height="\(Int(entry.height.rounded()))" \
                loading="lazy"></a>
                """
        }
        let origin =
            entry.origin.isEmpty ? "" : " <span>\(htmlText(entry.origin))</span>"
        return """
            <figure id="\(percentEncoded(entry.file.utf8))" style="--width: \(width)px"\
            \(isWide ? " class=\"wide\"" : "")>
            <div>\(content)</div>
            <figcaption><b>\(htmlText(name(entry))).</b> \(htmlText(entry.sentence))\(origin)\
            </figcaption>
            </figure>
            """
    }

    /// The table as `<details>`, open or closed.
    private static func table(_ table: Table, isOpen: Bool) -> String {
        func content(_ cell: String) -> String {
            guard let link = table.links[cell] else { return htmlText(cell) }
            return "<a href=\"\(htmlText(link))\">\(htmlText(cell))</a>"
        }
        func row(_ cells: [String], _ tag: String) -> String {
            "<tr>" + cells.map { "<\(tag)>\(content($0))</\(tag)>" }.joined() + "</tr>"
        }
        let hasThumbnails = table.thumbnails.contains { !$0.isEmpty }
        func thumbnails(_ index: Int) -> String {
            guard hasThumbnails else { return "" }
            let addresses = table.thumbnails.indices.contains(index) ? table.thumbnails[index] : []
            return "<td>"
                + addresses.map {
                    "<img src=\"\(htmlText($0))\" alt=\"\" height=\"48\" loading=\"lazy\">"
                }.joined() + "</td>"
        }
        let head = row(table.columns, "th")
        let rows =
            [hasThumbnails ? "<tr><th></th>" + head.dropFirst(4) : head]
            + table.rows.enumerated().map { index, cells in
                "<tr>" + thumbnails(index) + row(cells, "td").dropFirst(4)
            }
        if table.rows.isEmpty { return "<p class=\"none\">\(htmlText(table.title))</p>" }
        return """
            <details\(isOpen ? " open" : "")>
            <summary>\(htmlText(table.title))</summary>
            <div class="scroll">
            <table>
            \(rows.joined(separator: "\n"))
            </table>
            </div>
            </details>
            """
    }

    /// The page's style sheet, without addresses of anything else.
    private static let style = """
        :root { color-scheme: light dark; --page: #f6f6f4; --card: #fff; --ink: #1a1a1a;
          --quiet: #5a5a5a; --line: #d9d9d6; }
        @media (prefers-color-scheme: dark) { :root { --page: #161618; --card: #222226;
          --ink: #ececec; --quiet: #a8a8a8; --line: #3a3a40; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.45 system-ui, "DejaVu Sans", sans-serif; }
        header, main, nav, details, p.none { max-width: 1400px; margin: 0 auto;
          padding: 1rem 1.25rem; }
        h1 { font-size: 1.5rem; margin: .5rem 0; overflow-wrap: anywhere; }
        header p { margin: .2rem 0; color: var(--quiet); overflow-wrap: anywhere; }
        a.map { color: inherit; font-weight: 600; }
        iframe { display: block; width: calc(100% - 2.5rem); max-width: 1360px; height: 82vh;
          margin: .5rem auto 1rem; border: 1px solid var(--line); border-radius: 8px; }
        td a { color: inherit; }
        dl { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 0; }
        dl div { background: var(--card); border: 1px solid var(--line); border-radius: 6px;
          padding: .35rem .7rem; }
        dt { color: var(--quiet); font-size: .8rem; }
        dt, dd { overflow-wrap: anywhere; }
        dd { margin: 0; font-variant-numeric: tabular-nums; }
        nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .92rem; }
        nav a { color: inherit; overflow-wrap: anywhere; min-width: 0; }
        main { display: flex; flex-wrap: wrap; gap: 1rem; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line);
          border-radius: 8px; padding: .75rem; min-width: 0; max-width: 100%;
          flex: 1 1 min(100%, var(--width) * .8); }
        figure div, .scroll { overflow-x: auto; }
        figure img { display: block; width: var(--width); max-width: 100%; height: auto;
          margin: 0 auto; background: #fff; border-radius: 4px; }
        @media (max-width: 700px) { figure img { min-width: min(var(--width), 640px); } }
        figcaption { margin-top: .6rem; color: var(--quiet); font-size: .92rem;
          overflow-wrap: anywhere; }
        figcaption b { color: var(--ink); font-weight: 600; }
        figcaption span { display: block; font-size: .85rem; }
        details, p.none { padding: .4rem 1.25rem; overflow-wrap: anywhere; }
        td img { margin-right: .3rem; vertical-align: middle; border-radius: 3px; }
        summary { cursor: pointer; font-weight: 600; }
        table { border-collapse: collapse; margin: .5rem 0; font-size: .88rem;
          font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .15rem .9rem .15rem 0; overflow-wrap: normal;
          border-bottom: 1px solid var(--line); }
        th { color: var(--quiet); font-weight: 400; }
        a:focus-visible { outline: 3px solid #2f7fd0; outline-offset: 2px; }
        """
}

import Foundation
import TestSupport
import Testing

/// A page that is open in a browser, with what its file says about it.
struct MapPage {
    let session: BrowserSession
    let file: PageFile
    let url: URL

    /// Opens a page in the common session, without what earlier tests have left: decisions, size,
    /// messages.
    static func open(
        _ url: URL? = nil, fragment: String = "", width: Int = 1280, height: Int = 860
    ) throws -> MapPage {
        let session = try Browser.current.session()
        try session.resize(width: width, height: height)
        if try session.address().hasPrefix("file:") { try session.run("localStorage.clear()") }
        return try open(url, fragment: fragment, in: session)
    }

    static func open(
        _ url: URL? = nil, fragment: String = "", in session: BrowserSession
    ) throws -> MapPage {
        let url = try url ?? demoPage()
        let page = MapPage(session: session, file: try PageFile(url), url: url)
        _ = try session.consoleMessages()
        _ = try session.requestedAddresses()
        try page.load(fragment: fragment)
        return page
    }

    /// Opens a changed copy of a page.
    static func open(
        changing url: URL? = nil, fragment: String = "",
        _ change: (inout PageFile) throws -> Void
    ) throws -> MapPage {
        let original = try url ?? demoPage()
        var file = try PageFile(original)
        for number in file.description["sets"].elements.indices {
            // The copy lies elsewhere, and finds the same images.
            guard let root = file.collection(number)["root"].string else { continue }
            let absolute = URL(string: root, relativeTo: original)?.absoluteString
            file.description["sets"][number]["root"] = absolute.map { .string($0) } ?? .null
        }
        try change(&file)
        let changed = try Browser.current.newFile("page.html")
        try file.write(to: changed)
        return try open(changed, fragment: fragment)
    }

    /// Loads the page anew, also where only its fragment differs.
    func load(fragment: String = "") throws {
        try session.open(URL(string: "about:blank")!)
        try session.open(
            URL(string: url.absoluteString + (fragment.isEmpty ? "" : "#" + fragment))!)
        try waitUntilReady()
    }

    func waitUntilReady() throws {
        try session.wait(for: "the page", "return document.body?.dataset.ready === 'true'")
        try settle()
    }

    /// Waits until what was asked for is drawn.
    func settle() throws {
        try session.runAsync(
            """
            for (let frame = 0; frame < 2; frame++) {
              await new Promise((done) => requestAnimationFrame(done));
            }
            """)
    }

    // MARK: What the page shows

    /// The text of an element, shown or not; nil if there is none.
    func text(_ selector: String) throws -> String? {
        try session.run(
            "return document.querySelector(arguments[0])?.textContent ?? null",
            [.string(selector)]
        ).string
    }

    func texts(_ selector: String) throws -> [String] {
        try session.run(
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)",
            [.string(selector)]
        ).elements.compactMap(\.string)
    }

    func attribute(_ name: String, of selector: String) throws -> String? {
        try session.run(
            "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null",
            [.string(selector), .string(name)]
        ).string
    }

    /// A property of the computed style, as the browser writes it.
    func style(_ name: String, of selector: String) throws -> String {
        try session.run(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]",
            [.string(selector), .string(name)]
        ).string ?? ""
    }

    func isShown(_ selector: String) throws -> Bool {
        try session.run(
            "return document.querySelector(arguments[0])?.checkVisibility() ?? false",
            [.string(selector)]
        ).bool == true
    }

    func count(_ selector: String) throws -> Int {
        try session.run(
            "return document.querySelectorAll(arguments[0]).length", [.string(selector)]
        ).int ?? 0
    }

    /// Left, top, width and height of an element in the visible part of the page.
    func box(_ selector: String, _ index: Int = 0) throws -> (place: Place, size: Place) {
        let box = try session.run(
            """
            const box = document.querySelectorAll(arguments[0])[arguments[1]]
              .getBoundingClientRect();
            return [box.left, box.top, box.width, box.height];
            """, [.string(selector), .int(index)]
        ).elements.compactMap(\.number)
        try #require(box.count == 4, "\(selector)")
        return (Place(box[0], box[1]), Place(box[2], box[3]))
    }

    /// The line in the corner of a map.
    func caption(_ pane: Int = 0) throws -> String {
        let all = try texts(".caption")
        return all.indices.contains(pane) ? all[pane] : ""
    }

    /// Number of the selection as the panel states it.
    func selectionCount() throws -> Int? {
        let text = try text("#selection-count") ?? ""
        return Int(text.prefix { $0 != " " }.replacing(",", with: ""))
    }

    /// Waits until an element has a text.
    func expect(
        _ selector: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var last: String?
        try? session.wait(for: selector, seconds: 8) {
            last = try text(selector)
            return last == expected
        }
        #expect(last == expected, "\(selector)", sourceLocation: sourceLocation)
    }

    /// Waits until the selection has some number of items.
    func expectSelected(
        _ count: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let noun = file.collection()["noun"].elements.compactMap(\.string)
        try expect(
            "#selection-count", "\(grouped(count)) \(count == 1 ? noun[0] : noun[1]) selected",
            sourceLocation: sourceLocation)
    }

    /// Waits until a map's caption says that some number of its rows is drawn.
    func expectDrawn(
        _ count: Int, pane: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let rows = file.rows()
        let noun = file.collection()["noun"].elements.compactMap(\.string)
        let of = count == rows ? "" : "\(grouped(count)) of "
        let expected = "· \(of)\(grouped(rows)) \(rows == 1 ? noun[0] : noun[1]) drawn"
        var last = ""
        try? session.wait(for: "the caption", seconds: 8) {
            last = "· " + (try caption(pane))
            return last.contains(expected)
        }
        #expect(last.contains(expected), "\(last)", sourceLocation: sourceLocation)
    }

    /// The state in the address, once it no longer changes.
    func state() throws -> [String: [String]] {
        var last = ""
        var since = ContinuousClock.now
        try session.wait(for: "the address") {
            let now = try session.run("return location.hash").string ?? ""
            if now != last || now.isEmpty {
                last = now
                since = .now
                return false
            }
            // The page writes its address 0.3 s after a change.
            return ContinuousClock.now - since > .milliseconds(400)
        }
        var found: [String: [String]] = [:]
        for part in URLComponents(string: "?" + last.dropFirst())?.queryItems ?? [] {
            let value = (part.value ?? "").replacing("+", with: " ")
            found[part.name, default: []].append(value)
        }
        return found
    }

    // MARK: Maps

    /// The view of a map at a layer as the address states it.
    func view(_ pane: Int = 0, layer: Int? = nil, set: Int = 0) throws -> MapView {
        let size = try box(".pane", pane).size
        let main = file.collection(set)["mainLayer"].int ?? 0
        return MapView(
            layout: try file.layout(layer ?? main, of: set), width: size.left, height: size.top)
    }

    /// The same with the position and magnification of the address.
    func movedView(_ pane: Int = 0, layer: Int? = nil) throws -> MapView {
        var view = try view(pane, layer: layer)
        let key = pane == 0 ? "view" : "view\(pane + 1)"
        view.move(to: try #require(state()[key]?.first))
        return view
    }

    /// A place of a map in the visible part of the page.
    func onPage(_ place: Place, pane: Int = 0) throws -> Place {
        let corner = try box(".pane", pane).place
        return Place(corner.left + place.left, corner.top + place.top)
    }

    /// Takes the thumbnails away, which cover points.
    func hidePictures() throws {
        try session.click("#pictures")
        #expect(try attribute("aria-pressed", of: "#pictures") == "false")
        try settle()
    }

    func show(panel: String) throws { try session.click("[data-panel=\"\(panel)-panel\"]") }

    // MARK: Files

    /// The text of the file that a click on a button saves.
    func saved(_ name: String, by button: String) throws -> String {
        let place = session.downloads.appendingPathComponent(name)
        try? FileManager.default.removeItem(at: place)
        try session.click(button)
        try session.wait(for: "the file \(name)") {
            FileManager.default.fileExists(atPath: place.path)
        }
        return try String(contentsOf: place, encoding: .utf8)
    }
}

extension BrowserSession {
    /// Expects that the console has been told nothing.
    func expectQuiet(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let messages = try consoleMessages()
        #expect(messages == [], sourceLocation: sourceLocation)
    }
}

/// 12,000 for 12000.
func grouped(_ count: Int) -> String {
    var text = String(count)
    var place = text.count - 3
    while place > 0 {
        text.insert(",", at: text.index(text.startIndex, offsetBy: place))
        place -= 3
    }
    return text
}

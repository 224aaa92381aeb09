import Foundation
import TestSupport
import Testing

/// Texts that would do harm where a page took them for more than text.
private let hostile = [
    "</script><script>alert(1)</script>.png",
    "<img src=x onerror=alert(2)>/\"'><b onmouseover=alert(3)>.png",
    "\u{202E}gnp.exe\u{202C}/\u{2066}שלום",
    "long/" + String(repeating: "a", count: 10_000) + ".png",
    "=cmd|' /C calc'!A0", "javascript:alert(4)", "a,b \"c\"\nd\r.png", "&lt;i&gt;&amp;.png",
    "${alert(5)}{{7*7}}`\\u003cimg\\u003e", "\u{FEFF}%3Cscript%3E\u{2028}end",
]

extension BrowserTests {
    @Suite("Names that would do harm", .thorough)
    struct Hostile {
        private static func open() throws -> MapPage {
            try MapPage.open(changing: nil) { file in
                var paths = try file.paths()
                paths.replaceSubrange(0..<hostile.count, with: hostile)
                try file.setPaths(paths)
                let label = (0..<file.rows()).map { $0 < hostile.count ? $0 : 0 }
                file.description["title"] = .string(hostile[0])
                for (place, column) in file.collection()["columns"].elements.enumerated()
                where column["name"].string == "label" {
                    file.description["sets"][0]["columns"][place]["names"] =
                        .array(hostile.map { .string($0) })
                    file.description["sets"][0]["columns"][place]["title"] = .string(hostile[1])
                    try file.setChunk(
                        column["chunk"].string ?? "", data(label.map { UInt32($0) }))
                }
                for layer in file.collection()["layers"].elements.indices {
                    file.description["sets"][0]["layers"][layer]["title"] = .string(hostile[1])
                }
                file.description["sets"][0]["root"] = nil
                file.description["sets"][0]["neighbors"]["space"] = .string(hostile[0])
                file.description["sets"][0]["about"] = [
                    [
                        "title": .string(hostile[1]),
                        "lines": .array(hostile.map { [.string($0), .string($0)] }),
                    ],
                    ["title": "Commands", "lines": [[.string(hostile[0]), .string(hostile[1])]]],
                ]
                file.description["sets"][0]["findings"] =
                    Findings(
                        doubtful: (0..<hostile.count).map { ($0, hostile[$0], hostile[$0]) },
                        duplicates: [(0, 1), (2, 3)], outliers: Array(0..<hostile.count)
                    ).json
            }
        }

        /// What the texts would have added to the page, and whether one has run.
        private static func expectHarmless(
            _ page: MapPage, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            #expect(try page.session.prompt() == nil, sourceLocation: sourceLocation)
            let added = try page.session.run(
                """
                return [...document.querySelectorAll("b, i, img[src='x'], [onerror], "
                  + "[onmouseover], script:not([type]), a[href^='javascript']")].length
                  + document.querySelectorAll("script[type=module]").length;
                """)
            #expect(added == 1, "the program of the page alone", sourceLocation: sourceLocation)
            try page.session.expectQuiet(sourceLocation: sourceLocation)
            let width = try page.session.run("return document.documentElement.scrollWidth").number
            #expect((width ?? 0) <= 1280, sourceLocation: sourceLocation)
        }

        @Test("Title, legend, panels and cards show them as text")
        func texts() throws {
            let page = try Self.open()
            try page.expect("#title", hostile[0])
            try Self.expectHarmless(page)
            #expect(try page.texts(".legend-item .name") == hostile)
            try page.show(panel: "about")
            #expect(try page.texts("#about-panel dd").prefix(hostile.count).map { $0 } == hostile)
            try Self.expectHarmless(page)
            try page.show(panel: "findings")
            #expect(try page.count(".finding") == hostile.count)
            try Self.expectHarmless(page)
            try page.hidePictures()
            for row in hostile.indices {
                try page.load(fragment: "open=\(row)")
                try page.expect("#details .path bdi", hostile[row])
                try Self.expectHarmless(page)
            }
        }

        @Test("The card is small, whatever the length of a path")
        func card() throws {
            let page = try Self.open()
            try page.show(panel: "selection")
            try page.session.click("#select-shown")
            try page.session.wait(for: "cells") { try page.count(".cell") > hostile.count }
            for item in hostile.indices {
                let cell = try page.box("[data-item=\"\(item)\"]")
                try page.session.move(to: Place(cell.place.left + 30, cell.place.top + 30))
                try page.expect("#card .card-path", shortened(hostile[item]))
                let card = try page.box("#card")
                #expect(card.size.left <= 270 && card.size.top < 500, "\(card)")
                try Self.expectHarmless(page)
            }
        }

        @Test("Saved tables give the paths back, and no spreadsheet runs one")
        func saved() throws {
            let page = try Self.open()
            try page.show(panel: "selection")
            try page.session.click("#select-shown")
            try page.expectSelected(page.file.rows())
            let lines = table(try page.saved("selection.csv", by: "#export-csv"))
            #expect(lines.count == page.file.rows() + 1)
            let isFormula = { (cell: String) in "=+@\t".contains(cell.prefix(1)) && !cell.isEmpty }
            #expect(lines.joined().filter(isFormula) == [])
            for (row, path) in hostile.enumerated() {
                #expect(lines[row + 1][0] == (isFormula(path) ? "'" + path : path))
            }
            try page.session.click("#keep-selection")
            try page.show(panel: "findings")
            let text = try page.saved("review.csv", by: "#export-review")
            let reviewed = table(text)
            #expect(reviewed.dropFirst().prefix(hostile.count).map { $0[0] } == hostile)
            // Read into an empty review, the file gives the same decisions.
            try page.session.run("localStorage.clear()")
            try page.load()
            try page.show(panel: "findings")
            let file = try Browser.current.newFile("again.csv")
            try text.write(to: file, atomically: true, encoding: .utf8)
            try page.session.type(file.path, into: "#import-review")
            try page.expect(
                "#finding-progress",
                "\(grouped(page.file.rows())) decisions read from \(file.lastPathComponent)")
            #expect(try page.saved("review.csv", by: "#export-review") == text)
            try Self.expectHarmless(page)
        }

        @Test("Searches and addresses with markup are text too")
        func searched() throws {
            let page = try Self.open()
            try page.session.replace("#find", with: "<img src=x onerror=alert(6)>")
            try page.session.wait(for: "the search") {
                try page.caption().contains(" 1 of ") || page.caption().contains(" 0 of ")
            }
            let name = "<img%20src=x%20onerror=alert(7)>"
            try page.load(fragment: "find=\(name)&color=\(name)&layer=\(name)&hide=0:\(name)")
            try Self.expectHarmless(page)
            #expect(try page.session.run("return document.all.find.value").string?.first == "<")
        }
    }
}

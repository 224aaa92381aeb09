import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("How findings are reviewed, and what is saved", .thorough)
    struct Reviewing {
        /// A page with four doubtful labels, three pairs of copies and sixty outliers.
        private static func open() throws -> MapPage {
            let page = try MapPage.open(changing: nil) { file in
                let labels = try file.labels()
                file.description["sets"][0]["findings"] =
                    Findings(
                        doubtful: [20, 21, 22, 23].map { ($0, labels[$0], "other \($0)") },
                        duplicates: [(0, 1), (2, 3), (4, 5)], outliers: Array(30..<90)
                    ).json
            }
            try page.show(panel: "findings")
            return page
        }

        private static func choose(_ name: String, in page: MapPage) throws {
            let place = ["conflicts", "doubtful", "duplicates", "outliers", "leaks"]
                .firstIndex(of: name)!
            try page.session.click("#finding-tabs button:nth-child(\(place + 1))")
        }

        private static func focus(_ place: Int, in page: MapPage) throws {
            try page.session.run(
                "document.querySelector('[data-place=\"\(place)\"]').focus()")
        }

        private static func focused(in page: MapPage) throws -> String? {
            try page.session.run("return document.activeElement?.dataset.place ?? null").string
        }

        private static func reviewed(_ page: MapPage) throws -> [[String]] {
            let lines = table(try page.saved("review.csv", by: "#export-review"))
            #expect(lines.first == ["path", "sha256", "decision", "label", "note"])
            return lines.dropFirst().map { Array($0) }
        }

        @Test("The lists of findings have their lines, their counts and their reasons")
        func lists() throws {
            let page = try Self.open()
            let tabs = try page.texts("#finding-tabs button")
            #expect(
                tabs == [
                    "Two labels -", "Doubtful labels 4", "Duplicates 3", "Outliers 60", "Leaks -",
                ])
            #expect(
                try page.attribute("aria-selected", of: "#finding-tabs button:nth-child(2)")
                    == "true")
            try page.expect("#finding-progress", "0 of 4 labels decided · 0 decisions in all")
            #expect(try page.count(".finding") == 4)
            let text = try page.texts(".finding p")[0]
            #expect(text == "18 of 20 neighbours: other 20, confidence 0.8")
            try Self.choose("duplicates", in: page)
            #expect(try page.count(".finding") == 3)
            #expect(try page.texts(".finding p")[0] == "near, mirrored, cosine 0.9912")
            let titles = try page.session.run(
                "return [...document.querySelectorAll('.finding-picture')].map((e) => e.title)")
            #expect(
                titles.elements.compactMap(\.string) == (try page.file.paths().prefix(6).map { $0 })
            )
            try Self.choose("outliers", in: page)
            #expect(try page.count(".finding") == 50)
            try page.session.click("#finding-list .wide")
            #expect(try page.count(".finding") == 60)
        }

        @Test("Keys decide on the marked line without a click into the list")
        func keysFromTabs() throws {
            let page = try Self.open()
            try Self.choose("doubtful", in: page)
            try page.session.press("k", "r")
            try page.expect("#finding-progress", "2 of 4 labels decided · 2 decisions in all")
            try Self.choose("duplicates", in: page)
            try page.session.press("d", "d")
            try page.expect("#finding-progress", "2 of 3 pairs decided · 4 decisions in all")
            #expect(
                try Self.reviewed(page).map { $0[2] }.sorted() == [
                    "drop", "drop", "keep", "relabel",
                ])
        }

        @Test("Keys keep, drop, relabel and withdraw, and go to the next line")
        func keys() throws {
            let page = try Self.open()
            let paths = try page.file.paths()
            try Self.focus(0, in: page)
            try page.session.press("k")
            #expect(try Self.focused(in: page) == "1")
            try page.session.press("d")
            try page.session.press("r")
            try page.expect("#finding-progress", "3 of 4 labels decided · 3 decisions in all")
            #expect(try page.texts(".state") == ["keep", "drop", "relabel: other 22", ""])
            #expect(try Self.focused(in: page) == "3")
            try page.session.press(Key.up, Key.up, Key.backspace)
            try page.expect("#finding-progress", "2 of 4 labels decided · 2 decisions in all")
            try Self.choose("duplicates", in: page)
            try page.expect("#finding-progress", "0 of 3 pairs decided · 2 decisions in all")
            try Self.focus(0, in: page)
            // Of two copies the second one is dropped, of the next two the first one.
            try page.session.press("d", Key.left, "d", "k")
            try page.expect("#finding-progress", "3 of 3 pairs decided · 6 decisions in all")
            let expected: [[String]] = [
                [paths[1], "", "drop", "", ""], [paths[2], "", "drop", "", ""],
                [paths[4], "", "keep", "", ""], [paths[5], "", "keep", "", ""],
                [paths[20], "", "keep", "", ""], [paths[22], "", "relabel", "other 22", ""],
            ]
            let lines = try Self.reviewed(page).map { [$0[0], "", $0[2], $0[3], $0[4]] }
            #expect(lines == expected)
        }

        @Test("Relabelling without a suggestion asks for the label")
        func prompted() throws {
            let page = try Self.open()
            try Self.choose("outliers", in: page)
            try Self.focus(1, in: page)
            try page.session.press("r")
            try page.session.wait(for: "the question") { try page.session.prompt() != nil }
            try page.session.answerPrompt("something new")
            try page.expect("[data-place=\"1\"] .state", "relabel: something new")
            #expect(try Self.focused(in: page) == "2")
        }

        @Test("Decisions stay after a reload, and a file of them is read")
        func stored() throws {
            let page = try Self.open()
            let paths = try page.file.paths()
            try Self.focus(0, in: page)
            try page.session.press("k", "d")
            try page.expect("#finding-progress", "2 of 4 labels decided · 2 decisions in all")
            try page.session.reload()
            try page.waitUntilReady()
            try page.show(panel: "findings")
            try page.expect("#finding-progress", "2 of 4 labels decided · 2 decisions in all")
            #expect(try page.texts(".state") == ["keep", "drop", "", ""])

            let file = try Browser.current.newFile("review.csv")
            let text = """
                \u{FEFF}path,sha256,decision,label,note\r
                \(paths[20]),,drop,,"a note, with a comma"\r
                \(paths[22]),,relabel,"a ""new"" label",\r
                not/here.png,,keep,,\r

                """
            try text.write(to: file, atomically: true, encoding: .utf8)
            try page.session.type(file.path, into: "#import-review")
            try page.expect(
                "#finding-progress",
                "2 decisions read from \(file.lastPathComponent); 1 line about other images")
            #expect(try page.texts(".state") == ["drop", "drop", "relabel: a \"new\" label", ""])
            let lines = try Self.reviewed(page)
            #expect(lines.map { $0[0] } == [paths[20], paths[21], paths[22]])
            #expect(lines[0].suffix(3) == ["drop", "", "a note, with a comma"])
            #expect(lines[2].suffix(3) == ["relabel", "a \"new\" label", ""])

            try "label\ncat\n".write(to: file, atomically: true, encoding: .utf8)
            try page.session.type(file.path, into: "#import-review")
            try page.expect(
                "#finding-progress",
                "\(file.lastPathComponent): expected a table with the columns path and decision, "
                    + "found label")
        }

        @Test("An open picture is decided about with buttons, keys, a label and a note")
        func picture() throws {
            let page = try MapPage.open(fragment: "open=7")
            let path = try page.path(7)
            try page.expect("#details .path bdi", path)
            let keep = "#details button.keep"
            try page.session.click(keep)
            #expect(try page.attribute("aria-pressed", of: keep) == "true")
            #expect(try page.attribute("aria-pressed", of: "#details button.drop") == "false")
            try page.session.type("seen" + Key.enter, into: "#details .note")
            try page.session.run("document.activeElement.blur()")
            try page.session.press("d")
            try page.settle()
            #expect(
                try page.attribute("aria-pressed", of: "#details button.drop") == "true",
                "a key changes the buttons")
            try page.session.type("fox" + Key.enter, into: "#details .decide input")
            try page.show(panel: "findings")
            #expect(
                try Self.reviewed(page).map { [$0[0]] + $0.suffix(3) }
                    == [[path, "relabel", "fox", "seen"]])
        }

        @Test("A decision about the selection is one about each of its images")
        func selection() throws {
            let page = try MapPage.open(fragment: "select=3-4.a")
            try page.show(panel: "selection")
            try page.expectSelected(5)
            try page.session.click("#drop-selection")
            #expect(try page.texts(".cell .mark") == Array(repeating: "drop", count: 5))
            try page.session.type("owl" + Key.enter, into: "#relabel-selection")
            #expect(try page.texts(".cell .mark") == Array(repeating: "relabel", count: 5))
            try page.show(panel: "findings")
            let paths = try page.file.paths()
            #expect(
                try Self.reviewed(page).map { [$0[0]] + $0.suffix(3) }
                    == [3, 4, 5, 6, 10].map { [paths[$0], "relabel", "owl", ""] })
        }

        @Test("The table of the selection has its paths, positions and all columns")
        func exported() throws {
            let page = try MapPage.open(fragment: "select=2-3.9")
            try page.show(panel: "selection")
            let lines = table(try page.saved("selection.csv", by: "#export-csv"))
            let columns = page.file.collection()["columns"].elements
            let names = columns.compactMap { $0["name"].string }
            #expect(lines.first == ["path", "sha256", "x", "y"] + names)
            let (paths, labels) = (try page.file.paths(), try page.file.labels())
            let layout = try page.file.layout(page.file.mainLayer)
            try #require(lines.count == 5)
            for (line, row) in zip(lines.dropFirst(), [2, 3, 4, 9]) {
                #expect(line[0] == paths[row])
                #expect(page.file.collection()["digests"].isNull || line[1].count == 64)
                #expect(Float(line[2]) == layout[2 * row] && Float(line[3]) == layout[2 * row + 1])
                #expect(line[4 + (names.firstIndex(of: "label") ?? 0)] == labels[row])
                if let name = page.file.numberColumn {
                    let value = try page.file.numbers(name)[row]
                    let cell = line[4 + (names.firstIndex(of: name) ?? 0)]
                    #expect(value.isNaN ? cell.isEmpty : Float(cell) == value)
                }
            }
            #expect(try page.selectedPaths() == [2, 3, 4, 9].map { paths[$0] })
        }
    }
}

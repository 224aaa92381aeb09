import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("What the page loads and draws")
    struct Load {
        @Test("A page from a disk requests nothing but itself and its images, and reports nothing")
        func requests() throws {
            let page = try MapPage.open()
            let row = try page.view().loneliest()[0]
            try page.hidePictures()
            try page.session.click(at: page.onPage(page.view().place(row)))
            try page.expect("#details .path bdi", try page.file.paths()[row])
            try page.settle()
            let addresses = try page.session.requestedAddresses()
            #expect(addresses.contains { $0.hasPrefix(page.url.absoluteString) })
            let foreign = addresses.filter { address in
                !["file:", "data:", "blob:", "about:"].contains { address.hasPrefix($0) }
            }
            #expect(foreign == [])
            try page.session.expectQuiet()
        }

        @Test("Title, caption and legend state what the description has")
        func description() throws {
            let page = try MapPage.open()
            let file = page.file
            let title = try #require(file.description["title"].string)
            try page.expect("#title", title)
            #expect(try page.session.run("return document.title").string == title)
            let layer = file.collection()["layers"][file.mainLayer]["title"].string ?? ""
            let caption = try page.caption()
            #expect(caption.hasPrefix("\(layer) · "), "\(caption)")
            try page.expectDrawn(file.rows())
            let codes = try file.codes("label")
            let names = file.column("label")["names"].elements.compactMap(\.string)
            for (code, name) in names.enumerated() {
                let count = codes.filter { $0 == code }.count
                if count == 0 { continue }
                let item = "[data-code=\"\(code)\"]"
                #expect(try page.text("\(item) .name") == name)
                #expect(try page.text("\(item) .count") == grouped(count))
            }
            #expect(try page.count(".legend-item") == Set(codes).count)
        }

        @Test("Points have the colours of their labels at their positions")
        func colors() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            try page.expectColors(view)
            let ground = color(try page.style("backgroundColor", of: "body"))
            let pixels = try page.pixels(at: [page.emptyPlace(view)])
            #expect(pixels == [ground])
        }

        @Test("Selected points are opaque, the others faint")
        func marks() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let code = try page.frequentCodes()[0]
            let box = try page.box("[data-code=\"\(code)\"]")
            try page.session.click(
                at: Place(box.place.left + 20, box.place.top + 10), holding: [Key.alt])
            try page.expectSelected(try page.file.codes("label").filter { $0 == code }.count)
            try page.expectColors(
                page.view(), of: page.frequentCodes(), shares: [0.95...1.02, 0.05...0.36])
        }

        @Test("Pictures stand at their points, framed in the colour of the label")
        func pictures() throws {
            let page = try MapPage.open()
            let view = try page.view()
            let ground = color(try page.style("backgroundColor", of: "body"))
            // Beyond the disc of a point, and within its picture.
            let corners = { (row: Int) in
                let place = view.place(row)
                return [(9, 9), (9, -9), (-9, 9), (-9, -9)].map { (right: Double, down: Double) in
                    Place(place.left + right, place.top + down)
                }
            }
            let rows = view.loneliest().filter { row in
                (0..<view.count).allSatisfy { $0 == row || view.distance(row, $0) > 16 }
            }
            var pictured: [Int] = []
            try page.session.wait(for: "pictures at some of \(rows.count) lonely points") {
                let pixels = try page.pixels(at: rows.flatMap(corners))
                pictured = rows.indices.filter { index in
                    !pixels[4 * index..<4 * index + 4].contains(ground)
                }.map { rows[$0] }
                return pictured.count > 4
            }
            for row in pictured.prefix(3) {
                try page.session.move(to: page.onPage(corners(row)[1]))
                try page.expect("#card .card-path", shortened(try page.file.paths()[row]))
            }
            // The card of the last one lies over other points.
            try page.session.move(to: page.onPage(page.emptyPlace(view)))
            try page.hidePictures()
            try page.expectColors(view)
            try page.session.expectQuiet()
        }

        @Test("The page's policy refuses scripts, requests and images of other origins")
        func policy() throws {
            let page = try MapPage.open()
            let refused = try page.session.runAsync(
                """
                const refused = [];
                document.addEventListener("securitypolicyviolation", (event) =>
                  refused.push(event.effectiveDirective));
                const script = document.createElement("script");
                script.textContent = "globalThis.wasRun = true";
                const image = document.createElement("img");
                image.src = "http://127.0.0.1:9/picture.png";
                document.body.append(script, image);
                document.body.insertAdjacentHTML("beforeend",
                  '<button id="trap" onclick="globalThis.wasRun = true"></button>');
                document.getElementById("trap").click();
                await fetch("http://127.0.0.1:9/").catch(() => null);
                await new Promise((done) => setTimeout(done, 200));
                return [refused.sort().join(" "), globalThis.wasRun ?? false];
                """)
            let directives = Set((refused[0].string ?? "").split(separator: " ").map(String.init))
            let expected: Set = ["connect-src", "img-src", "script-src-attr", "script-src-elem"]
            #expect(directives.isSuperset(of: expected), "\(directives)")
            #expect(refused[1] == false)
            let requests = try page.session.requestedAddresses()
            #expect(requests.filter { $0.hasPrefix("http:") } == [])
            _ = try page.session.consoleMessages()
        }
    }
}

/// A path as the card shows it.
func shortened(_ path: String) -> String {
    path.utf16.count > 80 ? "…" + String(path.suffix(80)) : path
}

import Dense
import Foundation
import Store
import TestSupport
import Testing
import Tokens

extension BrowserTests {
    @Suite("The page over the server of explore", .thorough) struct Explore {
        /// The page of a server, with what the page of the same map has in its file.
        private func open(_ server: RunningExplore, fragment: String = "") throws -> MapPage {
            let session = try Browser.current.session()
            try session.resize(width: 1280, height: 860)
            let page = MapPage(
                session: session, file: try PageFile(try demoPage()), url: server.address)
            _ = try session.consoleMessages()
            _ = try session.requestedAddresses()
            try session.open(server.address)
            try session.run("localStorage.clear()")
            try page.load(fragment: fragment)
            return page
        }

        private func start() throws -> RunningExplore {
            try RunningExplore([try demoMap().map, "--no-open"])
        }

        @Test("It has all points in their colours, and asks nobody but its server")
        func load() throws {
            let server = try start()
            let page = try open(server)
            try page.expectDrawn(page.file.rows())
            try page.hidePictures()
            try page.expectColors(page.view())
            let row = try page.view().loneliest()[0]
            try page.session.move(to: page.onPage(page.view().place(row)))
            try page.expect("#card .card-path", page.file.paths()[row])
            try page.session.expectQuiet()
            let origin = "http://127.0.0.1:\(server.port)/"
            let asked = try page.session.requestedAddresses()
            #expect(asked.contains { $0.hasPrefix(origin + "chunks/0/tile/") })
            #expect(asked.filter { $0.hasPrefix("http") && !$0.hasPrefix(origin) } == [])
        }

        @Test("A click opens the original, which the server sends, and finds its nearest images")
        func picture() throws {
            let server = try start()
            let page = try open(server)
            try page.hidePictures()
            let view = try page.view()
            let row = view.loneliest()[0]
            try page.session.click(at: page.onPage(view.place(row)))
            try page.session.wait(for: "the original") {
                try page.session.run(
                    """
                    const image = document.querySelector("#details img");
                    return image?.complete && image.naturalWidth > 0 ? image.src : "";
                    """
                ).string?.hasSuffix("/originals/\(row)") == true
            }
            let found = try server.json("/search?row=\(row)&count=50")["hits"] as? [[Double]] ?? []
            try page.session.click("#search-nearest")
            try page.session.wait(for: "the nearest") {
                try page.count("#details .search .near") == found.count
            }
            #expect(
                try page.texts("#details .search .near span").first
                    == String(format: "%.3f", found[0][1]))
            try page.session.run(
                "document.querySelector('#details .search button.wide').click()")
            try page.expectSelected(found.count)
            try page.session.expectQuiet()
        }

        @Test("A box, a text and the legend choose among all rows, on the server")
        func rows() throws {
            let server = try start()
            let page = try open(server)
            try page.hidePictures()
            let view = try page.view()
            // The right edge of the box is where the largest gap between points is.
            let lefts = (0..<view.count).map { view.place($0).left }.sorted()
            let middle = lefts[lefts.count / 4..<lefts.count * 3 / 4]
            let gap = try #require(
                zip(middle, middle.dropFirst()).max { $0.1 - $0.0 < $1.1 - $1.0 })
            let right = ((gap.0 + gap.1) / 2).rounded()
            try page.session.drag(
                [Place(4, 4), Place(right - 20, 200), Place(right, view.height - 4)]
                    .map { try page.onPage($0) }, holding: [Key.shift])
            let inside = (0..<view.count).filter { view.place($0).left < right }
            #expect(inside.count > view.count / 5 && inside.count < view.count * 4 / 5)
            try page.expectSelected(inside.count)
            try page.show(panel: "selection")
            let paths = try page.file.paths()
            let list = try page.saved("selection.txt", by: "#export-paths")
            #expect(list.split(separator: "\n").map(String.init) == inside.map { paths[$0] })
            let asked = try page.session.requestedAddresses()
            #expect(asked.contains { $0.contains("/rows?") && $0.contains("outline=") })
            try page.session.type("dog", into: "#find")
            let dogs = try page.file.paths().count { $0.lowercased().contains("dog") }
            try page.expectDrawn(dogs)
            #expect(try page.session.requestedAddresses().contains { $0.contains("query=dog") })
            try page.session.replace("#find", with: "")
            try page.expectDrawn(page.file.rows())
            try page.session.expectQuiet()
        }

        @Test("The selection is saved as a list and as a table with the values of each row")
        func export() throws {
            let server = try start()
            let page = try open(server)
            let code = try page.frequentCodes()[0]
            let codes = try page.file.codes("label")
            let rows = codes.indices.filter { codes[$0] == code }
            let column = page.file.collection()["columns"].elements.first {
                $0["name"].string == "label"
            }
            let label = try #require(column?["names"][code].string)
            let box = try page.box("[data-code=\"\(code)\"]")
            try page.session.click(
                at: Place(box.place.left + 20, box.place.top + 10), holding: [Key.alt])
            try page.expectSelected(rows.count)
            try page.show(panel: "selection")
            let paths = try page.file.paths()
            let list = try page.saved("selection.txt", by: "#export-paths")
            #expect(list.split(separator: "\n").map(String.init) == rows.map { paths[$0] })
            let table = try page.saved("selection.csv", by: "#export-csv").split(
                whereSeparator: \.isNewline)
            try #require(table.count == rows.count + 1)
            #expect(table[0].hasPrefix("path,sha256,x,y,label"))
            let layout = try page.file.layout(page.file.mainLayer)
            for (line, row) in zip(table.dropFirst(), rows) {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                #expect(fields[0] == paths[row] && fields[1].count == 64)
                #expect(Float(fields[2]) == layout[2 * row] && fields[4] == label)
            }
            try page.session.expectQuiet()
        }

        @Test("A picture that is given to the page finds the images like it; text is refused")
        func givenPicture() throws {
            let server = try start()
            let page = try open(server)
            try page.show(panel: "search")
            let path = try page.file.paths()[9]
            try page.session.type("\(try demoMap().images)/\(path)", into: "#search-file")
            try page.session.wait(for: "hits") { try page.count("#search-results .near") == 50 }
            #expect(
                try page.attribute("data-row", of: "#search-results .near") == "9")
            #expect(try page.texts("#search-results .near span").first == "1.000")
            let text = try Browser.current.newFile("notes.txt")
            try Data("notes".utf8).write(to: text)
            try page.session.type(text.path, into: "#search-file")
            try page.session.wait(for: "the sentence") {
                try page.text("#search-note")?.contains("cannot read image") == true
            }
        }

        @Test("Inside of every image: rollout, and the cosines of all patches to one")
        func inside() throws {
            let server = try start()
            let page = try open(server)
            try page.hidePictures()
            let view = try page.view()
            let row = try #require(view.loneliest().first { $0 != 0 })
            try page.session.click(at: page.onPage(view.place(row)))
            try page.session.wait(for: "the inside") {
                try page.text(".inside")?.contains("Attention rollout of the class token") == true
            }
            try page.session.click(".inside-picture")
            try page.session.wait(for: "the cosines") {
                try page.text(".inside")?.contains("Cosine of every patch") == true
                    && page.count(".inside .near") == 8
            }
            let described = try server.json("/chunks/0/inside/\(row)")
            #expect(described["row"] as? Int == row)
            let reader = try EmbeddingReader(try demoMap().store)
            let tokens = try server.get("/chunks/0/inside/\(row)/tokens").body
            let stored = try reader.tokens(.block(11), .patches, rows: row..<row + 1)
            let start = tokens.count - stored.elements.count
            func cosine(_ a: [Float], _ b: [Float]) -> Float {
                func product(_ a: [Float], _ b: [Float]) -> Float {
                    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
                }
                return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
            }
            for patch in [1, 50, 195] {
                func coded(_ patch: Int) -> [Float] {
                    (0..<stored.columns).map {
                        Float(Int8(bitPattern: tokens[start + patch * stored.columns + $0]))
                    }
                }
                let exact = cosine(Array(stored.row(patch)), Array(stored.row(0)))
                #expect(abs(cosine(coded(patch), coded(0)) - exact) < 0.01)
            }
            try page.session.expectQuiet()
        }

        @Test("A map of more points than are drawn at once shows a share of them, magnified all")
        func large() throws {
            let count = 1_700_000
            var reduction = plainMap((0..<count).map { "\($0).jpg" })
            reduction.modelArrays.patchKernel = Matrix(rows: 768, columns: 4, repeating: 0)
            reduction.map?.parameters = try ReductionReader.read(demoMap().map).map?.parameters
            var generator = CounterGenerator(seed: 1)
            reduction.map?.layout = Matrix(
                rows: count, columns: 2,
                elements: (0..<2 * count).map { _ in
                    Float(generator.normal())
                })
            let map = try Browser.current.newFile("large.h5").path
            try ReductionWriter.write(reduction, to: map)
            let server = try RunningExplore([map, "--no-open"])
            let page = try open(server)
            func drawn() throws -> (points: Int, caption: String) {
                var caption = ""
                try page.session.wait(for: "all points of the view", seconds: 60) {
                    caption = try page.caption()
                    return !caption.contains("loading") && !caption.contains("fewer")
                }
                let words = caption.replacing(",", with: "").split(separator: " ")
                return (words.lazy.compactMap { Int($0) }.first { $0 > 10 } ?? 0, caption)
            }
            let whole = try drawn()
            #expect((1_400_000...1_500_000).contains(whole.points), "\(whole)")
            #expect(whole.caption.contains("of 1,700,000 images drawn"))
            let share = 100 * Double(whole.points) / Double(count)
            let stated = whole.caption.firstMatch(of: /a sample of ([0-9.]+) %/)
            let number = try #require((stated?.output.1).flatMap { Double($0) }, "\(whole)")
            #expect(abs(number - share) < 0.2)
            let asked = try page.session.requestedAddresses()
            let tiles = Set(asked.filter { $0.contains("/chunks/0/tile/1/q") })
            #expect(tiles.count >= 20, "\(tiles.count)")
            for _ in 0..<6 { try page.session.click("#zoom-in") }
            var magnified = try drawn()
            try? page.session.wait(for: "a smaller view", seconds: 20) {
                magnified = try drawn()
                return !magnified.caption.contains("sample")
            }
            #expect(!magnified.caption.contains("sample"), "\(magnified)")
            try page.session.expectQuiet()
        }

        @Test("Another layer has its own tiles; a server that has ended is reported")
        func layersAndEnd() throws {
            let server = try start()
            let page = try open(server, fragment: "layer=0")
            try page.hidePictures()
            try page.expectColors(page.view(layer: 0))
            #expect(server.stop() == 0)
            try page.session.click(".pane")
            try page.session.press("]")
            try page.session.wait(for: "the sentence", seconds: 15) {
                try page.text("#status")?.contains("The server of explore does not answer") == true
            }
        }
    }
}

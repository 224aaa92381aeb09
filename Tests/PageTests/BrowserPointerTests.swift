import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("What the pointer does on a map", .thorough)
    struct Pointer {
        @Test("The card shows path, value and thumbnail of the point under the pointer")
        func hover() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let (paths, labels) = (try page.file.paths(), try page.file.labels())
            for row in view.loneliest().prefix(4) {
                try page.session.move(to: page.onPage(view.place(row)))
                try page.expect("#card .card-path", shortened(paths[row]))
                #expect(try page.text("#card bdi:last-child") == "label: \(labels[row])")
                #expect(try page.isShown("#card"))
                try page.session.wait(for: "the thumbnail of row \(row)") {
                    try page.difference(ofCanvas: "#card canvas", fromImage: row) < 4
                }
            }
            try page.session.move(to: page.onPage(page.emptyPlace(view)))
            try page.session.wait(for: "the card to go", "return document.all.card.hidden")
        }

        @Test("The nearest point counts, within ten pixels")
        func nearest() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let row = try #require(
                view.loneliest().first { row in
                    (0..<view.count).allSatisfy { $0 == row || view.distance(row, $0) > 22 }
                })
            let place = view.place(row)
            try page.session.move(to: page.onPage(Place(place.left + 8, place.top)))
            try page.expect("#card .card-path", shortened(try page.file.paths()[row]))
            try page.session.move(to: page.onPage(Place(place.left + 14, place.top)))
            try page.session.wait(for: "the card to go", "return document.all.card.hidden")
        }

        @Test("The card stays inside the window")
        func cardInside() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let ends = (0..<view.count).sorted { view.place($0).left < view.place($1).left }
            let rows = [ends[0], ends[ends.count - 1]]
            let lowest = (0..<view.count).max { view.place($0).top < view.place($1).top }
            func expectCard(at place: Place) throws {
                try page.session.move(to: place)
                try page.session.wait(for: "the card", "return !document.all.card.hidden")
                try page.settle()
                let card = try page.box("#card")
                #expect(card.place.left >= 0 && card.place.left + card.size.left <= 1280)
                #expect(card.place.top >= 0 && card.place.top + card.size.top <= 860)
            }
            for row in rows + [try #require(lowest)] {
                try expectCard(at: page.onPage(view.place(row)))
            }
            // Cells of the gallery are at the right edge.
            try page.show(panel: "selection")
            try page.session.click("#select-shown")
            try page.session.wait(for: "the gallery") { try page.count(".cell") > 4 }
            let cells = try (0..<4).map { try page.box(".cell", $0) }
            let last = try #require(cells.max { $0.place.left < $1.place.left })
            #expect(last.place.left > 1100)
            try expectCard(at: Place(last.place.left + 60, last.place.top + 60))
        }

        @Test("A click opens the picture with its path, its values and its nearest images")
        func open() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let paths = try page.file.paths()
            for row in view.loneliest().prefix(2) {
                try page.session.click(at: page.onPage(view.place(row)))
                try page.expect("#details .path bdi", paths[row])
                #expect(try page.isShown("#picture-panel"))
                let nearest = try page.file.neighbors(row).prefix(12)
                try page.session.wait(
                    for: "the nearest",
                    "return document.querySelectorAll('#details .near')"
                        + ".length === \(nearest.count)")
                let titles = try page.session.run(
                    "return [...document.querySelectorAll('#details .near')].map((e) => e.title)")
                for (title, each) in zip(titles.elements.compactMap(\.string), nearest) {
                    #expect(title.hasPrefix("\(paths[each]), distance "), "\(title)")
                }
                let fields = try page.texts("#details .fields dt")
                let values = try page.texts("#details .fields dd")
                let place = try #require(fields.firstIndex(of: "label"))
                #expect(values[place] == (try page.file.labels()[row]))
                #expect(try page.state()["open"] == ["\(row)"])
            }
        }

        @Test("The picture is the original where the page reaches it")
        func original() throws {
            let page = try MapPage.open()
            let root = try #require(page.file.collection()["root"].string)
            let row = page.file.rows() / 2
            let path = try page.file.paths()[row]
            try page.load(fragment: "open=\(row)")
            try page.expect("#details .path bdi", path)
            let file = try #require(URL(string: root, relativeTo: page.url)).absoluteURL
                .appendingPathComponent(path)
            try #require(FileManager.default.fileExists(atPath: file.path), "\(file.path)")
            try page.session.wait(
                for: "the original",
                "return document.querySelector('#details img')?.naturalWidth > 0")
            let source = try page.session.run("return document.querySelector('#details img').src")
            #expect(URL(string: source.string ?? "")?.path == file.path)
        }

        @Test("A nearest image opens with a click, and a button selects them all")
        func neighbors() throws {
            let page = try MapPage.open(fragment: "open=3")
            let paths = try page.file.paths()
            try page.expect("#details .path bdi", paths[3])
            let nearest = try page.file.neighbors(3)
            try page.session.wait(for: "them", "return !!document.querySelector('#details .near')")
            try page.session.click("#select-nearest")
            try page.expectSelected(Set([3] + nearest.prefix(50)).count)
            try page.session.click("#details .near")
            try page.expect("#details .path bdi", paths[nearest[0]])
        }

        @Test("Dragging moves the map, and a point stays under the pointer")
        func drag() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let row = view.loneliest { abs(view.place($0).left - view.width / 2) < 200 }[0]
            let from = try page.onPage(view.place(row)).rounded
            let to = Place(from.left + 37, from.top - 23)
            try page.session.drag([from, Place(from.left + 10, from.top), to])
            #expect(try page.isShown("#picture-panel") == false, "a drag is no click")
            let moved = try page.movedView()
            let place = try page.onPage(moved.place(row))
            #expect(abs(place.left - to.left) < 1.5 && abs(place.top - to.top) < 1.5)
            try page.session.move(to: Place(to.left + 1, to.top))
            try page.expect("#card .card-path", shortened(try page.file.paths()[row]))
        }

        @Test("The wheel and a double click magnify around the pointer")
        func magnify() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let row = view.loneliest()[0]
            let place = try page.onPage(view.place(row)).rounded
            try page.session.turnWheel(at: place, by: -400)
            var moved = try page.movedView()
            #expect(abs(moved.scale / view.scale - exp(400 * 0.0018)) < 0.01)
            var now = try page.onPage(moved.place(row))
            #expect(hypot(now.left - place.left, now.top - place.top) < 2.5)
            try page.session.click(at: place, count: 2)
            moved = try page.movedView()
            #expect(abs(moved.scale / view.scale - 2 * exp(400 * 0.0018)) < 0.02)
            now = try page.onPage(moved.place(row))
            #expect(hypot(now.left - place.left, now.top - place.top) < 5)
            try page.session.move(to: now)
            try page.expect("#card .card-path", shortened(try page.file.paths()[row]))
            try page.expectColors(moved)
            try page.session.click("#fit")
            #expect(try page.state()["view"]?.first?.hasSuffix(",1") == true)
        }
    }
}

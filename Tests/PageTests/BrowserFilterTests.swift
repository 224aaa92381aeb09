import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("What is shown, and how", .thorough)
    struct Filtering {
        @Test("The legend hides labels, shows one alone, and shows all again")
        func legend() throws {
            let page = try MapPage.open()
            let codes = try page.file.codes("label")
            let frequent = try page.frequentCodes()
            let count = { (code: Int) in codes.filter { $0 == code }.count }
            let item = { (code: Int) in "[data-code=\"\(code)\"]" }
            let rows = page.file.rows()
            try page.session.click(item(frequent[0]))
            try page.expectDrawn(rows - count(frequent[0]))
            try page.settle()
            #expect(try page.attribute("aria-pressed", of: item(frequent[0])) == "false")
            #expect(try page.attribute("aria-pressed", of: item(frequent[1])) == "true")
            #expect(try page.style("textDecorationLine", of: item(frequent[0])) == "line-through")
            #expect(try page.style("textDecorationLine", of: item(frequent[1])) == "none")
            try page.session.click(item(frequent[0]))
            try page.expectDrawn(rows)
            let box = try page.box(item(frequent[1]))
            let place = Place(box.place.left + 30, box.place.top + 10)
            try page.session.click(at: place, holding: [Key.shift])
            try page.expectDrawn(count(frequent[1]))
            try page.session.click(at: place, holding: [Key.shift])
            try page.expectDrawn(rows)
            try page.session.click(item(frequent[0]))
            try page.expectDrawn(rows - count(frequent[0]))
            try page.session.click("#legend .wide")
            try page.expectDrawn(rows)
        }

        @Test("Hidden points are not drawn, and the pointer does not find them")
        func hidden() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let code = try page.frequentCodes()[0]
            let codes = try page.file.codes("label")
            let row = view.loneliest { codes[$0] == code }[0]
            try page.session.click("[data-code=\"\(code)\"]")
            try page.expectDrawn(codes.filter { $0 != code }.count)
            let ground = color(try page.style("backgroundColor", of: "body"))
            let pixels = try page.pixels(at: [view.place(row)])
            #expect(pixels == [ground])
            try page.session.move(to: page.onPage(view.place(row)))
            try page.settle()
            #expect(try page.session.run("return document.all.card.hidden") == true)
        }

        @Test("Letters in the search field show paths and labels that contain them")
        func find() throws {
            let page = try MapPage.open()
            let (paths, labels) = (try page.file.paths(), try page.file.labels())
            let matches = { (text: String) in
                zip(paths, labels).filter {
                    $0.lowercased().contains(text) || $1.lowercased().contains(text)
                }.count
            }
            let label = labels[0]
            for text in ["7", label.uppercased(), paths[5], "no such path"] {
                try page.session.replace("#find", with: text)
                try page.expectDrawn(matches(text.lowercased()))
                let noun = matches(text.lowercased()) == 1 ? "image" : "images"
                try page.expect("#status", "\(grouped(matches(text.lowercased()))) \(noun) shown")
            }
            try page.session.replace("#find", with: "")
            try page.expectDrawn(page.file.rows())
            try page.session.replace("#find", with: "7")
            try page.expectDrawn(matches("7"))
            try page.session.click("#undo")
            try page.expectDrawn(page.file.rows())
            #expect(try page.session.run("return document.all.find.value") == "")
        }

        @Test("A range of numbers shows the rows within it")
        func range() throws {
            let page = try MapPage.open()
            let name = try #require(page.file.numberColumn)
            let values = try page.file.numbers(name)
            try page.choose(name, in: "#color")
            try page.session.wait(
                for: "the scale", "return document.querySelectorAll('.range input').length === 2")
            let sorted = values.filter { !$0.isNaN }.sorted()
            let low = Double((sorted[sorted.count / 3] * 1000).rounded() / 1000)
            let high = Double((sorted[sorted.count * 3 / 4] * 1000).rounded() / 1000)
            let within = { (low: Double, high: Double) in
                values.filter { Double($0) >= low && Double($0) <= high }.count
            }
            let largest = try #require(page.file.column(name)["high"].number)
            try page.session.replace(".range input:first-child", with: "\(low)" + Key.enter)
            try page.expectDrawn(within(low, largest))
            try page.session.replace(".range input:last-child", with: "\(high)" + Key.enter)
            try page.expectDrawn(within(low, high))
            #expect(try page.state()["range"] == ["\(low),\(high):\(name)"])
            try page.session.replace(".range input:first-child", with: Key.backspace + Key.enter)
            try page.settle()
            #expect(
                try page.session.run(
                    "return Number(document.querySelector('.range input').value)"
                ).number ?? 0 <= low, "an emptied field is the end of the scale")
            try page.session.click("#legend .wide")
            try page.expectDrawn(page.file.rows())
        }

        @Test("The slider moves the points to their places at another layer")
        func slider() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let layers = page.file.collection()["layers"].elements
            try #require(layers.count > 1)
            let main = page.file.mainLayer
            let other = main > 0 ? main - 1 : main + 1
            try page.session.run("document.querySelector('.layer-slider').focus()")
            try page.session.press(other < main ? Key.left : Key.right)
            let title = try #require(layers[other]["title"].string)
            try page.expect(".layer-title", title)
            try page.session.wait(for: "the caption") {
                try page.caption().hasPrefix("\(title) · ")
            }
            let view = try page.view(layer: other)
            try page.expectColors(view)
            for row in view.loneliest().prefix(2) {
                try page.session.move(to: page.onPage(view.place(row)))
                try page.expect("#card .card-path", shortened(try page.path(row)))
            }
            #expect(try page.state()["layer"] == [layers[other]["name"].string ?? ""])
        }

        @Test("Another column colours the points and the legend")
        func coloring() throws {
            let page = try MapPage.open()
            let columns = page.file.collection()["columns"].elements
            let column = try #require(
                columns.first { $0["kind"].string == "category" && $0["name"].string != "label" })
            let name = try #require(column["name"].string)
            try page.choose(name, in: "#color")
            let codes = try page.file.codes(name)
            try page.session.wait(for: "the legend") {
                try page.count(".legend-item") == min(300, Set(codes).count)
            }
            #expect(try page.state()["color"] == [name])
            try page.hidePictures()
            let view = try page.view()
            let code = try #require(try page.frequentCodes(name).first)
            let row = view.loneliest { codes[$0] == code }[0]
            let ground = color(try page.style("backgroundColor", of: "body"))
            let pixel = try page.pixels(at: [view.place(row)])[0]
            let found = mixture(pixel, of: try page.legendColor(code), over: ground)
            #expect(found.share > 0.4 && found.rest < 14, "\(found)")
            try page.choose("", in: "#color")
            try page.expect("#legend", "No column colours the points.")
        }

        @Test("A map of one point and one of equal points are shown")
        func degenerate() throws {
            for isSingle in [true, false] {
                let page = try MapPage.open(changing: nil) { file in
                    if isSingle {
                        let paths = try file.paths()
                        file.description["sets"][0]["rows"] = 1
                        file.description["sets"][0]["neighbors"] = nil
                        file.description["sets"][0]["findings"] = Findings().json
                        try file.setPaths([paths[0]])
                    }
                    for layer in file.collection()["layers"].elements {
                        let name = layer["chunk"].string ?? ""
                        try file.setChunk(
                            name, data([Float](repeating: 3, count: 2 * file.rows())))
                    }
                }
                try page.expectDrawn(page.file.rows())
                let size = try page.box(".pane").size
                try page.session.move(to: page.onPage(Place(size.left / 2, size.top / 2)))
                try page.session.wait(for: "the card", "return !document.all.card.hidden")
                try page.session.expectQuiet()
            }
        }
    }
}

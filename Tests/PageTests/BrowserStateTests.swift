import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("The address and the keyboard", .thorough)
    struct State {
        @Test("The address restores layer, view, colour, filters, selection and open image")
        func restored() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let column = try #require(page.file.numberColumn)
            let values = try page.file.numbers(column)
            let middle = Double(values.filter { !$0.isNaN }.sorted()[values.count / 4])
            let low = (middle * 100).rounded(.down) / 100
            try page.session.click("[data-code=\"\(page.frequentCodes()[1])\"]")
            try page.choose(column, in: "#color")
            try page.session.wait(
                for: "the scale", "return document.querySelectorAll('.range input').length === 2")
            try page.session.replace(".range input:first-child", with: "\(low)" + Key.enter)
            try page.session.replace("#find", with: "a")
            try page.session.wait(for: "the search") { try page.state()["find"] == ["a"] }
            try page.session.run("document.querySelector('.layer-slider').focus()")
            try page.session.press(Key.left)
            try page.session.wait(for: "the layer") {
                try page.caption().hasPrefix(
                    page.file.collection()["layers"][page.file.mainLayer - 1]["title"].string
                        ?? "?")
            }
            try page.session.click("#zoom-in")
            let corner = try page.onPage(Place(120, 80))
            try page.session.drag(
                [corner, Place(corner.left + 500, corner.top + 400)], holding: [Key.shift])
            try page.session.run("document.querySelector('.pane').focus()")
            try page.session.press(" ", Key.enter)
            try page.session.wait(
                for: "the picture", "return !!document.querySelector('#details .path bdi')")
            let state = try page.state()
            #expect(Set(state.keys).isSuperset(of: ["find", "hide", "layer", "open", "view"]))
            #expect(state["range"]?.first?.hasPrefix("\(low),") == true)
            #expect((try page.selectionCount() ?? 0) > 0)
            let caption = try page.caption()
            #expect(caption.contains(" of \(grouped(page.file.rows())) images drawn"))
            let fragment = String(
                try page.session.address().split(separator: "#", maxSplits: 1)[1])

            let other = try Browser.current.driver.session()
            defer { other.quit() }
            let again = try MapPage.open(page.url, fragment: fragment, in: other)
            #expect(try again.caption() == caption)
            #expect(try again.selectionCount() == page.selectionCount())
            let opened = try #require(try page.text("#details .path bdi"))
            try again.expect("#details .path bdi", opened)
            #expect(try other.run("return document.all.color.value").string == column)
            #expect(try other.run("return document.all.find.value").string == "a")
            #expect(try again.state() == state)
            try other.expectQuiet()
        }

        @Test("An address with nonsense shows the page as it is")
        func nonsense() throws {
            let page = try MapPage.open(
                fragment: "layer=none&view=a,b,c&color=nothing&open=99999&select=zz-zzzzz.-1.%00"
                    + "&hide=x:y&range=1:2&set2=7&range=a,b:recall")
            try page.expectDrawn(page.file.rows())
            try page.expectSelected(0)
            try page.session.expectQuiet()
            try page.hidePictures()
            let view = try page.view()
            try page.session.move(to: page.onPage(view.place(view.loneliest()[0])))
            try page.session.wait(for: "the card", "return !document.all.card.hidden")
        }

        @Test("An address with too many rows selects those that there are")
        func tooMany() throws {
            // A page that hangs would take the common browser with it.
            let session = try Browser.current.driver.session()
            defer { session.quit() }
            let page = try MapPage.open(fragment: "select=0-zzzzzzzz", in: session)
            try page.expectSelected(page.file.rows())
        }

        @Test("The map is reached, moved, magnified and used with keys alone")
        func keyboard() throws {
            let page = try MapPage.open()
            let (session, rows) = (page.session, page.file.rows())
            var steps = 0
            let isThere = "return document.activeElement.classList.contains('pane')"
            while try session.run(isThere) != true {
                try #require(steps < 60, "Tab does not reach the map")
                try session.press(Key.tab)
                steps += 1
            }
            let whole = try page.view()
            try session.press("+")
            var view = try page.movedView()
            #expect(abs(view.scale / whole.scale - 1.5) < 0.001)
            try session.press(Key.right, Key.up)
            let moved = try page.movedView()
            #expect(abs((moved.x - view.x) * view.scale - 60) < 0.5)
            #expect(abs((moved.y - view.y) * view.scale - 60) < 0.5)
            try session.press("-", "0")
            view = try page.movedView()
            #expect(abs(view.scale / whole.scale - 1) < 0.001)

            let nearest = { (x: Double, y: Double, counts: (Int) -> Bool) -> Int? in
                (0..<rows).filter(counts).min { first, second in
                    hypot(
                        Double(view.layout[2 * first]) - x, Double(view.layout[2 * first + 1]) - y)
                        < hypot(
                            Double(view.layout[2 * second]) - x,
                            Double(view.layout[2 * second + 1]) - y)
                }
            }
            let middle = try #require(nearest(view.x, view.y) { _ in true })
            try session.press(" ")
            try page.expect("#card .card-path", shortened(try page.path(middle)))
            let (x, y) = (Double(view.layout[2 * middle]), Double(view.layout[2 * middle + 1]))
            let right = try #require(
                nearest(x, y) { row in
                    let across = Double(view.layout[2 * row]) - x
                    return across > abs(Double(view.layout[2 * row + 1]) - y)
                })
            try session.press(Key.right, holding: [Key.alt])
            try page.expect("#card .card-path", shortened(try page.path(right)))
            try session.press("x")
            try page.expectSelected(1)
            try session.press(Key.enter)
            try page.expect("#details .path bdi", try page.path(right))
            #expect(try page.state()["select"] == [String(right, radix: 36)])
            try session.press("x")
            try page.expectSelected(0)
        }

        @Test("The card of a point that keys have gone to stands beside it")
        func cardOfKeys() throws {
            let page = try MapPage.open()
            try page.session.move(to: Place(3, 3))
            try page.session.run("document.querySelector('.pane').focus()")
            try page.session.press(" ")
            try page.session.wait(for: "the card", "return !document.all.card.hidden")
            try page.settle()
            let view = try page.view()
            let row = try #require(try page.file.paths().firstIndex(of: page.cardPath()))
            let point = try page.onPage(view.place(row))
            let card = try page.box("#card")
            let right = max(card.place.left - point.left, 0)
            let left = max(point.left - card.place.left - card.size.left, 0)
            let below = max(card.place.top - point.top, 0)
            let above = max(point.top - card.place.top - card.size.top, 0)
            #expect(max(right, left, below, above) < 60, "\(card) \(point)")
        }

        @Test("Enter presses the button that has the focus")
        func enterOnButton() throws {
            let page = try MapPage.open()
            try page.session.run("document.getElementById('tool-box').focus()")
            try page.session.press(Key.enter)
            #expect(try page.attribute("aria-pressed", of: "#tool-box") == "true")
            try page.session.run("document.querySelector('[data-panel=about-panel]').focus()")
            try page.session.press(Key.enter)
            #expect(try page.isShown("#about-panel"))
        }

        @Test("A click on the open point shows its picture again")
        func openAgain() throws {
            let page = try MapPage.open()
            try page.hidePictures()
            let view = try page.view()
            let place = try page.onPage(view.place(view.loneliest()[0]))
            try page.session.click(at: place)
            try page.session.wait(for: "the picture") { try page.isShown("#picture-panel") }
            try page.show(panel: "legend")
            try page.session.move(to: Place(5, 5))
            try page.session.click(at: place)
            try? page.session.wait(for: "the picture", seconds: 2) {
                try page.isShown("#picture-panel")
            }
            #expect(try page.isShown("#picture-panel"))
        }

        @Test("A card goes when what it is about goes")
        func cardGoes() throws {
            let page = try MapPage.open()
            try page.session.click("[data-panel=\"selection-panel\"]")
            try page.session.click("#select-shown")
            try page.expectSelected(page.file.rows())
            let cell = try page.box(".cell")
            try page.session.move(to: Place(cell.place.left + 30, cell.place.top + 30))
            try page.session.wait(for: "the card", "return !document.all.card.hidden")
            try page.session.press(Key.escape)
            try page.expectSelected(0)
            try page.session.move(to: Place(cell.place.left + 34, cell.place.top + 90))
            try? page.session.wait(
                for: "its end", seconds: 2, "return document.all.card.hidden")
            #expect(try page.session.run("return document.all.card.hidden") == true)
        }

        @Test("Every button and field has a name for those who do not see it")
        func names() throws {
            let page = try MapPage.open(fragment: "open=3&select=1-9")
            try page.session.wait(
                for: "the picture", "return !!document.querySelector('#details .near')")
            let nameless = try page.session.run(
                """
                return [...document.querySelectorAll("button, input, select, a, [role]")]
                  .filter((each) => !(each.textContent.trim() || each.ariaLabel || each.title
                    || each.getAttribute("aria-label") || each.labels?.length
                    || each.hasAttribute("aria-labelledby") || each.querySelector("img[alt]")))
                  .map((each) => each.outerHTML.slice(0, 100));
                """)
            // Two elements with one id are one too many for labels and scripts.
            let twice = try page.session.run(
                """
                const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
                return ids.filter((each, place) => ids.indexOf(each) !== place);
                """)
            #expect(
                nameless.elements.filter { $0.string?.contains("role=\"group\"") != true } == [])
            #expect(twice.elements == [])
        }
    }
}

extension MapPage {
    func cardPath() throws -> String { try text("#card .card-path") ?? "" }
}

import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("How images are selected", .thorough)
    struct Selection {
        /// A page without pictures, its view, and two boxes that share a part of their rows.
        private struct Setting {
            let page: MapPage
            let view: MapView
            let first: (corners: [Place], rows: Set<Int>)
            let second: (corners: [Place], rows: Set<Int>)

            init() throws {
                page = try MapPage.open()
                try page.hidePictures()
                view = try page.view()
                let corner = try page.onPage(Place(0, 0))
                first = try clearShape(view, corner: corner, box(0.12, 0.1, 0.55, 0.62))
                second = try clearShape(view, corner: corner, box(0.4, 0.3, 0.9, 0.85))
                try #require(!first.rows.isDisjoint(with: second.rows))
                try #require(first.rows != second.rows)
            }

            func enclose(_ corners: [Place], holding keys: [String] = []) throws {
                let corner = try page.onPage(Place(0, 0))
                try page.session.drag(
                    corners.map { Place($0.left + corner.left, $0.top + corner.top) },
                    holding: keys)
            }

            func encloseBox(_ corners: [Place], holding keys: [String] = []) throws {
                try enclose([corners[0], corners[2]], holding: keys)
            }
        }

        @Test("A box selects the points inside, with the tool and with Shift")
        func boxTool() throws {
            let setting = try Setting()
            let page = setting.page
            try page.session.click("#tool-box")
            try setting.encloseBox(setting.first.corners)
            try page.expectSelected(setting.first.rows.count)
            let count = grouped(setting.first.rows.count)
            try page.expect("#status", "\(count) images enclosed; \(count) images selected")
            #expect(try page.selectedPaths() == setting.first.rows.sorted().map(page.path))
            try page.session.click("#tool-pan")
            try setting.encloseBox(setting.second.corners, holding: [Key.shift])
            try page.expectSelected(setting.second.rows.count)
            // From the right lower corner to the left upper one.
            try setting.enclose(
                [setting.first.corners[2], setting.first.corners[0]], holding: [Key.shift])
            try page.expectSelected(setting.first.rows.count)
        }

        @Test("A lasso selects the points inside its outline, not those in the bay of an L")
        func lassoTool() throws {
            let setting = try Setting()
            let page = setting.page
            let shape = [
                (0.1, 0.1), (0.45, 0.1), (0.45, 0.55), (0.9, 0.55), (0.9, 0.9), (0.1, 0.9),
            ]
            let corner = try page.onPage(Place(0, 0))
            let found = try clearShape(setting.view, corner: corner, shape)
            let hull = try clearShape(
                setting.view, corner: corner,
                [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)])
            try #require(found.rows.count < hull.rows.count)
            try page.session.click("#tool-lasso")
            try setting.enclose(found.corners)
            try page.expectSelected(found.rows.count)
            #expect(try page.selectedPaths() == found.rows.sorted().map(page.path))
        }

        @Test("The next choice adds, takes away or intersects, by the menu and by keys")
        func modes() throws {
            let setting = try Setting()
            let (page, first, second) = (setting.page, setting.first, setting.second)
            try page.session.press("b")
            try page.show(panel: "selection")
            for (mode, expected) in [
                ("add", first.rows.union(second.rows)),
                ("subtract", first.rows.subtracting(second.rows)),
                ("intersect", first.rows.intersection(second.rows)),
                ("replace", second.rows),
            ] {
                try page.choose("replace", in: "#mode")
                try setting.encloseBox(first.corners)
                try page.expectSelected(first.rows.count)
                try page.choose(mode, in: "#mode")
                try setting.encloseBox(second.corners)
                try page.expectSelected(expected.count)
                #expect(try page.selectedPaths() == expected.sorted().map(page.path), "\(mode)")
            }
            try setting.encloseBox(first.corners, holding: [Key.control])
            try page.expectSelected(first.rows.union(second.rows).count)
            try setting.encloseBox(first.corners, holding: [Key.alt])
            try page.expectSelected(second.rows.subtracting(first.rows).count)
        }

        @Test("Buttons select all that are shown, invert and clear")
        func buttons() throws {
            let setting = try Setting()
            let page = setting.page
            try page.show(panel: "selection")
            try setting.encloseBox(setting.first.corners, holding: [Key.shift])
            try page.session.click("#invert")
            try page.expectSelected(page.file.rows() - setting.first.rows.count)
            try page.session.click("#clear")
            try page.expectSelected(0)
            try page.session.click("#select-shown")
            try page.expectSelected(page.file.rows())
            try page.session.press(Key.escape)
            try page.expectSelected(0)
        }

        @Test("What is hidden is neither enclosed nor inverted")
        func hidden() throws {
            let setting = try Setting()
            let page = setting.page
            let code = try page.frequentCodes()[0]
            let codes = try page.file.codes("label")
            try page.session.click("[data-code=\"\(code)\"]")
            let shown = (0..<page.file.rows()).filter { codes[$0] != code }
            try page.expectDrawn(shown.count)
            try setting.encloseBox(setting.first.corners, holding: [Key.shift])
            let expected = setting.first.rows.filter { codes[$0] != code }
            try page.expectSelected(expected.count)
            try page.show(panel: "selection")
            try page.session.click("#invert")
            try page.expectSelected(shown.count - expected.count)
        }

        @Test("Ctrl and a click add a point, and take it away")
        func single() throws {
            let setting = try Setting()
            let rows = setting.view.loneliest().prefix(3).map { $0 }
            for (count, row) in rows.enumerated() {
                try setting.page.session.click(
                    at: setting.page.onPage(setting.view.place(row)), holding: [Key.control])
                try setting.page.expectSelected(count + 1)
            }
            try setting.page.session.click(
                at: setting.page.onPage(setting.view.place(rows[1])), holding: [Key.control])
            try setting.page.expectSelected(2)
            #expect(
                try setting.page.selectedPaths()
                    == [rows[0], rows[2]].sorted().map(setting.page.path))
        }

        @Test("Selections and filters are undone and redone, by buttons and by keys")
        func steps() throws {
            let setting = try Setting()
            let page = setting.page
            let isDisabled = { (id: String) in
                try page.session.run("return document.getElementById('\(id)').disabled") == true
            }
            #expect(try isDisabled("undo") && isDisabled("redo"))
            try setting.encloseBox(setting.first.corners, holding: [Key.shift])
            try page.expectSelected(setting.first.rows.count)
            let code = try page.frequentCodes()[0]
            let others = try page.file.codes("label").filter { $0 != code }.count
            try page.session.click("[data-code=\"\(code)\"]")
            try page.expectDrawn(others)
            try setting.encloseBox(
                setting.second.corners, holding: [Key.shift, Key.control])
            let added = setting.second.rows.filter { (try? page.file.codes("label")[$0]) != code }
            let both = setting.first.rows.union(added).count
            try page.expectSelected(both)
            try page.session.click("#undo")
            try page.expectSelected(setting.first.rows.count)
            try page.expectDrawn(others)
            try page.session.press("z", holding: [Key.control])
            try page.expectDrawn(page.file.rows())
            try page.expectSelected(setting.first.rows.count)
            try page.session.press("z", holding: [Key.control])
            try page.expectSelected(0)
            #expect(try isDisabled("undo") && !isDisabled("redo"))
            try page.session.press("z", holding: [Key.control, Key.shift])
            try page.expectSelected(setting.first.rows.count)
            try page.session.click("#redo")
            try page.expectDrawn(others)
            try page.session.press("y", holding: [Key.control])
            try page.expectSelected(both)
            #expect(try isDisabled("redo"))
        }

        @Test("The gallery has a cell for each image in view alone, in the order of the rows")
        func gallery() throws {
            let page = try MapPage.open()
            try page.show(panel: "selection")
            try page.session.click("#select-shown")
            let rows = page.file.rows()
            try page.expectSelected(rows)
            let titles = { (script: String) in
                try page.session.run(
                    script + "; return [...document.querySelectorAll('.cell')]"
                        + ".map((each) => each.title)"
                ).elements.compactMap(\.string)
            }
            let first = try titles("")
            #expect(first == (try page.file.paths().prefix(first.count).map { $0 }))
            #expect(first.count < rows, "only cells in view exist")
            try page.session.wait(for: "its thumbnail") {
                try page.difference(ofCanvas: "[data-item=\"1\"] canvas", fromImage: 1) < 4
            }
            _ = try titles("document.all.gallery.scrollTop = 1e6")
            try page.session.wait(
                for: "the end", "return !!document.querySelector('[data-item=\"\(rows - 1)\"]')")
            #expect(try page.count("[data-item=\"0\"]") == 0, "cells out of view go")
            let last = try page.box("[data-item=\"\(rows - 1)\"]")
            let gallery = try page.box("#gallery")
            #expect(
                last.place.top + last.size.top <= gallery.place.top + gallery.size.top + 4)
            try page.session.wait(for: "its thumbnail") {
                try page.difference(
                    ofCanvas: "[data-item=\"\(rows - 1)\"] canvas", fromImage: rows - 1) < 4
            }
            try page.session.click("[data-item=\"\(rows - 1)\"]")
            try page.expect("#details .path bdi", page.path(rows - 1))
        }
    }
}

/// Corners of a box as shares of a pane.
private func box(
    _ left: Double, _ top: Double, _ right: Double, _ bottom: Double
) -> [(Double, Double)] {
    [(left, top), (right, top), (right, bottom), (left, bottom)]
}

/// A shape near the given one, in whole pixels of the page, whose edges are clear of all points.
func clearShape(
    _ view: MapView, corner: Place, _ shape: [(Double, Double)]
) throws -> (corners: [Place], rows: Set<Int>) {
    for shift in 0..<400 {
        let by = Double(shift % 20) - 10
        let down = Double(shift / 20) - 10
        let places = shape.map { share in
            let left = (share.0 * view.width + by + corner.left).rounded() - corner.left
            let top = (share.1 * view.height + down + corner.top).rounded() - corner.top
            return Place(left, top)
        }
        let found = view.enclosed(by: places)
        if found.clearance > 0.6 && !found.rows.isEmpty { return (places, Set(found.rows)) }
    }
    throw WebDriverError("no shape", "every box near \(shape) touches a point")
}

extension MapPage {
    func path(_ row: Int) throws -> String { try file.paths()[row] }

    /// The selection as the page's own list of paths states it.
    func selectedPaths() throws -> [String] {
        try show(panel: "selection")
        let text = try saved("selection.txt", by: "#export-paths")
        #expect(text.isEmpty || text.hasSuffix("\n"))
        return text.split(separator: "\n").map(String.init)
    }

    /// Chooses a value of a menu, as a person does.
    func choose(_ value: String, in menu: String) throws {
        try session.click("\(menu) option[value=\"\(value)\"]")
    }
}

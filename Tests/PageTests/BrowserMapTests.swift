import Foundation
import TestSupport
import Testing

extension BrowserTests {
    @Suite("Maps of patches, and several maps", .thorough)
    struct Maps {
        @Test("A map of patches frames the patch in the thumbnail of its image")
        func patches() throws {
            let page = try MapPage.open(patchPage())
            let file = page.file
            try page.expectDrawn(file.rows())
            let patches = file.collection()["patches"]
            let grid = patches["grid"].elements.compactMap(\.number)
            let chunk = { (name: String) in
                try integers(file.chunk(patches[name].string ?? ""))
            }
            let (images, lines, columns) = (
                try chunk("image"), try chunk("row"), try chunk("column")
            )
            try page.hidePictures()
            let view = try page.view()
            for row in view.loneliest().prefix(4) {
                try page.session.move(to: page.onPage(view.place(row)))
                try page.expect("#card .card-path", shortened(try page.path(row)))
                // Most of the canvas is the image; the frame is the rest.
                try page.session.wait(for: "the thumbnail of row \(row)") {
                    try page.difference(ofCanvas: "#card canvas", fromImage: images[row]) < 12
                }
                let sides = try page.framedSides(
                    ofCanvas: "#card canvas", left: columns[row], top: lines[row], grid: grid)
                #expect(sides >= 3, "row \(row): sides of the frame")
            }
            try page.session.expectQuiet()
        }

        @Test("The open picture of a patch is that of its image, with the patch framed")
        func openPatch() throws {
            let page = try MapPage.open(patchPage(), fragment: "open=5")
            try page.expect("#details .path bdi", try page.path(5))
            let patches = page.file.collection()["patches"]
            let at = { (name: String) in
                try integers(page.file.chunk(patches[name].string ?? ""))[5]
            }
            let image = try at("image")
            try page.session.wait(for: "the preview") {
                try page.difference(ofCanvas: "#details canvas", fromImage: image) < 12
            }
            let sides = try page.framedSides(
                ofCanvas: "#details canvas", left: at("column"), top: at("row"),
                grid: patches["grid"].elements.compactMap(\.number))
            #expect(sides >= 3)
        }

        /// A page with a second map: every other row of the first one backwards, turned by a
        /// quarter, and one image that the first map lacks.
        private static func two() throws -> (page: MapPage, rows: [Int]) {
            var rows: [Int] = []
            let page = try MapPage.open(changing: nil) { file in
                let first = file.collection()
                rows = (0..<file.rows()).filter { $0 % 2 == 1 }.reversed()
                let paths = try file.paths()
                let layout = try file.layout(file.mainLayer)
                let codes = try file.codes("label")
                var second = first
                second["name"] = "second.h5"
                second["rows"] = .int(rows.count + 1)
                second["layers"] = [first["layers"][file.mainLayer]]
                second["layers"][0]["chunk"] = "1/layout/0"
                second["mainLayer"] = 0
                second["paths"] = "1/paths"
                var column = file.column("label")
                column["chunk"] = "1/column/label"
                second["columns"] = [column]
                second["color"] = "label"
                for key in ["thumbnails", "neighbors", "digests", "patches", "root"] {
                    second[key] = nil
                }
                for key in ["profile", "explained", "about"] { second[key] = [] }
                second["findings"] = Findings().json
                file.description["sets"] = [first, second]
                try file.setPaths(rows.map { paths[$0] } + ["foreign/only.png"], of: 1)
                var turned: [Float] = []
                for row in rows { turned += [-layout[2 * row + 1], layout[2 * row]] }
                try file.setChunk("1/layout/0", data(turned + [0, 0] as [Float]))
                let chosen = rows.map { Int32(codes[$0]) } + [-1]
                try file.setChunk("1/column/label", data(chosen.map(UInt32.init(bitPattern:))))
            }
            try page.hidePictures()
            try page.session.click("#split")
            try page.session.wait(for: "two maps") { try page.count(".pane") == 2 }
            try page.settle()
            return (page, rows)
        }

        @Test("What is selected and filtered in one map is so in the other")
        func linked() throws {
            let (page, rows) = try Self.two()
            let file = page.file
            let first = try page.view(0)
            let second = try page.view(1, set: 1)
            #expect(try page.caption(0).hasPrefix("\(file.collection()["name"].string ?? "") · "))
            #expect(try page.caption(1).hasPrefix("second.h5 · "))
            try page.expectColors(first)
            try page.expectColors(second, pane: 1, set: 1)

            // In the first map: all of a label.
            let code = try page.frequentCodes()[0]
            let codes = try file.codes("label")
            let box = try page.box("[data-code=\"\(code)\"]")
            try page.session.click(
                at: Place(box.place.left + 20, box.place.top + 10), holding: [Key.alt])
            try page.expectSelected(codes.filter { $0 == code }.count)
            let labels = try page.frequentCodes()
            try page.expectColors(first, of: labels, shares: [0.95...1.02, 0.05...0.36])
            try page.expectColors(
                second, of: labels, pane: 1, set: 1, shares: [0.95...1.02, 0.05...0.36])

            // In the second map: a box.
            let corner = try page.onPage(Place(0, 0), pane: 1)
            let shape = try clearShape(
                second, corner: corner, [(0.1, 0.1), (0.6, 0.1), (0.6, 0.7), (0.1, 0.7)])
            try page.session.drag(
                [shape.corners[0], shape.corners[2]].map {
                    Place($0.left + corner.left, $0.top + corner.top)
                }, holding: [Key.shift])
            try page.expectSelected(shape.rows.count)
            let paths = try file.paths()
            let foreign = "foreign/only.png"
            let expected = Set(shape.rows.map { $0 < rows.count ? paths[rows[$0]] : foreign })
            #expect(Set(try page.selectedPaths()) == expected)

            try page.session.replace("#find", with: paths[rows[0]])
            try page.expectDrawn(1, pane: 0)
            let caption = "second.h5 · \(file.collection(1)["layers"][0]["title"].string ?? "")"
            try page.session.wait(for: "the second caption") {
                try page.caption(1).hasPrefix(
                    "\(caption) · 1 of \(grouped(rows.count + 1)) images drawn")
            }
            try page.session.replace("#find", with: "foreign/")
            try page.expectDrawn(0, pane: 0)
            try page.session.expectQuiet()
        }

        @Test("The card is about the image under the pointer in either map")
        func hovered() throws {
            let (page, rows) = try Self.two()
            let second = try page.view(1, set: 1)
            for row in second.loneliest(where: { $0 < rows.count }).prefix(3) {
                try page.session.move(to: page.onPage(second.place(row), pane: 1))
                try page.expect("#card .card-path", shortened(try page.path(rows[row])))
                try page.session.click(at: page.onPage(second.place(row), pane: 1))
                try page.expect("#details .path bdi", try page.path(rows[row]))
            }
            let place = try page.onPage(second.place(rows.count), pane: 1)
            try page.session.move(to: place)
            try page.expect("#card .card-path", "foreign/only.png")
            try page.session.click("#split")
            try page.session.wait(for: "one map") { try page.count(".pane") == 1 }
            try page.session.expectQuiet()
        }

        @Test("A second map has no pictures where they are switched off")
        func noPictures() throws {
            let page = try MapPage.open()
            let count = page.file.collection()["layers"].elements.count
            try page.hidePictures()
            try page.session.click("#split")
            try page.session.wait(for: "two maps") { try page.count(".pane") == 2 }
            // The layer farthest from the one of the first map.
            let other = 2 * page.file.mainLayer >= count ? 0 : count - 1
            try page.expectColors(page.view(1, layer: other), pane: 1)
        }

        @Test("Labels of two maps are told apart by name, whatever their codes")
        func labels() throws {
            let page = try MapPage.open(changing: nil) { file in
                var second = file.collection()
                let names = file.column("label")["names"].elements
                for (place, column) in second["columns"].elements.enumerated()
                where column["name"].string == "label" {
                    second["columns"][place]["names"] = .array(["another"] + names)
                    second["columns"][place]["chunk"] = "1/column/label"
                }
                second["name"] = "second.h5"
                second["paths"] = "1/paths"
                let codes = try file.codes("label")
                let paths = try file.paths()
                file.description["sets"] = [file.collection(), second]
                try file.setPaths(paths.map { "other/\($0)" }, of: 1)
                try file.setChunk("1/column/label", data(codes.map { UInt32($0 + 1) }))
            }
            try page.session.click("#split")
            try page.session.wait(for: "two maps") { try page.count(".pane") == 2 }
            try page.hidePictures()
            let codes = try page.file.codes("label")
            let code = try page.frequentCodes()[0]
            // The legend is that of the first map.
            try page.expectColors(page.view(1), pane: 1)
            try page.session.click("[data-code=\"\(code)\"]")
            let left = codes.filter { $0 != code }.count
            try page.expectDrawn(left, pane: 0)
            try page.expectDrawn(left, pane: 1)
        }
    }
}

extension MapPage {
    /// How many of the sides of a patch have a yellow line on a canvas.
    func framedSides(
        ofCanvas selector: String, left: Int, top: Int, grid: [Double]
    ) throws -> Int {
        try session.run(
            """
            const [selector, left, top, right, bottom] = arguments;
            const canvas = document.querySelector(selector);
            const context = canvas.getContext("2d");
            const isYellow = (x, y) => {
              const [red, green, blue] = context.getImageData(
                Math.min(canvas.width - 1, Math.max(0, Math.round(x * canvas.width))),
                Math.min(canvas.height - 1, Math.max(0, Math.round(y * canvas.height))),
                1, 1).data;
              return red > 140 && green > 140 && blue < 110;
            };
            const [x, y] = [(left + right) / 2, (top + bottom) / 2];
            return [isYellow(left, y), isYellow(right, y), isYellow(x, top), isYellow(x, bottom)]
              .filter(Boolean).length;
            """,
            [
                .string(selector), .number(Double(left) / grid[1]),
                .number(Double(top) / grid[0]), .number(Double(left + 1) / grid[1]),
                .number(Double(top + 1) / grid[0]),
            ]
        ).int ?? 0
    }
}

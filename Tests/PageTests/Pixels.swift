import Foundation
import TestSupport
import Testing

/// A colour as red, green and blue, 0...255.
typealias Color = [Double]

/// How much of a colour lies over a ground: `share` 0...1, and how far the pixel is from the
/// nearest mixture of both.
func mixture(_ pixel: Color, of color: Color, over ground: Color) -> (share: Double, rest: Double) {
    var (product, length) = (0.0, 0.0)
    for part in 0..<3 {
        product += (pixel[part] - ground[part]) * (color[part] - ground[part])
        length += (color[part] - ground[part]) * (color[part] - ground[part])
    }
    let share = product / max(length, 1)
    let rest = (0..<3).map { part in
        pixel[part] - ground[part] - share * (color[part] - ground[part])
    }
    return (share, rest.map { $0 * $0 }.reduce(0, +).squareRoot())
}

/// WCAG's contrast of two colours, 1...21.
func contrast(_ first: Color, _ second: Color) -> Double {
    func luminance(_ color: Color) -> Double {
        let linear = color.map { part in
            let share = part / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (a, b) = (luminance(first), luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

/// "rgb(0, 114, 178)" as numbers.
func color(_ css: String) -> Color {
    css.split { !$0.isNumber && $0 != "." }.prefix(3).compactMap { Double($0) }
}

extension MapPage {
    /// Pixels at places of a map, in pixels from its left upper corner.
    func pixels(at places: [Place], pane: Int = 0) throws -> [Color] {
        try settle()
        let onPage = try places.map { try self.onPage($0.rounded, pane: pane) }
        return try session.colors(ofPNG: session.screenshot(), at: onPage)
    }

    /// The colour that the legend gives a category.
    func legendColor(_ code: Int) throws -> Color {
        color(try style("backgroundColor", of: "[data-code=\"\(code)\"] .dot"))
    }

    /// Categories of a column that have rows, with the most frequent first.
    func frequentCodes(_ name: String = "label") throws -> [Int] {
        let counts = Dictionary(grouping: try file.codes(name).filter { $0 >= 0 }) { $0 }
            .mapValues(\.count)
        return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
    }

    /// Expects that lonely points of two labels have the legend's colours.
    ///
    /// - Parameters:
    ///   - labels: The labels; nil for those with the most visible points that no other covers.
    ///   - shares: How opaque the points of each of the two may be.
    ///   - fewest: How many lonely points a label must have.
    func expectColors(
        _ view: MapView, of labels: [Int]? = nil, pane: Int = 0, set: Int = 0,
        shares: [ClosedRange<Double>] = [0.4...1.02, 0.4...1.02], fewest: Int = 3,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let codes = try file.codes("label", of: set)
        let ground = color(try style("backgroundColor", of: "body"))
        // A point whose middle others cover has a mixture of colours; their radius is 8 at most. So
        // has one below the lines of text.
        let corner = try onPage(Place(0, 0), pane: pane)
        let texts = [try box(".caption", pane), try box("#status")]
        let lonely = view.loneliest().filter { row in
            let place = view.place(row)
            let isBelowText = texts.contains { text in
                (-8...text.size.left + 8).contains(corner.left + place.left - text.place.left)
                    && (-8...text.size.top + 8).contains(corner.top + place.top - text.place.top)
            }
            return codes[row] >= 0 && !isBelowText
                && (0..<view.count).allSatisfy { $0 == row || view.distance(row, $0) > 9 }
        }
        let counts = Dictionary(grouping: lonely) { codes[$0] }.mapValues(\.count)
        let frequent = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
        for (code, share) in zip(labels ?? Array(frequent.prefix(2)), shares) {
            let rows = lonely.filter { codes[$0] == code }.prefix(5)
            try #require(rows.count >= fewest)
            let legend = try legendColor(code)
            var failures: [String] = []
            // Layers are changed with a movement.
            try? session.wait(for: "the colours", seconds: 20) {
                failures = try zip(rows, pixels(at: rows.map(view.place), pane: pane)).compactMap {
                    let found = mixture($1, of: legend, over: ground)
                    return share.contains(found.share) && found.rest < 14
                        ? nil : "row \($0): \($1) of \(legend), \(found)"
                }
                return failures.isEmpty
            }
            #expect(failures == [], sourceLocation: sourceLocation)
        }
        #expect((labels ?? frequent).count > 1, sourceLocation: sourceLocation)
    }

    /// A place of a map far from all points.
    func emptyPlace(_ view: MapView) throws -> Place {
        var best: (place: Place, gap: Double)?
        for left in stride(from: 30, to: view.width - 30, by: 10) {
            for top in stride(from: 40, to: view.height - 60, by: 10) {
                let gap =
                    (0..<view.count).map { row -> Double in
                        let point = view.place(row)
                        return hypot(point.left - left, point.top - top)
                    }.min() ?? 0
                if gap > best?.gap ?? 0 { best = (Place(left, top), gap) }
            }
        }
        return try #require(best).place
    }

    /// Mean difference of a canvas from the thumbnail of an image in the page's sheets, 0...255.
    func difference(ofCanvas selector: String, fromImage image: Int, set: Int = 0) throws -> Double
    {
        let sheets = file.collection(set)["thumbnails"]
        let perSheet = try #require(sheets["perSheet"].int)
        let sheet = try file.chunk("\(sheets["chunk"].string ?? "")/\(image / perSheet)")
        let script = """
            const [selector, base64, type, cell, side, columns] = given;
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            const sheet = await createImageBitmap(new Blob([bytes], { type }));
            const shown = document.querySelector(selector);
            const { width, height } = shown;
            const context = new OffscreenCanvas(width, height).getContext("2d");
            context.drawImage(sheet, side * (cell % columns), side * Math.floor(cell / columns),
              side, side, 0, 0, width, height);
            const expected = context.getImageData(0, 0, width, height).data;
            const found = shown.getContext("2d").getImageData(0, 0, width, height).data;
            return expected.reduce((sum, part, index) => sum + Math.abs(part - found[index]), 0)
              / expected.length;
            """
        return try session.runAsync(
            script,
            [
                .string(selector), .string(sheet.base64EncodedString()), sheets["type"],
                .int(image % perSheet), sheets["side"], sheets["columns"],
            ]
        ).number ?? .infinity
    }
}

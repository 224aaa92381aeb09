internal import Console
internal import Foundation
internal import Retrieval
internal import Store
internal import Text
internal import Tokens

/// The results of a search with paths and labels, as a table or as CSV, in the order of the hits.
struct Answer {
    /// One result.
    struct Line {
        /// Cosine with the query, in -1...1.
        let cosine: Double
        /// Row of the image in the store.
        let image: Int
        /// Row and column of the patch on the grid, from 0; nil in a search for images.
        let place: (row: Int, column: Int)?
        /// Bytes of the image's path.
        let path: [UInt8]
        /// The label of the image; "" without one.
        let label: String
    }

    /// The nearest first.
    let lines: [Line]

    /// Looks up path and label of each hit.
    init(_ hits: [Hit], _ rows: SearchedRows) throws {
        let paths = try rows.reader.paths()
        let labels = try rows.reader.labels()
        let names = try rows.reader.labelNames()
        let grid = rows.reader.model.grid
        lines = hits.map { hit in
            let image = hit.row / rows.rowsPerImage
            let patch = hit.row % rows.rowsPerImage
            let label = Int(labels[image])
            return Line(
                cosine: hit.cosine, image: image,
                place: rows.kind == .patches
                    ? (grid.row(of: patch), grid.column(of: patch)) : nil,
                path: paths[image], label: names.indices.contains(label) ? names[label] : "")
        }
    }

    /// The table for standard output: a header line and a line per result, in columns.
    var table: [String] {
        let hasPlaces = lines.contains { $0.place != nil }
        let shown = lines.map { onOneLine(displayPath($0.path)) }
        let width = max(4, shown.map(\.count).max() ?? 0)
        func row(
            _ rank: String, _ cosine: String, _ place: (String, String), _ path: String,
            _ label: String
        ) -> String {
            let places = hasPlaces ? padded(place.0, 5) + padded(place.1, 8) : ""
            let gap = label.isEmpty ? "" : String(repeating: " ", count: width - path.count + 2)
            return padded(rank, 4) + padded(cosine, 9) + places + "  " + path + gap + label
        }
        let hasLabels = lines.contains { !$0.label.isEmpty }
        let head = row("rank", "cosine", ("row", "column"), "path", hasLabels ? "label" : "")
        return [head]
            + lines.indices.map { index in
                let line = lines[index]
                let place = line.place.map { ("\($0.row)", "\($0.column)") } ?? ("", "")
                return row(
                    "\(index + 1)", Self.text(line.cosine), place, shown[index],
                    onOneLine(line.label))
            }
    }

    /// The table as CSV, with cosines in full precision and the bytes of the paths.
    var commaSeparated: [UInt8] {
        let hasPlaces = lines.contains { $0.place != nil }
        return commaSeparatedTable(
            columns: ["rank", "cosine"] + (hasPlaces ? ["row", "column"] : []) + ["path", "label"],
            rows: lines.indices.map { index in
                let line = lines[index]
                var fields: [CommaSeparatedField] = [.integer(index + 1), .real(line.cosine)]
                if let place = line.place {
                    fields += [.integer(place.row), .integer(place.column)]
                }
                return fields + [.bytes(line.path), .text(line.label)]
            })
    }

    /// A cosine with four decimals: in some layers all cosines are close to 1.
    static func text(_ cosine: Double) -> String { String(format: "%.4f", cosine) }

    /// The text, right-aligned in `width` characters.
    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

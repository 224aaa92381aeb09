internal import Figures
internal import Foundation
internal import MapPages
internal import Store

/// The page that shows all figures, one sentence each, and the tables of findings. It refers to the
/// files in its folder and needs no script; `ContactSheet` writes the HTML.
struct IndexPage {
    /// The figures in their order.
    let figures: [DrawnFigure]
    /// The map files that they show.
    let files: [MapFile]
    /// Address of the page with the maps; nil if there is none.
    var map: String?
    /// Folder of the page, to which the addresses of the images are relative.
    var folder = "."

    /// The page as HTML.
    var html: String {
        ContactSheet(
            title: title, lines: files.map(description), numbers: measures, entries: entries,
            tables: tables, map: map
        ).html
    }

    /// "out.h5: 200 images, deit-tiny-16-224, 12 blocks, width 192, patch 16, map of layer 11,
    /// class token".
    private func description(of file: MapFile) -> String {
        let model = file.model
        var parts = [
            (files.count == 1 ? "" : "\(file.name), of ") + file.described.parentFile
                + ": \(file.count(file.reduction.paths.count))"
        ]
        if file.hasModel {
            parts.append(
                "\(model.name), \(CountedNoun("block", "blocks").counted(model.depth)), width "
                    + "\(model.width), patch \(model.patch)"
                    + (file.reduction.layout == nil ? "" : ", map of \(file.layerSubject)"))
        } else {
            parts.append("width \(model.width)")
        }
        let notes =
            file.described.mapNotes
            + [file.variant.map(DescribedMap.describe(variant:)), file.note].compactMap { $0 }
        return parts.joined(separator: ", ")
            + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
    }

    /// The measures of the quality cards; with several files each has the name of its file.
    private var measures: [(name: String, value: String)] {
        files.flatMap { file in
            (file.reduction.map?.quality ?? []).filter(\.map.isFinite).map { row in
                (
                    name: files.count == 1 ? row.name : "\(file.name): \(row.name)",
                    value: String(format: "%.3f", row.map)
                )
            }
        }
    }

    /// One entry per figure.
    private var entries: [ContactSheet.Entry] {
        figures.map { drawn in
            ContactSheet.Entry(
                file: drawn.file, title: drawn.figure.title, sentence: drawn.figure.sentence,
                origin: files.count > 1 ? drawn.figure.heading : "", source: drawn.source,
                width: drawn.figure.size.width, height: drawn.figure.size.height)
        }
    }

    /// The tables of findings of all files.
    private var tables: [ContactSheet.Table] {
        files.flatMap { file in
            let root = file.imageAddress(from: folder)
            let paths = root == nil ? [] : Set(file.reduction.paths)
            return FindingsArtist(file: file).tables().map { table in
                var table = table
                if files.count > 1 { table.title = "\(file.name): \(table.title)" }
                if let root {
                    for path in table.rows.joined() where paths.contains(path) {
                        table.links[path] = root + relativeAddress(ofPath: path)
                    }
                }
                return table
            }
        }
    }

    /// Title of the page.
    private var title: String { MapFile.title(of: files) }
}

extension MapFile {
    /// "What deit-tiny-16-224 sees in catdog"; for several files their models and data sets.
    static func title(of files: [MapFile]) -> String {
        if files.count == 1, files[0].reduction.comparison != nil {
            return files[0].described.title
        }
        func distinct(_ texts: [String]) -> [String] {
            texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        let models = distinct(files.map(\.model.name))
        guard files.allSatisfy(\.hasModel) else {
            return "What \(listed(models)) \(models.count == 1 ? "holds" : "hold")"
        }
        return "What \(listed(models)) \(models.count == 1 ? "sees" : "see") in "
            + listed(distinct(files.map(\.dataSet)))
    }
}

internal import Figures
internal import Foundation
internal import Store

/// The page that shows all figures of some files, one sentence each.
func contactPage(of figures: [DrawnFigure], _ files: [MapFile]) -> String {
    var lines: [String] = []
    for file in files {
        let model = file.model
        let reduction = file.reduction
        var parts = [
            (files.count == 1 ? file.parentFile : "\(file.name), of \(file.parentFile)")
                + ": \(file.count(reduction.paths.count))"
        ]
        if file.hasModel {
            parts.append(
                "\(model.name), \(CountedNoun("block", "blocks").counted(model.depth)), width "
                    + "\(model.width), patch \(model.patch)"
                    + (reduction.layout == nil
                        ? "" : ", map of \(file.layerSubject)"))
        } else {
            parts.append("width \(model.width)")
        }
        let notes =
            file.mapNotes
            + [file.variant.map(MapFile.describe(variant:)), file.note].compactMap { $0 }
        lines.append(
            parts.joined(separator: ", ")
                + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"))
    }
    // One file's measures bear their plain names.
    let numbers = files.flatMap { file in
        (file.reduction.map?.quality ?? []).filter(\.map.isFinite).map { row in
            (
                name: files.count == 1 ? row.name : "\(file.name): \(row.name)",
                value: String(format: "%.3f", row.map)
            )
        }
    }
    let entries = figures.map { drawn in
        ContactSheet.Entry(
            file: drawn.file, title: drawn.figure.title, sentence: drawn.figure.sentence,
            origin: files.count > 1 ? drawn.figure.heading : "", source: drawn.source,
            width: drawn.figure.size.width, height: drawn.figure.size.height)
    }
    let tables = files.flatMap { file in
        FindingsArtist(file: file).tables().map { list in
            var list = list
            if files.count > 1 { list.title = "\(file.name): \(list.title)" }
            return list
        }
    }
    return ContactSheet(
        title: pageTitle(files), lines: lines, numbers: numbers, entries: entries,
        tables: tables
    ).html
}

/// "What deit-tiny-16-224 sees in catdog", or of several files their models and data sets.
private func pageTitle(_ files: [MapFile]) -> String {
    func distinct(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    let models = distinct(files.map(\.model.name))
    let sets = distinct(files.map(\.dataSet))
    guard files.allSatisfy(\.hasModel) else {
        return "What \(listed(models)) \(models.count == 1 ? "holds" : "hold")"
    }
    return "What \(listed(models)) \(models.count == 1 ? "sees" : "see") in "
        + listed(sets)
}

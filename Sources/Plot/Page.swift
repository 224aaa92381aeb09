internal import Figures
internal import Foundation
internal import Store

/// A figure that was written.
struct DrawnPicture {
    /// Its name in the folder.
    let file: String
    let picture: Picture
}

/// The page that shows all figures of some files, one sentence each.
func contactPage(of pictures: [DrawnPicture], _ artists: [Artist]) -> String {
    var lines: [String] = []
    for artist in artists {
        let model = artist.model
        let reduction = artist.reduction
        var parts = ["\(reduction.parentFile): \(artist.count(reduction.paths.count))"]
        if artist.hasModel {
            parts.append(
                "\(model.name), \(model.depth) blocks, width \(model.width), patch "
                    + "\(model.patch), map of \(Artist.title(reduction.layer).lowercased())")
        } else {
            parts.append("width \(model.width)")
        }
        let notes = artist.mapNotes
        lines.append(
            parts.joined(separator: ", ")
                + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"))
    }
    let first = artists[0].reduction
    let numbers = first.quality.filter { artists.count == 1 && $0.map.isFinite }.map {
        (name: $0.name, value: String(format: "%.3f", $0.map))
    }
    let entries = pictures.map { drawn in
        ContactSheet.Entry(
            file: drawn.file, title: drawn.picture.title, sentence: drawn.picture.sentence,
            width: drawn.picture.size.width, height: drawn.picture.size.height)
    }
    let tables = artists.flatMap { artist in
        artist.findingLists().map { list in
            var list = list
            if artists.count > 1 { list.title = "\(artist.reduction.parentFile), \(list.title)" }
            return list
        }
    }
    return ContactSheet(
        title: artists[0].hasModel
            ? "What \(first.model.name) sees" : "What \(first.model.name) holds", lines: lines,
        numbers: numbers, entries: entries, tables: tables
    ).html
}

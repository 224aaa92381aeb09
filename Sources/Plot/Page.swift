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
        let count = artist.reduction.paths.count
        lines.append(
            "\(artist.reduction.parentFile): \(count) \(count == 1 ? "image" : "images"), "
                + "\(model.name), \(model.depth) blocks, width \(model.width), patch "
                + "\(model.patch), map of \(Artist.title(artist.reduction.layer).lowercased())"
                + (model.note.isEmpty ? "" : " (\(model.note))"))
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
    return ContactSheet(
        title: "What \(first.model.name) sees", lines: lines, numbers: numbers, entries: entries
    ).html
}

internal import Console
internal import Figures
internal import Foundation
internal import Images
internal import Retrieval
internal import Store
internal import Tokens

/// The contact sheet: the query in the first row, then the nearest images with their cosines.
struct Sheet {
    /// The query, whose image is in the first row.
    let query: Query
    /// Index of the query's patch on the grid; nil in a search for images.
    let queryPatch: Int?
    /// The results.
    let answer: Answer
    /// The rows that were searched, for previews and caption.
    let rows: SearchedRows
    /// Number of images that lists leave; nil without lists.
    var images: Int?

    /// Most images on the sheet besides the query.
    static let mostImages = 200

    /// The figure with up to 10 images per row.
    func figure() throws -> ImageGridFigure {
        let shown = results.prefix(Self.mostImages)
        let columns = shown.count <= 10 ? min(5, max(1, shown.count)) : shown.count <= 35 ? 7 : 10
        var grid: [ImageGridFigure.Row] = []
        if let thumbnail = query.thumbnail {
            grid.append(
                ImageGridFigure.Row(
                    label: "query",
                    cells: [
                        ImageGridFigure.Cell(
                            image: raster(thumbnail), frame: frame(queryPatch, query.picture))
                    ]))
        }
        for start in stride(from: 0, to: shown.count, by: columns) {
            let range = start..<min(shown.count, start + columns)
            grid.append(
                ImageGridFigure.Row(
                    label: range.count == 1 ? "\(start + 1)" : "\(start + 1)–\(range.upperBound)",
                    cells: try range.map { try cell(shown[$0]) }))
        }
        return ImageGridFigure(
            rows: grid, columnTitles: [], title: title, caption: caption(shown: shown.count))
    }

    /// The results without the query itself, which is in the first row.
    private var results: [Answer.Line] {
        let grid = rows.reader.model.grid
        return answer.lines.filter { line in
            line.image != query.image
                || line.place.map { $0.row * grid.columns + $0.column != queryPatch } ?? false
        }
    }

    /// What was searched, with the name of the query.
    private var title: String {
        // Words may have a slash that is none of a path.
        let name =
            rows.kind == .joint ? query.name : (query.name as NSString).lastPathComponent
        guard let queryPatch else { return "Nearest images to \(name)" }
        let grid = rows.reader.model.grid
        return "Nearest patches to row \(grid.row(of: queryPatch)), column "
            + "\(grid.column(of: queryPatch)) of \(name)"
    }

    /// Number of images, kind of token, layer and model.
    private func caption(shown: Int) -> String {
        let model = rows.reader.model
        let note = model.note.isEmpty ? "" : " (\(model.note))"
        let left = results.count - shown
        let store = (rows.reader.path as NSString).lastPathComponent
        let all = counted(rows.reader.imageCount, "image")
        let what =
            rows.kind == .joint
            ? "embeddings in the space of words"
            : "\(rows.kind == .patches ? "patch" : rows.kind.rawValue) tokens, layer "
                + rows.layer.text
        return "\(images.map { "\($0) of " } ?? "")\(all) of \(store); cosine of \(what), "
            + "model \(model.name)\(note)"
            + (left > 0 ? "; \(left) more are not shown" : "") + "."
    }

    /// The preview of a result with its cosine, label or place, and name.
    private func cell(_ line: Answer.Line) throws -> ImageGridFigure.Cell {
        let preview = try rows.reader.previews(rows: line.image..<line.image + 1)[0]
        let grid = rows.reader.model.grid
        let name = (displayPath(line.path) as NSString).lastPathComponent
        let what = line.place.map { "at \($0.row), \($0.column)" } ?? line.label
        return ImageGridFigure.Cell(
            image: raster(try decodeImage(preview).image),
            caption: Answer.text(line.cosine) + (what.isEmpty ? "" : "  \(what)"), detail: name,
            frame: frame(
                line.place.map { $0.row * grid.columns + $0.column },
                line.place == nil ? nil : try rows.reader.picture(row: line.image)))
    }

    /// An image as the figure takes it.
    func raster(_ image: RGBImage) -> RasterImage {
        RasterImage(width: image.width, height: image.height, pixels: image.pixels)
    }

    /// The frame around a patch; nil in a search for images.
    ///
    /// - Parameter picture: the patches that the preview shows; nil for all.
    private func frame(_ patch: Int?, _ picture: PictureArea?) -> ImageGridFigure.Patch? {
        let grid = rows.reader.model.grid
        let area = picture ?? PictureArea(all: grid)
        return patch.map {
            ImageGridFigure.Patch(
                index: area.place(of: $0, in: grid), grid: area.grid(patch: grid.patch))
        }
    }
}

internal import Console
internal import Figures
internal import Foundation
internal import PatchFigures
internal import Retrieval
internal import Store
internal import Tokens

/// Figures that compare the patches of the query with those of the nearest images.
extension Sheet {
    /// Images that the figure of similarity shows besides the query.
    private static let comparedImages = 4

    /// What a drawing shows, in words.
    func description(of drawing: SearchCommand.Drawing) -> String {
        switch drawing {
        case .sheet: "the query and its \(answer.lines.count) nearest"
        case .similarity: "the query's patch in the nearest images, by layer"
        case .correspondences: "corresponding patches of the query and the nearest image, by layer"
        }
    }

    /// The bytes of a figure that compares patches.
    ///
    /// - Throws: `Failure` for correspondences of an image that is not in the store.
    func encodeComparison(
        _ drawing: SearchCommand.Drawing, format: FigureFormat
    ) throws -> [UInt8] {
        let reader = rows.reader
        let comparison = try PatchComparison(
            reader, layers: PatchComparison.defaultLayers(reader, with: rows.layer),
            isCrisp: false)
        var images: [PatchedImage] = []
        for line in answer.lines
        where line.image != query.image && !images.contains(where: { $0.row == line.image }) {
            images.append(try PatchedImage(reader, row: line.image, path: line.path))
            if images.count == Self.comparedImages { break }
        }
        guard let queryPatch, let picture = query.thumbnail else {
            preconditionFailure("a query of a patch has a picture")
        }
        let own = PatchedImage(
            row: query.image, name: (query.name as NSString).lastPathComponent,
            picture: raster(picture), area: query.picture ?? PictureArea(all: reader.model.grid))
        if drawing == .similarity {
            let figure = try comparison.similarity(
                query: own, patch: queryPatch, vectors: [rows.layer: query.vector], others: images)
            return try encode(figure, format: format, dpi: 150)
        }
        guard query.image != nil else {
            throw Failure(
                Exit.usage,
                "--draw correspondences: expected a query that is an image of \(reader.path), "
                    + "found the file \(query.name); extract it into a store.")
        }
        guard let nearest = images.first else {
            throw Failure(
                Exit.nothing,
                "--draw correspondences: expected another image among the results, found only the "
                    + "query; use a larger -k, or --one-per-image.")
        }
        return try encode(
            try comparison.correspondences(own, nearest), format: format, dpi: 150)
    }
}

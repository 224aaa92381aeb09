internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// Figures of position embeddings, and of patch tokens as colours.
struct PatchArtist {
    /// The map file.
    let file: MapFile

    /// Cosine similarity between the position embeddings of the patches, `[patches, patches]`, as
    /// one small map per patch.
    ///
    /// - Throws: `MissingContent` in map files without them.
    func positions() throws -> [PlotFigure] {
        guard let position = file.reduction.modelArrays.position,
            position.rows >= file.model.patches
        else {
            throw MissingContent(
                reason: file.model.hasNoPositionTable
                    ? "the model has \(file.model.positionMethod) positions and no table of "
                        + "position embeddings."
                    : "the file holds no position embeddings; run reduce again on it.")
        }
        let first = position.rows - file.model.patches
        let patches = position.rows(Array(first..<position.rows))
        let figure = PositionsFigure(
            similarity: cosineSimilarities(patches), grid: file.grid,
            title: "Cosine similarity of the position embeddings")
        return [
            PlotFigure(
                .positions, "positions", "Position embeddings",
                of: "position table of \(file.grid.countInWords)", figure)
        ]
    }
}

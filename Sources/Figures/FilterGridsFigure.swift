/// The filter grids of several models side by side, each under its name.
///
/// After the "probing ViTs" notebooks, which set ViT-B/16, ViT-L/16 and DINO B/16 beside each
/// other: one grid of 8 x 16 each, two to a line of the page.
public struct FilterGridsFigure: Figure, Sendable {
    public let grids: [FilterGridFigure]

    /// One grid a model, its title above it.
    public init(_ models: [(title: String, filters: RasterTiles, caption: String?)]) {
        precondition(!models.isEmpty, "no model")
        grids = models.map {
            FilterGridFigure(filters: $0.filters, title: $0.title, caption: $0.caption)
        }
    }

    private static let columns = 2

    private func places() -> (boxes: [Rect], width: Double, height: Double) {
        var boxes: [Rect] = []
        var (top, width) = (0.0, 0.0)
        for start in stride(from: 0, to: grids.count, by: Self.columns) {
            var (left, height) = (0.0, 0.0)
            for grid in grids[start..<min(grids.count, start + Self.columns)] {
                let size = grid.size
                boxes.append(Rect(x: left, y: top, width: size.width, height: size.height))
                left += size.width
                height = max(height, size.height)
            }
            top += height
            width = max(width, left)
        }
        return (boxes, width, top)
    }

    public var size: (width: Double, height: Double) {
        let places = places()
        return (places.width, places.height)
    }

    public func draw(on canvas: Canvas) {
        for (grid, box) in zip(grids, places().boxes) { grid.draw(on: canvas, at: box) }
    }
}

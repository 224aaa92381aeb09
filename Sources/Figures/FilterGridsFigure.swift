/// The filter grids of several models side by side, each under its name.
///
/// After the "probing ViTs" notebooks, which set ViT-B/16, ViT-L/16 and DINO B/16 beside each
/// other. Each grid has at most 8 rows of 16 filters.
public struct FilterGridsFigure: Figure, Sendable {
    /// The grids, one per model, with the model's name as title and 48 pixels per filter.
    public let grids: [FilterGridFigure]
    /// Grids side by side.
    public let columns: Int

    /// One grid per model, its title above it; at least one model is required.
    ///
    /// - Parameters:
    ///   - models: name, filters and an optional text below each grid.
    ///   - columns: grids side by side, above 0; nil for all of up to three, two of four, otherwise
    ///     three.
    public init(
        _ models: [(title: String, filters: RasterTiles, caption: String?)], columns: Int? = nil
    ) {
        precondition(!models.isEmpty && columns.map { $0 > 0 } ?? true, "no model, or no column")
        grids = models.map {
            FilterGridFigure(
                filters: $0.filters, title: $0.title, caption: $0.caption, tilePixels: 48)
        }
        let usual = models.count == 4 ? 2 : 3
        self.columns = min(models.count, columns ?? usual)
    }

    /// Points between grids, far wider than between filters.
    private static let gap = 14.4

    /// The box of each grid and the size of all, in points. A line is as high as its highest grid.
    private func places() -> (boxes: [Rect], width: Double, height: Double) {
        var boxes: [Rect] = []
        var (top, width) = (0.0, 0.0)
        for start in stride(from: 0, to: grids.count, by: columns) {
            var (left, height) = (0.0, 0.0)
            for grid in grids[start..<min(grids.count, start + columns)] {
                let size = grid.size
                boxes.append(Rect(x: left, y: top, width: size.width, height: size.height))
                left += size.width + Self.gap
                height = max(height, size.height)
            }
            top += height + Self.gap
            width = max(width, left - Self.gap)
        }
        return (boxes, width, top - Self.gap)
    }

    /// The size in points that all grids and the gaps take.
    public var size: (width: Double, height: Double) {
        let places = places()
        return (places.width, places.height)
    }

    public func draw(on canvas: Canvas) {
        for (grid, box) in zip(grids, places().boxes) { grid.draw(on: canvas, at: box) }
    }
}

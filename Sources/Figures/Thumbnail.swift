/// A small image beside others, as a whole or with one patch framed.
public struct Thumbnail: Sendable, Equatable {
    /// The image; nil where the map file has no preview of it.
    public let image: RasterImage?
    /// The patch that is framed in yellow; nil for a whole image.
    public let frame: ViewsFigure.Patch?

    /// A thumbnail; `init(image: nil)` is drawn as "no preview".
    public init(image: RasterImage?, frame: ViewsFigure.Patch? = nil) {
        self.image = image
        self.frame = frame
    }
}

extension Canvas {
    /// Draws a thumbnail, fitted into `box` without distortion, or a grey box with "no preview".
    func thumbnail(_ thumbnail: Thumbnail, in box: Rect) {
        guard let image = thumbnail.image else {
            fill(box, Color(0xF1F1F1))
            write(
                "no preview", x: box.midX, y: box.midY, TextStyle(size: 6.5, color: .quiet),
                .center, .middle, maxWidth: box.width - 2, lines: 2)
            stroke(box, .hairline, lineWidth: 0.4)
            return
        }
        let place = box.fitting(width: Double(image.width), height: Double(image.height))
        self.image(image, in: place)
        stroke(place, .hairline, lineWidth: 0.4)
        if let patch = thumbnail.frame { frame(patch, on: place) }
    }
}

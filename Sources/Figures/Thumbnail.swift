/// A small picture beside others: of an image, or of an image with one patch framed.
public struct Thumbnail: Sendable, Equatable {
    /// Nil where the file keeps no preview.
    public let image: RasterImage?
    public let frame: ViewsFigure.Patch?

    public init(image: RasterImage?, frame: ViewsFigure.Patch? = nil) {
        self.image = image
        self.frame = frame
    }
}

extension Canvas {
    /// Draws a small picture, or an empty box that says there is none.
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

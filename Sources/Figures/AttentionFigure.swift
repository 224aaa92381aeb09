/// The attention of a model on one image: image, attention map, image times map, and the most
/// likely classes.
///
/// The form of the attention maps of Nguyen et al. 2022 (arXiv:2210.07646), with the classes
/// beside. The three panels are 150 points wide.
public struct AttentionFigure: Figure, Sendable {
    /// A class and its probability.
    public struct Prediction: Sendable, Equatable {
        /// The name of the class.
        public let name: String
        /// The class's probability, 0...1.
        public let probability: Double

        /// A class with its probability, which is drawn as a share of 0...1.
        public init(name: String, probability: Double) {
            self.name = name
            self.probability = probability
        }
    }

    /// The image as the model got it.
    public let image: RasterImage
    /// The attention of each pixel `[height, width]` of the image, at most 1; coloured from its
    /// smallest to its largest finite number.
    public let map: [Float]
    /// The image multiplied by the map, in which only what is attended to stays bright.
    public let product: RasterImage
    /// The classes, the most likely first; empty for a model without a head.
    public let predictions: [Prediction]
    /// The text below, at most two lines; nil for none.
    public let caption: String?

    /// Checks that the map has a number for each pixel.
    ///
    /// - Parameters:
    ///   - map: `[height, width]`, row after row.
    ///   - predictions: in the order in which they are drawn; may be empty.
    public init(
        image: RasterImage, map: [Float], product: RasterImage,
        predictions: [Prediction], caption: String? = nil
    ) {
        precondition(
            map.count == image.height * image.width,
            "\(map.count) numbers for \(image.height) x \(image.width) pixels")
        self.image = image
        self.map = map
        self.product = product
        self.predictions = predictions
        self.caption = caption
    }

    private static let margin = 9.6
    /// Side of each of the three panels, in points.
    private static let panel = 150.0
    /// Points between panels.
    private static let gap = 12.0
    /// Width of the column of classes, in points.
    private static let barWidth = 130.0
    private static let titleStyle = TextStyle(size: 9.5, bold: true)
    private static let textStyle = TextStyle(size: 8.5)
    private static let captionStyle = TextStyle(size: 8.5, color: .quiet)

    /// The positions of all parts, in points.
    private struct Places {
        /// The boxes of image, map and product.
        let panels: [Rect]
        /// Left edge of the classes.
        let classes: Double
        let colorBar: Point
        let captionTop: Double
        let width: Double
        let height: Double
    }

    /// The legend of the map's colours, from its smallest to its largest finite number.
    private var colorBar: ColorBar {
        let known = map.filter(\.isFinite)
        return ColorBar(
            low: Double(known.min() ?? 0), high: Double(known.max() ?? 1), style: Self.textStyle)
    }

    /// Measures the texts and places all parts.
    private func places(_ canvas: Canvas) -> Places {
        let colorBar = colorBar
        let top = Self.margin + canvas.measure("A", Self.titleStyle).height + 4
        let scale = 8 + colorBar.breadth(canvas)
        var left = Self.margin
        var panels: [Rect] = []
        for index in 0..<3 {
            panels.append(Rect(x: left, y: top, width: Self.panel, height: Self.panel))
            left += Self.panel + Self.gap + (index == 1 ? scale : 0)
        }
        let map = panels[1]
        let classes = left + 6
        let right = predictions.isEmpty ? panels[2].maxX : classes + Self.barWidth
        let captionTop = panels[0].maxY + 6
        let text =
            caption.map {
                canvas.measure(
                    $0, Self.captionStyle, maxWidth: right - Self.margin, lines: 2
                ).height
            } ?? 0
        return Places(
            panels: panels, classes: classes,
            colorBar: Point(map.maxX + 8, map.y),
            captionTop: captionTop, width: right + Self.margin,
            height: captionTop + text + Self.margin)
    }

    /// The size in points; the height depends on the caption.
    public var size: (width: Double, height: Double) {
        let places = places(.ruler())
        return (places.width, places.height)
    }

    public func draw(on canvas: Canvas) {
        let places = places(canvas)
        let colored = RasterImage(
            map: map, width: image.width, height: image.height, low: Float(colorBar.low),
            high: Float(colorBar.high))
        let drawn = [
            (image, "image"), (colored, "attention map"), (product, "image times map"),
        ]
        for ((raster, title), box) in zip(drawn, places.panels) {
            canvas.write(
                title, x: box.midX, y: box.y - 4, Self.titleStyle, .center, .bottom,
                maxWidth: box.width)
            let place = box.fitting(
                width: Double(raster.width), height: Double(raster.height))
            canvas.image(raster, in: place)
            canvas.stroke(place, .hairline, lineWidth: 0.4)
        }
        colorBar.draw(
            on: canvas, x: places.colorBar.x, y: places.colorBar.y,
            height: places.panels[1].height)
        drawPredictions(places, on: canvas)
        if let caption {
            canvas.write(
                caption, x: Self.margin, y: places.captionTop, Self.captionStyle,
                maxWidth: places.width - 2 * Self.margin, lines: 2)
        }
    }

    /// Draws the classes: for each its name and, below it, a bar with the probability in per cent.
    private func drawPredictions(_ places: Places, on canvas: Canvas) {
        guard !predictions.isEmpty else { return }
        let box = places.panels[0]
        canvas.write(
            "most likely classes", x: places.classes, y: box.y - 4, Self.titleStyle, .leading,
            .bottom, maxWidth: Self.barWidth)
        let line = canvas.measure("Ag", Self.textStyle).height
        let step = box.height / Double(max(5, predictions.count))
        let number = canvas.measure("100.0 %", Self.textStyle).width
        for (index, prediction) in predictions.enumerated() {
            let top = box.y + Double(index) * step
            canvas.write(
                prediction.name, x: places.classes, y: top, Self.textStyle,
                maxWidth: Self.barWidth)
            let room = Self.barWidth - number - 6
            let share = max(0, min(1, prediction.probability))
            let bar = Rect(
                x: places.classes, y: top + line + 2, width: max(0.6, share * room),
                height: max(3, step - line - 8))
            canvas.fill(bar, Color.objects[0])
            let tenths = Int((1000 * share).rounded())
            canvas.write(
                "\(tenths / 10).\(tenths % 10) %", x: bar.maxX + 4, y: bar.midY, Self.textStyle,
                .leading, .middle)
        }
    }
}

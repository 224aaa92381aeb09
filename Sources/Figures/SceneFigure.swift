internal import Glibc

/// One t-SNE panel of a scene: the image's patches at one layer.
public struct ScenePanel: Sendable, Equatable {
    /// The text below the panel, such as "Layer 0".
    public let title: String
    /// Horizontal coordinates `[patches]`; a patch that is not finite is left out.
    public let x: [Float]
    /// Vertical coordinates `[patches]`, upwards.
    public let y: [Float]
    /// The object that each patch belongs to `[patches]`, 0 for the background.
    public let objects: [UInt8]
    /// A colour for each patch `[patches]`, drawn as a square in place of the object's mark; empty
    /// for marks.
    public let colors: [Color]

    /// A panel; counts that differ are a programming error.
    ///
    /// - Parameters:
    ///   - x: `[patches]`.
    ///   - y: `[patches]`.
    ///   - objects: `[patches]`.
    ///   - colors: `[patches]`, or empty.
    public init(
        title: String, x: [Float], y: [Float], objects: [UInt8], colors: [Color] = []
    ) {
        precondition(
            x.count == y.count && x.count == objects.count
                && (colors.isEmpty || colors.count == x.count),
            "\(x.count) and \(y.count) places of \(objects.count) patches, \(colors.count) colours")
        self.colors = colors
        self.title = title
        self.x = x
        self.y = y
        self.objects = objects
    }
}

/// A panel of a scene whose points are coloured and sized by the attention that each patch
/// receives.
public struct AttentionPanel: Sendable, Equatable {
    /// The text below the panel, such as "Attention score last layer".
    public let title: String
    /// Horizontal coordinates `[patches]`; a patch that is not finite is left out.
    public let x: [Float]
    /// Vertical coordinates `[patches]`, upwards.
    public let y: [Float]
    /// Attention scores `[patches]`, at least 0. Colours run from the smallest to the largest; the
    /// breadth of a mark grows with the share of the largest.
    public let values: [Float]

    /// A panel; counts that differ are a programming error.
    ///
    /// - Parameters:
    ///   - x: `[patches]`.
    ///   - y: `[patches]`.
    ///   - values: `[patches]`.
    public init(title: String, x: [Float], y: [Float], values: [Float]) {
        precondition(
            x.count == y.count && x.count == values.count,
            "\(x.count) and \(y.count) places of \(values.count) scores")
        self.title = title
        self.x = x
        self.y = y
        self.values = values
    }
}

/// An image beside the t-SNE maps of its patches at some layers, marked by object.
///
/// The form of the figures of Nguyen et al. 2022 (arXiv:2210.07646): image, one panel per layer, a
/// panel of attention scores, the legend above. Background is `+`, then objects are `*`, `o`, `v`,
/// `x`, `D` in order. With three layers and one attention panel a PNG of 150 dpi has about 1450 by
/// 300 pixels.
public struct SceneFigure: Figure, Sendable {
    /// The image as the model got it, fitted into a square at the left.
    public let image: RasterImage
    /// Names of the objects 1, 2, ...; the legend has those with a patch and numbers equal names.
    ///
    /// Where only background occurs there is no legend.
    public let objectNames: [String]
    /// The maps from left to right.
    public let panels: [ScenePanel]
    /// The attention panels at the right of the maps, each with its colour bar; empty for none.
    public let attention: [AttentionPanel]
    /// One line below everything; nil for none.
    public let caption: String?

    /// A scene with at most one attention panel, as in the paper.
    public init(
        image: RasterImage, objectNames: [String], panels: [ScenePanel],
        attention: AttentionPanel? = nil, caption: String? = nil
    ) {
        self.init(
            image: image, objectNames: objectNames, panels: panels,
            attentionPanels: attention.map { [$0] } ?? [], caption: caption)
    }

    /// A scene with any number of attention panels, for the scores of several layers.
    public init(
        image: RasterImage, objectNames: [String], panels: [ScenePanel],
        attentionPanels: [AttentionPanel], caption: String? = nil
    ) {
        self.image = image
        self.objectNames = objectNames
        self.panels = panels
        self.attention = attentionPanels
        self.caption = caption
    }

    /// Points per unit of the layout, whose lengths are the pixels of the paper's figure: one pixel
    /// at 150 dpi.
    static let unit = 0.48

    /// The size in points; the width grows with the number of panels.
    public var size: (width: Double, height: Double) {
        let layout = SceneLayout(self, canvas: .ruler())
        return (layout.width * SceneFigure.unit, layout.height * SceneFigure.unit)
    }

    public func draw(on canvas: Canvas) {
        canvas.scaled(by: SceneFigure.unit) {
            let layout = SceneLayout(self, canvas: canvas)
            layout.legend?.draw(on: canvas)
            canvas.image(image, in: layout.image)
            for (panel, frame) in zip(panels, layout.frames) {
                draw(panel, in: frame, on: canvas)
            }
            let frames = layout.frames.dropFirst(panels.count)
            for ((panel, bar), frame) in zip(zip(attention, layout.bars), frames) {
                draw(panel, in: frame, bar, on: canvas)
                bar.draw(
                    on: canvas, x: frame.box.maxX + SceneLayout.barGap, y: frame.box.y,
                    height: frame.box.height)
            }
            if let caption {
                canvas.write(
                    caption, x: layout.width / 2, y: layout.captionTop, SceneLayout.captionStyle,
                    .center, maxWidth: layout.width - 20)
            }
        }
    }

    /// Draws a map: background first, then objects in order.
    private func draw(_ panel: ScenePanel, in frame: SceneFrame, on canvas: Canvas) {
        frame.draw(on: canvas, title: panel.title)
        let breadth = SceneFigure.breadth(patches: panel.x.count)
        let order = panel.x.indices.sorted { (panel.objects[$0], $0) < (panel.objects[$1], $1) }
        canvas.clipped(to: frame.box) {
            for patch in order {
                guard let place = frame.place(panel.x[patch], panel.y[patch]) else { continue }
                guard !panel.colors.isEmpty else {
                    canvas.mark(
                        .object(Int(panel.objects[patch])), x: place.x, y: place.y,
                        breadth: breadth)
                    continue
                }
                // An edge, so that white patches show on the page.
                canvas.mark(
                    MarkStyle(mark: .square, color: .unlabelled), x: place.x, y: place.y,
                    breadth: breadth * 1.3 + 1)
                canvas.mark(
                    MarkStyle(mark: .square, color: panel.colors[patch]), x: place.x, y: place.y,
                    breadth: breadth * 1.3)
            }
        }
    }

    /// Draws an attention panel, the largest scores last and so on top.
    private func draw(
        _ panel: AttentionPanel, in frame: SceneFrame, _ bar: ColorBar, on canvas: Canvas
    ) {
        frame.draw(on: canvas, title: panel.title)
        let largest = panel.values.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
        let shares = panel.values.map { largest > 0 && $0.isFinite ? max(0, $0 / largest) : 0 }
        let breadth = SceneFigure.breadth(patches: panel.x.count)
        // The strongest last, so that nothing covers them.
        let order = panel.x.indices.sorted { (shares[$0], $0) < (shares[$1], $1) }
        canvas.clipped(to: frame.box) {
            for patch in order {
                guard let place = frame.place(panel.x[patch], panel.y[patch]) else { continue }
                let share = Double(shares[patch])
                let height = (Double(panel.values[patch]) - bar.low) / (bar.high - bar.low)
                let color = viridis(height.isFinite ? height : 0)
                canvas.mark(
                    MarkStyle(mark: .circle, color: color), x: place.x, y: place.y,
                    breadth: breadth * (0.6 + 0.55 * share))
            }
        }
    }

    /// The breadth of a mark in units of the layout: 7.5 for up to 220 patches, falling as
    /// `patches^-0.4`, at least 3.
    static func breadth(patches: Int) -> Double {
        max(3, min(7.5, 7.5 * pow(220 / Double(max(1, patches)), 0.4)))
    }
}

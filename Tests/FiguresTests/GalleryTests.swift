import Foundation
import Testing
import Tokens

@testable import Figures

/// Draws every kind of figure for looking at.
///
/// `FIGURES_GALLERY` names a folder with what `Scripts/data/figure_samples.py` writes; the images
/// are put beside it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FIGURES_GALLERY"] != nil))
struct GalleryTests {
    let folder = ProcessInfo.processInfo.environment["FIGURES_GALLERY"] ?? ""

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    func floats(_ name: String) throws -> [Float] {
        let raw = try bytes(name)
        return stride(from: 0, to: raw.count, by: 4).map { at in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(raw[at + $1]) << UInt32(8 * $1) })
        }
    }

    func draw(_ figure: some Figure, _ name: String, dpi: Double = 150) throws {
        for format in FigureFormat.allCases {
            let start = ContinuousClock.now
            let bytes = try encode(figure, format: format, dpi: dpi)
            try Data(bytes).write(
                to: URL(fileURLWithPath: "\(folder)/out-\(name).\(format.rawValue)"))
            print(name, format, ContinuousClock.now - start)
        }
    }

    @Test("scenes, filters and views can be looked at")
    func images() throws {
        for (name, objects) in [
            ("cat_dog", ["cat", "dog"]),
            ("multi_object", ["ringlet", "magpie-1", "magpie-2", "ox", "assault_rifle"]),
        ] {
            let image = RasterImage(width: 224, height: 224, pixels: try bytes("\(name).rgb"))
            func place(_ layer: Int) throws -> ([Float], [Float]) {
                let xy = try floats("\(name).\(layer).xy")
                return (
                    stride(from: 0, to: xy.count, by: 2).map { xy[$0] },
                    stride(from: 1, to: xy.count, by: 2).map { xy[$0] }
                )
            }
            let panels = try [0, 6, 11].map { layer in
                let (x, y) = try place(layer)
                return ScenePanel(
                    title: "Layer \(layer)", x: x, y: y, objects: try bytes("\(name).obj"))
            }
            let (x, y) = try place(11)
            try draw(
                SceneFigure(
                    image: image, objectNames: objects, panels: panels,
                    attention: AttentionPanel(
                        title: "Attention score last layer", x: x, y: y,
                        values: try floats("\(name).att"))),
                "scene-\(name)")
            let many = (1...30).map { "object number \($0)" }
            try draw(
                SceneFigure(
                    image: RasterImage(
                        width: 224, height: 112,
                        pixels: Array(image.pixels.prefix(224 * 112 * 3))),
                    objectNames: name == "cat_dog" ? many : Array(many.prefix(9)),
                    panels: panels.map {
                        ScenePanel(
                            title: $0.title, x: $0.x.map { $0 * 1000 }, y: $0.y.map { $0 * 1000 },
                            objects: $0.x.indices.map { UInt8($0 % (name == "cat_dog" ? 31 : 10)) })
                    }, caption: "many objects, large numbers"),
                "scene-many-\(name)")

            let kernel = try floats("kernel.f32")
            try draw(
                FilterGridFigure(
                    filters: RasterTiles(
                        patchKernel: kernel, side: 16, width: 192, indices: 0..<128,
                        scale: filterTile),
                    caption: "The first 128 of 192 filters of deit-tiny-16-224, each scaled by "
                        + "its own minimum and maximum"), "filters", dpi: 300)
            let normal = try floats("\(name).norm")
            let patchIndex = name == "cat_dog" ? 0 : 103
            for indices in [[0, 1, 2, 191], Array(5..<17)] {
                let filters = indices.map { index in
                    (0..<768).map { kernel[$0 * 192 + index] }
                }
                let patch: [Float] = (0..<768).map { at in
                    let (row, column, channel) = (at / 48, at / 3 % 16, at % 3)
                    return normal[
                        ((patchIndex / 14 * 16 + row) * 224 + patchIndex % 14 * 16 + column) * 3
                            + channel]
                }
                try draw(
                    ViewsFigure(
                        image: image,
                        patch: .init(index: patchIndex, grid: PatchGrid(side: 14, patch: 16)),
                        filterIndices: indices,
                        filters: RasterTiles(
                            count: indices.count, side: 16, values: filters.flatMap(signedTile)),
                        views: RasterTiles(
                            count: indices.count, side: 16,
                            values: filters.flatMap { signedTile(zip($0, patch).map(*)) }),
                        caption: indices.count > 4
                            ? nil
                            : "Filters and products are divided by their largest magnitude; "
                                + "negative parts are black."),
                    "views-\(name)-\(indices.count)")
            }
        }
    }

    @Test("scatters can be looked at")
    func scatters() throws {
        for (points, labels) in [
            (12, 2), (300, 2), (2_000, 10), (5_000, 12), (20_000, 40), (100_000, 200), (500, 0),
        ] {
            let (x, y, label) = clusters(points: points, labels: labels)
            try draw(
                ScatterFigure(
                    x: x, y: y, labels: label,
                    labelNames: (0..<labels).map {
                        $0 == 7 ? "a very long label name that goes on and on" : "label name \($0)"
                    }, title: "Layer 11, class token, \(points) images",
                    notes: [
                        "perplexity 30, recall@10 0.61, trustworthiness 0.99",
                        "demo model, trained on drawings",
                    ]), "scatter-\(points)")
        }
    }
}

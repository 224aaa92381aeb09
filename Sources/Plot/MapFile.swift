internal import Dense
internal import Figures
internal import FileSystem
internal import Foundation
internal import MapPages
internal import Store
internal import Tokens

/// A map file with the choices of the user: what all figures of the file have in common. The
/// artists read it; they hold no state.
struct MapFile {
    /// Path of the file.
    let path: String
    /// Name among several files, with which the names of its figures begin.
    var name: String
    /// Contents of the file.
    let reduction: Reduction
    /// What the figures show.
    let choices: FigureChoices

    /// The model of the embeddings.
    var model: ModelDescription { reduction.model }
    /// Patch grid of the images.
    var grid: PatchGrid { model.grid }
    /// What readers of results must know about the model; nil if there is nothing.
    var note: String? {
        model.note.isEmpty || reduction.comparison != nil ? nil : model.note
    }

    /// Joins the parts of a caption that are not empty; nil if all are empty.
    func caption(_ parts: String?...) -> String? {
        let known = parts.compactMap { $0 }.filter { !$0.isEmpty }
        return known.isEmpty ? nil : known.joined(separator: "; ")
    }

    // MARK: - What it is of

    /// The line above every figure: model, subject, data set and number of rows, variant of the
    /// images, note.
    ///
    /// - Parameter subject: What of the model, or which image, the figure shows; may be empty.
    func heading(_ subject: String) -> String {
        var parts = hasModel ? [model.name] : []
        if let comparison = reduction.comparison {
            parts = [comparison.models.map(\.name).joined(separator: ", ")]
        }
        if !subject.isEmpty { parts.append(subject) }
        // A no-break space keeps the number and its noun on one line.
        let number = count(reduction.paths.count).replacingOccurrences(of: " ", with: "\u{A0}")
        parts.append("\(dataSet), \(number)")
        if let variant { parts.append(DescribedMap.describe(variant: variant)) }
        if let note { parts.append(note) }
        return parts.joined(separator: "  ·  ")
    }

    /// The words about the file that the page has too.
    var described: DescribedMap {
        DescribedMap(path: path, name: name, reduction: reduction)
    }

    /// Name of the data set: the folder of the images, with its parent if the name is as common as
    /// "images".
    var dataSet: String { described.dataSet }
    /// Variant of every image (`extract --shuffle` or `--occlude`); nil for originals.
    var variant: String? { described.variant }
    /// What the map shows: "layer 11, class token", "final layer, class token", or "layer 11" for
    /// patches.
    var layerSubject: String { described.layerSubject }

    /// The layout of the main map, `[n, 2]`.
    ///
    /// - Parameter isReportedByDefault: Whether a missing map is reported if the figure was not
    ///   requested by name.
    /// - Throws: `MissingContent` without a map.
    func mapLayout(isReportedByDefault: Bool = true) throws -> Matrix<Float> {
        guard let layout = reduction.layout else {
            throw MissingContent(
                reason:
                    "the file has no map: it has fewer than 10 different images; run extract on "
                    + "more images.", isReportedByDefault: isReportedByDefault)
        }
        return layout
    }

}

// MARK: - Several files

extension MapFile {
    /// A panel of curves; nil if no curve has a value.
    static func panel(
        _ title: String, yLabel: String = "", _ series: [CurvesFigure.Series]
    ) -> CurvesFigure.Panel? {
        guard series.contains(where: { $0.values.contains(where: \.isFinite) }) else { return nil }
        return CurvesFigure.Panel(title: title, yLabel: yLabel, series: series)
    }

    /// Label of the axis of relative depth.
    static let relativeDepthName = "relative depth"
    /// Caption about relative depth.
    static let depthExplained =
        "relative depth: 0 is the embedding, 1 the last block; the final norm is drawn just "
        + "beyond it"

    /// Relative depth of a layer: 0 for the embedding, (l + 1) / depth after block l, 1.04 for
    /// `final`, so that models of different depth share an axis.
    static func relativeDepth(_ layer: String, depth: Int) -> Double {
        switch layer {
        case "embedding": 0
        case "final": 1.04
        default: Double((Int(layer) ?? 0) + 1) / Double(max(1, depth))
        }
    }
}

// MARK: - Texts

extension MapFile {
    /// A layer as a title: "Layer 11", "Final" or "Embedding".
    static func title(_ layer: String) -> String {
        Int(layer) == nil ? layer.prefix(1).uppercased() + layer.dropFirst() : "Layer \(layer)"
    }

    /// The last part of a path without extension, with unusual characters replaced, at most 60
    /// characters.
    static func fileName(_ path: String) -> String {
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        let clean = stem.unicodeScalars.map { scalar in
            scalar.isASCII
                && (CharacterSet.alphanumerics.contains(scalar)
                    || "-_.".unicodeScalars.contains(scalar))
                ? String(scalar) : "_"
        }
        return String(clean.joined().prefix(60))
    }

    /// End of the file name of a figure of one image: "-cat-01".
    func suffix(_ image: ExplainedImage) -> String {
        "-\(Self.fileName(displayPath(image.path)))"
    }
    /// A share in percent with a no-break space: "91 %".
    static func percent(_ part: Int, of all: Int) -> String {
        "\(Int((100 * Double(part) / Double(max(1, all))).rounded()))\u{A0}%"
    }

    /// A column of a layout, `[n]`.
    static func column(_ layout: Matrix<Float>, _ index: Int) -> [Float] {
        (0..<layout.rows).map { layout[$0, index] }
    }
}

internal import Dense
internal import Figures
internal import FileSystem
internal import Foundation
internal import Store
internal import Views

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
    var grid: PatchGrid { PatchGrid(grid: model.grid, patch: model.patch) }
    /// What readers of results must know about the model; nil if there is nothing.
    var note: String? { model.note.isEmpty ? nil : model.note }

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
        if !subject.isEmpty { parts.append(subject) }
        // A no-break space keeps the number and its noun on one line.
        let number = count(reduction.paths.count).replacingOccurrences(of: " ", with: "\u{A0}")
        parts.append("\(dataSet), \(number)")
        if let variant { parts.append(Self.describe(variant: variant)) }
        if let note { parts.append(note) }
        return parts.joined(separator: "  ·  ")
    }

    /// Path of the file that was reduced, as text.
    var parentFile: String { displayPath(pathBytes(reduction.origin.file)) }

    /// Name of the data set: the folder of the images, with its parent if the name is as common as
    /// "images".
    var dataSet: String {
        var path = parentFile
        if let source = reduction.parameters.imageSource, !source.isEmpty {
            path = displayPath(pathBytes(source))
        }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
        guard let last = parts.last else { return path }
        // A folder called "images" does not identify a data set.
        let isCommon = ["images", "img", "imgs", "data", "train", "val", "test", "out.h5"]
            .contains(last.lowercased())
        return isCommon && parts.count > 1 ? "\(parts[parts.count - 2])/\(last)" : last
    }

    /// Variant of every image (`extract --shuffle` or `--occlude`); nil for originals.
    var variant: String? {
        if let variant = reduction.parameters.inputVariant {
            return variant == "original" ? nil : variant
        }
        // Files of early versions have it for the images stored in full only.
        guard let first = reduction.explained.rowPlaces.first.map({ reduction.explained[$0] }),
            first.variant != "original"
        else { return nil }
        return first.variant
    }

    /// What the map shows: "layer 11, class token", "final layer, class token", or "layer 11" for
    /// patches.
    var layerSubject: String {
        let layer = Reduction.phrase(ofLayer: reduction.layer)
        return switch rowKind {
        case .images: "\(layer), \(reduction.token) token"
        case .patches: layer
        case .vectors: ""
        }
    }

    /// A variant in words: "random drop 20 %" for "random:0.2". Unknown variants are shown as they
    /// are.
    static func describe(variant: String) -> String {
        let parts = variant.split(separator: ":").map(String.init)
        func percent(_ index: Int) -> String {
            guard parts.count > index, let share = Double(parts[index]), (0...1).contains(share)
            else { return "" }
            // A no-break space keeps the number and its sign on one line.
            return " \(Int((100 * share).rounded()))\u{A0}%"
        }
        switch parts.first {
        case "random": return "random drop" + percent(1)
        case "salient": return "salient drop" + percent(1)
        case "background": return "non-salient drop" + percent(1)
        case "object" where parts.count > 1: return "\(parts[1]) dropped" + percent(2)
        case "patches": return "patches dropped"
        case "shuffle" where parts.count > 1: return "shuffled \(parts[1])\u{A0}x\u{A0}\(parts[1])"
        default: return variant
        }
    }

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

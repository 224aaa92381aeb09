internal import Dense
internal import Figures
internal import FileSystem
internal import Foundation
internal import Store
internal import Views

/// A map file, and what of it is asked to be shown: what all figures have in common.
struct MapFile {
    let path: String
    /// Among several files; the names of its figures begin with it.
    var name: String
    let reduction: Reduction
    let choices: FigureChoices

    var model: ModelDescription { reduction.model }
    var grid: PatchGrid { PatchGrid(grid: model.grid, patch: model.patch) }
    var note: String? { model.note.isEmpty ? nil : model.note }

    /// What a figure says of itself.
    func caption(_ parts: String?...) -> String? {
        let known = parts.compactMap { $0 }.filter { !$0.isEmpty }
        return known.isEmpty ? nil : known.joined(separator: "; ")
    }

    // MARK: - What it is of

    /// The line above every figure: model, what of it, data set and rows, input variant, note.
    func heading(_ subject: String) -> String {
        var parts = hasModel ? [model.name] : []
        if !subject.isEmpty { parts.append(subject) }
        // The number stays with its noun where the line is broken.
        let number = count(reduction.paths.count).replacingOccurrences(of: " ", with: "\u{A0}")
        parts.append("\(dataSet), \(number)")
        if let variant { parts.append(Self.describe(variant: variant)) }
        if let note { parts.append(note) }
        return parts.joined(separator: "  ·  ")
    }

    /// The file that was reduced, as it is shown.
    var parentFile: String { displayPath(pathBytes(reduction.origin.file)) }

    /// The folder of the images, or the file that was reduced where the map has no folder.
    var dataSet: String {
        var path = parentFile
        if let source = reduction.parameters.imageSource, !source.isEmpty {
            path = displayPath(pathBytes(source))
        }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
        guard let last = parts.last else { return path }
        // "images" alone names no data set.
        let isCommon = ["images", "img", "imgs", "data", "train", "val", "test", "out.h5"]
            .contains(last.lowercased())
        return isCommon && parts.count > 1 ? "\(parts[parts.count - 2])/\(last)" : last
    }

    /// What `extract --shuffle` or `--occlude` did to every image; nil for originals.
    var variant: String? {
        if let variant = reduction.parameters.inputVariant {
            return variant == "original" ? nil : variant
        }
        // Files from before have it of the images kept in full.
        guard let first = reduction.explained.rowPlaces.first.map({ reduction.explained[$0] }),
            first.variant != "original"
        else { return nil }
        return first.variant
    }

    /// "layer 11, class token", "final layer, class token", or "layer 11" of patches.
    var layerSubject: String {
        let layer = Self.phrase(reduction.layer)
        return switch rowKind {
        case .images: "\(layer), \(reduction.token) token"
        case .patches: layer
        case .vectors: ""
        }
    }

    /// "random:0.2" as people say it.
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

    /// The map, or the sentence that there is none.
    func mapLayout(isReportedByDefault: Bool = true) throws -> Matrix<Float> {
        guard let layout = reduction.layout else {
            throw MissingContent(
                reason: "the file has no map of images: fewer than 10 of them differ; run extract "
                    + "on more images.", isReportedByDefault: isReportedByDefault)
        }
        return layout
    }

}

// MARK: - Several files

extension MapFile {
    /// A panel, or nil where no curve has a value.
    static func panel(
        _ title: String, yLabel: String = "", _ series: [CurvesFigure.Series]
    ) -> CurvesFigure.Panel? {
        guard series.contains(where: { $0.values.contains(where: \.isFinite) }) else { return nil }
        return CurvesFigure.Panel(title: title, yLabel: yLabel, series: series)
    }

    static let relativeDepthName = "relative depth"
    static let depthExplained =
        "relative depth: 0 is the embedding, 1 the last block; the final norm stands just beyond"

    /// 0 for the embedding, (l + 1) / depth after block l, a little more than 1 for `final`.
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
    /// "layer 11", "final layer" or "embedding", within a sentence.
    static func phrase(_ layer: String) -> String {
        Int(layer) != nil ? "layer \(layer)" : layer == "final" ? "final layer" : layer
    }

    /// "Layer 11", or "Final" and "Embedding" for the two that are no block's.
    static func title(_ layer: String) -> String {
        Int(layer) == nil ? layer.prefix(1).uppercased() + layer.dropFirst() : "Layer \(layer)"
    }

    /// The last part of a path without extension, its odd characters replaced.
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

    /// The end of a file's name for an image: empty for the only one.
    func suffix(_ image: ExplainedImage) -> String {
        "-\(Self.fileName(displayPath(image.path)))"
    }
    static func percent(_ part: Int, of all: Int) -> String {
        "\(Int((100 * Double(part) / Double(max(1, all))).rounded()))\u{A0}%"
    }

    static func column(_ layout: Matrix<Float>, _ index: Int) -> [Float] {
        (0..<layout.rows).map { layout[$0, index] }
    }
}

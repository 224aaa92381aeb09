internal import Figures
internal import Foundation
internal import Store

/// The layers side by side in numbers, of one file or of several.
extension Artist {
    /// What the curves of a profile are.
    private static let profileMeasures: [(column: String, title: String, margin: String?)] = [
        ("accuracy", "label accuracy, 20 nearest", "accuracy_margin"),
        ("silhouette", "silhouette by label", nil),
        ("overlap", "overlap with the previous layer", "overlap_margin"),
        ("cka_previous", "CKA with the previous layer", nil),
        ("cka_last", "CKA with the last layer", nil),
        ("intrinsic_dimension", "intrinsic dimension", nil),
    ]

    private static let measuresExplained =
        "overlap: share of the 10 nearest neighbours that two layers have in common; CKA: "
        + "similarity of two layers' representations, 1 for equal up to rotation and scale"

    /// The table of the profile by layer and token.
    struct Profile {
        let table: ResultTable
        let layers: [String]
        let tokens: [String]
        /// The layers and the tokens, each once.
        let names: [String]
        let kinds: [String]

        func values(_ column: String, _ token: String) -> [Double] {
            guard let all = table.numbers(column) else { return names.map { _ in .nan } }
            return names.map { layer in
                layers.indices.first { layers[$0] == layer && tokens[$0] == token }
                    .map { all[$0] } ?? .nan
            }
        }

        /// The row of the highest accuracy.
        var best: Int? {
            let accuracy = table.numbers("accuracy") ?? []
            return accuracy.indices.filter { accuracy[$0].isFinite }
                .max { (accuracy[$0], $1) < (accuracy[$1], $0) }
        }

        /// One curve of a panel, its margin as a band.
        func series(
            _ measure: (column: String, title: String, margin: String?), _ token: String,
            name: String, style: Int, places: [Double]? = nil
        ) -> CurvesFigure.Series {
            let middle = values(measure.column, token)
            let half = measure.margin.map { values($0, token) } ?? []
            let hasBand = half.contains { $0.isFinite && $0 > 0 }
            return CurvesFigure.Series(
                name: name, values: middle, low: hasBand ? zip(middle, half).map { $0 - $1 } : nil,
                high: hasBand ? zip(middle, half).map { $0 + $1 } : nil, style: style,
                places: places)
        }
    }

    func readProfile() throws -> Profile {
        try requireImages("the profile of the layers is computed for images only")
        guard let table = reduction.table("layer_profile"),
            let layers = table.texts("layer"), let tokens = table.texts("token")
        else {
            throw MissingContent(
                reason: missing("profile_missing")
                    ?? "the file has no profile of the layers; run reduce without --profile none.")
        }
        var names: [String] = []
        for layer in layers where !names.contains(layer) { names.append(layer) }
        var kinds: [String] = []
        for token in tokens where !kinds.contains(token) { kinds.append(token) }
        return Profile(table: table, layers: layers, tokens: tokens, names: names, kinds: kinds)
    }

    /// Curves over the layers, a line a token; the layer of the highest accuracy is marked.
    func profile() throws -> [Picture] {
        let profile = try readProfile()
        let panels = Self.profileMeasures.compactMap { measure -> CurvesFigure.Panel? in
            let series = profile.kinds.enumerated().map { style, token in
                profile.series(measure, token, name: "\(token) token", style: style)
            }
            return Self.panel(measure.title, series)
        }
        let marked = profile.best.map { row in
            CurvesFigure.Marked(
                place: profile.names.firstIndex(of: profile.layers[row]) ?? 0,
                name: "highest accuracy: \(Self.title(profile.layers[row]).lowercased()), "
                    + "\(profile.tokens[row]) token, "
                    + String(
                        format: "%.3f", (profile.table.numbers("accuracy") ?? [.nan])[row]))
        }
        let hasBands = panels.contains { $0.series.contains { $0.low != nil } }
        let rows = profile.table.numbers("rows")?.max().map { count(Int(exactly: $0) ?? 0) }
        let figure = CurvesFigure(
            panels: panels, x: profile.names, xLabel: "layer",
            title: "\(CountedNoun("layer", "layers").counted(profile.names.count)) of "
                + (rows ?? noun(2)),
            caption: caption(
                Self.measuresExplained,
                profile.best == nil
                    ? "no labels, so neither accuracy nor silhouette" : nil,
                hasBands ? "bands: 95 % margin of a sample of the rows" : nil), marked: marked)
        return [
            Picture(.profile, "profile", "Profile of the layers", of: "all layers", figure)
        ]
    }

    /// The profiles of several files in the panels of one, a curve a file: of the class token
    /// where all have it, over the layers or, for models of different depth, over relative depth.
    static func profile(_ files: [(name: String, artist: Artist)]) throws -> [Picture] {
        let profiles = try files.map { (name: $0.name, profile: try $0.artist.readProfile()) }
        let token =
            profiles[0].profile.kinds.first { kind in
                profiles.allSatisfy { $0.profile.kinds.contains(kind) }
            } ?? "class"
        let names = profiles[0].profile.names
        let isSame = profiles.allSatisfy { $0.profile.names == names }
        let panels = profileMeasures.compactMap { measure -> CurvesFigure.Panel? in
            let series = profiles.enumerated().map { index, file in
                file.profile.series(
                    measure, token, name: file.name, style: index,
                    places: isSame
                        ? nil
                        : file.profile.names.map {
                            relativeDepth($0, depth: files[index].artist.model.depth)
                        })
            }
            return panel(measure.title, series)
        }
        let figure = CurvesFigure(
            panels: panels, x: isSame ? names : [], xLabel: isSame ? "layer" : relativeDepthName,
            title: "Layers of \(files.count) files, \(token) token",
            caption: files[0].artist.caption(measuresExplained, isSame ? nil : depthExplained))
        return [Picture(.profile, "profile", "Profile of the layers", figure)]
    }

    /// A panel, or nil where no curve has a value.
    static func panel(
        _ title: String, yLabel: String = "", _ series: [CurvesFigure.Series]
    ) -> CurvesFigure.Panel? {
        guard series.contains(where: { $0.values.contains(where: \.isFinite) }) else { return nil }
        return CurvesFigure.Panel(title: title, yLabel: yLabel, series: series)
    }

    // MARK: - Models of different depth

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

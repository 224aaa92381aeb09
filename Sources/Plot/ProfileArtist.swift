internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// Figures of the layer profile, of one file or of several.
struct ProfileArtist {
    /// The map file.
    let file: MapFile

    /// A measure of the profile, drawn as a panel.
    struct ProfileMeasure {
        /// Title of the panel.
        let title: String
        /// Value of a row of the profile.
        let value: @Sendable (LayerProfileRow) -> Double
        /// Half of the 95 % interval of that value; nil for a measure without one.
        var margin: (@Sendable (LayerProfileRow) -> Double)?
    }

    /// The panels in their order.
    private static let profileMeasures: [ProfileMeasure] = [
        ProfileMeasure(
            title: "label accuracy, 20 nearest", value: \.accuracy, margin: \.accuracyMargin),
        ProfileMeasure(title: "silhouette by label", value: \.silhouette),
        ProfileMeasure(
            title: "overlap with the previous layer", value: \.overlap, margin: \.overlapMargin),
        ProfileMeasure(title: "CKA with the previous layer", value: \.ckaPrevious),
        ProfileMeasure(title: "CKA with the last layer", value: \.ckaLast),
        ProfileMeasure(title: "intrinsic dimension", value: \.intrinsicDimension),
    ]

    /// Caption about the measures.
    private static let measuresExplained =
        "overlap: share of the 10 nearest neighbours that two layers have in common; CKA: "
        + "similarity of two layers' representations, 1 for equal up to rotation and scale"

    /// The profile of one file, by layer and token.
    struct Profile {
        /// The rows of the table.
        let rows: [LayerProfileRow]
        /// Layers, each once.
        let names: [String]
        /// Tokens, each once.
        let kinds: [String]

        /// Collects layers and tokens in the order of the table.
        init(_ rows: [LayerProfileRow]) {
            self.rows = rows
            var names: [String] = []
            for row in rows where !names.contains(row.layer) { names.append(row.layer) }
            var kinds: [String] = []
            for row in rows where !kinds.contains(row.token) { kinds.append(row.token) }
            (self.names, self.kinds) = (names, kinds)
        }

        /// Values of a token, layer by layer; NaN where there is none.
        private func values(_ value: (LayerProfileRow) -> Double, _ token: String) -> [Double] {
            names.map { layer in
                rows.first { $0.layer == layer && $0.token == token }.map(value) ?? .nan
            }
        }

        /// The row with the highest accuracy, the first of equal ones; nil without labels.
        var best: LayerProfileRow? {
            let known = rows.indices.filter { rows[$0].accuracy.isFinite }
            return known.max { (rows[$0].accuracy, $1) < (rows[$1].accuracy, $0) }.map { rows[$0] }
        }

        /// A curve of a panel; its margin becomes a band.
        func series(
            _ measure: ProfileMeasure, _ token: String, name: String, style: Int,
            places: [Double]? = nil
        ) -> CurvesFigure.Series {
            let middle = values(measure.value, token)
            let half = measure.margin.map { values($0, token) } ?? []
            let hasBand = half.contains { $0.isFinite && $0 > 0 }
            return CurvesFigure.Series(
                name: name, values: middle, low: hasBand ? zip(middle, half).map { $0 - $1 } : nil,
                high: hasBand ? zip(middle, half).map { $0 + $1 } : nil, style: style,
                places: places)
        }
    }

    /// The profile of the file.
    ///
    /// - Throws: `MissingContent` without one.
    func readProfile() throws -> Profile {
        try file.requireImages("the profile of the layers is computed for images only")
        guard let rows = file.reduction.profile else {
            throw MissingContent(
                reason: file.reduction.parameters.profileMissing.map {
                    "\($0) (--profile of reduce)."
                }
                    ?? "the file has no profile of the layers; run reduce without --profile none.")
        }
        return Profile(rows)
    }

    /// Curves over the layers, one per token; the layer with the highest accuracy is marked.
    ///
    /// - Throws: `MissingContent` without a profile.
    func profile() throws -> [PlotFigure] {
        let profile = try readProfile()
        let panels = Self.profileMeasures.compactMap { measure -> CurvesFigure.Panel? in
            let series = profile.kinds.enumerated().map { style, token in
                profile.series(measure, token, name: "\(token) token", style: style)
            }
            return MapFile.panel(measure.title, series)
        }
        let marked = profile.best.map { best in
            CurvesFigure.Marked(
                place: profile.names.firstIndex(of: best.layer) ?? 0,
                name: "highest accuracy: \(MapFile.title(best.layer).lowercased()), "
                    + "\(best.token) token, " + String(format: "%.3f", best.accuracy))
        }
        let hasBands = panels.contains { $0.series.contains { $0.low != nil } }
        let rows = profile.rows.map(\.rows).max().map(file.count)
        let figure = CurvesFigure(
            panels: panels, x: profile.names, xLabel: "layer",
            title: "\(CountedNoun("layer", "layers").counted(profile.names.count)) of "
                + (rows ?? file.noun(2)),
            caption: file.caption(
                Self.measuresExplained,
                profile.best == nil
                    ? "no labels, so neither accuracy nor silhouette" : nil,
                hasBands ? "bands: 95 % margin of a sample of the rows" : nil), marked: marked)
        return [
            PlotFigure(.profile, "profile", "Profile of the layers", of: "all layers", figure)
        ]
    }

    /// The profiles of several files, one curve per file, for a token that all have. The x axis is
    /// the layer, or the relative depth for models of different depth.
    static func profile(_ files: [MapFile]) throws -> [PlotFigure] {
        let profiles = try files.map { (name: $0.name, profile: try Self(file: $0).readProfile()) }
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
                            MapFile.relativeDepth($0, depth: files[index].model.depth)
                        })
            }
            return MapFile.panel(measure.title, series)
        }
        let figure = CurvesFigure(
            panels: panels, x: isSame ? names : [],
            xLabel: isSame ? "layer" : MapFile.relativeDepthName,
            title: "Layers of \(files.count) files, \(token) token",
            caption: files[0].caption(measuresExplained, isSame ? nil : MapFile.depthExplained))
        return [PlotFigure(.profile, "profile", "Profile of the layers", figure)]
    }
}

internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Views

/// The norms of the patch tokens.
struct NormArtist {
    let file: MapFile

    func norms() throws -> [PlotFigure] {
        guard let norms = file.reduction.audits.tokenNorms else {
            throw MissingContent(
                reason: "the file has no patch tokens; run extract with --tokens "
                    + "class,mean,patches, then reduce without --measures none.")
        }
        let factor = file.choices.outlierFactor ?? norms.outlierFactor
        let layers = norms.layers.indices.map { index in
            let counts = Array(norms.counts.row(index))
            return TokenNormsFigure.Layer(
                name: Int(norms.layers[index]) == nil
                    ? norms.layers[index] : "block \(norms.layers[index])",
                edges: norms.edges, counts: counts.map { Int($0) }, median: norms.median[index],
                threshold: factor * norms.median[index],
                outlierShare: factor == norms.outlierFactor
                    ? norms.outlierShare[index]
                    : Self.share(above: factor * norms.median[index], counts, norms.edges),
                classNorm: norms.classNorm[index].isFinite ? norms.classNorm[index] : nil,
                extraNorms: Array(norms.extraNorms.row(index)))
        }
        // The layer before the closing norm shows the artefact, where there is one.
        let last = norms.layers.lastIndex { Int($0) != nil } ?? norms.layers.count - 1
        let examples = try file.chosenImages(default: "all").compactMap { place, image in
            norms.explained[place].map { patchNorms in
                let values = Array(patchNorms.row(last))
                return TokenNormsFigure.Example(
                    image: file.raster(image), norms: values, grid: file.model.grid,
                    outliers: values.indices.filter {
                        Double(values[$0]) > factor * norms.median[last]
                    })
            }
        }
        let threshold =
            factor == 1 ? "1 median" : "\(Self.number(factor)) medians"
        let hasOutliers = layers.contains { $0.outlierShare > 0 }
        let figure = TokenNormsFigure(
            layers: layers, examples: Array(examples.prefix(4)),
            title: "Norms of the patch tokens of \(CountedNoun.images.counted(norms.images))",
            caption: file.caption(
                "outliers: patch tokens with a norm above \(threshold) of their layer"
                    + (hasOutliers ? "" : ", of which there are none"),
                examples.isEmpty
                    ? nil
                    : "images: norms after \(layers[last].name), each map with its "
                        + "own colour scale" + (hasOutliers ? ", outliers framed" : "")),
            thresholdName: threshold)
        let largest = layers.max { $0.outlierShare < $1.outlierShare }
        let sentence =
            "The norms of the patch tokens, block by block; "
            + (hasOutliers
                ? "up to \(TokenNormsFigure.percent(largest?.outlierShare ?? 0)) "
                    + "(\(largest?.name ?? "")) are outliers, above \(threshold) of their layer."
                : "none is above \(threshold) of its layer.")
        return [
            PlotFigure(
                .tokenNorms, "token-norms", "Norms of the patch tokens",
                of: "patch tokens of all layers", sentence: sentence, figure)
        ]
    }

    /// "3", "1.5".
    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : "\(value)"
    }

    /// The share of tokens above a threshold, the bin that holds it counted by its part.
    private static func share(
        above threshold: Double, _ counts: [Double], _ edges: [Double]
    ) -> Double {
        var above = 0.0
        for (bin, count) in counts.enumerated() {
            let (low, high) = (edges[bin], edges[bin + 1])
            if low >= threshold {
                above += count
            } else if high > threshold {
                above += count * (high - threshold) / (high - low)
            }
        }
        return above / max(1, counts.reduce(0, +))
    }
}

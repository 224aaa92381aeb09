internal import Dense
internal import Figures
internal import Foundation
internal import Store
internal import Tokens

/// The figure of token norms: a histogram per layer, and maps of the norms of some images.
struct NormArtist {
    /// The map file.
    let file: MapFile

    /// Draws the figure. Outliers have a norm above a factor of the median of their layer,
    /// `--outliers` or the factor of the file.
    ///
    /// - Throws: `MissingContent` without patch tokens.
    func norms() throws -> [PlotFigure] {
        guard let norms = file.reduction.audits.tokenNorms else {
            throw MissingContent(
                reason: "the file has no patch tokens; run extract with --tokens "
                    + "class,mean,patches, then reduce without --measures none.")
        }
        let factor = file.choices.outlierFactor ?? norms.outlierFactor
        let layers = norms.layers.indices.map { layer($0, norms, factor) }
        // The layer before the final norm shows high-norm tokens, if there are any.
        let last = norms.layers.lastIndex { Int($0) != nil } ?? norms.layers.count - 1
        let examples = try examples(norms, layer: last, factor)
        let threshold = factor == 1 ? "1 median" : "\(Self.number(factor)) medians"
        let hasOutliers = layers.contains { $0.outlierShare > 0 }
        let figure = TokenNormsFigure(
            layers: layers, examples: Array(examples.prefix(4)),
            title: "Norms of the patch tokens of \(CountedNoun.images.counted(norms.images))",
            caption: file.caption(
                "outliers: patch tokens with a norm above \(threshold) of their layer"
                    + (hasOutliers ? "" : "; no outliers"),
                examples.isEmpty
                    ? nil
                    : "images: norms after \(layers[last].name), each map with its "
                        + "own colour scale" + (hasOutliers ? ", outliers framed" : "")),
            thresholdName: threshold)
        return [
            PlotFigure(
                .tokenNorms, "token-norms", "Norms of the patch tokens",
                of: "patch tokens of all layers", sentence: Self.sentence(layers, threshold),
                figure)
        ]
    }

    /// The histogram of one layer. With another factor than that of the file the share of outliers
    /// is estimated from the histogram.
    private func layer(_ index: Int, _ norms: TokenNorms, _ factor: Double)
        -> TokenNormsFigure.Layer
    {
        let counts = Array(norms.counts.row(index))
        let threshold = factor * norms.median[index]
        return TokenNormsFigure.Layer(
            name: Int(norms.layers[index]) == nil
                ? norms.layers[index] : "block \(norms.layers[index])",
            edges: norms.edges, counts: counts.map { Int($0) }, median: norms.median[index],
            threshold: threshold,
            outlierShare: factor == norms.outlierFactor
                ? norms.outlierShare[index] : Self.share(above: threshold, counts, norms.edges),
            classNorm: norms.classNorm[index].isFinite ? norms.classNorm[index] : nil,
            extraNorms: Array(norms.extraNorms.row(index)))
    }

    /// The norms of the patches of the chosen images at one layer.
    private func examples(
        _ norms: TokenNorms, layer: Int, _ factor: Double
    ) throws -> [TokenNormsFigure.Example] {
        try file.chosenImages(default: "all").compactMap { place, image in
            norms.explained[place].map { patchNorms in
                let area = file.picture(of: image)
                let values = area.pick(Array(patchNorms.row(layer)), in: file.grid)
                return TokenNormsFigure.Example(
                    image: file.raster(image), norms: values,
                    grid: area.grid(patch: file.model.patch),
                    outliers: values.indices.filter {
                        Double(values[$0]) > factor * norms.median[layer]
                    })
            }
        }
    }

    /// The sentence of the figure, with the layer that has most outliers.
    private static func sentence(_ layers: [TokenNormsFigure.Layer], _ threshold: String) -> String
    {
        let largest = layers.max { $0.outlierShare < $1.outlierShare }
        return "The norms of the patch tokens, block by block; "
            + (layers.contains { $0.outlierShare > 0 }
                ? "up to \(TokenNormsFigure.percent(largest?.outlierShare ?? 0)) "
                    + "(\(largest?.name ?? "")) are outliers, above \(threshold) of their layer."
                : "no token is above \(threshold) of its layer.")
    }

    /// A number without needless decimals: "3", "1.5".
    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : "\(value)"
    }

    /// Share of tokens above a threshold, computed from a histogram; the bin of the threshold
    /// counts in part.
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

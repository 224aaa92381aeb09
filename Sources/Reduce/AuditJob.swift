internal import Clustering
internal import Console
internal import Dense
internal import PCA
internal import Store
internal import Tokens

/// Measurements of the model that do not need the map: filters, attention distances, token norms,
/// layer measures, and patch tokens as colours.
struct AuditJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Layer of the patch tokens that become colours.
    let layer: LayerName
    /// Largest number of images whose patch tokens are measured; nil for all.
    let limit: Int?
    /// Whether patches get objects by their neighbours.
    var segments = false
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Number of principal components of the filters that are stored: 28, as in the figure of the
    /// ViT paper.
    static let filterComponents = 28
    /// A token is an outlier if its norm is above this factor times the median of its layer.
    static let outlierFactor = 3.0
    /// Number of bins of the histogram of norms.
    static let bins = 80

    /// Computes all measurements for which the file has data: attention distances need attention,
    /// the others patch tokens.
    ///
    /// - Parameter explained: The images stored in full.
    func audits(of explained: [ExplainedImage]) throws -> AuditResult {
        var audits = AuditResult(
            headDistances: try headDistances(),
            patchColors: try PatchColorsJob(reader: reader, layer: layer).colors(of: explained))
        if segments {
            audits.segmentation = try SegmentationJob(
                reader: reader, limit: limit, run: run
            ).segmentation()
        }
        audits.lens = try LensJob(reader: reader, limit: limit, run: run).lens(of: explained)
        let blocks = reader.layers.filter { reader.holds($0, .patches) }
        if !blocks.isEmpty && limit != 0 {
            let measured = try PatchStatistics(
                reader: reader, layers: blocks, rows: evenlySpaced(limit, of: reader.imageCount),
                run: run
            ).collect(explained: explained)
            audits.tokenNorms = measured.norms
            audits.layerMeasures = measured.measures
        }
        return audits
    }

    /// Principal components of the filters, each filter being a row, `[k, patch * patch * 3]` with
    /// k at most 28; nil if there are fewer than two filters.
    func filterComponents(_ kernel: Matrix<Float>) throws -> Matrix<Float>? {
        var filters = [Float](repeating: 0, count: kernel.elements.count)
        for row in 0..<kernel.rows {
            for filter in 0..<kernel.columns {
                filters[filter * kernel.rows + row] = kernel[row, filter]
            }
        }
        let count = min(Self.filterComponents, kernel.columns - 1, kernel.rows)
        guard count > 0 else { return nil }
        return try fit(
            Matrix(rows: kernel.columns, columns: kernel.rows, elements: filters), count
        ).components.asFloat()
    }

    /// Principal components of rows `[n, columns]`.
    private func fit(_ rows: Matrix<Float>, _ components: Int) throws -> PrincipalComponents {
        var moments = MomentAccumulator(columns: rows.columns)
        moments.add(rows)
        return try PrincipalComponents.fit(moments.finish(), components: components)
    }

    /// Mean and 95 % range over the images of each head's attention distance; nil without
    /// attention.
    private func headDistances() throws -> HeadDistances? {
        let (n, depth, heads) = (reader.imageCount, reader.model.depth, reader.model.heads)
        guard n > 0, let all = try reader.distances(rows: 0..<n) else { return nil }
        var result = HeadDistances(
            mean: Matrix(rows: depth, columns: heads, repeating: 0),
            low: Matrix(rows: depth, columns: heads, repeating: 0),
            high: Matrix(rows: depth, columns: heads, repeating: 0), images: n)
        for block in 0..<depth {
            for head in 0..<heads {
                let values = (0..<n).map { Double(all[$0 * depth + block, head]) }.sorted()
                result.mean[block, head] = values.reduce(0, +) / Double(n)
                result.low[block, head] = values[Int(0.025 * Double(n - 1))]
                result.high[block, head] = values[Int((0.975 * Double(n - 1)).rounded(.up))]
            }
        }
        return result
    }
}

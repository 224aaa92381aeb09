internal import Clustering
internal import Console
internal import Dense
internal import Foundation
internal import Store
internal import Tokens

/// Measures patch tokens of all layers in one pass over the file: their norms, and how they cluster
/// by object.
///
/// Images are read in blocks of 16 and measured in parallel; results are combined in the order of
/// the rows.
struct PatchStatistics {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Layers with patch tokens.
    let layers: [LayerName]
    /// Row indices of the images to measure.
    let rows: [Int]
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Images that are read before they are measured in parallel. It is fixed, so that sums do not
    /// depend on the number of threads.
    private static let blockImages = 16

    /// The measurements of one image.
    private struct ImageStatistics: Sendable {
        /// Norm of each patch token of the picture, `[layers][patches]`.
        var norms: [[Float]]
        /// Measures of each layer, `[layers]`; nil for an image without measurable objects.
        var measures: [LayerMeasures]?
    }

    /// The patches of an image that lie on objects.
    private struct Objects: Sendable {
        /// Indices of the patches, object by object.
        let patches: [Int]
        /// Object of each of these patches, from 0.
        let numbers: [Int]
        /// Names of the objects.
        let names: [String]
    }

    /// Measures all images.
    ///
    /// - Parameter explained: The images stored in full, whose norms are kept patch by patch.
    /// - Returns: Norms of all images, and the measures; nil if no image has measurable objects.
    /// - Throws: `Failure` if the run is interrupted.
    func collect(
        explained: [ExplainedImage]
    ) throws -> (norms: TokenNorms, measures: LayerMeasureTable?) {
        var progress = Progress(total: rows.count, unit: "images measured", quiet: run.quiet)
        defer { progress.end() }
        var images: [ImageStatistics] = []
        var withObjects = 0
        for start in stride(from: 0, to: rows.count, by: Self.blockImages) {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted after \(start) images; nothing was written.")
            }
            let block = Array(rows[start..<min(rows.count, start + Self.blockImages)])
            let tokens = try block.map { row in
                try layers.map { try reader.tokens($0, .patches, rows: row..<row + 1) }
            }
            let objects = try block.map(measurableObjects)
            withObjects += try block.count { row in
                try reader.objects(row: row)?.names.isEmpty == false
            }
            let pictures = try block.map { row in
                try reader.picture(row: row).indices(in: reader.model.grid)
            }
            images += parallelMap(block.count) {
                Self.measure(tokens[$0], patches: pictures[$0], objects[$0])
            }
            progress.update(done: start + block.count)
        }
        let measured = images.indices.filter { images[$0].measures != nil }
        return (
            try norms(images, explained),
            measured.isEmpty
                ? nil : table(images, measured, skipped: max(0, withObjects - measured.count))
        )
    }

    /// Measures one image, given its patch tokens `[layers][patches, width]`.
    ///
    /// - Parameter patches: those whose norms are measured: all but a border.
    private static func measure(
        _ tokens: [Matrix<Float>], patches: [Int], _ objects: Objects?
    ) -> ImageStatistics {
        ImageStatistics(
            norms: tokens.map { layer in
                patches.map { row in
                    Float(
                        layer.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
                }
            },
            measures: objects.map { objects in
                tokens.map { layer in
                    layerMeasures(
                        tokens: layer.rows(objects.patches), objects: objects.numbers,
                        names: objects.names)
                }
            })
    }

    /// Objects of an image; nil unless it has at least two objects of more than two patches each.
    private func measurableObjects(_ row: Int) throws -> Objects? {
        guard let stored = try reader.measuredObjects(row: row) else { return nil }
        let counts = Dictionary(grouping: stored.patches.filter { $0 != 0 }) { $0 }
        guard counts.count >= 2, counts.values.allSatisfy({ $0.count > 2 }) else { return nil }
        // In the order of the objects, as in the paper's notebook: DBSCAN assigns a patch that two
        // clusters reach to the one that begins first.
        let patches = stored.patches.indices.filter { stored.patches[$0] != 0 }.sorted {
            (stored.patches[$0], $0) < (stored.patches[$1], $1)
        }
        return Objects(
            patches: patches, numbers: patches.map { Int(stored.patches[$0]) - 1 },
            names: stored.names)
    }

    // MARK: - Measures

    /// The table of measures with bootstrap intervals.
    private func table(
        _ images: [ImageStatistics], _ measured: [Int], skipped: Int
    ) -> LayerMeasureTable {
        let kinds = Self.kinds
        var values: [Double] = []
        func matrix() -> Matrix<Double> {
            Matrix(rows: kinds.count, columns: layers.count, repeating: 0)
        }
        var (mean, low, high) = (matrix(), matrix(), matrix())
        for (kind, value) in kinds.map(\.value).enumerated() {
            for image in measured {
                values += (images[image].measures ?? []).map(value)
            }
            for layer in layers.indices {
                let column = measured.map { value(images[$0].measures![layer]) }
                let band = bootstrapMean(column, seed: run.seed)
                mean[kind, layer] = band.mean
                low[kind, layer] = band.low
                high[kind, layer] = band.high
            }
        }
        return LayerMeasureTable(
            names: kinds.map(\.name), layers: layers.map(\.text),
            rows: measured.map { Int32(rows[$0]) }, values: values, mean: mean, low: low,
            high: high, skipped: skipped)
    }

    /// Names of the measures, and how to get them.
    private static let kinds: [(name: String, value: @Sendable (LayerMeasures) -> Double)] = [
        ("silhouette", { $0.silhouette }), ("purity", { $0.purity }),
        ("in-cluster cosine", { $0.inClusterCosine }),
        ("in-object cosine", { $0.inObjectCosine }),
        ("unique-label ratio", { $0.uniqueLabelRatio }),
        ("clusters per object", { $0.clustersPerObject }),
    ]

    // MARK: - Norms

    /// Histogram, medians and outliers of the norms of all images. The 80 bins are logarithmic,
    /// from the smallest to the largest norm of any layer.
    private func norms(
        _ images: [ImageStatistics], _ explained: [ExplainedImage]
    ) throws -> TokenNorms {
        let sorted = layers.indices.map { layer in images.flatMap { $0.norms[layer] }.sorted() }
        let smallest = sorted.compactMap { $0.first { $0 > 0 } }.min() ?? 1
        let largest = max(sorted.compactMap(\.last).max() ?? 1, smallest * 1.001)
        // Logarithmic bins, since the norms of outliers are ten times those of other tokens.
        let edges = (0...AuditJob.bins).map { step in
            Double(smallest)
                * pow(Double(largest) / Double(smallest), Double(step) / Double(AuditJob.bins))
        }
        var counts = Matrix<Double>(rows: layers.count, columns: AuditJob.bins, repeating: 0)
        for (layer, values) in sorted.enumerated() {
            var bin = 0
            for value in values {
                while bin < AuditJob.bins - 1 && Double(value) >= edges[bin + 1] { bin += 1 }
                counts[layer, bin] += 1
            }
        }
        let medians = sorted.map { values in
            (Double(values[(values.count - 1) / 2]) + Double(values[values.count / 2])) / 2
        }
        let shares = zip(sorted, medians).map { values, median in
            Double(values.count { Double($0) > AuditJob.outlierFactor * median })
                / Double(values.count)
        }
        var kept: [Int: Matrix<Float>] = [:]
        for place in explained.rowPlaces {
            let row = explained[place].row
            let own = try layers.map { try reader.tokens($0, .patches, rows: row..<row + 1) }
            kept[place] = Matrix(
                rows: layers.count, columns: reader.model.patches,
                elements: Self.measure(own, patches: Array(0..<reader.model.patches), nil).norms
                    .flatMap { $0 })
        }
        return TokenNorms(
            layers: layers.map(\.text), edges: edges, counts: counts, median: medians,
            outlierFactor: AuditJob.outlierFactor, outlierShare: shares,
            classNorm: try meanNorms(.classToken),
            extraNorms: try extraNorms(),
            images: rows.count, explained: kept)
    }

    /// Mean norms of the register tokens or the distillation token, `[layers, extra]`.
    private func extraNorms() throws -> Matrix<Double> {
        let count = reader.model.registers
        let held = layers.allSatisfy { reader.holds($0, .extra) }
        guard held, count > 0 else {
            return Matrix(rows: layers.count, columns: 0, elements: [])
        }
        var result = Matrix<Double>(rows: layers.count, columns: count, repeating: 0)
        for (index, layer) in layers.enumerated() {
            for row in rows {
                let tokens = try reader.tokens(layer, .extra, rows: row..<row + 1)
                for token in 0..<count {
                    let squares = tokens.row(token).reduce(0.0) { $0 + Double($1) * Double($1) }
                    result[index, token] += squares.squareRoot() / Double(rows.count)
                }
            }
        }
        return result
    }

    /// Mean norm of a token, `[layers]`; NaN if the file does not have it.
    private func meanNorms(_ kind: TokenKind) throws -> [Double] {
        try layers.map { layer in
            guard reader.holds(layer, kind) else { return .nan }
            var sum = 0.0
            for row in rows {
                let token = try reader.tokens(layer, kind, rows: row..<row + 1)
                sum += token.elements.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            }
            return sum / Double(rows.count)
        }
    }
}

internal import Console
internal import Dense
internal import PCA
internal import Store

/// The principal components of a layer's rows, and the rows' scores.
struct Components {
    let pca: PrincipalComponents
    /// `[rows, components]`
    let scores: Matrix<Float>

    /// Those of several layers, by two passes over the file: one for the moments of all, one for
    /// their scores. Memory grows with the scores alone.
    static func fit(
        _ source: RowSource, layers: [LayerName], normalization: RowNormalization, count: Int,
        path: String
    ) throws -> [Components] {
        let width = source.columns
        var moments = layers.map { _ in MomentAccumulator(columns: width) }
        var workspace = MomentWorkspace()
        try source.forEachBlock(of: layers) { _, blocks in
            for (place, block) in blocks.enumerated() {
                moments[place].add(block, normalization: normalization, workspace: &workspace)
            }
        }
        let fitted = try zip(layers, moments).map { layer, moments in
            if let row = moments.firstNonFiniteRow {
                throw Failure(
                    Exit.nothing,
                    "\(path), layer \(layer.text), row \(row): expected finite numbers, found NaN "
                        + "or infinity; leave that row out or make the file again.")
            }
            do {
                return try PrincipalComponents.fit(
                    moments.finish(), components: min(count, source.rows - 1, width))
            } catch {
                throw Failure(Exit.nothing, "\(path), layer \(layer.text): \(error)")
            }
        }
        return zip(
            fitted, try scores(source, layers: layers, normalization: normalization, by: fitted)
        ).map { Components(pca: $0, scores: $1) }
    }

    /// The rows of some layers on known components, `[layers][rows, components]`.
    static func scores(
        _ source: RowSource, layers: [LayerName], normalization: RowNormalization,
        by components: [PrincipalComponents]
    ) throws -> [Matrix<Float>] {
        var elements = components.map { pca in
            var scores: [Float] = []
            scores.reserveCapacity(source.rows * pca.variances.count)
            return scores
        }
        try source.forEachBlock(of: layers) { _, blocks in
            for (place, block) in blocks.enumerated() {
                elements[place] +=
                    components[place].scores(
                        of: block, normalization: normalization
                    ).elements
            }
        }
        return zip(elements, components).map {
            Matrix(rows: source.rows, columns: $1.variances.count, elements: $0)
        }
    }
}

internal import Console
internal import Dense
internal import PCA
internal import Store
internal import Tokens

/// Principal components of a layer's rows, and the scores of the rows, `(x - mean) · components`
/// with x the normalised row. Rows that are equal in the file have equal scores.
struct Components {
    /// The principal components.
    let pca: PrincipalComponents
    /// Scores of the rows, `[rows, components]`.
    let scores: Matrix<Float>

    /// Makes the scores of equal rows equal: rounding may make them differ, since the order of sums
    /// depends on the block.
    ///
    /// - Parameter keys: Hash of each row as it is stored.
    private init(pca: PrincipalComponents, scores: Matrix<Float>, keys: [RowKey]) {
        self.pca = pca
        var first: [RowKey: Int] = [:]
        let places = keys.enumerated().map { row, key in
            let place = first[key] ?? row
            first[key] = place
            return place
        }
        self.scores = first.count == keys.count ? scores : scores.rows(places)
    }

    /// Principal components of several layers, by two passes over the file: one for the moments of
    /// all layers, one for the scores. Memory grows with the scores only.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - layers: Layers to read.
    ///   - normalization: Normalisation of each row before PCA.
    ///   - count: Number of components; fewer if there are fewer rows or columns.
    ///   - path: Path of the file, for error messages.
    /// - Throws: `Failure` for numbers that are not finite or too large.
    static func fit(
        _ source: ReductionRows, layers: [LayerName], normalization: RowNormalization, count: Int,
        path: String
    ) throws -> [Components] {
        let width = source.columns
        if isFewRows(source.rows, columns: width) {
            return try layers.map {
                try fit(
                    fewRows: source, layer: $0, normalization: normalization, count: count,
                    path: path)
            }
        }
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
                        + "or infinity; remove that row, or write the file again.")
            }
            do {
                let finished = moments.finish()
                try checkRange(finished, path)
                return try PrincipalComponents.fit(
                    finished, components: min(count, source.rows - 1, width))
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(Exit.nothing, "\(path), layer \(layer.text): \(error)")
            }
        }
        let scored = try scoresAndKeys(
            source, layers: layers, normalization: normalization, by: fitted)
        return zip(fitted, scored).map { Components(pca: $0, scores: $1.scores, keys: $1.keys) }
    }

    /// Whether components are computed from the products of the rows, `[rows, rows]`, in place of
    /// the covariance of the columns: for 20,000 columns that would need 3.2 GB.
    static func isFewRows(_ rows: Int, columns: Int) -> Bool {
        columns > 1024 && rows < columns / 2
    }

    /// Memory in bytes at the peak of the computation, for one layer: three matrices
    /// `[columns, columns]` in double precision, or the rows and their products.
    static func bytes(rows: Int, columns: Int) -> Int {
        isFewRows(rows, columns: columns)
            ? 16 * rows * columns + 24 * rows * rows : 24 * columns * columns
    }

    /// Principal components from the products of the rows.
    private static func fit(
        fewRows source: ReductionRows, layer: LayerName, normalization: RowNormalization,
        count: Int,
        path: String
    ) throws -> Components {
        var elements: [Float] = []
        try source.forEachBlock(of: [layer]) { _, blocks in
            elements += blocks[0].matrix.elements
        }
        let block = VectorBlock(
            rows: source.rows, columns: source.columns, values: .single(elements))
        let pca: PrincipalComponents
        do {
            pca = try PrincipalComponents.fit(
                fewRows: block, normalization: normalization,
                components: min(count, source.rows - 1, source.columns))
        } catch {
            throw Failure(Exit.nothing, "\(path), layer \(layer.text): \(error)")
        }
        let spread = pca.ratios[0] > 0 ? pca.variances[0] / pca.ratios[0] : 0
        let middle = pca.mean.reduce(0) { $0 + $1 * $1 }
        try checkRange(spread * Double(source.rows - 1) + middle * Double(source.rows), path)
        return Components(
            pca: pca, scores: pca.scores(of: block, normalization: normalization),
            keys: RowKey.keys(of: block))
    }

    /// Sum of squares above which distances, or sums and products of them, may exceed the range of
    /// single precision, 3.4e38.
    static let largestSquareSum = 1e36

    /// Checks the sum of squares of all rows, computed from their moments.
    private static func checkRange(_ moments: Moments, _ path: String) throws {
        var squares = 0.0
        for (column, mean) in moments.mean.enumerated() {
            let spread = moments.covariance[column, column] * Double(moments.count - 1)
            squares += spread + Double(moments.count) * mean * mean
        }
        try checkRange(squares, path)
    }

    /// Checks the sum of squares of all rows.
    private static func checkRange(_ squares: Double, _ path: String) throws {
        guard !(squares <= largestSquareSum) else { return }
        throw Failure(
            Exit.nothing,
            "\(path): expected a sum of squares of all rows of at most \(largestSquareSum), so "
                + "that distances stay within single precision, found \(squares); scale the "
                + "vectors down, or use --normalize l2.")
    }

    /// Scores of the rows of some layers on given components, `[layers][rows, components]`.
    static func scores(
        _ source: ReductionRows, layers: [LayerName], normalization: RowNormalization,
        by components: [PrincipalComponents]
    ) throws -> [Matrix<Float>] {
        try scoresAndKeys(source, layers: layers, normalization: normalization, by: components)
            .map(\.scores)
    }

    /// Scores and hashes of the rows, by one pass over the file.
    private static func scoresAndKeys(
        _ source: ReductionRows, layers: [LayerName], normalization: RowNormalization,
        by components: [PrincipalComponents]
    ) throws -> [(scores: Matrix<Float>, keys: [RowKey])] {
        var elements = components.map { pca in
            var scores: [Float] = []
            scores.reserveCapacity(source.rows * pca.variances.count)
            return scores
        }
        var keys = [[RowKey]](repeating: [], count: components.count)
        try source.forEachBlock(of: layers) { _, blocks in
            for (place, block) in blocks.enumerated() {
                elements[place] +=
                    components[place].scores(
                        of: block, normalization: normalization
                    ).elements
                keys[place] += RowKey.keys(of: block)
            }
        }
        return components.indices.map { place in
            let scores = Matrix(
                rows: source.rows, columns: components[place].variances.count,
                elements: elements[place])
            return (scores, keys[place])
        }
    }
}

/// A 128-bit hash of the numbers of a row; 0 and -0 are equal. Rows with equal hashes are taken for
/// equal.
private struct RowKey: Hashable {
    /// Two 64-bit hashes, of which each number changes both.
    private var bits = SIMD2<UInt64>(0, 0x6A09_E667_F3BC_C908)

    /// Hashes of the rows of a block, `[rows]`.
    static func keys(of block: VectorBlock) -> [RowKey] {
        let rows = block.matrix
        return parallelMap(rows.rows) { row in
            var key = RowKey()
            for value in rows.row(row) { key.add(UInt64((value + 0).bitPattern)) }
            return key
        }
    }

    /// Mixes a number into the hash.
    private mutating func add(_ value: UInt64) {
        bits = (bits ^ value) &* SIMD2(0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F)
        bits ^= bits &>> SIMD2(29, 31)
    }
}

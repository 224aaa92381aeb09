internal import Console
internal import Dense
internal import MapFiles
internal import Store
internal import Tokens

/// What the page of `plot` needs besides the map; empty for vectors, which have no images.
struct PageData {
    /// Thumbnails of all images; nil for too many images.
    var thumbnails: ThumbnailSheets?
    /// Coordinates of the patches of the explained images; nil without patch tokens.
    var patchFeatures: PatchFeatures?
}

/// Makes thumbnails of the images, and coordinates of the patches of the explained images.
struct PageJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Coordinates per patch.
    static let featureSize = 64

    // MARK: - Thumbnails

    /// Thumbnails and coordinates.
    ///
    /// - Throws: `Failure` if the run is interrupted.
    func data(explained: [ExplainedImage]) throws -> PageData {
        PageData(thumbnails: try thumbnails(), patchFeatures: try patchFeatures(explained))
    }

    /// Thumbnails of all images, made from their previews; nil for too many images.
    private func thumbnails() throws -> ThumbnailSheets? {
        let count = reader.imageCount
        var progress = Progress(total: count, unit: "thumbnails", quiet: run.quiet)
        defer { progress.end() }
        return try Thumbnails.make(count: count) { rows in
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while thumbnails were made; nothing was written.")
            }
            progress.update(done: rows.lowerBound)
            return try reader.previews(rows: rows)
        }
    }

    // MARK: - Patches

    /// The layers that have patch tokens, in the order of the model.
    private var layers: [LayerName] { reader.layers.filter { reader.holds($0, .patches) } }

    /// Coordinates of the patches of the explained images; nil without patch tokens or images.
    private func patchFeatures(_ explained: [ExplainedImage]) throws -> PatchFeatures? {
        let places = explained.rowPlaces
        let size = min(Self.featureSize, reader.model.width)
        guard !layers.isEmpty, !places.isEmpty else { return nil }
        var features = PatchFeatures(
            layers: layers.map(\.text), size: size, scales: [],
            images: Dictionary(uniqueKeysWithValues: places.map { ($0, []) }))
        for layer in layers {
            let scores = try scores(layer, rows: places.map { explained[$0].row }, size: size)
            let largest = scores.lazy.flatMap(\.elements).map(abs).max() ?? 0
            let scale = largest > 0 ? largest / 127 : 1
            features.scales.append(scale)
            for (place, image) in zip(places, scores) {
                features.images[place]?.append(
                    contentsOf: image.elements.map { Int8(($0 / scale).rounded()) })
            }
        }
        return features
    }

    /// Coordinates of the patches of some images at one layer along the leading eigenvectors of
    /// their second moments, `[patches, size]` per image. Tokens are scaled to length 1 before.
    ///
    /// The mean is not subtracted: cosines are those of the tokens themselves.
    private func scores(
        _ layer: LayerName, rows: [Int], size: Int
    ) throws -> [Matrix<Float>] {
        let width = reader.model.width
        // Read twice, since the tokens of many images need much memory.
        func image(_ row: Int) throws -> Matrix<Double> {
            unitRows(try reader.tokens(layer, .patches, rows: row..<row + 1).asDouble())
        }
        var moments = Matrix<Double>(rows: width, columns: width, repeating: 0)
        var span = moments.elements.mutableSpan
        for row in rows { addGram(MatrixView(try image(row)), to: &span) }
        let basis = try leadingEigenpairs(of: moments, count: size).vectors
        return try rows.map { row in
            let image = try image(row)
            var scores = [Double](repeating: 0, count: image.rows * size)
            multiply(MatrixView(image), MatrixView(basis).transposed, into: &scores)
            return Matrix(rows: image.rows, columns: size, elements: scores).asFloat()
        }
    }

    /// Rows scaled to length 1; a row of zeros stays.
    private func unitRows(_ matrix: Matrix<Double>) -> Matrix<Double> {
        var result = matrix
        for row in 0..<matrix.rows {
            let length = matrix.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for column in 0..<matrix.columns { result[row, column] /= length }
        }
        return result
    }
}

internal import Console
internal import Neighbors
internal import PCA
internal import Profiles
internal import Store
internal import Tokens

/// Measures every layer of a file: how well it separates the labels, and how it relates to the
/// other layers.
///
/// The measures are label accuracy by 20 neighbours, silhouette, overlap of neighbours with the
/// previous layer, CKA with the previous and the last layer, and the intrinsic dimension.
struct ProfileJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Label of each image, -1 without one, or with a label of too few images.
    let labels: [Int32]
    /// Rows that are copies of others; they would make neighbours too similar.
    let copies: Set<Int>
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Number of images below which 20 neighbours are too large a part of the data set.
    static let minimumRows = 30

    /// One row per layer and token; nil if there are fewer than `minimumRows` images.
    ///
    /// - Throws: `Failure` with the layer whose rows cannot be measured.
    func profile() throws -> [LayerProfileRow]? {
        guard reader.imageCount >= Self.minimumRows else { return nil }
        var rows: [LayerProfileRow] = []
        for kind in [TokenKind.classToken, .mean] {
            let layers = reader.layers.filter { reader.holds($0, kind) }
            if layers.isEmpty { continue }
            var progress = Progress(
                total: layers.count, unit: "layers of \(kind.rawValue) profiled", quiet: run.quiet)
            defer { progress.end() }
            var settings = ProfileSettings()
            settings.seed = run.seed
            let source = ReductionRows(origin: .images(reader, kind))
            do {
                let profiles = try profileLayers(
                    layers.map { source.blocks($0, .none) }, labels: labels, copies: copies,
                    settings: settings,
                    finished: { progress.update(done: $0.layer + 1) })
                rows += profiles.map {
                    LayerProfileRow(layers[$0.layer].text, token: kind.rawValue, $0)
                }
            } catch let error as ProfileError {
                throw Failure(
                    Exit.nothing,
                    "\(reader.path), \(kind.rawValue) of layer \(layers[error.layer].text): "
                        + error.problem)
            }
        }
        return rows
    }
}

extension LayerProfileRow {
    fileprivate init(_ layer: String, token: String, _ profile: LayerProfile) {
        self.init(
            layer: layer, token: token, rows: profile.queries, accuracy: profile.accuracy ?? .nan,
            accuracyMargin: profile.accuracyMargin ?? .nan,
            silhouette: profile.silhouette ?? .nan, overlap: profile.overlap ?? .nan,
            overlapMargin: profile.overlapMargin ?? .nan,
            ckaPrevious: profile.ckaWithPrevious ?? .nan, ckaLast: profile.ckaWithLast ?? .nan,
            intrinsicDimension: profile.intrinsicDimension ?? .nan,
            dimensionRows: profile.dimensionRows ?? 0)
    }
}

internal import Console
internal import Neighbors
internal import PCA
internal import Profiles
internal import Store

/// The profile of a store's layers: how much of the labels each knows, and how it relates to the
/// others.
struct ProfileJob {
    let reader: EmbeddingReader
    let labels: [Int32]
    /// Rows that are copies of others.
    let copies: Set<Int>
    let run: RunOptions

    /// Rows below which twenty neighbours say nothing.
    static let minimumRows = 30

    /// A row a layer and token; nil below `fewestRows` images.
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
                let found = try profileLayers(
                    layers.map { source.blocks($0, .none) }, labels: labels, copies: copies,
                    settings: settings,
                    finished: { progress.update(done: $0.layer + 1) })
                rows += found.map {
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

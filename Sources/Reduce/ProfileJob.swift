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
    static let fewestRows = 30

    func add(to result: inout Reduction) throws {
        guard reader.imageCount >= Self.fewestRows else { return }
        var rows: [(layer: String, token: String, profile: LayerProfile)] = []
        for kind in [TokenKind.classToken, .mean] {
            let layers = reader.layers.filter { reader.holds($0, kind) }
            if layers.isEmpty { continue }
            var progress = Progress(
                total: layers.count, unit: "layers of \(kind.rawValue) profiled", quiet: run.quiet)
            defer { progress.end() }
            var settings = ProfileSettings()
            settings.seed = run.seed
            let source = RowSource(origin: .images(reader, kind))
            do {
                let found = try profileLayers(
                    layers.map { source.blocks($0, .none) }, labels: labels, copies: copies,
                    settings: settings,
                    finished: { progress.update(done: $0.layer + 1) })
                rows += found.map { (layers[$0.layer].text, kind.rawValue, $0) }
            } catch let error as ProfileError {
                throw Failure(
                    Exit.nothing,
                    "\(reader.path), \(kind.rawValue) of layer \(layers[error.layer].text): "
                        + error.problem)
            }
        }
        func column(_ name: String, _ value: (LayerProfile) -> Double?) -> ResultTable.Column {
            .init(name, .reals(rows.map { value($0.profile) ?? .nan }))
        }
        result.tables.append(
            ResultTable(
                "layer_profile",
                [
                    .init("layer", .texts(rows.map(\.layer))),
                    .init("token", .texts(rows.map(\.token))),
                    .init("rows", .integers(rows.map { Int64($0.profile.queries) })),
                    column("accuracy", \.accuracy), column("accuracy_margin", \.accuracyMargin),
                    column("silhouette", \.silhouette), column("overlap", \.overlap),
                    column("overlap_margin", \.overlapMargin),
                    column("cka_previous", \.ckaWithPrevious),
                    column("cka_last", \.ckaWithLast),
                    column("intrinsic_dimension", \.intrinsicDimension),
                    .init(
                        "dimension_rows",
                        .integers(rows.map { Int64($0.profile.dimensionRows ?? 0) })),
                ]))
    }
}

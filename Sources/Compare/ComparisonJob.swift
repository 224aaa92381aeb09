internal import Clustering
internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import Profiles
internal import Store
internal import Tokens

/// Measures files over the same images: their layers, each two of them, and the images on which
/// they differ.
struct ComparisonJob {
    let files: [ComparedFile]
    /// The row of each compared image in each file, `[files][images]`.
    let rows: [[Int]]
    /// Label of each image, -1 without one.
    let labels: [Int32]
    /// Path of each image as it is printed.
    let paths: [String]
    let labelNames: [String]
    /// The layer of all stores; nil to choose one for each file.
    let layer: LayerName?
    let seed: UInt64
    let quiet: Bool

    /// Nearest neighbours that are compared.
    static let neighborCount = 10
    /// Nearest neighbours that vote for a label.
    private static let voters = 20
    /// Images that CKA is computed over.
    private static let alignedImages = 2_000
    /// Fewest labelled images of each half.
    private static let fewestJudged = 15
    /// Rows of the table of changes for each two files, and neighbours that it lists.
    private static let listedChanges = 1_000
    private static let listedNeighbors = 5

    /// What is known of a layer.
    struct Layer {
        let layer: LayerName
        /// Neighbours of each image, nearest first.
        let neighbors: SparseMatrix
        /// Whether the neighbours predict the label; nil without one.
        let hits: [Bool?]
        /// The rows that CKA is computed over.
        let features: CenteredFeatures
        /// Width of the layer.
        let width: Int
    }

    /// The results, and the chosen layer of each file.
    struct Found {
        var result: ModelComparison
        var chosen: [LayerName]
        /// Mean share of the nearest neighbours of each image that the first file and the others
        /// have in common.
        var agreement: [Double]
        /// Clusters of each file, `[files][images]`.
        var clusters: [[Int32]]
    }

    /// Whether the labels allow a choice of layers.
    private var hasLabels: Bool {
        let halves = self.halves
        return Set(labels.filter { $0 >= 0 }).count > 1
            && [true, false].allSatisfy { half in
                labels.indices.count { labels[$0] >= 0 && halves[$0] == half } >= Self.fewestJudged
            }
    }

    /// Whether each image is in the half on which layers are chosen.
    private var halves: [Bool] { everyOtherLabelled(labels) }

    /// Measures everything.
    ///
    /// - Throws: `Failure` for a store without the layer, or after an interruption.
    func compare() throws -> Found {
        if let layer,
            let file = files.first(where: { file in
                file.reader != nil && !file.layers.contains(layer)
            })
        {
            throw Failure(
                Exit.usage,
                "\(file.path): expected \(Reduction.phrase(ofLayer: layer.text)) (--layer), found "
                    + "the layers \(file.layers.map(\.text).joined(separator: ", ")).")
        }
        var layers: [[Layer]] = []
        let total = files.reduce(0) { $0 + $1.layers.count }
        var progress = Progress(total: total, unit: "layers", quiet: quiet)
        defer { progress.end() }
        for index in files.indices {
            layers.append(
                try files[index].layers.map { layer in
                    try checkInterruption()
                    defer { progress.update(done: layers.joined().count + 1) }
                    return try measure(layer, of: index)
                })
        }
        let part = halves
        let places = layers.map { own in
            layer.flatMap { layer in own.firstIndex { $0.layer == layer } }
                ?? (hasLabels ? bestLayer(own.map(\.hits), on: part) : own.count - 1)
        }
        let chosen = zip(layers, places).map { $0[$1] }
        // A layer that was not chosen by the labels is judged on all of them.
        let judged = layer == nil ? part.map { !$0 } : part.map { _ in true }
        let models = files.indices.map { model($0, chosen[$0], judged) }
        let layerRows = files.indices.flatMap { index in
            layers[index].map { layer in
                ComparedLayerRow(
                    name: files[index].name, layer: files[index].text(of: layer.layer),
                    depth: files[index].depth(of: layer.layer),
                    accuracy: hasLabels ? Self.accuracy(layer.hits) : .nan)
            }
        }
        let clusters = try self.clusters(chosen)
        var layerPairs: [LayerPairRow] = []
        var pairs: [ModelPairRow] = []
        for first in files.indices {
            for second in files.indices.dropFirst(first + 1) {
                for a in layers[first] {
                    try checkInterruption()
                    layerPairs += layers[second].map { pair(first, a, second, $0) }
                }
                pairs.append(
                    pair(
                        first, chosen[first], second, chosen[second], clusters[first],
                        clusters[second], judged))
            }
        }
        let (changes, agreement) = self.changes(chosen)
        return Found(
            result: ModelComparison(
                models: models, layers: layerRows, layerPairs: layerPairs, pairs: pairs,
                changes: changes),
            chosen: chosen.map(\.layer), agreement: agreement, clusters: clusters)
    }

    private func checkInterruption() throws {
        guard let code = Interruption.exitCode else { return }
        throw Failure(code, "interrupted; nothing was written.")
    }

    // MARK: - One file

    /// Neighbours, votes and features of a layer.
    private func measure(_ layer: LayerName, of index: Int) throws -> Layer {
        let matrix = try files[index].rows(layer, rows[index])
        let count = min(Self.voters, matrix.rows - 1)
        let neighbors = exactNeighbors(of: matrix, count: count)
        let aligned = min(Self.alignedImages, matrix.rows)
        let places = (0..<aligned).map { $0 * matrix.rows / aligned }
        return Layer(
            layer: layer, neighbors: neighbors,
            hits: voteHits(
                neighbors: neighbors, queries: Array(0..<matrix.rows), labels: labels),
            features: CenteredFeatures(matrix.rows(places)), width: matrix.columns)
    }

    /// Share of true votes; NaN without any.
    private static func accuracy(_ hits: [Bool?]) -> Double {
        let votes = hits.compactMap(\.self)
        return votes.isEmpty ? .nan : Double(votes.count(where: \.self)) / Double(votes.count)
    }

    /// The row of a file, with its chosen layer.
    private func model(_ index: Int, _ layer: Layer, _ judged: [Bool]) -> ComparedModelRow {
        let file = files[index]
        var row = ComparedModelRow()
        row.name = file.name
        row.file = file.path
        row.images = file.count
        row.layer = file.text(of: layer.layer)
        row.token = file.token
        row.width = layer.width
        row.bytes = regularBytes(file.path)
        if hasLabels {
            let votes = layer.hits.indices.filter { judged[$0] }.compactMap { layer.hits[$0] }
            let accuracy = Self.accuracy(votes)
            row.accuracy = accuracy
            row.judged = votes.count
            row.accuracyMargin = Self.wilson(accuracy, votes.count)
        }
        guard let model = file.reader?.model else {
            row.model = (file.path as NSString).lastPathComponent
            return row
        }
        // An ablated model is another one.
        row.model = model.name + (model.note.isEmpty ? "" : " (\(model.note))")
        row.parameters = model.parameterCount
        if model.isPlain && model.depth > 0 {
            let tokens = Double(model.patches + model.prefix)
            let attention = 4 * tokens * tokens * Double(model.width) * Double(model.depth)
            row.gigaflops = (2 * Double(model.parameterCount) * tokens + attention) / 1e9
        }
        return row
    }

    /// Half of the 95 % interval of a share of `count` (Wilson 1927), which is above 0 also where
    /// the share is 1.
    private static func wilson(_ share: Double, _ count: Int) -> Double {
        let (n, z) = (Double(max(1, count)), 1.96)
        let variance = share * (1 - share) / n + z * z / (4 * n * n)
        return z * variance.squareRoot() / (1 + z * z / n)
    }

    /// k-means of each chosen layer, into as many clusters as there are labels (2 to 50), or else
    /// as many as the silhouette finds in the first file.
    private func clusters(_ chosen: [Layer]) throws -> [[Int32]] {
        var count = Set(labels.filter { $0 >= 0 }).count
        return try chosen.indices.map { index in
            try checkInterruption()
            let matrix = try files[index].rows(chosen[index].layer, rows[index])
            if !(2...50).contains(count) {
                count = kMeansBySilhouette(matrix, seed: seed)?.clusters.centroids.rows ?? 2
            }
            return kMeans(matrix, clusters: min(count, matrix.rows), seed: seed).assignments
        }
    }

    // MARK: - Two files

    /// Two layers of two files.
    private func pair(_ first: Int, _ a: Layer, _ second: Int, _ b: Layer) -> LayerPairRow {
        var row = LayerPairRow()
        (row.first, row.firstLayer) = (files[first].name, files[first].text(of: a.layer))
        (row.second, row.secondLayer) = (files[second].name, files[second].text(of: b.layer))
        row.cka = a.features.cka(with: b.features) ?? .nan
        // Of equal rows the neighbours are those of the order, and say nothing.
        guard row.cka.isFinite else { return row }
        row.overlap =
            neighborOverlap(a.neighbors, b.neighbors, count: Self.neighborCount)?.value ?? .nan
        return row
    }

    /// Two files by their chosen layers.
    private func pair(
        _ first: Int, _ a: Layer, _ second: Int, _ b: Layer, _ mine: [Int32], _ its: [Int32],
        _ judged: [Bool]
    ) -> ModelPairRow {
        let layers = pair(first, a, second, b)
        var row = ModelPairRow()
        (row.first, row.second) = (layers.first, layers.second)
        (row.cka, row.overlap) = (layers.cka, layers.overlap)
        row.chance = Double(Self.neighborCount) / Double(max(Self.neighborCount, labels.count - 1))
        row.ari = adjustedRandIndex(mine, its)
        row.nmi = normalizedMutualInformation(mine, its)
        row.clusters = Int(mine.max() ?? -1) + 1
        guard hasLabels else { return row }
        let gain = PairedGain(a.hits, b.hits, on: judged)
        row.judged = gain.rows
        (row.gain, row.gainMargin) = (gain.gain, gain.margin)
        (row.onlyFirst, row.onlySecond) = (gain.onlyFirst, gain.onlySecond)
        row.probability = gain.probability
        return row
    }

    /// The images whose neighbours differ most between the first file and each other one, ties in
    /// the order of the images.
    private func changes(_ chosen: [Layer]) -> ([ChangeRow], agreement: [Double]) {
        let mine = neighborRows(chosen[0])
        var changes: [ChangeRow] = []
        var agreement = [Double](repeating: 0, count: labels.count)
        for other in files.indices.dropFirst() {
            let its = neighborRows(chosen[other])
            let overlaps = labels.indices.map { row in
                let common = Set(mine[row]).intersection(its[row]).count
                return Double(common) / Double(max(1, mine[row].count))
            }
            for row in labels.indices {
                agreement[row] += overlaps[row] / Double(files.count - 1)
            }
            let order = labels.indices.sorted {
                overlaps[$0] != overlaps[$1] ? overlaps[$0] < overlaps[$1] : $0 < $1
            }
            changes += order.prefix(Self.listedChanges).map { row in
                var change = ChangeRow()
                (change.first, change.second) = (files[0].name, files[other].name)
                change.row = row
                change.path = paths[row]
                change.label = labels[row] >= 0 ? labelNames[Int(labels[row])] : ""
                change.overlap = overlaps[row]
                change.firstNeighbors = Array(mine[row].prefix(Self.listedNeighbors))
                change.secondNeighbors = Array(its[row].prefix(Self.listedNeighbors))
                return change
            }
        }
        return (changes, agreement)
    }

    /// The nearest neighbours of each image, nearest first.
    private func neighborRows(_ layer: Layer) -> [[Int]] {
        (0..<layer.neighbors.rowCount).map { row in
            layer.neighbors.columns[layer.neighbors.entries(ofRow: row)]
                .prefix(Self.neighborCount).map { Int($0) }
        }
    }

    /// Bytes of a file, -1 if it is gone.
    private func regularBytes(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? -1
    }
}

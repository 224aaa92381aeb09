internal import Console
internal import Dense
internal import Foundation
internal import Neighbors
internal import PCA
internal import Profiles
internal import Store
internal import Tokens

/// Chooses the layer of a map by the labels, when `--layer` was not given.
///
/// On half of a sample the layer is chosen whose nearest neighbours predict the labels best; how
/// much better it is than the last layer is measured on the other half, so that having looked at
/// all layers does not count as a gain. Features of a middle layer are often better than those of
/// the last (Bolya et al. 2025, arXiv 2504.13181).
struct LayerAdviser {
    /// The rows and their labels.
    let reader: EmbeddingReader
    /// The token that represents an image.
    let kind: TokenKind
    /// Label of each image, -1 without one, or with a label of too few images.
    let labels: [Int32]
    let quiet: Bool

    /// Most images of the sample; its neighbours are searched exactly in every layer.
    static let sampledImages = 5_000
    /// Consecutive images of one piece of the sample, so that few chunks of a large file are read.
    private static let pieceImages = 16

    /// A sample of images.
    struct Sample {
        /// Rows of the file, ascending.
        var rows: [Int]
        /// The piece of each; nil where all images are looked at.
        private var pieces: [Int]?

        /// All images; of more than `sampledImages` evenly spaced pieces.
        init(of count: Int) {
            guard count > LayerAdviser.sampledImages else {
                rows = Array(0..<count)
                return
            }
            let size = LayerAdviser.pieceImages
            let pieces = LayerAdviser.sampledImages / size
            rows = []
            var numbers: [Int] = []
            for piece in 0..<pieces {
                let start = piece * (count - size) / (pieces - 1)
                for row in start..<start + size where rows.last.map({ $0 < row }) ?? true {
                    rows.append(row)
                    numbers.append(piece)
                }
            }
            self.pieces = numbers
        }

        /// Whether each image is in the half on which the layer is chosen: every other labelled
        /// image, or every other piece.
        func halves(labels: [Int32]) -> [Bool] {
            if let pieces { return pieces.map { $0 % 2 == 0 } }
            return everyOtherLabelled(labels)
        }
    }

    /// The layer to use, and why.
    ///
    /// - Parameter last: `final`, or the last layer of the file.
    func choice(last: LayerName) throws -> LayerChoice {
        let layers = reader.layers.filter { reader.holds($0, kind) }
        let sample = Sample(of: reader.imageCount)
        let sampled = sample.rows.map { labels[$0] }
        let halves = sample.halves(labels: sampled)
        let fewest = ProfileJob.minimumRows / 2
        guard layers.count > 1, Set(sampled.filter { $0 >= 0 }).count > 1,
            [true, false].allSatisfy({ half in
                sampled.indices.count { sampled[$0] >= 0 && halves[$0] == half } >= fewest
            })
        else { return LayerChoice(layer: last) }
        var progress = Progress(total: layers.count, unit: "layers compared", quiet: quiet)
        defer { progress.end() }
        var hits: [(layer: LayerName, hits: [Bool?])] = []
        for (index, layer) in layers.enumerated() {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while layers were compared; nothing was written.")
            }
            hits.append((layer, voteHits(of: try rows(layer, sample.rows), labels: sampled)))
            progress.update(done: index + 1)
        }
        return LayerChoice(hits, last: last, isForChoice: halves)
    }

    /// The sampled rows of a layer, scaled to length 1.
    private func rows(_ layer: LayerName, _ sample: [Int]) throws -> Matrix<Float> {
        var rows = try reader.tokens(layer, kind, images: sample).matrix
        RowNormalization.l2.apply(&rows)
        return rows
    }

    /// Whether the neighbours of each row predict its label; nil for a row without one.
    private func voteHits(of rows: Matrix<Float>, labels: [Int32]) -> [Bool?] {
        let count = min(ProfileSettings().voters, rows.rows - 1)
        return Profiles.voteHits(
            neighbors: exactNeighbors(of: rows, count: count), queries: Array(0..<rows.rows),
            labels: labels)
    }
}

/// The layer of a map that was chosen by the labels.
struct LayerChoice {
    /// The layer to use.
    let layer: LayerName
    /// The best layer on the half on which it is chosen; nil where nothing was compared.
    private(set) var best: LayerName?
    /// Share of labels that its neighbours predict on the other half, 0...1.
    private(set) var accuracy = 0.0
    /// What that is above the last layer's.
    private(set) var gain = 0.0
    /// Half of the 95 % interval of the gain, over pairs of votes.
    private(set) var margin = 0.0
    /// Labelled images of the other half.
    private(set) var images = 0

    /// A layer that was not compared with others.
    init(layer: LayerName) { self.layer = layer }

    /// The layer with the most hits on the half for the choice, the last of equal ones; `last`
    /// unless the gain on the other half exceeds its interval.
    ///
    /// - Parameters:
    ///   - hits: for each layer whether the vote for each image is right; nil without a label.
    ///   - last: one of the layers.
    init(
        _ hits: [(layer: LayerName, hits: [Bool?])], last: LayerName, isForChoice: [Bool]
    ) {
        let best = hits[bestLayer(hits.map(\.hits), on: isForChoice)]
        let reference = hits.first { $0.layer == last }?.hits ?? best.hits
        let judged = isForChoice.map { !$0 }
        let gain = PairedGain(best.hits, reference, on: judged)
        layer = gain.gain > gain.margin ? best.layer : last
        self.best = best.layer
        (self.gain, margin, images) = (gain.gain, gain.margin, gain.rows)
        let right = best.hits.indices.count { judged[$0] && best.hits[$0] == true }
        accuracy = Double(right) / Double(max(1, gain.rows))
    }

    /// The choice in one line.
    var text: String {
        func number(_ value: Double) -> String { String(format: "%.3f", value) }
        let start = "\(layer.text), since --layer was not given"
        guard let best else { return start }
        let found =
            "gain \(number(gain)) ± \(number(margin)) on \(counted(images, "image")) that it was "
            + "not chosen on"
        if best != layer {
            return "\(start); \(best.text) predicts the labels no better (\(found))"
        }
        if gain == 0 && margin == 0 {
            return "\(start); no layer predicts the labels better (\(number(accuracy)))"
        }
        return "\(start): it predicts the labels best (\(number(accuracy)), \(found))"
    }
}

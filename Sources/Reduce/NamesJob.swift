internal import Console
internal import Dense
internal import Foundation
internal import ModelLoading
internal import Store
internal import Tokens

/// Names images, and clusters of images, by the words whose embeddings are nearest to theirs
/// (zero-shot, Radford et al. 2021, arXiv 2103.00020).
struct NamesJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// The list and the checkpoint.
    let options: NameOptions
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Names of an image.
    private static let count = 5
    /// Words that name a cluster.
    private static let clusterWords = 3
    /// Cosines that are in memory at once: 64 MiB.
    private static let mostCosines = 1 << 24

    /// The names of the images, and what those of clusters are found by.
    struct Named {
        /// `[images]`
        let rows: [NameRow]
        let parameters: NameParameters
        /// The words.
        let words: [String]
        /// Their embeddings, scaled to length 1, `[words, joint]`.
        let vectors: Matrix<Float>
    }

    /// Checks what needs no embeddings.
    ///
    /// - Throws: `Failure` for a store without embeddings in the space of words.
    func check() throws {
        guard let name = options.names else { return }
        _ = try WordList(name)
        guard reader.model.jointWidth > 0, reader.holds(.final, .joint) else {
            throw Failure(
                Exit.usage,
                "\(reader.path): expected embeddings in the space of words (/joint) for --names, "
                    + "found a store of \(reader.model.name) without; run extract with a whole "
                    + "checkpoint of CLIP or SigLIP, such as --weights clip-b16.")
        }
    }

    /// Embeds the words and ranks them for each image; nil without `--names`.
    ///
    /// - Throws: `Failure` for a list, checkpoint or vocabulary that cannot be used, and after an
    ///   interruption.
    func named() throws -> Named? {
        guard let name = options.names else { return nil }
        let list = try WordList(name)
        let encoder = try TextEncoder(
            of: reader, weights: options.weights, vocabulary: options.vocabulary,
            downloads: options.downloads, quiet: run.quiet)
        for remark in encoder.remarks { say("note     \(remark)") }
        let embedded = try WordEmbeddings(of: list, encoder, quiet: run.quiet) {
            say("names    \($0)")
        }
        say("names    \(embedded.note)")
        var parameters = NameParameters()
        parameters.list = list.source
        parameters.sha256 = list.sha256
        parameters.words = list.words.count
        parameters.templates = list.templates.joined(separator: ", ")
        return Named(
            rows: try rows(embedded.vectors, list.words), parameters: parameters,
            words: list.words, vectors: embedded.vectors)
    }

    private func say(_ line: String) {
        if !run.quiet { printMessage(line) }
    }

    /// Calls `body` with the embeddings of all images, block by block, scaled to length 1,
    /// `[rows, joint]`. Blocks are small enough for their cosines with all words.
    private func forEachBlock(
        words: Int, _ body: (Range<Int>, Matrix<Float>) throws -> Void
    ) throws {
        let images = max(1, min(1024, Self.mostCosines / words))
        for start in stride(from: 0, to: reader.imageCount, by: images) {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while images were named; nothing was written.")
            }
            let rows = start..<min(reader.imageCount, start + images)
            try body(rows, try unitImages(rows))
        }
    }

    private func unitImages(_ rows: Range<Int>) throws -> Matrix<Float> {
        var images = try reader.tokens(.final, .joint, rows: rows)
        for row in 0..<images.rows {
            let length = images.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard length > 0 else { continue }
            for column in 0..<images.columns {
                images[row, column] = Float(Double(images[row, column]) / length)
            }
        }
        return images
    }

    /// The names of each image by cosine, ties by the order of the list.
    private func rows(_ vectors: Matrix<Float>, _ words: [String]) throws -> [NameRow] {
        var rows: [NameRow] = []
        try forEachBlock(words: words.count) { _, block in
            let cosines = Self.products(block, vectors)
            rows += parallelMap(block.rows) { row in
                let best = Self.largest(Self.count, of: Array(cosines.row(row)))
                let texts = best.dropFirst().map {
                    "\(words[$0]) \(String(format: "%.3f", cosines[row, $0]))"
                }
                return NameRow(
                    name: words[best[0]], cosine: Double(cosines[row, best[0]]),
                    others: texts.joined(separator: "; "))
            }
        }
        return rows
    }

    /// The names of each cluster, `[clusters]`: the words whose mean cosine with its rows exceeds
    /// that with all other rows most.
    ///
    /// - Parameter assignments: the cluster of each image; negative for none.
    func clusterNames(_ named: Named, _ assignments: [Int32], count: Int) throws -> [String] {
        let width = named.vectors.columns
        var sums = Matrix<Double>(rows: count, columns: width, repeating: 0)
        var all = [Double](repeating: 0, count: width)
        var sizes = [Int](repeating: 0, count: count)
        try forEachBlock(words: named.words.count) { rows, images in
            for (row, cluster) in assignments[rows].enumerated() {
                for column in 0..<width { all[column] += Double(images[row, column]) }
                guard (0..<count).contains(Int(cluster)) else { continue }
                sizes[Int(cluster)] += 1
                for column in 0..<width {
                    sums[Int(cluster), column] += Double(images[row, column])
                }
            }
        }
        let apart = Matrix(
            rows: count, columns: width,
            elements: (0..<count).flatMap { cluster in
                let rest = max(1, assignments.count - sizes[cluster])
                return (0..<width).map { column in
                    let own = sums[cluster, column]
                    return Float(
                        own / Double(max(1, sizes[cluster])) - (all[column] - own) / Double(rest))
                }
            })
        let scores = Self.products(apart, named.vectors)
        return (0..<count).map { cluster in
            Self.largest(Self.clusterWords, of: Array(scores.row(cluster))).map { named.words[$0] }
                .joined(separator: ", ")
        }
    }

    /// The words for each unit, `[units]`: those whose mean cosine with its strongest images
    /// exceeds that with all images most (after CLIP-Dissect, Oikarinen and Weng 2023, arXiv
    /// 2204.10965).
    ///
    /// - Parameter rows: the strongest images of each unit; one that is there twice counts twice.
    func unitNames(_ named: Named, _ rows: [[Int]]) throws -> [String] {
        let width = named.vectors.columns
        var units: [Int: [Int]] = [:]
        for (unit, own) in rows.enumerated() {
            for row in own { units[row, default: []].append(unit) }
        }
        var sums = Matrix<Float>(rows: rows.count, columns: width, repeating: 0)
        var mean = [Double](repeating: 0, count: width)
        try forEachBlock(words: named.words.count) { range, block in
            for (index, row) in range.enumerated() {
                for column in 0..<width {
                    mean[column] += Double(block[index, column]) / Double(reader.imageCount)
                }
                for unit in units[row] ?? [] {
                    for column in 0..<width { sums[unit, column] += block[index, column] }
                }
            }
        }
        let (means, all) = (mean.map { Float($0) }, sums)
        return parallelMap(rows.count) { unit in
            guard !rows[unit].isEmpty else { return "" }
            let count = Float(rows[unit].count)
            let apart = (0..<width).map { all[unit, $0] / count - means[$0] }
            let scores = Self.products(
                Matrix(rows: 1, columns: width, elements: apart), named.vectors)
            return Self.largest(Self.clusterWords, of: Array(scores.row(0)))
                .map { named.words[$0] }.joined(separator: ", ")
        }
    }

    /// Products of all rows, `[a.rows, b.rows]`.
    private static func products(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
        var elements = [Float](repeating: 0, count: a.rows * b.rows)
        multiply(MatrixView(a), MatrixView(b).transposed, into: &elements)
        return Matrix(rows: a.rows, columns: b.rows, elements: elements)
    }

    /// The places of the largest numbers, in descending order, ties by place.
    private static func largest(_ count: Int, of values: [Float]) -> [Int] {
        var best: [Int] = []
        for place in values.indices {
            if best.count == count, values[place] <= values[best[count - 1]] { continue }
            let rank = best.firstIndex { values[$0] < values[place] } ?? best.count
            best.insert(place, at: rank)
            if best.count > count { best.removeLast() }
        }
        return best
    }
}

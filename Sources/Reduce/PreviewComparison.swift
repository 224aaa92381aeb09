internal import Console
internal import Dense
internal import Findings
internal import Images
internal import Store

/// Compares images by their previews in two steps: coarse sketches of all requested images, which
/// are kept, then details of pairs whose sketches match, which are read again.
struct PreviewComparison {
    /// The file of embeddings, which has the previews.
    let reader: EmbeddingReader
    /// Score of two sketches below which the images differ.
    private let minimumMatch: Double
    /// Correlation of details below which an alignment is given up.
    private let minimumCorrelation: Double
    /// Rows without a readable preview.
    private(set) var unreadable: Set<Int> = []
    /// Sketches by row.
    private var sketches: [Int: ImageSketch] = [:]

    /// Rows in memory at a time.
    private static let blockRows = 512
    /// Pairs in memory at a time.
    private static let blockPairs = 256

    /// Sets the thresholds: sketches of copies match by at least 0.5 if the images match by 0.6.
    ///
    /// - Parameter limit: Lowest similarity that counts, 0...1.
    init(reader: EmbeddingReader, limit: Double) {
        self.reader = reader
        minimumMatch = min(0.42, 0.7 * limit)
        minimumCorrelation = min(0.3, limit / 2)
    }

    /// Match of each pair; nil if it is far below the limit, or if a preview cannot be read.
    ///
    /// - Throws: `Failure` if the run is interrupted.
    mutating func compare(_ pairs: [RowPair]) throws -> [ImageMatch?] {
        try sketch(Set(pairs.flatMap { [$0.first, $0.second] }))
        let (sketches, minimumMatch, minimumCorrelation) = (
            self.sketches, self.minimumMatch, self.minimumCorrelation
        )
        let matches = parallelMap(pairs.count) { place -> SketchMatch? in
            guard let first = sketches[pairs[place].first],
                let second = sketches[pairs[place].second]
            else { return nil }
            let candidate = match(first, second)
            return candidate.score >= minimumMatch ? candidate : nil
        }
        var imageMatches = [ImageMatch?](repeating: nil, count: pairs.count)
        let close = pairs.indices.filter { matches[$0] != nil }
        for start in stride(from: 0, to: close.count, by: Self.blockPairs) {
            let places = Array(close[start..<min(close.count, start + Self.blockPairs)])
            let wanted = Set(places.flatMap { [pairs[$0].first, pairs[$0].second] })
            let rows = wanted.sorted()
            let pixels = try self.pixels(rows)
            let computed = parallelMap(rows.count) {
                pixels[rows[$0]].map(ImageDetail.init(rgb:))
            }
            let details = Dictionary(uniqueKeysWithValues: zip(rows, computed))
            let results = parallelMap(places.count) { index -> ImageMatch? in
                let pair = pairs[places[index]]
                guard let first = details[pair.first] ?? nil,
                    let second = details[pair.second] ?? nil, let match = matches[places[index]]
                else { return nil }
                return imageMatch(
                    first, second, from: match, minimumCorrelation: minimumCorrelation)
            }
            for (place, imageMatch) in zip(places, results) { imageMatches[place] = imageMatch }
        }
        return imageMatches
    }

    /// Makes the sketches of rows that do not have one yet.
    private mutating func sketch(_ rows: Set<Int>) throws {
        let rows = rows.filter { sketches[$0] == nil && !unreadable.contains($0) }.sorted()
        for start in stride(from: 0, to: rows.count, by: Self.blockRows) {
            let block = Array(rows[start..<min(rows.count, start + Self.blockRows)])
            let pixels = try self.pixels(block)
            let computed = parallelMap(block.count) {
                pixels[block[$0]].map(ImageSketch.init(rgb:))
            }
            for (row, sketch) in zip(block, computed) {
                sketches[row] = sketch
                if sketch == nil { unreadable.insert(row) }
            }
        }
    }

    /// Previews of rows, decoded and resized to `[64, 64, 3]`, by row; those that cannot be decoded
    /// are missing. `rows` must ascend.
    private func pixels(_ rows: [Int]) throws -> [Int: [UInt8]] {
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted while previews were compared; nothing was written.")
        }
        var bytes: [[UInt8]] = []
        var place = 0
        while place < rows.count {
            // Reads consecutive rows together.
            var end = place + 1
            while end < rows.count && rows[end] == rows[end - 1] + 1 { end += 1 }
            bytes += try reader.previews(rows: rows[place]..<rows[end - 1] + 1)
            place = end
        }
        let side = ImageDetail.side
        var options = DecodeOptions()
        options.maximumPixels = 1 << 24
        let images = parallelMap(rows.count) { index -> [UInt8]? in
            guard let decoded = try? decodeImage(bytes[index], options: options) else {
                return nil
            }
            return resample(
                decoded.image, width: side, height: side, interpolation: .bilinear
            ).pixels
        }
        var pixels: [Int: [UInt8]] = [:]
        for (row, image) in zip(rows, images) { pixels[row] = image }
        return pixels
    }
}

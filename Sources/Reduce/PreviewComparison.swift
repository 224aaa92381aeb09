internal import Console
internal import Dense
internal import Findings
internal import Images
internal import Store

/// Compares pictures by the previews of a store: sketches of all that are asked for, kept; details
/// of those whose sketches agree, read once more.
struct PreviewComparison {
    let reader: EmbeddingReader
    /// Sketches that agree less than this are of different pictures.
    private let minimumMatch: Double
    private let hopeless: Double
    /// Rows whose preview is missing or cannot be decoded.
    private(set) var unreadable: Set<Int> = []
    private var sketches: [Int: PictureSketch] = [:]

    /// Rows and pairs that are in memory at a time.
    private static let blockRows = 512
    private static let blockPairs = 256

    /// - Parameter limit: the least similarity that will count. The sketches of copies agree by
    ///   0.5 at least where the pictures agree by 0.6.
    init(reader: EmbeddingReader, limit: Double) {
        self.reader = reader
        minimumMatch = min(0.42, 0.7 * limit)
        hopeless = min(0.3, limit / 2)
    }

    /// The likeness of each pair; nil where it is far below the limit or a preview cannot be read.
    mutating func compare(_ pairs: [RowPair]) throws -> [PictureLikeness?] {
        try sketch(Set(pairs.flatMap { [$0.first, $0.second] }))
        let (sketches, minimumMatch, hopeless) = (self.sketches, self.minimumMatch, self.hopeless)
        let matches = parallelMap(pairs.count) { place -> SketchMatch? in
            guard let first = sketches[pairs[place].first],
                let second = sketches[pairs[place].second]
            else { return nil }
            let found = match(first, second)
            return found.score >= minimumMatch ? found : nil
        }
        var likenesses = [PictureLikeness?](repeating: nil, count: pairs.count)
        let close = pairs.indices.filter { matches[$0] != nil }
        for start in stride(from: 0, to: close.count, by: Self.blockPairs) {
            let places = Array(close[start..<min(close.count, start + Self.blockPairs)])
            let wanted = Set(places.flatMap { [pairs[$0].first, pairs[$0].second] })
            let rows = wanted.sorted()
            let pixels = try self.pixels(rows)
            let made = parallelMap(rows.count) { pixels[rows[$0]].map(PictureDetail.init(rgb:)) }
            let details = Dictionary(uniqueKeysWithValues: zip(rows, made))
            let found = parallelMap(places.count) { index -> PictureLikeness? in
                let pair = pairs[places[index]]
                guard let first = details[pair.first] ?? nil,
                    let second = details[pair.second] ?? nil, let match = matches[places[index]]
                else { return nil }
                return likeness(first, second, from: match, hopeless: hopeless)
            }
            for (place, likeness) in zip(places, found) { likenesses[place] = likeness }
        }
        return likenesses
    }

    private mutating func sketch(_ rows: Set<Int>) throws {
        let rows = rows.filter { sketches[$0] == nil && !unreadable.contains($0) }.sorted()
        for start in stride(from: 0, to: rows.count, by: Self.blockRows) {
            let block = Array(rows[start..<min(rows.count, start + Self.blockRows)])
            let pixels = try self.pixels(block)
            let made = parallelMap(block.count) { pixels[block[$0]].map(PictureSketch.init(rgb:)) }
            for (row, sketch) in zip(block, made) {
                sketches[row] = sketch
                if sketch == nil { unreadable.insert(row) }
            }
        }
    }

    /// The previews of some rows, ascending, as pictures `[64, 64, 3]`; those that cannot be
    /// decoded are left out.
    private func pixels(_ rows: [Int]) throws -> [Int: [UInt8]] {
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted while previews were compared; nothing was written.")
        }
        var bytes: [[UInt8]] = []
        var place = 0
        while place < rows.count {
            // Neighbouring rows at once.
            var end = place + 1
            while end < rows.count && rows[end] == rows[end - 1] + 1 { end += 1 }
            bytes += try reader.previews(rows: rows[place]..<rows[end - 1] + 1)
            place = end
        }
        let side = PictureDetail.side
        var options = DecodeOptions()
        options.maximumPixels = 1 << 24
        let made = parallelMap(rows.count) { index -> [UInt8]? in
            guard let decoded = try? decodeImage(bytes[index], options: options) else {
                return nil
            }
            return resample(
                decoded.picture, width: side, height: side, interpolation: .bilinear
            ).pixels
        }
        var pixels: [Int: [UInt8]] = [:]
        for (row, picture) in zip(rows, made) { pixels[row] = picture }
        return pixels
    }
}

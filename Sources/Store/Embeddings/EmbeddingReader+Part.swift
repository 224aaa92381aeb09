/// Labels of images: their names, and an index into them for each image, -1 without a label.
public struct ImageLabels: Sendable, Equatable {
    /// Names of the labels.
    public var names: [String]
    /// Index into `names` for each image, `[images]`; -1 without a label.
    public var indices: [Int32]

    public init(names: [String], indices: [Int32]) {
        self.names = names
        self.indices = indices
    }
}

/// A part of the images of a file, which is read as if the file had no others.
extension EmbeddingReader {
    /// A reader of some images of this file, under other labels.
    ///
    /// Row i of all its methods is row `keptRows[i]` of the file. Images stored in full are left
    /// out with their rows. `uuid` and `contentHash` are those of the file. Whatever reads the
    /// images by row works on a part without knowing it.
    ///
    /// - Parameters:
    ///   - kept: Rows of the file, ascending, each once; nil for all.
    ///   - labels: Labels of those images; nil for the file's.
    public func part(rows kept: [Int]?, labels: ImageLabels? = nil) -> EmbeddingReader {
        precondition(keptRows == nil, "\(path): a part of a part")
        if let kept {
            precondition(
                zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 } && kept.first ?? 0 >= 0
                    && kept.last ?? 0 < fileRows,
                "\(kept.count) rows of \(fileRows) of \(path) are not in order")
        }
        precondition(
            labels.map { $0.indices.count == kept?.count ?? fileRows } ?? true,
            "\(labels?.indices.count ?? 0) labels for the rows of \(path)")
        return EmbeddingReader(self, rows: kept, labels: labels)
    }

    /// The row in the file of an image of this reader.
    func fileRow(_ row: Int) -> Int { keptRows?[row] ?? row }

    /// The values of the images of this reader among those of all images of the file.
    ///
    /// - Parameter perRow: Number of values per image.
    func kept<Value>(_ all: [Value], perRow: Int = 1) -> [Value] {
        guard let keptRows else { return all }
        return keptRows.flatMap { all[$0 * perRow..<($0 + 1) * perRow] }
    }

    /// The images stored in full of this reader, with its rows, among those of the file.
    func kept(_ images: [ExplainedImage]) -> [ExplainedImage] {
        guard let keptRows else { return images }
        let places = Dictionary(uniqueKeysWithValues: zip(keptRows, 0...))
        return images.compactMap { image in
            places[image.row].map { row in
                var image = image
                image.row = row
                return image
            }
        }
    }

    /// The values of consecutive images of this reader, read by ranges of rows of the file. Rows in
    /// small gaps are read too, since neighbouring rows share a checksum.
    ///
    /// - Parameter perRow: Number of values per image.
    func kept<Value>(
        _ rows: Range<Int>, perRow: Int = 1, _ read: (Range<Int>) throws -> [Value]
    ) throws -> [Value] {
        guard let keptRows else { return try read(rows) }
        var values: [Value] = []
        values.reserveCapacity(rows.count * perRow)
        var start = rows.lowerBound
        while start < rows.upperBound {
            let first = keptRows[start]
            var end = start + 1
            while end < rows.upperBound, keptRows[end] - keptRows[end - 1] <= 64,
                keptRows[end] - first < 512
            { end += 1 }
            let all = try read(first..<keptRows[end - 1] + 1)
            for row in keptRows[start..<end] {
                values += all[(row - first) * perRow..<(row - first + 1) * perRow]
            }
            start = end
        }
        return values
    }
}

public import Tokens

extension PictureArea {
    /// As files have it: first row, first column, rows, columns.
    public var stored: [Int32] {
        [rows.lowerBound, columns.lowerBound, rows.count, columns.count].map { Int32($0) }
    }

    /// Reads what `stored` has.
    ///
    /// - Throws: `StoreError.malformed` for a part outside of the grid.
    init(stored: some Collection<Int32>, _ grid: PatchGrid, file: String) throws {
        let numbers = stored.map { Int($0) }
        guard numbers.count == 4, numbers[0] >= 0, numbers[1] >= 0, numbers[2] > 0,
            numbers[3] > 0, numbers[0] + numbers[2] <= grid.rows,
            numbers[1] + numbers[3] <= grid.columns
        else {
            throw StoreError.malformed(
                file: file, what: "the patches of a picture",
                expected: "first row, first column, rows and columns within "
                    + grid.countInWords,
                found: "\(numbers)")
        }
        self.init(
            rows: numbers[0]..<numbers[0] + numbers[2],
            columns: numbers[1]..<numbers[1] + numbers[3])
    }
}

extension EmbeddingReader {
    /// The patches of each image that show the picture, `[rows.count]`, for consecutive images; all
    /// patches but in files of `--pad`.
    public func pictures(rows: Range<Int>) throws -> [PictureArea] {
        guard model.hasBorder else {
            return [PictureArea](repeating: PictureArea(all: model.grid), count: rows.count)
        }
        let name = "\(Schema.Embeddings.images)/\(Schema.Embeddings.picture)"
        let stored = try self.rows.rows(name, count: fileRows, row: [4])
        let numbers: [Int32] = try kept(rows, perRow: 4) { try stored.read(rows: $0) }
        return try (0..<rows.count).map {
            try PictureArea(stored: numbers[4 * $0..<4 * $0 + 4], model.grid, file: path)
        }
    }

    /// The patches of one image that show the picture.
    public func picture(row: Int) throws -> PictureArea { try pictures(rows: row..<row + 1)[0] }
}

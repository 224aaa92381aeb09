internal import Console
internal import Dense
internal import Store

/// The rows of an earlier index that an updated store still has, by the record of
/// `extract --update` of the rows that it kept byte for byte.
struct ReusedRows {
    /// The earlier index.
    let index: MappedIndex
    /// Image of the earlier index by image of the store; -1 for one that was embedded since.
    let images: [Int]
    /// Rows per image.
    private let rowsPerImage: Int
    /// Place in the earlier index of each of its rows; nil where rows are in their order.
    private let places: [UInt32]?

    /// Number of images that the earlier index does not have.
    var newImages: Int { images.count { $0 < 0 } }

    /// Finds the rows that can be reused.
    ///
    /// - Returns: nil if the index is not that of the store before its update, or is of another
    ///   kind, and with lists where more than a quarter of the images is new or the rows are less
    ///   than half of what they were, since the lists stay.
    init?(_ index: MappedIndex, for rows: SearchedRows, hasLists: Bool) throws {
        let (own, before) = (try rows.origin(), index.header.origin)
        // A record that cannot be read leaves the index to be built anew.
        guard let update = try? rows.reader.update(), before.storeUUID == update.uuid,
            (index.header.lists != nil) == hasLists, before.layer == own.layer,
            before.token == own.token, before.columns == own.columns,
            update.keptFrom.allSatisfy({ $0 * rows.rowsPerImage < before.rows })
        else { return nil }
        images = update.keptFrom
        self.index = index
        rowsPerImage = rows.rowsPerImage
        guard hasLists else {
            places = nil
            return
        }
        let new = update.keptFrom.count { $0 < 0 }
        guard let numbers = index.numbers(0..<before.rows), new * 4 <= update.keptFrom.count,
            before.rows <= 2 * own.rows
        else { return nil }
        var places = [UInt32](repeating: 0, count: before.rows)
        for (place, number) in numbers.enumerated() { places[number] = UInt32(place) }
        self.places = places
    }

    /// The rows of an image that is not new, `[rowsPerImage, columns]`.
    func rows(ofImage image: Int) -> [HalfBits] {
        let first = images[image] * rowsPerImage
        guard let places else { return index.halves(first..<first + rowsPerImage) }
        return (first..<first + rowsPerImage).flatMap {
            index.halves(Int(places[$0])..<Int(places[$0]) + 1)
        }
    }

    /// Lists of the rows of an image that is not new, given the offsets of the lists.
    func lists(ofImage image: Int, offsets: [Int64]) -> [Int32] {
        let first = images[image] * rowsPerImage
        return (first..<first + rowsPerImage).map { row in
            let place = places.map { Int64($0[row]) } ?? Int64(row)
            // The last list that begins at or before the place.
            var (low, high) = (0, offsets.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if offsets[middle] <= place { low = middle } else { high = middle }
            }
            return Int32(low)
        }
    }
}

extension SearchedRows {
    /// Reads all rows, those that can be reused from an earlier index, and calls
    /// `body(first row, rows, reused image)` in order; the image is nil for rows that were read
    /// from the store.
    func forEachBlock(
        for purpose: String, reusing reused: ReusedRows?,
        _ body: (Int, UnitRows, Int?) throws -> Void
    ) throws {
        guard let reused else {
            return try forEachBlock(for: purpose) { try body($0, $1, nil) }
        }
        var progress = Progress(total: reused.images.count, unit: "images", quiet: quiet)
        defer { progress.end() }
        // About 4 MB of half precision.
        let most = max(1, min(1024, (2 << 20) / (rowsPerImage * columns)))
        var image = 0
        while image < reused.images.count {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; the index was not written.")
            }
            progress.update(done: image, note: purpose)
            if reused.images[image] >= 0 {
                try body(
                    image * rowsPerImage,
                    UnitRows(
                        halves: reused.rows(ofImage: image),
                        residual: reused.index.header.residual), image)
                image += 1
                continue
            }
            var end = image + 1
            while end < reused.images.count, end - image < most, reused.images[end] < 0 {
                end += 1
            }
            let block = try stored(Array(image * rowsPerImage..<end * rowsPerImage))
            try body(image * rowsPerImage, UnitRows(block), nil)
            image = end
        }
    }
}

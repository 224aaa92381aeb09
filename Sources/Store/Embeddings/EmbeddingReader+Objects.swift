internal import HDF5

/// Objects of the masks on the patch grid.
extension EmbeddingReader {
    /// Whether the file has objects on the patch grid, of any image.
    public var hasObjects: Bool { root.contains("\(Schema.Embeddings.objects)/patches") }

    /// Objects of one image by the stricter rule of the layer measures, which drops small objects:
    /// numbers `[patches]` (0 for background) and the names of the objects 1, 2, ... nil without
    /// masks.
    public func measuredObjects(row: Int) throws -> (patches: [UInt8], names: [String])? {
        try objects(rows: [row], "measured")?.first
    }

    /// Objects of one image: numbers `[patches]` (0 for background, k for `names[k - 1]`) and their
    /// names. nil without masks.
    public func objects(row: Int) throws -> (patches: [UInt8], names: [String])? {
        try objects(rows: [row], "patches")?.first
    }

    /// Objects of ascending images, which are read together. nil without masks.
    public func objects(rows: [Int]) throws -> [(patches: [UInt8], names: [String])]? {
        try objects(rows: rows, "patches")
    }

    /// Objects of ascending images from the data set `rule`.
    private func objects(
        rows: [Int], _ rule: String
    ) throws -> [(patches: [UInt8], names: [String])]? {
        let name = "\(Schema.Embeddings.objects)/\(rule)"
        guard root.contains(name) else { return nil }
        guard let first = rows.first, let last = rows.last else { return [] }
        let range = fileRow(first)..<fileRow(last) + 1
        let patches: [UInt8] = try self.rows.rows(name, count: fileRows, row: [model.patches])
            .read(rows: range)
        let names = try self.rows.texts(
            "\(Schema.Embeddings.objects)/names", count: fileRows, rows: range)
        return rows.map { row in
            let place = fileRow(row) - range.lowerBound
            return (
                Array(patches[place * model.patches..<(place + 1) * model.patches]),
                Store.names(ofList: names[place])
            )
        }
    }
}

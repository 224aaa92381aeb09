internal import HDF5

/// What a segment and the finished file have in common: rows, rejects, images kept in full.
final class EmbeddingBody {
    let layout: EmbeddingLayout
    private let root: Group
    let rows: RowTable
    private let rejects: RejectTable
    private let explain: Group
    private var explainedCount = 0
    /// Rows of the images kept in full, by their place in the plan.
    private var explainedRows: [Int: Int] = [:]
    /// Hashes of the paths of rejected rows.
    private var rejectedPaths: Set<Int> = []
    /// Token values beyond half precision's range.
    var saturated: Int64 = 0

    /// - Parameter textWidths: as in `RowTable`; of `/rejects` too.
    init(
        _ layout: EmbeddingLayout, below root: Group, textWidths: [String: Int] = [:],
        isLinked: Bool = false
    ) throws {
        self.layout = layout
        self.root = root
        let images = try root.createGroup(Schema.Embeddings.images)
        try images.write("label_names", strings: layout.labelNames)
        rows = try RowTable(layout, below: root, textWidths: textWidths, isLinked: isLinked)
        if layout.predictions && !layout.classNames.isEmpty {
            try root.group(Schema.Embeddings.predictions)
                .write("names", strings: layout.classNames)
        }
        rejects = try RejectTable(below: root, textWidths: textWidths)
        explain = try root.createGroup(Schema.Embeddings.explain)
    }

    func append(_ image: EmbeddedImage) throws {
        if let explanation = image.explanation { try append(explanation, row: rows.rowCount) }
        try rows.append(image)
    }

    /// Adds an image kept in full, of row `row`; nil for a variant of a row that stands already,
    /// without which it is dropped.
    func append(_ image: ExplainedImage, row: Int?) throws {
        guard let row = row ?? explainedRows[image.place] else { return }
        var image = image
        image.row = row
        explainedRows[image.place] = row
        try image.write(
            to: try explain.createGroup(String(explainedCount)), model: layout.model)
        explainedCount += 1
    }

    func append(_ reject: Reject) throws { try rejects.append(reject) }

    /// Adds a reject unless it is a variant of a row that was rejected itself.
    func appendOnce(_ reject: Reject) throws {
        let path = reject.path.hashValue
        if reject.place >= layout.plannedImages && rejectedPaths.contains(path) { return }
        rejectedPaths.insert(path)
        try append(reject)
    }

    func append(_ segment: SegmentReader, betweenBlocks: () throws -> Void) throws {
        let base = rows.rowCount
        if segment.rowCount > 0 {
            try rows.append(
                rows: 0..<segment.rowCount, of: segment.rows, betweenBlocks: betweenBlocks)
        }
        for index in 0..<(try segment.explainedCount) {
            try betweenBlocks()
            let image = try segment.explained(at: index, model: layout.model)
            try append(image, row: image.isRow ? base + image.row : nil)
        }
        for reject in try segment.rejects() { try appendOnce(reject) }
        saturated += segment.saturated
    }

    /// Writes what waits, and then the list of all rows' checksums.
    func finish() throws {
        let group = try root.createGroup(Schema.Embeddings.segments)
        try BlockTable.write(
            try rows.finish(below: root) + rejects.finish(), below: group)
        if !rows.linkedFiles.isEmpty { try group.write("linked", strings: rows.linkedFiles) }
    }
}

internal import HDF5

/// The contents that a segment and a finished file have in common: rows, rejects, and images stored
/// in full.
final class EmbeddingBody {
    /// What the file holds.
    let layout: EmbeddingLayout
    /// Root group of the file.
    private let root: Group
    /// The data sets with one row per image.
    let rows: RowTable
    /// The files that were not embedded.
    private let rejects: RejectTable
    /// Group of the images stored in full.
    private let explain: Group
    /// Number of images stored in full so far, variants included.
    private var explainedCount = 0
    /// Row index of each image stored in full, by its place in the plan.
    private var explainedRows: [Int: Int] = [:]
    /// Hashes of the paths of rejected rows.
    private var rejectedPaths: Set<Int> = []
    /// Number of token values beyond the range of half precision.
    var saturated: Int64 = 0
    /// Row of the updated file of each row, -1 for those of segments; empty without an update.
    var keptFrom: [Int64] = []
    /// Number of images whose batch was computed in parts.
    var smallerBatches = 0

    /// Creates the groups and data sets.
    ///
    /// - Parameter textWidths: As for `RowTable`, for `/rejects` too.
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

    /// Appends an image, and stores it in full if it has an explanation.
    func append(_ image: EmbeddedImage) throws {
        if let explanation = image.explanation { try append(explanation, row: rows.rowCount) }
        try rows.append(image)
    }

    /// Stores an image in full. With a nil row it is a variant, which is dropped unless its image
    /// was stored.
    func append(_ image: ExplainedImage, row: Int?) throws {
        guard let row = row ?? explainedRows[image.place] else { return }
        var image = image
        image.row = row
        explainedRows[image.place] = row
        try image.write(
            to: try explain.createGroup(String(explainedCount)), model: layout.model)
        explainedCount += 1
    }

    /// Records a file that was not embedded.
    func append(_ reject: Reject) throws { try rejects.append(reject) }

    /// Records a file that was not embedded, unless it is a variant of a row that was rejected
    /// itself.
    func appendOnce(_ reject: Reject) throws {
        let path = reject.path.hashValue
        if reject.place >= layout.plannedImages && rejectedPaths.contains(path) { return }
        rejectedPaths.insert(path)
        try append(reject)
    }

    /// Appends everything in a segment.
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
        smallerBatches += segment.counts.smallerBatches
    }

    /// Writes what is buffered, then the list of checksums.
    func finish() throws {
        let group = try root.createGroup(Schema.Embeddings.segments)
        try BlockTable.write(
            try rows.finish(below: root) + rejects.finish(), below: group)
        if !rows.linkedFiles.isEmpty { try group.write("linked", strings: rows.linkedFiles) }
    }
}

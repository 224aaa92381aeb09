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

/// The files that were not embedded, growing in the order of the plan.
final class RejectTable {
    private let path: GrowingRows
    private let cause: GrowingRows
    private let detail: GrowingRows
    private let place: GrowingRows

    init(below root: Group, textWidths: [String: Int]) throws {
        let group = try root.createGroup(Schema.Embeddings.rejects)
        func rows(_ name: String, _ type: ElementType) throws -> GrowingRows {
            let path = "\(Schema.Embeddings.rejects)/\(name)"
            let set = RowSet(path: path, type: type, row: [], rowsPerChunk: 256)
            return try GrowingRows(set, below: group, textWidth: textWidths[path])
        }
        path = try rows("path", .bytes)
        cause = try rows("cause", .string)
        detail = try rows("detail", .string)
        place = try rows("place", .int64)
    }

    func append(_ reject: Reject) throws {
        try path.append(.variable([reject.path]), rows: 1)
        try cause.append(.variable([Array(reject.cause.utf8)]), rows: 1)
        try detail.append(.variable([Array(reject.detail.utf8)]), rows: 1)
        let number = Int64(reject.place)
        try place.append(
            .numbers((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }), rows: 1)
    }

    /// Writes what waits; the checksums.
    func finish() throws -> [BlockChecks] {
        try [path, cause, detail, place].flatMap { try $0.finish() }
    }

    /// The rejects of a file or segment.
    static func read(_ source: RowSource, below root: Group) throws -> [Reject] {
        let name = Schema.Embeddings.rejects
        let paths = try source.byteStrings("\(name)/path", count: nil)
        let causes = try source.texts("\(name)/cause", count: paths.count)
        let details = try source.texts("\(name)/detail", count: paths.count)
        // Files of version 1 before segments have no places.
        let places: [Int64] =
            root.contains("\(name)/place")
            ? try source.rows("\(name)/place", count: paths.count, row: []).read()
            : paths.map { _ in -1 }
        return paths.indices.map {
            Reject(
                path: paths[$0], cause: causes[$0], detail: details[$0], place: Int(places[$0]))
        }
    }
}

extension ExplainedImage {
    func write(to group: Group, model: ModelDescription) throws {
        let tokens = model.tokens
        try group.write("path", byteStrings: [path])
        try group.attributes.set("row", .integer(Int64(row)))
        try group.attributes.set("place", .integer(Int64(place)))
        try group.attributes.set("item", .integer(Int64(item)))
        try group.attributes.set("variant", .string(variant))
        try group.write("pixels", pixels, shape: [model.imageSize, model.imageSize, 3])
        if !joint.isEmpty {
            try group.write("joint", joint, shape: [model.depth, tokens, tokens])
            try group.write("heads", heads, shape: [model.depth, model.heads, model.patches])
        }
        if !objects.isEmpty {
            try group.write("objects", objects)
            try group.write("object_names", strings: objectNames)
        }
        if !predictedLabels.isEmpty {
            try group.write("predicted_labels", predictedLabels)
            try group.write("probabilities", probabilities)
        }
        try group.attributes.seal()
    }

    /// - Parameters:
    ///   - model: of the file: what the shapes must be.
    ///   - attention: whether the large `joint` and `heads` are read, too.
    ///   - isSealed: whether the attributes must bear checksums, as from version 2 on.
    init(
        from group: Group, model: ModelDescription, attention: Bool, isSealed: Bool
    ) throws {
        if isSealed { try group.attributes.requireSeal() }
        let hasObjects = group.contains("objects")
        let hasAttention = attention && group.contains("joint")
        let hasClasses = group.contains("predicted_labels")
        func number(_ name: String) throws -> Int {
            guard case .integer(let value)? = try group.attributes.get(name) else { return -1 }
            return Int(value)
        }
        self.init(
            path: try group.readByteStrings("path", count: 1)[0],
            row: try group.attributes.integer("row"),
            pixels: try group.read("pixels", shape: [model.imageSize, model.imageSize, 3]),
            joint: hasAttention
                ? try group.read("joint", shape: [model.depth, model.tokens, model.tokens]) : [],
            heads: hasAttention
                ? try group.read("heads", shape: [model.depth, model.heads, model.patches]) : [],
            objects: hasObjects ? try group.read("objects", shape: [model.patches]) : [],
            objectNames: hasObjects ? try group.readStrings("object_names") : [],
            variant: try group.attributes.string("variant"),
            predictedLabels: hasClasses ? try group.read("predicted_labels", shape: [nil]) : [],
            probabilities: hasClasses ? try group.read("probabilities", shape: [nil]) : [],
            place: try number("place"), item: try number("item"))
    }
}

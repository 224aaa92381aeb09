internal import HDF5

/// What a segment and the finished file have in common: rows, rejects, images kept in full.
final class EmbeddingBody {
    private let layout: EmbeddingLayout
    private let root: Group
    let rows: RowTable
    private let rejects: RejectTable
    private let explain: Group
    private var explainedCount = 0
    /// Rows of the images kept in full, by their place in the plan.
    private var explainedRows: [Int: Int] = [:]
    /// Token values beyond half precision's range.
    var saturated: Int64 = 0

    init(_ layout: EmbeddingLayout, below root: Group, isLinked: Bool = false) throws {
        self.layout = layout
        self.root = root
        let images = try root.createGroup(Schema.Embeddings.images)
        try images.write("label_names", strings: layout.labelNames)
        rows = try RowTable(layout, below: root, isLinked: isLinked)
        if layout.predictions && !layout.classNames.isEmpty {
            try root.group(Schema.Embeddings.predictions)
                .write("names", strings: layout.classNames)
        }
        rejects = try RejectTable(below: root)
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

    func append(_ segment: SegmentReader, betweenBlocks: () throws -> Void) throws {
        let base = rows.rowCount
        if segment.rowCount > 0 {
            try rows.append(
                rows: 0..<segment.rowCount, of: segment.rows, checks: try segment.checks(),
                betweenBlocks: betweenBlocks)
        }
        for index in 0..<(try segment.explainedCount) {
            try betweenBlocks()
            let image = try segment.explained(at: index)
            try append(image, row: image.isRow ? base + image.row : nil)
        }
        for reject in try segment.rejects() { try append(reject) }
        saturated += segment.saturated
    }

    /// Writes what waits, and then the list of checks: of all rows and of the data sets that were
    /// written whole.
    func finish(_ record: WriteRecord?) throws {
        try rows.finish(below: root)
        try rejects.finish()
        let whole = (record?.datasets ?? []).map {
            CheckLine(path: $0.path, rows: 0..<$0.rows, check: $0.check)
        }
        let group = try root.createGroup(Schema.Embeddings.segments)
        try CheckLine.write(rows.checks + rejects.checks + whole, below: group)
        if !rows.linkedFiles.isEmpty { try group.write("linked", strings: rows.linkedFiles) }
        rows.close()
    }
}

/// The files that were not embedded, growing in the order of the plan.
final class RejectTable {
    private var path: GrowingRows
    private var cause: GrowingRows
    private var detail: GrowingRows
    private var place: GrowingRows

    init(below root: Group) throws {
        let group = try root.createGroup(Schema.Embeddings.rejects)
        func rows(_ name: String, _ type: ElementType) throws -> GrowingRows {
            let path = "\(Schema.Embeddings.rejects)/\(name)"
            let set = RowSet(path: path, type: type, row: [], rowsPerChunk: 256)
            return try GrowingRows(set, below: group)
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

    func finish() throws {
        for rows in [path, cause, detail, place] { try rows.flush() }
    }

    var checks: [CheckLine] { [path, cause, detail, place].flatMap(\.checks) }

    /// The rejects of a file or segment.
    static func read(below root: Group) throws -> [Reject] {
        let group = try root.group(Schema.Embeddings.rejects)
        let paths = try group.dataset("path").readBytes()
        let causes = try group.dataset("cause").readStrings()
        let details = try group.dataset("detail").readStrings()
        // Files of version 1 before segments have no places.
        let places: [Int64] =
            group.contains("place")
            ? try group.dataset("place").read() : paths.map { _ in -1 }
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
    }

    /// - Parameter attention: whether the large `joint` and `heads` are read, too.
    init(from group: Group, attention: Bool) throws {
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
            pixels: try group.dataset("pixels").read(),
            joint: hasAttention ? try group.dataset("joint").read() : [],
            heads: hasAttention ? try group.dataset("heads").read() : [],
            objects: hasObjects ? try group.dataset("objects").read() : [],
            objectNames: hasObjects ? try group.dataset("object_names").readStrings() : [],
            variant: try group.attributes.string("variant"),
            predictedLabels: hasClasses ? try group.dataset("predicted_labels").read() : [],
            probabilities: hasClasses ? try group.dataset("probabilities").read() : [],
            place: try number("place"), item: try number("item"))
    }
}

internal import Foundation
internal import HDF5

/// The columns that describe images: `/images`, `/rejects`, `/predictions`, object names.
final class ImageColumns {
    private let root: Group
    private let layout: EmbeddingLayout
    private var bytesColumns: [(GrowingColumn<[UInt8]>, (EmbeddedImage) -> [UInt8])] = []
    private var numberColumns: [(GrowingColumn<Int64>, (EmbeddedImage) -> Int64)] = []
    private var labels: GrowingColumn<Int32>?
    private var hashes: GrowingColumn<[UInt8]>?
    private var objectNames: GrowingColumn<String>?
    private var predictedLabels: GrowingColumn<[Int32]>?
    private var probabilities: GrowingColumn<[Float]>?

    init(_ layout: EmbeddingLayout, below root: Group) throws {
        self.root = root
        self.layout = layout
        let group = try root.createGroup(Schema.Embeddings.images)
        func bytes(_ name: String, _ value: @escaping (EmbeddedImage) -> [UInt8]) throws {
            let column = try GrowingColumn<[UInt8]>(group, name, .bytes) {
                try $0.write(bytes: $1, at: $2)
            }
            bytesColumns.append((column, value))
        }
        func number(_ name: String, _ value: @escaping (EmbeddedImage) -> Int64) throws {
            let column = try GrowingColumn<Int64>(group, name, .int64) { try $0.write($1, at: $2) }
            numberColumns.append((column, value))
        }
        try bytes("path") { $0.path }
        try bytes("preview") { $0.preview }
        try number("width") { Int64($0.width) }
        try number("height") { Int64($0.height) }
        try number("bytes") { Int64($0.bytes) }
        try number("mtime") { $0.modified }
        labels = try GrowingColumn(group, "label", .int32) { try $0.write($1, at: $2) }
        hashes = try GrowingColumn(group, "sha256", .uint8, row: [32]) {
            try $0.write($1.flatMap { $0 }, at: $2)
        }
        try group.write("label_names", strings: layout.labelNames)
        if layout.objects {
            objectNames = try GrowingColumn(
                try root.createGroup(Schema.Embeddings.objects), "names", .string
            ) { try $0.write(strings: $1, at: $2) }
        }
        if layout.predictions {
            let group = try root.createGroup(Schema.Embeddings.predictions)
            let count = min(5, max(1, layout.classNames.isEmpty ? 5 : layout.classNames.count))
            predictedLabels = try GrowingColumn(group, "label", .int32, row: [count]) {
                try $0.write($1.flatMap { $0 }, at: $2)
            }
            probabilities = try GrowingColumn(group, "probability", .float32, row: [count]) {
                try $0.write($1.flatMap { $0 }, at: $2)
            }
            if !layout.classNames.isEmpty {
                try group.write("names", strings: layout.classNames)
            }
        }
    }

    func append(_ image: EmbeddedImage) throws {
        for (column, value) in bytesColumns { try column.append(value(image)) }
        for (column, value) in numberColumns { try column.append(value(image)) }
        try labels?.append(image.label)
        try hashes?.append(image.sha256)
        try objectNames?.append(Self.list(image.objectNames))
        try predictedLabels?.append(image.predictions.map(\.label))
        try probabilities?.append(image.predictions.map(\.probability))
    }

    func finish(rejects: [Reject]) throws {
        for (column, _) in bytesColumns { try column.flush() }
        for (column, _) in numberColumns { try column.flush() }
        try labels?.flush()
        try hashes?.flush()
        try objectNames?.flush()
        try predictedLabels?.flush()
        try probabilities?.flush()
        let group = try root.createGroup(Schema.Embeddings.rejects)
        try group.write("path", bytes: rejects.map(\.path))
        try group.write("cause", strings: rejects.map(\.cause))
        try group.write("detail", strings: rejects.map(\.detail))
    }

    func close() {
        bytesColumns = []
        numberColumns = []
        labels = nil
        hashes = nil
        objectNames = nil
        predictedLabels = nil
        probabilities = nil
    }

    /// Names as a JSON list: `["cat","dog"]`.
    static func list(_ names: [String]) -> String {
        guard let data = try? JSONEncoder().encode(names) else { return "[]" }
        return String(decoding: data, as: UTF8.self)
    }

    /// The names of such a list; empty when it is none.
    static func names(_ list: String) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data(list.utf8))) ?? []
    }
}

public import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import HDF5
public import Tokens

/// Reads a file of embeddings that `extract` wrote.
///
/// Every block of rows is checked against its CRC-32C when it is read, so damaged values are an
/// error and never returned. Opening a file reads its metadata only; rows are read on demand. The
/// methods may be called from several threads; HDF5 executes them one at a time.
///
///     let file = try EmbeddingReader("out.h5")
///     try file.forEachBlock(of: [TokenSet(.final, .classToken)]) { images, blocks in
///         print(images, blocks[0].matrix.rows)
///     }
public final class EmbeddingReader {
    /// Path of the file.
    public let path: String
    /// The model that embedded the images.
    public let model: ModelDescription
    /// Number of images, N: those of the file, or of the part that this reader has.
    public let imageCount: Int
    /// Row in the file of each image of a part, ascending, `[N]`; nil for the whole file.
    public let keptRows: [Int]?
    /// Number of images of the file.
    let fileRows: Int
    /// Labels in place of the file's; nil for those of the file.
    let givenLabels: ImageLabels?
    /// UUID of the file. It does not change when images are added in full.
    public let uuid: String
    /// The layers of the file in the order of the model: embedding, blocks, final.
    public let layers: [LayerName]
    private let file: File
    /// Format version of the file, 1 or 2.
    public let version: Int
    var root: Group { file.root }
    /// Data sets with one row per image, checked as they are read.
    let rows: StoredRows

    /// Opens a file and checks its format, its list of checksums and the description of the model.
    ///
    /// - Throws: `StoreError`: `.missing`, `.foreign` or `.otherFile` for another kind of file,
    ///   `.newer`, `.incomplete`, `.notOurs`, `.malformed`, `.unlinked`.
    public init(_ path: String) throws {
        self.path = path
        file = try openForReading(path)
        let attributes = file.root.attributes
        try requireFormat(Schema.Embeddings.format, of: file.root, path)
        version = try attributes.integer("format_version")
        guard version <= Schema.Embeddings.version else {
            throw StoreError.newer(
                file: path, version: version, known: Schema.Embeddings.version)
        }
        let isChecked = version >= 2
        file.hasChecks = isChecked
        guard case .integer(1)? = try attributes.get("complete") else {
            throw StoreError.incomplete(file: path)
        }
        if isChecked { try attributes.requireSeal() }
        let imageCount = try attributes.integer("image_count")
        (self.imageCount, fileRows) = (imageCount, imageCount)
        (keptRows, givenLabels) = (nil, nil)
        rows = StoredRows(
            path, file.root, isChecked ? try BlockTable(below: file.root, path: path) : nil)
        let (root, table) = (file.root, rows.table)
        if let missing = table?.entries.first(where: { !root.contains($0.path) }) {
            throw StoreError.malformed(
                file: path, what: "/\(missing.path)", expected: "the rows that have checksums",
                found: "nothing")
        }
        try Self.checkSegments(file.root, path)
        uuid = try attributes.string("uuid")
        let ofModel = try file.root.group(Schema.Embeddings.model).attributes
        if isChecked { try ofModel.requireSeal() }
        model = try ModelDescription(from: ofModel, file: path)
        guard (0..<1 << 40).contains(imageCount) else {
            throw StoreError.notOurs(file: path, found: "\(imageCount) images")
        }
        // The size of the file bounds the labels, and thereby the number of images.
        let labels = "\(Schema.Embeddings.images)/label"
        if isChecked || file.root.contains(labels) {
            _ = try rows.rows(labels, count: imageCount, row: [])
        }
        let present = Set(try file.root.group(Schema.Embeddings.layers).names())
        let candidates: [LayerName] =
            [.embedding] + (0..<model.depth).map { .block($0) } + [.final]
        layers = candidates.filter { present.contains(Schema.Embeddings.layerName($0)) }
    }

    /// A reader of the same open file; see `part(rows:labels:)`.
    init(_ whole: EmbeddingReader, rows kept: [Int]?, labels: ImageLabels?) {
        (path, model, uuid, layers) = (whole.path, whole.model, whole.uuid, whole.layers)
        (file, version, rows) = (whole.file, whole.version, whole.rows)
        (keptRows, givenLabels) = (kept, labels)
        (imageCount, fileRows) = (kept?.count ?? whole.fileRows, whole.fileRows)
    }

    /// Checks that the segments that the file links to exist: HDF5 would return zeros for a missing
    /// one.
    private static func checkSegments(_ root: Group, _ path: String) throws {
        let name = "\(Schema.Embeddings.segments)/linked"
        guard root.contains(name) else { return }
        for segment in try root.readStrings(name) {
            let file = "\(folderPath(of: path))/\(segment)"
            guard FileKind(file) == .regular, mayAccess(file, R_OK)
            else {
                throw StoreError.unlinked(file: path, segment: segment)
            }
        }
    }

    /// Paths of the file and of the segments that it links to.
    public func files() throws -> [String] {
        let name = "\(Schema.Embeddings.segments)/linked"
        guard root.contains(name) else { return [path] }
        let folder = folderPath(of: path)
        return [path] + (try root.dataset(name).readStrings()).map { "\(folder)/\($0)" }
    }

    /// Whether tokens and attention are in segments beside the file (`extract --link`).
    public var isLinked: Bool { root.contains("\(Schema.Embeddings.segments)/linked") }

    /// Whether the file has a layer's tokens of a kind.
    public func holds(_ layer: LayerName, _ kind: TokenKind) -> Bool {
        root.contains(Schema.Embeddings.layerPath(layer, kind))
    }

    /// Checks that the file has a layer.
    ///
    /// - Throws: `StoreError.noLayer`, which lists the layers of the file.
    public func require(_ layer: LayerName) throws {
        if !layers.contains(layer) {
            throw StoreError.noLayer(
                file: path, requested: layer.text,
                present: "the layers " + layers.map(\.text).joined(separator: ", "))
        }
    }

    /// Tokens of consecutive images, converted to single precision: `[rows.count, width]` for class
    /// tokens and means, `[rows.count * patches, width]` for patch tokens, `[rows.count *
    /// registers, width]` for extra tokens.
    ///
    /// - Throws: `StoreError`: `.noLayer`, `.noTokens`, `.damaged`, or `.malformed` for values that
    ///   are not finite.
    public func tokens(
        _ layer: LayerName, _ kind: TokenKind, rows: Range<Int>
    ) throws -> Matrix<Float> {
        try kept(tokenRows(layer, kind), kind, images: rows).matrix
    }

    /// Raw bytes of the path of each image, `[N]`; `displayPath` converts them to text.
    public func paths() throws -> [[UInt8]] {
        kept(try rows.byteStrings("\(Schema.Embeddings.images)/path", count: fileRows))
    }

    /// Label of each image as an index into `labelNames()`, `[N]`; -1 without a label.
    public func labels() throws -> [Int32] {
        if let givenLabels { return givenLabels.indices }
        let labels: [Int32] =
            try rows.rows("\(Schema.Embeddings.images)/label", count: fileRows, row: []).read()
        let count = try labelNames().count
        guard labels.allSatisfy({ $0 >= -1 && $0 < count }) else {
            throw StoreError.notOurs(
                file: path, found: "labels beyond the \(count) names in /images/label_names")
        }
        return kept(labels)
    }

    /// SHA-256 of each image file, `[N * 32]`.
    public func digests() throws -> [UInt8] {
        let digests: [UInt8] = try rows.rows(
            "\(Schema.Embeddings.images)/sha256", count: fileRows, row: [32]
        ).read()
        return kept(digests, perRow: 32)
    }

    /// Names of the labels.
    public func labelNames() throws -> [String] {
        if let givenLabels { return givenLabels.names }
        return try root.readStrings("\(Schema.Embeddings.images)/label_names")
    }

    /// Split of each image, such as "train", `[N]`, "" without one; nil if the data set has no
    /// splits.
    public func splits() throws -> [String]? {
        let path = "\(Schema.Embeddings.images)/split"
        return root.contains(path) ? kept(try rows.texts(path, count: fileRows)) : nil
    }

    /// JPEG previews of consecutive images, as the model saw them.
    public func previews(rows: Range<Int>) throws -> [[UInt8]] {
        try kept(rows) {
            try self.rows.byteStrings(
                "\(Schema.Embeddings.images)/preview", count: fileRows, rows: $0)
        }
    }

    /// The files that were not embedded, with the reason for each.
    public func rejects() throws -> [Reject] { try RejectTable.read(rows, below: root) }

    /// Index of each row in the plan of the run, ascending, `[N]`.
    ///
    /// - Throws: `StoreError.notOurs` for files of versions without this column.
    public func places() throws -> [Int] {
        let name = "\(Schema.Embeddings.images)/place"
        guard root.contains(name) else {
            throw StoreError.notOurs(
                file: path, found: "a file of an older version without /\(name)")
        }
        let places: [Int64] = kept(try rows.rows(name, count: fileRows, row: []).read())
        guard places.first ?? 0 >= 0, zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw StoreError.malformed(
                file: path, what: "/\(name)", expected: "numbers from 0 on that ascend",
                found: "others")
        }
        return places.map { Int($0) }
    }

    /// Whether the file has the attention rollout of every image.
    public var hasRollout: Bool { root.contains("\(Schema.Embeddings.attention)/rollout") }

    /// Attention rollout of one image from the token that stands for it (`ModelDescription`'s
    /// `imageToken`) to the patches after each block, `[depth, patches]`, 0...1 (Abnar and Zuidema
    /// 2020, arXiv 2005.00928). nil if the file has no attention.
    public func rollout(row: Int) throws -> Matrix<Float>? {
        let name = "\(Schema.Embeddings.attention)/rollout"
        guard root.contains(name) else { return nil }
        let stored = try rows.rows(name, count: fileRows, row: [model.depth, model.patches])
        let row = fileRow(row)
        let shares: [Float] = try stored.read(rows: row..<row + 1)
        try requireShares(shares, name)
        return Matrix(rows: model.depth, columns: model.patches, elements: shares)
    }

    /// Checks that values are in 0...1, with a tolerance of 0.001 for rounding.
    private func requireShares(_ shares: [Float], _ name: String) throws {
        guard shares.allSatisfy({ (0...1.001).contains($0) }) else {
            throw StoreError.malformed(
                file: path, what: name, expected: "numbers from 0 to 1", found: "others")
        }
    }

    /// SHA-256 over the names and checksums of all data sets with rows, in hexadecimal. It
    /// identifies the contents of the file and is computed without reading the rows. Images that
    /// are added in full do not change it.
    public func contentHash() throws -> String {
        let hash = SHA256()
        if let table = rows.table {
            // The list is read as a whole, since it has one checksum.
            let checks: [UInt32] = try root.read(
                "\(Schema.Embeddings.segments)/crc32c", shape: [nil])
            for entry in table.entries {
                hash.update(Array("\(entry.path) \(entry.rows) \(entry.rowsPerBlock)\n".utf8))
                for check in checks[entry.firstBlock..<entry.firstBlock + entry.blocks] {
                    hash.update(Array("\(check)\n".utf8))
                }
            }
        } else {
            let group = try root.group(Schema.Embeddings.segments)
            let names = try group.readStrings("dataset")
            let checks = try group.read("crc32c", as: UInt32.self, shape: [names.count])
            for (name, check) in zip(names, checks) {
                hash.update(Array("\(name) \(check)\n".utf8))
            }
        }
        return hexadecimal(hash.finish())
    }

    /// The images stored in full and their variants, in the order of the file.
    ///
    /// - Parameter attention: Whether to read `joint` and `heads`, which are large; they are empty
    ///   otherwise.
    public func explained(attention: Bool = false) throws -> [ExplainedImage] {
        let group = try root.group(Schema.Embeddings.explain)
        let images = try explainedNames().map { name in
            try explained(try group.group(name), attention: attention)
        }
        return kept(images)
    }

    /// An image stored in full, checked.
    private func explained(_ group: Group, attention: Bool) throws -> ExplainedImage {
        let image = try ExplainedImage(
            from: group, file: path, model: model, attention: attention, isSealed: version >= 2)
        guard (0..<fileRows).contains(image.row) else {
            throw StoreError.notOurs(
                file: path, found: "\(group.path) of row \(image.row) of \(fileRows)")
        }
        for (name, shares) in [
            ("joint", image.joint), ("heads", image.heads), ("probabilities", image.probabilities),
        ] {
            try requireShares(shares, "\(group.path)/\(name)")
        }
        guard image.probabilities.count == image.predictedLabels.count,
            image.predictedLabels.allSatisfy({ $0 >= 0 })
        else {
            throw StoreError.malformed(
                file: path, what: "\(group.path)/predicted_labels",
                expected: "a class for each probability", found: "others")
        }
        return image
    }

    /// Names of the groups of the images stored in full, in numerical order.
    func explainedNames() throws -> [String] {
        try root.group(Schema.Embeddings.explain).names()
            .sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
    }

    /// Index of each image stored in full among the items of the plan; -1 if unknown.
    func explainedItems() throws -> [Int] {
        let group = try root.group(Schema.Embeddings.explain)
        return try explainedNames().map {
            guard case .integer(let item)? = try group.group($0).attributes.get("item") else {
                return -1
            }
            return Int(item)
        }
    }

    /// An image stored in full with its attention, by its index in the file.
    func explained(at index: Int) throws -> ExplainedImage {
        let group = try root.group(Schema.Embeddings.explain).group(String(index))
        return try explained(group, attention: true)
    }

    /// Names of the classes of the classification head; empty if they are not known.
    public func classNames() throws -> [String] {
        let name = "\(Schema.Embeddings.predictions)/names"
        return root.contains(name) ? try root.readStrings(name) : []
    }

    /// Top-1 class of each image and its softmax probability, `[N]` each; nil without a
    /// classification head.
    public func likeliestClasses() throws -> (labels: [Int32], probabilities: [Float])? {
        let labelName = "\(Schema.Embeddings.predictions)/label"
        guard root.contains(labelName), imageCount > 0 else { return nil }
        let shape = try rows.rows(labelName).dataset.shape
        guard shape.count == 2, shape[1] > 0 else {
            throw StoreError.notOurs(file: path, found: "/\(labelName) of shape \(shape)")
        }
        let count = shape[1]
        let labels: [Int32] = try rows.rows(labelName, count: fileRows, row: [count]).read()
        let shareName = "\(Schema.Embeddings.predictions)/probability"
        let shares: [Float] = try rows.rows(shareName, count: fileRows, row: [count]).read()
        try requireShares(shares, shareName)
        let first = (0..<imageCount).map { fileRow($0) * count }
        return (first.map { labels[$0] }, first.map { shares[$0] })
    }

    /// Mean attention distance of each head in pixels, `[rows.count * depth, heads]`, for
    /// consecutive images. nil if the file has no attention.
    public func distances(rows: Range<Int>) throws -> Matrix<Float>? {
        let name = "\(Schema.Embeddings.attention)/distance"
        guard root.contains(name) else { return nil }
        let stored = try self.rows.rows(name, count: fileRows, row: [model.depth, model.heads])
        let distances: [Float] = try kept(rows, perRow: model.depth * model.heads) {
            try stored.read(rows: $0)
        }
        guard distances.allSatisfy({ (0...1e15).contains($0) }) else {
            throw StoreError.malformed(
                file: path, what: "/\(name)", expected: "distances from 0 on", found: "others")
        }
        return Matrix(
            rows: rows.count * model.depth, columns: model.heads, elements: distances)
    }
}

internal import Foundation
internal import Store
internal import Tokens

/// Estimates the size of the map file and of its tables before a run, within 20 %, so that a full
/// disk is noticed before the work.
///
/// Numbers, previews, images stored in full and the model are counted. Texts are estimated by the
/// mean length of the paths; rows of tables that depend on results, and HDF5's own data, are
/// estimated too.
struct FileSizes {
    /// Size of the map file in bytes.
    let file: Int
    /// Size of the CSV tables in bytes.
    let tables: Int

    /// Estimates the sizes.
    ///
    /// - Parameters:
    ///   - layers: Number of maps.
    ///   - components: Number of principal components.
    ///   - neighbors: Neighbours per row of the graph.
    ///   - hasMap: Whether there is a map.
    ///   - referenceRows: Number of rows of the finished map into which rows are placed.
    init(
        source: ReductionRows, layers: Int, map: MapOptions, components: Int, neighbors: Int,
        hasMap: Bool, referenceRows: Int
    ) throws {
        let contents = try Contents(source)
        var sum = Sum()
        let n = source.rows
        sum.addTexts(n, length: contents.nameLength)
        sum.bytes += 4 * n
        sum.addTexts(source.columns, length: 4)
        if hasMap || map.place != nil {
            sum.bytes += 4 * n * components + 8 * source.columns * (components + 1)
            sum.bytes += 8 * n * max(1, layers)
        }
        if hasMap { sum.bytes += 8 * n * neighbors + 8 * n + 8 * n }
        if case .patches = source.origin {
            sum.bytes += 32 * n
            sum.addTexts(n, length: 10)
        }
        if let reader = contents.reader {
            sum.add(try contents.imageBytes(of: reader, map: map))
            sum.add(try contents.audits(of: reader, map: map))
            sum.add(try Self.page(of: reader, isOfImages: contents.isOfImages))
        }
        sum.addObjects(Self.fixedObjects)
        let beside = Self.tables(
            n, contents, hasMap: hasMap, map: map, referenceRows: referenceRows)
        sum.add(beside.inFile)
        file = sum.bytes
        tables = beside.csv
    }

    /// Number of groups, data sets and single numbers in every map file.
    private static let fixedObjects = 90

    // MARK: - Tables

    /// Bytes of the tables in the map file and as CSV.
    private static func tables(
        _ n: Int, _ contents: Contents, hasMap: Bool, map: MapOptions, referenceRows: Int
    ) -> (inFile: Sum, csv: Int) {
        var sum = Sum()
        var csv = n * (contents.nameLength + contents.labelLength + 2)
        if hasMap || map.place != nil { csv += 40 * n }
        if hasMap { csv += 8 * n }
        if case .patches = contents.origin { csv += 30 * n }
        if map.place != nil {
            sum.bytes += 24 * n + 16 * referenceRows
            sum.addTexts(n, length: contents.nameLength)
            sum.addTexts(2 * referenceRows, length: 5)
            csv += (contents.nameLength + 30) * n + (contents.labelLength + 40) * referenceRows
        }
        let isImages: Bool
        switch contents.origin {
        case .patches: isImages = false
        case .images, .vectors: isImages = true
        }
        if isImages && map.place == nil && map.findings == .all && n >= FindingsJob.minimumRows {
            let far = min(n, 10_000)
            sum.bytes += 24 * far
            sum.addTexts(far, length: contents.nameLength)
            sum.addTexts(far, length: 4)
            csv += (contents.nameLength + 30) * far
            if contents.labelled > 0 {
                let judged = contents.labelled
                sum.bytes += 64 * judged
                sum.addTexts(judged, length: contents.nameLength)
                sum.addTexts(3 * judged, length: contents.labelLength)
                csv += (contents.nameLength + 2 * contents.labelLength + 70) * judged
            }
            sum.addObjects(40)
        }
        if let reader = contents.reader, map.profile == .all, n >= ProfileJob.minimumRows,
            map.place == nil
        {
            let lines = 2 * reader.layers.count
            sum.bytes += 80 * lines
            sum.addTexts(3 * lines, length: 5)
            sum.addObjects(13)
            csv += 150 * lines
        }
        return (sum, csv)
    }

    /// A sum of bytes.
    struct Sum {
        /// The sum.
        var bytes = 0

        /// Adds texts of this mean length, padded to 8 bytes.
        mutating func addTexts(_ count: Int, length: Int) {
            bytes += count * (32 + (length + 7) / 8 * 8)
        }

        /// Adds what HDF5 needs for groups and data sets.
        mutating func addObjects(_ count: Int) { bytes += 600 * count }

        /// Adds another sum.
        mutating func add(_ other: Sum) { bytes += other.bytes }
    }
}

/// What determines the size of a map: rows, names and labels.
private struct Contents {
    /// Kind of the rows.
    let origin: ReductionRows.Origin
    /// Mean length of a row's name in bytes.
    let nameLength: Int
    /// Mean length of a label's name in bytes.
    let labelLength: Int
    /// Number of rows whose labels are judged.
    let labelled: Int
    /// Number of layer measures per image and layer.
    private static let measures = 6
    /// File of embeddings of images or patches; nil for vectors.
    let reader: EmbeddingReader?

    /// Whether the rows are images.
    var isOfImages: Bool {
        if case .images = origin { return true }
        return false
    }

    /// Reads names and labels, and counts them.
    init(_ source: ReductionRows) throws {
        origin = source.origin
        var labels: [Int32] = []
        var names: [String] = []
        switch source.origin {
        case .images(let reader, _), .patches(let reader, _):
            self.reader = reader
            let paths = try reader.paths()
            var length = paths.reduce(0) { $0 + $1.count } / max(1, paths.count)
            if case .patches = source.origin { length += 6 }
            nameLength = length
            labels = try reader.labels()
            names = try reader.labelNames()
        case .vectors(let reader):
            self.reader = nil
            let given = try reader.names()
            nameLength =
                (given?.reduce(0) { $0 + $1.utf8.count } ?? 5 * source.rows)
                / max(1, source.rows)
            let column = try reader.labels()
            labels = column?.indices ?? []
            names = column?.names ?? []
        }
        labelLength =
            names.isEmpty
            ? 0 : names.reduce(0) { $0 + $1.utf8.count } / names.count
        labelled = names.count > 1 ? labels.count { $0 >= 0 } : 0
    }

    // MARK: - What comes from the store as it is

    /// Bytes of previews, images stored in full, scenes, and measurements of the explained images.
    func imageBytes(of reader: EmbeddingReader, map: MapOptions) throws -> FileSizes.Sum {
        let model = reader.model
        var sum = FileSizes.Sum()
        sum.bytes += try previewBytes(of: reader)
        let explained = try reader.explained()
        let pixels = model.pixelCount
        let tokens = model.prefix + model.patches
        let hasAttention = try reader.imageCount > 0 && reader.rollout(row: 0) != nil
        let attention =
            hasAttention ? 4 * model.depth * (tokens * tokens + model.heads * model.patches) : 0
        sum.bytes += explained.count * (pixels + model.patches + 64 + attention)
        sum.addObjects(11 * explained.count)
        let originals = explained.rowPlaces.count
        let layers = SceneJob.layers(depth: model.depth).filter {
            reader.holdsAllTokens($0)
        }
        let scenes = layers.isEmpty ? 0 : min(originals, SceneJob.count(map.scenes))
        sum.bytes += scenes * (pixels + 4 * model.depth * model.patches + model.patches)
        sum.bytes += scenes * layers.count * 8 * model.patches
        sum.addObjects(scenes * (10 + layers.count))
        let held = reader.layers.count { reader.holds($0, .patches) }
        if held > 0 && map.measures != "none" {
            sum.bytes += originals * 4 * model.patches * held
            sum.addObjects(originals)
        }
        sum.bytes += originals * 12 * model.patches
        sum.addObjects(originals)
        return sum
    }

    /// Bytes of the previews, estimated from eight runs of 32 rows.
    private func previewBytes(of reader: EmbeddingReader) throws -> Int {
        let rows = min(reader.imageCount, Reduction.previewLimit)
        guard rows > 0 else { return 0 }
        let starts = rows <= 256 ? [0] : (0..<8).map { $0 * (rows - 32) / 7 }
        var (bytes, count) = (0, 0)
        for start in starts {
            let end = min(rows, start + (rows <= 256 ? 256 : 32))
            let previews = try reader.previews(rows: start..<end)
            bytes += previews.reduce(0) { $0 + $1.count }
            count += previews.count
        }
        return rows * (bytes / max(1, count) + 8)
    }

    /// Bytes of the model's filters and position embeddings, norms, distances and measures.
    func audits(of reader: EmbeddingReader, map: MapOptions) throws -> FileSizes.Sum {
        let model = reader.model
        var sum = FileSizes.Sum()
        let kernel = model.patch * model.patch * 3
        sum.bytes += 4 * kernel * model.width
        sum.bytes += 4 * (model.prefix + model.patches) * model.width
        sum.bytes += 4 * kernel * min(AuditJob.filterComponents, model.width - 1, kernel)
        sum.bytes += 24 * model.depth * model.heads
        sum.addTexts(try reader.classNames().count, length: 16)
        let held = reader.layers.count { reader.holds($0, .patches) }
        if held > 0 && map.measures != "none" {
            sum.bytes += 8 * held * (AuditJob.bins + 4)
            sum.addObjects(12)
            let measured = min(reader.imageCount, try map.measuredImages() ?? .max)
            if try reader.imageCount > 0 && reader.objects(row: 0) != nil {
                sum.bytes += 8 * Self.measures * measured * held
                sum.addObjects(9)
            }
            // Class, mask and confidence of each patch, of images with masks and without.
            if map.segment {
                sum.bytes += 12 * min(reader.imageCount, 2 * measured) * model.patches
            }
        }
        return sum
    }
}

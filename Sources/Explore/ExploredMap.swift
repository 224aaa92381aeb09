internal import Console
internal import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import MapPages
internal import Page
internal import Store

/// A map with its page, its tiles, and what the page asks for of its rows.
///
/// Paths, digests and neighbours are read from the file in blocks, previews from the store one by
/// one: what is kept of ten million rows is their positions and labels.
actor ExploredMap: QueueActor {
    nonisolated let executor = QueueExecutor("map")

    /// The map and the words about it.
    private let map: DescribedMap
    /// The paths of the rows.
    private let paths: StoredPaths
    /// The page of the map.
    private let document: PageDocument
    /// The map as the page reads it.
    private let pageSet: PageSet
    /// The store that the map was made from; nil if it cannot be reached.
    private let store: EmbeddingReader?
    /// The folder of the image files; nil if it cannot be reached.
    private let images: String?
    /// Folder of the tiles.
    private let cache: String
    /// The tiles of the layers that were shown.
    private var tiles: [String: TileFile] = [:]
    /// The first row of each image of a map of patches; empty until it is needed.
    private var firstRows: [Int: Int] = [:]

    /// Side of the thumbnails that are made of the store's previews.
    static let thumbnailSide = 64

    /// Opens a map.
    ///
    /// - Parameters:
    ///   - map: The map, which may be an outline.
    ///   - store: Path of the store that it was made from; nil if it cannot be reached.
    ///   - cache: Folder for the tiles.
    ///   - search: What search the page offers; nil for none.
    /// - Throws: `Failure` if the file cannot be read or has no map.
    init(
        _ map: DescribedMap, store: String?, cache: String, search: SearchDescription?
    ) throws {
        self.map = map
        self.cache = cache
        let reduction = map.reduction
        let whole = try store.map { try EmbeddingReader($0) }
        let reader = whole.map { whole in
            reduction.parentRows.map { whole.part(rows: $0) } ?? whole
        }
        self.store = reader
        guard reduction.layout != nil else {
            throw Failure(
                Exit.data,
                "\(map.path): expected a map, found a file without one (fewer than 10 different "
                    + "images); run extract on more images.")
        }
        paths = try ReductionReader.paths(map.path)
        let folder = map.imageFolder.flatMap(canonicalPath)
        images = folder
        let hasImages = reader != nil || folder != nil
        let services = PageServices(
            originals: folder == nil ? nil : "originals", hasPreviews: reader != nil,
            hasInsides: reader.map(StoredImage.isThere) ?? false,
            thumbnailSide: hasImages && reduction.thumbnails == nil ? Self.thumbnailSide : nil,
            search: search)
        let pageSet = try PageSet(
            map.pageMap(
                root: nil,
                thumbnails: reduction.thumbnails.map {
                    PageThumbnails($0, side: $0.side)
                }, paths: paths, services: services),
            number: 0)
        self.pageSet = pageSet
        document = PageDocument(
            title: map.title, tool: "vitrine \(toolVersion)", sets: [pageSet], isServed: true)
    }

    /// Number of rows.
    var count: Int { map.reduction.rows.count }

    /// The page.
    func page() throws -> [UInt8] { try document.html() }

    // MARK: - Chunks

    /// A part of the page's data by its name; nil if there is none.
    func chunk(_ name: String) throws -> Reply? {
        if let chunk = pageSet.chunk(named: name) { return .content(try chunk.bytes()) }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 2, parts[0] == "0" else { return nil }
        switch (parts[1], parts.count) {
        case ("tiles", 3): return try tiles(ofLayer: parts[2]).map { .content($0.description) }
        case ("tile", 4):
            let tile = parts[3] == "root" ? "" : String(parts[3].dropFirst())
            guard parts[3] == "root" || parts[3].hasPrefix("q") else { return nil }
            return try tiles(ofLayer: parts[2])?.points(tile).map { .content($0) }
        case ("sheet", 3): return try thumbnail(parts[2]).map { .content($0) }
        case ("inside", 3...4):
            return try inside(parts[2], part: parts.count > 3 ? parts[3] : nil).map { .content($0) }
        case ("preview", 3): return try preview(parts[2]).map { .content($0, type: "image/jpeg") }
        default: return nil
        }
    }

    /// Makes the tiles of the main layer, so that they are there when the page opens.
    ///
    /// - Returns: Lines about what the page leaves out, and about tiles that are not kept.
    func notes() throws -> [String] {
        let tiles = try tiles(ofLayer: pageSet.layerNames.last?.chunk ?? "")
        return pageSet.notes + [tiles?.note].compactMap(\.self)
    }

    /// The tiles of a layer by the name that chunks have for it.
    private func tiles(ofLayer name: String) throws -> TileFile? {
        if let known = tiles[name] { return known }
        guard let layout = layout(ofLayer: name) else { return nil }
        let made = TileFile(path: "\(cache)/\(name).tiles", layout: layout)
        tiles[name] = made
        return made
    }

    /// The positions of the rows at a layer, `[n, 2]`; nil for no such layer.
    func layout(ofLayer name: String) -> Matrix<Float>? {
        guard
            let place = pageSet.layerNames.firstIndex(where: { $0.chunk == name || $0.name == name }
            )
        else { return nil }
        let others = map.reduction.map?.otherLayouts ?? []
        return place < others.count ? others[place].layout : map.reduction.layout
    }

    // MARK: - Images

    /// The preview of an image by its number; nil for no number of an image.
    private func preview(_ text: String) throws -> [UInt8]? {
        guard let store, let image = Int(text), (0..<store.imageCount).contains(image) else {
            return nil
        }
        return try store.previews(rows: image..<image + 1).first
    }

    /// The thumbnail of an image by its number, made from its preview, or from its file.
    private func thumbnail(_ text: String) throws -> [UInt8]? {
        let image = store == nil ? try file(ofImage: text) : try preview(text)
        return image.map { PageThumbnails.single($0, side: Self.thumbnailSide) }
    }

    /// What the page shows inside of an image by its number: the description, or a part of it.
    private func inside(_ text: String, part: String?) throws -> [UInt8]? {
        guard let store, let number = Int(text), let image = StoredImage(store, image: number),
            let path = try path(ofImage: number)
        else { return nil }
        return try part.map { try image.chunk($0) } ?? image.description(path: path)
    }

    /// The file of an image by its number; nil if browsers do not show it.
    func original(_ text: String) throws -> Reply? {
        guard let bytes = try file(ofImage: text), let type = Self.type(of: bytes) else {
            return nil
        }
        return .content(bytes, type: type)
    }

    /// The bytes of the file of an image; nil if it is not below the folder of the images.
    private func file(ofImage text: String) throws -> [UInt8]? {
        guard let images, let image = Int(text), let path = try path(ofImage: image),
            let file = [pathBytes(path), unescapedPath(Array(path.utf8))].lazy
                .compactMap({ canonicalPath("\(images)/\(pathText($0))") }).first,
            file.hasPrefix(images.hasSuffix("/") ? images : images + "/"),
            FileKind(file) == .regular, let size = regularFileSize(file),
            size <= Self.largestOriginal
        else { return nil }
        return wholeFile(file)
    }

    /// Largest image file that is sent.
    private static let largestOriginal = 256 << 20

    /// The path of an image of the map.
    private func path(ofImage image: Int) throws -> String? {
        guard let patches = map.reduction.rows.patches else {
            guard (0..<count).contains(image) else { return nil }
            return try paths.paths(of: image..<image + 1).first
        }
        guard let row = row(ofImage: image), let path = try paths.paths(of: row..<row + 1).first
        else { return nil }
        // "path:row,column"
        return String(path.dropLast(":\(patches[row].gridRow),\(patches[row].gridColumn)".count))
    }

    /// The first row of an image.
    private func row(ofImage image: Int) -> Int? {
        guard let patches = map.reduction.rows.patches else {
            return (0..<count).contains(image) ? image : nil
        }
        if firstRows.isEmpty {
            for (row, patch) in patches.enumerated() where firstRows[patch.image] == nil {
                firstRows[patch.image] = row
            }
        }
        return firstRows[image]
    }

    /// The media type of an image file that browsers show, by its first bytes; nil for others.
    private static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: Array("GIF8".utf8)) { return "image/gif" }
        if bytes.starts(with: Array("BM".utf8)) { return "image/bmp" }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            return "image/webp"
        }
        return nil
    }

    // MARK: - Rows

    /// The rows whose path or label contains a text, as bits; upper and lower case are the same.
    func rows(containing query: String) throws -> RowBits {
        let reduction = map.reduction
        let query = query.lowercased()
        let named = reduction.labelNames.map { $0.lowercased().contains(query) }
        let labels = reduction.labels
        let found = try paths.rows(containing: query)
        return RowBits(count: count) { row in
            found[row] || (labels[row] >= 0 && named[Int(labels[row])])
        }
    }

    /// What is known of some rows: path, SHA-256, position at a layer, and the values of the
    /// columns; nil if the map lacks the layer or one of the rows.
    func records(ofRows rows: [Int], layer name: String) throws -> [PageRecord]? {
        guard let layout = layout(ofLayer: name), rows.allSatisfy((0..<layout.rows).contains)
        else { return nil }
        return try rows.map { row in
            PageRecord(
                path: try paths.paths(of: row..<row + 1)[0],
                digest: hexadecimal(try paths.digests(of: row..<row + 1)),
                x: layout[row, 0], y: layout[row, 1], values: pageSet.values(ofRow: row))
        }
    }

    // MARK: - Images of the store

    /// The row of the store of the image of a row; nil for no row.
    func storeRow(ofRow row: Int) -> Int? {
        guard (0..<count).contains(row) else { return nil }
        let image = map.reduction.rows.patches?[row].image ?? row
        return map.reduction.parentRow(ofImage: image)
    }

    /// The rows of the map for images of the store, each with its cosine, without those that the
    /// map does not show.
    ///
    /// - Parameter queryRow: the row that was searched for, which stands for its image; nil for
    ///   none.
    func hits(_ hits: [StoreSearch.Hit], queryRow: Int? = nil) -> [[Double]] {
        let kept = map.reduction.parentRows
        let own = queryRow.flatMap(storeRow(ofRow:))
        return hits.compactMap { hit in
            if let queryRow, hit.storeRow == own { return [Double(queryRow), hit.cosine] }
            // The rows of a part ascend.
            let image = kept.map { place(of: hit.storeRow, in: $0) } ?? hit.storeRow
            return image.flatMap(row(ofImage:)).map { [Double($0), hit.cosine] }
        }
    }

    /// Index of a number in a list that ascends; nil if it is not in it.
    private func place(of number: Int, in list: [Int]) -> Int? {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low] == number ? low : nil
    }
}

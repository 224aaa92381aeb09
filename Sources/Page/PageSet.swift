internal import Dense
internal import Images
internal import Store
internal import Tokens

/// A map in the form in which the page reads it: its description, and chunks that are made when
/// they are written. `Documentation/Page.md` has the format.
public struct PageSet {
    /// The description.
    private(set) var description: SetDescription
    /// The chunks, in the order in which they are written.
    public private(set) var chunks: [PageChunk] = []
    /// The value of each column for a row.
    private var columnValues: [(Int) -> Double?] = []
    /// Numbers of the chunks by name.
    private var numbers: [String: Int] = [:]
    /// What was left out and why, one line each.
    public private(set) var notes: [String] = []
    /// The map.
    let map: PageMap
    /// What the names of the chunks begin with: the number of the map on the page.
    let prefix: String

    /// Number of images or rows above which the chunks of a page are separate files.
    public static let inlineLimit = 50_000

    /// Describes a map.
    ///
    /// - Parameter number: Index of the map on the page.
    /// - Precondition: The map has a layout.
    /// - Throws: `StoreError` if the paths cannot be read.
    public init(_ map: PageMap, number: Int) throws {
        precondition(map.reduction.layout != nil, "\(map.name) has no layout")
        self.map = map
        prefix = String(number)
        let noun = map.reduction.rowNoun
        description = SetDescription(
            name: map.name, rows: map.rowCount, noun: [noun.one, noun.many],
            paths: "\(prefix)/paths")
        description.root = map.root
        description.about = map.about.filter { !$0.isEmpty }
        addLayouts()
        addPaths()
        addDigests()
        addColumns()
        addPatches()
        addReference()
        addNeighbors()
        try addTables()
        addExplained()
        addThumbnails()
        let names = description.columns.map(\.name)
        description.color = map.color.flatMap { names.contains($0) ? $0 : nil } ?? names.first
    }

    /// Whether the page with this map should have its chunks in separate files.
    public var isLarge: Bool {
        max(description.rows, map.thumbnails?.count ?? 0) > Self.inlineLimit
    }

    /// Adds a chunk; returns its name.
    mutating func add(_ name: String, _ bytes: @escaping () throws -> [UInt8]) -> String {
        let chunk = PageChunk("\(prefix)/\(name)", bytes)
        numbers[chunk.name] = chunks.count
        chunks.append(chunk)
        return chunk.name
    }

    /// Adds a column with its value for a row, which is nil for a missing number.
    mutating func add(_ column: ColumnDescription, value: @escaping (Int) -> Double?) {
        description.columns.append(column)
        columnValues.append(value)
    }

    /// The values of the columns for a row, in the order of the columns.
    public func values(ofRow row: Int) -> [Double?] { columnValues.map { $0(row) } }

    /// Adds a line about what was left out.
    mutating func note(_ line: String) { notes.append(line) }

    // MARK: - Rows

    /// The maps of all layers, the main one last.
    private mutating func addLayouts() {
        let reduction = map.reduction
        guard let main = reduction.layout else { return }
        let others = reduction.map?.otherLayouts ?? []
        for (index, (layer, layout)) in (others + [(reduction.layer, main)]).enumerated() {
            let plain = layerNames[index].chunk
            let isServed = map.services != nil
            let chunk =
                isServed ? nil : add("layout/\(plain)") { littleEndian(layout.elements) }
            description.layers.append(
                LayerDescription(
                    name: layer, title: Reduction.phrase(ofLayer: layer), chunk: chunk,
                    tiles: isServed ? "\(prefix)/tiles/\(plain)" : nil,
                    quality: quality(ofLayer: layer, isMain: index == others.count)))
        }
        description.mainLayer = others.count
        if reduction.comparison != nil { description.layerNoun = "model" }
    }

    /// Names of the layers with maps, the main one last, and what chunks have in place of them.
    public var layerNames: [(name: String, chunk: String)] {
        let others = (map.reduction.map?.otherLayouts ?? []).map(\.layer)
        return (others + [map.reduction.layer]).enumerated().map { index, layer in
            // The name of a layer of a file of another program may have any characters.
            let isPlain =
                !layer.isEmpty
                && layer.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return (layer, isPlain ? layer : "layer-\(index)")
        }
    }

    /// Measures of the map of a layer.
    private func quality(ofLayer layer: String, isMain: Bool) -> [NamedValue<Double>] {
        let card = map.reduction.map?.quality ?? []
        if isMain {
            return card.filter(\.map.isFinite).map { NamedValue($0.name, $0.map) }
        }
        guard let row = map.reduction.map?.layers?.first(where: { $0.layer == layer }) else {
            return []
        }
        // The names on the card have the number of neighbours.
        func name(_ start: String) -> String {
            card.first { $0.name.hasPrefix(start) }?.name ?? start
        }
        return [
            NamedValue(name("neighbour recall"), row.recall),
            NamedValue(name("trustworthiness"), row.trustworthiness),
            NamedValue("distance correlation", row.distanceCorrelation),
            NamedValue("KL divergence", row.klDivergence),
        ].filter(\.value.isFinite)
    }

    /// The paths, separated by NUL.
    private mutating func addPaths() {
        let map = map
        for (block, rows) in PageChunk.blocks(of: map.rowCount).enumerated() {
            _ = add("paths/\(block)") {
                Array(
                    try map.paths(of: rows).map { path in
                        path.utf8.map { $0 == 0 ? UInt8(ascii: " ") : $0 }
                    }.joined(separator: [0]))
            }
        }
    }

    /// The digests of the image files.
    private mutating func addDigests() {
        let map = map
        guard map.hasDigests else { return }
        description.digests = "\(prefix)/digests"
        for (block, rows) in PageChunk.blocks(of: map.rowCount).enumerated() {
            _ = add("digests/\(block)") { try map.digests(of: rows) }
        }
    }

    /// Where the rows of a map of patches are.
    private mutating func addPatches() {
        guard let patches = map.reduction.rows.patches else { return }
        func numbers(_ value: @escaping (PatchRow) -> Int) -> () -> [UInt8] {
            { littleEndian(patches.map { Int32(clamping: value($0)) }) }
        }
        let grid = map.reduction.model.grid
        let pictures = map.reduction.pictures
        description.patches = PatchDescription(
            image: add("image", numbers(\.image)), row: add("grid-row", numbers(\.gridRow)),
            column: add("grid-column", numbers(\.gridColumn)), grid: [grid.rows, grid.columns],
            areas: map.reduction.pictures.isEmpty
                ? nil
                : add("areas") {
                    littleEndian(pictures.flatMap(\.stored))
                })
    }

    /// The points of the finished map, for rows that were placed in one.
    private mutating func addReference() {
        guard let reference = map.reduction.placement?.reference, !reference.isEmpty else { return }
        description.reference = ReferenceDescription(
            chunk: add("reference") {
                littleEndian(reference.flatMap { [Float($0.x), Float($0.y)] })
            })
    }

    /// The nearest rows of each row.
    private mutating func addNeighbors() {
        guard let neighbors = map.neighbors, neighbors.count > 0,
            neighbors.rowCount == description.rows
        else { return }
        let isSmall = description.rows <= Int(UInt16.max)
        let components = map.reduction.pca?.variances.count ?? 0
        let subject = Reduction.phrase(ofLayer: map.reduction.layer)
        let token = map.reduction.token
        description.neighbors = NeighborDescription(
            count: neighbors.count, chunk: "\(prefix)/neighbors", index: isSmall ? "u16" : "u32",
            space: "Euclidean distance of \(components) principal components"
                + (subject.isEmpty ? "" : ", " + subject)
                + (["class", "mean"].contains(token) ? ", \(token) token" : ""))
        for (block, rows) in PageChunk.blocks(of: description.rows).enumerated() {
            _ = add("neighbors/\(block)") {
                Self.bytes(of: try neighbors.lists(of: rows), neighbors.count, isSmall: isSmall)
            }
        }
    }

    /// A block of neighbours: the largest distance of each row, distances as shares of it, rows.
    private static func bytes(
        of lists: NeighborLists, _ count: Int, isSmall: Bool
    ) -> [UInt8] {
        let rows = count > 0 ? lists.rows.count / count : 0
        let largest = (0..<rows).map { row in
            lists.distances[row * count..<(row + 1) * count].filter(\.isFinite).max() ?? 0
        }
        let shares = lists.distances.indices.map { place -> UInt16 in
            let (distance, most) = (lists.distances[place], largest[place / count])
            guard distance.isFinite else { return UInt16.max }
            return most > 0 ? UInt16((distance / most * 65_535).rounded()) : 0
        }
        return littleEndian(largest) + littleEndian(shares)
            + (isSmall
                ? littleEndian(lists.rows.map { $0 < 0 ? UInt16.max : UInt16($0) })
                : littleEndian(lists.rows.map { $0 < 0 ? UInt32.max : UInt32($0) }))
    }

    // MARK: - Tables

    /// Layer profile, findings and units.
    private mutating func addTables() throws {
        let reduction = map.reduction
        description.findings = try FindingsDescription(map)
        description.units = UnitDescription.units(of: map)
        description.profile = (reduction.profile ?? []).map {
            ProfileDescription(
                layer: $0.layer, token: $0.token, rows: $0.rows, accuracy: finite($0.accuracy),
                accuracyMargin: finite($0.accuracyMargin), silhouette: finite($0.silhouette),
                overlap: finite($0.overlap), overlapMargin: finite($0.overlapMargin),
                ckaPrevious: finite($0.ckaPrevious), ckaLast: finite($0.ckaLast),
                intrinsicDimension: finite($0.intrinsicDimension))
        }
    }

    // MARK: - Images

    /// The images that are stored in full.
    private mutating func addExplained() {
        let reduction = map.reduction
        for (index, place) in reduction.explained.rowPlaces.enumerated() {
            guard reduction.explained[place].row >= 0 else { continue }
            let image = ExplainedChunks(
                reduction: reduction, place: place, name: "explained/\(index)")
            description.explained.append(image.describe { add($0, $1) })
        }
    }

    /// The sheets of thumbnails.
    private mutating func addThumbnails() {
        addServices()
        guard let thumbnails = map.thumbnails else { return }
        description.thumbnails = ThumbnailDescription(
            side: thumbnails.sheet.side, columns: thumbnails.sheet.columns,
            perSheet: thumbnails.perSheet, count: thumbnails.count, chunk: "\(prefix)/sheet")
        if let missing = thumbnails.missing, !missing.isEmpty {
            let present = add("present") {
                var present = [UInt8](repeating: 1, count: thumbnails.count)
                for image in missing { present[image] = 0 }
                return present
            }
            description.thumbnails?.present = present
        }
        for sheet in 0..<thumbnails.sheetCount {
            _ = add("sheet/\(sheet)") { try thumbnails.encode(sheet) }
        }
    }

    /// What a server offers.
    private mutating func addServices() {
        guard let services = map.services else { return }
        description.tiles = true
        description.originals = services.originals
        description.previews = services.hasPreviews ? "\(prefix)/preview" : nil
        description.inside = services.hasInsides ? "\(prefix)/inside" : nil
        description.search = services.search
        description.thumbnails = services.thumbnailSide.map {
            ThumbnailDescription(
                side: $0, columns: 1, perSheet: 1, count: map.reduction.imageCount,
                chunk: "\(prefix)/sheet")
        }
    }

    /// A chunk by its name; nil if there is none.
    public func chunk(named name: String) -> PageChunk? { numbers[name].map { chunks[$0] } }
}

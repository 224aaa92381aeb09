internal import Dense
internal import Images
internal import Store

/// A map in the form in which the page reads it: its description, and chunks that are made when
/// they are written. `Documentation/Page.md` has the format.
public struct PageSet {
    /// The description.
    private(set) var description: SetDescription
    /// The chunks, in the order in which they are written.
    public private(set) var chunks: [PageChunk] = []
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
    public init(_ map: PageMap, number: Int) {
        precondition(map.reduction.layout != nil, "\(map.name) has no layout")
        self.map = map
        prefix = String(number)
        description = SetDescription(
            name: map.name, rows: map.reduction.paths.count, noun: map.noun,
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
        addTables()
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
        chunks.append(chunk)
        return chunk.name
    }

    /// Adds a column.
    mutating func add(_ column: ColumnDescription) { description.columns.append(column) }

    /// Adds a line about what was left out.
    mutating func note(_ line: String) { notes.append(line) }

    // MARK: - Rows

    /// The maps of all layers, the main one last.
    private mutating func addLayouts() {
        let reduction = map.reduction
        guard let main = reduction.layout else { return }
        let others = reduction.map?.otherLayouts ?? []
        for (index, (layer, layout)) in (others + [(reduction.layer, main)]).enumerated() {
            // The name of a layer of a file of another program may have any characters.
            let isPlain =
                !layer.isEmpty
                && layer.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            let chunk = add("layout/\(isPlain ? layer : "layer-\(index)")") {
                littleEndian(layout.elements)
            }
            description.layers.append(
                LayerDescription(
                    name: layer, title: Reduction.phrase(ofLayer: layer), chunk: chunk,
                    quality: quality(ofLayer: layer, isMain: index == others.count)))
        }
        description.mainLayer = others.count
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
        let paths = map.reduction.paths
        for (block, rows) in PageChunk.blocks(of: paths.count).enumerated() {
            _ = add("paths/\(block)") {
                var bytes: [UInt8] = []
                for row in rows {
                    if row > rows.lowerBound { bytes.append(0) }
                    bytes += paths[row].utf8.lazy.map { $0 == 0 ? UInt8(ascii: " ") : $0 }
                }
                return bytes
            }
        }
    }

    /// The digests of the image files.
    private mutating func addDigests() {
        guard let digests = map.reduction.rows.digests else { return }
        description.digests = "\(prefix)/digests"
        for (block, rows) in PageChunk.blocks(of: map.reduction.paths.count).enumerated() {
            _ = add("digests/\(block)") {
                Array(digests[rows.lowerBound * 32..<rows.upperBound * 32])
            }
        }
    }

    /// Where the rows of a map of patches are.
    private mutating func addPatches() {
        guard let patches = map.reduction.rows.patches else { return }
        func numbers(_ value: @escaping (PatchRow) -> Int) -> () -> [UInt8] {
            { littleEndian(patches.map { Int32(clamping: value($0)) }) }
        }
        let grid = map.reduction.model.grid
        description.patches = PatchDescription(
            image: add("image", numbers(\.image)), row: add("grid-row", numbers(\.gridRow)),
            column: add("grid-column", numbers(\.gridColumn)), grid: [grid, grid])
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

    /// Layer profile and findings.
    private mutating func addTables() {
        let reduction = map.reduction
        description.findings = FindingsDescription(reduction)
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
}

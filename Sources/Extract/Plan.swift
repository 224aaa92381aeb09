internal import Console
internal import Foundation
internal import Images
internal import Store

/// The frozen list of what will be embedded, in the order of the rows.
struct Plan: Sendable {
    struct Item: Sendable {
        /// One image, or all of a mosaic.
        let images: [ListedImage]
        /// Index into `labelNames`, -1 without a label.
        let label: Int32
        let isExplained: Bool
        /// What is done to the squared picture and its mask.
        let variant: InputVariant
        /// Whether it is a row; else a variant of a row that is kept in full.
        let isRow: Bool
        /// The place of its row in the plan; its random numbers begin there.
        let place: Int

        /// Raw bytes of the path below the root; of a mosaic all paths, joined by "+".
        var path: [UInt8] { Array(images.map(\.path).joined(separator: [UInt8(ascii: "+")])) }
        var displayPath: String { images.map(\.displayPath).joined(separator: "+") }
    }

    /// The folder that paths start from.
    let root: String
    /// First the rows, then variants of some of them.
    let items: [Item]
    let rowCount: Int
    let labelNames: [String]
    let masks: Masks?
    /// Pictures a side of each mosaic; 1 without mosaics.
    let mosaic: Int
    /// What is done to every picture, "original" for nothing.
    var inputVariant: String { items.first?.variant.description ?? "original" }
    /// What of the folder was left out, as a line; nil when nothing was.
    let leftOut: String?

    init(images root: String, options: ImageOptions, limit: Int?) throws {
        let listing: ImageListing
        do {
            listing = try listImages(below: root)
        } catch {
            throw Failure(Exit.nothing, "\(error)")
        }
        let listed = Array(listing.images.prefix(limit ?? listing.images.count))
        guard !listed.isEmpty else {
            throw Failure(
                Exit.nothing,
                "\(root): expected images (.jpg, .jpeg, .png, .webp), found none"
                    + (listing.leftOut.map { " (\($0))" } ?? "")
                    + "; give a folder that holds some.")
        }
        self.root = listing.root
        let masks = try Masks(
            option: options.masks, images: root, void: try options.voidIndex())
        self.masks = masks
        mosaic = options.mosaic ?? 1
        let groups = try Self.groups(of: listed, mosaic: mosaic, root: root)
        let over = listed.count - groups.count * mosaic * mosaic
        let rest =
            over == 0 ? nil : "the last \(over) images fill no mosaic of \(mosaic) x \(mosaic)"
        let lines = [listing.leftOut, rest].compactMap { $0 }
        leftOut = lines.isEmpty ? nil : lines.joined(separator: "; ")

        let hasLabels = options.labels == .folder && mosaic == 1
        let labels = groups.map { hasLabels ? $0[0].label : nil }
        let names = Set(labels.compactMap { $0 }).sorted()
        labelNames = names
        let index = Dictionary(uniqueKeysWithValues: zip(names, Int32(0)...))
        let explained = try Self.explained(groups, option: options.explain, masks: masks)
        let own = try options.rowVariant()
        let variants = try options.explainedVariants()
        func item(_ i: Int, _ variant: InputVariant, isRow: Bool) -> Item {
            Item(
                images: groups[i], label: labels[i].flatMap { index[$0] } ?? -1,
                isExplained: explained.contains(i), variant: variant, isRow: isRow, place: i)
        }
        // A row that is kept in full is there as it is; only the other variants are extra work.
        let extra = explained.sorted().flatMap { i in
            variants.filter { $0 != own }.map { item(i, $0, isRow: false) }
        }
        items = groups.indices.map { item($0, own, isRow: true) } + extra
        rowCount = groups.count
    }

    /// Throws a sentence when a variant does not fit the model's patches, or asks for objects where
    /// there are no masks.
    func checkVariants(size: Int, patch: Int) throws {
        for item in items {
            do {
                try item.variant.check(size: size, patch: patch)
            } catch {
                throw Failure(Exit.usage, "\(error)")
            }
            if item.variant.needsMask && masks == nil {
                throw Failure(
                    Exit.usage,
                    "\(item.variant): expected masks that say where the objects are, found none; "
                        + "give --masks.")
            }
        }
    }

    /// Each image alone, or `mosaic * mosaic` neighbours of the list together.
    private static func groups(
        of listed: [ListedImage], mosaic: Int, root: String
    ) throws -> [[ListedImage]] {
        let size = mosaic * mosaic
        guard listed.count >= size else {
            throw Failure(
                Exit.nothing,
                "\(root): expected at least \(size) images for a mosaic of \(mosaic) x \(mosaic), "
                    + "found \(listed.count).")
        }
        return (0..<listed.count / size).map { Array(listed[$0 * size..<($0 + 1) * size]) }
    }

    /// The rows kept in full: those named; else, of the first 2,000, the first with two objects,
    /// with three, and so on, filled up to four; else the first row.
    private static func explained(
        _ groups: [[ListedImage]], option: String?, masks: Masks?
    ) throws -> Set<Int> {
        if let option {
            return try Set(
                option.split(separator: ",").map { name in
                    let found = groups.firstIndex { group in
                        group.contains { isNamed($0, String(name)) }
                    }
                    guard let found else {
                        throw Failure(
                            Exit.usage,
                            "--explain: expected the path or name of an image, found no image "
                                + "called \"\(name)\".")
                    }
                    return found
                })
        }
        guard let masks else { return [0] }
        let counts = try groups.prefix(2000).map { group in
            try group.reduce(0) { $0 + (try masks.objectCount(for: $1)) }
        }
        var chosen: [Int] = []
        for count in Set(counts).sorted() where count >= 2 && chosen.count < 4 {
            if let first = counts.firstIndex(of: count) { chosen.append(first) }
        }
        for (i, count) in counts.enumerated()
        where count >= 2 && chosen.count < 4 && !chosen.contains(i) {
            chosen.append(i)
        }
        return chosen.isEmpty ? [0] : Set(chosen)
    }

    private static func isNamed(_ image: ListedImage, _ name: String) -> Bool {
        let path = image.displayPath
        let file = (path as NSString).lastPathComponent
        return path == name || file == name || (file as NSString).deletingPathExtension == name
    }
}

internal import Console
internal import Foundation
internal import Images
internal import Store

/// The frozen list of what will be embedded, in the order of the rows.
struct Plan: Sendable {
    struct Item: Sendable {
        let image: ListedImage
        /// Index into `labelNames`, -1 without a label.
        let label: Int32
        let isExplained: Bool
    }

    /// The folder that paths start from.
    let root: String
    let items: [Item]
    let labelNames: [String]
    let masks: Masks?
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
        leftOut = listing.leftOut
        let masks = try Masks(
            option: options.masks, images: root, void: try options.voidIndex())
        self.masks = masks
        let labels = options.labels == .folder ? listed.map(\.label) : listed.map { _ in nil }
        let names = Set(labels.compactMap { $0 }).sorted()
        labelNames = names
        let index = Dictionary(uniqueKeysWithValues: zip(names, Int32(0)...))
        let explained = try Self.explained(listed, option: options.explain, masks: masks)
        items = listed.indices.map { i in
            Item(
                image: listed[i], label: labels[i].flatMap { index[$0] } ?? -1,
                isExplained: explained.contains(i))
        }
    }

    /// The images kept in full: those named; else, of the first 2,000, the first with two objects,
    /// with three, and so on, filled up to four; else the first image.
    private static func explained(
        _ images: [ListedImage], option: String?, masks: Masks?
    ) throws -> Set<Int> {
        if let option {
            return try Set(
                option.split(separator: ",").map { name in
                    let found = images.firstIndex { image in
                        let path = image.displayPath
                        let file = (path as NSString).lastPathComponent
                        return path == name || file == name
                            || (file as NSString).deletingPathExtension == name
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
        let counts = try images.prefix(2000).map { try masks.objectCount(for: $0) }
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
}

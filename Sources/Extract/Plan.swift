internal import Console
internal import Dense
internal import Foundation
internal import Images
internal import Store
internal import Tokens
internal import ViT

/// The images of a run in the order of their rows, fixed before any is embedded.
///
/// Items are numbered: first the rows, then the variants of those that are kept in full, then what
/// the listing rejected, which has no row. Consecutive items make micro-batches of 8 and segments.
/// The number of an item fixes its slot in a micro-batch (number modulo 8), so that a row has the
/// same bytes in a full run, a shard and a retry.
///
/// In a retry or an update only some items are embedded; their positions in the order of work are
/// 0, 1, .... In a retry their numbers are those of the first run; in an update those of a run over
/// the new listing, and the position fixes the slot.
struct Plan: Sendable {
    /// A row, a variant of a row, or a reject of the listing.
    struct Item: Sendable {
        /// One image, or all images of a mosaic.
        let images: [ListedImage]
        /// Its number among the items.
        let index: Int
        /// Its row, or the row that it is a variant of; it seeds the random numbers of the item.
        let place: Int
        /// Its place in its micro-batch, 0...7.
        let slot: Int
        /// Index into `labelNames`, -1 without a label.
        let label: Int32
        /// Whether the row is kept in full.
        let isExplained: Bool
        /// How the square image and its mask are modified.
        let variant: InputVariant
        /// False for a variant of a row that is kept in full.
        var isRow: Bool { index == place }

        /// Bytes of the path relative to the root; the paths of a mosaic are joined by "+".
        var path: [UInt8] { Array(images.map(\.path).joined(separator: [UInt8(ascii: "+")])) }
        /// `path` as text, for messages.
        var displayPath: String { images.map(\.displayPath).joined(separator: "+") }
    }

    /// Consecutive items of one segment that share a micro-batch.
    struct Batch: Sendable {
        /// Index of the segment.
        let segment: Int
        /// Positions in the order of work.
        let positions: Range<Int>
    }

    /// Settings and counts.
    var header: PlanHeader
    /// The images, then the rejects of the listing.
    let list: ImageList
    /// The object masks; nil without masks.
    let masks: Masks?
    /// The variant of all rows.
    private let variant: InputVariant
    /// The further variants of the images kept in full.
    private let variants: [InputVariant]
    /// Index of each label in `labelNames`.
    private let labels: [String: Int32]
    /// Rows that are kept in full.
    private let explained: Set<Int>
    /// The index in the list of each row's image, for a retry; nil when they are in order.
    private let listPlaces: [Int: Int]?
    /// The row of the finished file for each row of an update, -1 for those to embed; nil in other
    /// runs.
    let kept: [Int32]?
    /// Numbers of the items to embed, ascending; nil for all.
    private let chosen: [Int]?

    /// The folder that paths are relative to.
    var root: String { header.root }
    /// Number of rows, if no image is rejected.
    var rowCount: Int { header.rowCount }
    /// Names of the labels, in byte order.
    var labelNames: [String] { header.labelNames }
    /// Images along each side of a mosaic; 1 without mosaics.
    var mosaic: Int { header.mosaic }
    /// The variant of all rows in words, such as "random:0.5"; "original" for none.
    var inputVariant: String { header.variant }
    /// Number of rows and variants, without a retry.
    private var embeddedItems: Int { header.embeddedItems }
    /// Number of rejects of the listing, which have no rows.
    var listedRejects: Int { header.listedRejects ?? 0 }
    /// Number of items without a retry.
    private var allItems: Int { embeddedItems + listedRejects }
    /// Number of items to embed: those of the retry, or all.
    var itemCount: Int { chosen?.count ?? allItems }
    /// Number of variants to embed.
    var variantsToDo: Int {
        chosen?.count { (rowCount..<embeddedItems).contains($0) } ?? embeddedItems - rowCount
    }
    /// Number of rows to embed.
    var rowsToDo: Int { chosen?.count { $0 < rowCount } ?? rowCount }

    /// - Throws: `Failure` when the header has a variant of another version.
    init(
        _ header: PlanHeader, _ list: ImageList, masks: Masks?, kept: [Int32]? = nil
    ) throws {
        self.header = header
        self.list = list
        self.masks = masks
        self.kept = kept
        let further = header.rowCount..<header.embeddedItems + (header.listedRejects ?? 0)
        chosen =
            kept.map { kept in kept.indices.filter { kept[$0] < 0 } + further }
            ?? header.retry?.items
        do {
            variant = try InputVariant(header.variant)
            variants = try header.variants.map { try InputVariant($0) }
        } catch {
            throw Failure(Exit.usage, "\(error)")
        }
        labels = Dictionary(uniqueKeysWithValues: zip(header.labelNames, Int32(0)...))
        explained = Set(header.explained)
        listPlaces = header.retry.map {
            Dictionary(zip($0.places, 0...), uniquingKeysWith: { first, _ in first })
        }
    }

    /// Number of segments.
    var segmentCount: Int { (itemCount + header.segmentItems - 1) / header.segmentItems }

    /// The positions in the order of work of one segment.
    func positions(ofSegment segment: Int) -> Range<Int> {
        let first = segment * header.segmentItems
        return first..<min(itemCount, first + header.segmentItems)
    }

    /// The batches of some segments: items whose numbers have the same quotient by `size`. An
    /// update embeds items from all over the list, which fill their batches one after another.
    func batches(ofSegments segments: [Int], size: Int) -> [Batch] {
        segments.flatMap { segment in
            let all = positions(ofSegment: segment)
            var batches: [Batch] = []
            var start = all.lowerBound
            while start < all.upperBound {
                let number = (kept == nil ? index(at: start) : start) / size
                var end = start + 1
                while end < all.upperBound
                    && (kept == nil ? index(at: end) : end) / size == number
                {
                    end += 1
                }
                batches.append(Batch(segment: segment, positions: start..<end))
                start = end
            }
            return batches
        }
    }

    /// The most images and variants of one batch that are kept in full.
    func largestExplained(batch: Int) -> Int {
        min(batch, header.explained.count * (1 + header.variants.count))
    }

    /// The number of the item at a position in the order of work.
    private func index(at position: Int) -> Int { chosen?[position] ?? position }

    /// The items at some positions of the order of work.
    func items(at positions: Range<Int>) throws -> [Item] {
        // Rows that follow one another are read together.
        let first = min(positions.lowerBound, rowCount)
        let rows = first..<min(positions.upperBound, rowCount)
        var read: [ListedImage] = []
        if chosen == nil, !rows.isEmpty {
            read = try list.images(
                rows.lowerBound * imagesPerRow..<rows.upperBound * imagesPerRow)
        }
        return try positions.map { position in
            let index = index(at: position)
            if index >= embeddedItems {
                let record = header.imageCount + index - embeddedItems
                return Item(
                    images: try list.images(record..<record + 1), index: index, place: index,
                    slot: slot(position, index), label: -1, isExplained: false, variant: .original)
            }
            let place = header.place(ofItem: index)
            let images: [ListedImage]
            if index < rowCount && !read.isEmpty {
                let first = (index - rows.lowerBound) * imagesPerRow
                images = Array(read[first..<first + imagesPerRow])
            } else {
                images = try self.images(ofRow: place)
            }
            return Item(
                images: images, index: index, place: place, slot: slot(position, index),
                label: mosaic == 1 ? label(of: images[0]) : -1,
                isExplained: explained.contains(place), variant: variant(ofItem: index))
        }
    }

    /// Index of an image's label in `labelNames`, -1 without a label.
    func label(of image: ListedImage) -> Int32 { image.label.flatMap { labels[$0] } ?? -1 }

    /// Where an item is in its micro-batch.
    private func slot(_ position: Int, _ index: Int) -> Int {
        (kept == nil ? index : position) % ForwardPass.slots
    }

    /// Images that are joined into one row.
    private var imagesPerRow: Int { mosaic * mosaic }

    /// The image of a row, or all images of a mosaic.
    private func images(ofRow place: Int) throws -> [ListedImage] {
        let first = listPlaces == nil ? place : listPlaces?[place] ?? 0
        return try list.images(first * imagesPerRow..<(first + 1) * imagesPerRow)
    }

    /// How the input of an item is modified.
    private func variant(ofItem index: Int) -> InputVariant {
        index < rowCount ? variant : variants[(index - rowCount) % variants.count]
    }

    /// Checks that all variants fit the model and have the masks that they need.
    ///
    /// - Parameters:
    ///   - size: side of the model's input in pixels.
    ///   - patch: side of a patch in pixels.
    /// - Throws: `Failure` with the name of the variant.
    func checkVariants(_ grid: PatchGrid) throws {
        for variant in [variant] + variants {
            do {
                try variant.check(grid)
            } catch {
                throw Failure(Exit.usage, "\(error)")
            }
            if variant.needsMask && masks == nil {
                throw Failure(
                    Exit.usage,
                    "\(variant): expected object masks, found none; pass --masks.")
            }
        }
    }
}

internal import Console
internal import Dense
internal import Foundation
internal import Images
internal import Store
internal import ViT

/// The frozen list of what will be embedded, in the order of the rows.
///
/// Items are numbered: first the rows, then variants of some of them, then what was rejected while
/// the source was listed and has no row.
struct Plan: Sendable {
    struct Item: Sendable {
        /// One image, or all of a mosaic.
        let images: [ListedImage]
        /// Its number among the items, which fixes its slot in a micro-batch.
        let index: Int
        /// The place of its row in the plan; its random numbers begin there.
        let place: Int
        /// Index into `labelNames`, -1 without a label.
        let label: Int32
        let isExplained: Bool
        /// What is done to the squared picture and its mask.
        let variant: InputVariant
        /// Whether it is a row or has none; else a variant of a row that is kept in full.
        var isRow: Bool { index == place }
        /// Its place in its micro-batch.
        var slot: Int { index % ForwardPass.slots }

        /// Raw bytes of the path below the root; of a mosaic all paths, joined by "+".
        var path: [UInt8] { Array(images.map(\.path).joined(separator: [UInt8(ascii: "+")])) }
        var displayPath: String { images.map(\.displayPath).joined(separator: "+") }
    }

    /// Numbers that follow one another in the order of work and share a micro-batch.
    struct Batch: Sendable {
        let segment: Int
        /// Into the order of work.
        let positions: Range<Int>
    }

    var header: PlanHeader
    let list: ImageList
    let masks: Masks?
    private let variant: InputVariant
    private let variants: [InputVariant]
    private let labels: [String: Int32]
    private let explained: Set<Int>
    /// Of a run that tries rejects again: where each place's image stands in the list.
    private let listPlaces: [Int: Int]?

    /// The folder that paths start from.
    var root: String { header.root }
    var rowCount: Int { header.rowCount }
    var labelNames: [String] { header.labelNames }
    var mosaic: Int { header.mosaic }
    var inputVariant: String { header.variant }
    /// Rows and variants of the whole plan.
    private var embeddedItems: Int { rowCount + explained.count * variants.count }
    /// Rejected in the listing, without rows.
    var listedRejects: Int { header.listedRejects ?? 0 }
    /// Items of the whole plan.
    private var allItems: Int { embeddedItems + listedRejects }
    /// Items to do, tried rejects only where rejects are tried again.
    var itemCount: Int { header.retry?.items.count ?? allItems }
    /// Variants to do, beside the rows.
    var variantsToDo: Int {
        header.retry == nil ? embeddedItems - rowCount : itemCount - rowsToDo
    }
    /// Rows to do.
    var rowsToDo: Int { header.retry?.items.count { $0 < rowCount } ?? rowCount }

    init(_ header: PlanHeader, _ list: ImageList, masks: Masks?) throws {
        self.header = header
        self.list = list
        self.masks = masks
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

    /// Segments of the run.
    var segmentCount: Int { (itemCount + header.segmentItems - 1) / header.segmentItems }

    /// The positions in the order of work that a segment holds.
    func positions(ofSegment segment: Int) -> Range<Int> {
        let first = segment * header.segmentItems
        return first..<min(itemCount, first + header.segmentItems)
    }

    /// The micro-batches of some segments.
    func batches(ofSegments segments: [Int]) -> [Batch] {
        segments.flatMap { segment in
            let all = positions(ofSegment: segment)
            var batches: [Batch] = []
            var start = all.lowerBound
            while start < all.upperBound {
                let number = index(at: start) / ForwardPass.slots
                var end = start + 1
                while end < all.upperBound && index(at: end) / ForwardPass.slots == number {
                    end += 1
                }
                batches.append(Batch(segment: segment, positions: start..<end))
                start = end
            }
            return batches
        }
    }

    /// The item's number at a position of the order of work.
    private func index(at position: Int) -> Int { header.retry?.items[position] ?? position }

    /// The items at some positions of the order of work.
    func items(at positions: Range<Int>) throws -> [Item] {
        // Rows that follow one another are read together.
        let first = min(positions.lowerBound, rowCount)
        let rows = first..<min(positions.upperBound, rowCount)
        var read: [ListedImage] = []
        if listPlaces == nil, !rows.isEmpty {
            read = try list.images(
                rows.lowerBound * imagesPerRow..<rows.upperBound * imagesPerRow)
        }
        return try positions.map { position in
            let index = index(at: position)
            if index >= embeddedItems {
                let record = header.imageCount + index - embeddedItems
                return Item(
                    images: try list.images(record..<record + 1), index: index, place: index,
                    label: -1, isExplained: false, variant: .original)
            }
            let place = place(ofItem: index)
            let images: [ListedImage]
            if index < rowCount && !read.isEmpty {
                let first = (index - rows.lowerBound) * imagesPerRow
                images = Array(read[first..<first + imagesPerRow])
            } else {
                images = try self.images(ofRow: place)
            }
            return Item(
                images: images, index: index, place: place,
                label: mosaic == 1 ? images[0].label.flatMap { labels[$0] } ?? -1 : -1,
                isExplained: explained.contains(place), variant: variant(ofItem: index))
        }
    }

    private var imagesPerRow: Int { mosaic * mosaic }

    private func images(ofRow place: Int) throws -> [ListedImage] {
        let first = listPlaces == nil ? place : listPlaces?[place] ?? 0
        return try list.images(first * imagesPerRow..<(first + 1) * imagesPerRow)
    }

    /// The row that an item is, or is a variant of.
    private func place(ofItem index: Int) -> Int {
        index < rowCount ? index : header.explained[(index - rowCount) / variants.count]
    }

    private func variant(ofItem index: Int) -> InputVariant {
        index < rowCount ? variant : variants[(index - rowCount) % variants.count]
    }

    /// Throws a sentence when a variant does not fit the model's patches, or asks for objects where
    /// there are no masks.
    func checkVariants(size: Int, patch: Int) throws {
        for variant in [variant] + variants {
            do {
                try variant.check(size: size, patch: patch)
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

internal import Console
internal import Curation
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// Lists the images of a source and chooses those that are kept in full.
///
/// `makePlan` is the plan of a new run: `makeList` lists the images with their labels, then masks,
/// mosaics and variants are settled. `makeRetry` is that of `--retry-rejects`.
struct Planning {
    /// The folder, image, archive or list, or "-" for standard input.
    let source: String
    /// How images are listed, labelled and modified.
    let options: ImageOptions
    let lists: ListOptions
    /// Most images; nil for all.
    let limit: Int?
    /// Whether no progress is printed.
    let quiet: Bool
    /// The masks of `--masks` or its default; those of archives are found by the listing.
    private(set) var masks: Masks?

    /// A planning that finds the masks of `--masks` or of its default.
    ///
    /// - Throws: `Failure` for masks that cannot be read.
    init(
        source: String, options: ImageOptions, lists: ListOptions, limit: Int?, quiet: Bool
    ) throws {
        self.source = source
        self.options = options
        self.lists = lists
        self.limit = limit
        self.quiet = quiet
        masks = try Masks(option: options.masks, images: source, void: try options.voidIndex())
    }

    /// This planning with masks that were read before.
    func with(_ masks: Masks?) -> Planning {
        var planning = self
        planning.masks = masks
        return planning
    }

    /// The masks of the plan of an unfinished run.
    func masks(of header: PlanHeader) throws -> Masks? {
        if masks == nil && options.masks == nil && header.masksPath == Masks.inArchives {
            return Masks(inArchivesBelow: header.root, try options.voidIndex())
        }
        return masks
    }

    /// The plan of a new run, without its settings, instruction set and size of segments.
    ///
    /// - Throws: `Failure` when the source has no images, or fewer than one mosaic needs.
    func makePlan() throws -> Plan {
        // File systems take the time from a clock that is up to 10 ms behind.
        let time = Machine.nanoseconds - 10_000_000
        let listed = try makeList(limit: limit)
        var listing = listed.listing
        var masks = masks
        if masks == nil && options.masks == nil && listing.maskCount > 0 {
            masks = Masks(inArchivesBelow: listing.root, try options.voidIndex())
        }
        if case .archives = masks?.source { listing.maskCount = 0 }
        var notes = listing.notes(labelField: options.labelField)
        let mosaic = options.mosaic ?? 1
        try checkCount(listed.imageCount, mosaic: mosaic, notes)
        let size = mosaic * mosaic
        let rows = listed.imageCount / size
        let rest = listed.imageCount - rows * size
        if rest > 0 {
            notes.append(
                "the last \(counted(rest, "image fills", "images fill")) no mosaic of \(mosaic) x "
                    + "\(mosaic)")
        }
        let variant = try options.rowVariant()
        // The rows have their own variant already; only the others are extra work.
        let variants = try options.explainedVariants().filter { $0 != variant }
        let explained = try explained(
            listed.list, root: listing.root, rows: rows, imagesPerRow: size, masks: masks)
        var header = PlanHeader(
            createdUTC: Machine.utcNow, uuid: UUID().uuidString.lowercased(),
            commandLine: CommandLine.arguments, root: listing.root,
            imageCount: listed.imageCount, rowCount: rows, mosaic: mosaic,
            labelNames: mosaic == 1 ? listed.labels : [],
            columns: mosaic == 1 ? listing.columns : [],
            hasSplits: mosaic == 1 && listing.hasSplits, explained: explained.sorted(),
            variant: variant.description, variants: variants.map(\.description),
            segmentItems: 8, leftOut: notes.isEmpty ? nil : notes.joined(separator: "\n"))
        header.listed = time
        header.listedRejects = listed.list.count - listed.imageCount
        header.unread = listing.unreadFormats
        header.labelCounts = listed.counts
        header.curation = listed.curation.isEmpty ? nil : listed.curation
        header.listSHA256 = try hash(of: listed.list)
        return try Plan(header, listed.list, masks: masks)
    }

    /// Refuses a source without images, or with fewer than a mosaic needs.
    private func checkCount(_ count: Int, mosaic: Int, _ notes: [String]) throws {
        guard count > 0 else {
            throw Failure(
                Exit.nothing,
                "\(source): expected images (.jpg, .png, .webp, .tif, .gif or .bmp files, or a "
                    + ".tar of them), found none"
                    + (notes.isEmpty ? "" : " (\(Self.joined(notes)))")
                    + "; give a folder, archive or list of images.")
        }
        guard count >= mosaic * mosaic else {
            throw Failure(
                Exit.nothing,
                "\(source): expected at least \(mosaic * mosaic) images for a mosaic of \(mosaic) "
                    + "x \(mosaic), found \(count).")
        }
    }

    /// SHA-256 of the records of a list, hexadecimal.
    func hash(of list: ImageList) throws -> String {
        let hash = SHA256()
        try list.copy { hash.update($0) }
        return hexadecimal(hash.finish())
    }

    /// Notes in one clause, without the full stops of those that are sentences.
    private static func joined(_ notes: [String]) -> String {
        let text = notes.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        return text.joined(separator: "; ")
    }

    /// The rows kept in full: those that `--explain` names. Without names and with masks, up to
    /// four of the first 2,000: the first with two objects, with three, and so on. Otherwise up to
    /// four, evenly spaced. Rows that are not named must have readable images.
    private func explained(
        _ list: ImageList, root: String, rows: Int, imagesPerRow: Int, masks: Masks?
    ) throws -> Set<Int> {
        func images(_ row: Int) throws -> [ListedImage] {
            try list.images(row * imagesPerRow..<(row + 1) * imagesPerRow)
        }
        if let option = options.explain {
            var wanted = option.split(separator: ",").map(String.init)
            var chosen: Set<Int> = []
            for row in 0..<rows where !wanted.isEmpty {
                let images = try images(row)
                let named = wanted.indices.filter { index in
                    images.contains { isImage($0.path, named: wanted[index]) }
                }
                if !named.isEmpty { chosen.insert(row) }
                for index in named.reversed() { wanted.remove(at: index) }
            }
            if let name = wanted.first {
                throw Failure(
                    Exit.usage,
                    "--explain: expected the path or name of an image, found no image "
                        + "called \"\(name)\".")
            }
            return chosen
        }
        guard let masks else { return try evenlySpaced(rows, root, masks, images) }
        let counts = try (0..<min(rows, 2000)).map { row in
            try images(row).reduce(0) { $0 + (try masks.objectCount(for: $1)) }
        }
        var chosen: [Int] = []
        for count in Set(counts).sorted() where count >= 2 && chosen.count < 4 {
            let first = try counts.indices.first {
                try counts[$0] == count && isReadable(try images($0), root, masks)
            }
            if let first { chosen.append(first) }
        }
        for (i, count) in counts.enumerated()
        where count >= 2 && chosen.count < 4 && !chosen.contains(i) {
            if isReadable(try images(i), root, masks) { chosen.append(i) }
        }
        return chosen.isEmpty ? try evenlySpaced(rows, root, masks, images) : Set(chosen)
    }

    /// Up to four rows: in each of four equal ranges the first readable one from the middle on.
    private func evenlySpaced(
        _ rows: Int, _ root: String, _ masks: Masks?,
        _ images: (Int) throws -> [ListedImage]
    ) throws -> Set<Int> {
        let count = min(4, rows)
        var chosen: Set<Int> = []
        for part in 0..<count {
            let start = (2 * part + 1) * rows / (2 * count)
            let end = (part + 1) * rows / count
            // At most 50 images are tried in each range.
            for row in start..<min(end, start + 50) where isReadable(try images(row), root, masks) {
                chosen.insert(row)
                break
            }
        }
        return chosen
    }

    /// Whether all images of a row can be decoded and, with masks, have usable ones.
    private func isReadable(_ images: [ListedImage], _ root: String, _ masks: Masks?) -> Bool {
        images.allSatisfy { image in
            guard image.fault == nil,
                let bytes = try? readFile(root: root, path: image.path, expecting: image),
                let decoded = try? decodeImage(bytes, options: options.decoding).image
            else { return false }
            guard let masks else { return true }
            if case .ranges = masks.source { return true }
            let recipe = Recipe(
                kind: .squash, size: 16, interpolation: .bilinear, mean: [0, 0, 0],
                std: [1, 1, 1])
            do {
                _ = try masks.drawn(for: image, decoded: decoded, recipe: recipe, patch: 16)
                return true
            } catch {
                return false
            }
        }
    }
}

/// Whether the argument `name` means the image: by its bytes, or by the rule of `isNamed` for paths
/// as they are printed.
func isImage(_ path: [UInt8], named name: String) -> Bool {
    path == pathBytes(name) || isNamed(displayPath(path), displayPath(pathBytes(name)))
}

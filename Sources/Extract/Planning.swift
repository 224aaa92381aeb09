internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// Makes plans: lists the source, and chooses what is kept in full.
struct Planning {
    let source: String
    let options: ImageOptions
    let limit: Int?
    let masks: Masks?

    init(source: String, options: ImageOptions, limit: Int?) throws {
        self.source = source
        self.options = options
        self.limit = limit
        masks = try Masks(option: options.masks, images: source, void: try options.voidIndex())
    }

    /// With masks that were read before.
    init(source: String, options: ImageOptions, limit: Int?, masks: Masks?) {
        self.source = source
        self.options = options
        self.limit = limit
        self.masks = masks
    }

    /// The masks of a plan that was made before.
    func masks(of header: PlanHeader) throws -> Masks? {
        if masks == nil && options.masks == nil && header.masksPath == Masks.inArchives {
            return Masks(inArchivesBelow: header.root, try options.voidIndex())
        }
        return masks
    }

    /// The plan of a new run; its segments, settings and instruction set are still to be said.
    func makePlan() throws -> Plan {
        let found = try makeList(limit: limit)
        var listing = found.listing
        let (list, count) = (found.list, found.listing.count)
        var masks = masks
        if masks == nil && options.masks == nil && listing.maskCount > 0 {
            masks = Masks(inArchivesBelow: listing.root, try options.voidIndex())
        }
        if case .archives = masks?.source { listing.maskCount = 0 }
        let notes = listing.notes(labelField: options.labelField)
        guard count > 0 else {
            throw Failure(
                Exit.nothing,
                "\(source): expected images (.jpg, .png, .webp, .tif, .gif or .bmp files, or a "
                    + ".tar of them), found none"
                    + (notes.isEmpty ? "" : " (\(Self.joined(notes)))")
                    + "; give a folder, archive or list of images.")
        }
        let mosaic = options.mosaic ?? 1
        let size = mosaic * mosaic
        guard count >= size else {
            throw Failure(
                Exit.nothing,
                "\(source): expected at least \(size) images for a mosaic of \(mosaic) x "
                    + "\(mosaic), found \(count).")
        }
        let rows = count / size
        let over = count - rows * size
        let rest =
            over == 0
            ? nil
            : "the last \(counted(over, "image fills", "images fill")) no mosaic of \(mosaic) x "
                + "\(mosaic)"
        let lines = notes + [rest].compactMap { $0 }
        let variant = try options.rowVariant()
        // A row that is kept in full is there as it is; only the other variants are extra work.
        let variants = try options.explainedVariants().filter { $0 != variant }
        var header = PlanHeader(
            createdUTC: Machine.utcNow, uuid: UUID().uuidString.lowercased(),
            commandLine: CommandLine.arguments, root: listing.root, imageCount: count,
            rowCount: rows, mosaic: mosaic, labelNames: mosaic == 1 ? found.labels : [],
            columns: mosaic == 1 ? listing.columns : [],
            hasSplits: mosaic == 1 && listing.hasSplits,
            explained: try explained(
                list, root: listing.root, rows: rows, imagesPerRow: size, masks: masks
            )
            .sorted(),
            variant: variant.description, variants: variants.map(\.description),
            segmentItems: 8, leftOut: lines.isEmpty ? nil : lines.joined(separator: "\n"))
        header.listedRejects = list.count - count
        header.unread = listing.unreadPictures
        header.labelCounts = found.counts
        header.listSHA256 = try hash(of: list)
        return try Plan(header, list, masks: masks)
    }

    /// One line on the images that the source has now and the plan has not; nil when there are
    /// none. Of paths on standard input nothing is known.
    func added(since plan: Plan) throws -> String? {
        if source == "-" { return nil }
        var planned = SeenPaths()
        try plan.list.forEachImage { _, image in _ = planned.insert(image.path) }
        var count = 0
        var first = ""
        do {
            _ = try listImages(in: source, limit: limit ?? .max, options: options.listing) {
                guard $0.takesRow, planned.insert($0.path) else { return }
                if count == 0 { first = $0.displayPath }
                count += 1
            }
        } catch let error as ListingError {
            return "\(error)"
        }
        if count == 0 { return nil }
        return "\(counted(count, "file was", "files were")) added since the run started and "
            + "\(count == 1 ? "is" : "are") not part of it (the first is \(first))"
    }

    func hash(of list: ImageList) throws -> String {
        let hash = SHA256()
        try list.copy { hash.update($0) }
        return hexadecimal(hash.finish())
    }

    /// Notes one behind the other; those that are sentences bring a full stop.
    private static func joined(_ notes: [String]) -> String {
        let text = notes.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        return text.joined(separator: "; ")
    }

    /// A source as it was listed.
    struct Listed {
        var listing: ImageListing
        /// The images, then what was rejected in the listing and takes no row.
        let list: ImageList
        /// The labels' names, in byte order.
        let labels: [String]
        /// How far `--labels FILE` covers the images; nil without such.
        let counts: LabelCounts?
    }

    /// The source's pictures up to the limit, with the labels that were asked for.
    func makeList(limit: Int?) throws -> Listed {
        let table = try options.labelTable()
        if let table { try Self.checkColumns(table.columns, of: options.labels) }
        var builder = try ImageList.Builder()
        var rejects = try ImageList.Builder()
        var names: Set<String> = []
        var listing: ImageListing
        do {
            listing = try listImages(in: source, limit: limit ?? .max, options: options.listing) {
                image in
                guard image.takesRow else { return try rejects.append(image) }
                let image = table == nil ? options.described(image) : image
                if let label = image.label { names.insert(label) }
                try builder.append(image)
            }
        } catch let error as ListingError {
            throw Failure(Exit.nothing, "\(error)")
        }
        try Self.checkColumns(listing.columns, of: source)
        let rest = try rejects.finish()
        guard let table, builder.count > 0 else {
            try builder.append(contentsOf: rest)
            return Listed(
                listing: listing, list: try builder.finish(), labels: names.sorted(), counts: nil)
        }
        let plain = try builder.finish()
        let matching = try LabelMatching(table, plain, root: listing.root)
        var described = try ImageList.Builder()
        names = []
        try plain.forEachImage { index, image in
            let row = matching.rows[index]
            let image = table.described(image, by: row < 0 ? nil : Int(row))
            if let label = image.label { names.insert(label) }
            try described.append(image)
        }
        try described.append(contentsOf: rest)
        listing.columns = table.columns
        listing.hasSplits = listing.hasSplits || table.hasSplits
        return Listed(
            listing: listing, list: try described.finish(), labels: names.sorted(),
            counts: matching.counts)
    }

    /// Columns that a file keeps beside path, label and split: each is a data set of its own.
    static let mostColumns = 1000

    private static func checkColumns(_ columns: [String], of file: String) throws {
        guard columns.count > mostColumns else { return }
        throw Failure(
            Exit.data,
            "\(file): expected at most \(mostColumns) columns besides path, label and split, found "
                + "\(columns.count); remove those that are not needed.")
    }

    /// The rows kept in full: those named; else, of the first 2,000, the first with two objects,
    /// with three, and so on, filled up to four; else up to four that are evenly spaced. What is
    /// not named is chosen among the pictures that can be read.
    private func explained(
        _ list: ImageList, root: String, rows: Int, imagesPerRow: Int, masks: Masks?
    ) throws -> Set<Int> {
        func images(_ row: Int) throws -> [ListedImage] {
            try list.images(row * imagesPerRow..<(row + 1) * imagesPerRow)
        }
        if let option = options.explain {
            var wanted = option.split(separator: ",").map(String.init)
            var found: Set<Int> = []
            for row in 0..<rows where !wanted.isEmpty {
                let images = try images(row)
                let named = wanted.indices.filter { index in
                    images.contains { isImage($0.path, named: wanted[index]) }
                }
                if !named.isEmpty { found.insert(row) }
                for index in named.reversed() { wanted.remove(at: index) }
            }
            if let name = wanted.first {
                throw Failure(
                    Exit.usage,
                    "--explain: expected the path or name of an image, found no image "
                        + "called \"\(name)\".")
            }
            return found
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

    /// Up to four rows, the middles of equal stretches or the next after those that can be read.
    private func evenlySpaced(
        _ rows: Int, _ root: String, _ masks: Masks?,
        _ images: (Int) throws -> [ListedImage]
    ) throws -> Set<Int> {
        let count = min(4, rows)
        var chosen: Set<Int> = []
        for part in 0..<count {
            let start = (2 * part + 1) * rows / (2 * count)
            let end = (part + 1) * rows / count
            // A source in which little can be read is not read through for this.
            for row in start..<min(end, start + 50) where isReadable(try images(row), root, masks) {
                chosen.insert(row)
                break
            }
        }
        return chosen
    }

    /// Whether all files of a row are pictures; with masks, whether those fit.
    private func isReadable(_ images: [ListedImage], _ root: String, _ masks: Masks?) -> Bool {
        images.allSatisfy { image in
            guard image.fault == nil,
                let bytes = try? readFile(root: root, path: image.path, expecting: image),
                let picture = try? decodeImage(bytes, options: options.decoding).picture
            else { return false }
            guard let masks else { return true }
            if case .ranges = masks.source { return true }
            let recipe = Recipe(
                kind: .squash, size: 16, interpolation: .bilinear, mean: [0, 0, 0],
                std: [1, 1, 1])
            do {
                _ = try masks.drawn(for: image, picture: picture, recipe: recipe, patch: 16)
                return true
            } catch {
                return false
            }
        }
    }
}

/// Whether an image is called `name`, an argument, by its bytes or as its path is shown.
func isImage(_ path: [UInt8], named name: String) -> Bool {
    path == pathBytes(name) || isNamed(displayPath(path), displayPath(pathBytes(name)))
}

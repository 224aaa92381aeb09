internal import Console
internal import Digest
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

    /// The plan of a new run; its segments, settings and instruction set are still to be said.
    func makePlan() throws -> Plan {
        let found = try makeList(limit: limit)
        let (listing, list, count) = (found.listing, found.list, found.listing.count)
        let notes = listing.notes(labelField: options.labelField)
        guard count > 0 else {
            throw Failure(
                Exit.nothing,
                "\(source): expected images (.jpg, .png, .webp, .tif, .gif, .bmp, or such in "
                    + ".tar), found none"
                    + (notes.isEmpty ? "" : " (\(Self.joined(notes)))")
                    + "; give a folder, archive or list that holds some.")
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
            over == 0 ? nil : "the last \(over) images fill no mosaic of \(mosaic) x \(mosaic)"
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
            explained: try explained(list, rows: rows, imagesPerRow: size).sorted(),
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
        return "\(count) \(count == 1 ? "file was" : "files were") added since the run began and "
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
            "\(file): expected at most \(mostColumns) columns beside path, label and split, found "
                + "\(columns.count), which would take a data set each; keep those that are needed.")
    }

    /// The rows kept in full: those named; else, of the first 2,000, the first with two objects,
    /// with three, and so on, filled up to four; else the first row.
    private func explained(_ list: ImageList, rows: Int, imagesPerRow: Int) throws -> Set<Int> {
        func images(_ row: Int) throws -> [ListedImage] {
            try list.images(row * imagesPerRow..<(row + 1) * imagesPerRow)
        }
        if let option = options.explain {
            var wanted = option.split(separator: ",").map(String.init)
            var found: Set<Int> = []
            for row in 0..<rows where !wanted.isEmpty {
                let images = try images(row)
                let named = wanted.indices.filter { index in
                    images.contains { isNamed($0, wanted[index]) }
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
        guard let masks else {
            // Of the first pictures the first that the listing has no fault of.
            let first = try (0..<min(rows, 2000)).first { row in
                try images(row).allSatisfy { $0.fault == nil }
            }
            return [first ?? 0]
        }
        let counts = try (0..<min(rows, 2000)).map { row in
            try images(row).reduce(0) { $0 + (try masks.objectCount(for: $1)) }
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

    private func isNamed(_ image: ListedImage, _ name: String) -> Bool {
        let bytes = argumentBytes(name)
        let end = [UInt8(ascii: "/")] + bytes
        if image.path == bytes || Array(image.path.suffix(end.count)) == end { return true }
        let path = image.displayPath
        let file = (path as NSString).lastPathComponent
        return path == name || file == name || (file as NSString).deletingPathExtension == name
    }
}

internal import Console
internal import Curation
internal import Dense
internal import Digest
internal import FileSystem
internal import Images
internal import Store

// The listing of a source, with labels and without the images that lists and reviews leave out.

extension Planning {
    /// The listing of a source.
    struct Listed {
        var listing: ImageListing
        /// The images, then what the listing rejected, which takes no row.
        let list: ImageList
        /// Number of images.
        let imageCount: Int
        /// Names of the labels, in byte order.
        let labels: [String]
        /// How many images the first table of `--labels` covers; nil without a table.
        var counts: LabelCounts?
        /// What lists, reviews and further tables did, one line each.
        var curation: [String] = []
    }

    /// Lists the first `limit` images of the source (nil for all) that lists and reviews leave,
    /// with the labels of `--labels`.
    func makeList(limit: Int?) throws -> Listed {
        let files = try LabelFiles(options.labelPaths)
        let selection = try lists.selection()
        let isCurated = !files.isEmpty || !selection.isEmpty
        if files.hasTable { try Self.checkColumns(files.columns, of: options.labelsText) }
        var builder = try ImageList.Builder()
        var rejects = try ImageList.Builder()
        var names: Set<String> = []
        var listing: ImageListing
        do {
            // The limit counts the images that are left.
            listing = try listImages(
                in: source, limit: selection.isEmpty && !files.hasDecisions ? limit ?? .max : .max,
                options: options.listing
            ) { image in
                guard image.takesRow else { return try rejects.append(image) }
                let image = options.described(image)
                if let label = image.label, !isCurated { names.insert(label) }
                try builder.append(image)
            }
        } catch let error as ListingError {
            throw Failure(Exit.nothing, "\(error)")
        }
        try Self.checkColumns(listing.columns, of: source)
        let rest = try rejects.finish()
        guard isCurated, builder.count > 0 else {
            let count = builder.count
            try builder.append(contentsOf: rest)
            return Listed(
                listing: listing, list: try builder.finish(), imageCount: count,
                labels: names.sorted())
        }
        let plain = try builder.finish()
        return try curated(plain, rest, listing, files, selection, limit: limit)
    }

    /// The listed images under the labels of the files, without those that are left out.
    private func curated(
        _ plain: ImageList, _ rest: ImageList, _ listing: ImageListing, _ files: LabelFiles,
        _ selection: ImageSelection, limit: Int?
    ) throws -> Listed {
        let digests =
            files.hasDigests || selection.hasDigests
            ? try self.digests(of: plain, root: listing.root) : nil
        let images = CuratedImages(
            count: plain.count, root: listing.root,
            paths: { body in try plain.forEachImage { try body($0, $1.path) } },
            digests: digests.map { digests in { digests } })
        let choice = try selection.choice(of: images)
        let labels = try files.matched(with: images)
        var builder = try ImageList.Builder()
        var names: Set<String> = []
        try plain.forEachImage { index, image in
            guard choice.keeps[index], !labels.isDropped(index), builder.count < limit ?? .max
            else { return }
            let image = labels.described(image, index)
            if let label = image.label { names.insert(label) }
            try builder.append(image)
        }
        let count = builder.count
        guard count > 0 else {
            throw Failure(
                Exit.nothing,
                "--labels \(options.labelPaths.joined(separator: ", ")): expected images that no "
                    + "list or review leaves out, found none of \(counted(plain.count, "image")).")
        }
        try builder.append(contentsOf: rest)
        var listing = listing
        if files.hasTable {
            listing.columns = files.columns
            listing.hasSplits = listing.hasSplits || files.hasSplits
        }
        return Listed(
            listing: listing, list: try builder.finish(), imageCount: count,
            labels: names.sorted(), counts: labels.counts.first,
            curation: labels.counts.dropFirst().map(\.text) + labels.reviews + choice.lines)
    }

    /// SHA-256 of the file of each image, `[images * 32]`, zeros for one that cannot be read.
    func digests(
        of list: ImageList, root: String, reason: String = "since a list or review has SHA-256"
    ) throws -> [UInt8] {
        if !quiet {
            printMessage("hash     \(counted(list.count, "image")), \(reason)")
        }
        var progress = Progress(total: list.count, unit: "images hashed", quiet: quiet)
        defer { progress.end() }
        var digests: [UInt8] = []
        digests.reserveCapacity(32 * list.count)
        for start in stride(from: 0, to: list.count, by: 256) {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while images were hashed; nothing was written.")
            }
            let images = try list.images(start..<min(list.count, start + 256))
            let found = parallelMap(images.count) { index -> [UInt8] in
                guard images[index].fault == nil,
                    let bytes = try? readFile(
                        root: root, path: images[index].path, expecting: images[index])
                else { return [UInt8](repeating: 0, count: 32) }
                return SHA256.digest(bytes)
            }
            for digest in found { digests += digest }
            progress.update(done: start + images.count)
        }
        return digests
    }

    /// One line on the images that the source has now and the plan has not; nil without any, and
    /// for paths on standard input, which are not read again. Of a source with lists, images are
    /// only looked for that these name by their paths.
    func added(since plan: Plan) throws -> String? {
        if source == "-" { return nil }
        var planned = SeenPaths()
        try plan.list.forEachImage { _, image in _ = planned.insert(image.path) }
        var count = 0
        var first = ""
        func note(_ image: ListedImage) {
            guard image.takesRow, planned.insert(image.path) else { return }
            if count == 0 { first = image.displayPath }
            count += 1
        }
        do {
            let selection = try lists.selection()
            let files = try LabelFiles(options.labelPaths)
            if selection.isEmpty && !files.hasDecisions {
                _ = try listImages(in: source, limit: limit ?? .max, options: options.listing) {
                    note($0)
                }
            } else if !selection.hasDigests && !files.hasDigests {
                let list = try makeList(limit: limit).list
                try list.forEachImage { note($1) }
            }
        } catch let error as ListingError {
            return "\(error)"
        } catch let error as Failure {
            return error.description
        }
        if count == 0 { return nil }
        return "\(counted(count, "file was", "files were")) added since the run started and "
            + "\(count == 1 ? "is" : "are") not part of it (the first is \(first))"
    }

    /// Most columns besides path, label and split: each becomes a data set of the file.
    static let mostColumns = 1000

    private static func checkColumns(_ columns: [String], of file: String) throws {
        guard columns.count > mostColumns else { return }
        throw Failure(
            Exit.data,
            "\(file): expected at most \(mostColumns) columns besides path, label and split, found "
                + "\(columns.count); remove those that are not needed.")
    }
}

internal import Console
internal import Foundation
internal import Images
internal import Store

extension Planning {
    /// The plan of `--retry-rejects`: the rejected images of a finished file, as they are now, in
    /// the rows that they would have had.
    ///
    /// - Throws: `Failure` when the file has mosaics, or no rejected images with rows.
    func makeRetry(of output: String) throws -> Plan {
        let file = try reader(output)
        var header = try PlanHeader(
            json: Array(try file.settings().utf8), file: output, versions: Self.versions)
        header.version = Schema.Embeddings.version
        guard header.mosaic == 1 else {
            throw Failure(
                Exit.nothing,
                "\(output): expected single images, found mosaics, whose cells would change; run "
                    + "again with --overwrite.")
        }
        let rejects = try file.rejects()
        let items = try rejectedItems(rejects, header, of: output)
        let places = Set(items.map(header.place(ofItem:))).sorted()
        // A path for each row, by which the source has the image again.
        let embedded = 0..<header.embeddedItems
        let paths = Dictionary(
            rejects.filter { embedded.contains($0.place) }
                .map { (header.place(ofItem: $0.place), $0.path) },
            uniquingKeysWith: { first, _ in first })
        let listed = try listedImages(Set(paths.values))
        var builder = try ImageList.Builder()
        for place in places {
            let path = paths[place] ?? []
            // A file that is gone keeps its row and is rejected again.
            try builder.append(
                listed[path]
                    ?? ListedImage(path: path, size: 0, modified: 0).described(
                        label: "", split: "", columns: header.columns.map { _ in "" }))
        }
        let list = try builder.finish()
        header.imageCount = list.count
        header.createdUTC = Machine.utcNow
        header.listed = try file.listed()
        header.uuid = UUID().uuidString.lowercased()
        header.commandLine = CommandLine.arguments
        header.listSHA256 = try hash(of: list)
        header.retry = PlanHeader.Retry(items: items, places: places, uuid: file.uuid)
        return try Plan(header, list, masks: masks(of: header))
    }

    /// Numbers of the rejected rows and of their variants, ascending and not empty.
    private func rejectedItems(
        _ rejects: [Reject], _ header: PlanHeader, of output: String
    ) throws -> [Int] {
        guard !rejects.isEmpty else {
            throw Failure(
                Exit.nothing, "\(output): there are no rejected images to retry.")
        }
        let embedded = 0..<header.embeddedItems
        let rejected = Set(rejects.map(\.place).filter(embedded.contains))
        // The variants of a rejected row are not listed on their own.
        let variants = header.explained.enumerated().filter { rejected.contains($0.element) }
            .flatMap { explained in
                header.variants.indices.map {
                    header.rowCount + explained.offset * header.variants.count + $0
                }
            }
        let items = rejected.union(variants).sorted()
        guard !items.isEmpty else {
            throw Failure(
                Exit.nothing,
                "\(output): expected rejected images, found only \(rejects.count) rejected "
                    + "folders, links and archives, which have no rows (the first is "
                    + "\(displayPath(rejects[0].path))); run again with --overwrite.")
        }
        return items
    }

    /// Format versions of finished files whose rejects can be retried.
    static let versions = 1...Schema.Embeddings.version

    /// Refuses to add images to a file that has other settings or another instruction set. An
    /// update may have other images, labels and images in full, and other masks, whose digests
    /// decide.
    ///
    /// - Parameter isMixed: whether another instruction set or version of the program is accepted.
    func check(_ plan: Plan, against output: String, isMixed: Bool) throws {
        let file = try reader(output)
        let updates = plan.header.update != nil
        guard !file.hasNeurons else {
            throw Failure(
                Exit.nothing,
                "\(output): expected a file without statistics of units (--neurons), which cover "
                    + "all of its images, found some; run again with --overwrite.")
        }
        let settings = plan.header.settings
        var old = try PlanHeader(
            json: Array(try file.settings().utf8), file: output, versions: Self.versions
        ).settings
        if updates { old.images = settings.images.read(like: old.images) }
        if isMixed { old.toolVersion = settings.toolVersion }
        if let difference = old.difference(from: settings) {
            throw Failure(
                Exit.usage,
                "\(output): its images were embedded with different settings: "
                    + "\(difference.name) was \(difference.mine), now \(difference.its); use the "
                    + "same options to "
                    + (updates
                        ? "update it, or write another file." : "retry its rejected images."))
        }
        let set = try file.instructionSet()
        guard set != plan.header.instructionSet && !isMixed else { return }
        throw Failure(
            Exit.nothing,
            "\(output): it was computed with \(set), and this command has "
                + "\(plan.header.instructionSet), so the last digits would differ; "
                + (updates
                    ? "update it in the first way, or pass --mixed, which records both."
                    : "retry in the first way."))
    }

    /// Opens the finished file.
    ///
    /// - Throws: `Failure` also for a file without row numbers.
    func reader(_ output: String) throws -> EmbeddingReader {
        do {
            let file = try EmbeddingReader(output)
            _ = try file.places()
            return file
        } catch {
            throw Failure(Exit.nothing, "\(error)")
        }
    }

    /// The images of the source with these paths, as they are now.
    private func listedImages(_ paths: Set<[UInt8]>) throws -> [[UInt8]: ListedImage] {
        var images: [[UInt8]: ListedImage] = [:]
        try makeList(limit: nil).list.forEachImage { _, image in
            if paths.contains(image.path) && image.takesRow { images[image.path] = image }
        }
        return images
    }
}

internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import Store
internal import Tokens

// The plan of `--update`: a new listing, and what of a finished file is kept for it.

extension Planning {
    /// The plan of a run over the source as it is now, with the rows of the finished file that it
    /// keeps.
    ///
    /// An image is the same if path, size and time are, or if size and SHA-256 are; with `byHash`
    /// only the SHA-256 counts. Images that are stored in full are embedded again.
    ///
    /// - Throws: `Failure` for mosaics and variants of all rows, whose random numbers depend on the
    ///   place in the list, and for files of early versions.
    func makeUpdate(of output: String, byHash: Bool) throws -> Plan {
        let file = try reader(output)
        let old = try PlanHeader(
            json: Array(try file.settings().utf8), file: output, versions: Self.versions)
        guard old.mosaic == 1, options.mosaic ?? 1 == 1, old.variant == "original",
            try options.rowVariant() == .original
        else {
            throw Failure(
                Exit.nothing,
                "\(output): expected single images as they are, found mosaics, --occlude or "
                    + "--shuffle, which depend on the place in the list; run again with "
                    + "--overwrite.")
        }
        let plan = try makePlan()
        var comparison = try StoreComparison(file, old, plan)
        try comparison.compare(byHash: byHash) {
            try digests(
                of: $0, root: plan.root,
                reason: byHash ? "as --by-hash asks" : "which may have been moved or rewritten")
        }
        if let masks = plan.masks { try comparison.compareMasks(masks) }
        try comparison.compareDescriptions()
        try comparison.embedAgain(Set(plan.header.explained))
        var header = plan.header
        header.update = PlanHeader.Update(
            uuid: file.uuid,
            rowsSHA256: hexadecimal(SHA256.digest(PlanFile.bytes(of: comparison.kept))),
            counts: comparison.counts,
            tokens: TokenKind.ofLayers.filter { kind in
                file.layers.contains { file.holds($0, kind) }
            }.map(\.rawValue),
            instructionSet: try file.instructionSet())
        return try Plan(header, plan.list, masks: plan.masks, kept: comparison.kept)
    }
}

extension Run {
    /// Refuses to update a file of another model, preparation or layout. Which images there are,
    /// their labels and those stored in full may differ.
    func checkUpdate(_ update: PlanHeader.Update, _ plan: Plan) throws {
        let old = try PlanHeader(
            json: Array(try EmbeddingReader(output).settings().utf8), file: output,
            versions: Planning.versions)
        var expected = old.settings
        let images = plan.header.settings.images
        expected.images.source = images.source
        expected.images.limit = images.limit
        expected.images.labels = images.labels
        expected.images.reviewsSHA256 = images.reviewsSHA256
        expected.images.onlySHA256 = images.onlySHA256
        expected.images.exceptSHA256 = images.exceptSHA256
        expected.images.labelField = images.labelField
        expected.images.followsLinks = images.followsLinks
        expected.images.explained = images.explained
        expected.images.variants = images.variants
        if options.isMixed { expected.toolVersion = plan.header.settings.toolVersion }
        if let difference = expected.difference(from: plan.header.settings) {
            throw Failure(
                Exit.usage,
                "\(output): its images were embedded with different settings: "
                    + "\(difference.name) was \(difference.mine), now \(difference.its); use the "
                    + "same options to update it, or write another file.")
        }
        guard update.instructionSet != plan.header.instructionSet && !options.isMixed else {
            return
        }
        throw Failure(
            Exit.nothing,
            "\(output): it was computed with \(update.instructionSet), and this command has "
                + "\(plan.header.instructionSet), so the last digits would differ; update it in "
                + "the first way, or pass --mixed, which records both.")
    }

    /// Refuses to go on with an update of a file that is not the one at the path any more.
    func checkFile(of update: PlanHeader.Update, _ folder: SegmentFolder) throws {
        guard try EmbeddingReader(output).uuid != update.uuid else { return }
        throw Failure(
            Exit.nothing,
            "\(output): expected the file whose update was interrupted, found another one; remove "
                + "\(folder.path) to start over.")
    }
}

extension Plan {
    /// What the listing says of the images at some places, for rows that are kept.
    func keptImages(_ places: Range<Int>) throws -> [KeptImage] {
        try list.images(places).map { image in
            KeptImage(
                path: image.path, label: label(of: image), split: image.split,
                modified: image.modified, columns: image.columns)
        }
    }

    /// Prints that an update has nothing to do.
    func printUnchanged(_ output: String, quiet: Bool) {
        if quiet { return }
        printMessage(
            "\(output): nothing has changed; all \(counted(rowCount, "image")) "
                + "\(rowCount == 1 ? "is" : "are") as the file has "
                + "\(rowCount == 1 ? "it" : "them")")
    }
}

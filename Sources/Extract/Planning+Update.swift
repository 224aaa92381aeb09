internal import ArgumentParser
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
    /// - Parameter overwrite: whether most rows may be dropped.
    /// - Throws: `Failure` for mosaics and variants of all rows, whose random numbers depend on the
    ///   place in the list, and for files of early versions.
    func makeUpdate(of output: String, byHash: Bool, overwrite: Bool) throws -> Plan {
        let file = try reader(output)
        let old = try PlanHeader(
            json: Array(try file.settings().utf8), file: output, versions: Self.versions)
        guard old.mosaic == 1, old.variant == "original" else {
            throw Failure(
                Exit.nothing,
                "\(output): expected a file of single images as they are, found mosaics, --occlude "
                    + "or --shuffle, which depend on the place in the list; run again with "
                    + "--overwrite.")
        }
        guard options.mosaic ?? 1 == 1, try options.rowVariant() == .original else {
            throw Failure(
                Exit.usage,
                "--update: expected no --mosaic, --occlude or --shuffle, which depend on the place "
                    + "in the list, found one of them.")
        }
        let plan = try makePlan()
        guard try (file.haveObjects() != nil) == (plan.masks != nil) else {
            let (was, now) = plan.masks == nil ? ("with", "has none") : ("without", "has some")
            throw Failure(
                Exit.usage,
                "\(output): its images were embedded \(was) masks, and this command \(now); use "
                    + "the same --masks to update it, or write another file.")
        }
        var comparison = try StoreComparison(file, old, plan)
        try comparison.compare(byHash: byHash) {
            try digests(
                of: $0, root: plan.root,
                reason: byHash ? "as --by-hash asks" : "which may have been moved or rewritten")
        }
        if !overwrite { try comparison.checkDropped(of: output) }
        // Images that `extract explain` added stay in full, also where they have changed.
        let stored = try file.explained()
        let isAdded = { (image: ExplainedImage) in !old.explained.contains(image.place) }
        let added = try comparison.places(
            ofRows: Set(stored.filter { $0.place == $0.item && isAdded($0) }.map(\.row))
        ).filter { !plan.header.explained.contains($0) }
        comparison.counts.variantsLeftOut = stored.count {
            $0.place != $0.item && isAdded($0) && !plan.header.variants.contains($0.variant)
        }
        if let masks = plan.masks { try comparison.compareMasks(masks) }
        try comparison.compareDescriptions(
            explains: options.explain != old.settings.images.explained
                || options.variants != old.settings.images.variants)
        var header = plan.header
        header.explained = (header.explained + added).sorted()
        try comparison.embedAgain(Set(header.explained))
        header.update = PlanHeader.Update(
            uuid: file.uuid,
            rowsSHA256: hexadecimal(SHA256.digest(PlanFile.bytes(of: comparison.kept))),
            counts: comparison.counts,
            tokens: TokenKind.ofLayers.filter { kind in
                file.layers.contains { file.holds($0, kind) }
            }.map(\.rawValue),
            instructionSet: try file.instructionSet(), alsoExplained: added)
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
        // The digests of the masks decide.
        expected.images.masks = images.masks
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

    /// Reports that an update has nothing to do.
    ///
    /// - Throws: `ExitCode` 1 with `--strict` and rejected images, as after a run.
    func reportUnchanged(_ plan: Plan) throws {
        guard let counts = plan.header.update?.counts else { return }
        let rows = counts.kept + counts.inFull
        var outcomes = Outcomes(rowCount: plan.rowCount)
        for reject in try EmbeddingReader(output).rejects() { outcomes.add(reject) }
        if !quiet {
            printMessage(
                "\(output): nothing has changed: \(counted(rows, "image")), \(outcomes.rejected) "
                    + "rejected as before")
        }
        if options.strict && outcomes.rejected > 0 { throw ExitCode(Exit.rejected) }
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
}

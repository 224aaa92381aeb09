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
    /// The finished file whose rows an update keeps.
    ///
    /// - Throws: `Failure` if another file has taken its place since the plan was made.
    @discardableResult
    func updatedFile(_ output: String, _ folder: SegmentFolder) throws -> EmbeddingReader {
        let file = try? EmbeddingReader(output)
        if let file, file.uuid == header.update?.uuid { return file }
        if file?.uuid == header.uuid {
            throw Failure(
                Exit.nothing,
                "\(output): its update is finished; run the same command without --shard to remove "
                    + "the leftover folder \(folder.path).")
        }
        throw Failure(
            Exit.nothing,
            "\(output): expected the file whose update was begun, found "
                + (file == nil ? "none" : "another one")
                + "; put it back, or remove \(folder.path) to start over.")
    }

    /// What the listing says of the images at some places, for rows that are kept.
    func keptImages(_ places: Range<Int>) throws -> [KeptImage] {
        try list.images(places).map { image in
            KeptImage(
                path: image.path, label: label(of: image), split: image.split,
                modified: image.modified, columns: image.columns)
        }
    }
}

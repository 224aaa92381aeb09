internal import Console
internal import Dense
internal import Store
internal import ViT

extension RunDescription {
    /// What a finished file records of its run.
    ///
    /// - Parameter seed: of the input variants.
    init(_ plan: Plan, seed: Int) throws {
        let header = plan.header
        self.init(
            toolVersion: Console.toolVersion, commandLine: header.commandLine, uuid: header.uuid,
            createdUTC: header.createdUTC, threads: Parallelism.threads, seed: seed,
            instructionSet: header.instructionSet, inputVariant: plan.inputVariant,
            mosaic: plan.mosaic)
        listed = header.listed
        // Two runs with equal settings give equal files, whenever they ran and however the work
        // was cut into segments.
        var kept = header
        kept.retry = nil
        kept.update = nil
        kept.neurons = nil
        kept.explained.removeAll { header.update?.alsoExplained.contains($0) ?? false }
        kept.createdUTC = ""
        kept.listed = nil
        kept.uuid = ""
        kept.commandLine = []
        kept.segmentItems = ForwardPass.slots
        kept.imageCount = header.rowCount * header.mosaic * header.mosaic
        kept.listSHA256 = ""
        if let update = header.update { self.update = (update.uuid, update.counts.kept) }
        settings = String(decoding: try kept.json(), as: UTF8.self)
    }
}

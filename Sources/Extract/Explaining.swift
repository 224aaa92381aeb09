internal import Console
internal import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import HDF5
internal import Images
internal import ModelLoading
internal import Neurons
internal import Store
internal import ViT

/// Embeds some rows of a finished file again and stores them in full, with the attention of all
/// tokens and heads.
struct Explaining {
    /// The finished file, of format version 2 or later.
    let store: EmbeddingReader
    /// Paths or names of images, of which each must be found.
    let names: [String]
    /// Path of a map whose medoids and doubtful labels are added; nil for none.
    let map: String?
    /// The value of `--variants`; nil for none.
    let variants: String?
    /// Names of units whose values at the patches are stored, too.
    let units: [String]
    /// Folder of the images; nil for the recorded one.
    let images: String?
    /// Path of the masks; nil for the recorded one.
    let masks: String?
    /// The value of `--weights`; nil for the recorded path or the download cache.
    let weights: String?
    /// Limits for downloading the checkpoint.
    let downloads: DownloadOptions
    let quiet: Bool

    /// Adds the images; does nothing if the file has them all in full already.
    ///
    /// The wanted rows become a plan like that of `--retry-rejects`, with the same row numbers and
    /// slots, so that the same `Worker` computes them with the bytes of a run with `--explain`.
    ///
    /// - Throws: `Failure` with one sentence; the file is then unchanged.
    func run() throws {
        guard store.version >= 2 else {
            throw Failure(
                Exit.nothing,
                "\(store.path): expected a file of format version 2, found version "
                    + "\(store.version), which cannot be extended; run extract again with "
                    + "--explain.")
        }
        let lock = try OutputLock(output: store.path)
        defer { lock.release() }
        let header = try storeHeader()
        let paths = try store.paths()
        let rows = try wantedRows(paths)
        let stored = try StoredExplanations(store)
        let variants = try wantedVariants(header)
        let missing = rows.filter {
            !stored.holdsAll(row: $0, variants: variants)
                || !stored.holds(units: Set(units), ofRow: $0)
        }
        for row in rows where !missing.contains(row) {
            printProgress("\(displayPath(paths[row])): already stored in full")
        }
        if missing.isEmpty { return }
        let plan = try plan(header, paths, rows: missing, variants: variants)
        let model = try loadedModel()
        let watched = try watchedUnits(model.transformer.configuration)
        try plan.checkVariants(store.model.grid)
        let layout = try layout(model, plan)
        let count = plan.itemCount
        try checkRoom(layout.bytesPerExplanation * count)
        printProgress(
            "read     \(missing.count) of \(store.imageCount) images of \(store.path) from "
                + (plan.root.isEmpty ? "." : plan.root))
        let found = try embed(plan, layout, model, header, watched)
        let added = found.filter { !stored.holds(row: $0.row, variant: $0.variant) }
        var maps: [Int: [String: [Float]]] = [:]
        for image in found where !image.units.isEmpty {
            if let place = stored.place(row: image.row, variant: image.variant) {
                maps[place] = image.units
            }
        }
        do {
            try store.add(explained: added, units: maps) {
                if let code = Interruption.exitCode {
                    throw Failure(code, "interrupted; \(store.path) is unchanged.")
                }
            }
        } catch let error where error is HDF5Error || error is StoreError {
            throw Failure(Exit.inputOutput, "\(error); \(store.path) is unchanged.")
        }
        printAdded(added, units: maps.count, paths)
    }

    /// Prints a line to standard error unless `--quiet` was given.
    private func printProgress(_ line: String) {
        if !quiet { printMessage(line) }
    }

    /// Prints how many images and variants were added, and the next command.
    private func printAdded(_ added: [ExplainedImage], units images: Int, _ paths: [[UInt8]]) {
        if !units.isEmpty {
            printProgress(
                "wrote    \(store.path): values of \(counted(units.count, "unit")) for "
                    + "\(counted(images + added.count, "image"))")
        }
        if added.isEmpty { return printNext() }
        let images = Set(added.map(\.row)).sorted()
        let shown = images.prefix(3).map { onOneLine(displayPath(paths[$0])) }
        let more = images.count > 3 ? " and \(images.count - 3) more" : ""
        let variants = added.count { $0.place != $0.item }
        printProgress(
            "wrote    \(store.path): \(images.count) \(images.count == 1 ? "image" : "images") in "
                + "full, \(shown.joined(separator: ", "))\(more)"
                + (variants == 0 ? "" : variants == 1 ? ", 1 variant" : ", \(variants) variants"))
        printNext()
    }

    /// Prints the next command.
    private func printNext() {
        let name = map ?? "tsne.h5"
        printProgress(
            "next     reduce \(shellText(store.path)) -o \(shellText(name)) && "
                + "plot \(shellText(name))")
    }

    // MARK: Which rows

    /// The rows of `names` and those that `map` suggests, each once.
    private func wantedRows(_ paths: [[UInt8]]) throws -> [Int] {
        var rows: [Int] = []
        for name in names {
            let row = try row(named: name, paths)
            if !rows.contains(row) { rows.append(row) }
        }
        if let map {
            for row in try ChosenByMap(map, store: store).rows where !rows.contains(row) {
                rows.append(row)
            }
        }
        // Without names the units are those of the images that are there.
        if names.isEmpty && map == nil {
            for image in try store.explained() where !rows.contains(image.row) {
                rows.append(image.row)
            }
        }
        return rows
    }

    /// The units by their names.
    ///
    /// - Throws: `Failure` for a unit that the model does not have.
    private func watchedUnits(_ c: Configuration) throws -> [NamedUnit] {
        try units.map { name in
            guard let unit = NamedUnit(name, c) else {
                throw Failure(
                    Exit.usage,
                    "--units: expected units such as 7:112 (blocks 0 to \(c.depth - 1), hidden "
                        + "units 0 to \(c.hidden - 1)), 7:attention2 or 7:value2 (heads 0 to "
                        + "\(c.heads - 1)), found \"\(name)\".")
            }
            return unit
        }
    }

    /// The first row with this path or name; otherwise the row whose file has the bytes of the file
    /// `name`.
    private func row(named name: String, _ paths: [[UInt8]]) throws -> Int {
        let row = paths.firstIndex { isImage($0, named: name) }
        if let row { return row }
        if let bytes = try? readFile(root: "", path: pathBytes(name)) {
            let digest = SHA256.digest(bytes)
            let digests = try store.digests()
            let row = (0..<store.imageCount).first {
                digests[$0 * 32..<($0 + 1) * 32].elementsEqual(digest)
            }
            if let row { return row }
        }
        let near = nearestNames(name, among: paths.map(displayPath), count: 3)
        throw Failure(
            Exit.usage,
            "\(name): expected the path or name of an image of \(store.path), found no such image; "
                + "the closest names are \(near.joined(separator: ", ")).")
    }

    /// The variants of `--variants` without that of the rows.
    private func wantedVariants(_ header: PlanHeader) throws -> [String] {
        guard let variants else { return [] }
        do {
            return try InputVariant.list(variants).map(\.description)
                .filter { $0 != header.variant }
        } catch {
            throw Failure(Exit.usage, "--variants: \(error)")
        }
    }

    // MARK: The plan

    /// The plan of the run that wrote the file.
    ///
    /// - Throws: `Failure` for a file without one, and for mosaics.
    private func storeHeader() throws -> PlanHeader {
        let settings = try store.settings()
        guard !settings.isEmpty else {
            throw Failure(
                Exit.nothing,
                "\(store.path): expected a file with the settings of its run, found one of an "
                    + "older version; run extract again with --explain.")
        }
        let header = try PlanHeader(json: Array(settings.utf8), file: store.path)
        guard header.mosaic == 1 else {
            throw Failure(
                Exit.nothing,
                "\(store.path): expected single images, found mosaics; run extract again with "
                    + "--explain.")
        }
        return header
    }

    /// The plan of the file's run, restricted to some rows and their variants.
    private func plan(
        _ header: PlanHeader, _ paths: [[UInt8]], rows: [Int], variants: [String]
    ) throws -> Plan {
        let places = try store.places()
        guard places.last ?? 0 < header.rowCount else {
            throw Failure(
                Exit.nothing,
                "\(store.path): expected row numbers below \(header.rowCount), found "
                    + "\(places.last ?? 0); the file is damaged, or another program changed it.")
        }
        var locator = ImageLocator(roots: try roots(header), digests: try store.digests())
        var listed: [Int: ListedImage] = [:]
        for row in rows {
            listed[places[row]] = try locator.image(paths[row], row: row, store: store.path)
                .described(label: "", split: "", columns: header.columns.map { _ in "" })
        }
        let sorted = listed.keys.sorted()
        var builder = try ImageList.Builder()
        for place in sorted { if let image = listed[place] { try builder.append(image) } }
        let list = try builder.finish()
        var header = header
        header.root = locator.root
        header.imageCount = list.count
        header.explained = sorted
        header.variants = variants
        let extra = sorted.indices.flatMap { index in
            variants.indices.map { header.rowCount + index * variants.count + $0 }
        }
        header.retry = PlanHeader.Retry(items: sorted + extra, places: sorted, uuid: store.uuid)
        return try Plan(header, list, masks: try masks(header))
    }

    /// Folders that the paths may be relative to, the likeliest first.
    private func roots(_ header: PlanHeader) throws -> [String] {
        if let images {
            var folder = images
            while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
            return [folder]
        }
        let source = header.settings.images.source
        let beside = parentPath(of: source)
        return [header.rootPath, header.root, source, beside].compactMap { $0 }
    }

    /// The masks of `--masks`, or the recorded ones if they still exist.
    private func masks(_ header: PlanHeader) throws -> Masks? {
        let void = header.settings.images.void
        let index = UInt8(void).map { VoidIndex.index($0) } ?? .none
        if let masks { return try Masks(option: masks, images: header.root, void: index) }
        if header.masksPath == Masks.inArchives {
            return Masks(inArchivesBelow: header.root, index)
        }
        guard let path = header.masksPath, isThere(path) else {
            return nil
        }
        return try Masks(option: path, images: header.root, void: index)
    }

    // MARK: The work

    /// The model of the file, identified by the checkpoint's SHA-256.
    ///
    /// - Throws: `Failure` if the checkpoint is not found, or has another digest.
    private func loadedModel() throws -> LoadedModel {
        try LoadedModel(
            of: store, weights: weights, downloads: downloads, quiet: quiet,
            advice: "run extract again with --explain")
    }

    /// A layout without rows: explanations need the model and its classes only.
    private func layout(_ model: LoadedModel, _ plan: Plan) throws -> EmbeddingLayout {
        EmbeddingLayout(
            model: model.description, layers: [], tokens: [], precision: .f16, attention: true,
            objects: plan.masks != nil,
            predictions: model.transformer.configuration.classes != nil,
            classNames: try store.classNames(), labelNames: [], plannedImages: plan.itemCount,
            patchKernel: model.transformer.patchKernel, patchBias: model.transformer.patchBias,
            position: model.transformer.position)
    }

    /// Refuses a disk without space for a second copy of the file.
    private func checkRoom(_ added: Int) throws {
        let needed = (regularFileSize(store.path) ?? 0) + added
        if let free = Machine.freeDisk(near: store.path), free < needed {
            throw Failure(
                Exit.inputOutput,
                "\(store.path): expected \(byteCount(needed)) of free disk for the new copy of the "
                    + "file, found \(byteCount(free)); free some space.")
        }
    }

    /// The images and their variants, in the order in which they are added.
    private func embed(
        _ plan: Plan, _ layout: EmbeddingLayout, _ model: LoadedModel, _ header: PlanHeader,
        _ units: [NamedUnit]
    ) throws -> [ExplainedImage] {
        let preparation = Preparation(
            plan: plan, recipe: model.recipe, patch: model.description.patch,
            decoding: DecodeOptions(header.settings.images),
            seed: header.settings.output.seed)
        var worker = Worker(
            preparation: preparation, model: model, layout: layout, units: units)
        var explanations: [ExplainedImage] = []
        let segments = Array(0..<plan.segmentCount)
        for batch in plan.batches(ofSegments: segments, size: ForwardPass.slots) {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; \(store.path) is unchanged.")
            }
            let items = try plan.items(at: batch.positions)
            for outcome in try worker.embed(items, segment: batch.segment).outcomes {
                switch outcome {
                case .embedded(let image): explanations += [image.explanation].compactMap { $0 }
                case .variant(let image): explanations.append(image)
                case .rejected(let reject):
                    throw Failure(
                        Exit.nothing,
                        "\(displayPath(reject.path)): \(clause(reject.detail)); nothing was added.")
                }
            }
        }
        return try numbered(explanations, header)
    }

    /// Sets the rows of the images, and gives each variant an item number beyond those in the file.
    private func numbered(
        _ images: [ExplainedImage], _ header: PlanHeader
    ) throws -> [ExplainedImage] {
        let rows = Dictionary(
            zip(try store.places(), 0...), uniquingKeysWith: { first, _ in first })
        var next = header.rowCount + header.explained.count * header.variants.count
        next = max(next, (try store.explained().map(\.item).max() ?? -1) + 1)
        return images.map { image in
            var image = image
            image.row = rows[image.place] ?? 0
            if image.item != image.place {
                image.item = next
                next += 1
            }
            return image
        }
    }
}

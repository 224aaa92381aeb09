public import ArgumentParser
internal import Console
internal import Dense
internal import Images
internal import ModelLoading
public import Store
internal import ViT

extension TokenPrecision: ExpressibleByArgument {}

/// Which images, and how they are read.
struct ImageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where labels come from: folder (the name of the parent folder, or the label in the "
                + "list or archive), none, or a CSV or TSV file with columns path, label, split "
                + "and any others.",
            valueName: "folder|none|FILE.csv"))
    var labels = "folder"

    @Option(
        help: ArgumentHelp(
            "The field with the label in an archive's .json members.",
            valueName: "NAME"))
    var labelField = "label"

    @Flag(help: "Follow symbolic links to folders, visiting each folder once.")
    var followLinks = false

    @Option(
        help: ArgumentHelp(
            "Object masks: a folder parallel to IMAGES, a JSON file of patch ranges, or archives "
                + "(each sample's .seg.png or .mask.png). Default: the folder masks beside IMAGES, "
                + "or else masks in archives.", valueName: "DIR|FILE.json|archives|none"))
    var masks: String?

    @Option(
        help: ArgumentHelp(
            "The mask index of pixels that belong to no object.", valueName: "N|none"))
    var void: String = "255"

    @Option(
        help: ArgumentHelp(
            "Images to keep in full (pixels, attention of all tokens), by path or name; `extract "
                + "explain` adds more later. Default: up to four, with several objects if there "
                + "are masks, otherwise evenly spaced.",
            valueName: "NAME,..."))
    var explain: String?

    @Option(
        help: ArgumentHelp(
            "Variants of the images kept in full to embed as well: original, random:R, salient:R, "
                + "background:R, object:NAME:R, patches:LIST, shuffle:G.",
            valueName: "LIST"))
    var variants: String?

    @Option(
        help: ArgumentHelp(
            "Black out patches in every image: the share R of all patches (random), of the "
                + "objects' (salient), of the background's, of one object's, or a list of patches.",
            valueName: "random:R|salient:R|background:R|object:NAME:R|patches:LIST"))
    var occlude: String?

    @Option(help: "Shuffle the blocks of a G x G grid in every image.")
    var shuffle: Int?

    @Option(help: "Join G x G images, and their masks, into one image.")
    var mosaic: Int?

    @Flag(help: "Apply the EXIF orientation.")
    var exif = false

    @Option(help: "Reject images with more pixels than this.")
    var maxPixels = 178_000_000

    @Flag(help: "Embed truncated JPEGs, with the missing part in grey.")
    var acceptTruncated = false

    func validate() throws {
        guard ["folder", "none"].contains(labels) || isTable(labels) else {
            throw ValidationError(
                "--labels: expected folder, none or a .csv or .tsv file, found \"\(labels)\".")
        }
        try checkNumber("--max-pixels", maxPixels, in: 1...Int(Int32.max))
        _ = try voidIndex()
        _ = try rowVariant()
        _ = try explainedVariants()
        try checkNumber("--mosaic", mosaic, in: 2...16)
    }

    private func isTable(_ path: String) -> Bool {
        [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
    }

    /// The table that `--labels` names; nil for none.
    func labelTable() throws -> LabelTable? {
        isTable(labels) ? try LabelTable(path: labels) : nil
    }

    var listing: ListingOptions {
        var options = ListingOptions()
        options.followsLinks = followLinks
        options.labelField = labelField
        return options
    }

    /// The image with the label, split and columns that were asked for, without a table.
    func described(_ image: ListedImage) -> ListedImage {
        if labels == "folder" { return image }
        return image.described(label: "", split: image.split, columns: image.columns)
    }

    /// What is done to every image.
    func rowVariant() throws -> InputVariant {
        switch (occlude, shuffle) {
        case (nil, nil): return .original
        case (_?, _?):
            throw ValidationError("--occlude and --shuffle: expected one of them, found both.")
        case (nil, let grid?): return try Self.variant("shuffle:\(grid)", "--shuffle")
        case (let text?, nil):
            let variant = try Self.variant(text, "--occlude")
            if case .shuffled = variant {
                throw ValidationError(
                    "--occlude: expected random:R, salient:R, background:R, object:NAME:R or "
                        + "patches:LIST, found \"\(text)\"; use --shuffle to shuffle blocks.")
            }
            return variant
        }
    }

    /// What else is done to the images kept in full.
    func explainedVariants() throws -> [InputVariant] {
        guard let variants else { return [] }
        do {
            return try InputVariant.list(variants)
        } catch {
            throw ValidationError("--variants: \(error)")
        }
    }

    private static func variant(_ text: String, _ option: String) throws -> InputVariant {
        do {
            return try InputVariant(text)
        } catch {
            throw ValidationError("\(option): \(error)")
        }
    }

    func voidIndex() throws -> VoidIndex {
        if void == "none" { return .none }
        guard let index = UInt8(void) else {
            throw ValidationError("--void: expected 0...255 or none, found \"\(void)\".")
        }
        return .index(index)
    }

    var decoding: DecodeOptions {
        var options = DecodeOptions()
        options.maximumPixels = maxPixels
        options.acceptTruncated = acceptTruncated
        options.applyOrientation = exif
        return options
    }
}

/// What is written, and how the run behaves.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tokens to store: class, mean, extra, patches. Default: class and mean; patches too "
                + "for up to 2,000 images or with masks. Register and distillation tokens (extra) "
                + "are always stored.",
            valueName: "LIST"))
    var tokens: String?

    @Option(
        name: [.long, .customLong("layer")],
        help: ArgumentHelp(
            "Layers to store: all, or a list such as 0,6,11,final.", valueName: "LIST"))
    var layers = "all"

    @Option(help: "Precision of the stored tokens: f16 or f32.")
    var dtype: TokenPrecision = .f16

    @Option(help: "Attention to store: rollout or none.")
    var attention: AttentionKind = .rollout

    @Option(help: "Use only the first N images.")
    var limit: Int?

    @Option(help: "Worker threads; results do not depend on it. Default: one per processor.")
    var threads: Int?

    @Option(help: "Seed for --occlude, --shuffle and --variants.")
    var seed = 0

    @Option(
        help: ArgumentHelp(
            "Embed only every n-th segment, starting with the i-th (i = 0...n-1), and do not join "
                + "them: one of n tasks on a shared disk.", valueName: "i/n"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Images per segment, the unit that an interrupted run keeps; a multiple of 8. Default: "
                + "256, or fewer if their rows are large.", valueName: "N"))
    var segment: Int?

    @Flag(help: "Make the file a view of the segments instead of copying them into it.")
    var link = false

    @Flag(
        name: .customLong("mixed-isa"),
        help: "Allow joining segments that were computed with different instruction sets.")
    var mixedISA = false

    @Flag(help: "Retry the rejected images of a finished file and rewrite it.")
    var retryRejects = false

    @Flag(help: "Exit with code 1 if any image was rejected.")
    var strict = false

    @Flag(help: "Replace the output file.")
    var overwrite = false

    @Flag(help: "Print the plan and exit.")
    var dryRun = false

    @Flag(help: "Print the time of each stage at the end.")
    var verbose = false

    @Flag(help: "Print errors only.")
    var quiet = false

    enum AttentionKind: String, ExpressibleByArgument { case rollout, none }

    func check() throws {
        try checkThreads(threads)
        try checkNumber("--limit", limit, in: 1...Int.max)
        _ = try kinds(patchesByDefault: false)
        _ = try layerNames(depth: nil)
        if shard != nil && shardPlace == nil {
            throw ValidationError(
                "--shard: expected i/n with i from 0 to n - 1, such as 0/8, found "
                    + "\"\(shard ?? "")\".")
        }
        if let segment, segment % ForwardPass.slots != 0 || !(8...4096).contains(segment) {
            throw ValidationError(
                "--segment: expected a multiple of \(ForwardPass.slots) up to 4096, found "
                    + "\(segment).")
        }
        if retryRejects && (shard != nil || link) {
            throw ValidationError("--retry-rejects cannot be combined with --shard or --link.")
        }
    }

    /// Which of how many shards; nil without.
    var shardPlace: (index: Int, count: Int)? {
        guard let shard else { return nil }
        let parts = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
            count <= 1 << 20, (0..<count).contains(index)
        else { return nil }
        return (index, count)
    }

    func isInShard(segment: Int) -> Bool {
        guard let shardPlace else { return true }
        return segment % shardPlace.count == shardPlace.index
    }

    private func kinds(patchesByDefault: Bool) throws -> [TokenKind] {
        guard let tokens else {
            return patchesByDefault ? [.classToken, .mean, .patches] : [.classToken, .mean]
        }
        let names = tokens.split(separator: ",").map(String.init)
        let kinds = names.compactMap(TokenKind.init(rawValue:))
        guard kinds.count == names.count, !kinds.isEmpty else {
            throw ValidationError(
                "--tokens: expected a list of class, mean, extra, patches, found \"\(tokens)\".")
        }
        return TokenKind.allCases.filter(kinds.contains)
    }

    private func layerNames(depth: Int?) throws -> [LayerName] {
        let all: [LayerName] =
            [.embedding] + (0..<(depth ?? 1)).map { LayerName.block($0) } + [.final]
        if layers == "all" { return all }
        let names = layers.split(separator: ",").map(String.init)
        let wanted = names.compactMap(LayerName.init)
        guard wanted.count == names.count, !wanted.isEmpty else {
            throw ValidationError(
                "--layers: expected all or a list such as 0,6,11,embedding,final, found "
                    + "\"\(layers)\".")
        }
        guard let depth else { return wanted }
        for case .block(let index) in wanted where index >= depth {
            throw Failure(
                Exit.usage,
                "--layers: expected blocks 0...\(depth - 1), embedding or final of a model of "
                    + "\(depth) blocks, found \(index).")
        }
        return all.filter(wanted.contains)
    }

    /// The kinds that a model has, `extra` wherever it has such tokens.
    private func kinds(
        patchesByDefault: Bool, model: ModelDescription
    ) throws -> [TokenKind] {
        let asked = try kinds(patchesByDefault: patchesByDefault)
        if model.registers > 0 {
            return TokenKind.allCases.filter { asked.contains($0) || $0 == .extra }
        }
        guard asked != [.extra] else {
            throw Failure(
                Exit.usage,
                "--tokens extra: expected a model with registers or a distillation token, found "
                    + "\(model.name), which has neither; choose class, mean or patches.")
        }
        return asked.filter { $0 != .extra }
    }

    /// What the file will hold.
    func layout(plan: Plan, model: LoadedModel) throws -> EmbeddingLayout {
        var layout = EmbeddingLayout(
            model: model.description, layers: try layerNames(depth: model.description.depth),
            tokens: try kinds(
                patchesByDefault: plan.rowCount <= 2000 || plan.masks != nil,
                model: model.description),
            precision: dtype, attention: attention == .rollout, objects: plan.masks != nil,
            predictions: model.transformer.configuration.classes != nil,
            classNames: model.classNames, labelNames: plan.labelNames,
            plannedImages: plan.rowCount, patchKernel: model.transformer.patchKernel,
            patchBias: model.transformer.patchBias, position: model.transformer.position)
        layout.classCount = model.transformer.configuration.classes
        layout.columns = plan.header.columns
        layout.hasSplits = plan.header.hasSplits
        return layout
    }
}

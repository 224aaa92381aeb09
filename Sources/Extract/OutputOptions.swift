public import ArgumentParser
internal import Console
public import Store
internal import Tokens
internal import ViT

extension TokenPrecision: ExpressibleByArgument {}

/// The options that choose what is stored, and how the run behaves.
struct OutputOptions: ParsableArguments {
    /// Kinds of tokens to store, as given; `tokenKinds` parses it, and `EmbeddingLayout` resolves
    /// the default.
    @Option(
        help: ArgumentHelp(
            "Tokens to store: class, mean, extra, patches. Default: class and mean; patches too "
                + "for up to 2,000 images or with masks. Register and distillation tokens (extra) "
                + "are always stored.",
            valueName: "LIST"))
    var tokens: String?

    /// Layers to store, as given; `layerNames` parses it.
    @Option(
        name: [.long, .customLong("layer")],
        help: ArgumentHelp(
            "Layers to store: all, or a list such as 0,6,11,final.", valueName: "LIST"))
    var layers = "all"

    /// Precision of the stored tokens. f16 saturates at ±65504, which is counted.
    @Option(help: "Precision of the stored tokens: f16 or f32.")
    var dtype: TokenPrecision = .f16

    @Option(help: "Attention to store: rollout or none.")
    var attention: AttentionKind = .rollout

    /// Patches that each unit keeps, 1...1,024; nil for no statistics of units.
    @Option(
        help: ArgumentHelp(
            "For every hidden unit and head, store statistics and the N patches of all images with "
                + "the largest values.", valueName: "N"))
    var neurons: Int?

    /// Images whose largest value of each unit is stored.
    @Option(
        help: ArgumentHelp(
            "With --neurons, images whose largest value of every unit is stored (0 for none). "
                + "Default: 4096.",
            valueName: "N"))
    var neuronsSample: Int?

    /// The value of `--neurons-sample` or its default.
    var neuronsSampleSize: Int { neuronsSample ?? 4096 }

    /// Largest number of images, 1 or more; nil for all.
    @Option(help: "Use only the first N images.")
    var limit: Int?

    /// Worker threads, 1...1024; nil for the number of processors.
    @Option(help: "Worker threads; results do not depend on it. Default: one per processor.")
    var threads: Int?

    /// Seed of the variants; each item has its own stretch of the generator, by its row.
    @Option(help: "Seed for --occlude, --shuffle and --variants.")
    var seed = 0

    /// The part of the segments that this process computes; `shardPlace` parses it.
    @Option(
        help: ArgumentHelp(
            "Embed only every n-th segment, starting with the i-th (i = 0...n-1), and do not join "
                + "them: one of n tasks on a shared disk.", valueName: "i/n"))
    var shard: String?

    /// Items per segment, a multiple of 8 in 8...4096; nil for `PlanHeader.segmentItems`.
    @Option(
        help: ArgumentHelp(
            "Images per segment, the unit that an interrupted run keeps; a multiple of 8. Default: "
                + "256, or fewer if their rows are large.", valueName: "N"))
    var segment: Int?

    /// Whether the file has virtual data sets over the segments, which then must be kept.
    @Flag(help: "Make the file a view of the segments instead of copying them into it.")
    var link = false

    /// Whether segments of several instruction sets, or devices, batches and versions of PyTorch,
    /// may be joined. Their last digits can differ. `--mixed-isa` is the earlier name.
    @Flag(
        name: [.customLong("mixed"), .customLong("mixed-isa")],
        help: """
            Allow joining segments that were computed with different instruction sets, or with \
            different devices, batches or versions of PyTorch.
            """)
    var isMixed = false

    /// Whether the rejected images of the finished output are embedded again; the rest of the file
    /// is copied.
    @Flag(help: "Retry the rejected images of a finished file and rewrite it.")
    var retryRejects = false

    /// Whether rows of the finished output are kept for the images that have not changed.
    @Flag(
        help: ArgumentHelp(
            "Bring a finished file up to date: embed new and changed images, drop deleted ones, "
                + "keep the rows of the others with labels and columns read anew, and replace the "
                + "file when all is done."))
    var update = false

    /// Whether an update compares files by content instead of size and time.
    @Flag(help: "With --update, compare files by SHA-256 instead of size and time.")
    var byHash = false

    /// Whether rejected images end the run with exit code 1, after the file was written.
    @Flag(help: "Exit with code 1 if any image was rejected.")
    var strict = false

    /// Whether an existing output of `extract` is replaced.
    @Flag(
        help: """
            Replace the output file; with --update, also if more than half of its images are gone.
            """)
    var overwrite = false

    @Flag(help: "Print the plan and exit.")
    var dryRun = false

    /// Whether `StageTimes.table` is printed.
    @Flag(help: "Print the time of each stage at the end.")
    var verbose = false

    @Flag(help: "Print errors only.")
    var quiet = false

    /// `rollout` stores attention rollout and attention distances, `none` no attention.
    enum AttentionKind: String, ExpressibleByArgument { case rollout, none }

    /// Checks the ranges of all values and their combinations, before any file is opened.
    ///
    /// - Throws: `ValidationError` for a value outside of its range or a combination that is not
    ///   supported.
    func check() throws {
        try checkThreads(threads)
        try checkNumber("--limit", limit, in: 1...Int.max)
        _ = try tokenKinds()
        _ = try layerNames()
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
        try checkNumber("--neurons", neurons, in: 1...1024)
        try checkNumber("--neurons-sample", neuronsSample, in: 0...1 << 16)
        if neuronsSample != nil && neurons == nil {
            throw ValidationError("--neurons-sample: expected --neurons beside it, found none.")
        }
        if neurons != nil && (update || retryRejects) {
            throw ValidationError(
                "--neurons cannot be combined with --update or --retry-rejects, since the "
                    + "statistics cover all images; run again with --overwrite.")
        }
        if update && (link || retryRejects) {
            throw ValidationError(
                "--update cannot be combined with --link or --retry-rejects; it retries rejected "
                    + "images.")
        }
        if byHash && !update {
            throw ValidationError("--by-hash: expected --update beside it, found none.")
        }
        if retryRejects && (shard != nil || link) {
            throw ValidationError("--retry-rejects cannot be combined with --shard or --link.")
        }
    }

    /// The value of `--shard i/n`, `0 <= i < n <= 2^20`; nil without one, or for other text.
    var shardPlace: Shard? { shard.flatMap { Shard($0) } }

    /// Whether this process computes the segment: all without `--shard`, else every n-th.
    func isInShard(segment: Int) -> Bool {
        guard let shardPlace else { return true }
        return segment % shardPlace.count == shardPlace.index
    }

    /// The kinds that `--tokens` lists, in the order of `TokenKind`; nil without the option.
    func tokenKinds() throws -> [TokenKind]? {
        guard let tokens else { return nil }
        let names = tokens.split(separator: ",").map(String.init)
        let kinds = names.compactMap { name in
            TokenKind.ofLayers.first { $0.rawValue == name }
        }
        guard kinds.count == names.count, !kinds.isEmpty else {
            throw ValidationError(
                "--tokens: expected a list of class, mean, extra, patches, found \"\(tokens)\".")
        }
        return TokenKind.ofLayers.filter(kinds.contains)
    }

    /// The layers that `--layers` lists, in the order of the option; nil for all.
    func layerNames() throws -> [LayerName]? {
        if layers == "all" { return nil }
        let names = layers.split(separator: ",").map(String.init)
        let wanted = names.compactMap(LayerName.init)
        guard wanted.count == names.count, !wanted.isEmpty else {
            throw ValidationError(
                "--layers: expected all or a list such as 0,6,11,embedding,final, found "
                    + "\"\(layers)\".")
        }
        return wanted
    }
}

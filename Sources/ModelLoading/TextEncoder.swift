internal import Console
internal import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import Language
public import Store
internal import ViT
internal import Weights

/// Embeds texts in the space that the images of a store share: the text tower of the store's
/// checkpoint with its vocabulary.
public struct TextEncoder: Sendable {
    private let tower: TextTransformer
    private let tokenizer: any TextTokenizer
    /// The files that may hold a vocabulary.
    static let vocabularyNames =
        BytePairVocabulary.fileNames
        + [SentencePieceTokenizer.Style.siglip, .gemma].map(\.fileName)
    /// Notes for the user, one line each.
    public let remarks: [String]
    /// What its embeddings depend on: checkpoint, settings and vocabulary.
    let identity: String
    /// Numbers of an embedding.
    var width: Int { tower.configuration.joint }

    /// Loads the text tower of a store's checkpoint.
    ///
    /// - Parameters:
    ///   - weights: the value of `--weights`; nil to find the checkpoint by `StoreWeights`.
    ///   - vocabulary: a file with the vocabulary; nil to look beside the checkpoint.
    ///   - downloads: limits for downloading the checkpoint.
    /// - Throws: `Failure` when the checkpoint or its vocabulary is not found, or has no words.
    public init(
        of store: EmbeddingReader, weights: String?, vocabulary: String?,
        downloads: DownloadOptions, quiet: Bool
    ) throws {
        let model = store.model
        guard model.weightsFile != "embedded" else {
            throw Failure(
                Exit.usage,
                "\(store.path): expected a store of a model of images and words (CLIP, "
                    + "SigLIP, PE), found one of the demo model; run extract with --weights "
                    + "clip-b16, or with a checkpoint of your own.")
        }
        var options = try ModelOptions(remaking: model, weights: weights)
        options.downloads = downloads
        let path =
            try weights == nil
            ? StoreWeights(of: store).path : options.resolved(quiet: quiet).weights ?? ""
        do {
            // What was found is known by its digest.
            if try weights != nil
                && hexadecimal(checkpointDigest(path, noted: true)) != model.weightsSHA256
            {
                throw Failure(
                    Exit.nothing,
                    "--weights \(path): expected the checkpoint of \(store.path) with SHA-256 "
                        + "\(model.weightsSHA256), found another; its words are not comparable.")
            }
            let file = try CheckpointFile(path: path, takesAverage: options.ema)
            guard let weights = try TextTransformerWeights(file) else {
                throw Failure(
                    Exit.usage,
                    "\(path): expected a text tower beside that of the images, found none; texts "
                        + "need a whole checkpoint of CLIP, SigLIP or a core Perception Encoder.")
            }
            guard weights.joint == model.jointWidth else {
                throw Failure(
                    Exit.nothing,
                    "\(path): expected embeddings of texts of \(model.jointWidth) numbers, as "
                        + "those of images, found \(weights.joint); use another checkpoint.")
            }
            let settings = try TextSettings(weights, path: path, model: model)
            tower = try TextTransformer(
                settings.configuration, tokens: { try weights.embeddings(of: $0) },
                parameters: { name, shape in try weights.numbers(name, shape: shape) })
            if vocabulary == nil, weights.sentencePieceStyle == nil,
                let url = try WeightsOrigin(of: store).url
            {
                try options.fetchVocabulary(
                    besides: url, environment: ProcessInfo.processInfo.environment)
            }
            let words = try Self.vocabulary(vocabulary, weights, path: path)
            tokenizer =
                if let style = weights.sentencePieceStyle {
                    // OpenCLIP prepares SigLIP 2's texts as SigLIP's.
                    try SentencePieceTokenizer(
                        path: words, count: weights.vocabulary, style: style,
                        removesPunctuation: style == .siglip || weights.form == .openCLIP,
                        context: weights.context)
                } else {
                    CLIPTokenizer(
                        try BytePairVocabulary(path: words, count: weights.vocabulary),
                        context: weights.context)
                }
            remarks = settings.remarks + ["the vocabulary is that of \(words)"]
            identity = try [
                model.weightsSHA256, model.average, "\(settings.configuration)",
                hexadecimal(checkpointDigest(words)),
            ].joined(separator: "\n")
        } catch let error as CheckpointError {
            throw Failure(Exit.nothing, error.description)
        } catch let error as VocabularyError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// The embedding of a text, `[joint]`, not normalised, and whether the text was too long and
    /// its end left out.
    ///
    /// - Throws: `Failure` for a checkpoint that cannot be read any more.
    public func embedding(of text: String) throws -> (vector: [Float], isCut: Bool) {
        try embeddings(of: [text])[0]
    }

    /// The embeddings of some texts, which are computed together; the rest as `embedding`.
    public func embeddings(of texts: [String]) throws -> [(vector: [Float], isCut: Bool)] {
        do {
            let cut = try texts.map { try tokenizer.tokens(of: $0) }
            let vectors = try tower.embeddings(of: cut.map(\.numbers))
            for (text, vector) in zip(texts, vectors) where !vector.allSatisfy(\.isFinite) {
                throw Failure(
                    Exit.nothing,
                    "\"\(text.prefix(40))\": expected finite numbers in its embedding, found NaN "
                        + "or infinity; the checkpoint or the settings beside it are damaged.")
            }
            return zip(vectors, cut).map { ($0, $1.isCut) }
        } catch let error as CheckpointError {
            throw Failure(Exit.nothing, error.description)
        } catch let error as VocabularyError {
            throw Failure(Exit.usage, error.description)
        }
    }

    /// The file with the vocabulary of a tower: the given one, or one beside the checkpoint.
    private static func vocabulary(
        _ given: String?, _ weights: TextTransformerWeights, path: String
    ) throws -> String {
        if let given { return given }
        let names =
            weights.sentencePieceStyle.map { [$0.fileName] } ?? BytePairVocabulary.fileNames
        let folder = path.contains("/") ? folderPath(of: path) + "/" : ""
        let paths = names.map { folder + $0 }
        guard let found = paths.first(where: { FileKind($0) != .missing }) else {
            throw Failure(
                Exit.usage,
                "\(path): expected its vocabulary beside it as \(names.joined(separator: ", ")), "
                    + "found no such file; copy it from the checkpoint's repository there, or pass "
                    + "--vocabulary FILE.")
        }
        return found
    }
}

extension TextTransformerWeights {
    /// How a tower with a vocabulary of SentencePiece prepares texts; nil for one of byte pairs.
    ///
    /// SigLIP's vocabularies have 32,000 tokens (the multilingual one 250,000), SigLIP 2's
    /// 256,000; under OpenCLIP's names only these numbers differ from CLIP's 49,408.
    fileprivate var sentencePieceStyle: SentencePieceTokenizer.Style? {
        if vocabulary == 256_000 { return .gemma }
        return form == .huggingFaceSigLIP || [32_000, 250_000].contains(vocabulary) ? .siglip : nil
    }
}

/// What the tensors of a text tower do not show.
private struct TextSettings {
    let configuration: TextConfiguration
    var remarks: [String] = []

    /// Reads the settings beside a checkpoint; what is not there is that of the family.
    ///
    /// - Parameter model: the image tower as the store has it, whose epsilon and activation the
    ///   text tower shares.
    init(_ weights: TextTransformerWeights, path: String, model: ModelDescription) throws {
        let folder = path.contains("/") ? folderPath(of: path) : ""
        let isCausal = weights.sentencePieceStyle == nil
        var heads: Int?
        var isStated = false
        var eps = model.eps
        var activation = Activation(rawValue: model.activation) ?? .quickGELU
        switch weights.form {
        case .huggingFaceCLIP, .huggingFaceSigLIP:
            if let part = try ConfigurationFile(folder, "config.json")?.part("text_config"),
                part.integer("hidden_size") ?? (isCausal ? 512 : 768) == weights.width
            {
                isStated = true
                heads = part.integer("num_attention_heads")
                eps = part.number("layer_norm_eps") ?? eps
                activation = try ConfigurationFiles.activation(of: part) ?? activation
            }
        case .openAI, .openCLIP:
            // SigLIP 2's towers have tanh, SigLIP's have not, whatever timm's image tower has.
            if !isCausal { activation = weights.vocabulary == 256_000 ? .tanhGELU : .gelu }
            let file = try ConfigurationFile(folder, "open_clip_config.json")
            if let part = file?.part("model_cfg").part("text_cfg"),
                part.integer("width") ?? 512 == weights.width
            {
                isStated = true
                heads = part.integer("heads")
                if let approximate = part.part("act_kwargs")["approximate"] as? String {
                    activation = approximate == "tanh" ? .tanhGELU : .gelu
                }
                eps = part.part("norm_kwargs").number("eps") ?? eps
                for key in ["embed_cls", "hf_model_name", "ls_init_value"] where part.isSet(key) {
                    throw part.unsupported(key, expected: "false or no value")
                }
                if isCausal && part.isSet("no_causal_mask") {
                    throw part.unsupported("no_causal_mask", expected: "false or no value")
                }
                let usual = isCausal ? "argmax" : "last"
                if let pool = part["pool_type"] as? String, pool != usual {
                    throw part.unsupported("pool_type", expected: usual)
                }
            }
        }
        let width = weights.width
        let usual = width == 1152 ? 16 : width.isMultiple(of: 64) ? width / 64 : nil
        if let heads, !(1...1024).contains(heads) || !width.isMultiple(of: heads) {
            throw Failure(
                Exit.usage,
                "\(path): expected heads of the text tower in the settings beside it that divide "
                    + "its width \(width), found \(heads).")
        }
        guard (1e-30...1).contains(eps) else {
            throw Failure(
                Exit.usage,
                "\(path): expected an epsilon of the text tower in 1e-30...1 in settings beside "
                    + "it, found \(eps).")
        }
        guard let heads = heads ?? usual else {
            throw Failure(
                Exit.usage,
                "\(path): expected the heads of the text tower in the settings beside it, or a "
                    + "width of a multiple of 64, found a width of \(width).")
        }
        if !isStated {
            remarks.append(
                "no settings of the text tower beside the checkpoint: assuming \(heads) heads"
                    + (isCausal ? " and that tokens attend to those before them" : ""))
        }
        configuration = TextConfiguration(
            width: width, depth: weights.depth, heads: heads, hidden: weights.hidden,
            vocabulary: weights.vocabulary, context: weights.context, joint: weights.joint,
            eps: Float(eps), activation: activation,
            isCausal: isCausal,
            hasProjectionBias: weights.hasProjectionBias)
    }
}

internal import Console
internal import Store
internal import Tokens

extension EmbeddingLayout {
    /// The layout of the file of a run: what `--layers`, `--tokens`, `--dtype` and `--attention`
    /// choose, as far as the model has it.
    ///
    /// Patch tokens are stored by default for up to 2,000 images or with masks; they take most of
    /// the disk. An update stores them where the file has them.
    ///
    /// - Throws: `Failure` for a layer or a token that the model does not have.
    init(plan: Plan, model: Engine, options: OutputOptions) throws {
        self.init(
            model: model.description,
            layers: try Self.layers(options.layerNames(), depth: model.description.depth),
            tokens: try Self.tokens(
                options.tokenKinds(),
                storesPatches: plan.header.update?.tokens.contains(TokenKind.patches.rawValue)
                    ?? (plan.rowCount <= 2000 || plan.masks != nil),
                model: model.description),
            precision: options.dtype,
            attention: options.attention == .rollout && model.hasAttention,
            objects: plan.masks != nil, predictions: model.classCount != nil,
            classNames: model.classNames, labelNames: plan.labelNames,
            plannedImages: plan.rowCount, patchKernel: model.patchEmbedding.kernel,
            patchBias: model.patchEmbedding.bias, position: model.position)
        classCount = model.classCount
        head = model.classificationHead
        joint = model.description.jointWidth > 0
        columns = plan.header.columns
        hasSplits = plan.header.hasSplits
    }

    /// The wanted layers in the order of the model; all of them for nil.
    private static func layers(_ wanted: [LayerName]?, depth: Int) throws -> [LayerName] {
        let all: [LayerName] = [.embedding] + (0..<depth).map { LayerName.block($0) } + [.final]
        guard let wanted else { return all }
        for case .block(let index) in wanted where index >= depth {
            throw Failure(
                Exit.usage,
                "--layers: expected blocks 0...\(depth - 1), embedding or final of a model of "
                    + "\(depth) blocks, found \(index).")
        }
        return all.filter(wanted.contains)
    }

    /// The wanted kinds of tokens, with `extra` wherever the model has such tokens.
    ///
    /// - Parameter storesPatches: whether the default, for nil, includes the patch tokens.
    private static func tokens(
        _ wanted: [TokenKind]?, storesPatches: Bool, model: ModelDescription
    ) throws -> [TokenKind] {
        let images: [TokenKind] = model.hasClassToken ? [.classToken, .mean] : [.mean]
        guard model.isPlain else {
            if let kind = wanted?.first(where: { $0 != .mean }) {
                throw Failure(
                    Exit.usage,
                    "--tokens \(kind.rawValue): expected mean, the only tokens of \(model.name), "
                        + "which is no plain ViT, found \(kind.rawValue).")
            }
            return [.mean]
        }
        let kinds = wanted ?? (storesPatches ? images + [.patches] : images)
        if kinds.contains(.classToken) { try model.require(.classToken, of: "--tokens class") }
        if model.registers > 0 {
            return TokenKind.ofLayers.filter { kinds.contains($0) || $0 == .extra }
        }
        guard kinds != [.extra] else {
            throw Failure(
                Exit.usage,
                "--tokens extra: expected a model with registers or a distillation token, found "
                    + "\(model.name), which has neither; choose class, mean or patches.")
        }
        return kinds.filter { $0 != .extra }
    }
}

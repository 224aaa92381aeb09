import Dense
import Foundation
import Tokens
import Weights

@testable import ViT

/// What `Scripts/goldens/families.py` computed in float64 with timm and transformers.
struct FamilyGolden: Decodable, Sendable {
    /// A tensor of the checkpoint and the uniform distribution of its numbers.
    struct Description: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let centre: Double
        let half: Double
        /// The numbers themselves where they are not drawn.
        let numbers: [Double]?
    }

    struct Layer: Decodable, Sendable {
        let name: String
        /// Relative L2 error of torch's own float32 over the layer.
        let torchError: Double
        /// At random places of `[tokens, width]`.
        let values: [Double]
        /// `[prefix, 8]`: the first numbers of each token before the patches.
        let prefix: [Double]

        enum CodingKeys: String, CodingKey {
            case name, values, prefix
            case torchError = "torch_f32_error"
        }
    }

    let family: String
    let patch: Int
    let size: Int
    let imageWidth: Int?
    /// First row, first column, rows and columns of the patches of `ofArea`.
    let area: [Int]?
    let ofArea: OfArea?

    /// What some patches alone make.
    struct OfArea: Decodable {
        /// `[depth][heads]`
        let distance: [[Double]]
        /// `[width]`, of layer `final`
        let mean: [Double]
        /// `[depth][patches]`
        let rollout: [[Double]]
    }

    let eps: Float
    let activation: String
    let width: Int
    let depth: Int
    let heads: Int
    /// Patches a side of the position table in the checkpoint; 0 without one.
    let tableGrid: Int
    /// Whether there is a class token; nil in older files, whose models all have one.
    let classToken: Bool?
    /// What the head reads: "mean" or "pooled"; nil for the class token.
    let head: String?
    /// The token of attention pooling; empty or nil without it.
    let pooled: [Double]?
    let prefix: Int
    /// How the position table is resized, as in `PositionResize`; nil for timm's way.
    let positions: String?
    let tensors: [Description]
    let layers: [Layer]
    let logits: [Double]
    /// `[depth][patches]`
    let rollout: [[Double]]
    /// `[depth][heads]`
    let distance: [[Double]]

    enum CodingKeys: String, CodingKey {
        case family, patch, size, eps, activation, width, depth, heads, prefix, tensors, layers
        case area, positions, logits, rollout, distance, head, pooled
        case tableGrid = "table_grid"
        case imageWidth = "image_width"
        case ofArea = "of_area"
        case classToken = "class_token"
    }

    static func data(_ name: String) throws -> Data {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/Families/\(name).json")
        return try Data(contentsOf: file)
    }

    static func load(_ name: String) throws -> FamilyGolden {
        try JSONDecoder().decode(FamilyGolden.self, from: data(name))
    }

    /// The checkpoint's tensors under its own names.
    func checkpoint() -> [CheckpointBytes.Named] {
        tensors.enumerated().map { k, tensor in
            var generator = CounterGenerator(seed: UInt64(1000 + k))
            let values = (0..<tensor.shape.reduce(1, *)).map { _ in
                Float(tensor.centre + tensor.half * (2 * generator.uniform() - 1))
            }
            return (tensor.name, tensor.shape, tensor.numbers?.map { Float($0) } ?? values)
        }
    }

    /// The weights, read from a file of the publisher's format.
    func weights() throws -> VisionTransformerWeights {
        let bytes =
            family == "dino"
            ? CheckpointBytes.pytorch(checkpoint(), isTraining: true)
            : CheckpointBytes.safetensors(checkpoint())
        return try VisionTransformerWeights(CheckpointFile(bytes: bytes, name: family))
    }

    /// The configuration that the weights and the family's settings make.
    func configuration(_ weights: VisionTransformerWeights) -> Configuration {
        var c = Configuration(
            width: weights.width, depth: weights.depth, heads: heads,
            grid: PatchGrid(
                rows: size / patch, columns: (imageWidth ?? size) / patch, patch: weights.patch),
            hidden: weights.mlpWidth,
            eps: eps,
            activation: Activation(rawValue: activation)!, classes: weights.classes)
        if weights.isDistilled { c.extra = .distillation }
        if weights.registers > 0 { c.extra = .registers(weights.registers) }
        c.hasClassToken = weights.hasClassToken
        c.hasClassPosition = weights.hasClassToken && weights.positionedPrefix > 0
        c.hasRegisterPositions = !weights.hasClassToken && weights.positionedPrefix > 0
        c.hasPositionTable = weights.grid != nil
        if weights.family.isDINOv3 { c.rotary = .dinov3 }
        if weights.family == .timmEVA02 { c.rotary = .eva02 }
        if weights.family.isPerception {
            c.rotary = .perception(cells: weights.grid!, first: weights.hasClassToken ? 1 : 0)
        }
        c.hasAttentionNorm = weights.hasAttentionNorm
        c.hasRelativeBias = weights.relativeGrid != nil
        c.hasInnerNorm = weights.hasInnerNorm
        c.hasPeriods = weights.hasPeriods
        c.attentionBiases = weights.attentionBiases
        c.isGated = weights.isGated
        c.hasClosingNorm = weights.hasClosingNorm
        c.hasMeanNorm = weights.hasMeanNorm
        c.pool = weights.poolWidth.map {
            weights.family.isPerception
                ? PoolShape(heads: 8, hidden: $0, readsPrefix: true)
                : PoolShape(heads: heads, hidden: $0)
        }
        c.projection = weights.projection
        c.hasProjectionBias = weights.hasProjectionBias
        c.headInput = head == "mean" ? .patchMean : head == "pooled" ? .pooledToken : .classToken
        c.hasLayerScale = weights.hasLayerScale
        c.hasStemNorm = weights.hasStemNorm
        c.hasPatchBias = weights.hasPatchBias
        c.hasDistillationHead = weights.hasDistillationHead
        return c
    }

    /// The image `[height, width, 3]`, normalised with mean and deviation 0.5.
    func image() -> [Float] {
        var generator = CounterGenerator(seed: 77)
        return (0..<size * (imageWidth ?? size) * 3).map { _ in
            (Float(generator.below(256)) / 255 - 0.5) / 0.5
        }
    }
}

/// The image of a family's golden file sent through the model.
struct FamilyRun {
    /// `[tokens, width]` by layer name.
    private(set) var layers: [String: [Float]] = [:]
    /// `[depth][patches]`
    private(set) var rollout: [[Float]] = []
    /// `[depth][heads]`
    private(set) var distance: [[Float]] = []
    private(set) var logits: [Float] = []
    /// `[width]`; empty without attention pooling.
    private(set) var pooled: [Float] = []
    /// `[width]`: the mean of the patch tokens of `final`.
    private(set) var mean: [Float] = []

    /// - Parameters:
    ///   - picture: the patches that count; nil for all.
    ///   - positions: a mistake in how the position table is resized.
    ///   - changing: a mistake in the configuration.
    ///   - altering: a mistake in a tensor, by timm's name.
    init(
        _ golden: FamilyGolden, positions: PositionResize? = nil, picture: PictureArea? = nil,
        changing: (inout Configuration) -> Void = { _ in },
        altering: @escaping (String, inout [Float]) -> Void = { _, _ in }
    ) throws {
        let weights = try golden.weights()
        var c = golden.configuration(weights)
        changing(&c)
        let model = try VisionTransformer(c) { name, _ in
            var elements = try weights[name].elements
            if name == "pos_embed", let stored = weights.grid,
                c.grid.rows != stored || c.grid.columns != stored
            {
                elements = resizedPositions(
                    elements, prefix: weights.positionedPrefix, from: stored, to: c.grid,
                    width: c.width,
                    positions ?? golden.positions.flatMap(PositionResize.init) ?? .antialiased)
            }
            altering(name, &elements)
            return elements
        }
        let slot = 5
        var pass = ForwardPass(c)
        let image = golden.image()
        pass.pixels.replaceSubrange(
            slot * image.count..<(slot + 1) * image.count, with: image)
        pass.pictures[slot] = picture
        var kept = self
        let outputs = model.forward(&pass) { layer, pass in
            let length = c.tokens * c.width
            let tokens = Array(pass.tokens[slot * length..<(slot + 1) * length])
            switch layer {
            case .embedding: kept.layers["embedding"] = tokens
            case .final:
                kept.layers["final"] = tokens
                kept.mean = pass.patchMean(slot: slot)
            case .block(let index):
                kept.layers["\(index)"] = tokens
                kept.rollout.append(pass.imageRollout(slot: slot))
                kept.distance.append(
                    Array(pass.distance[slot * c.heads..<(slot + 1) * c.heads]))
            }
        }
        self = kept
        let classes = c.classes ?? 0
        self.logits = Array(outputs.logits[slot * classes..<(slot + 1) * classes])
        pooled =
            outputs.pooled.isEmpty
            ? [] : Array(outputs.pooled[slot * c.width..<(slot + 1) * c.width])
    }

    /// Relative L2 errors of a layer: at the golden file's places, and of the tokens before the
    /// patches.
    func errors(_ layer: FamilyGolden.Layer, _ golden: FamilyGolden) -> [Double] {
        let tokens = layers[layer.name]!
        var generator = CounterGenerator(seed: 5000)
        let sampled = layer.values.map { _ in tokens[generator.below(tokens.count)] }
        let first = (0..<golden.prefix).flatMap { token in
            tokens[token * golden.width..<token * golden.width + 8]
        }
        return [(sampled, layer.values), (first, layer.prefix)].map { found, expected in
            let difference = zip(found, expected).reduce(0) {
                $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
            }
            // Models without tokens before the patches have nothing to compare there.
            if expected.isEmpty { return 0 }
            return (difference / expected.reduce(0) { $0 + $1 * $1 }).squareRoot()
        }
    }

    func worstError(_ golden: FamilyGolden) -> Double {
        golden.layers.flatMap { errors($0, golden) }.max()!
    }
}

internal import HDF5
public import Tokens

/// The model behind a file of embeddings, and how images were preprocessed for it (group `/model`).
public struct ModelDescription: Sendable, Equatable {
    /// Model family, such as "vit", or "vectors" for vectors of another program.
    public var family: String
    /// Name of the model, such as "deit-tiny-16-224".
    public var name: String
    /// Name of the checkpoint file.
    public var weightsFile: String
    /// SHA-256 of the checkpoint, in hexadecimal.
    public var weightsSHA256: String
    /// Embedding dimension.
    public var width: Int
    /// Number of blocks.
    public var depth: Int
    /// Number of attention heads per block.
    public var heads: Int
    /// The patches of the input image; `none` for vectors.
    public var grid: PatchGrid
    /// Columns and rows that the preparation cuts off at the right and at the bottom, since no
    /// patch covers them; 0 for most models.
    public var trim: Int
    /// The key in a training file of the moving average of the weights that was taken; "" for the
    /// weights themselves.
    public var average: String
    /// Numbers of an image's embedding in the space of words; 0 for a model without one.
    public var jointWidth: Int
    /// Hidden units and heads that were set to zero (`BlockParts`); "" for none.
    public var ablatedUnits: String
    public var ablatedHeads: String
    /// Hidden units that were moved to a register (`--test-time-registers`); "" for none.
    public var registerUnits: String
    /// Who computed the model: "torch", or "" for `extract` itself.
    public var engine = ""
    /// Numbers of each layer's vectors (embedding, blocks, final) in a model that is no plain ViT,
    /// whose layers are means over positions; empty for the others, whose layers all have `width`.
    public var widths: [Int] = []
    /// What the classification head reads: "class", "class and distillation", "mean" (of the
    /// patches) or "pooled" (the token of attention pooling); "" without a head, and in files of
    /// early versions.
    public var headInput: String
    /// Number of tokens between the class token, if there is one, and the patches: register tokens,
    /// or one distillation token.
    public var registers: Int
    /// Epsilon of the layer norms.
    public var eps: Double
    /// Activation of the MLPs, such as "gelu".
    public var activation: String
    /// How images get the size of the input, such as "crop", "squash" or "pad".
    public var recipe: String
    /// Interpolation of the resizing, such as "bicubic".
    public var interpolation: String
    /// Size of the centre crop divided by the shorter side; 1 for `squash`.
    public var cropRatio: Double
    /// Mean of each channel for normalisation, for pixel values in 0...1, `[3]`.
    public var mean: [Double]
    /// Standard deviation of each channel for normalisation, `[3]`.
    public var std: [Double]
    /// Precision of the matrix products: "f32" or "bf16".
    public var precision: String
    /// Number of parameters of the model.
    public var parameterCount: Int
    /// What readers of results must know, such as "demo model, trained on drawings"; may be empty.
    public var note: String
    /// "stored", or how the position embeddings were interpolated to the image size, or "rotary"
    /// or "relative" for a model without a table, or "absent" where the engine found none; "" in
    /// files of early versions.
    public var positionMethod: String
    /// Whether the model has a class token; the mean of the patch tokens stands for an image in
    /// those without.
    public var hasClassToken: Bool

    public init(
        family: String, name: String, weightsFile: String, weightsSHA256: String, width: Int,
        depth: Int, heads: Int, grid: PatchGrid, registers: Int, eps: Double,
        activation: String, recipe: String, interpolation: String, cropRatio: Double,
        mean: [Double], std: [Double], precision: String, parameterCount: Int, note: String,
        positionMethod: String = "stored", hasClassToken: Bool = true, trim: Int = 0,
        average: String = "", jointWidth: Int = 0, headInput: String = "",
        ablatedUnits: String = "", ablatedHeads: String = "", registerUnits: String = ""
    ) {
        self.family = family
        self.name = name
        self.weightsFile = weightsFile
        self.weightsSHA256 = weightsSHA256
        self.width = width
        self.depth = depth
        self.heads = heads
        self.grid = grid
        self.registers = registers
        self.eps = eps
        self.activation = activation
        self.recipe = recipe
        self.interpolation = interpolation
        self.cropRatio = cropRatio
        self.mean = mean
        self.std = std
        self.precision = precision
        self.parameterCount = parameterCount
        self.note = note
        self.positionMethod = positionMethod
        self.hasClassToken = hasClassToken
        self.trim = trim
        self.average = average
        self.jointWidth = jointWidth
        self.headInput = headInput
        self.ablatedUnits = ablatedUnits
        self.ablatedHeads = ablatedHeads
        self.registerUnits = registerUnits
    }

    /// The first setting, by the name of its option, that makes the tokens of two models not
    /// comparable: weights, preprocessing, or architecture. nil if the tokens are comparable. The
    /// precision of the products does not matter.
    public func difference(
        from other: ModelDescription
    ) -> (name: String, mine: String, its: String)? {
        func numbers(_ values: [Double]) -> String {
            values.map { "\($0)" }.joined(separator: ",")
        }
        func table(_ model: ModelDescription) -> [(name: String, value: String)] {
            // Files of early versions do not record it, and other engines do not know it.
            let position =
                positionMethod.isEmpty || other.positionMethod.isEmpty || engine != other.engine
            return [
                ("the weights", model.weightsSHA256), ("--ema", model.average),
                ("--ablate", model.ablatedUnits), ("--ablate-heads", model.ablatedHeads),
                ("--register-units", model.registerUnits),
                ("--image-size", model.imageSizeOption),
                ("--recipe", model.recipe), ("--crop-ratio", "\(model.cropRatio)"),
                ("--interpolation", model.interpolation), ("--mean", numbers(model.mean)),
                ("--std", numbers(model.std)), ("--heads", "\(model.heads)"),
                ("--eps", "\(model.eps)"), ("--activation", model.activation),
                ("the position table", position ? "" : model.positionMethod),
            ]
        }
        return zip(table(self), table(other)).first { $0.value != $1.value }.map {
            ($0.name, $0.value, $1.value)
        }
    }

    /// Whether inputs may have a border, whose patches are left out: `--pad`.
    public var hasBorder: Bool { recipe == "pad" }

    /// Whether the positions of the patches are in no table, but turn queries and keys ("rotary")
    /// or are biases of the attention ("relative"), or are unknown ("absent").
    public var hasNoPositionTable: Bool {
        ["rotary", "relative", "absent"].contains(positionMethod)
    }

    /// Whether the layers are the tokens of a plain ViT, all of one width.
    public var isPlain: Bool { widths.isEmpty }

    /// Numbers of each vector of a layer.
    public func width(of layer: LayerName) -> Int {
        if widths.isEmpty { return width }
        return switch layer {
        case .embedding: widths[0]
        case .block(let index): widths[index + 1]
        case .final: widths[widths.count - 1]
        }
    }

    /// Side of a patch in pixels; 0 for vectors.
    public var patch: Int { grid.patch }
    /// Patches per image.
    public var patches: Int { grid.count }
    /// Numbers of the pixels of the input image, `height * width * 3`.
    public var pixelCount: Int { grid.height * grid.width * 3 }
    /// Shape of the pixels of the input image.
    public var pixelShape: [Int] { [grid.height, grid.width, 3] }
    /// The value of `--image-size` that gives this model's input.
    public var imageSizeOption: String {
        imageSizeText(height: grid.height + trim, width: grid.width + trim)
    }
    /// Number of tokens before the patches: the class token if there is one, and the extra tokens.
    public var prefix: Int { (hasClassToken ? 1 : 0) + registers }
    /// Tokens per image: the class token, the extra tokens, then the patches in row-major order.
    public var tokens: Int { prefix + patches }

    /// Number of tokens of a kind per image.
    public func count(_ kind: TokenKind) -> Int {
        switch kind {
        case .classToken: hasClassToken ? 1 : 0
        case .mean: 1
        case .joint: jointWidth > 0 ? 1 : 0
        case .extra: registers
        case .patches: patches
        }
    }

    /// Shape of the tokens of a kind of one image in a file; `layer` does not matter for `joint`.
    public func shape(_ kind: TokenKind, _ layer: LayerName) -> [Int] {
        switch kind {
        case .classToken, .mean: [width(of: layer)]
        case .joint: [jointWidth]
        case .extra, .patches: [count(kind), width]
        }
    }

    /// Numbers of each token of a kind.
    public func width(of kind: TokenKind) -> Int { kind == .joint ? jointWidth : width }

    /// The description as named values, in the order in which they are written.
    var fields: [(name: String, value: AttributeValue)] {
        func number(_ value: Int) -> AttributeValue { .integer(Int64(value)) }
        return [
            ("family", .string(family)), ("name", .string(name)),
            ("weights_file", .string(weightsFile)), ("weights_sha256", .string(weightsSHA256)),
            ("width", number(width)), ("depth", number(depth)), ("heads", number(heads)),
            ("patch", number(patch)),
            (
                "image_size",
                grid.isSquare
                    ? number(grid.height) : .integers([Int64(grid.height), Int64(grid.width)])
            ),
            ("registers", number(registers)), ("parameter_count", number(parameterCount)),
            ("eps", .real(eps)), ("activation", .string(activation)), ("recipe", .string(recipe)),
            ("interpolation", .string(interpolation)), ("crop_ratio", .real(cropRatio)),
            ("mean", .reals(mean)), ("std", .reals(std)), ("precision", .string(precision)),
            ("note", .string(note)), ("position_method", .string(positionMethod)),
            ("class_token", number(hasClassToken ? 1 : 0)), ("trim", number(trim)),
            ("average", .string(average)), ("joint_width", number(jointWidth)),
            ("head_input", .string(headInput)),
        ] + ablations + engineFields
    }

    /// The fields of a model that another engine computed.
    private var engineFields: [(name: String, value: AttributeValue)] {
        (engine.isEmpty ? [] : [("engine", .string(engine))])
            + (widths.isEmpty ? [] : [("layer_widths", .integers(widths.map { Int64($0) }))])
    }

    /// The fields of a model of which parts were set to zero; others do not have them.
    private var ablations: [(name: String, value: AttributeValue)] {
        [
            ("ablated_units", ablatedUnits), ("ablated_heads", ablatedHeads),
            ("register_units", registerUnits),
        ]
        .filter { !$0.1.isEmpty }.map { ($0.0, .string($0.1)) }
    }

    /// Writes the description as attributes.
    func write(to attributes: Attributes) throws {
        for (name, value) in fields { try attributes.set(name, value) }
    }
}

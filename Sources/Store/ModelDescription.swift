internal import HDF5

/// The model behind a file, as the group `/model` tells it.
public struct ModelDescription: Sendable, Equatable {
    public var family: String
    public var name: String
    public var weightsFile: String
    public var weightsSHA256: String
    public var width: Int
    public var depth: Int
    public var heads: Int
    public var patch: Int
    /// Pixels a side.
    public var imageSize: Int
    /// Tokens between the class token and the patches: registers, or one distillation token.
    public var registers: Int
    public var eps: Double
    public var activation: String
    public var recipe: String
    public var interpolation: String
    /// Size of the centre crop over the short side; 1 for `squash`.
    public var cropRatio: Double
    /// Three numbers, for pixel values in 0...1.
    public var mean: [Double]
    public var std: [Double]
    public var precision: String
    public var parameterCount: Int
    /// What a reader must know, such as "demo model, trained on drawings"; may be empty.
    public var note: String
    /// "stored", or how the position table was fitted to the image size; "" in older files.
    public var positionMethod: String

    public init(
        family: String, name: String, weightsFile: String, weightsSHA256: String, width: Int,
        depth: Int, heads: Int, patch: Int, imageSize: Int, registers: Int, eps: Double,
        activation: String, recipe: String, interpolation: String, cropRatio: Double,
        mean: [Double], std: [Double], precision: String, parameterCount: Int, note: String,
        positionMethod: String = "stored"
    ) {
        self.family = family
        self.name = name
        self.weightsFile = weightsFile
        self.weightsSHA256 = weightsSHA256
        self.width = width
        self.depth = depth
        self.heads = heads
        self.patch = patch
        self.imageSize = imageSize
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
    }

    /// The first thing, by the option's name, in which the way from a picture to its tokens
    /// differs from another model's; nil when tokens of the two can be compared.
    ///
    /// The number format of the products is none of it.
    public func difference(
        from other: ModelDescription
    ) -> (name: String, mine: String, its: String)? {
        func numbers(_ values: [Double]) -> String {
            values.map { "\($0)" }.joined(separator: ",")
        }
        func table(_ model: ModelDescription) -> [(name: String, value: String)] {
            // Attributes of older files that say nothing of it.
            let position = positionMethod.isEmpty || other.positionMethod.isEmpty
            return [
                ("the weights", model.weightsSHA256), ("--image-size", "\(model.imageSize)"),
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

    /// Patches a side.
    public var grid: Int { patch > 0 ? imageSize / patch : 0 }
    /// Patches of an image.
    public var patches: Int { grid * grid }
    /// Tokens before the patches: the class token and the extra ones.
    public var prefix: Int { 1 + registers }
    /// All tokens of an image: the class token, the extra ones, then the patches row by row.
    public var tokens: Int { prefix + patches }

    /// Rows that one image has of a kind of tokens.
    public func count(_ kind: TokenKind) -> Int {
        switch kind {
        case .classToken, .mean: 1
        case .extra: registers
        case .patches: patches
        }
    }

    /// The shape of one image's tokens of a kind in a file.
    func shape(_ kind: TokenKind) -> [Int] {
        switch kind {
        case .classToken, .mean: [width]
        case .extra, .patches: [count(kind), width]
        }
    }

    func write(to attributes: Attributes) throws {
        try attributes.set("family", .string(family))
        try attributes.set("name", .string(name))
        try attributes.set("weights_file", .string(weightsFile))
        try attributes.set("weights_sha256", .string(weightsSHA256))
        for (key, number) in [
            ("width", width), ("depth", depth), ("heads", heads), ("patch", patch),
            ("image_size", imageSize), ("registers", registers),
            ("parameter_count", parameterCount),
        ] {
            try attributes.set(key, .integer(Int64(number)))
        }
        try attributes.set("eps", .real(eps))
        try attributes.set("activation", .string(activation))
        try attributes.set("recipe", .string(recipe))
        try attributes.set("interpolation", .string(interpolation))
        try attributes.set("crop_ratio", .real(cropRatio))
        try attributes.set("mean", .reals(mean))
        try attributes.set("std", .reals(std))
        try attributes.set("precision", .string(precision))
        try attributes.set("note", .string(note))
        try attributes.set("position_method", .string(positionMethod))
    }

    /// - Parameter allowsVectors: whether vectors of another origin pass, which have a width
    ///   alone.
    init(from attributes: Attributes, allowsVectors: Bool = false) throws {
        func reals(_ name: String) throws -> [Double] {
            if case .reals(let values)? = try attributes.get(name) { return values }
            return []
        }
        var positionMethod = ""
        if case .string(let text)? = try attributes.get("position_method") { positionMethod = text }
        self.init(
            family: try attributes.string("family"), name: try attributes.string("name"),
            weightsFile: try attributes.string("weights_file"),
            weightsSHA256: try attributes.string("weights_sha256"),
            width: try attributes.integer("width"), depth: try attributes.integer("depth"),
            heads: try attributes.integer("heads"), patch: try attributes.integer("patch"),
            imageSize: try attributes.integer("image_size"),
            registers: try attributes.integer("registers"), eps: try attributes.real("eps"),
            activation: try attributes.string("activation"),
            recipe: try attributes.string("recipe"),
            interpolation: try attributes.string("interpolation"),
            cropRatio: try attributes.real("crop_ratio"), mean: try reals("mean"),
            std: try reals("std"), precision: try attributes.string("precision"),
            parameterCount: try attributes.integer("parameter_count"),
            note: try attributes.string("note"), positionMethod: positionMethod)
        if allowsVectors && [depth, heads, patch, imageSize, registers].allSatisfy({ $0 == 0 })
            && (1..<1 << 20).contains(width)
        {
            return
        }
        guard width > 0, depth > 0, patch > 0, imageSize >= patch, imageSize % patch == 0,
            width < 1 << 20, depth < 1000, imageSize < 1 << 16,
            (1..<1 << 16).contains(heads), (0..<1 << 16).contains(registers), grid < 1 << 12
        else {
            throw StoreError.notOurs(
                file: "the file",
                found: "a model of width \(width), depth \(depth), patch \(patch), image size "
                    + "\(imageSize), heads \(heads), registers \(registers)")
        }
    }
}

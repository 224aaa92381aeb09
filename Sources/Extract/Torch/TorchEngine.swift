internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import Tokens

/// A model of PyTorch, which a process of its own holds: `python -m vitrine_vit.engine`.
///
/// It is opened (the library loads the model), described (a trial run shows its layers) and, when
/// the plan is known, given shared memory; see `TorchSession`. Documentation/Engine.md has the
/// protocol.
final class TorchEngine: Sendable {
    /// What a file records of the model.
    let description: ModelDescription
    /// How an image becomes the input.
    let recipe: Recipe
    /// Names of the head's classes; empty when they are unknown.
    let classNames: [String]
    /// Outputs of the head; nil without one.
    let classCount: Int?
    let hasAssumedClasses: Bool
    /// Notes for the user, one line each.
    let remarks: [String]
    /// The checkpoint, where it is one known file.
    let weightsPath: String?
    /// Kernel and bias of the patch embedding, and positions; empty and nil where they are unknown.
    let kernel: Matrix<Float>
    let bias: [Float]
    let position: Matrix<Float>?
    /// Whether rollout and distances can be computed.
    let hasAttention: Bool
    /// Images that go through the model at a time.
    let batch: Int
    /// What the last digits of a row depend on: libraries, device, precision, batch.
    let setting: String
    /// Device and libraries, for the announcement.
    let place: String
    /// The library's preparation is used.
    let isPreparedByLibrary: Bool
    let options: EngineOptions
    let process: EngineProcess

    /// Starts the process and loads the model.
    ///
    /// - Throws: `Failure` with the library's reason where the model cannot be loaded.
    init(_ options: EngineOptions, _ model: ModelOptions, quiet: Bool) throws {
        self.options = options
        let weights = model.weights ?? ""
        process = try EngineProcess(
            interpreter: options.interpreter(ProcessInfo.processInfo.environment), isQuiet: quiet)
        var request = EngineRequest("open")
        request.protocol = EngineRequest.protocolVersion
        request.weights = weights
        request.device = options.device
        request.precision = model.precision.rawValue
        request.batch = options.batch ?? 0
        request.compile = options.compile
        request.blocks = options.blocks
        request.size = model.imageSize.map { [$0.height, $0.width] }
        request.prepare = options.prepare.rawValue
        try process.send(request)
        let opened = try process.answer("opened", within: nil)
        let settings = try LibraryPreparation(
            format: opened.preparation ?? "", settings: opened.settings ?? "", name: weights)
        isPreparedByLibrary = options.prepare == .python
        let full = try settings.recipe(
            size: try opened.size.map(Self.size), options: model)

        request = EngineRequest("describe")
        request.size = [full.height, full.width]
        (request.mean, request.std) = (full.mean, full.std)
        try process.send(request)
        let answer = try process.answer("model", within: options.timeout)
        let shape = try Shape(answer, full, weights)
        recipe = shape.recipe
        let classes = answer.classes ?? 0
        classCount = classes > 0 ? classes : nil
        let names = try ClassNames(
            options: model, known: answer.classNames ?? [], count: classCount)
        (classNames, hasAssumedClasses) = (names.names, names.areAssumed)
        hasAttention = (answer.heads ?? 0) > 0
        batch = opened.batch ?? 1
        let precision = opened.precision ?? "f32"
        let device = opened.device ?? ""
        let libraries = (opened.libraries ?? []).joined(separator: ", ")
        place = "\(precision) on \(device), \(libraries), batches of \(batch)"
        setting =
            "\(libraries), \(device), batches of \(batch)" + (options.compile ? ", compiled" : "")
        weightsPath = opened.file.map(absolutePath)
        var description = shape.description(
            answer, opened, recipe, weights: weights, precision: precision)
        if isPreparedByLibrary {
            // Only mean and standard deviation are known of it.
            (description.recipe, description.interpolation) = ("python", "")
        }
        self.description = description
        let width = description.width
        let filters = numbers(answer.kernel)
        let rows = description.grid.patchLength
        let isWhole = shape.isPlain && filters.count == rows * width
        kernel = Matrix(
            rows: isWhole ? rows : 0, columns: width, elements: isWhole ? filters : [])
        bias = numbers(answer.bias)
        let table = numbers(answer.position)
        position =
            table.count == description.tokens * width
            ? Matrix(rows: description.tokens, columns: width, elements: table) : nil
        remarks = (answer.notes ?? []) + (names.remark.map { [$0] } ?? [])
    }

    deinit { process.stop() }

    /// Height and width from a message.
    private static func size(_ sides: [Int]) throws -> ImageSize {
        guard sides.count == 2, sides.allSatisfy({ (1...4096).contains($0) }) else {
            throw Failure(
                Exit.usage,
                "--image-size: expected a model with inputs of 1 to 4,096 pixels along each side, "
                    + "found \(sides).")
        }
        return ImageSize(height: sides[0], width: sides[1])
    }

    /// Layers by the engine's index: embedding, blocks, final.
    func index(of layer: LayerName) -> Int {
        switch layer {
        case .embedding: 0
        case .block(let index): index + 1
        case .final: description.depth + 1
        }
    }

    /// The layer of an index, in words; see `EngineAnswer.BadImage`.
    func layerText(_ index: String) -> String {
        guard let index = Int(index) else { return "the embedding in the space of words" }
        return "layer "
            + (index == 0 ? "embedding" : index > description.depth ? "final" : "\(index - 1)")
    }
}

/// The grid of the model, and the part of the input that its patches cover.
private struct Shape {
    let recipe: Recipe
    let grid: PatchGrid
    /// Whether the layers are the tokens of a plain ViT.
    let isPlain: Bool

    init(_ answer: EngineAnswer, _ full: Recipe, _ weights: String) throws {
        let patch = answer.patch ?? 0
        isPlain = patch > 0
        var recipe = full
        if isPlain {
            let rest = (full.height % patch, full.width % patch)
            guard rest.0 == rest.1 else {
                throw Failure(
                    Exit.usage,
                    "--image-size: expected multiples of the patch size \(patch), found "
                        + "\(full.sizeText).")
            }
            recipe.trim = rest.0
            grid = recipe.grid(patch: patch)
        } else {
            if full.kind == .pad {
                throw Failure(
                    Exit.usage,
                    "--pad: expected a plain ViT, found \(weights), whose means have the border in "
                        + "them.")
            }
            // What masks and variants are cut into, where the model has no patches.
            var (a, b) = (full.height, full.width)
            while b != 0 { (a, b) = (b, a % b) }
            let usual = [16, 14, 32].first { a.isMultiple(of: $0) } ?? a
            grid = PatchGrid(
                rows: full.height / usual, columns: full.width / usual, patch: usual)
        }
        self.recipe = recipe
    }

    func description(
        _ answer: EngineAnswer, _ opened: EngineAnswer, _ recipe: Recipe, weights: String,
        precision: String
    ) -> ModelDescription {
        let widths = answer.widths ?? []
        let hasClass = answer.hasClass ?? false
        func decimals(_ values: [Float]) -> [Double] {
            values.map { Double("\($0)") ?? Double($0) }
        }
        var description = ModelDescription(
            family: answer.family ?? "", name: opened.name ?? weights,
            weightsFile: opened.file.map { ($0 as NSString).lastPathComponent } ?? weights,
            weightsSHA256: opened.digest ?? "", width: widths.last ?? 1,
            depth: max(1, widths.count - 2), heads: answer.heads ?? 0, grid: grid,
            registers: (answer.prefix ?? 0) - (hasClass ? 1 : 0), eps: answer.eps ?? 0,
            activation: answer.activation ?? "", recipe: recipe.kind.rawValue,
            interpolation: recipe.interpolation.rawValue, cropRatio: recipe.cropRatio,
            mean: decimals(recipe.mean), std: decimals(recipe.std), precision: precision,
            parameterCount: answer.parameters ?? 0, note: "",
            positionMethod: (answer.position ?? "").isEmpty ? "absent" : "stored",
            hasClassToken: hasClass, trim: recipe.trim, jointWidth: answer.jointWidth ?? 0)
        description.engine = EngineKind.torch.rawValue
        if !isPlain { description.widths = widths }
        return description
    }
}

/// Numbers of single precision from base64; empty for nil.
private func numbers(_ text: String?) -> [Float] {
    singles(littleEndian: [UInt8](Data(base64Encoded: text ?? "") ?? Data())[...])
}

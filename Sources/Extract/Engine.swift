internal import Console
internal import Dense
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// The model of a run, and who computes it.
enum Engine: Sendable {
    /// Vitrine, on the CPU.
    case native(LoadedModel)
    /// PyTorch, on any device.
    case torch(TorchEngine)

    /// Loads the model.
    ///
    /// - Throws: `Failure` for weights that cannot be used.
    init(_ options: EngineOptions, _ model: ModelOptions, quiet: Bool) throws {
        switch options.engine {
        case .native: self = .native(try LoadedModel(model.resolved(quiet: quiet)))
        case .torch: self = .torch(try TorchEngine(options, model, quiet: quiet))
        }
    }

    /// What a file records of the model.
    var description: ModelDescription {
        switch self {
        case .native(let model): model.description
        case .torch(let engine): engine.description
        }
    }

    /// How an image becomes the input.
    var recipe: Recipe {
        switch self {
        case .native(let model): model.recipe
        case .torch(let engine): engine.recipe
        }
    }

    /// Whether the model's library prepares the images in place of the recipe.
    var isPreparedByLibrary: Bool {
        if case .torch(let engine) = self { return engine.isPreparedByLibrary }
        return false
    }

    /// Names of the head's classes; empty when they are unknown.
    var classNames: [String] {
        switch self {
        case .native(let model): model.classNames
        case .torch(let engine): engine.classNames
        }
    }

    /// Outputs of the classification head; nil without one.
    var classCount: Int? {
        switch self {
        case .native(let model): model.transformer.configuration.classes
        case .torch(let engine): engine.classCount
        }
    }

    /// Whether the names are those of ImageNet-1k because there were no others.
    var hasAssumedClasses: Bool {
        switch self {
        case .native(let model): model.hasAssumedClasses
        case .torch(let engine): engine.hasAssumedClasses
        }
    }

    /// Notes for the user, one line each.
    var remarks: [String] {
        switch self {
        case .native(let model): model.remarks
        case .torch(let engine): engine.remarks
        }
    }

    /// Path of the checkpoint; nil for the demo model and where a library keeps it.
    var weightsPath: String? {
        switch self {
        case .native(let model): model.weightsPath
        case .torch(let engine): engine.weightsPath
        }
    }

    /// Kernel `[patch * patch * 3, width]` and bias `[width]` of the patch embedding; without rows
    /// where the model has none of this form.
    var patchEmbedding: (kernel: Matrix<Float>, bias: [Float]) {
        switch self {
        case .native(let model): (model.transformer.patchKernel, model.transformer.patchBias)
        case .torch(let engine): (engine.kernel, engine.bias)
        }
    }

    /// Position embeddings, `[tokens, width]`; nil for a model without a table.
    var position: Matrix<Float>? {
        switch self {
        case .native(let model):
            model.transformer.configuration.hasPositionTable ? model.transformer.position : nil
        case .torch(let engine): engine.position
        }
    }

    /// The classifier for the logit lens; nil without one, with more classes than a file stores,
    /// and in the torch engine.
    var classificationHead: ClassificationHead? {
        guard case .native(let model) = self, let head = model.transformer.classifier,
            head.weight.rows <= ClassificationHead.mostClasses
        else { return nil }
        return ClassificationHead(
            weight: head.weight, bias: head.bias, closingNorm: head.closingNorm,
            meanNorm: head.meanNorm)
    }

    /// Whether attention rollout and distances can be stored.
    var hasAttention: Bool {
        switch self {
        case .native: true
        case .torch(let engine): engine.hasAttention
        }
    }

    /// Images that go through the model together.
    var batch: Int {
        switch self {
        case .native: ForwardPass.slots
        case .torch(let engine): engine.batch
        }
    }

    /// What the last digits of a row depend on: the instruction sets of the kernels, OpenBLAS and
    /// oneDNN, or libraries, device and batch of PyTorch.
    var setting: String {
        switch self {
        case .native: "\(instructionSet()) \(blasCoreName()) \(oneDNNCoreName())"
        case .torch(let engine): engine.setting
        }
    }

    /// Threads that read and prepare images, and for the native engine compute the model.
    ///
    /// PyTorch's have `SharedSlots.count` more than there are processors, since so many wait.
    var threads: Int {
        switch self {
        case .native: Parallelism.threads
        case .torch: Parallelism.threads + SharedSlots.count
        }
    }
}

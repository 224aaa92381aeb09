internal import ArgumentParser
internal import Console
internal import FileSystem
internal import Foundation

/// Who computes the model.
enum EngineKind: String, ExpressibleByArgument, CaseIterable {
    /// Vitrine itself, on the CPU.
    case native
    /// PyTorch, in a process of its own; see `TorchEngine`.
    case torch
}

/// Who prepares the images for `--engine torch`.
enum PreparationKind: String, ExpressibleByArgument, CaseIterable {
    /// Vitrine, by the settings of the model.
    case own
    /// The model's library, from the decoded image.
    case python
}

/// The options of the engine that computes the model.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who computes the model: native, or torch, which runs any model of timm, Hugging Face, "
                + "OpenCLIP or a Python file (--weights timm:NAME, hf:NAME, open_clip:NAME:TAG, "
                + "FILE.py:function) on any device of PyTorch.", valueName: "native|torch"))
    var engine = EngineKind.native

    /// Default (nil): `$VITRINE_PYTHON` (set by `vitrine`, which runs in one), `$VIRTUAL_ENV`, then
    /// python3 on PATH.
    @Option(help: ArgumentHelp("The Python with PyTorch and vitrine-vit.", valueName: "PROGRAM"))
    var python: String?

    @Option(
        help: ArgumentHelp(
            "The device: auto (a GPU where there is one), cpu, cuda, cuda:1, mps, xpu.",
            valueName: "DEVICE"))
    var device = "auto"

    /// 1...1024; nil for 64, or 8 on the CPU.
    @Option(help: "Images that go through the model at a time. Default: 64, or 8 on the CPU.")
    var batch: Int?

    @Flag(help: "Compile the blocks (torch.compile): slower to start, faster on a GPU.")
    var compile = false

    @Option(
        help: ArgumentHelp(
            "The blocks whose outputs are the layers: a list of modules such as backbone.stages, "
                + "or several modules. Default: found by its usual names.",
            valueName: "MODULE,..."))
    var blocks: String?

    @Option(
        help: ArgumentHelp(
            "Who prepares the images: own (by the settings of the model) or python (the model's "
                + "library, for preparations that own refuses).", valueName: "own|python"))
    var prepare = PreparationKind.own

    /// 1...86,400.
    @Option(help: "Seconds that a batch may take before the run ends.")
    var timeout = 600

    /// Checks the ranges, and that nothing is given that the engine does not use.
    func check(_ model: [String]) throws {
        try checkNumber("--batch", batch, in: 1...1024)
        try checkNumber("--timeout", timeout, in: 1...86_400)
        if engine == .native {
            let given = [
                ("--python", python != nil), ("--device", device != "auto"),
                ("--batch", batch != nil), ("--compile", compile), ("--blocks", blocks != nil),
                ("--prepare", prepare != .own), ("--timeout", timeout != 600),
            ].first { $0.1 }
            if let given {
                throw ValidationError("\(given.0): expected --engine torch with it.")
            }
        } else if let option = model.first {
            throw ValidationError(
                "\(option): expected --engine native with it; the model of PyTorch has its own.")
        }
    }

    /// The interpreter: the value of `--python`, or that of the environment.
    ///
    /// - Throws: `Failure` where there is none.
    func interpreter(_ environment: [String: String]) throws -> String {
        if let python, python.contains("/") {
            guard mayAccess(python, X_OK) else {
                throw Failure(
                    Exit.usage,
                    "--python \(python): expected a program, found none; give the path of a Python "
                        + "that has PyTorch.")
            }
            return absolutePath(python)
        }
        var places = (environment["PATH"] ?? "").split(separator: ":").map {
            "\($0)/\(python ?? "python3")"
        }
        if python == nil {
            let own = environment["VIRTUAL_ENV"].map { $0 + "/bin/python" }
            places = [environment["VITRINE_PYTHON"], own].compactMap { $0 } + places
        }
        guard let found = places.first(where: { mayAccess($0, X_OK) }) else {
            throw Failure(
                Exit.usage,
                "--python: expected \(python ?? "python3") on PATH, found none; give the path of a "
                    + "Python that has PyTorch.")
        }
        return absolutePath(found)
    }
}

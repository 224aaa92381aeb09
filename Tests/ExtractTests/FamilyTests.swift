import Dense
import Foundation
import HDF5
import ProgramRunner
import Testing

@Suite("extract on each family of checkpoints") struct FamilyTests {
    private static let deit = "bicubic, crop 0.875, mean [0.485, 0.456, 0.406]"
    // The shortest decimals of the single-precision numbers.
    private static let clip = "bicubic, crop 1.0, mean [0.48145467, 0.4578275, 0.40821072]"
    private static let half = "squash to 224, bilinear, mean [0.5, 0.5, 0.5]"
    /// The golden file, the `prepare` line, and what stands beside the checkpoint.
    static let all: [(name: String, recipe: String, config: String?)] = [
        ("dino", "crop to 112, " + deit, nil),
        ("deit-distilled", "crop to 224, " + deit, nil),
        ("huggingface-deit", "squash-floor to 224, " + deit, nil),
        ("huggingface-vit", half, nil),
        ("dinov2", "crop to 224, " + deit, nil),
        ("dinov2-chunked", "crop to 224, " + deit, nil),
        ("dinov2-registers", "crop to 224, " + deit, nil),
        ("timm-dinov2", "crop to 224, " + deit, nil),
        ("timm-dinov2-registers", "crop to 224, " + deit, nil),
        ("huggingface-dinov2", "crop-floor to 224, " + deit, nil),
        ("huggingface-dinov2-registers", "crop-floor to 224, " + deit, nil),
        ("torchvision", "crop to 224, bilinear, crop 0.875, mean [0.485, 0.456, 0.406]", nil),
        ("openai-clip-b16", "crop to 224, " + clip, nil),
        ("openai-clip-b32", "crop to 224, " + clip, nil),
        (
            "timm-clip-b16", "crop to 224, bicubic, crop 0.9, mean [0.25, 0.5, 0.75]",
            """
            {"architecture": "vit_base_patch16_clip_quickgelu_224", "num_features": 48,
            "pretrained_cfg": {
            "input_size": [3, 224, 224], "crop_pct": 0.9, "interpolation": "bicubic",
            "mean": [0.25, 0.5, 0.75], "std": [0.5, 0.5, 0.5], "crop_mode": "center"}}
            """
        ),
        ("timm-clip-b32", "crop to 224, " + clip, nil),
        (
            "huggingface-clip-b16", "crop-floor to 224, " + clip,
            """
            {"vision_config": {"num_attention_heads": 3, "hidden_act": "quick_gelu",
            "hidden_size": 48, "num_hidden_layers": 3, "layer_norm_eps": 1e-05}}
            """
        ),
        ("huggingface-clip-b32", "crop-floor to 224, " + clip, nil),
        (
            "timm-gap", "crop to 224, bicubic, crop 0.875, mean [0.5, 0.5, 0.5]",
            #"{"architecture": "vit_x", "num_features": 48, "pretrained_cfg": {"#
                + #""mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}}"#
        ),
        ("timm-gap-registers", "crop to 256, " + deit, nil),
        ("timm-mae-finetuned", "crop to 224, " + deit, nil),
        ("timm-map-registers", "crop to 256, bicubic, crop 0.9, mean [0.5, 0.5, 0.5]", nil),
        ("timm-siglip", "crop to 224, bicubic, crop 0.9, mean [0.5, 0.5, 0.5]", nil),
        (
            "huggingface-siglip", "squash to 224, bicubic, mean [0.5, 0.5, 0.5]",
            #"{"model_type": "siglip", "vision_config": {"num_hidden_layers": 3, "#
                + #""hidden_size": 48, "num_attention_heads": 3}}"#
        ),
        ("huggingface-ijepa", half, nil),
        ("timm-dinov3", "crop to 256, bicubic, crop 1.0, mean [0.485, 0.456, 0.406]", nil),
        ("dinov3", "squash to 256, bilinear, mean [0.485, 0.456, 0.406]", nil),
        ("huggingface-dinov3", "squash-float to 224, bilinear, mean [0.485, 0.456, 0.406]", nil),
        (
            "huggingface-dinov3-plus",
            "squash-float to 224, bilinear, mean [0.485, 0.456, 0.406]", nil
        ),
        ("huggingface-dinov2-giant", "crop-floor to 224, " + deit, nil),
        (
            "timm-eva", "crop to 224, bicubic, crop 0.9, mean [0.48145467, 0.4578275, 0.40821072]",
            nil
        ),
        ("timm-beit", "crop to 224, bicubic, crop 0.9, mean [0.5, 0.5, 0.5]", nil),
        ("huggingface-beit", "squash to 224, bicubic, mean [0.5, 0.5, 0.5]", nil),
    ]

    @Test("A head of 1,000 classes that nobody named has ImageNet's names, and no other head has")
    func imageNetNames() throws {
        let golden = try Family.load("deit-distilled")
        let folder = try TemporaryFolder()
        let images = try folder.folder("images")
        try golden.image().write(to: URL(fileURLWithPath: images + "/golden.png"))
        func names(_ classes: Int, _ config: String?, _ more: [String] = []) throws -> (
            names: [String]?, errors: String
        ) {
            let model = try folder.folder("model-\(UUID().uuidString)")
            try golden.checkpoint(classes: classes).write(
                to: URL(fileURLWithPath: model + "/w.safetensors"))
            if let config {
                try Data(config.utf8).write(to: URL(fileURLWithPath: model + "/config.json"))
            }
            let out = model + "/out.h5"
            let result = try runProgram(
                "extract",
                [images, out, "--weights", model + "/w.safetensors", "--heads", "3"] + more)
            #expect(result.code == 0, "\(result.errors)")
            let found = try File.open(out).root.group("predictions")
            return (
                found.contains("names") ? try found.dataset("names").readStrings() : nil,
                result.errors
            )
        }
        let plain = try names(1000, nil)
        #expect(plain.names?.count == 1000 && Set(plain.names ?? []).count == 1000)
        #expect(plain.names?[0] == "tench" && plain.names?[282] == "tiger cat")
        #expect(plain.names?[208] == "Labrador retriever" && plain.names?[999] == "toilet tissue")
        #expect(plain.errors.contains("are named as in ImageNet-1k"))
        func config(_ name: String) -> String {
            let all = (0..<1000).map { "\"\(name)_\($0)\"" }.joined(separator: ", ")
            return """
                {"architecture": "deit_x", "num_features": 48, "label_names": [\(all)]}
                """
        }
        #expect(try names(1000, config("bird")).names?[7] == "bird_7")
        #expect(try names(999, nil).names == nil)
        let list = folder.file("classes.txt")
        try Data((0..<1000).map { "mine \($0)\n" }.joined().utf8).write(
            to: URL(fileURLWithPath: list))
        #expect(try names(1000, nil, ["--classes", list]).names?[5] == "mine 5")
    }

    @Test(
        "By default a family has its published settings, and the rows are timm's or transformers'",
        arguments: all.indices)
    func families(index: Int) throws {
        let (name, recipe, config) = Self.all[index]
        let golden = try Family.load(name)
        let folder = try TemporaryFolder()
        let images = try folder.folder("images")
        let weights = folder.file("w.safetensors")
        try golden.image().write(to: URL(fileURLWithPath: images + "/golden.png"))
        try golden.checkpoint().write(to: URL(fileURLWithPath: weights))
        if let config {
            try Data(config.utf8).write(to: URL(fileURLWithPath: folder.file("config.json")))
        }
        let out = folder.file("out.h5")
        let common = [images, out, "--weights", weights, "--heads", "3"]
        let plan = try runProgram("extract", common + ["--dry-run"])
        #expect(plan.code == 0 && plan.errors.contains("prepare  " + recipe), "\(plan.errors)")

        let result = try runProgram(
            "extract",
            common + [
                "--recipe", "squash", "--mean", "0.5", "--std", "0.5", "--dtype", "f32",
                "--image-size", "\(golden.size)",
            ])
        #expect(result.code == 0, "\(result.errors)")
        let hasClass = golden.classToken ?? true
        #expect(result.errors.contains("has no class token") != hasClass)
        let root = try File.open(out).root
        let model = try root.group("model").attributes
        let registers = golden.prefix - (hasClass ? 1 : 0)
        #expect(try model.integer("registers") == registers)
        #expect(try model.integer("class_token") == (hasClass ? 1 : 0))
        #expect(try model.integer("image_size") == golden.size)
        let method = try model.string("position_method")
        let ways = [
            "dinov2": "out antialiasing, of n + 0.1 cells",
            "dinov2-chunked": "out antialiasing, of n + 0.1 cells",
            "huggingface-dinov2": "out antialiasing",
        ]
        let resized = "bicubic with\(ways[name] ?? " antialiasing") from 37 x 37"
        let isResized = golden.tableGrid * golden.patch == 518
        #expect(
            method
                == (golden.tableGrid == 0
                    ? (name.hasSuffix("beit") ? "relative" : "rotary")
                    : isResized ? resized : "stored"))
        let grid = golden.size / golden.patch
        let tokens = golden.prefix + grid * grid
        for layer in golden.layers {
            let group = "layers/" + (Int(layer.name).map { "0\($0)" } ?? layer.name)
            #expect(root.contains(group + "/class") == hasClass)
            var found: [Float] = hasClass ? try root.dataset(group + "/class").read() : []
            if registers > 0 {
                let extra = try root.dataset(group + "/extra")
                #expect(extra.shape == [1, registers, golden.width])
                found += try extra.read(as: Float.self)
            } else {
                #expect(!root.contains(group + "/extra"))
            }
            let patches: [Float] = try root.dataset(group + "/patches").read()
            found += patches
            #expect(found.count == tokens * golden.width)
            var places = CounterGenerator(seed: 5000)
            var (difference, size) = (0.0, 0.0)
            for value in layer.values {
                let miss = Double(found[places.below(found.count)]) - value
                difference += miss * miss
                size += value * value
            }
            // An image in another slot than the unit tests': the same bound.
            let error = (difference / size).squareRoot()
            #expect(error <= 5e-6, "\(name), layer \(layer.name): \(error)")
            let mean: [Float] = try root.dataset(group + "/mean").read()
            var worst: Float = 0
            for i in 0..<golden.width {
                var sum = 0.0
                for patch in 0..<grid * grid { sum += Double(patches[patch * golden.width + i]) }
                worst = max(worst, abs(mean[i] - Float(sum / Double(grid * grid))))
            }
            #expect(worst < 1e-5, "\(name), the mean of layer \(layer.name) is off by \(worst)")
        }
        let rollout = try root.dataset("attention/rollout")
        #expect(rollout.shape == [1, golden.depth, grid * grid])
        let joint = try root.dataset("explain/0/joint")
        #expect(joint.shape == [golden.depth, tokens, tokens])
        let heads = try root.dataset("explain/0/heads")
        #expect(heads.shape == [golden.depth, golden.heads, grid * grid])
        #expect(root.contains("model/position") == (golden.tableGrid > 0))
        if golden.tableGrid > 0 {
            #expect(try root.dataset("model/position").shape == [tokens, golden.width])
        }
        #expect(root.contains("predictions") == !golden.logits.isEmpty)
        // The class token's row of the rollout, less the columns before the patches; without a
        // class token the mean over the patches' rows.
        let whole: [Float] = try joint.read()
        let row: [Float] = try rollout.read()
        for patch in 0..<grid * grid {
            let rows = hasClass ? [0] : Array(golden.prefix..<tokens)
            let sum = rows.reduce(0.0) { $0 + Double(whole[$1 * tokens + golden.prefix + patch]) }
            #expect(abs(sum / Double(rows.count) - Double(row[patch])) < 1e-7, "\(name)")
        }
    }

    @Test("Without a class token the mean stands for an image in every program")
    func withoutClassToken() throws {
        let golden = try Family.load("huggingface-siglip-vision")
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
        let weights = folder.file("w.safetensors")
        try golden.checkpoint().write(to: URL(fileURLWithPath: weights))
        let store = folder.file("o.h5")
        let common = [images, store, "--weights", weights, "--heads", "3"]
        let refused = try runProgram("extract", common + ["--tokens", "class"])
        #expect(refused.code != 0 && refused.errors.contains("expected a model with a class token"))
        let result = try runProgram("extract", common)
        #expect(result.code == 0 && result.errors.contains("with --tokens mean)"))
        let map = folder.file("t.h5")
        let reduced = try runProgram("reduce", [store, "-o", map])
        #expect(reduced.code == 0, "\(reduced.errors)")
        #expect(reduced.errors.contains("layer final, mean token"))
        let asked = try runProgram("reduce", [store, "-o", map, "--overwrite", "--token", "class"])
        #expect(asked.code != 0)
        let plotted = try runProgram("plot", [map, "-o", folder.file("figures")])
        #expect(plotted.code == 0, "\(plotted.errors)")
        let page = try String(contentsOfFile: folder.file("figures/index.html"), encoding: .utf8)
        #expect(page.contains("that a patch receives from all patches on average"))
        #expect(!page.contains("of the class token"))
        let first = try FileManager.default.contentsOfDirectory(atPath: images + "/cat").sorted()[0]
        let found = try runProgram(
            "search", [store, images + "/cat/" + first, "-k", "2", "-o", "none"])
        #expect(found.code == 0 && found.errors.contains("mean tokens"), "\(found.errors)")
        #expect(found.output.contains("cat/" + first))
    }

    // What these programs read of a file that a family may lack: a table of positions.
    @Test(
        "Models without a position table go through every program",
        arguments: ["timm-beit", "timm-dinov3"])
    func withoutTable(_ name: String) throws {
        let golden = try Family.load(name)
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
        let weights = folder.file("w.safetensors")
        try golden.checkpoint().write(to: URL(fileURLWithPath: weights))
        let (store, map) = (folder.file("o.h5"), folder.file("t.h5"))
        let arguments = [images, store, "--weights", weights, "--heads", "\(golden.heads)"]
        let extracted = try runProgram(
            "extract", arguments + ["--image-size", "\(golden.size)"])
        #expect(extracted.code == 0, "\(extracted.errors)")
        #expect(!(try File.open(store).root.contains("model/position")))
        let reduced = try runProgram("reduce", [store, "-o", map])
        #expect(reduced.code == 0, "\(reduced.errors)")
        let plotted = try runProgram("plot", [map, "-o", folder.file("figures")])
        #expect(plotted.code == 0, "\(plotted.errors)")
        let first = try FileManager.default.contentsOfDirectory(atPath: images + "/cat").sorted()[0]
        let found = try runProgram(
            "search", [store, images + "/cat/" + first, "-k", "2", "-o", "none"])
        #expect(found.code == 0 && found.output.contains("cat/" + first), "\(found.errors)")
        let table = try runProgram("plot", [map, "--figure", "positions", "-o", map + ".x"])
        #expect(table.code != 0 && table.errors.contains("positions and no table"))
    }

    @Test("Registers enter without a position; extra tokens are asked for and refused by name")
    func extraTokens() throws {
        let golden = try Family.load("dinov2-registers")
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat"], count: 2, to: folder)
        let weights = folder.file("w.safetensors")
        try golden.checkpoint().write(to: URL(fileURLWithPath: weights))
        let common = [images, folder.file("o.h5"), "--weights", weights, "--heads", "3"]
        let result = try runProgram(
            "extract", common + ["--tokens", "extra", "--dtype", "f32", "--image-size", "112"])
        #expect(result.code == 0, "\(result.errors)")
        let root = try File.open(folder.file("o.h5")).root
        let extra: [Float] = try root.dataset("layers/embedding/extra").read()
        let tokens = golden.values("register_tokens")
        #expect(extra == tokens + tokens)
        #expect(!root.contains("layers/00/class"))
        #expect(try root.dataset("attention/rollout").shape == [2, 3, 64])

        for (arguments, code, words) in [
            (common + ["--image-size", "100"], Int32(64), "multiple of the patch size 14"),
            (common + ["--image-size", "0"], 64, "--image-size"),
            ([images, folder.file("p.h5"), "--tokens", "extra"], 64, "--tokens extra"),
        ] {
            let result = try runProgram("extract", arguments + ["--overwrite"])
            #expect(result.code == code && result.errors.contains(words), "\(result.errors)")
        }
        let gelu = #"{"hidden_act": "gelu_pytorch_tanh"}"#
        try Data(gelu.utf8).write(to: URL(fileURLWithPath: folder.file("config.json")))
        let other = try runProgram("extract", common + ["--overwrite"])
        // DINOv2's repository has no such file: it is another model's.
        #expect(other.code == 0 && other.errors.contains("config.json is ignored"))
    }
}

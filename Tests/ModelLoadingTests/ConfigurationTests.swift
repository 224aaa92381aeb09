import ArgumentParser
import Console
import Dense
import Foundation
import Images
import ProgramRunner
import Store
import Testing
import ViT
import Weights

@testable import ModelLoading

/// Sizes of the checkpoints of these tests, in Hugging Face's keys.
private let sizes = #""hidden_size": 8, "num_hidden_layers": 1, "patch_size": 4"#
private let bert = """
    {"model_type": "bert", "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
    "hidden_act": "gelu", "layer_norm_eps": 1e-12}
    """
private let half: [Float] = [0.5, 0.5, 0.5]
private let clipMean: [Float] = [0.481_454_66, 0.457_827_5, 0.408_210_73]

/// A processor of Transformers and the preprocessing that it means.
struct ProcessorCase: Sendable, CustomTestStringConvertible {
    let json: String
    let kind: Recipe.Kind
    let size: Int
    var of: Int?
    var interpolation = Interpolation.bilinear
    var mean = half
    var std = half
    var testDescription: String { json }
}

private let processors = [
    ProcessorCase(
        json: #"{"image_processor_type": "ViTImageProcessor"}"#, kind: .squash, size: 224),
    ProcessorCase(
        json: #"{"image_processor_type": "ViTImageProcessorFast", "size": 384, "resample": 3}"#,
        kind: .squash, size: 384, interpolation: .bicubic),
    ProcessorCase(
        json: #"{"feature_extractor_type": "DeiTFeatureExtractor", "size": 256}"#,
        kind: .squashFloor, size: 224, of: 256, interpolation: .bicubic),
    ProcessorCase(
        json: #"{"image_processor_type": "BeitImageProcessor", "do_center_crop": null}"#,
        kind: .squash, size: 224, interpolation: .bicubic),
    ProcessorCase(
        json:
            #"{"image_processor_type": "CLIPImageProcessor", "size": 224, "image_std": [1, 1, 1]}"#,
        kind: .cropFloor, size: 224, interpolation: .bicubic, mean: clipMean, std: [1, 1, 1]),
    ProcessorCase(
        json: """
            {"image_processor_type": "BitImageProcessor", "size": {"shortest_edge": 256},
            "crop_size": {"height": 224, "width": 224}, "image_mean": [0, 0, 0],
                "image_std": [1, 1, 1]}
            """,
        kind: .cropFloor, size: 224, of: 256, interpolation: .bicubic, mean: [0, 0, 0],
        std: [1, 1, 1]),
    ProcessorCase(
        json: #"{"image_processor_type": "SiglipImageProcessor", "resample": 0}"#,
        kind: .squash, size: 224, interpolation: .nearest),
    ProcessorCase(
        json: #"{"image_processor_type": "ViTImageProcessor", "do_normalize": false}"#,
        kind: .squash, size: 224, mean: [0, 0, 0], std: [1, 1, 1]),
    ProcessorCase(
        json: #"{"image_processor_type": "ViTImageProcessor", "do_rescale": false}"#,
        kind: .squash, size: 224, mean: half.map { $0 / 255 }, std: half.map { $0 / 255 }),
]

@Suite("Files of settings beside a checkpoint") struct ConfigurationTests {
    private func refusal(_ beside: [String: String], _ checkpoint: Data? = nil) -> String {
        failure {
            _ = try ModelFolder(beside: beside, checkpoint: checkpoint).load()
        }?.description ?? "no failure"
    }

    @Test(
        "Settings of another model are ignored, and a line says so",
        arguments: [
            bert, #"{"architecture": "vit_base_patch16_224", "model_args": {"num_heads": 4}}"#,
            #"{"architecture": "vit_x", "num_features": 8, "model_args": {"depth": 2}}"#,
        ])
    func strangers(_ config: String) throws {
        let model = try ModelFolder(beside: [
            "config.json": config, "preprocessor_config.json": #"{"do_pad": true}"#,
        ]).load()
        #expect(model.description.heads == 2 && model.description.eps == 1e-6)
        for name in ["/config.json is ignored: it is", "/preprocessor_config.json is ignored"] {
            #expect(model.remarks.contains { $0.contains(name) }, "\(model.remarks)")
        }
        #expect(model.remarks.contains { $0.contains("using that of DeiT and DINO") })
    }

    @Test(
        "Hugging Face's settings are for one type and one size",
        arguments: [
            bert, #"{"model_type": "deit", \#(sizes)}"#, #"{"model_type": "vit"}"#, "{}",
            #"{"model_type": "vit", "hidden_size": 8, "num_hidden_layers": 2}"#,
            #"{"model_type": "vit", "hidden_size": 4, "num_hidden_layers": 1}"#,
            #"{"model_type": "vit", "hidden_size": 8, "num_hidden_layers": 1, "patch_size": 8}"#,
        ])
    func otherHuggingFace(_ config: String) throws {
        let model = try ModelFolder(
            beside: [
                "config.json": config, "preprocessor_config.json": #"{"image_mean": [0, 0, 0]}"#,
            ], checkpoint: huggingFaceCheckpoint()
        ).load()
        #expect(model.description.heads == 2 && model.recipe.mean == half)
        for name in ["/config.json is ignored: it", "/preprocessor_config.json is ignored: it"] {
            #expect(model.remarks.contains { $0.contains(name) }, "\(model.remarks)")
        }
    }

    @Test("A processor means what Transformers does with it", arguments: processors)
    func processor(_ each: ProcessorCase) throws {
        let file = ConfigurationFile(
            path: "p.json",
            json: try #require(
                JSONSerialization.jsonObject(with: Data(each.json.utf8)) as? [String: Any]))
        let expected = Preprocessing(
            kind: each.kind, cropRatio: Double(each.size) / Double(each.of ?? each.size),
            interpolation: each.interpolation, imageSize: each.size, mean: each.mean,
            std: each.std)
        #expect(try HuggingFaceProcessor(file, .huggingFace).preprocessing == expected)
    }

    @Test("A processor without a class is that of the family, also inside processor_config.json")
    func familyProcessor() throws {
        let model = try ModelFolder(
            beside: [
                "processor_config.json": """
                {"image_processor": {"size": {"height": 8, "width": 8}, "resample": 4},
                "processor_class": "X"}
                """,
                "preprocessor_config.json": #"{"resample": 3}"#,
            ], checkpoint: huggingFaceCheckpoint()
        ).load()
        #expect(
            model.recipe
                == Recipe(kind: .squash, size: 8, interpolation: .box, mean: half, std: half))
        let file = ConfigurationFile(path: "p.json", json: [:])
        #expect(try HuggingFaceProcessor(file, .huggingFaceCLIP).preprocessing.kind == .cropFloor)
        #expect(try HuggingFaceProcessor(file, .huggingFaceDeiT).preprocessing.kind == .squashFloor)
    }

    @Test(
        "What would change the pixels and is not supported is refused by its key",
        arguments: [
            (#"{"do_pad": true}"#, "do_pad"), (#"{"do_resize": false}"#, "do_resize"),
            (#"{"resample": 6}"#, "resample"), (#"{"crop_pct": 0.9}"#, "crop_pct"),
            (#"{"resample": "bicubic"}"#, "resample"),
            (#"{"rescale_offset": true}"#, "rescale_offset"),
            (#"{"image_processor_type": "LevitImageProcessor"}"#, "image_processor_type"),
            (#"{"size": {"height": 8, "width": 4}}"#, "size"),
            (#"{"size": {"longest_edge": 8}}"#, "size"),
            (#"{"size": 8, "do_center_crop": true, "crop_size": 12}"#, "crop_size"),
            (#"{"image_mean": [0.5]}"#, "image_mean"),
        ])
    func refusedProcessors(_ json: String, _ key: String) {
        let text = refusal(["preprocessor_config.json": json], huggingFaceCheckpoint())
        #expect(text.contains(" as \(key), found"), "\(text)")
    }

    @Test(
        "timm's arguments and modes that are not known are refused by name",
        arguments: [
            (#""model_args": {"act_layer": "relu"}"#, "act_layer"),
            (#""global_pool": "max""#, "global_pool"),
            (#""pretrained_cfg": {"crop_mode": "random"}"#, "crop_mode"),
            (#""pretrained_cfg": {"interpolation": "random"}"#, "interpolation"),
            (#""pretrained_cfg": {"input_size": [3, 8, 16]}"#, "input_size"),
        ])
    func refusedTimm(_ part: String, _ key: String) {
        let text = refusal([
            "config.json": #"{"architecture": "vit_x", "num_features": 8, \#(part)}"#
        ])
        #expect(text.contains(" as \(key), found"), "\(text)")
    }

    @Test("What makes images that are not square, and an unknown argument, are refused")
    func refusedOthers() {
        let short = refusal(
            ["preprocessor_config.json": #"{"size": {"shortest_edge": 8}}"#],
            huggingFaceCheckpoint())
        #expect(short.contains("expected do_center_crop true"), "\(short)")
        let argument = refusal([
            "config.json": """
            {"architecture": "vit_x", "num_features": 8, "model_args": {"qk_norm": true}}
            """
        ])
        #expect(argument.contains("model_args has qk_norm, which is not known"), "\(argument)")
    }

    @Test("Older files of timm have the preprocessing outside, and input_size may be of before")
    func olderTimm() throws {
        let outside = try ModelFolder(beside: [
            "config.json": """
            {"architecture": "vit_x", "num_features": 8, "mean": [0, 0, 0], "std": [1, 1, 1],
            "labels": ["a", "b", "c"], "model_args": {"qk_norm": false}}
            """
        ]).load()
        #expect(outside.recipe.mean == [0, 0, 0] && outside.recipe.cropRatio == 0.875)
        #expect(outside.classNames == ["a", "b", "c"])
        func size(_ arguments: String) throws -> Int {
            try ModelFolder(beside: [
                "config.json": """
                {"architecture": "vit_x", "num_features": 8, "model_args": {\(arguments)},
                "pretrained_cfg": {"input_size": [3, 16, 16], "fixed_input_size": true}}
                """
            ]).load().recipe.height
        }
        #expect(try size(#""img_size": [8, 8]"#) == 8)
        #expect(try size(#""img_size": 8, "dynamic_img_size": true"#) == 16)
    }

    @Test("timm's arguments set heads, activation and what the head reads")
    func timmArguments() throws {
        let model = try ModelFolder(beside: [
            "config.json": """
            {"architecture": "vit_x", "num_features": 8, "global_pool": "avg",
            "model_args": {"num_heads": 4, "act_layer": "quick_gelu", "img_size": 8},
            "pretrained_cfg": {"crop_pct": 0.5, "crop_mode": "squash", "interpolation": "lanczos"}}
            """
        ]).load([])
        #expect(model.description.heads == 4 && model.description.activation == "quick_gelu")
        #expect(model.transformer.configuration.headInput == .patchMean)
        #expect(model.description.headInput == "mean")
        #expect(model.remarks.contains { $0.contains("mean of the patch tokens") })
        #expect(model.recipe.kind == .squash && model.recipe.cropRatio == 0.5)
        #expect(model.recipe.interpolation == .lanczos)
        #expect(model.description.cropRatio == 0.5)
    }

    @Test("OpenCLIP's checkpoint reads OpenCLIP's file, whatever timm's beside it states")
    func openCLIP() throws {
        let timm = """
            {"architecture": "vit_x", "num_features": 8, "pretrained_cfg": {"crop_pct": 0.9}}
            """
        func config(_ more: String, width: Int = 8) -> String {
            """
            {"model_cfg": {"vision_cfg": {"width": \(width), "layers": 1, "patch_size": 4,
            "head_width": 2, "norm_kwargs": {"eps": 0.001}}, "quick_gelu": true},
            "preprocess_cfg": {"mean": [0, 0, 0], "std": [1, 1, 1]\(more)}}
            """
        }
        let folder = try ModelFolder(
            beside: ["config.json": timm, "open_clip_config.json": config("")],
            checkpoint: openCLIPCheckpoint())
        let model = try folder.load([])
        #expect(model.description.heads == 4 && model.description.eps == 0.001)
        #expect(model.description.activation == "quick_gelu")
        #expect(model.recipe.kind == .crop && model.recipe.cropRatio == 1)
        #expect(model.recipe.mean == [0, 0, 0])
        let longest = refusal(
            ["open_clip_config.json": config(#", "resize_mode": "longest""#)],
            openCLIPCheckpoint())
        #expect(longest.contains("shortest or squash as resize_mode, found longest"), "\(longest)")
        let other = try ModelFolder(
            beside: ["open_clip_config.json": config("", width: 16)],
            checkpoint: openCLIPCheckpoint()
        ).load()
        #expect(other.remarks.contains { $0.contains("open_clip_config.json is ignored") })
        let trunk = try ModelFolder(
            beside: [
                "open_clip_config.json": """
                {"model_cfg": {"vision_cfg": {"timm_model_name": "vit_x"}},
                "preprocess_cfg": {"mean": [0, 0, 0]}}
                """
            ], checkpoint: openCLIPCheckpoint()
        ).load()
        #expect(trunk.recipe.mean == clipMean && trunk.description.activation == "quick_gelu")
    }

    @Test("A folder stands for the checkpoint in it")
    func folders() throws {
        let folder = try ModelFolder()
        let options = try ModelOptions.parse(["--weights", folder.path, "--heads", "2"])
        let resolved = try options.resolved(quiet: true)
        #expect(resolved.weights == folder.weights)
        #expect(try LoadedModel(resolved).description.weightsFile == "model.safetensors")
        let empty = try TemporaryFolder()
        let error = failure {
            _ = try ModelOptions.parse(["--weights", empty.path]).resolved(quiet: true)
        }
        #expect(error?.code == Exit.nothing)
        #expect(error?.description.contains("a folder with one of model.safetensors") == true)
    }

    @Test("An option for another kind of recipe has no ratio of the checkpoint")
    func kinds() throws {
        let folder = try ModelFolder(beside: [
            "config.json": """
            {"architecture": "vit_x", "num_features": 8, "pretrained_cfg": {"crop_pct": 0.5}}
            """
        ])
        #expect(try folder.load().recipe.cropRatio == 0.5)
        #expect(try folder.load(["--heads", "2", "--recipe", "squash"]).recipe.cropRatio == 1)
        #expect(
            try folder.load(["--heads", "2", "--recipe", "crop-floor"]).recipe.cropRatio == 0.5)
    }

    @Test("Position tables are resized as the library of the family does it")
    func positions() throws {
        let options = ["--heads", "2", "--image-size", "16"]
        let plain = try ModelFolder(checkpoint: huggingFaceCheckpoint()).load(options)
        #expect(plain.description.positionMethod == "bicubic without antialiasing from 2 x 2")
        #expect(plain.remarks.contains { $0.contains("(bicubic without antialiasing)") })
        let openCLIP = try ModelFolder(checkpoint: openCLIPCheckpoint()).load(options)
        #expect(openCLIP.description.positionMethod == "bicubic with antialiasing from 2 x 2")
    }
}

import Console
import Dense
import Foundation
import Images
import Store
import Testing
import Tokens
import ViT

@testable import ModelLoading

private let preprocessor = """
    {"image_mean": [0.25, 0.5, 0.75], "image_std": [0.5, 0.5, 0.5], "do_center_crop": false,
    "resample": 2, "size": {"height": 8, "width": 8}}
    """
private let metadata = [
    "recipe": "crop", "crop_ratio": "0.9", "interpolation": "bicubic", "mean": "0.1,0.2,0.3",
    "std": "1", "eps": "0.001", "heads": "4", "image_size": "16",
]

@Suite("What a checkpoint's tensors do not say") struct RecipeTests {
    @Test("Without any word on it the family's way is taken, and a remark says so")
    func family() throws {
        let model = try ModelFolder().load()
        #expect(
            model.recipe
                == Recipe(
                    kind: .crop, size: 8, cropRatio: 0.875, interpolation: .bicubic,
                    mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]))
        #expect(model.description.eps == 1e-6 && model.description.activation == "gelu")
        #expect(model.remarks.contains { $0.contains("using that of DeiT and DINO") })
    }

    @Test("A file beside the checkpoint goes before the family")
    func beside() throws {
        let model = try ModelFolder(
            beside: [
                "preprocessor_config.json": preprocessor,
                "config.json": """
                {"num_attention_heads": 4, "layer_norm_eps": 0.01, "hidden_act": "quick_gelu",
                "model_type": "vit", "hidden_size": 8, "num_hidden_layers": 1, "patch_size": 4}
                """,
            ], checkpoint: huggingFaceCheckpoint()
        ).load([])
        #expect(
            model.recipe
                == Recipe(
                    kind: .squash, size: 8, interpolation: .bilinear,
                    mean: [0.25, 0.5, 0.75], std: [0.5, 0.5, 0.5]))
        #expect(model.description.heads == 4 && model.description.eps == 0.01)
        #expect(model.description.activation == "quick_gelu")
        #expect(!model.remarks.contains { $0.contains("does not define the preprocessing") })
    }

    @Test("timm's configuration has the crop, the colours and the names of classes")
    func timm() throws {
        let model = try ModelFolder(beside: [
            "config.json": """
            {"architecture": "vit_test_clip_quickgelu_224", "label_names": ["a", "b", "c"],
            "num_features": 8,
            "pretrained_cfg": {"crop_pct": 0.5, "interpolation": "bilinear", "mean": [0, 0, 0],
            "std": [1, 1, 1], "input_size": [3, 8, 8], "crop_mode": "center"}}
            """
        ]).load()
        #expect(
            model.recipe
                == Recipe(
                    kind: .crop, size: 8, cropRatio: 0.5, interpolation: .bilinear,
                    mean: [0, 0, 0], std: [1, 1, 1]))
        #expect(model.description.activation == "quick_gelu")
        #expect(model.classNames == ["a", "b", "c"] && !model.hasAssumedClasses)
    }

    @Test("The checkpoint's own metadata goes before a file beside it, and an option before both")
    func order() throws {
        let folder = try ModelFolder(metadata, beside: ["preprocessor_config.json": preprocessor])
        let own = try folder.load([])
        #expect(
            own.recipe
                == Recipe(
                    kind: .crop, size: 16, cropRatio: 0.9, interpolation: .bicubic,
                    mean: [0.1, 0.2, 0.3], std: [1, 1, 1]))
        #expect(own.description.heads == 4 && own.description.eps == 0.001)
        let asked = try folder.load([
            "--recipe", "squash", "--interpolation", "bilinear", "--mean", "0.5", "--std",
            "0.25,0.5,1", "--image-size", "8", "--heads", "2", "--eps", "0.5",
        ])
        #expect(
            asked.recipe
                == Recipe(
                    kind: .squash, size: 8, interpolation: .bilinear,
                    mean: [0.5, 0.5, 0.5], std: [0.25, 0.5, 1]))
        #expect(asked.description.heads == 2 && asked.description.eps == 0.5)
    }

    @Test("Another image size has a position table of its grid, and a remark")
    func imageSize() throws {
        let folder = try ModelFolder()
        let stored = try folder.load()
        #expect(stored.transformer.configuration.grid.rows == 2)
        #expect(stored.description.positionMethod == "stored")
        let resized = try folder.load(["--heads", "2", "--image-size", "16"])
        #expect(resized.transformer.configuration.grid.rows == 4)
        #expect(resized.transformer.position.rows == 17)
        #expect(
            resized.description.positionMethod == "bicubic with antialiasing from 2 x 2")
        #expect(resized.remarks.contains { $0.contains("position embeddings for 8 pixels") })
    }

    @Test("Names that Hugging Face writes for unnamed classes are none, and --classes has its own")
    func classes() throws {
        let folder = try ModelFolder(
            beside: [
                "config.json": """
                {"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}, "model_type": "vit",
                "hidden_size": 8, "num_hidden_layers": 1}
                """,
                "names.txt": "x\n y \nz\n", "two.txt": "x\ny\n",
            ], checkpoint: huggingFaceCheckpoint())
        #expect(try folder.load().classNames == [])
        let named = try folder.load(["--heads", "2", "--classes", folder.path + "/names.txt"])
        #expect(named.classNames == ["x", "y", "z"])
        for (file, words, code) in [
            ("two.txt", "expected 3 names, one per line, found 2", Exit.usage),
            ("none.txt", "found nothing that can be read", Exit.nothing),
        ] {
            let path = folder.path + "/" + file
            let error = failure { _ = try folder.load(["--heads", "2", "--classes", path]) }
            #expect(error?.description.contains(words) == true, "\(error as Any)")
            #expect(error?.code == code)
        }
        let sorted = try ModelFolder(
            beside: [
                "config.json": """
                {"id2label": {"2": "c", "0": "a", "1": "b"}, "model_type": "vit",
                "hidden_size": 8, "num_hidden_layers": 1}
                """
            ], checkpoint: huggingFaceCheckpoint())
        #expect(try sorted.load().classNames == ["a", "b", "c"])
    }

    @Test(
        "A file beside the checkpoint that cannot be used is refused with its path",
        arguments: [
            ("config.json", "[1]", "found other content (3 bytes)"),
            ("preprocessor_config.json", "{", "found other content (1 byte)"),
            (
                "config.json",
                #"{"hidden_act": "relu", "hidden_size": 8, "num_hidden_layers": 1}"#,
                "gelu, quick_gelu, gelu_pytorch_tanh or silu as hidden_act, found relu"
            ),
        ])
    func refusesConfigurations(_ name: String, _ text: String, _ words: String) throws {
        let folder = try ModelFolder(beside: [name: text], checkpoint: huggingFaceCheckpoint())
        let error = failure { _ = try folder.load() }
        #expect(error?.code == Exit.nothing)
        #expect(error?.description.contains(words) == true, "\(error as Any)")
        #expect(error?.description.contains("\(folder.path)/\(name): ") == true)
    }
}

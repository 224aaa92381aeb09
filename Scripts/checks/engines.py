"""Compares `extract --engine torch` with the libraries whose models it runs, and with our engine.

    python Scripts/checks/engines.py .build/release/extract PHOTOGRAPHS [--limit 8]
        [--deit deit_tiny_patch16_224.safetensors] [--device cpu] [--keep FOLDER]

1. Folders of `save_pretrained` (random numbers, true structure, small) of ViT, DeiT, SigLIP, CLIP,
   DINOv2, DINOv3, BEiT, ConvNeXt, ResNet and Swin, models of timm as Python files, and of OpenCLIP
   by checkpoint: the tokens of all layers, logits and projections against the library's own
   preprocessing and its own forward pass with `output_hidden_states` (timm: forward_intermediates,
   OpenCLIP: hooks).
2. With --deit: both engines on one checkpoint, everything that the files hold.

Printed are the largest relative L2 error of a layer and that of each further output; it fails above
1e-5. Transformers' processors are those of its Pillow backend, whose resampling ours is, and with
`--prepare python` its default ones. Packages: Scripts/requirements.txt.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import h5py
import numpy as np
import open_clip
import timm
import torch
import transformers as t
from PIL import Image
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings  # noqa: E402

LIMIT = 1e-5
SMALL = dict(hidden_size=96, num_hidden_layers=3, num_attention_heads=3, intermediate_size=200)
TEXT = dict(**SMALL, vocab_size=100)
STAGES = dict(depths=[1, 1, 2, 1], num_labels=5)
TIMM = ["vit_tiny_patch16_224", "deit_tiny_distilled_patch16_224", "vit_small_patch14_reg4_dinov2",
        "vit_base_patch16_siglip_224", "vit_small_patch16_dinov3", "eva02_tiny_patch14_224",
        "beit_base_patch16_224", "convnext_atto", "swin_tiny_patch4_window7_224", "resnet18"]


def transformers_models():
    """Name, model and processor of each architecture."""
    yield "vit", t.ViTForImageClassification(t.ViTConfig(**SMALL, num_labels=7)), \
        t.ViTImageProcessor()
    yield "deit", t.DeiTModel(t.DeiTConfig(**SMALL)), t.DeiTImageProcessor()
    yield "siglip", t.SiglipModel(t.SiglipConfig(
        vision_config=dict(**SMALL, image_size=96), text_config=TEXT)), \
        t.SiglipImageProcessor(size=dict(height=96, width=96))
    yield "clip", t.CLIPModel(t.CLIPConfig(
        vision_config=dict(**SMALL, patch_size=32), text_config=TEXT, projection_dim=40)), \
        t.CLIPImageProcessor()
    yield "dinov2", t.Dinov2WithRegistersModel(t.Dinov2WithRegistersConfig(
        **SMALL, image_size=224, patch_size=14)), \
        t.BitImageProcessor(size={"shortest_edge": 256}, crop_size={"height": 224, "width": 224})
    yield "dinov3", t.DINOv3ViTModel(t.DINOv3ViTConfig(**SMALL, num_register_tokens=4)), \
        t.DINOv3ViTImageProcessor()
    yield "beit", t.BeitModel(t.BeitConfig(**SMALL, use_relative_position_bias=True)), \
        t.BeitImageProcessor()
    shares = dict(size={"shortest_edge": 224}, crop_pct=0.875)
    yield "convnext", t.ConvNextForImageClassification(t.ConvNextConfig(
        hidden_sizes=[16, 32, 64, 96], **STAGES)), t.ConvNextImageProcessor(**shares)
    yield "resnet", t.ResNetForImageClassification(t.ResNetConfig(
        embedding_size=16, hidden_sizes=[16, 32, 64, 96], **STAGES)), \
        t.ConvNextImageProcessor(**shares)
    yield "swin", t.SwinModel(t.SwinConfig(embed_dim=24, depths=[1, 1, 2, 1],
                                           num_heads=[1, 2, 4, 8])), t.ViTImageProcessor()


def of_transformers(model, processor, images):
    """The library's own layers, and its further outputs, of `images`."""
    pixels = processor(images, return_tensors="pt")["pixel_values"]
    with torch.inference_mode():
        joint = {}
        tower = model
        if hasattr(model, "get_image_features"):
            y = model.get_image_features(pixel_values=pixels)
            joint = {"joint": getattr(y, "pooler_output", y)}
            tower = model.vision_model
        out = tower(pixel_values=pixels, output_hidden_states=True)
    more = {"logits": out.logits} if getattr(out, "logits", None) is not None else {}
    return list(out.hidden_states), joint | more


def of_timm(model, images):
    """timm's own layers and logits of `images`."""
    config = timm.data.resolve_model_data_config(model)
    transform = timm.data.create_transform(**config, is_training=False)
    pixels = torch.stack([transform(image) for image in images])
    with torch.inference_mode():
        prefix = {"return_prefix_tokens": True} if hasattr(model, "cls_token") else {}
        layers = model.forward_intermediates(
            pixels, norm=False, intermediates_only=True, output_fmt="NCHW", **prefix)
        logits = model(pixels)
    return layers, logits


def error(ours, its):
    """Relative L2 distance."""
    its = np.asarray(its, np.float64)
    return float(np.linalg.norm(np.asarray(ours, np.float64) - its)
                 / max(np.linalg.norm(its), 1e-30))


def mean_of(hidden, prefix):
    """The mean over the positions of tokens, or of a map of either order."""
    if hidden.ndim == 3:
        return hidden[:, prefix:].mean(1)
    is_last = hidden.shape[1] == hidden.shape[2]
    return hidden.mean((1, 2)) if is_last else hidden.mean((2, 3))


def extract(program, photographs, weights, out, arguments, device):
    """Runs `extract --engine torch`; the opened file."""
    done = subprocess.run(
        [program, photographs, out, "--engine", "torch", "--python", sys.executable, "--weights",
         weights, "--device", device, "--dtype", "f32", "--overwrite", "--labels", "none",
         *arguments], stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return h5py.File(out)


def predictions_error(file, logits):
    """The error of the stored probabilities at the stored classes."""
    shares = torch.softmax(logits.double(), -1).numpy()
    labels = file["predictions/label"][:]
    return error(file["predictions/probability"][:], np.take_along_axis(shares, labels, 1))


def compare_hidden(file, hidden, more):
    """Errors of a file against hidden states: embedding, then blocks."""
    prefix = int(file["model"].attrs["registers"]) + int(file["model"].attrs["class_token"])
    names = ["embedding"] + [f"{i:02d}" for i in range(len(hidden) - 1)]
    errors = {}
    for name, state in zip(names, hidden, strict=True):
        group = file[f"layers/{name}"]
        errors[name] = error(group["mean"][:], mean_of(state, prefix))
        if "patches" in group:
            errors[name] = max(errors[name], error(group["patches"][:], state[:, prefix:]))
        if "class" in group:
            errors[name] = max(errors[name], error(group["class"][:], state[:, 0]))
    found = {"layers": max(errors.values())}
    if "joint" in more:
        found["joint"] = error(file["joint"][:], more["joint"])
    if "logits" in more and "predictions" in file:
        found["predictions"] = predictions_error(file, more["logits"])
    return found


def check_transformers(program, photographs, arguments, device, folder, images_of):
    for name, model, processor in transformers_models():
        torch.manual_seed(1)
        model.eval()
        path = folder / f"hf-{name}"
        model.save_pretrained(path)
        processor.save_pretrained(path)
        with extract(program, photographs, f"hf:{path}", folder / f"{name}.h5", arguments,
                     device) as file:
            images = images_of(file)
            # Our resampling is Pillow's; the default of Transformers is torchvision's.
            pillow = t.AutoImageProcessor.from_pretrained(path, backend="pil")
            hidden, more = of_transformers(model, pillow, images)
            yield f"transformers {name}", compare_hidden(file, hidden, more)
        with extract(program, photographs, f"hf:{path}", folder / f"{name}.h5",
                     [*arguments, "--prepare", "python"], device) as file:
            own = t.AutoImageProcessor.from_pretrained(path)
            hidden, more = of_transformers(model, own, images)
            yield f"transformers {name}, --prepare python", compare_hidden(file, hidden, more)


def check_timm(program, photographs, arguments, device, folder, images_of):
    for name in TIMM:
        torch.manual_seed(1)
        small = {"depth": 2} if "patch" in name and "swin" not in name else {}
        model = timm.create_model(name, **{}).eval()
        if small:
            model.blocks = model.blocks[:2]
        path = folder / f"{name}.safetensors"
        save_file({k: v.contiguous() for k, v in model.state_dict().items()}, path)
        source = folder / f"{name}.py"
        source.write_text(
            "import timm\nfrom safetensors.torch import load_file\n\ndef model():\n"
            f"    made = timm.create_model('{name}')\n"
            + ("    made.blocks = made.blocks[:2]\n" if small else "")
            + f"    made.load_state_dict(load_file('{path}'))\n"
            "    config = timm.data.resolve_model_data_config(made)\n"
            "    return made, {k: v for k, v in config.items()}\n")
        with extract(program, photographs, f"{source}:model", folder / f"{name}.h5", arguments,
                     device) as file:
            layers, logits = of_timm(model, images_of(file))
            errors = []
            stages = [i for i in range(len(layers))]
            blocks = sorted(k for k in file["layers"] if k.isdigit())
            for index, layer in zip(stages[-len(blocks):], blocks, strict=True):
                state = layers[index]
                state, prefix = state if isinstance(state, tuple) else (state, None)
                group = file[f"layers/{layer}"]
                errors.append(error(group["mean"][:], state.mean((2, 3))))
                if "patches" in group:
                    tokens = state.flatten(2).transpose(1, 2)
                    errors.append(error(group["patches"][:], tokens))
                if "class" in group and prefix is not None:
                    errors.append(error(group["class"][:], prefix[:, 0]))
            found = {"layers": max(errors)}
        yield f"timm {name}", found


def check_open_clip(program, photographs, arguments, device, folder, images_of):
    for name in ("ViT-S-32-alt", "RN50"):
        torch.manual_seed(1)
        model, _, transform = open_clip.create_model_and_transforms(name)
        model.eval()
        path = folder / f"open_clip-{name}.pt"
        torch.save(model.state_dict(), path)
        with extract(program, photographs, f"open_clip:{name}:{path}", folder / f"{name}.h5",
                     arguments, device) as file:
            hidden = []
            is_vit = hasattr(model.visual, "transformer")
            blocks = model.visual.transformer.resblocks if is_vit else [
                getattr(model.visual, f"layer{i}") for i in range(1, 5)]
            blocks[0].register_forward_pre_hook(lambda m, a, h=hidden: h.append(a[0]))
            for block in blocks:
                block.register_forward_hook(lambda m, a, y, h=hidden: h.append(y))
            with torch.inference_mode():
                joint = model.encode_image(torch.stack([transform(i) for i in images_of(file)]))
            yield f"open_clip {name}", compare_hidden(file, hidden, {"joint": joint})


def check_engines(program, photographs, arguments, device, folder, deit):
    """Both engines on one checkpoint: everything that both files hold."""
    native = folder / "native.h5"
    subprocess.run([program, photographs, native, "--weights", deit, "--dtype", "f32",
                    "--overwrite", "--labels", "none", "--quiet", *arguments], check=True)
    recipe = []
    with h5py.File(native) as file:
        model = file["model"].attrs
        recipe = ["--recipe", model["recipe"], "--crop-ratio", str(model["crop_ratio"])]
    recipe = [r.decode() if isinstance(r, bytes) else r for r in recipe]
    with h5py.File(native) as ours, extract(
            program, photographs, f"timm:deit_tiny_patch16_224:{deit}", folder / "torch.h5",
            [*arguments, *recipe], device) as its:
        found = {}
        for part in ("layers", "attention", "predictions", "explain"):
            errors = []

            def compare(name, node, part=part, errors=errors):
                if isinstance(node, h5py.Dataset) and node.dtype.kind == "f":
                    errors.append(error(its[f"{part}/{name}"][()], node[()]))
                elif isinstance(node, h5py.Dataset):
                    assert (its[f"{part}/{name}"][()] == node[()]).all(), f"{part}/{name}"
            ours[part].visititems(compare)
            found[part] = max(errors)
        assert set(ours["images"]) == set(its["images"])
    return "DeiT-Ti, native against torch", found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("photographs")
    parser.add_argument("--limit", default="8")
    parser.add_argument("--deit", help="deit_tiny_patch16_224 with timm's names")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--keep", help="folder for models and files; default: a temporary one")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    os.environ["HF_HUB_OFFLINE"] = "1"
    arguments = ["--limit", options.limit, "--masks", "none"]

    def images_of(file):
        names = [os.fsdecode(name) for name in byte_strings(file, "images/path")]
        root = Path(json.loads(file.attrs["settings"])["rootPath"])
        return [Image.open(root / name).convert("RGB") for name in names]

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.keep or temporary)
        folder.mkdir(exist_ok=True)
        common = (options.program, options.photographs, arguments, options.device, folder)
        results = []
        if options.deit:
            results.append(check_engines(*common, options.deit))
            print(line(*results[-1]), flush=True)
        for check in (check_transformers, check_timm, check_open_clip):
            for result in check(*common, images_of):
                results.append(result)
                print(line(*result), flush=True)
    worst = max(max(found.values()) for _, found in results)
    print(f"{len(results)} comparisons, largest error {worst:.1e}, allowed {LIMIT:.0e}")
    return worst > LIMIT


def line(name, found):
    return f"{name:45}" + "  ".join(f"{key} {value:.1e}" for key, value in found.items())


if __name__ == "__main__":
    sys.exit(main())

"""Compares the pixels of `extract` with those of other libraries' image processors.

    python Scripts/checks/processors.py .build/release/extract photographs [--limit 200]

Each case saves a small random model with its processor as the library itself does, runs `extract`
on the photographs and compares every byte of the pixels that the store keeps with those of the
processor: for transformers those of its Pillow backend. DINOv3's processor resizes in floating
point; its model gets a patch kernel that copies the pixels, so that the store has the values
themselves. Packages: Scripts/requirements.txt.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
import open_clip
import timm
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings, text  # noqa: E402

SIZES = dict(hidden_size=48, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
HALF = dict(image_mean=[0.5] * 3, image_std=[0.5] * 3)


def vit(size):
    return transformers.ViTModel(transformers.ViTConfig(image_size=size, patch_size=16, **SIZES))


def deit(size):
    return transformers.DeiTModel(transformers.DeiTConfig(image_size=size, patch_size=16, **SIZES))


def dinov2(size):
    return transformers.Dinov2Model(transformers.Dinov2Config(
        image_size=size, patch_size=14, hidden_size=48, num_hidden_layers=1,
        num_attention_heads=2))


def clip(size):
    return transformers.CLIPVisionModel(transformers.CLIPVisionConfig(
        image_size=size, patch_size=16, **SIZES))


# Name: model, processor class, its arguments, input size.
HUGGING_FACE = {
    "ViT": (vit, "ViTImageProcessor", {}, 224),
    "ViT nearest": (vit, "ViTImageProcessor", {"resample": 0}, 224),
    "ViT lanczos": (vit, "ViTImageProcessor", {"resample": 1}, 224),
    "ViT box": (vit, "ViTImageProcessor", {"resample": 4}, 224),
    "ViT hamming": (vit, "ViTImageProcessor", {"resample": 5}, 224),
    "DeiT": (deit, "DeiTImageProcessor", {}, 224),
    "BEiT": (vit, "BeitImageProcessor", {}, 224),
    "DeiT 250": (deit, "DeiTImageProcessor", {"size": {"height": 251, "width": 251}}, 224),
    "CLIP": (clip, "CLIPImageProcessor", {}, 224),
    "CLIP 336": (clip, "CLIPImageProcessor",
                 {"size": {"shortest_edge": 336}, "crop_size": {"height": 336, "width": 336}}, 336),
    "DINOv2": (dinov2, "BitImageProcessor",
               {"size": {"shortest_edge": 256}, "crop_size": {"height": 224, "width": 224}}, 224),
    "DINOv2 518": (dinov2, "BitImageProcessor",
                   {"size": {"shortest_edge": 518}, "crop_size": {"height": 518, "width": 518}},
                   518),
    "SigLIP": (vit, "SiglipImageProcessor", {}, 224),
    "no norm": (vit, "ViTImageProcessor", {"do_normalize": False}, 224),
    "no rescale": (vit, "ViTImageProcessor", {"do_rescale": False}, 224),
}


def hugging_face(name, folder):
    """Saves the model and its processor; returns what makes pixels and values of an image."""
    make, kind, arguments, size = HUGGING_FACE[name]
    make(size).save_pretrained(folder)
    slow = getattr(transformers, kind + "Pil", None) or getattr(transformers, kind)
    processor = slow(**arguments)
    processor.save_pretrained(folder)
    if name in ("CLIP", "DINOv2"):
        # As a model of images and text saves it since version 5.
        path = Path(folder) / "preprocessor_config.json"
        both = json.dumps({"image_processor": json.loads(path.read_text())})
        (Path(folder) / "processor_config.json").write_text(both)
        path.unlink()

    def pixels(image):
        found = processor(image, do_rescale=False, do_normalize=False, return_tensors="np")
        return found["pixel_values"][0].transpose(1, 2, 0)

    return pixels, lambda image: processor(image, return_tensors="np")["pixel_values"][0]


def dinov3(name, folder):
    """A model whose embedding of the patches is their normalised pixels."""
    model = transformers.DINOv3ViTModel(transformers.DINOv3ViTConfig(
        hidden_size=768, num_hidden_layers=1, num_attention_heads=12, intermediate_size=64,
        patch_size=16, num_register_tokens=4))
    with torch.no_grad():
        model.embeddings.patch_embeddings.weight.copy_(torch.eye(768).reshape(768, 3, 16, 16))
        model.embeddings.patch_embeddings.bias.zero_()
    model.save_pretrained(folder)
    processor = transformers.DINOv3ViTImageProcessor()
    processor.save_pretrained(folder)
    return None, lambda image: processor(image, return_tensors="np")["pixel_values"][0]


def embedded_pixels(tokens):
    """The pixels [3, 224, 224] that patch tokens [196, 768] hold."""
    return tokens.reshape(14, 14, 3, 16, 16).transpose(2, 0, 3, 1, 4).reshape(3, 224, 224)


# Name: changes of pretrained_cfg.
TIMM = {
    "timm crop 0.9": dict(crop_pct=0.9, interpolation="bicubic"),
    "timm squash 0.95": dict(crop_pct=0.95, crop_mode="squash", interpolation="bicubic"),
    "timm squash": dict(crop_pct=1.0, crop_mode="squash", interpolation="bilinear"),
    "timm border": dict(crop_pct=1.0, crop_mode="border", interpolation="bicubic"),
    "timm border 0.9": dict(crop_pct=0.9, crop_mode="border", interpolation="bilinear"),
    "timm 208 x 320": dict(crop_pct=0.9, interpolation="bicubic"),
    "timm squash 320 x 208": dict(crop_pct=0.95, crop_mode="squash", interpolation="bicubic"),
    "timm border 208 x 320": dict(crop_pct=1.0, crop_mode="border", interpolation="bicubic"),
}


def options(name):
    """The size that a name ends with, as an option of extract."""
    sides = name.split()[-3:]
    return ["--image-size", f"{sides[0]}x{sides[2]}"] if sides[1:2] == ["x"] else []


def timm_model(name, folder):
    model = timm.create_model("vit_tiny_patch16_224", depth=1)
    save_file(model.state_dict(), f"{folder}/model.safetensors")
    changes = {"mean": [0.5] * 3, "std": [0.5] * 3, "input_size": [3, 224, 224], **TIMM[name]}
    (Path(folder) / "config.json").write_text(json.dumps({
        "architecture": "vit_tiny_patch16_224", "num_features": 192,
        "model_args": {"depth": 1}, "pretrained_cfg": changes}))
    size = options(name)
    if size:
        changes["input_size"] = [3, *(int(side) for side in size[1].split("x"))]
    settings = timm.data.resolve_data_config({}, pretrained_cfg={**model.pretrained_cfg, **changes})
    transform = timm.data.create_transform(**settings, is_training=False)
    geometry = type(transform)(transform.transforms[:-2])
    return lambda image: np.asarray(geometry(image)), lambda image: transform(image).numpy()


# Name: changes of preprocess_cfg.
OPEN_CLIP = {
    "OpenCLIP": {},
    "OpenCLIP squash": {"resize_mode": "squash", "interpolation": "bilinear"},
}


def open_clip_model(name, folder):
    tower = dict(width=48, layers=1, head_width=12, patch_size=16, image_size=224)
    model = open_clip.CLIP(
        embed_dim=16, vision_cfg=tower, text_cfg=dict(width=16, layers=1, heads=2))
    save_file(model.state_dict(), f"{folder}/model.safetensors")
    changes = {"mean": [0.25, 0.5, 0.75], "std": [0.5, 0.25, 0.5], **OPEN_CLIP[name]}
    (Path(folder) / "open_clip_config.json").write_text(json.dumps({
        "model_cfg": {"embed_dim": 16, "vision_cfg": tower}, "preprocess_cfg": changes}))
    # timm's file, which is for another file in the same repository.
    (Path(folder) / "config.json").write_text(json.dumps({
        "architecture": "vit_x", "pretrained_cfg": {"crop_pct": 0.5}}))
    transform = open_clip.image_transform(224, is_train=False, **{
        "interpolation": "bicubic", "resize_mode": "shortest", **changes})
    geometry = type(transform)(transform.transforms[:-2])
    return lambda image: np.asarray(geometry(image)), lambda image: transform(image).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract")
    parser.add_argument("photographs")
    parser.add_argument("--limit", type=int, default=200)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    bad = 0
    cases = [(name, hugging_face) for name in HUGGING_FACE]
    cases += [(name, timm_model) for name in TIMM]
    cases += [(name, open_clip_model) for name in OPEN_CLIP] + [("DINOv3", dinov3)]
    for name, make in cases:
        with tempfile.TemporaryDirectory() as folder:
            pixels, values = make(name, folder)
            paths = sorted(p for p in Path(arguments.photographs).rglob("*")
                           if p.suffix.lower() in (".jpg", ".jpeg", ".png"))[:arguments.limit]
            names = [str(p.relative_to(arguments.photographs)) for p in paths]
            out = f"{folder}/out.h5"
            listed = f"{folder}/list.txt"
            Path(listed).write_text("".join(f"{n}\n" for n in names))
            subprocess.run(
                [arguments.extract, arguments.photographs, out, "--weights",
                 f"{folder}/model.safetensors", "--only", listed, "--explain", ",".join(names),
                 "--layers", "embedding,final", "--tokens", "class,patches", "--dtype", "f32",
                 "--attention", "none", "--quiet", *options(name)], check=True)
            different = worst = seen = 0
            gap = 0.0
            with h5py.File(out) as store:
                model = dict(store["model"].attrs)
                mean, std = np.float32(model["mean"]), np.float32(model["std"])
                if pixels is None:
                    for row, path in enumerate(byte_strings(store["images"], "path")):
                        image = Image.open(Path(arguments.photographs) / path.decode())
                        ours = embedded_pixels(store["layers/embedding/patches"][row])
                        gap = max(gap, np.abs(ours - values(image.convert("RGB"))).max())
                        seen += 1
                for entry in [] if pixels is None else store["explain"].values():
                    path = byte_strings(entry, "path")[0].decode()
                    image = Image.open(Path(arguments.photographs) / path).convert("RGB")
                    ours = entry["pixels"][:]
                    theirs = np.asarray(pixels(image))
                    seen += 1
                    if not np.array_equal(ours, theirs):
                        different += 1
                        worst = max(worst, np.abs(ours.astype(int) - theirs.astype(int)).max())
                    if seen <= 20 and np.array_equal(ours, theirs):
                        normal = (np.float32(ours) / np.float32(255) - mean) / std
                        theirs = np.asarray(values(image)).transpose(1, 2, 0)
                        gap = max(gap, np.abs(normal - theirs).max() / max(1, np.abs(theirs).max()))
            bad += different > 0 or seen != len(names) or gap > 1e-5
            print(f"{name}: {seen} of {len(names)} images, {different} different (at most by "
                  f"{worst}), values within {gap:.1e}; {text(model['recipe'])} "
                  f"{model['crop_ratio']:.4f} {text(model['interpolation'])}", flush=True)
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()

"""Compares the tokens of `extract` with those of the libraries whose models it reads.

    python Scripts/checks/zoo.py .build/release/extract photographs [--limit 3] [--only TEXT]
        [--timm FILE.tsv]

Each model has its true structure and width, two blocks and random numbers, and is saved with its
settings by its own library, as are the preprocessing and the position table. `extract` runs on the
photographs; the reference is the library's own preprocessing and forward pass, in float64. Printed
are the largest relative L2 error of a layer and that of the attention-pooled token or the logits.
`--timm` takes the architectures that architectures.py found to load instead of a short list.
Packages: Scripts/requirements.txt.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import h5py
import numpy as np
import open_clip
import timm
import timm.layers
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file
from timm.models import save_for_hf

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.timm_reference import run as run_timm  # noqa: E402
from common.vitrine_store import byte_strings  # noqa: E402

TIMM = [
    "vit_base_patch16_224", "vit_base_patch16_clip_224", "deit_small_distilled_patch16_224",
    "vit_small_patch14_reg4_dinov2", "vit_giant_patch14_dinov2", "vit_base_patch16_gap_224",
    "vit_base_patch16_reg4_gap_256", "vit_so150m_patch16_reg4_map_256",
    "vit_base_patch16_siglip_224", "vit_base_patch32_siglip_256", "vit_so400m_patch14_siglip_384",
    "vit_base_patch16_siglip_gap_224", "vit_small_patch16_dinov3", "vit_small_plus_patch16_dinov3",
    "vit_base_patch16_dinov3_qkvb", "eva02_tiny_patch14_224", "eva02_base_patch14_448",
    "eva_giant_patch14_224", "eva02_base_patch16_clip_224", "vit_pe_core_base_patch16_224",
    "vit_pe_lang_large_patch14_448", "vit_pe_spatial_small_patch16_512", "beit_base_patch16_224",
    "beitv2_base_patch16_224",
]


def sharpen(model):
    """Draws all numbers: norms, biases, tables and LayerScale that matter, sharp attention."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn(value.shape, generator=generator)
            if any(word in name for word in ("gamma", "lambda1")):
                value.copy_(0.6 + 0.2 * noise)
            elif value.ndim < 2:
                value.copy_(noise * 0.2 + ("norm" in name and name.endswith("weight")))
            elif any(word in name for word in ("token", "pos", "latent", "probe")):
                value.copy_(0.1 * noise)
            else:
                if "bias_table" in name:
                    value.copy_(noise)
                    continue
                gain = 2.0 if any(w in name for w in ("qkv", "q_proj", "k_proj", ".q.", "query",
                                                     "key")) else 1.0
                value.copy_(gain * noise / value[0].numel() ** 0.5)
    return model.eval()


def timm_model(name, folder):
    model = sharpen(timm.create_model(name, pretrained=False, depth=2))
    save_for_hf(model, folder, model_args={"depth": 2}, safe_serialization=True)
    transform = timm.data.create_transform(
        **timm.data.resolve_data_config({}, model=model), is_training=False)
    model.double()

    def run(image):
        pixels = transform(image)[None].double()
        layers, _, logits = run_timm(model, pixels)
        return layers, logits

    return run, model.num_prefix_tokens, getattr(model, "cls_token", None) is not None


def hugging_face(make, processor):
    """A case of a class of transformers and its image processor."""
    def case(_, folder):
        model, tower = make()
        sharpen(model).save_pretrained(folder)
        processor.save_pretrained(folder)
        tower = getattr(model, tower) if tower else model
        tower.double()

        def run(image):
            with torch.no_grad():
                pixels = processor(image, return_tensors="pt")["pixel_values"].double()
                out = tower(pixels, output_hidden_states=True)
                # BEiT has a norm of the pooled mean alone.
                norm = next((getattr(tower, name) for name in
                             ("post_layernorm", "layernorm", "norm") if hasattr(tower, name)),
                            torch.nn.Identity())
                hidden = [h[0].numpy() for h in out.hidden_states]
                final = norm(out.hidden_states[-1])[0].numpy()
            layers = {"embedding": hidden[0], "final": final}
            layers |= {str(k): h for k, h in enumerate(hidden[1:])}
            return layers, np.zeros(0)

        config = getattr(model.config, "vision_config", model.config)
        patches = (config.image_size // config.patch_size) ** 2
        with torch.no_grad():
            size = torch.zeros(1, 3, config.image_size, config.image_size).double()
            prefix = tower(size).last_hidden_state.shape[1] - patches
        return run, prefix, prefix > 0
    return case


def tower(**more):
    return dict(num_hidden_layers=2, hidden_size=768, num_attention_heads=12,
                intermediate_size=3072, **more)


def siglip_text():
    return dict(hidden_size=768, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
                vocab_size=9, bos_token_id=0, eos_token_id=1)


def pillow(name, **more):
    kind = getattr(transformers, name + "Pil", None) or getattr(transformers, name)
    return kind(**more)


HUGGING_FACE = {
    "SiglipModel": hugging_face(lambda: (transformers.SiglipModel(transformers.SiglipConfig(
        text_config=siglip_text(), vision_config=tower(image_size=224, patch_size=16))),
        "vision_model"), pillow("SiglipImageProcessor")),
    "SiglipVisionModel So400m": hugging_face(lambda: (transformers.SiglipVisionModel(
        transformers.SiglipVisionConfig(
            hidden_size=1152, num_hidden_layers=2, num_attention_heads=16, intermediate_size=4304,
            image_size=384, patch_size=14)), None),
        pillow("SiglipImageProcessor", size={"height": 384, "width": 384})),
    "SiglipVisionModel": hugging_face(lambda: (transformers.SiglipVisionModel(
        transformers.SiglipVisionConfig(**tower(image_size=224, patch_size=16))), None),
        pillow("SiglipImageProcessor")),
    "DINOv3ViTModel": hugging_face(lambda: (transformers.DINOv3ViTModel(
        transformers.DINOv3ViTConfig(**tower(
            image_size=224, patch_size=16, num_register_tokens=4))), None),
        pillow("DINOv3ViTImageProcessor")),
    "DINOv3ViTModel plus": hugging_face(lambda: (transformers.DINOv3ViTModel(
        transformers.DINOv3ViTConfig(**tower(
            image_size=224, patch_size=16, num_register_tokens=4, use_gated_mlp=True,
            hidden_act="silu"))), None), pillow("DINOv3ViTImageProcessor")),
    "IJepaModel": hugging_face(lambda: (transformers.IJepaModel(transformers.IJepaConfig(
        **tower(image_size=224, patch_size=14))), None), pillow("ViTImageProcessor")),
    "BeitModel": hugging_face(lambda: (transformers.BeitModel(transformers.BeitConfig(
        image_size=224, patch_size=16, use_relative_position_bias=True, **tower())), None),
        pillow("BeitImageProcessor")),
    "Data2VecVisionModel": hugging_face(lambda: (transformers.Data2VecVisionModel(
        transformers.Data2VecVisionConfig(
            image_size=224, patch_size=16, use_relative_position_bias=True, **tower())), None),
        pillow("BeitImageProcessor")),
    "Dinov2Model giant": hugging_face(lambda: (transformers.Dinov2Model(
        transformers.Dinov2Config(
            hidden_size=768, num_hidden_layers=2, num_attention_heads=12, image_size=224,
            patch_size=14, use_swiglu_ffn=True)), None), pillow("BitImageProcessor")),
}


def in_open_clip(name, embedding=0, interpolation="bicubic"):
    """A model of OpenCLIP around timm's trunk, with its text tower's names beside. `embedding` is
    the width of the trunk's head, which is the projection into the space of words."""
    def case(_, folder):
        trunk = sharpen(timm.create_model(name, depth=2, num_classes=embedding))
        state = {"visual.trunk." + k: v for k, v in trunk.state_dict().items()}
        state |= {"text.x": torch.zeros(4), "logit_scale": torch.zeros(1),
                  "logit_bias": torch.zeros(1)}
        save_file(state, f"{folder}/model.safetensors")
        preprocessing = {"mean": [0.5] * 3, "std": [0.5] * 3, "interpolation": interpolation,
                         "resize_mode": "squash"}
        (Path(folder) / "open_clip_config.json").write_text(json.dumps({
            "model_cfg": {"embed_dim": embedding or 768, "vision_cfg": {
                "image_size": 224, "timm_model_name": name}},
            "preprocess_cfg": preprocessing}))
        transform = open_clip.image_transform(224, is_train=False, **preprocessing)
        trunk.double()

        def run(image):
            layers, _, logits = run_timm(trunk, transform(image)[None].double())
            return layers, logits

        return run, trunk.num_prefix_tokens, trunk.cls_token is not None
    return case


OPEN_CLIP = {
    "OpenCLIP SigLIP": in_open_clip("vit_base_patch16_siglip_224"),
    "OpenCLIP PE": in_open_clip("vit_pe_core_base_patch16_224", 1024, "bilinear"),
    "OpenCLIP EVA-02": in_open_clip("eva02_base_patch16_clip_224", 512),
}


def error(ours, theirs):
    ours, theirs = np.asarray(ours, np.float64), np.asarray(theirs)
    return float(np.linalg.norm(ours - theirs) / np.linalg.norm(theirs))


def compare(make, name, arguments, paths):
    """The largest errors of a model's layers and logits, over the photographs."""
    with tempfile.TemporaryDirectory() as folder:
        run, prefix, has_class = make(name, folder)
        out = f"{folder}/out.h5"
        root = Path(arguments.photographs)
        listed = Path(folder) / "list.txt"
        listed.write_text("".join(f"{p.relative_to(root)}\n" for p in paths))
        found = subprocess.run(
            [arguments.extract, str(root), out, "--weights", f"{folder}/model.safetensors",
             "--only", str(listed), "--tokens", "class,mean,patches" if has_class else
             "mean,patches", "--dtype", "f32", "--attention", "none", "--precision", "f32"],
            capture_output=True, text=True)
        if found.returncode:
            return None, found.stderr.strip().splitlines()[-1]
        worst, logit_gap = 0.0, 0.0
        with h5py.File(out) as store:
            for row, path in enumerate(byte_strings(store["images"], "path")):
                image = Image.open(root / path.decode()).convert("RGB")
                layers, logits = run(image)
                for layer in store["layers"]:
                    key = layer if layer in ("embedding", "final") else str(int(layer))
                    tokens = layers[key]
                    group = store["layers"][layer]
                    pairs = [(group["patches"][row], tokens[prefix:]),
                             (group["mean"][row], tokens[prefix:].mean(axis=0))]
                    if has_class:
                        pairs.append((group["class"][row], tokens[0]))
                    if "extra" in group:
                        pairs.append((group["extra"][row], tokens[int(has_class):prefix]))
                    worst = max([worst] + [error(*pair) for pair in pairs])
                if logits.size and "joint" in store:
                    worst = max(worst, error(store["joint"][row], logits))
                elif logits.size and "predictions" in store:
                    shares = np.exp(logits - logits.max())
                    shares /= shares.sum()
                    best = np.argsort(-shares)[:5]
                    labels = store["predictions/label"][row]
                    logit_gap = max(logit_gap, np.abs(
                        shares[labels] - store["predictions/probability"][row]).max(),
                        np.abs(shares[best] - store["predictions/probability"][row]).max())
        return worst, logit_gap


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract")
    parser.add_argument("photographs")
    parser.add_argument("--limit", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--timm")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    timm.layers.set_fused_attn(False)
    paths = sorted(p for p in Path(arguments.photographs).rglob("*")
                   if p.suffix.lower() in (".jpg", ".jpeg", ".png"))[:arguments.limit]
    names = TIMM
    if arguments.timm:
        with open(arguments.timm, newline="") as file:
            names = [row[0] for row in csv.reader(file, delimiter="\t") if row[2] == "loads"]
    cases = [(name, timm_model) for name in names]
    if not arguments.timm:
        cases += list(HUGGING_FACE.items()) + list(OPEN_CLIP.items())
    bad = []
    for name, make in cases:
        if arguments.only not in name:
            continue
        try:
            worst, more = compare(make, name, arguments, paths)
        except (AttributeError, TypeError) as problem:
            worst, more = None, f"no reference: {problem}"
        if worst is None:
            bad.append(name)
            print(f"{name}: {more}", flush=True)
            continue
        # DINOv3's processor of transformers resizes in single precision.
        bound = 2e-5 if name.startswith("DINOv3ViT") else 5e-6
        bad += [name] if worst > bound or more > 1e-5 else []
        print(f"{name}: layers {worst:.1e}, predictions {more:.1e}", flush=True)
    print(f"{len(bad)} of {len(cases)} differ: " + ", ".join(bad))
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()

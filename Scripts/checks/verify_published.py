#!/usr/bin/env python3
"""Checks a published checkpoint and what Vitrine makes of it against timm.

    Scripts/checks/verify_published.py FILE NAME [--picture P] [--imagenet VAL [--labels L]] \\
        [--limit N] [--extract PROGRAM]

NAME is one of `extract --weights NAME`. Checked, a line each: the SHA-256 against the note beside
the file and the digits in its name; tensor names and shapes against timm's model of it; the final
class token, logits and five likeliest classes of one picture against timm's; and with --imagenet
the top-1 accuracy through `extract`. VAL holds folders named after the synsets, or pictures whose
classes --labels tells: lines "NAME INDEX", or the 1000 synsets in head order, with which names
begin. Ends with 1 when something does not hold.

CLIP in Hugging Face's form is compared with transformers, since timm does not read it.
Packages: Scripts/requirements.txt.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import h5py
import numpy as np
import timm
import timm.layers
import torch
from PIL import Image
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings  # noqa: E402
from embeddings import recipe  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
HALF = ["--mean", "0.5", "--std", "0.5"]
IMAGENET = ["--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225"]
CLIP = ["--mean", "0.48145466,0.4578275,0.40821073", "--std", "0.26862954,0.26130258,0.27577711"]
SQUASH = ["--recipe", "squash", "--interpolation", "bilinear", "--eps", "1e-6"] + HALF


def crop(ratio, eps, colours):
    return ["--recipe", "crop", "--crop-ratio", ratio, "--interpolation", "bicubic",
            "--eps", eps] + colours


DEIT = crop("0.875", "1e-6", IMAGENET)
# timm's DINOv2: the position table at the 518 pixels it is published for.
DINOV2 = crop("1", "1e-6", IMAGENET) + ["--image-size", "518"]
DINOV3 = crop("1", "1e-5", IMAGENET) + ["--image-size", "256"]
SIGLIP = ["--recipe", "squash", "--interpolation", "bicubic", "--eps", "1e-6"] + HALF
PE = crop("1", "1e-5", HALF)
PE_CORE = ["--recipe", "squash", "--interpolation", "bilinear", "--eps", "1e-5"] + HALF
# Name: (timm's model, or a transformers one, options of extract, published top-1 and its rounding).
# 84.02 and 85.72 are probing-vits' own measurements, the others DeiT's README.
MODELS = {
    "augreg-ti16": ("vit_tiny_patch16_224", SQUASH, None),
    "augreg-s32": ("vit_small_patch32_224", SQUASH, None),
    "augreg-s16": ("vit_small_patch16_224", SQUASH, None),
    "augreg-b32": ("vit_base_patch32_224", SQUASH, None),
    "augreg-b16": ("vit_base_patch16_224", SQUASH, (84.02, 0.05)),
    "augreg-b16-in1k": ("vit_base_patch16_224", SQUASH, None),
    "augreg-b8": ("vit_base_patch8_224", SQUASH, None),
    "augreg-l16": ("vit_large_patch16_224", SQUASH, (85.72, 0.05)),
    "vit-b16": ("vit_base_patch16_224", SQUASH, None),
    "vit-l16": ("vit_large_patch16_224", SQUASH, None),
    "deit-ti16": ("deit_tiny_patch16_224", DEIT, (72.2, 0.1)),
    "deit-s16": ("deit_small_patch16_224", DEIT, (79.9, 0.1)),
    "deit-b16": ("deit_base_patch16_224", DEIT, (81.8, 0.1)),
    "deit-ti16-distilled": ("deit_tiny_distilled_patch16_224", DEIT, (74.5, 0.1)),
    "deit-s16-distilled": ("deit_small_distilled_patch16_224", DEIT, (81.2, 0.1)),
    "deit-b16-distilled": ("deit_base_distilled_patch16_224", DEIT, (83.4, 0.1)),
    "dino-s16": ("vit_small_patch16_224", DEIT, None),
    "dino-s8": ("vit_small_patch8_224", DEIT, None),
    "dino-b16": ("vit_base_patch16_224", DEIT, None),
    "dino-b8": ("vit_base_patch8_224", DEIT, None),
    "dinov2-s14": ("vit_small_patch14_dinov2", DINOV2, None),
    "dinov2-b14": ("vit_base_patch14_dinov2", DINOV2, None),
    "dinov2-l14": ("vit_large_patch14_dinov2", DINOV2, None),
    "dinov2-s14-reg": ("vit_small_patch14_reg4_dinov2", DINOV2, None),
    "dinov2-b14-reg": ("vit_base_patch14_reg4_dinov2", DINOV2, None),
    "dinov2-l14-reg": ("vit_large_patch14_reg4_dinov2", DINOV2, None),
    "clip-b16": ("transformers", crop("1", "1e-5", CLIP), None),
    "clip-b32": ("transformers", crop("1", "1e-5", CLIP), None),
    "clip-l14": ("transformers", crop("1", "1e-5", CLIP), None),
    "dinov3-s16": ("vit_small_patch16_dinov3", DINOV3, None),
    "dinov3-s16-plus": ("vit_small_plus_patch16_dinov3", DINOV3, None),
    "dinov3-b16": ("vit_base_patch16_dinov3", DINOV3, None),
    "dinov3-l16": ("vit_large_patch16_dinov3", DINOV3, None),
    "siglip-b16": ("siglip", SIGLIP, None),
    "siglip-l16-256": ("siglip", SIGLIP, None),
    "siglip-so400m-384": ("siglip", SIGLIP + ["--image-size", "384"], None),
    "siglip2-b16": ("siglip", SIGLIP, None),
    "siglip2-l16-256": ("siglip", SIGLIP, None),
    "siglip2-so400m-384": ("siglip", SIGLIP + ["--image-size", "384"], None),
    "pe-core-t16": ("vit_pe_core_tiny_patch16_384", PE_CORE, None),
    "pe-core-s16": ("vit_pe_core_small_patch16_384", PE_CORE, None),
    "pe-core-b16": ("vit_pe_core_base_patch16_224", PE_CORE, None),
    "pe-core-l14": ("vit_pe_core_large_patch14_336", PE_CORE, None),
    "pe-core-g14": ("vit_pe_core_gigantic_patch14_448", PE_CORE, None),
    "pe-spatial-t16": ("vit_pe_spatial_tiny_patch16_512", PE, None),
    "pe-spatial-s16": ("vit_pe_spatial_small_patch16_512", PE, None),
    "pe-spatial-b16": ("vit_pe_spatial_base_patch16_512", PE, None),
    "pe-spatial-l14": ("vit_pe_spatial_large_patch14_448", PE, None),
    "pe-spatial-g14": ("vit_pe_spatial_gigantic_patch14_448", PE, None),
    "pe-lang-l14": ("vit_pe_lang_large_patch14_448", PE, None),
    "pe-lang-g14": ("vit_pe_lang_gigantic_patch14_448", PE, None),
}

failures = []


def line(holds, what, text):
    """One result; `holds` is None where there is nothing to hold it against."""
    print(f"{ {True: 'ok  ', False: 'FAIL', None: '-   '}[holds] } {what:9s} {text}", flush=True)
    if holds is False:
        failures.append(what)


def check_digest(path):
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            sha.update(piece)
    digest = sha.hexdigest()
    size = f"{path.stat().st_size} bytes"
    note = Path(str(path) + ".sha256")
    told = re.search(r"-([0-9a-f]{8})\.", path.name)
    if note.exists():
        wanted = note.read_text().split()[0]
        line(digest == wanted, "sha256", f"{digest}, {size}; noted {wanted}")
    if told:
        line(digest.startswith(told[1]), "sha256", f"{digest}, {size}; named {told[1]}")
    if not note.exists() and not told:
        line(None, "sha256", f"{digest}, {size}; none was noted or published")


def is_zip_of_arrays(path):
    return zipfile.is_zipfile(path) and any(
        name.endswith(".npy") for name in zipfile.ZipFile(path).namelist())


def tensors_of(path):
    """The state dict of a safetensors or PyTorch file."""
    try:
        return load_file(path)
    except Exception:
        state = torch.load(path, map_location="cpu", weights_only=True)
        for key in ("state_dict", "model_state_dict", "model", "teacher"):
            state = state[key] if key in state else state
        return {k: v for k, v in state.items() if torch.is_tensor(v)}


def load_timm(path, architecture):
    """timm's model with the file's numbers, by timm's own loader, and the line on its tensors."""
    timm.layers.set_fused_attn(False)
    overlay = {"file": str(path), "custom_load": False}
    if is_zip_of_arrays(path):
        arrays = np.load(path)
        overlay["custom_load"] = True
        classes = arrays["head/bias"].shape[0] if "head/bias" in arrays.files else 0
        model = timm.create_model(
            architecture, pretrained=True, pretrained_cfg_overlay=overlay, num_classes=classes)
        found = sum(arrays[name].size for name in arrays.files)
        wanted = sum(p.numel() for p in model.parameters())
        line(found == wanted, "tensors",
             f"{len(arrays.files)} arrays of {found} numbers; timm's {architecture} has {wanted}")
        return model
    state = tensors_of(path)
    state = {re.sub(r"^(module\.|backbone\.)+", "", k): v for k, v in state.items()}
    # The image tower of an OpenCLIP model.
    trunk = {k.removeprefix("visual.trunk."): v for k, v in state.items()
             if k.startswith("visual.trunk.")}
    state = trunk or state
    classes = state["head.weight"].shape[0] if "head.weight" in state else 0
    # timm's own conversion of names (DINOv2's), then the full lists.
    model = timm.create_model(architecture, pretrained=False, num_classes=classes)
    filter_of = sys.modules[type(model).__module__].checkpoint_filter_fn
    converted = filter_of(dict(state), model)
    own = {k: tuple(v.shape) for k, v in model.state_dict().items()}
    file = {k: tuple(v.shape) for k, v in converted.items()}
    missing = sorted(own.keys() - file.keys())
    extra = sorted(file.keys() - own.keys())
    shapes = sorted(k for k in own.keys() & file.keys() if own[k] != file[k])
    text = f"{len(file)} tensors against timm's {architecture}"
    for name, names in (("missing", missing), ("extra", extra), ("other shapes", shapes)):
        if names:
            text += f"; {name}: {', '.join(names)}"
    line(not (missing or extra or shapes), "tensors", text)
    if missing or extra or shapes:
        sys.exit(1)
    model.load_state_dict(converted)
    return model


def load_tower(path, is_siglip):
    """transformers' vision tower of CLIP or SigLIP with the file's numbers."""
    import transformers
    state = {k: v for k, v in tensors_of(path).items() if k.startswith("vision_model.")}
    width, _, patch, _ = state["vision_model.embeddings.patch_embedding.weight"].shape
    tokens = state["vision_model.embeddings.position_embedding.weight"].shape[0]
    depth = 1 + max(int(m[1]) for k in state if (m := re.search(r"layers\.(\d+)\.", k)))
    sizes = dict(hidden_size=width, num_hidden_layers=depth, patch_size=patch)
    if is_siglip:
        hidden = state["vision_model.encoder.layers.0.mlp.fc1.weight"].shape[0]
        model = transformers.SiglipVisionModel(transformers.SiglipVisionConfig(
            intermediate_size=hidden, num_attention_heads=12 if width == 768 else 16,
            # 384 pixels in patches of 14 leave the last 6 out.
            image_size={729: 384}.get(tokens, int(tokens ** 0.5) * patch), **sizes))
    else:
        model = transformers.CLIPVisionModel(transformers.CLIPVisionConfig(
            intermediate_size=4 * width, num_attention_heads=width // 64,
            image_size=int((tokens - 1) ** 0.5) * patch, **sizes))
    own = model.state_dict()
    # Newer releases of transformers drop the prefix from the tower's own names.
    short = {k.removeprefix("vision_model."): v for k, v in state.items()}
    state = short if not any(k.startswith("vision_model.") for k in own) else state
    state.pop(next((k for k in state if k.endswith("position_ids")), ""), None)
    missing, extra = sorted(own.keys() - state.keys()), sorted(state.keys() - own.keys())
    missing = [k for k in missing if not k.endswith("position_ids")]
    model.load_state_dict(state, strict=False)
    line(not (missing or extra), "tensors",
         f"{len(state)} tensors of the vision tower against transformers'"
         + "".join(f"; {n}: {', '.join(l)}" for n, l in (("missing", missing), ("extra", extra))
                   if l))
    return model


def run_extract(options, path, images, output, extra):
    """`extract` over a folder or picture with the name's own settings; its last line."""
    command = [options.extract, images, output, "--weights", path, "--dtype", "f32",
               "--layers", "final", "--attention", "none", "--masks", "none",
               "--overwrite"] + extra
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        line(False, "extract", done.stderr.strip().splitlines()[-1])
        sys.exit(1)
    return done.stderr.strip().splitlines()[-1]


def check_picture(options, path, model, settings, folder):
    output = folder / "one.h5"
    run_extract(options, path, options.picture, output, settings)
    store = h5py.File(output)
    image = Image.open(options.picture).convert("RGB")
    batch = recipe(store["model"])(image)[None]
    kept = {}
    with torch.no_grad():
        model = model.double().eval()
        if hasattr(model, "norm"):  # without weights in models that end with their last block
            model.norm.register_forward_hook(lambda m, i, o: kept.__setitem__("final", o))
            logits = model(batch.double())[0].numpy()
            prefix = model.num_prefix_tokens
            final = kept["final"][0]
            final = (final[0] if prefix else final.mean(dim=0)).numpy()
        else:
            # Of CLIP the class token after the closing norm; SigLIP has none: the mean.
            out = model(batch.double())
            logits, final = None, (
                out.pooler_output[0] if "layers/final/class" in store
                else out.last_hidden_state[0].mean(dim=0)).numpy()
    token = "class" if "layers/final/class" in store else "mean"
    ours = store[f"layers/final/{token}"][0].astype(np.float64)
    error = np.linalg.norm(ours - final) / np.linalg.norm(final)
    line(error < 1e-4, "final",
         f"{token} token of {options.picture.name}, relative L2 error {error:.1e} against float64")
    if "joint" in store and logits is not None:
        error = np.linalg.norm(store["joint"][0] - logits) / np.linalg.norm(logits)
        line(error < 1e-3, "joint", f"embedding beside words, relative L2 error {error:.1e}")
        return
    if "predictions" not in store or logits is None:
        line(None, "logits", "the file has no classifier")
        return
    if getattr(model, "head_dist", None) is None:
        head = model.head
        reached = head.weight.detach().numpy() @ ours + head.bias.detach().numpy()
        worst = np.abs(reached - logits).max()
        line(worst < 1e-3 * max(1, np.abs(logits).max()), "logits",
             f"{len(logits)} logits in {logits.min():.2f}...{logits.max():.2f}, largest "
             f"difference {worst:.1e}")
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    likeliest = np.argsort(-logits, kind="stable")[:5]
    labels = store["predictions/label"][0]
    worst = np.abs(store["predictions/probability"][0] - shares[labels]).max()
    line(bool((labels == likeliest).all()) and worst < 1e-4, "classes",
         f"{labels.tolist()} against {likeliest.tolist()}, largest difference of probability "
         f"{worst:.1e}")


def truths(paths, labels):
    """The class of each picture: by the file of labels, else by its folder's synset."""
    if labels is None:
        synsets = sorted({p.split("/")[0] for p in paths})
        if len(synsets) != 1000:
            sys.exit(f"--imagenet: expected 1000 folders of synsets, found {len(synsets)}; tell "
                     "the classes with --labels.")
        return np.array([synsets.index(p.split("/")[0]) for p in paths])
    rows = [row.split() for row in Path(labels).read_text().splitlines() if row.strip()]
    if re.fullmatch(r"n\d{8}", rows[0][0]):
        order = {row[0]: index for index, row in enumerate(rows)}
        found = [re.search(r"n\d{8}", p) for p in paths]
        return np.array([order[m[0]] if m else -1 for m in found])
    order = {row[0]: int(row[1]) for row in rows}
    return np.array([order.get(p.split("/")[-1], -1) for p in paths])


def check_accuracy(options, path, settings, published, folder):
    output = folder / "all.h5"
    limit = ["--limit", str(options.limit)] if options.limit else []
    last = run_extract(options, path, options.imagenet, output, settings + limit)
    store = h5py.File(output)
    if "predictions" not in store:
        line(None, "top-1", "the file has no classifier")
        return
    paths = [p.decode(errors="replace") for p in byte_strings(store, "images/path")]
    truth = truths(paths, options.labels)
    labels = store["predictions/label"][:]
    top1 = 100 * (labels[:, 0] == truth).mean()
    top5 = 100 * (labels == truth[:, None]).any(axis=1).mean()
    text = f"{top1:.2f} %, top-5 {top5:.2f} % of {len(paths)} pictures"
    whole = published and len(paths) == 50_000
    holds = abs(top1 - published[0]) <= published[1] if whole else None
    if published:
        text += f"; published {published[0]} % of 50000"
    line(holds, "top-1", text)
    print("    ", last)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="the published file, downloaded")
    parser.add_argument("name", choices=sorted(MODELS), metavar="NAME",
                        help="one of " + ", ".join(MODELS))
    parser.add_argument("--picture", type=Path, help="default: a drawing of data/images")
    parser.add_argument("--imagenet", type=Path, help="ImageNet's validation pictures")
    parser.add_argument("--labels", help="their classes, when folders do not tell")
    parser.add_argument("--limit", type=int, help="only the first N of them")
    parser.add_argument("--extract", default=ROOT / ".build/release/extract")
    options = parser.parse_args()
    if options.picture is None:
        options.picture = sorted((ROOT / "data/images/cat").glob("*.jpg"))[0]
    architecture, settings, published = MODELS[options.name]
    torch.set_num_threads(2)
    check_digest(options.file)
    tower = architecture in ("transformers", "siglip")
    model = (load_timm(options.file, architecture) if not tower
             else load_tower(options.file, architecture == "siglip"))
    with tempfile.TemporaryDirectory() as name:
        check_picture(options, options.file, model, settings, Path(name))
        if options.imagenet:
            check_accuracy(options, options.file, settings, published, Path(name))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

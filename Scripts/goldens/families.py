"""Golden values of every family of checkpoints, from timm and transformers in float64.

    python Scripts/goldens/families.py Tests/ViTTests/Golden/Families [--counts]

The models are those of family_models.py and newer_family_models.py. A golden file lists the tensors
of the checkpoint, which Swift draws with the same generator, and holds of each layer the values at
128 random places.
`--counts` prints the parameter counts of the published models, too.
Packages: Scripts/requirements.txt.
"""

import json
import sys
from pathlib import Path

import numpy as np
import timm
import timm.layers
import torch
import torch.nn.functional
import transformers
from timm.layers.pos_embed import resample_abs_pos_embed

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import below, uniform  # noqa: E402
from common.timm_reference import distances, picture, rollout  # noqa: E402
from family_models import DEPTH, FAMILIES, HEADS, WIDTH  # noqa: E402
from newer_family_models import NEWER_FAMILIES  # noqa: E402

SAMPLES = 128


def golden(name, make, about):
    model, run, listed, table_grid = make()
    about = {"activation": "gelu", "hasLogits": True, "class_token": True, **about}
    keeps_logits = about.pop("hasLogits")
    pixels = picture(about["size"], about.get("image_width"))
    single, _, single_logits = run(model, pixels)
    layers, attention, logits = run(model.double(), pixels.double())
    pooled = pooled_token(model, pixels.double())
    if not keeps_logits:
        logits = np.zeros(0)
    rows, columns = (side // about["patch"] for side in pixels.shape[2:])
    tokens = layers["0"].shape[0]
    prefix = tokens - rows * columns
    result = {
        "family": name, **about, "width": WIDTH, "depth": DEPTH, "heads": HEADS,
        "table_grid": table_grid, "prefix": prefix, "tensors": listed, "layers": []}
    for layer in ["embedding"] + [str(k) for k in range(DEPTH)] + ["final"]:
        values = layers[layer]
        flat = values.reshape(-1)
        places = below(5000, SAMPLES, flat.size)
        error = np.linalg.norm(single[layer] - values) / np.linalg.norm(values)
        assert 0 < error < 1e-5, (name, layer, error)
        result["layers"].append({
            "name": layer, "torch_f32_error": error,
            "values": [float(flat[p]) for p in places],
            # Eight numbers of each token before the patches, which samples would seldom hit.
            "prefix": [float(v) for v in values[:prefix, :8].reshape(-1)]})
    result["logits"] = [float(v) for v in logits]
    result["pooled"] = [float(v) for v in pooled]
    joint = rollout(attention)
    # What the class token gathered of each patch; without one the mean over the patches.
    shares = joint[:, 0, prefix:] if about["class_token"] else joint[:, prefix:, prefix:].mean(1)
    result["rollout"] = [[float(f"{v:.9g}") for v in row] for row in shares]
    result["distance"] = [
        list(row) for row in distances(attention, columns, about["patch"], prefix)]
    if "area" in about:
        result["of_area"] = of_area(about, attention, layers["final"], joint, prefix, columns)
    peak = np.mean([a.max(axis=-1).mean() for a in attention])
    print(f"{name}: {tokens} tokens, mean largest attention {peak:.3f}, torch f32 error "
          + " ".join(f"{x['torch_f32_error']:.1e}" for x in result["layers"]))
    return result


def of_area(about, attention, final, joint, prefix, columns):
    """What `area` (first row, first column, rows, columns) alone makes of distance, mean and, in a
    model without class token, rollout."""
    top, left, rows, wide = about["area"]
    patches = (np.arange(top, top + rows)[:, None] * columns + np.arange(left, left + wide)).ravel()
    shares = (joint[:, 0, prefix:] if about["class_token"]
              else joint[:, prefix + patches, prefix:].mean(1))
    return {
        "distance": distances(attention, columns, about["patch"], prefix, patches).tolist(),
        "mean": final[prefix + patches].mean(0).tolist(),
        "rollout": [[float(f"{v:.9g}") for v in row] for row in shares]}


def pooled_token(model, pixels):
    """The token of attention pooling, [width]; empty without it."""
    with torch.no_grad():
        if getattr(model, "attn_pool", None) is not None:
            tokens = model.forward_features(pixels)
            return model.pool(tokens)[0].numpy()
        if getattr(model, "use_head", False):
            return model(pixels).pooler_output[0].numpy()
    return np.zeros(0)


def tables():
    """Position tables of width 3 resized as each library does it, and in float64."""
    cases = []
    resize = torch.nn.functional.interpolate

    def add(seed, old, new, prefix, method, single, double):
        table = (2.0 * uniform(seed, (prefix + old * old) * 3) - 1.0).astype(np.float32)
        table = torch.from_numpy(table).reshape(1, -1, 3)

        def resized(table, function):
            patches = table[:, prefix:].reshape(1, old, old, 3).permute(0, 3, 1, 2)
            patches = function(patches).permute(0, 2, 3, 1).reshape(1, -1, 3)
            return torch.cat([table[:, :prefix], patches], dim=1)

        values, exact = resized(table, single), resized(table.double(), double)
        kept = below(5000, min(200, values.numel()), values.numel())
        cases.append({
            "from": old, "to": new, "prefix": prefix, "seed": seed, "count": values.numel(),
            "method": method, "values": [float(values.reshape(-1)[p]) for p in kept],
            "exact": [float(exact.reshape(-1)[p]) for p in kept]})

    for k, (old, new, prefix) in enumerate([(37, 16, 1), (14, 24, 2), (5, 3, 0), (7, 7, 1)]):
        def timm_way(patches):
            rows = patches.permute(0, 2, 3, 1).reshape(1, -1, 3)
            rows = resample_abs_pos_embed(rows, [new, new], num_prefix_tokens=0)
            return rows.reshape(1, new, new, 3).permute(0, 3, 1, 2)

        def antialiased(patches):
            return resize(
                patches, size=(new, new), mode="bicubic", antialias=True, align_corners=False)

        add(9000 + k, old, new, prefix, "bicubic with antialiasing", timm_way, antialiased)
    for k, (old, new, prefix) in enumerate([(37, 16, 1), (14, 24, 2), (5, 3, 0)]):
        def plain(patches):  # Dinov2Embeddings and ViTEmbeddings of transformers
            return resize(patches, size=(new, new), mode="bicubic", align_corners=False)

        def offset(patches):  # DINOv2's vision_transformer.py, interpolate_offset 0.1
            scale = float(new + 0.1) / old
            found = resize(patches, scale_factor=(scale, scale), mode="bicubic")
            assert found.shape[-1] == new
            return found

        def aligned(patches):  # torchvision's interpolate_embeddings
            return resize(patches, size=(new, new), mode="bicubic", align_corners=True)

        add(9030 + k, old, new, prefix, "bicubic without antialiasing, with aligned corners",
            aligned, aligned)
        add(9010 + k, old, new, prefix, "bicubic without antialiasing", plain, plain)
        add(9020 + k, old, new, prefix, "bicubic without antialiasing, of n + 0.1 cells",
            offset, offset)
    return cases


def counts():
    """Trained numbers of the published models, by timm and transformers."""
    names = [
        "deit_tiny_distilled_patch16_224", "deit_base_distilled_patch16_224",
        "vit_small_patch14_dinov2", "vit_base_patch14_dinov2", "vit_large_patch14_dinov2",
        "vit_small_patch14_reg4_dinov2", "vit_base_patch14_reg4_dinov2"]
    found = {}
    for name in names:
        model = timm.create_model(name, pretrained=False)
        found[name] = sum(p.numel() for p in model.parameters())
    for patch in (16, 32):
        config = transformers.CLIPVisionConfig(
            hidden_size=768, num_hidden_layers=12, num_attention_heads=12,
            intermediate_size=3072, image_size=224, patch_size=patch)
        model = transformers.CLIPVisionModel(config)
        found[f"CLIP ViT-B/{patch} vision"] = sum(p.numel() for p in model.parameters())
    return found


def main():
    timm.layers.set_fused_attn(False)
    torch.manual_seed(0)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, about) in (FAMILIES | NEWER_FAMILIES).items():
        (folder / f"{name}.json").write_text(json.dumps(golden(name, make, about)) + "\n")
    (folder / "tables.json").write_text(json.dumps(tables()) + "\n")
    if "--counts" in sys.argv:
        print(json.dumps(counts(), indent=1))


if __name__ == "__main__":
    main()

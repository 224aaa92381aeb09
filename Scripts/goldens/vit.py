"""Golden values of the Vision Transformer's forward pass, from timm in float64.

    python Scripts/goldens/vit.py Tests/ViTTests/Golden

Weights and picture come from the counter generator, which Swift has too, so nothing large is
stored: for each layer the values at 256 random places in float64, and the error that torch's own
float32 makes over the whole layer. Packages: Scripts/requirements.txt.

The weights are sharpened: queries and keys have a gain that makes attention peaked, and biases and
norms are far from their initial values, because at timm's initialisation tanh GELU, another eps or
even uniform attention stay within rounding.
"""

import json
import sys
from pathlib import Path

import numpy as np
import timm.layers
import torch
from timm.models.vision_transformer import VisionTransformer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import below, uniform  # noqa: E402
from common.timm_reference import distances, picture, rollout, run  # noqa: E402

MODELS = {
    "tiny": dict(width=32, depth=3, heads=2, patch=8, size=32, classes=5),
    "ti16": dict(width=192, depth=12, heads=3, patch=16, size=224, classes=10),
    "b16": dict(width=768, depth=12, heads=12, patch=16, size=224, classes=10),
}
SAMPLES = 256


def spread(name, fan_in):
    """(centre, half width) of a parameter's uniform distribution."""
    if name.endswith("norm1.weight") or name.endswith("norm2.weight") or name == "norm.weight":
        return 1.0, 0.5
    # Small tokens at the input, so that the first norms see a variance near eps.
    if name in ("cls_token", "pos_embed", "patch_embed.proj.bias"):
        return 0.0, 0.05
    if name == "patch_embed.proj.weight":
        return 0.0, 0.05 * (3.0 / fan_in) ** 0.5
    if name.endswith(".bias"):
        return 0.0, 0.3
    gain = 2.2 if "attn.qkv" in name else 1.0
    return 0.0, gain * (3.0 / fan_in) ** 0.5


def fill(model):
    """Sets every parameter; tensor k in the order of sorted names has the seed 1000 + k."""
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for k, name in enumerate(sorted(parameters)):
            tensor = parameters[name]
            fan_in = int(np.prod(tensor.shape[1:])) if tensor.ndim > 1 else 1
            centre, half = spread(name, fan_in)
            # Whole arithmetic in float64, one rounding to float32 at the end.
            values = centre + half * (2.0 * uniform(1000 + k, tensor.numel()) - 1.0)
            tensor.copy_(torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape))


def golden(name, shape):
    model = VisionTransformer(
        img_size=shape["size"], patch_size=shape["patch"], embed_dim=shape["width"],
        depth=shape["depth"], num_heads=shape["heads"], num_classes=shape["classes"]).eval()
    fill(model)
    pixels = picture(shape["size"])
    single, _, single_logits = run(model, pixels)
    layers, attention, logits = run(model.double(), pixels.double())
    joint = rollout(attention)
    result = {"model": name, **shape, "layers": []}
    for layer, values in layers.items():
        flat = values.reshape(-1)
        places = below(5000, SAMPLES, flat.size)
        error = np.linalg.norm(single[layer] - values) / np.linalg.norm(values)
        result["layers"].append(
            {"name": layer, "torch_f32_error": error, "values": [flat[p] for p in places]})
    result["logits"] = list(logits)
    result["torch_f32_logits_error"] = float(np.abs(single_logits - logits).max())
    result["rollout"] = [list(row) for row in joint[:, 0, 1:]]
    result["distance"] = [list(row) for row in distances(
        attention, shape["size"] // shape["patch"], shape["patch"])]
    peak = np.mean([a.max(axis=-1).mean() for a in attention])
    print(f"{name}: mean largest attention weight {peak:.3f}, "
          f"final torch f32 error {result['layers'][-1]['torch_f32_error']:.2e}")
    return result


def main():
    timm.layers.set_fused_attn(False)
    torch.manual_seed(0)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, shape in MODELS.items():
        (folder / f"{name}.json").write_text(json.dumps(golden(name, shape)) + "\n")


if __name__ == "__main__":
    main()

"""Golden values of the whole way from JPEG to tokens: Pillow, then timm in float64.

    python Scripts/goldens/extract.py data Sources/CDemoModel/demo-model.safetensors \
        Tests/ExtractTests/Golden.json

More images than a micro-batch has slots, so that an image in another's place shows. Run it again
when the demo model or the pictures change. Packages: Scripts/requirements.txt.
"""

import json
import sys
from pathlib import Path

import numpy as np
import timm.layers
import torch
from PIL import Image
from safetensors.torch import load_file
from timm.models.vision_transformer import VisionTransformer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.timm_reference import rollout, run  # noqa: E402

LABELS = ["cat", "dog", "together"]
IMAGES_EACH = 4


def objects(path):
    """The value that most pixels of each patch have, ties to the lowest, `[196]`."""
    mask = np.asarray(Image.open(path).resize((224, 224), Image.Resampling.NEAREST))
    patches = mask.reshape(14, 16, 14, 16).transpose(0, 2, 1, 3).reshape(196, 256)
    return [int(np.bincount(patch).argmax()) for patch in patches]


def main():
    timm.layers.set_fused_attn(False)
    data, weights, output = map(Path, sys.argv[1:4])
    tensors = {name: value.double() for name, value in load_file(weights).items()}
    classes, width = tensors["head.weight"].shape
    model = VisionTransformer(
        img_size=224, patch_size=16, embed_dim=width, depth=12, num_heads=width // 32,
        num_classes=classes).double().eval()
    model.load_state_dict(tensors)
    images = []
    for label in LABELS:
        for path in sorted((data / "images" / label).iterdir())[:IMAGES_EACH]:
            square = Image.open(path).convert("RGB").resize((224, 224), Image.Resampling.BILINEAR)
            pixels = (np.asarray(square, np.float32) / np.float32(255) - 0.5) / np.float32(0.5)
            layers, attention, logits = run(
                model, torch.from_numpy(pixels).double().permute(2, 0, 1)[None])
            images.append({
                "path": f"{label}/{path.name}",
                "objects": objects(data / "masks" / label / f"{path.stem}.png"),
                "class": int(np.argmax(logits)),
                "final": [round(float(v), 9) for v in layers["final"][0]],
                "mean6": [round(float(v), 9) for v in layers["6"][1:].mean(axis=0)],
                "rollout": [round(float(v), 10) for v in rollout(attention)[-1, 0, 1:]],
            })
    output.write_text(json.dumps(images) + "\n")
    print(len(images), "images,", output.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

"""Samples for looking at the figures.

    python Scripts/data/figure_samples.py WEIGHTS IMAGE MASK NAME OUT

WEIGHTS is a DeiT-Ti/16 in safetensors with timm's names, MASK an index PNG, NAME what the files
are called (the gallery tests draw cat_dog and multi_object). OUT gets raw little-endian arrays;
FIGURES_GALLERY=OUT swift test --filter GalleryTests draws them. Packages: Scripts/requirements.txt.
"""
import sys

import numpy as np
import timm
import torch
from PIL import Image
from safetensors.torch import load_file
from sklearn.manifold import TSNE

weights, image, mask, name, out = sys.argv[1:]
state = load_file(weights)
model = timm.create_model("deit_tiny_patch16_224", pretrained=False)
model.load_state_dict(state)
model.eval()


def save(array, suffix):
    array.tofile(f"{out}/{suffix}")


kernel = state["patch_embed.proj.weight"].numpy().transpose(2, 3, 1, 0)  # [16, 16, 3, 192]
save(np.ascontiguousarray(kernel, "<f4"), "kernel.f32")
rgb = np.array(Image.open(image).convert("RGB").resize((224, 224), Image.BILINEAR))
save(rgb, f"{name}.rgb")
labels = np.array(Image.open(mask).resize((224, 224), Image.NEAREST))
cells = labels.reshape(14, 16, 14, 16).transpose(0, 2, 1, 3).reshape(196, -1)
save(np.array([np.bincount(cell).argmax() for cell in cells], np.uint8), f"{name}.obj")
mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
pixels = ((rgb / 255 - mean) / std).astype("<f4")
save(pixels, f"{name}.norm")

tokens, attention = [], []
for block in model.blocks:
    block.attn.fused_attn = False
    block.register_forward_hook(lambda _, __, y: tokens.append(y[0].numpy()))
    block.attn.attn_drop.register_forward_hook(
        lambda _, __, y: attention.append(y[0].mean(0).numpy()))
with torch.no_grad():
    model(torch.tensor(pixels).permute(2, 0, 1)[None])
joint = None
for layer in attention:
    layer = layer + np.eye(len(layer))
    layer /= layer.sum(1, keepdims=True)
    joint = layer if joint is None else layer @ joint
save(joint[0, 1:].astype("<f4"), f"{name}.att")
for layer in (0, 6, 11):
    places = TSNE(2, perplexity=30, init="pca", random_state=0).fit_transform(tokens[layer])
    save(places[1:].astype("<f4"), f"{name}.{layer}.xy")

"""A Vision Transformer of timm, layer by layer, on a picture that Swift makes, too."""

import numpy as np
import torch

from common.counter_generator import below

PICTURE_SEED = 77


def picture(height, width=None):
    """Normalised pixels of the counter generator, `[1, 3, height, width]` float32; a square
    without a width."""
    width = width or height
    values = np.array(below(PICTURE_SEED, height * width * 3, 256), np.float32)
    values = values.reshape(height, width, 3)
    pixels = torch.from_numpy(((values / np.float32(255)) - np.float32(0.5)) / np.float32(0.5))
    return pixels.permute(2, 0, 1)[None]


def run(model, pixels):
    """All layers `[tokens, width]` by name, the attention of each block `[heads, tokens, tokens]`,
    and the logits `[classes]`, in float64; timm's fused attention must be off."""
    layers, attention, hooks = {}, [], []
    hooks.append(model.blocks[0].register_forward_pre_hook(
        lambda m, i: layers.__setitem__("embedding", i[0][0].double().numpy())))
    for k, block in enumerate(model.blocks):
        hooks.append(block.register_forward_hook(
            lambda m, i, o, k=k: layers.__setitem__(str(k), o[0].double().numpy())))
        hooks.append(block.attn.attn_drop.register_forward_hook(
            lambda m, i, o: attention.append(o[0].double().numpy())))
    hooks.append(model.norm.register_forward_hook(
        lambda m, i, o: layers.__setitem__("final", o[0].double().numpy())))
    with torch.no_grad():
        logits = model(pixels)
    for hook in hooks:
        hook.remove()
    logits = logits[0].double().numpy() if model.num_classes else np.zeros(0)
    return layers, attention, logits


def rollout(attention):
    """joint[l], [depth, tokens, tokens] (Abnar and Zuidema 2020)."""
    joint, result = None, []
    for heads in attention:
        a = heads.mean(axis=0) + np.eye(heads.shape[-1])
        a /= a.sum(axis=1, keepdims=True)
        joint = a if joint is None else a @ joint
        result.append(joint)
    return np.stack(result)


def distances(attention, columns, patch, prefix=1, patches=None):
    """Mean attention distance in pixels, [depth, heads]: prefix dropped, rows renormalised.
    `columns` are the patches in a row of the picture; `patches` those that count, None for all."""
    if patches is None:
        patches = np.arange(attention[0].shape[-1] - prefix)
    y, x = np.divmod(patches, columns)
    apart = np.hypot(y[:, None] - y, x[:, None] - x) * patch
    kept = [a[:, prefix + patches][:, :, prefix + patches] for a in attention]
    kept = [a / a.sum(axis=-1, keepdims=True) for a in kept]
    return np.stack([(a * apart).sum(axis=-1).mean(axis=-1) for a in kept])

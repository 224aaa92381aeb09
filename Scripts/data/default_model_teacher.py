"""The shape of student and teacher, and what the teacher says of crops.

Used by train_default_model.py and default_model_data.py.
"""

import math
import subprocess
import tempfile
from pathlib import Path

import h5py
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file

PATCH, DEPTH, GRID, EPS = 16, 12, 14, 1e-6
TEACHER_WIDTH, TEACHER_HEADS, TEACHER_SIZE = 192, 3, 224
CLASSES = 1000                       # of the teacher's head
DEPTHS = (5, 8)                      # blocks whose outputs are learnt beside the final one
PATCH_DEPTHS = (8, "final")
POOLED = 7                           # side of the grid of patch targets
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class ViT(nn.Module):
    """A plain pre-norm ViT under timm's names, for pictures of any multiple of 16 pixels."""

    def __init__(self, width, heads):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + GRID * GRID, width))
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(3, width, PATCH, PATCH)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(DEPTH))
        self.norm = nn.LayerNorm(width, eps=EPS)
        self.head = nn.Linear(width, CLASSES)

    def positions(self, side):
        """The position table for side x side patches, [1, 1 + side * side, width]."""
        if side == GRID:
            return self.pos_embed
        table = self.pos_embed[:, 1:].unflatten(1, (GRID, GRID)).permute(0, 3, 1, 2)
        table = F.interpolate(table, (side, side), mode="bicubic", antialias=True)
        return torch.cat([self.pos_embed[:, :1], table.flatten(2).transpose(1, 2)], 1)

    def forward(self, x):
        """Tokens after the blocks of DEPTHS and, normalised, after the last: a dictionary."""
        n, side = len(x), x.shape[-1] // PATCH   # cut out as a product: faster than convolving
        cells = x.view(n, 3, side, PATCH, side, PATCH).permute(0, 2, 4, 1, 3, 5)
        x = F.linear(cells.reshape(n, side * side, -1), self.patch_embed.proj.weight.flatten(1),
                     self.patch_embed.proj.bias)
        x = torch.cat([self.cls_token.expand(n, -1, -1), x], 1) + self.positions(side)
        found = {}
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i in DEPTHS:
                found[i] = x
        return found | {"final": self.norm(x)}


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = (nn.LayerNorm(width, eps=EPS) for _ in range(2))
        self.attn, self.mlp = nn.Module(), nn.Module()
        self.attn.qkv, self.attn.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp.fc1, self.mlp.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.heads = heads

    def attention(self, x):
        """Written out: on CPUs the backward pass of PyTorch's fused one takes five times longer."""
        q, k, v = self.attn.qkv(x).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        return self.attn.proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp.fc2(F.gelu(self.mlp.fc1(self.norm2(x))))


def load_teacher(file):
    """The teacher (DeiT-Ti under timm's names), ready to be asked."""
    teacher = ViT(TEACHER_WIDTH, TEACHER_HEADS)
    teacher.load_state_dict(load_file(file))
    return teacher.eval()


def to_input(pixels):
    """u8 [N, S, S, 3] to the networks' range, f32 [N, 3, S, S]."""
    x = torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float()
    mean, std = (torch.tensor(v).view(3, 1, 1) * 255 for v in (MEAN, STD))
    return x.sub_(mean).div_(std)


def pooled(tokens):
    """Patch tokens [N, P, width] averaged to POOLED x POOLED places."""
    side = math.isqrt(tokens.shape[1])
    if side == POOLED:
        return tokens
    grid = tokens.transpose(1, 2).unflatten(2, (side, side))
    return F.adaptive_avg_pool2d(grid, POOLED).flatten(2).transpose(1, 2)


@torch.inference_mode()
def ask(teacher, pixels):
    """The teacher's outputs, f16: class tokens, pooled patch tokens, logits."""
    with torch.autocast("cpu", torch.bfloat16):   # 2.5 times faster, and the f16 hides little less
        tokens = teacher(to_input(pixels))
        logits = teacher.head(tokens["final"][:, 0])
    of_picture = torch.stack([tokens[d][:, 0].float() for d in (*DEPTHS, "final")], 1)
    of_patches = torch.stack([pooled(tokens[d][:, 1:].float()) for d in PATCH_DEPTHS], 1)
    return [t.half().numpy() for t in (of_picture, of_patches, logits)]


def ask_program(options, weights, head, pixels):
    """As `ask`, by Vitrine's own `extract`, which is several times faster than PyTorch on a CPU."""
    with tempfile.TemporaryDirectory(dir=options.work) as name:
        folder, out = Path(name) / "crops", Path(name) / "out.h5"
        folder.mkdir()
        for i, crop in enumerate(pixels):
            Image.fromarray(crop).save(folder / f"{i:06d}.bmp")
        layers = ",".join(map(str, dict.fromkeys((*DEPTHS, *PATCH_DEPTHS, "final"))))
        subprocess.run(
            [options.extract, folder, out, "--weights", weights, "--layers", layers, "--tokens",
             "class,patches", "--attention", "none", "--precision", "auto",
             "--recipe", "squash", "--masks", "none", "--quiet"], check=True)
        with h5py.File(out) as store:
            assert store.attrs["image_count"] == len(pixels)
            of = {d: store[f"layers/{d if d == 'final' else f'{d:02d}'}"]
                  for d in (*DEPTHS, "final")}
            of_picture = np.stack([of[d]["class"][:] for d in of], 1)
            of_patches = np.stack([pooled(torch.from_numpy(of[d]["patches"][:]).float()).half()
                                   .numpy() for d in PATCH_DEPTHS], 1)
    final = torch.from_numpy(of_picture[:, -1]).float()
    return of_picture, of_patches, head(final).detach().half().numpy()

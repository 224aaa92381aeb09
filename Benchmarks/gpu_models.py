"""The models of Benchmarks/gpu: shapes of published ViTs with random numbers, PyTorch alone.

`extract --weights gpu_models.py:b16` calls the functions at the end.
"""

import torch
import torch.nn.functional as F
from torch import nn

PREPARATION = {"input_size": [3, 224, 224], "mean": [0.5] * 3, "std": [0.5] * 3,
               "interpolation": "bicubic", "crop_pct": 0.875}


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.act, self.fc2 = (
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, rotary=None):
        images, tokens, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(
            images, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if rotary is not None:
            q, k = turned(q, rotary), turned(k, rotary)
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2)
        x = x + self.proj(mixed.reshape(images, tokens, width))
        return x + self.fc2(self.act(self.fc1(self.norm2(x))))


def turned(x, rotary):
    """Rotary positions for the patches, the last tokens; DINOv3's half-split form."""
    cosines, sines = rotary
    prefix, patches = x[:, :, :-len(cosines)], x[:, :, -len(cosines):]
    a, b = patches.chunk(2, -1)
    patches = patches * cosines + torch.cat([-b, a], -1) * sines
    return torch.cat([prefix, patches.to(prefix.dtype)], 2)


class ViT(nn.Module):
    def __init__(self, width, depth, heads, registers=0, rotary=False, patch=16, size=224):
        super().__init__()
        self.width, self.depth, self.registers = width, depth, registers
        self.grid = size // patch
        self.patch_embed = nn.Conv2d(3, width, patch, patch)
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        if registers:
            self.reg_token = nn.Parameter(torch.randn(1, registers, width) * 0.02)
        if rotary:
            angles = torch.rand(self.grid ** 2, width // heads // 2) * 6
            angles = torch.cat([angles, angles], -1)
            self.register_buffer("cosines", angles.cos())
            self.register_buffer("sines", angles.sin())
        else:
            self.pos_embed = nn.Parameter(torch.randn(1, 1 + self.grid ** 2, width) * 0.02)
        self.has_rotary = rotary
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.norm = nn.LayerNorm(width, eps=1e-6)

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        prefix = [self.cls_token] + ([self.reg_token] if self.registers else [])
        x = torch.cat([p.expand(len(x), -1, -1).to(x.dtype) for p in prefix] + [x], 1)
        rotary = (self.cosines, self.sines) if self.has_rotary else None
        if not self.has_rotary:
            x = x + self.pos_embed
        for block in self.blocks:
            x = block(x, rotary)
        return self.norm(x)[:, 0]

    def flops(self):
        """Floating-point operations of an image: two a multiplication."""
        patches, width = self.grid ** 2, self.width
        tokens = 1 + self.registers + patches
        block = 24 * tokens * width ** 2 + 4 * tokens ** 2 * width
        return self.depth * block + 2 * patches * 768 * width


class Nothing(nn.Module):
    """A model that costs nothing, for the rate of everything else."""

    def __init__(self):
        super().__init__()
        self.patch_embed = nn.Conv2d(3, 4, 32, 32)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, 4))
        self.blocks = nn.ModuleList([nn.Identity(), nn.Identity()])

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1).to(x.dtype), x], 1)
        for block in self.blocks:
            x = block(x)
        return x[:, 0]


MODELS = {
    "b16": lambda: ViT(768, 12, 12),
    "l16": lambda: ViT(1024, 24, 16),
    "dinov3-b16": lambda: ViT(768, 12, 12, registers=4, rotary=True),
    "tiny": lambda: ViT(192, 12, 3),
}


def seeded(make):
    torch.manual_seed(0)
    return make(), dict(PREPARATION)


def b16():
    return seeded(MODELS["b16"])


def l16():
    return seeded(MODELS["l16"])


def dinov3_b16():
    return seeded(MODELS["dinov3-b16"])


def tiny():
    return seeded(MODELS["tiny"])


def nothing():
    return seeded(Nothing)

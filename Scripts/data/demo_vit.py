"""The network of the demo model, a small pre-norm ViT under timm's names, for training."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

import draw_scenes

SIZE, PATCH, WIDTH, DEPTH, HEADS, EPS = 224, 16, 128, 12, 4, 1e-6
GRID = SIZE // PATCH
CLASSES = draw_scenes.LABELS              # of pictures, in the order of the head
THINGS = ["background"] + draw_scenes.KINDS   # of patches


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        n, t, _ = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        x = F.scaled_dot_product_attention(q, k, v)
        return self.proj(x.transpose(1, 2).reshape(n, t, WIDTH))

    def probabilities(self, x):
        n, t, _ = x.shape
        q, k, _ = self.qkv(x).view(n, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        return (q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS)).softmax(-1)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.attn = nn.LayerNorm(WIDTH, eps=EPS), Attention()
        self.norm2, self.mlp = nn.LayerNorm(WIDTH, eps=EPS), Mlp()

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Conv2d(3, WIDTH, PATCH, PATCH)

    def forward(self, x):
        n = x.shape[0]   # as a product: patches are cut out first
        cells = x.view(n, 3, GRID, PATCH, GRID, PATCH).permute(0, 2, 4, 1, 3, 5)
        return F.linear(cells.reshape(n, GRID * GRID, -1), self.proj.weight.flatten(1),
                        self.proj.bias)


class DemoViT(nn.Module):
    """A plain pre-norm ViT; `patch_head` is the helper of the training."""

    def __init__(self):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + GRID * GRID, WIDTH))
        self.patch_embed = PatchEmbed()
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.head = nn.Linear(WIDTH, len(CLASSES))
        self.patch_head = nn.Linear(WIDTH, len(THINGS))
        self.initialise()

    def initialise(self):
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)
        for block in self.blocks:   # quiet branches at first: the residual stream stays small
            for layer in (block.attn.proj, block.mlp.fc2):
                layer.weight.data.mul_(1 / math.sqrt(2 * DEPTH) * 1.5)
        nn.init.trunc_normal_(self.patch_embed.proj.weight, std=0.02)
        nn.init.zeros_(self.patch_embed.proj.bias)
        nn.init.normal_(self.cls_token, std=0.02)
        # Sines and cosines of the grid place are a good start for learned positions.
        place = torch.arange(GRID).float()
        rates = 1 / 30 ** (torch.arange(WIDTH // 4) / (WIDTH // 4))
        wave = torch.cat([torch.sin(place[:, None] * rates), torch.cos(place[:, None] * rates)], 1)
        table = torch.cat([wave[:, None].expand(GRID, GRID, -1),
                           wave[None].expand(GRID, GRID, -1)], 2)
        self.pos_embed.data[0, 1:] = 0.3 * table.reshape(GRID * GRID, WIDTH)

    def embed(self, x, kept=None):
        """The input of block 0; with `kept` [N, K], of those patches only."""
        tokens = self.patch_embed(x) + self.pos_embed[:, 1:]
        if kept is not None:
            tokens = tokens.gather(1, kept[:, :, None].expand(-1, -1, WIDTH))
        first = (self.cls_token + self.pos_embed[:, :1]).expand(x.shape[0], -1, -1)
        return torch.cat([first, tokens], 1)

    def forward(self, x, kept=None):
        """The residual stream after the last block."""
        x = self.embed(x, kept)
        for block in self.blocks:
            x = block(x)
        return x

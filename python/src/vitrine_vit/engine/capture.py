"""What the blocks of a model compute: their outputs, and the attention of plain ViTs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .structure import Grid

# Numbers of one matrix of scores that are in memory at a time.
SCORES = 1 << 27


def first_tensor(values: Any) -> Tensor:
    """The hidden state among what a block gets or returns."""
    if isinstance(values, Tensor):
        return values
    if isinstance(values, dict):
        values = list(values.values())
    return next(v for v in values if isinstance(v, Tensor))


@dataclass
class Call:
    """The arguments of one attention, `[images, heads, tokens, width of a head]` each."""

    query: Tensor
    key: Tensor
    mask: Tensor | None
    scale: float | None
    is_causal: bool = False


class Capture:
    """Hooks on the blocks, which hand every layer to `on_layer(index, hidden)`.

    Layer 0 is what the first block gets, layer i + 1 what block i returns. While a block runs, the
    arguments of its attention are kept in `calls`, if `keeps_attention`.
    """

    def __init__(self, blocks: list[nn.Module]) -> None:
        self.calls: list[Call] = []
        self.keeps_attention = False
        self.is_inside = False
        self.on_layer: Callable[[int, Tensor], None] | None = None
        for index, block in enumerate(blocks):
            block.register_forward_pre_hook(self.enter(index), with_kwargs=True)
            block.register_forward_hook(self.leave(index))
        self.original = F.scaled_dot_product_attention
        # nn.MultiheadAttention's fast path would bypass it.
        torch.backends.mha.set_fastpath_enabled(False)
        # The libraries look it up at every call.
        vars(F)["scaled_dot_product_attention"] = self.attention

    def enter(self, index: int) -> Callable[..., None]:
        def hook(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            if self.on_layer is None:
                return
            if index == 0:
                self.on_layer(0, first_tensor(args or kwargs))
            self.calls.clear()
            self.is_inside = True
        return hook

    def leave(self, index: int) -> Callable[..., None]:
        def hook(_: nn.Module, args: tuple[Any, ...], output: Any) -> None:
            if self.on_layer is None:
                return
            self.is_inside = False
            self.on_layer(index + 1, first_tensor(output))
            self.calls.clear()
        return hook

    def attention(self, query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None = None,
                  dropout_p: float = 0.0, is_causal: bool = False, scale: float | None = None,
                  **more: Any) -> Tensor:
        """The library's attention; its arguments are kept for the statistics."""
        if self.keeps_attention and self.is_inside:
            self.calls.append(Call(query, key, attn_mask, scale, is_causal))
        return self.original(query, key, value, attn_mask=attn_mask, dropout_p=dropout_p,
                             is_causal=is_causal, scale=scale, **more)


class Attention:
    """Rollout and distances of a batch, block by block (Numerics.md).

    `picture` is `[images, patches]` of bool: the patches that show the picture.
    """

    def __init__(self, grid: Grid, picture: Tensor | None) -> None:
        self.grid = grid
        self.picture = picture
        self.joint: Tensor | None = None         # [images, tokens, tokens]
        self.distances: list[Tensor] = []        # of each block [images, heads]
        self.rollouts: list[Tensor] = []         # of each block [images, patches]

    def pixel_distances(self, device: torch.device) -> Tensor:
        """Between the centres of patches, `[patches, patches]`, in pixels."""
        places = torch.cartesian_prod(
            torch.arange(self.grid.rows), torch.arange(self.grid.columns)).float()
        return torch.cdist(places, places).mul(self.grid.patch).to(device)

    def of_image(self, table: Tensor) -> Tensor:
        """The row of the token that stands for the image in `[..., tokens, tokens]`: `patches`."""
        first = self.grid.prefix
        if self.grid.has_class:
            return table[..., 0, first:]
        rows = table[..., first:, first:]
        if self.picture is None:
            return rows.mean(-2)
        weights = self.picture.float() / self.picture.sum(1, keepdim=True)
        weights = weights.view(-1, *[1] * (rows.ndim - 3), weights.shape[1], 1)
        return (rows * weights).sum(-2)

    def add(self, call: Call, explained: Tensor) -> Tensor:
        """Take the attention of the next block; returns that of the `explained` images,
        `[explained, heads, patches]`."""
        images, heads, tokens = call.query.shape[:3]
        scale = call.scale or 1 / math.sqrt(call.query.shape[-1])
        pixels = self.pixel_distances(call.query.device)
        step = max(1, SCORES // (heads * tokens * tokens))
        means, distances, rows = [], [], []
        for start in range(0, images, step):
            part = slice(start, start + step)
            scores = call.query[part].float() @ call.key[part].float().transpose(-1, -2) * scale
            if call.mask is not None:
                mask = call.mask
                if mask.ndim == 4 and mask.shape[0] == images > 1:
                    mask = mask[part]
                scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool \
                    else scores + mask.float()
            if call.is_causal:
                scores = scores.masked_fill(
                    torch.ones_like(scores[0, 0], dtype=torch.bool).triu(1), -math.inf)
            shares = scores.softmax(-1)
            means.append(shares.mean(1))
            distances.append(self.distance(shares, pixels, part))
            if len(explained) > 0:
                rows.append(self.heads_of(shares, part, explained))
        step_matrix = torch.cat(means) + torch.eye(tokens, device=call.query.device)
        step_matrix = step_matrix / step_matrix.sum(-1, keepdim=True)
        self.joint = step_matrix if self.joint is None else step_matrix @ self.joint
        self.rollouts.append(self.of_image(self.joint))
        self.distances.append(torch.cat(distances))
        return torch.cat(rows) if rows else step_matrix[:0]

    def distance(self, shares: Tensor, pixels: Tensor, part: slice) -> Tensor:
        """Mean distance of a head, `[images, heads]`: from each patch by its shares, in pixels."""
        first = self.grid.prefix
        shares = shares[..., first:, first:]
        if self.picture is None:
            return ((shares * pixels).sum(-1) / shares.sum(-1)).mean(-1)
        shown = self.picture[part].float()[:, None, None, :]
        means = (shares * pixels * shown).sum(-1) / (shares * shown).sum(-1)
        return (means * shown[:, :, 0]).sum(-1) / shown[:, :, 0].sum(-1)

    def heads_of(self, shares: Tensor, part: slice, explained: Tensor) -> Tensor:
        """Attention of the token that stands for an image, for those kept in full."""
        chosen = explained[(explained >= part.start) & (explained < part.stop)] - part.start
        if self.grid.has_class:
            return shares[chosen][:, :, 0, self.grid.prefix:]
        whole = self.picture
        if whole is not None:
            self.picture = whole[part][chosen]
        try:
            return self.of_image(shares[chosen])
        finally:
            self.picture = whole

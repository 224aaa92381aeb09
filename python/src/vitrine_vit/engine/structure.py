"""The parts of a model that `extract` stores: blocks, tokens before the patches, closing norm."""

from __future__ import annotations

import re
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .channel import USAGE, Refusal

# Names of lists of blocks in timm, Transformers and OpenCLIP.
LISTS = ("blocks", "layers", "layer", "resblocks", "stages")
# Names of the norm behind the last block.
NORMS = ("norm", "layernorm", "layer_norm", "post_layernorm", "ln_post", "fc_norm")
CLASS_TOKENS = re.compile(r"(^|\.)(cls_token|class_token|class_embedding)$")
POSITIONS = re.compile(
    r"(^|\.)(pos_embed|pos_embedding|position_embeddings|positional_embedding|"
    r"position_embedding\.weight)$")
ACTIVATIONS = {
    "GELU": "gelu", "GELUActivation": "gelu", "QuickGELU": "quick_gelu",
    "QuickGELUActivation": "quick_gelu", "PytorchGELUTanh": "gelu_tanh", "GELUTanh": "gelu_tanh",
    "GeluTanh": "gelu_tanh", "SiLU": "silu", "SiLUActivation": "silu", "ReLU": "relu",
}


def named(model: nn.Module, path: str) -> nn.Module:
    """The module at a dotted path; raises Refusal where there is none."""
    try:
        return model.get_submodule(path)
    except AttributeError as error:
        lists = [n for n, m in model.named_modules()
                 if isinstance(m, (nn.ModuleList, nn.Sequential)) and len(m) > 1][:6]
        raise Refusal(f"--blocks {path}: expected modules of the model, found none of that name; "
                      f"lists of modules are {', '.join(lists) or 'absent'}", USAGE) from error


def blocks_of(model: nn.Module, wanted: str | None) -> tuple[str, list[nn.Module]]:
    """The blocks and their path: those of --blocks, or of the list nearest to the root."""
    if wanted:
        paths = wanted.split(",")
        if len(set(paths)) < len(paths):
            raise Refusal(f"--blocks {wanted}: expected each module once, found one twice", USAGE)
        if len(paths) > 1:
            return wanted, [named(model, path) for path in paths]
        found = named(model, wanted)
        if not isinstance(found, (nn.ModuleList, nn.Sequential)):
            raise Refusal(f"--blocks {wanted}: expected a list of modules, found "
                          f"{type(found).__name__}; several modules are separated by commas", USAGE)
        return wanted, list(found)
    lists = [(path, module) for path, module in model.named_modules()
             if path.rpartition(".")[2] in LISTS and "text" not in path
             and isinstance(module, (nn.ModuleList, nn.Sequential)) and len(module) > 0]
    if lists:
        path, found = min(lists, key=lambda entry: (len(entry[1]) == 1, entry[0].count(".")))
        if len(found) > 1:
            return path, list(found)
    # Residual networks have layer1 to layer4 in place of a list.
    for owner, module in model.named_modules():
        paths = [f"{owner}.layer{i}".lstrip(".") for i in range(1, 5)
                 if hasattr(module, f"layer{i}")]
        if len(paths) > 1:
            return ",".join(paths), [named(model, path) for path in paths]
    if lists:
        return path, list(found)
    raise Refusal(f"--weights: expected a list of blocks named {', '.join(LISTS)} in "
                  f"{type(model).__name__}, found none; name it by --blocks", USAGE)


def closing_norm(model: nn.Module, path: str) -> nn.Module | None:
    """The norm behind the last block: the one named so nearest to the list of blocks."""
    parts = path.split(",")[0].split(".")[:-1]
    while True:
        owner = model.get_submodule(".".join(parts))
        for name in NORMS:
            norm = getattr(owner, name, None)
            if isinstance(norm, nn.Module) and not isinstance(norm, nn.Identity):
                # timm's fc_norm stands behind the mean of the patches.
                return None if name == "fc_norm" else norm
        if not parts:
            return None
        parts.pop()


@dataclass
class Grid:
    """How the tokens of a plain ViT lie on the input."""

    patch: int
    rows: int
    columns: int
    prefix: int                      # tokens before the patches
    has_class: bool

    @property
    def count(self) -> int:
        return self.rows * self.columns

    @property
    def tokens(self) -> int:
        return self.prefix + self.count


def patch_convolution(model: nn.Module) -> nn.Conv2d | None:
    """The convolution that cuts the input into patches, or None."""
    for module in model.modules():
        if isinstance(module, nn.Conv2d) and module.in_channels == 3:
            side = module.kernel_size[0]
            return module if module.kernel_size == module.stride == (side, side) else None
    return None


def grid_of(model: nn.Module, layers: list[Tensor], size: tuple[int, int]) -> Grid | None:
    """The grid of a plain ViT: all layers `[images, tokens, width]` of one shape."""
    shapes = {tuple(layer.shape[1:]) for layer in layers}
    convolution = patch_convolution(model)
    if len(shapes) != 1 or layers[0].ndim != 3 or convolution is None:
        return None
    patch = convolution.kernel_size[0]
    rows, columns = size[0] // patch, size[1] // patch
    prefix = layers[0].shape[1] - rows * columns
    if prefix < 0 or convolution.out_channels != layers[0].shape[2]:
        return None
    has_class = prefix > 0 and any(CLASS_TOKENS.search(n) for n, _ in model.named_parameters())
    return Grid(patch, rows, columns, prefix, has_class)


def space_of(layer: Tensor, size: tuple[int, int]) -> str:
    """Where the positions of a layer are; raises Refusal for a layer that is no picture."""
    if layer.ndim == 2:
        return "none"
    if layer.ndim == 3:
        return "tokens"
    if layer.ndim == 4:
        # A map of positions has the proportions of the input, to within one position.
        def fits(rows: int, columns: int) -> bool:
            return abs(rows * size[1] - columns * size[0]) < max(size)
        _, a, b, c = layer.shape
        as_nchw, as_nhwc = fits(b, c), fits(a, b)
        if as_nchw != as_nhwc:
            return "nchw" if as_nchw else "nhwc"
        if as_nchw and a != b:
            return "nchw" if a > b else "nhwc"
    raise Refusal(f"--blocks: expected blocks that return tokens or maps, found a tensor of shape "
                  f"{list(layer.shape)}; name others", USAGE)


def mean_of(layer: Tensor, space: str, prefix: int = 0) -> Tensor:
    """The mean over the positions, `[images, width]`, in single precision."""
    layer = layer.float()
    if space == "tokens":
        return layer[:, prefix:].mean(1)
    return {"nchw": lambda: layer.mean((2, 3)), "nhwc": lambda: layer.mean((1, 2)),
            "none": lambda: layer}[space]()


def activation_of(block: nn.Module) -> str:
    """The name of a block's activation; "" where none is known."""
    return next((ACTIVATIONS[type(m).__name__] for m in block.modules()
                 if type(m).__name__ in ACTIVATIONS), "")


def eps_of(module: nn.Module) -> float:
    """The epsilon of the first norm in a module; 0 without one."""
    return next((float(m.eps) for m in module.modules()
                 if isinstance(getattr(m, "eps", None), float)), 0.0)


def embedding_of(model: nn.Module, width: int) -> tuple[Tensor, Tensor] | None:
    """Kernel `[patch, patch, 3, width]` and bias `[width]` of the patch embedding, on the CPU."""
    convolution = patch_convolution(model)
    if convolution is None or convolution.out_channels != width:
        return None
    kernel = convolution.weight.detach().float().cpu().permute(2, 3, 1, 0).contiguous()
    bias = torch.zeros(width) if convolution.bias is None else convolution.bias.detach().float()
    return kernel, bias.cpu()


def position_of(model: nn.Module, grid: Grid, width: int) -> Tensor | None:
    """The position table, `[tokens, width]` on the CPU, zeros for tokens without a position; None
    where no parameter has that name and size."""
    for name, parameter in model.named_parameters():
        rows = parameter.numel() // width
        if POSITIONS.search(name) and "text" not in name and parameter.shape[-1] == width \
                and grid.count <= rows <= grid.tokens:
            table = torch.zeros(grid.tokens, width)
            values = parameter.detach().float().cpu().reshape(rows, width)
            prefix = rows - grid.count
            table[:prefix] = values[:prefix]
            table[grid.prefix:] = values[prefix:]
            return table
    return None

"""Models by name: `timm:NAME[:FILE]`, `hf:NAME`, `open_clip:NAME:TAG`, `FILE.py:function`."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .channel import USAGE, Refusal


@dataclass
class Outputs:
    """What a model returns of a batch beside its blocks."""

    logits: Tensor | None = None     # [images, classes]
    joint: Tensor | None = None      # [images, width]: the embedding in the space of words
    pooled: Tensor | None = None     # [images, width]: what the classification head reads


class HeadInput:
    """Keeps what the last linear layer of a head gets."""

    def __init__(self, head: Any) -> None:
        self.value: Tensor | None = None
        # Distilled models have two heads.
        head = head[0] if isinstance(head, tuple) else head
        layers = [m for m in head.modules()
                  if isinstance(m, (nn.Linear, nn.Conv2d))] if isinstance(head, nn.Module) else []
        if layers:
            layers[-1].register_forward_pre_hook(self.keep)

    def keep(self, _: nn.Module, args: tuple[Tensor, ...]) -> None:
        self.value = args[0]


@dataclass
class Loaded:
    """A model, how it is called, and what its library knows of it."""

    model: nn.Module
    library: str                     # "timm", "transformers", "open_clip", or "" for a file's
    name: str                        # "vit_base_patch16_224.augreg_in21k"
    forward: Callable[[Tensor], Outputs]
    format: str                      # of the settings of the preparation, see Engine.md
    settings: dict[str, Any]
    size: list[int] | None = None    # [height, width] of the input; None where the settings say
    class_names: list[str] = field(default_factory=list)
    file: Path | None = None         # the checkpoint, where it is one known file
    notes: list[str] = field(default_factory=list)
    transform: Callable[[Any], Tensor] | None = None    # the library's own preparation

    @property
    def libraries(self) -> list[str]:
        """Names and versions, PyTorch first."""
        names = ["torch"] + [self.library] * bool(self.library)
        return [f"{name} {metadata.version({'open_clip': 'open_clip_torch'}.get(name, name))}"
                for name in names]

    def measure(self) -> None:
        """Replace the settings by what the library's preparation does to black and white: the size
        of the input, and per channel mean and standard deviation."""
        from PIL import Image
        if self.transform is None:
            raise Refusal("--prepare python: expected a model whose library prepares its images, "
                          "found one of a file", USAGE)
        black, white = (self.transform(Image.new("RGB", (640, 480), (v, v, v))).float()
                        for v in (0, 255))
        middle = (slice(None), black.shape[1] // 2, black.shape[2] // 2)
        std = 1 / (white[middle] - black[middle])
        self.format = "measured"
        self.settings = {"mean": [round(v, 5) for v in (-black[middle] * std).tolist()],
                         "std": [round(v, 5) for v in std.tolist()]}
        self.size = list(black.shape[1:])

    def digest(self) -> str:
        """SHA-256, hexadecimal: of the checkpoint's file, or of all tensors by name."""
        if self.file is not None:
            with open(self.file, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        sha = hashlib.sha256()
        for name, tensor in sorted(self.model.state_dict().items()):
            sha.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
            sha.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
        return sha.hexdigest()


def load(spec: str, size: list[int] | None) -> Loaded:
    """Load a model, in evaluation mode, on the CPU.

    `size` is [height, width] of --image-size, or None. Raises Refusal with one sentence.
    """
    library, _, rest = spec.partition(":")
    loaders = {"timm": timm_model, "hf": transformers_model, "open_clip": open_clip_model}
    if library not in loaders and not Path(spec.rpartition(":")[0]).suffix == ".py":
        raise Refusal(
            f"--weights {spec}: expected timm:NAME, hf:NAME, open_clip:NAME:TAG or "
            "FILE.py:function for --engine torch, found something else", USAGE)
    try:
        loaded = loaders[library](rest, size) if library in loaders else file_model(spec, size)
    except Refusal:
        raise
    except ImportError as error:
        if library not in loaders:
            raise Refusal(f"--weights {spec}: it cannot be loaded: {error}") from error
        packages = {"hf": "transformers", "open_clip": "open_clip_torch"}
        raise Refusal(f"--weights {spec}: expected the package {packages.get(library, library)}, "
                      f"found {error}; pip install it, or choose another --python") from error
    except Exception as error:
        # Libraries raise anything, over several lines.
        text = " ".join(str(error).split())[:300]
        raise Refusal(f"--weights {spec}: it cannot be loaded: {type(error).__name__}: "
                      f"{text}") from error
    # Checkpoints may be in half precision; --precision chooses that of the products.
    loaded.model.eval().requires_grad_(False).float()
    return loaded


def timm_model(rest: str, size: list[int] | None) -> Loaded:
    """A model of timm: a name, `local-dir:FOLDER`, or a name and a checkpoint."""
    import timm
    has_colon = rest.startswith(("local-dir:", "hf-hub:", "hf_hub:"))
    name, _, path = (rest, "", "") if has_colon else rest.partition(":")
    more: dict[str, Any] = {"pretrained_cfg_overlay": {"file": path}} if path else {}
    if path and not Path(path).is_file():
        raise Refusal(f"--weights timm:{rest}: expected a checkpoint, found no file {path}")
    try:
        sized = {} if size is None else {"img_size": tuple(size)}
        model = timm.create_model(name, pretrained=True, **more, **sized)
    except TypeError:
        # Convolutions take any size.
        model = timm.create_model(name, pretrained=True, **more)
    config = timm.data.resolve_model_data_config(model)
    cfg = model.pretrained_cfg
    if not any(cfg.get(key) for key in ("url", "file", "hf_hub_id", "state_dict")) \
            and not has_colon:
        raise Refusal(f"--weights timm:{rest}: expected a model with published weights, found none "
                      "(its weights would be random); name its tag, or timm:NAME:FILE")
    words = f"{cfg.get('architecture') or name}_{cfg.get('tag') or ''}".split("_")
    # The head of CLIP's models is the projection; SigLIP's pooling is the embedding itself.
    is_joint = "ft" not in words and (
        model.num_classes > 0 and ("clip" in words or {"pe", "core"} <= set(words))
        or model.num_classes == 0 and getattr(model, "attn_pool", None) is not None)
    has_head = model.num_classes > 0
    head = HeadInput(model.get_classifier() if has_head else None)

    def forward(x: Tensor) -> Outputs:
        y = model(x)
        if is_joint:
            return Outputs(joint=y)
        return Outputs(logits=y, pooled=head.value) if has_head else Outputs(pooled=y)

    keys = ("interpolation", "mean", "std", "crop_pct", "crop_mode")
    settings = {k: list(v) if isinstance(v, tuple) else v
                for k, v in config.items() if k in keys}
    return Loaded(
        model, "timm", f"{name}.{cfg['tag']}" if cfg.get("tag") and "." not in name else name,
        forward, "timm", settings,
        size=size or list(config["input_size"][1:]),
        class_names=list(cfg.get("label_names") or []) if has_head and not is_joint else [],
        file=Path(path) if path else None,
        transform=timm.data.create_transform(
            **{**config, "input_size": (3, *(size or config["input_size"][1:]))},
            is_training=False))


def transformers_model(name: str, size: list[int] | None) -> Loaded:
    """A model of Hugging Face: its vision tower, with head or projection where it has one."""
    import transformers
    from transformers import AutoConfig, AutoImageProcessor, AutoModel
    if size is not None:
        raise Refusal("--image-size: expected no size for a model of Hugging Face, whose "
                      "processor has it, found one", USAGE)
    config = AutoConfig.from_pretrained(name)
    wanted = (config.architectures or [""])[0]
    chosen = getattr(transformers, wanted, None)
    if chosen is None or not wanted.endswith(("ForImageClassification", "WithProjection")):
        chosen = AutoModel
    try:
        model, info = chosen.from_pretrained(
            name, attn_implementation="sdpa", output_loading_info=True)
    except ValueError as error:
        # Some architectures have their own attention alone.
        if "attn_implementation" not in str(error) and "scaled_dot" not in str(error):
            raise
        model, info = chosen.from_pretrained(name, output_loading_info=True)
    # A pooler that the checkpoint lacks is not used.
    missing = sorted(k for k in info["missing_keys"] if not k.split(".")[0].endswith("pooler")
                     and ".pooler." not in k)
    has_pooler = len(missing) == len(info["missing_keys"])
    if missing:
        raise Refusal(f"--weights hf:{name}: expected weights for all of {type(model).__name__}, "
                      f"found none for {len(missing)} tensors ({missing[0]}, ...), which would be "
                      "random")
    processor = AutoImageProcessor.from_pretrained(name)
    head = HeadInput(getattr(model, "classifier", None))

    def forward(x: Tensor) -> Outputs:
        if hasattr(model, "get_image_features"):
            y = model.get_image_features(pixel_values=x)
            return Outputs(joint=getattr(y, "pooler_output", y))
        y = model(pixel_values=x)
        embeds = getattr(y, "image_embeds", None)
        logits = getattr(y, "logits", None)
        return Outputs(logits=logits, joint=embeds,
                       pooled=head.value if logits is not None
                       else getattr(y, "pooler_output", None) if has_pooler else None)

    labels = getattr(config, "id2label", None) or {}
    names = [labels[k] for k in sorted(labels)] if hasattr(model, "classifier") else []
    if all(n.startswith("LABEL_") for n in names):
        names = []
    folder = Path(name)
    files = list(folder.glob("*.safetensors")) if folder.is_dir() else []
    return Loaded(
        model, "transformers", folder.name if folder.is_dir() else name, forward,
        "transformers", json.loads(processor.to_json_string()),
        class_names=names, file=files[0] if len(files) == 1 else None,
        transform=lambda image: processor(image, return_tensors="pt")["pixel_values"][0])


def open_clip_model(rest: str, size: list[int] | None) -> Loaded:
    """A model of OpenCLIP by name and tag or checkpoint; its image tower alone."""
    import open_clip
    name, _, tag = rest.partition(":")
    if not tag and not name.startswith(("hf-hub", "local-dir")):
        raise Refusal(f"--weights open_clip:{rest}: expected NAME:TAG, or NAME:FILE, found no tag; "
                      "the weights would be random", USAGE)
    if name in ("hf-hub", "local-dir"):
        name, tag = rest, ""
    model, _, transform = open_clip.create_model_and_transforms(
        name, pretrained=tag or None, force_image_size=size and tuple(size))
    settings = dict(open_clip.get_model_preprocess_cfg(model))
    shape = model.visual.image_size
    for part in ("transformer", "token_embedding", "ln_final", "text"):
        if hasattr(model, part):
            setattr(model, part, None)

    def forward(x: Tensor) -> Outputs:
        return Outputs(joint=model.encode_image(x))

    return Loaded(
        model, "open_clip", f"{name}:{tag}" if tag else name, forward,
        "open_clip", {k: list(v) if isinstance(v, tuple) else v for k, v in settings.items()},
        size=[shape, shape] if isinstance(shape, int) else list(shape),
        file=Path(tag) if tag and Path(tag).is_file() else None, transform=transform)


def file_model(spec: str, size: list[int] | None) -> Loaded:
    """The model that a function of a file returns: a module, or a module and a preparation.

    The preparation has the keys of timm's `pretrained_cfg` (input_size, mean, std, interpolation,
    crop_pct, crop_mode) and may have `classes`, the names of the outputs in order; without them the
    module's output is not taken for logits. The code of the file runs in this process.
    """
    path, _, function = spec.rpartition(":")
    if not Path(path).is_file():
        raise Refusal(f"--weights {spec}: expected a Python file, found no file {path}")
    source = importlib.util.spec_from_file_location("vitrine_model", path)
    assert source is not None and source.loader is not None
    module = importlib.util.module_from_spec(source)
    sys.path.insert(0, str(Path(path).resolve().parent))
    source.loader.exec_module(module)
    if not callable(getattr(module, function, None)):
        raise Refusal(f"--weights {spec}: expected a function {function} in {path}, found none")
    made = getattr(module, function)()
    model, given = made if isinstance(made, tuple) and len(made) == 2 else (made, {})
    if not isinstance(model, nn.Module) or not isinstance(given, dict):
        raise Refusal(f"--weights {spec}: expected a torch.nn.Module, or one and a preparation, "
                      f"found {type(model).__name__}")
    defaults = {"input_size": [3, 224, 224], "mean": [0.5] * 3, "std": [0.5] * 3,
                "interpolation": "bicubic", "crop_pct": 1.0, "crop_mode": "center"}
    assumed = [key for key in defaults if key not in given]
    classes = given.get("classes", [])
    if not isinstance(classes, (list, tuple)):
        raise Refusal(f"--weights {spec}: expected classes as a list of names, found "
                      f"{type(classes).__name__}", USAGE)
    classes = [str(c) for c in classes]
    settings = {**defaults, **{key: given[key] for key in given if key in defaults}}
    shape = settings["input_size"]
    if len(shape) != 3 or not all(isinstance(n, int) and 0 < n <= 4096 for n in shape):
        raise Refusal(f"--weights {spec}: expected an input_size of 3 channels, height and width, "
                      f"found {shape}", USAGE)

    def forward(x: Tensor) -> Outputs:
        y = model(x)
        if not isinstance(y, Tensor):
            y = getattr(y, "pooler_output", None)
        if classes and (y is None or y.shape[-1] != len(classes)):
            found = "none" if y is None else f"{y.shape[-1]}"
            raise Refusal(f"--weights {spec}: expected {len(classes)} logits, one a class, found "
                          f"{found}", USAGE)
        return Outputs(logits=y) if classes else Outputs(pooled=y)

    own = list(settings.pop("input_size")[1:])
    return Loaded(
        model, "", f"{Path(path).stem}:{function}", forward, "timm", settings, size=size or own,
        class_names=classes,
        notes=[f"{os.path.basename(path)} was run; its weights are what {function} made of them"]
        + [f"{function} states no {', '.join(assumed)}: assumed are "
           + ", ".join(f"{defaults[key]}" for key in assumed)] * bool(assumed))

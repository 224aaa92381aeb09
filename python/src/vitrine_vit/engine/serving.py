"""The answers to `extract`: a model that is opened and described, and its batches."""

from __future__ import annotations

import base64
import json
import os
import queue
import threading
from typing import Any

import numpy as np
import torch
from torch import Tensor

from . import structure
from .batches import Batch, Slots
from .capture import Attention, Capture
from .channel import NOTHING, USAGE, Channel, Refusal, unforeseen
from .loading import Loaded, Outputs, load

PRECISIONS = {"f32": torch.float32, "bf16": torch.bfloat16, "f16": torch.float16}


def device_of(wanted: str) -> torch.device:
    """The device of --device; raises Refusal where the machine has none."""
    if wanted == "auto":
        wanted = next((name for name, there in (
            ("cuda", torch.cuda.is_available()), ("mps", torch.backends.mps.is_available()),
            ("xpu", hasattr(torch, "xpu") and torch.xpu.is_available())) if there), "cpu")
    try:
        device = torch.device(wanted)
        torch.zeros(1, device=device).cpu()
        return torch.device("cpu") if device.type == "cpu" else device
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        text = str(error).splitlines()[0]
        raise Refusal(f"--device {wanted}: expected a device of this machine, found none: {text}",
                      USAGE) from error


def name_of(device: torch.device) -> str:
    """The device in words: "cuda:0, NVIDIA H200"."""
    if device.type == "cuda":
        index = device.index or 0
        return f"cuda:{index}, {torch.cuda.get_device_name(index)}"
    if device.type == "cpu":
        # What the last digits depend on.
        kind = torch.backends.cpu.get_cpu_capability()
        return f"cpu, {kind}, {torch.get_num_threads()} threads"
    return str(device)


# What libraries say for want of memory where they raise no OutOfMemoryError.
WANT = ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED")


def is_want_of_memory(error: RuntimeError) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or any(w in str(error) for w in WANT)


def base64_of(values: Tensor | None) -> str:
    """Numbers of single precision, little-endian; "" for None."""
    if values is None:
        return ""
    return base64.b64encode(values.float().contiguous().numpy().astype("<f4").tobytes()).decode()


def pooled_of(outputs: Outputs, images: int) -> Tensor | None:
    """What the head reads, `[images, width]`; None where a model returns something else."""
    pooled = outputs.pooled
    if pooled is None or pooled.shape[0] != images:
        return None
    is_vector = pooled.ndim == 2 or pooled.ndim == 4 and pooled.shape[2:] == (1, 1)
    return pooled.flatten(1) if is_vector else None


class Server:
    """One model and its run. Requests come in the order open, describe, map, batch, batch, ..."""

    loaded: Loaded
    capture: Capture
    slots: Slots

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.transfers: queue.Queue[Batch | None] = queue.Queue()
        self.finisher = threading.Thread(target=self.finish_batches, daemon=True)
        self.finisher.start()

    def answer(self, request: dict[str, Any]) -> None:
        """Answer one request."""
        with torch.inference_mode():
            {"open": self.open, "describe": self.describe, "map": self.map,
             "prepare": self.prepare, "batch": self.batch}[request["ask"]](request)

    def open(self, request: dict[str, Any]) -> None:
        """Load the model onto its device."""
        self.device = device_of(request["device"])
        precision = request["precision"]
        if precision == "auto":
            precision = "f32" if self.device.type == "cpu" else "bf16"
        self.precision = PRECISIONS[precision]
        self.batch_size = request["batch"] or (8 if self.device.type == "cpu" else 64)
        self.largest = self.batch_size
        # Products of single precision are what they say.
        torch.backends.cudnn.allow_tf32 = False
        self.loaded = load(request["weights"], request.get("size"))
        for note in self.loaded.notes:
            self.channel.say("note", text=note)
        self.digest = self.loaded.digest()
        self.loaded.model.to(self.device)
        self.path, blocks = structure.blocks_of(self.loaded.model, request.get("blocks"))
        self.capture = Capture(blocks)
        if request["compile"]:
            for block in blocks:
                block.forward = torch.compile(block.forward, dynamic=False)
        self.blocks = blocks
        if request["prepare"] == "python":
            self.loaded.measure()
        self.channel.say(
            "opened", preparation=self.loaded.format, settings=json.dumps(self.loaded.settings),
            size=self.loaded.size, device=name_of(self.device), libraries=self.loaded.libraries,
            batch=self.batch_size, precision=precision, name=self.loaded.name, digest=self.digest,
            file=self.loaded.file and str(self.loaded.file))

    def describe(self, request: dict[str, Any]) -> None:
        """Run the model once on grey images and say what its layers are."""
        self.size = (request["size"][0], request["size"][1])
        self.normalize = [torch.tensor(request[key], dtype=torch.float32, device=self.device)
                          for key in ("mean", "std")]
        layers: list[Tensor] = []
        calls: list[int] = []        # heads of the one attention of each block, 0 without one
        order: list[int] = []

        def on_layer(index: int, hidden: Tensor) -> None:
            layers.append(hidden)
            order.append(index)
            if index > 0:
                same = [c.query.shape[1] for c in self.capture.calls
                        if c.query.shape == c.key.shape and c.query.shape[2] == hidden.shape[1]]
                calls.append(same[0] if len(same) == len(self.capture.calls) == 1 else 0)

        self.capture.on_layer, self.capture.keeps_attention = on_layer, True
        trial = 3                    # images: no other dimension is so short
        outputs = self.run(torch.zeros(trial, 3, *self.size, device=self.device))
        self.capture.keeps_attention = False
        model = self.loaded.model
        if order != sorted(order):
            raise Refusal(f"--blocks {self.path}: expected the modules in the order in which they "
                          "run, found another", USAGE)
        for found in (*layers, outputs.logits, outputs.joint):
            if found is not None and found.shape[0] != trial:
                raise Refusal(
                    f"--blocks {self.path}: expected tensors whose first dimension is the image, "
                    f"found {list(found.shape)} for {trial} images; such a model needs a wrapper "
                    "that turns them", USAGE)
        if len(layers) != len(self.blocks) + 1:
            raise Refusal(f"--blocks {self.path}: expected blocks that run once each, found "
                          f"{len(layers) - 1} runs of {len(self.blocks)}", USAGE)
        grid = structure.grid_of(model, layers, self.size)
        norm = structure.closing_norm(model, self.path)
        self.norm = norm if grid is not None else None
        notes = []
        if grid is None:
            spaces = [structure.space_of(layer, self.size) for layer in layers]
            widths = [layer.shape[1 if s == "nchw" else -1]
                      for layer, s in zip(layers, spaces, strict=True)]
            pooled = pooled_of(outputs, trial)
            widths.append(widths[-1] if pooled is None else pooled.shape[1])
            spaces.append(spaces[-1] if pooled is None else "none")
            notes.append(f"the layers of {self.path} are not those of a plain ViT: each has the "
                         "mean over its positions, without class token, patches and attention; "
                         "final is " + (
                             "the last block's mean" if pooled is None else
                             "what the head reads" if self.loaded.library else
                             "what the module returns"))
        else:
            spaces, widths = ["tokens"] * len(layers), [layers[0].shape[2]] * len(layers)
            spaces, widths = [*spaces, spaces[-1]], [*widths, widths[-1]]
            if norm is None:
                notes.append("no closing norm was found: layer final is the last block's")
        self.grid, self.spaces = grid, spaces
        self.has_attention = grid is not None and all(calls) and len(set(calls)) == 1
        if grid is not None and not self.has_attention:
            notes.append("attention is left out: the blocks do not call PyTorch's attention "
                         "function, or not with all tokens")
        embedding = structure.embedding_of(model, widths[0]) if grid is not None else None
        position = structure.position_of(model, grid, widths[0]) if grid is not None else None
        logits, joint = outputs.logits, outputs.joint
        self.channel.say(
            "model", family=type(model).__name__, widths=widths,
            heads=calls[0] if self.has_attention else 0,
            patch=grid.patch if grid else 0, prefix=grid.prefix if grid else 0,
            hasClass=grid.has_class if grid else False,
            eps=structure.eps_of(norm or model), activation=structure.activation_of(self.blocks[0]),
            parameters=sum(p.numel() for p in model.parameters()),
            classes=0 if logits is None else logits.shape[1],
            classNames=self.loaded.class_names, jointWidth=0 if joint is None else joint.shape[1],
            kernel=base64_of(embedding and embedding[0]),
            bias=base64_of(embedding and embedding[1]), position=base64_of(position), notes=notes)

    def map(self, request: dict[str, Any]) -> None:
        """Map the shared memory."""
        self.slots = Slots(request, self.device)
        self.channel.say("mapped")

    def run(self, pixels: Tensor) -> Outputs:
        """The library's own forward pass; products in the precision of the run."""
        if self.precision == torch.float32:
            return self.loaded.forward(pixels)
        with torch.autocast(self.device.type, dtype=self.precision):
            return self.loaded.forward(pixels)

    def prepare(self, request: dict[str, Any]) -> None:
        """The library's own preparation of one decoded image (--prepare python)."""
        from PIL import Image
        if self.loaded.transform is None:
            raise Refusal("--prepare python: it was not asked for", USAGE)
        pixels = np.fromfile(request["path"], np.uint8, request["height"] * request["width"] * 3)
        image = Image.fromarray(pixels.reshape(request["height"], request["width"], 3))
        made = self.loaded.transform(image).float().permute(1, 2, 0).contiguous().numpy()
        if made.shape != (*self.size, 3):
            raise Refusal(f"--prepare python: expected images of {self.size[0]} x {self.size[1]} "
                          f"pixels, found {made.shape[0]} x {made.shape[1]}")
        if self.grid is not None:
            # Columns and rows that no patch covers are left out, as below.
            patch = self.grid.patch
            made = np.ascontiguousarray(made[:self.grid.rows * patch, :self.grid.columns * patch])
        made.tofile(request["path"])
        self.channel.say("prepared", ticket=request["ticket"])

    def batch(self, request: dict[str, Any]) -> None:
        """Compute a batch; the answer follows when its numbers are in the shared memory."""
        while True:
            batch = Batch(request, self.slots)
            try:
                for start in range(0, self.batch_size, self.largest):
                    if start < request["count"]:
                        self.part(batch, slice(start, start + self.largest))
                batch.record(self.device)
                break
            except RuntimeError as error:
                if not is_want_of_memory(error):
                    raise
            # Out of the handler, whose traceback holds the tensors of the failed pass.
            self.make_room(batch)
        batch.is_halved = self.largest < self.batch_size
        self.transfers.put(batch)

    def make_room(self, batch: Batch) -> None:
        """Halve the number of images that go through the model at a time."""
        if self.largest == 1:
            raise Refusal(f"{name_of(self.device)}: expected memory for one image, found none "
                          "left; use another device or a smaller model")
        self.largest //= 2
        batch.drop()
        self.capture.on_layer = None
        self.capture.calls.clear()
        self.transfers.join()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        self.channel.say(
            "note", text=f"out of memory: {self.largest} images go through the model at a time "
            f"from here on, not {2 * self.largest}")

    def part(self, batch: Batch, part: slice) -> None:
        """Compute some images of a batch, empty places included."""
        pixels = self.slots.pixels(batch.slot, part).to(self.device, non_blocking=True)
        if pixels.dtype == torch.uint8:
            mean, std = self.normalize
            pixels = ((pixels.float() / 255) - mean) / std
        if len(pixels) < self.largest:
            pixels = torch.cat([pixels, pixels.new_zeros(self.largest - len(pixels),
                                                         *pixels.shape[1:])])
        # Columns and rows that no patch covers are not in the shared memory.
        pixels = torch.nn.functional.pad(
            pixels.permute(0, 3, 1, 2), (0, self.size[1] - pixels.shape[2],
                                         0, self.size[0] - pixels.shape[1]))
        picture = batch.picture(self.grid, part, self.largest)
        picture = None if picture is None else picture.to(self.device)
        explained = [i - part.start for i in batch.explained if part.start <= i < part.stop]
        attention = None
        if self.grid is not None and self.slots.has("rollout"):
            attention = Attention(self.grid, picture)
        chosen = torch.tensor(explained, dtype=torch.long, device=self.device)
        last: list[Tensor] = []

        def on_layer(index: int, hidden: Tensor) -> None:
            self.store(batch, part, index, hidden, picture)
            last[:] = [hidden]
            if attention is not None and index > 0:
                with torch.autocast(self.device.type, enabled=False):
                    heads = attention.add(self.capture.calls[0], chosen)
                if explained:
                    joint = attention.joint
                    assert joint is not None
                    first = batch.explained.index(explained[0] + part.start)
                    places = slice(first, first + len(explained))
                    batch.put(f"explained/joint/{index - 1}", places, joint[chosen])
                    batch.put(f"explained/heads/{index - 1}", places, heads)

        self.capture.on_layer = on_layer
        self.capture.keeps_attention = attention is not None
        outputs = self.run(pixels)
        hidden = last[0]
        if self.norm is not None:
            with torch.autocast(self.device.type, enabled=False):
                weight = next(self.norm.parameters(), hidden.float())
                hidden = self.norm(hidden.to(weight.dtype))
        elif self.spaces[-1] == "none" and (pooled := pooled_of(outputs, len(pixels))) is not None:
            hidden = pooled
        self.store(batch, part, len(self.blocks) + 1, hidden, picture)
        if attention is not None:
            batch.put("rollout", part, torch.stack(attention.rollouts, 1))
            batch.put("distance", part, torch.stack(attention.distances, 1))
        if outputs.joint is not None and self.slots.has("joint"):
            batch.check("joint", part, outputs.joint)
            batch.put("joint", part, outputs.joint.float())
        if outputs.logits is not None and self.slots.has("label"):
            # Of equal ones the first. MPS has no double precision.
            logits = outputs.logits.cpu() if self.device.type == "mps" else outputs.logits
            shares, labels = logits.double().softmax(-1).sort(
                dim=-1, descending=True, stable=True)
            kept = self.slots.tensors["label"].shape[1]
            batch.put("label", part, labels[:, :kept].int())
            batch.put("probability", part, shares[:, :kept].float())

    def store(self, batch: Batch, part: slice, index: int, hidden: Tensor,
              picture: Tensor | None) -> None:
        """Check a layer and put what the file stores of it."""
        batch.check(str(index), part, hidden)
        space, grid = self.spaces[index], self.grid
        prefix = 0 if grid is None else grid.prefix
        for kind in ("class", "mean", "extra", "patches"):
            name = f"tokens/{index}/{kind}"
            if not self.slots.has(name):
                continue
            if kind == "mean" and picture is not None:
                patches, shown = hidden[:, prefix:].float(), picture.float()
                value = (patches * shown[..., None]).sum(1) / shown.sum(1, keepdim=True)
            elif kind == "mean":
                value = structure.mean_of(hidden, space, prefix)
            elif kind == "class":
                value = hidden[:, 0]
            else:
                first = 1 if grid is not None and grid.has_class else 0
                value = hidden[:, first:prefix] if kind == "extra" else hidden[:, prefix:]
            batch.put(name, part, value)

    def finish_batches(self) -> None:
        """Answer for batches as their numbers arrive, in order; a thread of its own."""
        while (batch := self.transfers.get()) is not None:
            try:
                batch.wait()
            except Exception as error:
                # Errors of a GPU come late: here, where nobody would hear of them.
                self.channel.refuse(unforeseen(error))
                os._exit(NOTHING)
            self.transfers.task_done()
            self.channel.say(
                "batch", slot=batch.slot, saturated=batch.saturated, bad=batch.bad,
                isHalved=batch.is_halved)

    def finish(self) -> None:
        """Wait for the batches that are under way."""
        self.transfers.put(None)
        self.finisher.join()

"""The shared memory of a run, and one batch on its way into it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from .channel import Refusal, mapped
from .structure import Grid

TYPES = {"u8": torch.uint8, "f16": torch.float16, "f32": torch.float32, "i32": torch.int32}
LARGEST_HALF = 65504.0


@dataclass
class Place:
    """Where an array of a slot is: bytes from the start of the slot."""

    offset: int
    shape: list[int]
    dtype: torch.dtype


class Slots:
    """The slots of a run: in each the pixels of a batch and an array for all that it stores."""

    def __init__(self, request: dict[str, Any], device: torch.device) -> None:
        self.memory = mapped(request["path"], request["bytes"])
        self.stride: int = request["stride"]
        self.tensors = {t["name"]: Place(t["offset"], t["shape"], TYPES[t["type"]])
                        for t in request["tensors"]}
        if device.type == "cuda":
            # Pinned memory, so that copies run beside the computation; slower without.
            address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
            runtime: Any = torch.cuda.cudart()
            if int(runtime.cudaHostRegister(address, request["bytes"], 0)) != 0:
                # The failed call must not be found by the next one that looks.
                getattr(runtime, "cudaGetLastError", int)()

    def has(self, name: str) -> bool:
        """Whether the run stores an array."""
        return name in self.tensors

    def array(self, slot: int, name: str) -> Tensor:
        """An array of a slot, in the shared memory."""
        place = self.tensors[name]
        count = 1
        for side in place.shape:
            count *= side
        return torch.frombuffer(
            self.memory, dtype=place.dtype, count=count,
            offset=slot * self.stride + place.offset).view(place.shape)

    def pixels(self, slot: int, part: slice) -> Tensor:
        """The pixels of some images, `[images, height, width, 3]`."""
        return self.array(slot, "pixels")[part]


class Batch:
    """A batch: where its numbers go, and what was found on the way."""

    def __init__(self, request: dict[str, Any], slots: Slots) -> None:
        self.slot: int = request["slot"]
        self.count: int = request["count"]
        self.explained: list[int] = request.get("explained") or []
        self.pictures: list[list[int] | None] = request.get("pictures") or []
        self.absent = set(request.get("absent") or [])      # places without an image
        self.slots = slots
        self.is_halved = False
        self.saturated = 0
        self.bad: dict[str, Any] | None = None
        self.drop()

    def drop(self) -> None:
        """Forget what was computed."""
        self.copies: list[tuple[Tensor, Tensor]] = []
        self.flags: list[tuple[str, int, Tensor]] = []
        self.excess: list[Tensor] = []
        self.event: Any = None

    def picture(self, grid: Grid | None, part: slice, length: int) -> Tensor | None:
        """The patches that show the picture, `[length, patches]`; None where all do."""
        if grid is None or not any(self.pictures[part]):
            return None
        shown = torch.ones(length, grid.rows, grid.columns, dtype=torch.bool)
        for index, area in enumerate(self.pictures[part]):
            if area is not None:
                top, bottom, left, right = area
                shown[index] = False
                shown[index, top:bottom, left:right] = True
        return shown.flatten(1)

    def check(self, layer: str, part: slice, values: Tensor) -> None:
        """Note which images have numbers that are not finite; read when the batch is complete."""
        self.flags.append((layer, part.start, torch.isfinite(values).flatten(1).all(1)))

    def put(self, name: str, part: slice, values: Tensor) -> None:
        """Store values at `part` of an array, in its type; too large for f16 become ±65504."""
        target = self.slots.array(self.slot, name)
        target = target[part]
        if name.startswith("explained/"):
            target = target[:len(values)]
        values = values[:len(target)]
        if values.shape != target.shape:
            raise Refusal(f"the model returned other shapes than in its trial run: {name} is "
                          f"{list(values.shape)}, expected {list(target.shape)}")
        if target.dtype == torch.float16 and values.dtype != torch.float16:
            halves = values.half()
            shown = halves[:max(0, self.count - part.start)]
            self.excess.append(torch.isinf(shown).sum())
            values = halves.clamp(-LARGEST_HALF, LARGEST_HALF)
        self.copies.append((target, values.to(target.dtype)))

    def record(self, device: torch.device) -> None:
        """Start the copies to the shared memory."""
        if device.type != "cuda":
            for target, values in self.copies:
                target.copy_(values)
            return
        stream = copying(device)
        stream.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(stream):
            # What `wait` reads is on its way too, so that it does not wait for later batches.
            self.flags = [(layer, first, flags.to("cpu", non_blocking=True))
                          for layer, first, flags in self.flags]
            self.excess = [count.to("cpu", non_blocking=True) for count in self.excess]
            for target, values in self.copies:
                target.copy_(values, non_blocking=True)
                values.record_stream(stream)
            self.event = torch.cuda.Event()
            self.event.record(stream)

    def wait(self) -> None:
        """Wait for the copies, and read what was counted."""
        if self.event is not None:
            self.event.synchronize()
        self.saturated = int(sum(int(n) for n in self.excess))
        for layer, first, flags in self.flags:
            shown = flags[:max(0, self.count - first)].tolist()
            wrong = [first + i for i, is_finite in enumerate(shown)
                     if not is_finite and first + i not in self.absent]
            if wrong:
                self.bad = {"index": wrong[0], "layer": layer}
                break
        self.drop()


_streams: dict[torch.device, Any] = {}


def copying(device: torch.device) -> Any:
    """The stream of the copies to the shared memory."""
    if device not in _streams:
        _streams[device] = torch.cuda.Stream(device)
    return _streams[device]

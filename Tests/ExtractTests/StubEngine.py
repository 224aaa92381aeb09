#!/usr/bin/env python3
"""An engine of the standard library, for the tests of `extract --engine torch`.

Its model has inputs of 32 x 32 pixels, four patches, two blocks of width 4 and three classes. The
token of a patch at layer k is (mean red, mean green, mean blue, k) for pixels in 0...1; the class
token is the mean of the patches. VITRINE_STUB names what goes wrong: see `faults`.
"""

import base64
import importlib.util
import os
import struct
import sys
import time
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "python/src/vitrine_vit/engine/channel.py"
spec = importlib.util.spec_from_file_location("channel", PACKAGE)
channel = importlib.util.module_from_spec(spec)
spec.loader.exec_module(channel)

SIDE, PATCH, GRID, DEPTH, WIDTH = 32, 16, 2, 2, 4
SHARE = 1 / (GRID * GRID + 1)        # every token attends to every token alike
SIZES = {"u8": ("B", 1), "f16": ("e", 2), "f32": ("f", 4), "i32": ("i", 4)}
faults = os.environ.get("VITRINE_STUB", "").split(",")


def count(shape):
    n = 1
    for side in shape:
        n *= side
    return n


class Stub:
    def __init__(self, talk):
        self.talk = talk
        self.done = 0

    def open(self, request):
        if "no-weights" in faults:
            raise channel.Refusal(f"--weights {request['weights']}: it cannot be loaded", 2)
        self.batch = request["batch"] or 8
        self.talk.say("note", text="the stub loads nothing")
        print("a library prints this")
        self.talk.say(
            "opened", preparation="timm", size=[SIDE, SIDE], device="cpu", libraries=["stub 1.0"],
            settings='{"crop_pct": 1.0, "crop_mode": "squash", "interpolation": "bilinear", '
                     '"mean": [0, 0, 0], "std": [1, 1, 1]}',
            batch=self.batch, precision="f32", name="stub", digest="0" * 64, file=None)

    def describe(self, request):
        kernel = struct.pack(f"<{PATCH * PATCH * 3 * WIDTH}f", *[0.5] * (PATCH * PATCH * 3 * WIDTH))
        self.talk.say(
            "model", family="Stub", widths=[WIDTH] * (DEPTH + 2), heads=1, patch=PATCH, prefix=1,
            hasClass=True, eps=1e-6, activation="gelu", parameters=1, classes=3,
            classNames=["red", "green", "blue"], jointWidth=0,
            kernel=base64.b64encode(kernel).decode(),
            bias=base64.b64encode(struct.pack("<4f", 0, 0, 0, 0)).decode(), position="", notes=[])

    def map(self, request):
        self.memory = channel.mapped(request["path"], request["bytes"])
        self.stride = request["stride"]
        self.tensors = {t["name"]: t for t in request["tensors"]}
        self.talk.say("mapped")

    def put(self, slot, name, place, values):
        tensor = self.tensors.get(name)
        if tensor is None:
            return
        kind, size = SIZES[tensor["type"]]
        length = count(tensor["shape"][1:])
        assert length == len(values), f"{name}: {length} numbers for {len(values)}"
        offset = slot * self.stride + tensor["offset"] + place * length * size
        struct.pack_into(f"<{length}{kind}", self.memory, offset, *values)

    def patches(self, slot, place):
        tensor = self.tensors["pixels"]
        start = slot * self.stride + tensor["offset"] + place * SIDE * SIDE * 3
        pixels = self.memory[start:start + SIDE * SIDE * 3]
        for row in range(GRID):
            for column in range(GRID):
                sums = [0, 0, 0]
                for y in range(PATCH):
                    at = ((row * PATCH + y) * SIDE + column * PATCH) * 3
                    line = pixels[at:at + PATCH * 3]
                    for colour in range(3):
                        sums[colour] += sum(line[colour::3])
                yield [s / PATCH / PATCH / 255 for s in sums]

    def run(self, request):
        slot, n = request["slot"], request["count"]
        self.done += 1
        if self.done == 2:
            if "death" in faults:
                os.kill(os.getpid(), 9)
            if "error" in faults:
                raise RuntimeError("the device fell off")
            if "hang" in faults:
                time.sleep(600)
            if "garbage" in faults:
                self.talk.answers.write("not a message\n")
                self.talk.answers.flush()
            if "shapes" in faults:
                raise channel.Refusal("the model returned 5 numbers for 4", 2)
        if "slow" in faults:
            time.sleep(0.2)
        for place in range(n):
            patches = list(self.patches(slot, place))
            mean = [sum(p[c] for p in patches) / len(patches) for c in range(3)]
            for layer in range(DEPTH + 2):
                tokens = [x for p in patches for x in (*p, layer)]
                self.put(slot, f"tokens/{layer}/class", place, [*mean, layer])
                self.put(slot, f"tokens/{layer}/mean", place, [*mean, layer])
                self.put(slot, f"tokens/{layer}/patches", place, tokens)
            order = sorted(range(3), key=lambda c: -mean[c])
            self.put(slot, "label", place, order)
            self.put(slot, "probability", place, [mean[c] / (sum(mean) or 1) for c in order])
            self.put(slot, "rollout", place, [SHARE] * (DEPTH * GRID * GRID))
            self.put(slot, "distance", place, [10.0] * DEPTH)
        for place, _ in enumerate(request.get("explained") or []):
            for block in range(DEPTH):
                self.put(slot, f"explained/joint/{block}", place, [SHARE] * 25)
                self.put(slot, f"explained/heads/{block}", place, [SHARE] * 4)
        bad = {"index": 1, "layer": "2"} if "nan" in faults else None
        if "memory" in faults and self.done == 1:
            self.talk.say("note", text="out of memory: 2 images go through the model at a time")
        self.talk.say("batch", slot=slot, saturated=0, bad=bad, isHalved="memory" in faults)


def main():
    talk = channel.Channel()
    stub = Stub(talk)
    answers = {"open": stub.open, "describe": stub.describe, "map": stub.map, "batch": stub.run}
    try:
        for request in talk:
            answers[request["ask"]](request)
    except channel.Refusal as error:
        talk.refuse(error)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

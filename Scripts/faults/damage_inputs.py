"""The small out.h5 and tsne.h5 that damage.py damages."""
import json
import os
import struct
import subprocess
import zlib

import numpy as np

SIDE, PATCH, WIDTH, DEPTH, CLASSES = 32, 8, 32, 2, 5


def png(path, pixels, palette=None):
    """Writes [side, side, 3] as a colour picture, [side, side] as an index one."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(
            ">I", zlib.crc32(kind + body))

    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3 if palette else 2, 0, 0, 0)
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head))
        if palette:
            out.write(chunk(b"PLTE", palette))
        out.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_images(folder):
    chance = np.random.default_rng(1)
    for number in range(16):
        label, split = ("cat", "dog")[number % 2], ("train", "val")[number // 12]
        pixels = chance.integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
        mask = np.zeros((SIDE, SIDE), np.uint8)
        mask[:14, :20] = 1
        mask[16:, 10:] = 2
        pixels[mask == 1] = pixels[mask == 1] // 4 + 150
        pixels[mask == 2] = pixels[mask == 2] // 8
        for kind, picture, palette in [("images", pixels, None), ("masks", mask, b"\0\0\0"
                                       + b"\xff\0\0" + b"\0\xff\0")]:
            path = f"{folder}/{kind}/{split}/{label}"
            os.makedirs(path, exist_ok=True)
            png(f"{path}/{number:02}.png", picture, palette)
    with open(f"{folder}/images/train/cat/broken.jpg", "wb") as out:
        out.write(b"\xff\xd8\xff\xe0 no picture")


def make_checkpoint(path):
    chance = np.random.default_rng(2)
    grid = SIDE // PATCH
    shapes = {
        "cls_token": (1, 1, WIDTH), "pos_embed": (1, 1 + grid * grid, WIDTH),
        "patch_embed.proj.weight": (WIDTH, 3, PATCH, PATCH), "patch_embed.proj.bias": (WIDTH,),
        "norm.weight": (WIDTH,), "norm.bias": (WIDTH,),
        "head.weight": (CLASSES, WIDTH), "head.bias": (CLASSES,),
    }
    for block in range(DEPTH):
        for name, shape in [
            ("norm1", ()), ("norm2", ()), ("attn.qkv", (3 * WIDTH, WIDTH)),
            ("attn.proj", (WIDTH, WIDTH)), ("mlp.fc1", (4 * WIDTH, WIDTH)),
            ("mlp.fc2", (WIDTH, 4 * WIDTH)),
        ]:
            shapes[f"blocks.{block}.{name}.weight"] = shape or (WIDTH,)
            shapes[f"blocks.{block}.{name}.bias"] = (shape[0] if shape else WIDTH,)
    header, data = {}, b""
    for name, shape in shapes.items():
        values = chance.normal(0, 0.15, shape).astype("<f4")
        if name.startswith("norm") or ".norm" in name:
            values = (values + name.endswith("weight")).astype("<f4")
        header[name] = {"dtype": "F32", "shape": shape,
                        "data_offsets": [len(data), len(data) + values.nbytes]}
        data += values.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def make_files(folder, programs):
    make_images(folder)
    make_checkpoint(f"{folder}/tiny.safetensors")
    run = [
        [f"{programs}/extract", "images", "out.h5", "--weights", "tiny.safetensors", "--heads", "2",
         "--masks", "masks", "--explain", "train/cat/00.png,train/dog/01.png", "--variants",
         "original,random:0.2", "--quiet"],
        [f"{programs}/reduce", "--layer", "0,final", "out.h5", "-o", "tsne.h5", "--quiet"],
    ]
    for command in run:
        subprocess.run(command, cwd=folder, check=True)

"""Writes the small files that the fuzz targets start from.

    python3 Scripts/fuzz/make_corpus.py Scripts/fuzz/corpus

Each file is below 4 KB. Packages: Scripts/requirements.txt.
"""

import argparse
import io
import json
import pathlib
import random
import shutil
import sys
import zipfile

import numpy as np
import safetensors.numpy
import torch
from PIL import Image


def saved(save, *arguments, **options):
    buffer = io.BytesIO()
    save(buffer, *arguments, **options)
    return buffer.getvalue()


def arrays():
    counting = np.arange(6, dtype="<f4").reshape(2, 3)
    return {
        "f4": counting, "fortran": np.asfortranarray(counting), "f2": counting.astype("<f2"),
        "f8": counting.astype("<f8"), "i8": counting.astype("<i8"), "u1": counting.astype("u1"),
        "b1": counting > 2, "scalar": np.float32(7), "empty": np.zeros((0, 3), "<f4"),
        "bf16": counting.astype("<u2").view("V2"), "big": counting.astype(">f4"),
        "structured": np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")])}


def transformer():
    """All tensors of the smallest model, under timm's names."""
    width, mlp = 2, 3
    shapes = {
        "cls_token": (1, 1, width), "pos_embed": (1, 2, width),
        "patch_embed.proj.weight": (width, 3, 1, 1), "patch_embed.proj.bias": (width,),
        "norm.weight": (width,), "norm.bias": (width,), "head.weight": (2, width),
        "head.bias": (2,)}
    block = {
        "norm1.weight": (width,), "norm1.bias": (width,), "attn.qkv.weight": (3 * width, width),
        "attn.qkv.bias": (3 * width,), "attn.proj.weight": (width, width),
        "attn.proj.bias": (width,), "norm2.weight": (width,), "norm2.bias": (width,),
        "mlp.fc1.weight": (mlp, width), "mlp.fc1.bias": (mlp,), "mlp.fc2.weight": (width, mlp),
        "mlp.fc2.bias": (width,)}
    shapes.update({"blocks.0." + name: shape for name, shape in block.items()})
    return {name: np.full(shape, 0.5, "<f2") for name, shape in shapes.items()}


def wide_zip(member, data):
    """A zip file whose sizes stand in the 64-bit fields."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        with file.open(zipfile.ZipInfo(member), "w", force_zip64=True) as opened:
            opened.write(data)
    return buffer.getvalue()


def npy():
    for name, array in arrays().items():
        yield name, saved(np.save, array)
    for version in ((2, 0), (3, 0)):
        yield f"version-{version[0]}", saved(
            np.lib.format.write_array, np.ones(3, "<f4"), version=version)
    yield "objects", saved(np.save, np.array([{}], dtype=object), allow_pickle=True)


def npz():
    few = {name: arrays()[name] for name in ("f4", "fortran", "f2", "bf16", "scalar", "empty")}
    yield "stored", saved(np.savez, **few)
    yield "packed", saved(np.savez_compressed, **few)
    yield "wide", wide_zip("a.npy", saved(np.save, arrays()["f4"]))
    yield "stranger", wide_zip("../a.sh", b"exit")


def tensors():
    few = {name: arrays()[name] for name in ("f4", "f2", "f8", "i8", "u1", "b1", "empty")}
    yield "types", safetensors.numpy.save(few, {"note": "small"})
    yield "model", safetensors.numpy.save(transformer(), {"heads": "1"})
    yield "none", safetensors.numpy.save({})


def pth():
    """Pickles alone, whose storages the target adds, and two whole files."""
    storages = [torch.arange(16.0) for _ in range(4)]
    views = {
        "a": storages[0], "b": storages[1].view(4, 4).t(), "c": storages[2][3:9:2],
        "d": torch.nn.Parameter(storages[3].view(2, 8)), "e": storages[0][:0]}
    training = {
        "epoch": 3, "loss": 0.25, "best": None, "big": 1 << 40, "size": torch.Size([2, 3]),
        "teacher": {"module.backbone." + name: value for name, value in views.items()},
        "args": argparse.Namespace(arch="vit", lr=5e-4, scales=(0.05, 0.4), seen={1, 2},
                                   scalar=np.float64(0.5), device=torch.device("cpu"))}
    # The names of a model, over storages that the target has.
    named, place = {}, 0
    for name, array in transformer().items():
        storage = storages[place % 4]
        place += 1
        named[name] = storage[:array.size].reshape(array.shape)
    for name, value in {"views": views, "training": training, "model": {"model": named},
                        "list": [1, "two", {3: (4, 5, 6)}], "types": {
                            "half": torch.ones(32).half(), "long": torch.ones(8).long(),
                            "bytes": torch.ones(64, dtype=torch.uint8)}}.items():
        with zipfile.ZipFile(io.BytesIO(saved(lambda file: torch.save(value, file)))) as file:
            pickle = next(part for part in file.namelist() if part.endswith("data.pkl"))
            yield name, file.read(pickle)
    yield "whole", saved(lambda file: torch.save({"a": torch.ones(2), "b": torch.ones(1)}, file))
    yield "legacy", saved(lambda file: torch.save(
        {"a": torch.ones(2)}, file, _use_new_zipfile_serialization=False))


def mask():
    indices = np.zeros((24, 32), "u1")
    indices[4:12, 4:20] = 1
    indices[10:20, 16:30] = 2
    indices[0] = 255
    image = Image.fromarray(indices, "P")
    image.putpalette([min(255, 3 * i) for i in range(768)])
    yield "palette", saved(image.save, "png")
    small = Image.fromarray(indices % 4, "P")
    small.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255])
    yield "two-bits", saved(small.save, "png", bits=2)
    yield "grey", saved(Image.fromarray(indices, "L").save, "png")
    yield "one-bit", saved(Image.fromarray(indices > 0).save, "png")
    yield "sixteen-bits", saved(Image.fromarray(indices.astype("<u2")).save, "png")
    colors = np.zeros((24, 32, 3), "u1")
    colors[4:12, 4:20] = (1, 0, 0)
    colors[10:20, 16:30] = (1, 2, 3)
    yield "panoptic", saved(Image.fromarray(colors).save, "png")
    yield "alpha", saved(Image.fromarray(colors).convert("RGBA").save, "png")


def annotation():
    body = "".join(
        f"<object><name>{name}</name><part><name>head</name></part><bndbox><xmin>1</xmin>"
        "</bndbox></object>" for name in ("cat", "sofa &amp; chair", "d&#246;g"))
    yield "voc", f"<annotation><filename>a.jpg</filename>{body}</annotation>".encode()
    yield "dtd", (
        b'<?xml version="1.0"?><!DOCTYPE annotation [<!ENTITY a "cat"><!ENTITY b "&a;&a;">'
        b'<!ENTITY c SYSTEM "file:///etc/hostname">]><annotation><object><name>&b;&c;<![CDATA[x]]>'
        b"</name></object></annotation>")
    yield "utf16", "<annotation><object><name>cat</name></object></annotation>".encode("utf-16")


def panoptic():
    document = {
        "info": {"year": 2018, "list": [1, -2.5e3, True, None]},
        "annotations": [
            {"image_id": 1, "file_name": "a.png", "segments_info": [
                {"id": 1, "category_id": 7, "iscrowd": 0, "bbox": [0, 1, 2, 3]},
                {"id": 0x30201, "category_id": 8}]},
            {"segments_info": [], "file_name": "b/\u00e9\U0001f600.png"}],
        "categories": [{"id": 7, "name": "cat", "isthing": 1}, {"name": "sky", "id": 8}]}
    yield "coco", json.dumps(document).encode()
    yield "utf8", json.dumps(document, ensure_ascii=False, indent=1).encode()
    yield "instances", json.dumps(
        {"annotations": [{"id": 1, "segmentation": [[1, 2]]}], "categories": []}).encode()


def objects():
    yield "names", json.dumps({"a": {"1": "cat", "2": "sofa"}, "b/a": {"01": "dog"}}).encode()
    yield "ranges", json.dumps(
        {"a": {"dog": "34-36,47-51", "cat": "0"}, "b/a.jpg": {"dog": "195, 3 - 4"}}).encode()
    yield "empty", b"{}"


def vectors():
    for name, data in npy():
        if name in ("f2", "f4", "f8", "fortran", "version-2", "version-3"):
            yield name, data


def edits():
    """Lists of edits for FileEdits.swift: of the new file or the old one, some of each kind."""
    chance = random.Random(1)
    yield "none", b"\0"
    for kind in range(16):
        for number in range(5):
            file = number // 4
            edits = [bytes([kind | chance.choice([0, 128]), chance.randrange(160), 0])
                     + chance.randbytes(6) for _ in range(1 + number % 2)]
            yield f"{kind:02}-{number}", bytes([file]) + b"".join(edits)


def main():
    root = pathlib.Path(sys.argv[1])
    makers = {
        "npy": npy, "npz": npz, "safetensors": tensors, "pth": pth, "mask": mask,
        "annotation": annotation, "panoptic": panoptic, "objects": objects,
        "vectors": vectors, "store": edits, "map": edits}
    for target, maker in makers.items():
        shutil.rmtree(root / target, ignore_errors=True)
        (root / target).mkdir(parents=True)
        for name, data in maker():
            assert len(data) < 4096, (target, name, len(data))
            (root / target / name).write_bytes(data)
            print(f"{target}/{name}: {len(data)} bytes")


main()

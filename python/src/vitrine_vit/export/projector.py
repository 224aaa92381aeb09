"""TensorBoard's projector: vectors, metadata and a sprite of thumbnails."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import numpy as np

from ..hdf5 import need
from .source import Source

SPRITE = 8192                        # pixels that TensorBoard's page takes on each side


def to_projector(source: Source, target: Path) -> str:
    """`tensorboard --logdir TARGET` shows the vectors, and the map as a second tensor."""
    plugin = need("tensorboard.plugins.projector", "projector")
    target.mkdir(parents=True)
    config = plugin.ProjectorConfig()
    columns = source.columns()
    write_metadata(columns, target / "metadata.tsv")
    side = sprite(source, target / "sprite.png")
    tensors: list[tuple[str, Any, int]] = []
    if source.vectors is not None:
        tensors.append(("vectors", source.vector_blocks(), source.vectors.shape[1]))
    if source.has_places:
        tensors.append(("map", [np.stack([columns["x"], columns["y"]], 1)], 2))
    for name, blocks, width in tensors:
        with (target / f"{name}.bytes").open("wb") as file:
            for block in blocks:
                file.write(np.asarray(block, "<f4").tobytes())
        entry = config.embeddings.add()
        entry.tensor_name, entry.tensor_path = name, f"{name}.bytes"
        entry.tensor_shape.extend([len(source), width])
        entry.metadata_path = "metadata.tsv"
        if side:
            entry.sprite.image_path = "sprite.png"
            entry.sprite.single_image_dim.extend([side, side])
    plugin.visualize_embeddings(str(target), config)
    return f"{len(source)} points; tensorboard --logdir {target}"


def write_metadata(columns: dict[str, Any], target: Path) -> None:
    """A line per row; tabs and line ends of texts become spaces."""
    with target.open("w", encoding="utf-8") as file:
        for row in [list(columns), *zip(*columns.values(), strict=True)]:
            cells = ("" if v is None else " ".join(str(v).split()) or " " for v in row)
            file.write("\t".join(cells) + "\n")


def sprite(source: Source, target: Path) -> int:
    """One picture of all thumbnails, row by row; the side of one in pixels, 0 without."""
    if not source.has_previews:
        return 0
    pictures = need("PIL.Image", "projector")
    columns = math.ceil(math.sqrt(len(source)))
    side = min(64, SPRITE // columns)
    if side < 8:
        return 0
    sheet = pictures.new("RGB", (columns * side, columns * side), "white")
    for i, data in enumerate(source.previews()):
        small = pictures.open(io.BytesIO(data)).convert("RGB").resize((side, side))
        sheet.paste(small, (i % columns * side, i // columns * side))
    sheet.save(target)
    return side

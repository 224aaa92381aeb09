"""What is exported: columns, vectors and previews of a store, or of a map with its store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from ..hdf5 import Array, Rows, byte_strings, text, texts
from ..maps import Map, open_map
from ..reader import Store
from ..reader import open as open_store

BLOCK = 1024                         # rows that are in memory at a time
TAKEN = {"x", "y", "vector", "preview", "image", "neighbors", "_index", "__row_index__"}


def is_map(path: str) -> bool:
    """Whether a file is a map; False for one that is no HDF5 file or not there."""
    try:
        with h5py.File(path, "r") as file:
            return "uns" in file or text(file.attrs.get("format", b"")) == "vitrine-map"
    except OSError:
        return False


class Source:
    """Rows with columns, vectors and previews, in the order of the map or of the store.

    `layer` and `token` choose the vectors; of a map whose store is not at hand they are the scores
    of its principal components.
    """

    def __init__(self, path: str, store: str | None = None, layer: str | None = None,
                 token: str | None = None) -> None:
        self.path = path
        self.map: Map | None = None
        self.notes: list[str] = []
        self._rows: Array | None = None
        self.store: Store | None = None
        if is_map(path):
            self.map = open_map(path)
            found = store or self._parent(self.map)
            if found is None:
                if layer or token:
                    raise ValueError(f"{path}: expected its store for --layer and --token, found "
                                     f"none at {self.map.parent_file}; --store FILE names it")
                self.notes.append(
                    f"{self.map.parent_file} is not at hand, or is another run's: the vectors are "
                    "the principal components of the map, without previews (--store FILE)")
            else:
                self.store = open_store(found)
                self._choose_rows(found)
        else:
            self.store = open_store(path)
        if self.is_patches and (layer or token):
            raise ValueError(f"{path}: expected no --layer and --token for a map of patches, whose "
                             "vectors are its principal components")
        self.vectors: Rows | None = None
        self.vector_name = ""
        if self.store and not self.is_patches:
            name = layer or (self.map.layers[-1] if self.map else "final")
            token = token or (self._token_of_map() if self.map else "image")
            self.vectors = getattr(self.store.layer(name), token)
            self.vector_name = f"layer {name}, {token}"
            if len(self.vectors.shape) != 2:
                raise ValueError(f"--token {token}: expected one vector an image, found "
                                 f"{list(self.vectors.shape[1:])} numbers; patches are read by "
                                 "vitrine_vit.open")
        elif self.map and "X_pca" in self.map.file["obsm"]:
            self.vectors = Rows(self.map.file["obsm/X_pca"])
            self.vector_name = "principal components"

    @property
    def is_patches(self) -> bool:
        """Whether the rows are patches."""
        return self.map is not None and "grid_row" in self.map.obs

    @property
    def has_places(self) -> bool:
        """Whether there is a map, whose places are the columns `x` and `y`."""
        return self.map is not None and "X_tsne" in self.map.file["obsm"]

    def _token_of_map(self) -> str:
        assert self.map is not None
        token = str(text(self.map.file["uns/vitrine/token"][()]))
        return {"class": "cls", "mean": "mean"}.get(token, "image")

    @staticmethod
    def _parent(found: Map) -> str | None:
        """The store of a map: where it was, or beside the map; by its uuid."""
        wanted = text(found.file["uns/vitrine/parent_uuid"][()])
        beside = Path(found.path).parent / Path(found.parent_file).name
        for place in (found.parent_file, str(beside)):
            if os.path.exists(place):
                try:
                    with h5py.File(place, "r") as file:
                        if text(file.attrs.get("uuid", b"")) == wanted:
                            return place
                except OSError:
                    continue
        return None

    def _choose_rows(self, store: str | None) -> None:
        assert self.map is not None and self.store is not None
        if self.is_patches:
            return
        self._rows = self.map.parent_rows
        rows = np.arange(len(self.map)) if self._rows is None else self._rows
        fits = len(rows) == len(self.map) and (not len(rows) or rows.max() < len(self.store))
        if fits and self._rows is None:
            fits = len(self.store) == len(self.map)
        if fits and "sha256" in self.map.file["obsm"]:
            own = self.map.file["obsm/sha256"][:]
            fits = np.array_equal(own, self.store.file["images/sha256"][:][rows])
        if not fits:
            raise ValueError(f"{store}: expected the store of {self.map.path}, found another: its "
                             "images are not those of the map, in their order")

    def __len__(self) -> int:
        return len(self.map) if self.map is not None else len(self.store or ())

    def columns(self) -> dict[str, Array]:
        """The columns by name, `[rows]` each: `path` first, `x` and `y` where there is a map."""
        data: dict[str, Array] = {}
        if self.map is not None:
            data["path"] = self.map.obs.index
            if self.has_places:
                data["x"], data["y"] = self.map.xy[:, 0], self.map.xy[:, 1]
                for layer in self.map.layers[:-1]:
                    places = self.map.xy_of(layer)
                    data[f"x_{layer}"], data[f"y_{layer}"] = places[:, 0], places[:, 1]
            data |= dict(self.map.obs)
        if self.store is not None and not self.is_patches:
            rows = slice(None) if self._rows is None else self._rows
            images = self.store.file["images"]
            if "path" not in data:
                data["path"] = path_texts(self.store)
                data["label"] = np.array(self.store.labels, dtype=object)
            for name in ("width", "height"):
                data[name] = images[name][:][rows]
            for name, values in self.store.columns.items():
                # The names of what is exported beside a table's own columns are taken.
                while name in data or name in TAKEN and name != "split":
                    name = f"{name}_"
                data[name] = values[rows]
        return data

    def vector_blocks(self) -> Iterator[Array]:
        """The vectors, `[BLOCK, width]` at a time."""
        assert self.vectors is not None
        for start in range(0, len(self), BLOCK):
            stop = min(start + BLOCK, len(self))
            in_store = self._rows is not None and self.vector_name != "principal components"
            yield self.vectors[self._rows[start:stop] if in_store and self._rows is not None
                               else slice(start, stop)]

    @property
    def has_previews(self) -> bool:
        """Whether every row has a preview."""
        return self.store is not None and not self.is_patches

    def previews(self) -> Iterator[bytes]:
        """The JPEG of every row."""
        assert self.store is not None
        if self._rows is None:
            yield from self.store.preview_bytes()
            return
        for row in self._rows:
            yield from byte_strings(self.store.file["images/preview"], slice(row, row + 1))

    def tables(self, vectors: bool = True, previews: bool = True) -> Iterator[dict[str, Any]]:
        """All of it by blocks: columns, `vector` `[n, width]` and `preview`, a list of bytes."""
        columns = self.columns()
        blocks = self.vector_blocks() if vectors and self.vectors is not None else None
        pictures = self.previews() if previews and self.has_previews else None
        for start in range(0, len(self), BLOCK):
            stop = min(start + BLOCK, len(self))
            part: dict[str, Any] = {name: data[start:stop] for name, data in columns.items()}
            if blocks is not None:
                part["vector"] = next(blocks).astype(np.float32)
            if pictures is not None:
                part["preview"] = [next(pictures) for _ in range(stop - start)]
            progress(stop, len(self))
            yield part


def path_texts(store: Store) -> Array:
    """The paths as UTF-8, all other bytes as `\\xNN`."""
    images = store.file["images"]
    if "path_text" in images:
        return texts(images["path_text"])
    return np.array([os.fsencode(path).decode("utf-8", "backslashreplace")
                     for path in store.paths], dtype=object)


def progress(done: int, total: int) -> None:
    """A line that counts the rows, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done} of {total} rows", end="\n" if done == total else "", file=sys.stderr)

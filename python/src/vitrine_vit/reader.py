"""The store of `extract` (`out.h5`): tokens of every layer, images, attention, objects.

Names and shapes are those of Documentation/FileFormat.md. There are N images, D blocks, H heads,
C numbers a token, k extra tokens and P patches.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from .hdf5 import Array, File, Rows, byte_strings, need, text, texts


def open(path: str | os.PathLike[str]) -> Store:  # noqa: A001 (as in gzip.open)
    """Open a store that `extract` wrote. Nothing but its attributes is read at once.

    Raises ValueError for a file of another format or of an unfinished run.
    """
    return Store(path)


class Layer:
    """The tokens of one layer: `embedding`, a block from 0, or `final`."""

    def __init__(self, name: str, group: Any) -> None:
        self.name = name
        self._group = group

    def _rows(self, token: str) -> Rows:
        if token not in self._group:
            held = ", ".join(sorted(self._group))
            raise KeyError(f"layer {self.name} has no {token} tokens, but {held}")
        return Rows(self._group[token])

    @property
    def cls(self) -> Rows:
        """Class tokens `[N, C]`. Raises KeyError for models without (SigLIP): take `mean`."""
        return self._rows("class")

    @property
    def mean(self) -> Rows:
        """Means of the patch tokens, `[N, C]`."""
        return self._rows("mean")

    @property
    def extra(self) -> Rows:
        """Registers, or the distillation token, `[N, k, C]`."""
        return self._rows("extra")

    @property
    def patches(self) -> Rows:
        """Patch tokens `[N, P, C]`, row by row over the grid of an image."""
        return self._rows("patches")

    @property
    def image(self) -> Rows:
        """What stands for an image: the class token, or the mean where there is none."""
        return self.cls if "class" in self._group else self.mean

    @property
    def tokens(self) -> list[str]:
        """The kinds of tokens that the file holds."""
        return sorted(self._group)


class Attention:
    """Attention of every block, summed up."""

    def __init__(self, group: Any) -> None:
        self._group = group

    @property
    def rollout(self) -> Rows:
        """Rollout after each block from the class token to the patches, `[N, D, P]`."""
        return Rows(self._group["rollout"])

    @property
    def distance(self) -> Rows:
        """Mean distance in pixels, `[N, D, H]`."""
        return Rows(self._group["distance"])


class Block:
    """The U units of a block: hidden units of its MLP, attention of heads, value lengths of heads.

    `extract --neurons K` keeps the K strongest patches of each, S images are in the sample, L
    labels have means. Definitions are those of Documentation/Neurons.md.
    """

    def __init__(self, group: Any) -> None:
        self._group = group

    def _all(self, name: str) -> Array:
        return np.asarray(self._group[name][:])

    @property
    def rows(self) -> Array:
        """Row of the image of each strongest patch, `[U, K]` i32; -1 where there are fewer."""
        return self._all("top_row")

    @property
    def patches(self) -> Array:
        """Number of the patch in the grid of that image, `[U, K]` i32; -1 where there are fewer."""
        return self._all("top_patch")

    @property
    def values(self) -> Array:
        """Values of the strongest patches, descending, `[U, K]`; NaN where there are fewer."""
        return self._all("top_value")

    @property
    def active(self) -> Array:
        """Share of patches in which the unit is active, `[U]`."""
        return self._all("active")

    @property
    def mean(self) -> Array:
        """Mean over all patches, `[U]` f64."""
        return self._all("mean")

    @property
    def second_moment(self) -> Array:
        """Mean of the squares over all patches, `[U]` f64."""
        return self._all("second_moment")

    @property
    def label_means(self) -> Array:
        """Mean by label, `[L, U]`; see `Neurons.labels`."""
        return self._all("label_mean")

    @property
    def sample(self) -> Array:
        """Largest value in each image of the sample, `[S, U]` f16; see `Neurons.sample_rows`."""
        return self._all("sample")


class Neurons:
    """What the units of every block did over all images: `store.neurons[7].values[112]`."""

    def __init__(self, group: Any, label_names: list[str]) -> None:
        self._group = group
        self._names = label_names

    def __len__(self) -> int:
        return sum(1 for name in self._group if name.isdigit())

    def __getitem__(self, block: int) -> Block:
        number = range(len(self))[block]
        return Block(self._group[f"{number:02}"])

    def __iter__(self) -> Iterator[Block]:
        return (self[number] for number in range(len(self)))

    @property
    def labels(self) -> list[str]:
        """The labels whose means are kept, `[L]`."""
        return [self._names[i] for i in self._group["labels"][:]]

    @property
    def sample_rows(self) -> Array:
        """Rows of the images in the sample, ascending, `[S]`."""
        return np.asarray(self._group["sample_rows"][:])


class Store(File):
    """A file of embeddings; `len` is the number of images N."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        super().__init__(path, "vitrine-embeddings", "extract")
        if int(self.file.attrs.get("complete", 0)) != 1:
            self.close()
            raise ValueError(f"{self.path}: expected a finished run of `extract`, found one that "
                             "is not complete; run the same command again")

    def __len__(self) -> int:
        return int(self.file.attrs["image_count"])

    def __repr__(self) -> str:
        return (f"<{self.path}: {len(self)} images, {self.model['name']}, layers "
                f"{self.layers[0]} to {self.layers[-1]}>")

    @cached_property
    def attributes(self) -> dict[str, Any]:
        """The attributes of the run: `uuid`, `tool_version`, `settings` (JSON), ..."""
        return {name: text(value) for name, value in self.file.attrs.items()}

    @cached_property
    def model(self) -> dict[str, Any]:
        """The attributes of the model: `family`, `name`, `width`, `patch`, `recipe`, ..."""
        return {name: text(value) for name, value in self.file["model"].attrs.items()}

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the patches of an image."""
        size, patch = np.atleast_1d(self.model["image_size"]), int(self.model["patch"])
        return int(size[0]) // patch, int(size[-1]) // patch

    @cached_property
    def layers(self) -> list[str]:
        """The names of the layers in the order of the network."""
        names = sorted(n for n in self.file["layers"] if n.isdigit())
        held = self.file["layers"]
        return [n for n in ["embedding", *names, "final"] if n in held]

    def layer(self, which: int | str) -> Layer:
        """A layer by its block's number from 0 (-1 is the last block's), or by name.

        Raises KeyError for a layer that the file does not hold.
        """
        blocks = [n for n in self.layers if n.isdigit()]
        name = str(which)
        if not isinstance(which, str):
            number = which + int(self.model["depth"]) if which < 0 else which
            name = next((n for n in blocks if int(n) == number), name)
        elif name.isdigit():
            name = next((n for n in blocks if int(n) == int(name)), name)
        if name not in self.layers:
            raise KeyError(f"{self.path} has no layer {which}, but {', '.join(self.layers)}")
        return Layer(name, self.file["layers"][name])

    @cached_property
    def paths(self) -> list[str]:
        """The paths below the source, as `os.fsdecode` gives names that are not UTF-8."""
        return [os.fsdecode(path) for path in byte_strings(self.file["images/path"])]

    @cached_property
    def label_names(self) -> list[str]:
        """The labels, which `label_index` counts."""
        return list(texts(self.file["images/label_names"]))

    @property
    def label_index(self) -> Array:
        """The number of each image's label, `[N]` i32; -1 without one."""
        return np.asarray(self.file["images/label"][:])

    @cached_property
    def labels(self) -> list[str | None]:
        """Each image's label; None without one."""
        names = self.label_names
        return [names[i] if i >= 0 else None for i in self.label_index]

    @cached_property
    def columns(self) -> dict[str, Array]:
        """The other columns of a table of images, `[N]` texts each, and `split` if there is one."""
        images = self.file["images"]
        found = {name: texts(data) for name, data in images.get("columns", {}).items()}
        return {"split": texts(images["split"]), **found} if "split" in images else found

    def frame(self) -> Any:
        """A DataFrame with a row per image: path, label, size, SHA-256, split, columns, class.

        `predicted_class` and `predicted_probability` are the classifier's first.
        """
        pandas, images = need("pandas", "pandas"), self.file["images"]
        data: dict[str, Any] = {"path": self.paths, "label": pandas.Categorical(self.labels)}
        data |= {name: images[name][:] for name in ("width", "height", "bytes")}
        data["mtime"] = pandas.to_datetime(images["mtime"][:])
        data["sha256"] = [row.tobytes().hex() for row in images["sha256"][:]]
        if "predictions" in self.file:
            first, names = self.file["predictions/label"][:, 0], self.class_names
            data["predicted_class"] = [names[i] for i in first] if names else first
            data["predicted_probability"] = self.file["predictions/probability"][:, 0]
        return pandas.DataFrame(data | self.columns)

    @cached_property
    def class_names(self) -> list[str]:
        """Names of the classifier's classes; empty where they are not known."""
        known = "predictions/names" in self.file
        return list(texts(self.file["predictions/names"])) if known else []

    @property
    def joint(self) -> Rows:
        """Embeddings in the space of words, `[N, E]`. Raises KeyError for models without words."""
        if "joint" not in self.file:
            raise KeyError(f"{self.model['name']} has no space of words")
        return Rows(self.file["joint"])

    @property
    def attention(self) -> Attention:
        """Rollout and distances. Raises KeyError after `extract --attention none`."""
        if "attention" not in self.file:
            raise KeyError(f"{self.path} has no attention; extract writes it by default")
        return Attention(self.file["attention"])

    @property
    def neurons(self) -> Neurons:
        """Statistics of units. Raises KeyError unless `extract --neurons` stored them."""
        if "neurons" not in self.file:
            raise KeyError(f"{self.path} has no statistics of units; run extract --neurons 16")
        return Neurons(self.file["neurons"], self.label_names)

    @property
    def objects(self) -> Rows:
        """The object of each patch, `[N, P]`: 0 is background, others count `object_names`."""
        if "objects" not in self.file:
            raise KeyError(f"{self.path} has no objects; extract reads masks beside the images")
        return Rows(self.file["objects/patches"])

    @cached_property
    def object_names(self) -> list[list[str]]:
        """The names of each image's objects 1, 2, ..."""
        return [json.loads(line) for line in texts(self.file["objects/names"])]

    def preview_bytes(self, rows: slice | None = None) -> Iterator[bytes]:
        """The JPEG of each image as the model saw it, one after the other."""
        return byte_strings(self.file["images/preview"], rows)

    def images(self, rows: slice | None = None) -> Iterator[Any]:
        """The previews as PIL images, one after the other."""
        pictures = need("PIL.Image", "images")
        return (pictures.open(io.BytesIO(data)) for data in self.preview_bytes(rows))

    def image(self, row: int) -> Any:
        """The preview of one row as a PIL image."""
        row = range(len(self))[row]
        return next(self.images(slice(row, row + 1)))

    def blocks(self, layer: int | str = "final", token: str = "image",
               rows: int | None = None) -> Iterator[tuple[slice, Array]]:
        """The tokens of a layer in parts, for stores larger than memory: which rows, and they.

        `token` is cls, mean, extra, patches, or image: what stands for the image.
        """
        start = 0
        for block in getattr(self.layer(layer), token).blocks(rows):
            yield slice(start, start + len(block)), block
            start += len(block)

    @property
    def rejects(self) -> list[tuple[str, str, str]]:
        """What was not embedded: path, cause in a word, sentence."""
        group = self.file["rejects"]
        paths = [os.fsdecode(path) for path in byte_strings(group["path"])]
        return list(zip(paths, texts(group["cause"]), texts(group["detail"]), strict=True))

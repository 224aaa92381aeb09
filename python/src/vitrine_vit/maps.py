"""The map of `reduce` (`tsne.h5`): places, clusters, findings, the quality card.

It is an AnnData file too: `anndata.read_h5ad` opens it. Names are those of
Documentation/FileFormat.md.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from .hdf5 import Array, File, byte_strings, need, text, texts, unescaped


def open_map(path: str | os.PathLike[str]) -> Map:
    """Open a map that `reduce` wrote. Raises ValueError for a file of another format."""
    return Map(path)


class Columns(Mapping[str, Array]):
    """A table by columns, each an array with a value per line; `frame()` gives pandas' form."""

    def __init__(self, group: Any) -> None:
        self._group = group
        self._names = [str(text(name)) for name in group.attrs["column-order"]]

    def __getitem__(self, name: str) -> Array:
        if name not in self._names:
            raise KeyError(name)
        return column(self._group[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def index(self) -> Array:
        """The index: of `obs` the path as text."""
        return column(self._group[str(text(self._group.attrs["_index"]))])

    def frame(self) -> Any:
        """The table as a DataFrame; labels are categorical."""
        pandas = need("pandas", "pandas")
        data: dict[str, Any] = {}
        for name in self:
            group = self._group[name]
            data[name] = self[name] if not is_categorical(group) else pandas.Categorical.from_codes(
                group["codes"][:], texts(group["categories"]))
        return pandas.DataFrame(data, index=self.index)

    def __repr__(self) -> str:
        return f"<{len(self.index)} lines of {', '.join(self._names)}>"


def is_categorical(data: Any) -> bool:
    return bool(text(data.attrs.get("encoding-type", b"")) == "categorical")


def column(data: Any) -> Array:
    """A column of AnnData's encoding as an array; texts are `str`, no label is None."""
    if is_categorical(data):
        names = [*texts(data["categories"]), None]   # code -1: no value
        return np.array([names[code] for code in data["codes"][:]], dtype=object)
    return texts(data) if data.dtype.kind in "SO" else np.asarray(data[:])


class Map(File):
    """A map; `len` is the number of its rows: images, patches or vectors."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        super().__init__(path, "vitrine-map", "reduce")
        self._own = self.file["uns/vitrine"]

    def __len__(self) -> int:
        return len(self.obs.index)

    def __repr__(self) -> str:
        return f"<{self.path}: {len(self)} rows, {len(self.tables)} tables>"

    def _array(self, name: str) -> Array:
        if name not in self.file["obsm"]:
            held = ", ".join(n for n in self.file["obsm"] if n.startswith("X_"))
            raise KeyError(f"{self.path} has no {name}"
                           + (f", but {held}" if held else
                              "; below ten different images there is no map"))
        return np.asarray(self.file["obsm"][name][:])

    @property
    def xy(self) -> Array:
        """The places on the map, `[rows, 2]`; with several layers those of the last."""
        return self._array("X_tsne")

    def xy_of(self, layer: str) -> Array:
        """The places on the map of one of the map's `layers`."""
        return self.xy if layer == self.layers[-1] else self._array(f"X_tsne_{layer}")

    @cached_property
    def layers(self) -> list[str]:
        """The layers that were reduced, in their order."""
        others = list(texts(self._own["layers"])) if "layers" in self._own else []
        return [*others, str(text(self._own["layer"][()]))]

    @property
    def pca(self) -> Array:
        """The scores of the principal components, `[rows, k]`."""
        return self._array("X_pca")

    @cached_property
    def obs(self) -> Columns:
        """The columns of the rows: label, cluster, recall, ..."""
        return Columns(self.file["obs"])

    @cached_property
    def paths(self) -> list[str]:
        """The paths of the rows, as `os.fsdecode` gives names that are not UTF-8."""
        return [unescaped(path) for path in self.obs.index]

    @cached_property
    def tables(self) -> dict[str, Columns]:
        """The tables by name: clusters, duplicates, labels, outliers, layer_profile, ..."""
        return {name: Columns(group) for name, group in self._own["tables"].items()}

    @cached_property
    def quality(self) -> dict[str, dict[str, float]]:
        """The quality card: for each measure `map`, `interval`, `random`, ..."""
        if "quality" not in self._own:
            return {}
        card = {name: data[:] for name, data in self._own["quality"].items() if name != "measure"}
        measures = texts(self._own["quality/measure"])
        return {measure: {name: float(values[i]) for name, values in card.items()}
                for i, measure in enumerate(measures)}

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """Settings and results by name: `perplexity`, `kl_divergence`, `cluster_purity`, ..."""
        return {name: text(data[()]) for name, data in self._own["parameters"].items()}

    @property
    def parent_file(self) -> str:
        """The store that was reduced, as its path was given."""
        return str(text(self._own["parent_file"][()]))

    @property
    def parent_rows(self) -> Array | None:
        """The row in the parent of each image of the map; None where they are the same."""
        return np.asarray(self._own["parent_rows"][:]) if "parent_rows" in self._own else None

    @property
    def neighbors(self) -> tuple[Array, Array, Array]:
        """The graph of the nearest neighbours as CSR: distances, rows, where each row begins."""
        if "obsp/distances" not in self.file:
            raise KeyError(f"{self.path} has no neighbours; below ten different images there is no "
                           "graph")
        graph = self.file["obsp/distances"]
        return graph["data"][:], graph["indices"][:], graph["indptr"][:]

    def neighbor_graph(self) -> Any:
        """The same as a matrix of scipy."""
        sparse = need("scipy.sparse", "anndata")
        return sparse.csr_matrix(self.neighbors, shape=(len(self), len(self)))

    def preview_bytes(self) -> Iterator[tuple[int, bytes]]:
        """Image (a row, but in maps of patches) and JPEG of the previews that the map holds."""
        group = self._own["previews"]
        rows = group["rows"][:] if "rows" in group else range(len(group["offsets"]) - 1)
        return zip((int(row) for row in rows), byte_strings(group), strict=True)

    def images(self) -> Iterator[tuple[int, Any]]:
        """The same as PIL images."""
        pictures = need("PIL.Image", "images")
        return ((row, pictures.open(io.BytesIO(data))) for row, data in self.preview_bytes())

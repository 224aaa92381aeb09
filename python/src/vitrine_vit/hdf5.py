"""What stores and maps have in common: texts, byte strings, attributes, rows on disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import h5py
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def text(value: Any) -> Any:
    """A text where h5py returns bytes; any other value as it is.

    >>> text(b"pad"), text(3)
    ('pad', 3)
    """
    return value.decode() if isinstance(value, bytes) else value


def texts(data: Any) -> Array:
    """A data set of texts as `[N]` of Python's `str`."""
    values = data[:]
    found = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        found[i] = bytes(value).rstrip(b"\0").decode() if not isinstance(value, str) else value
    return found


def byte_strings(group: Any, rows: slice | None = None) -> Iterator[bytes]:
    """The byte strings of `bytes` and `offsets` (or of format version 1), one after the other.

    1,024 strings are in memory at a time. `rows` is a slice with a step of 1.
    """
    count = len(group) if isinstance(group, h5py.Dataset) else len(group["offsets"]) - 1
    first, last, step = (rows or slice(None)).indices(count)
    if step != 1:
        raise ValueError(f"expected a slice with a step of 1, found one of {step}")
    if isinstance(group, h5py.Dataset):
        yield from (bytes(value) for value in group[first:last])
        return
    offsets = group["offsets"]
    for start in range(first, last, 1024):
        ends = offsets[start:min(start + 1024, last) + 1]
        block = group["bytes"][ends[0]:ends[-1]].tobytes()
        for a, b in zip(ends[:-1] - ends[0], ends[1:] - ends[0], strict=True):
            yield block[a:b]


def unescaped(path: str) -> str:
    r"""A path of a table, where `\xNN` is a byte that is no UTF-8, as Python names files.

    >>> unescaped(r"a\xff.jpg") == os.fsdecode(b"a\xff.jpg"), unescaped(r"\x41.jpg")
    (True, '\\x41.jpg')
    """
    raw = re.sub(rb"\\x([89a-fA-F][0-9a-fA-F])", lambda m: bytes([int(m[1], 16)]), path.encode())
    return os.fsdecode(raw)


def need(module: str, extra: str) -> Any:
    """A library that only some functions need.

    Raises ImportError with the line that installs it.
    """
    import importlib
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"this needs {module}: pip install 'vitrine-vit[{extra}]'") from error


class File:
    """An open file of Vitrine; `with` closes it.

    Raises ValueError for a file of another format, FileNotFoundError where there is none.
    """

    def __init__(self, path: str | os.PathLike[str], expected: str, program: str) -> None:
        self.path = os.fspath(path)
        try:
            self.file = h5py.File(self.path, "r")
        except OSError as error:
            if not os.path.exists(self.path):
                raise FileNotFoundError(f"{self.path}: expected a file of `{program}`, found "
                                        "nothing") from error
            raise ValueError(f"{self.path}: expected a file of `{program}`, found something that "
                             "is no HDF5 file or cannot be read") from error
        found = text(self.file.attrs.get("format", b""))
        if not found and "uns/vitrine/format" in self.file:
            found = text(self.file["uns/vitrine/format"][()])
        if found != expected:
            self.file.close()
            raise ValueError(
                f"{self.path}: expected a file of `{program}` (format {expected}), found "
                + (f"one of the format {found}" if found else "another HDF5 file"))

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


class Rows:
    """A data set with a row per image, on disk: what is indexed is read.

    A number, a slice, a list of rows in any order or a mask index it as numpy; other indexes are
    h5py's. Its numbers are as stored (`dtype`), mostly float16.
    """

    def __init__(self, data: Any) -> None:
        self._data = data

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(int(n) for n in self._data.shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        found: np.dtype[Any] = self._data.dtype
        return found

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, place: Any) -> Array:
        if isinstance(place, slice) and (place.step or 1) < 0:
            place = list(range(*place.indices(len(self))))
        # h5py takes lists of rows that ascend; numpy takes any.
        if isinstance(place, list | np.ndarray) and np.ndim(place) == 1:
            # numpy's own rules, and its errors, for masks and rows that are not there.
            rows = np.arange(len(self))[np.asarray(place, int if len(place) == 0 else None)]
            unique, back = np.unique(rows, return_inverse=True)
            return np.asarray(self._data[unique])[back]
        return np.asarray(self._data[place])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        if copy is False:
            raise ValueError("rows on disk cannot become an array without a copy")
        values = np.asarray(self._data[()])
        return values if dtype is None else values.astype(dtype)

    def __iter__(self) -> Iterator[Array]:
        for block in self.blocks():
            yield from block

    def __repr__(self) -> str:
        return f"<{self.dtype} rows {list(self.shape)} on disk>"

    def blocks(self, rows: int | None = None) -> Iterator[Array]:
        """Consecutive parts `[rows, ...]`, by default of about 32 MiB; the last may be shorter."""
        size = max(1, int(np.prod(self.shape[1:])) * self.dtype.itemsize)
        count = rows or max(1, (32 << 20) // size)
        for start in range(0, len(self), count):
            yield np.asarray(self._data[start:start + count])

    def to_torch(self, place: Any = slice(None)) -> Any:
        """The rows as a tensor that shares its memory with the array that was read."""
        return need("torch", "torch").from_numpy(np.ascontiguousarray(self[place]))

    def to_arrow(self, place: Any = slice(None)) -> Any:
        """The rows as an Arrow array of lists of fixed size, without copying what was read."""
        return arrow(self[place])


def arrow(values: Array) -> Any:
    """An array `[N, ...]` as Arrow's, one value or one flat list of fixed size per row."""
    pyarrow = need("pyarrow", "parquet")
    flat = pyarrow.array(np.ascontiguousarray(values).reshape(-1))
    if values.ndim == 1:
        return flat
    return pyarrow.FixedSizeListArray.from_arrays(flat, int(np.prod(values.shape[1:])))

"""Comma-separated values, and numpy's file of vectors."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from .source import Source, progress


def cell(value: Any) -> Any:
    """A value as CSV has it: nothing for a missing number; a text that a spreadsheet would take
    for a formula begins with `'`, as in the tables of `reduce`.

    >>> cell(float("nan")), cell("=1+1"), cell("cat"), cell(None), cell(-1)
    ('', "'=1+1", 'cat', '', -1)
    """
    if value is None or isinstance(value, float | np.floating) and np.isnan(value):
        return ""
    return "'" + value if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def to_csv(source: Source, target: Path) -> str:
    """One line per row: path, x, y, label, ..."""
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for number, part in enumerate(source.tables(vectors=False, previews=False)):
            if number == 0:
                writer.writerow(part)
            writer.writerows([cell(v) for v in row] for row in zip(*part.values(), strict=True))
    return f"{len(source)} lines"


def to_npy(source: Source, target: Path) -> str:
    """The vectors as they are stored, and a table of the rows beside them."""
    if source.vectors is None:
        raise ValueError(f"{source.path}: expected vectors, found a map without them; "
                         "--store FILE names the store")
    table = target.with_suffix(".csv")
    shape = (len(source), source.vectors.shape[1])
    array = np.lib.format.open_memmap(target, "w+", source.vectors.dtype, shape)
    start = 0
    for block in source.vector_blocks():
        array[start:start + len(block)] = block
        start += len(block)
        progress(start, len(source))
    array.flush()
    to_csv(source, table)
    return f"{shape[0]} x {shape[1]} {source.vectors.dtype} ({source.vector_name}); rows in {table}"

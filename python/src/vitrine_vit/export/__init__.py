"""Exports to the tools that people use: `vitrine export SRC DST --to FORMAT`.

Each format goes through its own library, block by block, so that a store may be larger than memory.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from .source import Source

# Format: module, what the destination becomes.
FORMATS = {
    "csv": ("text", "a table of all columns"),
    "npy": ("text", "the vectors as FILE.npy, and FILE.csv beside it"),
    "parquet": ("tables", "a Parquet file with columns, vectors and previews"),
    "lance": ("tables", "a LanceDB folder with the table `images`"),
    "datasets": ("tables", "a folder for datasets.load_from_disk"),
    "anndata": ("matrix", "an .h5ad file: X the vectors, obs the columns, obsm the map"),
    "projector": ("projector", "a log folder for `tensorboard --logdir`"),
    "atlas": ("atlas", "a folder of Embedding Atlas, to be served by any web server"),
    "fiftyone": ("voxel51", "a dataset of FiftyOne of that name"),
}


def export(source: Source, target: str, to: str) -> str:
    """Write `source` to `target` in one of FORMATS; returns a sentence on what to do with it.

    What is not complete has no final name, and is removed. Raises FileExistsError where something
    stands at the target, ImportError with the line that installs a library that is missing,
    ValueError for what the format cannot hold.
    """
    module, _ = FORMATS[to]
    write: Callable[[Source, Path], str] = getattr(
        importlib.import_module(f".{module}", __name__), f"to_{to}")
    if to == "fiftyone":
        return write(source, Path(target))
    final = Path(target).absolute()
    if not final.parent.is_dir():
        raise ValueError(f"{target}: expected a folder at {final.parent}, found none")
    if to == "npy" and final.suffix == ".csv":
        raise ValueError(f"{target}: expected another name than .csv, which is that of the table "
                         "beside the vectors")
    names = [final] + [final.with_suffix(".csv")] * (to == "npy")
    check_free(names)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=f".{final.name}.") as folder:
        said = write(source, Path(folder) / final.name)
        check_free(names)
        for made in Path(folder).iterdir():
            made.rename(final.parent / made.name)
    for place in (str(Path(folder) / final.stem), repr(str(Path(folder) / final.stem))[1:-1]):
        said = said.replace(place, str(Path(target).with_suffix("")))
    return said


def check_free(paths: list[Path]) -> None:
    """Raises FileExistsError where something stands at one of the paths, be it a dangling link."""
    for path in paths:
        if os.path.lexists(path):
            raise FileExistsError(f"{path}: expected a name that is free, found a file or folder; "
                                  "nothing is replaced")

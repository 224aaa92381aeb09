"""Embedding Atlas: its viewer with one Parquet file, as a folder for any web server.

The layout is that of Embedding Atlas 0.26 (`embedding-atlas --export-application`), whose own
export holds all rows in memory; here they are streamed.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..hdf5 import need
from .source import Source
from .tables import batches

NEIGHBORS = 15                       # of each point that the viewer shows


def viewer() -> Path:
    """The folder of the viewer's files in the installed package."""
    found = importlib.util.find_spec("embedding_atlas")
    if found is None or found.origin is None:
        raise ImportError("this needs embedding_atlas: pip install 'vitrine-vit[atlas]'")
    return Path(found.origin).parent / "static"


def to_atlas(source: Source, target: Path) -> str:
    """A folder to serve: `python -m http.server -d TARGET`."""
    if not source.has_places:
        raise ValueError(f"{source.path}: expected a map of reduce, found a file without places")
    static = viewer()
    parquet = need("pyarrow.parquet", "atlas")
    shutil.copytree(static, target)
    (target / "data").mkdir(exist_ok=True)
    writer = None
    try:
        for batch in with_viewer_columns(source):
            writer = writer or parquet.ParquetWriter(
                target / "data" / "dataset.parquet", batch.schema, compression="zstd")
            writer.write_batch(batch)
    finally:
        if writer is not None:
            writer.close()
    data: dict[str, Any] = {"id": "__row_index__", "projection": {"x": "x", "y": "y"},
                            "text": "path", "neighbors": "neighbors"}
    if source.has_previews:
        data["image"] = "image"
    metadata = {"props": {"data": data}, "isStatic": True,
                "database": {"type": "wasm", "load": True}}
    (target / "data" / "metadata.json").write_text(json.dumps(metadata))
    return f"{len(source)} points; python -m http.server -d {target}"


def with_viewer_columns(source: Source) -> Iterator[Any]:
    """The batches without vectors, with row numbers, neighbours and previews in the viewer's
    form."""
    pyarrow = need("pyarrow", "atlas")
    assert source.map is not None
    distances, rows, starts = source.map.neighbors
    done = 0
    for batch in batches(source, vectors=False):
        count = batch.num_rows
        names = [n for n in batch.schema.names if n != "preview"]
        arrays = [batch.column(n) for n in names]
        spans = [slice(starts[i], min(starts[i + 1], starts[i] + NEIGHBORS))
                 for i in range(done, done + count)]
        near = [{"ids": rows[span].tolist(), "distances": distances[span].tolist()}
                for span in spans]
        kind = pyarrow.struct([("ids", pyarrow.list_(pyarrow.int64())),
                               ("distances", pyarrow.list_(pyarrow.float32()))])
        arrays += [pyarrow.array(range(done, done + count), pyarrow.int64()),
                   pyarrow.array(near, kind)]
        names += ["__row_index__", "neighbors"]
        if "preview" in batch.schema.names:
            arrays.append(pyarrow.StructArray.from_arrays(
                [batch.column("preview"), batch.column("path")], ["bytes", "path"]))
            names.append("image")
        yield pyarrow.record_batch(arrays, names=names)
        done += count

"""Tables in Arrow's form: Parquet, LanceDB, Hugging Face's datasets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..hdf5 import arrow, need
from .source import Source


def batches(source: Source, vectors: bool = True, previews: bool = True) -> Iterator[Any]:
    """Arrow's record batches: the columns, `vector` as a list of fixed size, `preview` as JPEG."""
    pyarrow = need("pyarrow", "parquet")
    schema = None
    for part in source.tables(vectors, previews):
        arrays = {name: arrow(data) if name == "vector"
                  else pyarrow.array(data, pyarrow.binary() if name == "preview" else None)
                  if not is_text(data) else pyarrow.array(list(data), pyarrow.string())
                  for name, data in part.items()}
        schema = schema or pyarrow.schema([(name, a.type) for name, a in arrays.items()])
        yield pyarrow.record_batch(list(arrays.values()), schema=schema)


def is_text(data: Any) -> bool:
    return isinstance(data, np.ndarray) and data.dtype == object


def to_parquet(source: Source, target: Path) -> str:
    """A row group for each 1,024 rows."""
    parquet = need("pyarrow.parquet", "parquet")
    writer = None
    try:
        for batch in batches(source):
            writer = writer or parquet.ParquetWriter(target, batch.schema, compression="zstd")
            writer.write_batch(batch)
    finally:
        if writer is not None:
            writer.close()
    return f"{len(source)} rows; pandas.read_parquet({str(target)!r}) reads them"


def to_lance(source: Source, target: Path) -> str:
    """A table `images` whose column `vector` LanceDB searches."""
    lancedb = need("lancedb", "lance")
    stream = batches(source)
    first = next(stream)

    def all_batches() -> Iterator[Any]:
        yield first
        yield from stream
    lancedb.connect(str(target)).create_table("images", all_batches(), schema=first.schema)
    return (f"{len(source)} rows; lancedb.connect({str(target)!r}).open_table('images')"
            ".search(vector)")


def to_datasets(source: Source, target: Path) -> str:
    """Columns as they are, the label as a ClassLabel, previews as images."""
    datasets = need("datasets", "datasets")
    columns = source.columns()
    features: dict[str, Any] = {}
    for name, data in columns.items():
        kind = "string" if is_text(data) else str(data.dtype)
        features[name] = datasets.Value(kind)
    names = sorted({label for label in columns.get("label", ()) if label is not None})
    if names:
        features["label"] = datasets.ClassLabel(names=names)
    if source.vectors is not None:
        features["vector"] = datasets.Sequence(
            datasets.Value("float32"), length=source.vectors.shape[1])
    if source.has_previews:
        features["preview"] = datasets.Image()

    def rows() -> Iterator[dict[str, Any]]:
        for part in source.tables():
            if "preview" in part:
                part["preview"] = [{"bytes": data, "path": None} for data in part["preview"]]
            for values in zip(*part.values(), strict=True):
                row = dict(zip(part, values, strict=True))
                if names:
                    row["label"] = -1 if row["label"] is None else row["label"]
                yield row

    # The generator holds open files, which have no digest for the library's cache.
    import tempfile
    with tempfile.TemporaryDirectory(dir=target.absolute().parent) as cache:
        found = datasets.Dataset.from_generator(
            rows, features=datasets.Features(features), cache_dir=cache,
            fingerprint=f"vitrine-{abs(hash((source.path, len(source)))):x}")
        found.save_to_disk(str(target))
    return f"{len(source)} rows; datasets.load_from_disk({str(target)!r})"

"""AnnData: a file whose X are the vectors of a layer."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..hdf5 import need
from .source import Source, progress


def to_anndata(source: Source, target: Path) -> str:
    """Columns as obs, vectors as X, the map as obsm/X_tsne; X is written block by block."""
    anndata, pandas = need("anndata", "anndata"), need("pandas", "pandas")
    import h5py
    columns = source.columns()
    index = pandas.Index(columns.pop("path").astype(str))
    texts = {name for name, data in columns.items() if data.dtype == object}
    obs = pandas.DataFrame({name: pandas.Categorical(data) if name in texts else data
                            for name, data in columns.items()}, index=index)
    places = ["x", "y"]
    found = anndata.AnnData(obs=obs.drop(columns=places) if source.has_places else obs)
    if source.has_places:
        found.obsm["X_tsne"] = obs[places].to_numpy(np.float32)
    found.uns["vitrine"] = {"source": source.path, "vectors": source.vector_name}
    width = source.vectors.shape[1] if source.vectors is not None else 0
    if width:
        found = anndata.AnnData(
            obs=found.obs, obsm=dict(found.obsm), uns=dict(found.uns),
            var=pandas.DataFrame(index=[str(i) for i in range(width)]))
    found.write_h5ad(target)
    if width and source.vectors is not None:
        with h5py.File(target, "r+") as file:
            if "X" in file:
                del file["X"]
            data = file.create_dataset("X", (len(source), width), "f4")
            data.attrs["encoding-type"], data.attrs["encoding-version"] = "array", "0.2.0"
            start = 0
            for block in source.vector_blocks():
                data[start:start + len(block)] = block
                start += len(block)
                progress(start, len(source))
    return f"{len(source)} rows; anndata.read_h5ad({str(target)!r}, backed='r')"

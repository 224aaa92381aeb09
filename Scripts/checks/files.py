"""Opens the files of a run as their readers do: out.h5 in plain h5py, tsne.h5 in anndata.

    python Scripts/checks/files.py OUT.h5 TSNE.h5

Also writes what anndata read and reads it again. Packages: Scripts/requirements.txt.
"""

import sys
import tempfile
from pathlib import Path

import anndata
import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings, text  # noqa: E402


def main():
    with h5py.File(sys.argv[1]) as store:
        assert text(store.attrs["format"]) == "vitrine-embeddings" and store.attrs["complete"] == 1
        count = store.attrs["image_count"]
        print(f"{count} images, model {text(store['model'].attrs['name'])}, "
              f"layers {', '.join(store['layers'])}")
        for name, layer in store["layers"].items():
            for kind, rows in layer.items():
                assert rows.shape[0] == count and np.isfinite(rows[...]).all(), (name, kind)
        paths = byte_strings(store, "images/path")
        assert len(paths) == count
        print("first path", paths[0], store["images/path_text"].asstr()[0])
    data = anndata.read_h5ad(sys.argv[2])
    print(data)
    if "X_tsne" in data.obsm:
        assert np.isfinite(data.obsm["X_tsne"]).all()
        assert np.abs(data.obsm["X_tsne"].mean(axis=0)).max() < 1e-3
        if "distances" in data.obsp:
            assert data.obsp["distances"].shape == (data.n_obs, data.n_obs)
        print(data.obs.head(3))
        card = data.uns["vitrine"]["quality"]
        print(dict(zip(card["measure"], np.round(card["map"], 3))))
    print("scenes", [scene["path"] for scene in data.uns["vitrine"]["scenes"].values()])
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again.h5ad"
        data.write_h5ad(again)
        assert anndata.read_h5ad(again).obs.equals(data.obs)
    print("written and read again: equal")


if __name__ == "__main__":
    main()

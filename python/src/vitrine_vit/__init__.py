"""Read the files of Vitrine: the stores of `extract` and the maps of `reduce`.

    from vitrine_vit import open, open_map
    store = open("out.h5")
    x = store.layer(11).cls[:]              # [images, width]
    m = open_map("tsne.h5")
    m.xy, m.obs["cluster"], m.tables["duplicates"]

Needs numpy and h5py. What returns a DataFrame needs pandas, a picture Pillow, an Arrow array
pyarrow, a tensor torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .hdf5 import Rows
    from .maps import Columns, Map, open_map
    from .reader import Layer, Store, open

__version__ = "0.1.0"
__all__ = ["Columns", "Layer", "Map", "Rows", "Store", "__version__", "open", "open_map"]

# Where the names are: they are loaded when they are used, because `vitrine_vit.engine` runs in
# environments of PyTorch that need not have h5py.
_PLACES = {"Rows": "hdf5", "Columns": "maps", "Map": "maps", "open_map": "maps",
           "Layer": "reader", "Store": "reader", "open": "reader"}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(f".{_PLACES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

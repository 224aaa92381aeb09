"""Read the files of Vitrine: the stores of `extract` and the maps of `reduce`.

    from vitrine_vit import open, open_map
    store = open("out.h5")
    x = store.layer(11).cls[:]              # [images, width]
    m = open_map("tsne.h5")
    m.xy, m.obs["cluster"], m.tables["duplicates"]

Needs numpy and h5py. What returns a DataFrame needs pandas, a picture Pillow, an Arrow array
pyarrow, a tensor torch.
"""

from .hdf5 import Rows
from .maps import Columns, Map, open_map
from .reader import Layer, Store, open

__version__ = "0.1.0"
__all__ = ["Columns", "Layer", "Map", "Rows", "Store", "__version__", "open", "open_map"]

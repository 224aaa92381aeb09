"""What the scripts share to read `out.h5` of either format version with h5py."""
import h5py


def text(value):
    """An attribute's text: h5py gives those of fixed length as bytes."""
    return value.decode() if isinstance(value, bytes) else value


def byte_strings(store, name):
    """The byte strings of a store, such as `images/path` and `images/preview`."""
    found = store[name]
    if isinstance(found, h5py.Dataset):
        return [bytes(value) for value in found]  # Format version 1.
    values, ends = found["bytes"][:].tobytes(), found["offsets"][:]
    return [values[a:b] for a, b in zip(ends[:-1], ends[1:])]

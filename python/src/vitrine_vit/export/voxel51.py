"""FiftyOne: samples with their files, labels, vectors, and the map as a visualization."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from ..hdf5 import need, text, unescaped
from .source import Source


def to_fiftyone(source: Source, target: Path) -> str:
    """A persistent dataset whose name is that of the target.

    Samples name the images' own files below the source of the store. Raises ValueError where that
    is no folder: FiftyOne reads pictures from files.
    """
    fiftyone = need("fiftyone", "fiftyone")
    brain = need("fiftyone.brain", "fiftyone")
    name = target.name
    if fiftyone.dataset_exists(name):
        raise FileExistsError(f"{name}: expected a name that is free, found a dataset of FiftyOne")
    root = image_folder(source)
    dataset = fiftyone.Dataset(name)
    places: list[Any] = []
    vector = None
    for part in source.tables(previews=False):
        samples = []
        for i, path in enumerate(part["path"]):
            sample = fiftyone.Sample(filepath=os.path.join(root, unescaped(str(path))))
            if part["label"][i] is not None:
                sample["ground_truth"] = fiftyone.Classification(label=part["label"][i])
            for column in part:
                if column not in ("path", "label", "vector", "x", "y"):
                    value = part[column][i]
                    sample[column] = value.item() if isinstance(value, np.generic) else value
            if "vector" in part:
                sample["vector"] = vector = part["vector"][i]
            samples.append(sample)
        dataset.add_samples(samples, progress=False)
        if source.has_places:
            places.append(np.stack([part["x"], part["y"]], 1))
    if places:
        brain.compute_visualization(
            dataset, points=np.concatenate(places), brain_key="vitrine",
            embeddings="vector" if vector is not None else None)
    dataset.persistent = True
    return f"{len(source)} samples; fiftyone app launch {name}"


def image_folder(source: Source) -> str:
    """The folder that the paths lie in."""
    if source.is_patches:
        raise ValueError("expected rows that are images, found a map of patches")
    if source.map is not None:
        own = source.map.parameters
        found = str(own.get("source_path", ""))
    else:
        import json
        assert source.store is not None
        settings = json.loads(str(text(source.store.attributes["settings"])))
        found = str(settings.get("settings", {}).get("images", {}).get("source", ""))
    if not os.path.isdir(found):
        raise ValueError(f"{source.path}: expected the folder of its images, found no folder at "
                         f"{found!r}; FiftyOne reads pictures from their files")
    return os.path.abspath(found)

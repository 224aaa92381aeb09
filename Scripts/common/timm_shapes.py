"""timm's architectures without numbers, for names and shapes alone."""

import timm
import torch


def make(name, depth):
    """The model on no device, with so many blocks where it takes a depth; None if it cannot be
    made."""
    for options in ({"depth": depth}, {}):
        try:
            with torch.device("meta"):
                return timm.create_model(name, **options)
        except Exception:  # whatever an architecture raises for what it does not take
            continue
    return None

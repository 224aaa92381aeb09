"""Comparing the labels of two clusterings."""

import numpy as np


def equal(a, b):
    """Whether two labellings `[rows]` are one up to numbering, with the same noise (below 0)."""
    pairs = set(zip(a, b))
    return (len(pairs) == len({p for p, _ in pairs}) == len({q for _, q in pairs})
            and np.array_equal(a < 0, b < 0))

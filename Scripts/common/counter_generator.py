"""Vitrine's counter-based random numbers (SplitMix64 over a counter) in numpy.

The same as `CounterGenerator` in Sources/Dense/Random.swift: element i of the sequence is a
function of (seed, i) alone, so both languages make the same weights and pictures.
"""

import numpy as np


def bits(seed, count, start=0):
    """64 random bits at positions start .. start + count - 1, `[count]` uint64."""
    with np.errstate(over="ignore"):
        position = np.arange(start, start + count, dtype=np.uint64)
        z = np.uint64(seed) + (position + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniform(seed, count, start=0):
    """Numbers in [0, 1), multiples of 2^-53, `[count]` float64."""
    return (bits(seed, count, start) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def below(seed, count, bound, start=0):
    """Whole numbers in 0 .. bound - 1, `[count]` (the high half of a 128-bit product)."""
    return [int(z) * bound >> 64 for z in bits(seed, count, start)]

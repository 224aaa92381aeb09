"""Principal components straight from files beside numpy's in double precision, at full size.

    python Scripts/checks/pca.py WORK_FOLDER [--rows 100000] [--large 1000000] [--layers 2] \\
        [--rounds 5]

Writes rows of 768 numbers in half precision (sorted by class, variances falling as k^-2, all means
30) as .npy and in the layout of `extract`, runs Scripts/checks/pca_driver on them, and compares
the 50 variances of every set, the time (numpy: f32 covariance and eigh in memory, taken in turn)
and the memory at both sizes. Exit code 1 when an acceptance value is missed: 1e-8, 2.5 times
numpy's time (processor time on a busy machine), memory that grows by less than 16 MiB. `--large 0`
leaves the second size out. Packages: Scripts/requirements.txt.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import time

import h5py
import numpy as np
from threadpoolctl import threadpool_limits

from pca_driver import build as pca


def run(driver, *arguments):
    """(name, wall seconds, processor seconds, KiB) of each line."""
    words = [str(argument) for argument in (driver, *arguments)]
    lines = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    return [(name, float(wall), float(cpu), int(memory))
            for name, wall, cpu, memory in (line.split() for line in lines)]


def in_memory(x):
    """numpy's covariance in single precision and its eigenvalues: wall seconds on two threads,
    processor seconds on one (threads that wait for each other use the processor, too)."""
    def timed(clock, threads):
        with threadpool_limits(threads):
            start = clock()
            centered = x - x.mean(0)
            np.linalg.eigh(centered.T @ centered / (len(x) - 1))
            return clock() - start
    return timed(time.perf_counter, 2), timed(time.process_time, 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    driver, n, failed = pca.build(), options.rows, []

    def judge(what, good):
        print(f"{what}  {'ok' if good else 'MISSED'}", flush=True)
        if not good:
            failed.append(what)

    array, store, out = (options.work / name for name in ("rows.npy", "rows.h5", "variances.txt"))
    if not array.exists() or np.load(array, mmap_mode="r").shape[0] != n:
        pca.write_npy(array, n)
    stored = np.load(array, mmap_mode="r")
    for normalize in ("none", "l2"):
        expected = pca.variances(lambda a, b: stored[a:b], n, normalize)
        run(driver, array, "--normalize", normalize, "--out", out)
        worst = np.abs(np.loadtxt(out) / expected - 1).max()
        judge(f"{n} rows of .npy, {normalize}: worst of 50 variances {worst:.1e}", worst < 1e-8)

    pca.write_store(store, n, options.layers)
    run(driver, store, "--out", out)
    found = np.loadtxt(out)
    with h5py.File(store) as file:
        sets = [file[f"layers/{layer:02}/{kind}"] for layer in range(options.layers)
                for kind in ("class", "mean")]
        for dataset, values in zip(sets, found, strict=True):
            expected = pca.variances(lambda a, b: dataset[a:b], n)
            worst = np.abs(values / expected - 1).max()
            judge(f"{n} rows of {dataset.name}: worst of 50 variances {worst:.1e}", worst < 1e-8)

    x = np.asarray(stored).astype(np.float32)
    ratios, memory = [], 0
    for _ in range(options.rounds):
        theirs = in_memory(x)
        _, wall, cpu, memory = run(driver, store, "--layers", "0")[0]
        # One pass over two sets: the class token and the mean.
        ours = (wall / 2, cpu / 2)
        ratios.append((ours[0] / theirs[0], ours[1] / theirs[1]))
        print(f"numpy {theirs[0]:.2f} s (processor {theirs[1]:.2f}), from disk a set "
              f"{ours[0]:.2f} s (processor {ours[1]:.2f})")
    wall, cpu = (statistics.median(column) for column in zip(*ratios))
    judge(f"time of a set next to numpy's: {wall:.2f}, processor {cpu:.2f}", min(wall, cpu) <= 2.5)

    if options.large:
        large = options.work / "large.npy"
        if not large.exists() or np.load(large, mmap_mode="r").shape[0] != options.large:
            pca.write_npy(large, options.large)
        _, _, _, small = run(driver, array)[0]
        _, wall, cpu, most = run(driver, large)[0]
        judge(f"memory at {n} rows {small >> 10} MiB, at {options.large} {most >> 10} MiB "
              f"({wall:.1f} s, processor {cpu:.1f})", most - small < 16 << 10)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

"""Precision and recall of near duplicates at several sizes, as a table of Markdown.

    python Scripts/checks/measure_near_copies.py WORK WEIGHTS SIZES FOLDER [FOLDER ...]

SIZES is such as `15x6,50x3,300x1`: photographs and draws. For each draw `make_near_copies.py`
plants copies of a fifth of the photographs of each kind below WORK, `extract` and `reduce` (found
on the PATH) do their work, and `near_copies.py` counts; folders and stores that are there already
are used again. SIZES such as `12-30x200:0` draw sets of 12 to 30 photographs without copies, and
print how many of them have a pair.
"""

import collections
import random
import subprocess
import sys
from pathlib import Path

import make_near_copies
import near_copies


def run(work, name, weights, layer="final"):
    store, map_file = work / f"{name}.h5", work / f"{name}.map.h5"
    if not store.exists():
        subprocess.run(
            ["extract", work / name, store, "--weights", weights, "--tokens", "class",
             "--layers", layer, "--attention", "none", "--labels", "none", "--quiet"], check=True)
    subprocess.run(
        ["reduce", store, "--layer", layer, "-o", map_file, "--cluster", "none", "--profile",
         "none", "--measures", "none", "--scenes", "none", "--iterations", "0", "--quiet"],
        check=True)
    return work / f"{name}.map.tables" / "duplicates.csv"


def main():
    work, weights = Path(sys.argv[1]), sys.argv[2]
    originals = make_near_copies.pictures(sys.argv[4:])
    work.mkdir(parents=True, exist_ok=True)
    print("| photographs | draws | pairs | precision | "
          + " | ".join(make_near_copies.KINDS) + " |")
    print("|---" * (4 + len(make_near_copies.KINDS)) + "|")
    for size in sys.argv[3].split(","):
        size, _, share = size.partition(":")
        count, _, draws = size.partition("x")
        low, _, high = count.partition("-")
        share = float(share or 0.2)
        pairs, right, with_pairs = 0, 0, 0
        found, planted = collections.Counter(), collections.Counter()
        for draw in range(int(draws)):
            seed = 1000 * int(low) + draw
            drawn = random.Random(seed).randint(int(low), int(high or low))
            name = f"n{drawn}-s{share}-{seed}"
            if not (work / name).exists():
                make_near_copies.make(work / name, drawn, share, seed, originals)
            table = run(work, name, weights)
            all_pairs, good, kinds, _ = near_copies.check(work / name / "truth.csv", table)
            pairs, right, with_pairs = pairs + all_pairs, right + good, with_pairs + (all_pairs > 0)
            for kind, (hits, number) in kinds.items():
                found[kind] += hits
                planted[kind] += number
        recall = [f"{found[k] / planted[k]:.3f}" if planted[k] else "-"
                  for k in make_near_copies.KINDS]
        precision = f"{right / pairs:.4f}" if pairs else "-"
        print(f"| {count} | {draws}{' (%d with a pair)' % with_pairs if share == 0 else ''} "
              f"| {pairs} | {precision} | " + " | ".join(recall) + " |", flush=True)


if __name__ == "__main__":
    main()

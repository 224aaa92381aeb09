"""How new `reduce --place` finds held-back rows of the same kind, and foreign ones.

    python Scripts/checks/novelty.py REDUCE ROWS DRAWS OWN[:LABEL,...][+OWN...] \\
        NAME=FOREIGN[:LABEL,...] ...

Draws ROWS class tokens of the final layer from the stores OWN (files of `extract`; of the given
labels), makes a map of them, and puts the rest and the foreign rows into it: prints the shares with
a novelty above 0.99, the mean of the draws, and the lowest novelty of a foreign set of at most 5.
Packages: Scripts/requirements.txt.
"""

import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy


def rows(text):
    """Class tokens of the stores and labels that `text` names."""
    parts = []
    for part in text.split("+"):
        path, _, wanted = part.partition(":")
        with h5py.File(path) as file:
            tokens = file["layers/final/class"][:].astype("f4")
            names = file["images/label_names"].asstr()[:]
            labels = file["images/label"][:]
        if wanted:
            codes = [list(names).index(name) for name in wanted.split(",")]
            tokens = tokens[numpy.isin(labels, codes)]
        parts.append(tokens)
    return numpy.concatenate(parts)


def main():
    reduce, count, draws, own = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), rows(sys.argv[4])
    foreign = {name: rows(text) for name, text in (a.split("=", 1) for a in sys.argv[5:])}
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for draw in range(draws):
            order = numpy.random.default_rng(draw).permutation(len(own))
            sets = {"held back": own[order[count:]]} | foreign
            numpy.save(folder / "own.npy", own[order[:count]])
            numpy.save(folder / "new.npy", numpy.concatenate(list(sets.values())))
            run = [reduce, "--quiet", "--seed", str(draw), "--findings", "none"]
            map_options = ["--normalize", "l2", "--iterations", "0", "--cluster", "none"]
            own_map, placed = folder / "map.h5", folder / "placed.h5"
            subprocess.run(run + map_options + [folder / "own.npy", "-o", own_map], check=True)
            subprocess.run(
                run + [folder / "new.npy", "--place", own_map, "-o", placed], check=True
            )
            with h5py.File(placed) as file:
                novelty = file["obs/novelty"][:]
            placed.unlink()
            own_map.unlink()
            start = 0
            for kind, values in sets.items():
                part = novelty[start : start + len(values)]
                start += len(values)
                found.setdefault(kind, []).append((part > 0.99).mean())
                if 0 < len(values) <= 5:
                    found.setdefault(f"{kind}, lowest", []).append(part.min())
    for kind, shares in found.items():
        print(f"{count} rows, {kind}: {numpy.mean(shares):.3f}")


if __name__ == "__main__":
    main()

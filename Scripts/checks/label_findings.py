"""What `reduce` finds of labels that were flipped on purpose.

    python Scripts/checks/label_findings.py REDUCE STORE FLIPPED DRAWS [WITHOUT,...]

Takes the final class tokens and the labels of a store (without the images of the named labels),
gives FLIPPED images of labels with 5 images or more another label, drawn as the labels are spread,
and runs `reduce` on an .h5ad file of both: prints how many labels are outvoted and how many are
findings, with precision and recall of the flipped. Packages: Scripts/requirements.txt.
"""

import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy


def write(path, tokens, labels, names):
    """An .h5ad file of `tokens`, with the column `label`."""
    with h5py.File(path, "w") as file:
        file["X"] = tokens
        obs = file.create_group("obs")
        obs.attrs["_index"] = "_index"
        obs["_index"] = [str(row) for row in range(len(tokens))]
        label = obs.create_group("label")
        label["codes"] = labels.astype("i4")
        label["categories"] = list(names)


def main():
    reduce, store, flipped, draws = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with h5py.File(store) as file:
        tokens = file["layers/final/class"][:].astype("f4")
        names = list(file["images/label_names"].asstr()[:])
        labels = file["images/label"][:]
    for name in sys.argv[5].split(",") if len(sys.argv) > 5 else []:
        kept = labels != names.index(name)
        tokens, labels = tokens[kept], labels[kept]
    common = numpy.flatnonzero((labels >= 0) & (numpy.bincount(labels)[labels] >= 5))
    sums = numpy.zeros(4)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for draw in range(draws):
            random = numpy.random.default_rng(draw)
            given = labels.copy()
            wrong = random.choice(common, flipped, replace=False)
            for row in wrong:
                while given[row] == labels[row]:
                    given[row] = labels[random.choice(common)]
            write(folder / "rows.h5ad", tokens, given, names)
            options = ["--iterations", "0", "--cluster", "none", "--quiet"]
            subprocess.run(
                [reduce, folder / "rows.h5ad", "-o", folder / "map.h5", *options], check=True
            )
            with h5py.File(folder / "map.h5") as file:
                table = file["uns/vitrine/tables/labels"]
                rows, margin = table["row"][:], table["margin"][:]
                counts = {name: (given == code).sum() for code, name in enumerate(names)}
                bearers = [counts[name] for name in table["suggested_label"].asstr()[:]]
                possible = numpy.minimum(table["votes"][:], bearers)
                majority = 2 * table["suggested_votes"][:] > possible
                doubtful = table["confidence"][:] >= 0.4
            (folder / "map.h5").unlink()
            bad = numpy.isin(rows, wrong)
            outvoted = (margin > 0) & majority
            sums += [outvoted.sum(), bad[outvoted].sum(), doubtful.sum(), bad[doubtful].sum()]
    for what, (listed, right) in {"outvoted": sums[:2], "findings": sums[2:]}.items():
        print(
            f"{what}: {listed / draws:.1f} listed, precision {right / max(1, listed):.2f}, "
            f"recall {right / max(1, flipped * draws):.2f}"
        )


if __name__ == "__main__":
    main()

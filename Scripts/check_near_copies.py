"""How well near duplicates were found in a folder of `make_near_copies.py`.

    python Scripts/check_near_copies.py TRUTH.csv PAIRS.csv

The first two columns of PAIRS.csv are the paths of a pair. Printed: the share of pairs whose
pictures come from one photograph, and for each kind the share of copies that form a pair with
their original; the originals of the pairs that do not.
"""

import collections
import csv
import sys


def main():
    with open(sys.argv[1], newline="") as file:
        truth = {row["path"]: row for row in csv.DictReader(file)}
    with open(sys.argv[2], newline="") as file:
        pairs = [(row[0], row[1]) for row in list(csv.reader(file))[1:]]
    right, found, wrong = 0, collections.Counter(), set()
    for a, b in pairs:
        one, other = truth[a], truth[b]
        if one["original"] != other["original"]:
            wrong.add(tuple(sorted((one["original"], other["original"]))))
            continue
        right += 1
        kinds = {one["kind"], other["kind"]}
        if "original" in kinds:
            found[(kinds - {"original"}).pop()] += 1
    print(f"{len(pairs)} pairs, precision {right / max(1, len(pairs)):.4f}, "
          f"{len(wrong)} pairs of photographs are wrong: {sorted(wrong)[:10]}")
    planted = collections.Counter(row["kind"] for row in truth.values())
    for kind, count in planted.items():
        if kind != "original":
            print(f"{kind}: {found[kind]} of {count}, recall {found[kind] / count:.4f}")


if __name__ == "__main__":
    main()

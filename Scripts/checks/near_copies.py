"""How well near duplicates were found in a folder of `make_near_copies.py`.

    python Scripts/checks/near_copies.py TRUTH.csv DUPLICATES.csv

DUPLICATES.csv is `duplicates.csv` of the tables that `reduce` writes. Printed: the share of pairs
whose pictures come from one photograph, and for each kind the share of copies that form a pair with
their original; the pairs of photographs that do not belong together, by their numbers.
"""

import collections
import csv
import sys


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def check(truth_path, table_path):
    """Pairs, right pairs, {kind: (found, planted)}, and the wrong pairs of photographs."""
    truth = {row["path"]: row for row in read(truth_path)}
    right, found, wrong = 0, collections.Counter(), set()
    pairs = read(table_path)
    for pair in pairs:
        one, other = truth[pair["first_path"]], truth[pair["second_path"]]
        if one["original"] != other["original"]:
            wrong.add(tuple(sorted((int(one["original"]), int(other["original"])))))
            continue
        right += 1
        kinds = {one["kind"], other["kind"]}
        if "original" in kinds:
            found[(kinds - {"original"}).pop()] += 1
    planted = collections.Counter(row["kind"] for row in truth.values())
    del planted["original"]
    return len(pairs), right, {k: (found[k], n) for k, n in planted.items()}, sorted(wrong)


def main():
    pairs, right, kinds, wrong = check(sys.argv[1], sys.argv[2])
    print(f"{pairs} pairs, precision {right / max(1, pairs):.4f}, "
          f"{len(wrong)} pairs of photographs are wrong: {wrong[:10]}")
    for kind, (found, count) in kinds.items():
        print(f"{kind}: {found} of {count}, recall {found / count:.4f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Lets two or three `reduce` write one output at once, and checks what stands there afterwards.

    python3 Scripts/faults/output_races.py 60         60 races, some with a kill -9 in between

Options behind it: --seed S, --reduce PROGRAM, --folder DIR for the work. Needs h5py and numpy.
Exits 1 at the first race after which there is no map though a run ended with 0, or with a table of
another run beside the map, a code other than 0 and 75, or anything left under a temporary name.
"""
import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time

import h5py
import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def sizes_in_map(path):
    with h5py.File(path) as file:
        tables = file["uns/vitrine/tables"]
        return list(tables["clusters/size"][()]) if "clusters" in tables else None


def sizes_in_table(path):
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return [int(row["size"]) for row in csv.DictReader(file)]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("races", type=int, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reduce", default=os.path.join(ROOT, ".build/release/reduce"))
    parser.add_argument("--folder")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    work = os.path.abspath(options.folder or tempfile.mkdtemp(prefix="vitrine-races-"))
    os.makedirs(work, exist_ok=True)
    inputs = []
    for number, rows in enumerate([60, 40, 30]):
        # Groups of different sizes, so that the tables tell the runs apart.
        draw = numpy.random.default_rng(number)
        centers = 20 * draw.normal(size=(3 + number, 8))
        groups = numpy.arange(rows) % len(centers)
        vectors = centers[groups] + draw.normal(size=(rows, 8))
        inputs.append(os.path.join(work, f"v{number}.npy"))
        numpy.save(inputs[-1], vectors.astype("float32"))
    out, tables = os.path.join(work, "t.h5"), os.path.join(work, "t.tables")
    counts = {"0": 0, "75": 0, "killed": 0}

    def fail(race, words):
        print(f"FAILED: race {race}: {words} (seed {options.seed}, work in {work})")
        sys.exit(1)

    def start(path):
        return subprocess.Popen(
            [options.reduce, path, "-o", out, "--overwrite", "--quiet"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    for race in range(options.races):
        runs = [start(path) for path in chance.sample(inputs, chance.choice([2, 2, 3]))]
        killed = None
        if chance.random() < 0.3:
            time.sleep(chance.random() * 0.5)
            killed = chance.choice(runs)
            killed.kill()
        for run in runs:
            words = run.communicate(timeout=300)[1].decode(errors="replace").strip()
            if run is killed:
                counts["killed"] += 1
            elif run.returncode == 75 and "another run is writing it (process " in words:
                counts["75"] += 1
            elif run.returncode == 0:
                counts["0"] += 1
            else:
                fail(race, f"a run ended with {run.returncode}: {words}")
        if not killed and not any(run.returncode == 0 for run in runs):
            fail(race, "no run wrote the map")
        if killed:
            # A killed run may have taken the tables away, never left those of another.
            stored = sizes_in_map(out) if os.path.exists(out) else None
            table = sizes_in_table(os.path.join(tables, "clusters.csv"))
            if table is not None and table != stored:
                fail(race, "after a kill a table of another run stands beside the map")
            last = start(inputs[0])
            words = last.communicate(timeout=300)[1].decode(errors="replace")
            if last.returncode != 0:
                fail(race, f"after a kill the next run ended with {last.returncode}: {words}")
        if sizes_in_map(out) != sizes_in_table(os.path.join(tables, "clusters.csv")):
            fail(race, "map and tables are of different runs")
        left = sorted(set(os.listdir(work)) - {"t.h5", "t.tables", "v0.npy", "v1.npy", "v2.npy"})
        if left:
            fail(race, f"{left} is left")
    print(
        f"{options.races} races: {counts['0']} runs wrote, {counts['75']} were refused with 75, "
        f"{counts['killed']} were killed; the map always had its own tables")


main()

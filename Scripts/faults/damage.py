#!/usr/bin/env python3
"""Damages out.h5 and tsne.h5, and sees what the programs make of it.

    python3 Scripts/faults/damage.py flips 2000    one wrong byte at 2,000 places of each file
    python3 Scripts/faults/damage.py lies          data sets and attributes of other shapes, types
                                                   and values, and without each of them

Options behind it: --file out|map (default both), --seed S, --programs DIR, --jobs N, --only TEXT
(lies whose name holds it), --every N (only every Nth case), --folder DIR for the work, --verbose (a
line for every case). Needs h5py and numpy. The files are made from drawings of 32 x 32 pixels and a
random model of two blocks, so that a case takes a fraction of a second; damage_inputs.py makes
them, damage_edits.py has the flips and lies.

A case ends as `same` (the answer of the whole file), `refused` (an exit code and a sentence),
`different` (another answer without a word), `crash` (a signal) or `hang` (no end in 20 seconds).
Of flips only the first two are right. A lie may also be answered differently: a table without a
line is a table. The checksums of the file are put right after a lie, so that the checks behind
them are tried. A map that `reduce` writes and does not read is `unreadable`, which is wrong, too.
Exits 1 when a case ended as it must not.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

import h5py

from damage_edits import flips, lies
from damage_inputs import make_files

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OF_THE_RUN = {"command_line", "parent_uuid", "parent_file", "parent_hash", "placed_in"}
SECONDS = 20


def commands(kind, programs, path, work):
    """Name, arguments and the files that hold the answer; None for the printed text."""
    if kind == "out":
        return [
            ("reduce", [f"{programs}/reduce", "--layer", "final", path, "-o", f"{work}/map.h5",
                        "--quiet", "--threads", "1"], f"{work}/map.h5"),
            ("search", [f"{programs}/search", path, "train/cat/00.png", "-o", "none"],
             None),
            ("verify", [f"{programs}/extract", "verify", path], None),
            ("status", [f"{programs}/extract", "status", path], None),
            # Adds to the file, so it is the last.
            ("explain", [f"{programs}/extract", "explain", path, "train/cat/04.png", "--weights",
                         f"{work}/../tiny.safetensors", "--images", f"{work}/../images",
                         "--quiet"], None),
        ]
    return [
        ("plot", [f"{programs}/plot", path, "-o", f"{work}/figures", "--dpi", "20", "--quiet"],
         f"{work}/figures"),
        ("place", [f"{programs}/reduce", "--place", path, f"{work}/../out.h5", "-o",
                   f"{work}/placed.h5", "--quiet", "--threads", "1"], f"{work}/placed.h5"),
        ("verify", [f"{programs}/extract", "verify", path], None),
    ]


def digest_of_map(path):
    check = hashlib.sha256()

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset) and name.split("/")[-1] not in OF_THE_RUN:
            value = thing[()]
            check.update(repr((name, thing.shape)).encode())
            check.update(repr(value.tolist() if hasattr(value, "tolist") else value).encode())

    with h5py.File(path) as file:
        file.visititems(visit)
    return check.hexdigest()


def answer(place, printed, path):
    if place is None:
        return printed.replace(path.encode(), b"FILE")
    if os.path.isdir(place):
        check = hashlib.sha256()
        for name in sorted(os.listdir(place)):
            with open(f"{place}/{name}", "rb") as file:
                check.update(name.encode() + file.read().replace(path.encode(), b"FILE"))
        return check.hexdigest()
    return digest_of_map(place)


def unreadable(programs, path):
    """Why a map that was just written is refused; None where it is read."""
    done = subprocess.run([f"{programs}/extract", "verify", path], capture_output=True)
    return done.stderr.decode(errors="replace").strip() if done.returncode else None


def try_programs(kind, programs, path, work, expected=None):
    """How each program ended with a file: {program: (outcome, detail)}."""
    ends = {}
    for name, arguments, place in commands(kind, programs, path, work):
        if expected is not None and name not in expected:
            continue
        for left in (f"{work}/figures", f"{work}/map.h5", f"{work}/placed.h5",
                     f"{work}/map.tables", f"{work}/placed.tables"):
            shutil.rmtree(left, ignore_errors=True)
            if os.path.exists(left):
                os.remove(left)
        try:
            done = subprocess.run(arguments, capture_output=True, timeout=SECONDS, cwd=work,
                                  env=dict(os.environ, SWIFT_BACKTRACE="enable=no"))
        except subprocess.TimeoutExpired:
            ends[name] = ("hang", "")
            continue
        words = done.stderr.decode(errors="replace").strip()
        if done.returncode < 0 or done.returncode >= 128:
            ends[name] = ("crash", f"{done.returncode}: {words[-300:]}")
        elif done.returncode != 0:
            ends[name] = ("refused" if words else "crash", words or "no sentence")
        else:
            try:
                found = answer(place, done.stdout, path)
            except Exception as error:
                found = f"no answer: {error!r}"
            unread = unreadable(programs, place) if name == "reduce" else None
            if unread is not None:
                ends[name] = ("unreadable", unread)
            elif expected is None:
                ends[name] = found
            else:
                ends[name] = ("same" if found == expected[name] else "different", words)
    return ends


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["flips", "lies"])
    parser.add_argument("count", nargs="?", type=int, default=500)
    parser.add_argument("--file", choices=["out", "map", "both"], default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programs", default=f"{ROOT}/.build/release")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--folder")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="vitrine-damage-")
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(f"{folder}/tsne.h5"):
        make_files(folder, options.programs)
    isWrong = False
    for kind in ["out", "map"] if options.file == "both" else [options.file]:
        isWrong = campaign(kind, folder, options) or isWrong
    if not options.folder:
        shutil.rmtree(folder)
    sys.exit(1 if isWrong else 0)


def campaign(kind, folder, options):
    whole = f"{folder}/" + ("out.h5" if kind == "out" else "tsne.h5")
    work = f"{folder}/whole-{kind}"
    os.makedirs(work, exist_ok=True)
    copy = f"{work}/{os.path.basename(whole)}"
    shutil.copyfile(whole, copy)
    expected = try_programs(kind, options.programs, copy, work)
    for name, end in list(expected.items()):
        if isinstance(end, tuple):
            print(f"left out, as it fails on the whole file: {name}: {end}", flush=True)
            del expected[name]
    cases = flips(whole, options.count, options.seed) if options.what == "flips" else lies(whole)
    allowed = {"same", "refused"} | ({"different"} if options.what == "lies" else set())

    def run(number, name, change):
        work = f"{folder}/work-{kind}-{number}"
        os.makedirs(work, exist_ok=True)
        copy = f"{work}/{os.path.basename(whole)}"
        try:
            shutil.copyfile(whole, copy)
            try:
                change(copy)
            except Exception as error:
                return name, {"(the lie itself)": ("skipped", repr(error)[:200])}
            return name, try_programs(kind, options.programs, copy, work, expected)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    counts = collections.defaultdict(collections.Counter)
    # h5py is used by one thread at a time; the programs run beside each other.
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting = collections.deque()

        def finish():
            name, ends = waiting.popleft().result()
            for program, (outcome, detail) in ends.items():
                counts[program][outcome] += 1
                if options.verbose or outcome not in allowed | {"skipped"}:
                    line = detail.splitlines()[-1] if detail else ""
                    print(f"{outcome:9} {program:7} {name}: {line[:300]}", flush=True)

        for number, (name, change) in enumerate(cases):
            if options.only not in name or number % options.every:
                continue
            waiting.append(pool.submit(run, number, name, change))
            if len(waiting) > 4 * options.jobs:
                finish()
        while waiting:
            finish()
    print(f"{os.path.basename(whole)}, {os.path.getsize(whole)} bytes, {options.what}, "
          f"seed {options.seed}")
    for program, found in counts.items():
        print(f"  {program:16} " + ", ".join(f"{n} {k}" for k, n in found.most_common()))
    return any(outcome not in allowed | {"skipped"} for found in counts.values()
               for outcome in found)


if __name__ == "__main__":
    main()

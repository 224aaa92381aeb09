#!/usr/bin/env python3
"""Ends `extract` in every way there is, lets it go on, and compares with an undisturbed run.

    python3 Scripts/faults/campaign.py kill 200    kill -9 at random instants, again and again
    python3 Scripts/faults/campaign.py signal 50   SIGTERM and SIGINT at random instants
    python3 Scripts/faults/campaign.py nth         a fault at every call that changes a file
    python3 Scripts/faults/campaign.py disk 32     a full disk, a tmpfs of 32 sizes (root)
    python3 Scripts/faults/campaign.py slurm 40    an array with killed tasks (root; start_local)

Options behind it: --images FOLDER (default data/images), --update to bring a file without every
third image up to date, --seed S, --extract PROGRAM, --folder DIR for the work, of nth --stride N
(every Nth call) and --faults ERROR,... (README.md has them), and after -- further options of
extract. Needs h5py and numpy. Exits 1 at the first run that lost, doubled or changed an image, left
a broken file under the final name, ended with an undocumented code, or did not go on.
"""
import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import h5py
import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The last are the checksums of attributes, these among them.
OF_THE_RUN = {
    "uuid", "created_utc", "command_line", "threads", "settings", "updated_from", "kept_rows",
    "listed_ns", "attribute_crc32c", "attribute_names"}


def contents(path):
    """All data sets of a file, as comparable values."""
    found = {}

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset):
            value = thing[()]
            if isinstance(value, numpy.ndarray) and value.dtype == object:
                value = [bytes(v) if isinstance(v, numpy.ndarray) else v for v in value]
            found[name] = value
        for key, value in thing.attrs.items():
            if key not in OF_THE_RUN:
                found[f"{name}@{key}"] = value

    with h5py.File(path) as file:
        assert file.attrs["complete"] == 1, f"{path} does not say that it is complete"
        for key, value in file.attrs.items():
            if key not in OF_THE_RUN:
                found["@" + key] = value
        file.visititems(visit)
    return found


def differences(a, b):
    names = sorted(set(a) ^ set(b))
    for name in sorted(set(a) & set(b)):
        x, y = a[name], b[name]
        same = x == y if isinstance(x, list) else numpy.array_equal(x, y)
        if not same and isinstance(x, numpy.ndarray) and x.dtype.kind == "f":
            same = x.tobytes() == y.tobytes()
        if not same:
            names.append(name)
    return names


def catches(process, number):
    """Whether a process has a handler for a signal."""
    try:
        with open(f"/proc/{process}/status") as file:
            caught = next(line for line in file if line.startswith("SigCgt:"))
    except (FileNotFoundError, StopIteration):
        return False
    return int(caught.split()[1], 16) >> (number - 1) & 1


class Campaign:
    def __init__(self, options, more):
        self.options = options
        self.random = random.Random(options.seed)
        self.extract = os.path.abspath(options.extract)
        self.images = os.path.abspath(options.images)
        self.work = os.path.abspath(options.folder or tempfile.mkdtemp(prefix="vitrine-faults-"))
        os.makedirs(self.work, exist_ok=True)
        self.more = more or ["--segment", "8"]
        self.out = os.path.join(self.work, "out.h5")
        self.old = os.path.join(self.work, "old.h5") if options.update else None

    def command(self, out=None):
        more = ["--update", *self.more] if self.old and not out else self.more
        return [self.extract, self.images, out or self.out, "--quiet", *more]

    def finished(self):
        """Whether the file at the final name is the new one."""
        if not self.old or not os.path.exists(self.out):
            return os.path.exists(self.out)
        with h5py.File(self.out) as now, h5py.File(self.old) as old:
            return now.attrs["uuid"] != old.attrs["uuid"]

    def make_old(self):
        """The file to bring up to date."""
        if os.path.exists(self.old):
            os.remove(self.old)
        whole = os.path.join(self.work, "whole.h5")
        left_out = os.path.join(self.work, "left-out.csv")
        with h5py.File(whole) as file, open(left_out, "w") as table:
            paths = [p.decode() for p in file["images/path_text"][::3]]
            table.write("path\n" + "".join(f"{p}\n" for p in paths))
        more, self.more = self.more, [*self.more, "--except", left_out]
        code, words = self.run(out=self.old)
        self.more = more
        self.expect(code == 0, f"the first run ended with {code}: {words}")

    def run(self, environment=None, out=None, seconds=900):
        result = subprocess.run(
            self.command(out), capture_output=True, timeout=seconds,
            env={**os.environ, **(environment or {})})
        return result.returncode, result.stderr.decode(errors="replace").strip()

    def start(self):
        return subprocess.Popen(
            self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def whole(self):
        """The undisturbed run's contents, and the seconds it took."""
        path = os.path.join(self.work, "whole.h5")
        if os.path.exists(path):
            os.remove(path)
        begin = time.monotonic()
        code, words = self.run(out=path)
        self.expect(code == 0, f"the undisturbed run ended with {code}: {words}")
        seconds = time.monotonic() - begin
        if self.old:
            self.make_old()
        return contents(path), seconds

    def clear(self):
        for name in os.listdir(self.work):
            if name.startswith("out"):
                path = os.path.join(self.work, name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        if self.old:
            shutil.copy(self.old, self.out)

    def expect(self, holds, words):
        if not holds:
            print(f"FAILED: {words} (seed {self.options.seed}, work in {self.work})")
            sys.exit(1)

    def segments(self):
        """The committed segments by name, with their inodes."""
        folder, found = self.out + ".parts", {}
        try:
            for name in os.listdir(folder):
                if re.fullmatch(r"segment-\d+\.h5", name):
                    found[name] = os.stat(os.path.join(folder, name)).st_ino
        except FileNotFoundError:
            pass
        return found

    def check_whole(self, whole, what):
        self.expect(os.path.exists(self.out), f"{what}: there is no file at the end")
        differ = differences(whole, contents(self.out))
        self.expect(not differ, f"{what}: the file differs in {differ[:5]}")
        code = subprocess.run(
            [self.extract, "verify", self.out], capture_output=True).returncode
        self.expect(code == 0, f"{what}: verify ends with {code}")
        left = [n for n in os.listdir(self.work) if n.startswith("out") and n != "out.h5"]
        self.expect(not left, f"{what}: {left} is left")

    def go_on(self, whole, what):
        """Without a fault, to the end; a committed segment stays the file it was."""
        before = self.segments()
        if before and not self.finished():
            # The same file, not only the same bytes: nothing is computed twice.
            process = self.start()
            for _ in range(200):
                now = self.segments()
                if process.poll() is not None or not os.path.isdir(self.out + ".parts"):
                    break
                lost = [n for n, inode in before.items() if n in now and now[n] != inode]
                self.expect(not lost, f"{what}: {lost} was made again")
                time.sleep(0.02)
            words = process.stderr.read().decode(errors="replace")
            code = process.wait()
        else:
            code, words = self.run()
        finished = code == 0 or code == 2 and "exists already" in words
        self.expect(finished, f"{what}: going on ended with {code}: {words}")
        self.check_whole(whole, what)

    def kill(self, count):
        whole, seconds = self.whole()
        done, runs = 0, 0
        self.clear()
        while done < count:
            process = self.start()
            time.sleep(self.random.uniform(0, 1.1 * seconds))
            process.send_signal(signal.SIGKILL)
            process.wait()
            if process.returncode == -signal.SIGKILL:
                done += 1
            self.expect(
                process.returncode in (0, -signal.SIGKILL, 2),
                f"kill {done}: {process.returncode} {process.stderr.read()[-500:]}")
            if os.path.exists(self.out):
                contents(self.out)
            # Now and then to the end; else killed again where it stands.
            if self.random.random() < 0.3 or self.finished():
                self.go_on(whole, f"kill {done}")
                runs += 1
                self.clear()
            if done % 20 == 0:
                print(f"{done} kills, {runs} runs to the end", flush=True)
        if os.path.exists(self.out + ".parts"):
            self.go_on(whole, f"kill {done}")
            runs += 1
        print(f"kill: {done} kills, {runs} files, all equal to the undisturbed one")

    def signal(self, count):
        whole, seconds = self.whole()
        codes, slowest = {}, 0
        for index in range(count):
            self.clear()
            number = (signal.SIGTERM, signal.SIGINT)[index % 2]
            process = self.start()
            # Before the program has its handlers the system itself ends it.
            while process.poll() is None and not catches(process.pid, number):
                time.sleep(0.001)
            time.sleep(self.random.uniform(0, seconds))
            begin = time.monotonic()
            process.send_signal(number)
            words = process.stderr.read().decode(errors="replace")
            code = process.wait()
            took = time.monotonic() - begin
            codes[code] = codes.get(code, 0) + 1
            self.expect(code in (0, 128 + number), f"signal {index}: {code} {words}")
            if code != 0:
                slowest = max(slowest, took)
            self.go_on(whole, f"signal {index}")
        print(f"signal: {count}, codes {codes}, at most {slowest:.2f} s to the end")

    def nth(self, _):
        library = subprocess.run(
            [os.path.join(ROOT, "Scripts/faults/build")], check=True, capture_output=True,
            text=True).stdout.strip()
        self.more += ["--threads", "1"]
        whole, _ = self.whole()
        log = os.path.join(self.work, "calls")
        faults = {
            "LD_PRELOAD": library, "VITRINE_FAULT_PATH": self.out, "VITRINE_FAULT_LOG": log}
        self.clear()
        if os.path.exists(log):
            os.remove(log)
        self.expect(self.run(faults)[0] == 0, "counting the calls")
        with open(log) as file:
            calls = sum(1 for _ in file)
        self.clear()
        print(f"{calls} calls change files", flush=True)
        kinds = self.options.faults.split(",")
        codes = {}
        for kind in kinds:
            for number in range(1, calls + 1, self.options.stride):
                fault = {
                    **faults, "VITRINE_FAULT_AT": str(number), "VITRINE_FAULT_ERROR": kind}
                if kind in ("ENOSPC", "EIO") and number % 2:
                    fault["VITRINE_FAULT_TIMES"] = "all"
                code, words = self.run(fault)
                what = f"{kind} at call {number}"
                codes[(kind, code)] = codes.get((kind, code), 0) + 1
                allowed = (-9, 0) if kind.startswith("KILL") else (0, 74)
                self.expect(code in allowed, f"{what}: code {code}: {words}")
                if code == 74:
                    self.expect(len(words.splitlines()) == 1, f"{what}: {words}")
                if os.path.exists(self.out):
                    contents(self.out)
                self.go_on(whole, what)
                self.clear()
            print(f"{kind}: " + ", ".join(
                f"{n} ended with {c}" for (k, c), n in sorted(codes.items()) if k == kind),
                flush=True)
        print(f"nth: {calls} calls, {','.join(kinds)}: every run went on to the whole file")

    def disk(self, count):
        whole, _ = self.whole()
        size = os.path.getsize(os.path.join(self.work, "whole.h5"))
        mount = os.path.join(self.work, "small")
        os.makedirs(mount, exist_ok=True)
        self.out = os.path.join(mount, "out.h5")
        codes = {}
        for index in range(count):
            kibibytes = 64 + int(2.6 * size / 1024 * index / count)
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "none", mount], check=True)
            try:
                # The check beforehand is passed over, so that writing is what fails.
                code, words = self.run({"VITRINE_ASSUME_ROOM": "1"})
                codes[code] = codes.get(code, 0) + 1
                what = f"a disk of {kibibytes} KiB"
                self.expect(code in (0, 74), f"{what}: code {code}: {words}")
                if code == 74:
                    self.expect(not os.path.exists(self.out), f"{what}: a file is there")
                    self.expect("need" in words, f"{what}: no word on bytes: {words}")
                # More room, and the same command goes on.
                subprocess.run(["mount", "-o", "remount,size=4g", mount], check=True)
                self.work, keep = mount, self.work
                self.go_on(whole, what)
                self.work = keep
            finally:
                subprocess.run(["umount", mount], check=True)
        print(f"disk: {count} sizes, codes {codes}, each went on with more room")

    def slurm(self, tasks):
        """An array of which a tenth of the tasks is killed, and its resubmission."""
        whole, _ = self.whole()
        self.clear()
        environment = {**os.environ, "VITRINE_EXTRACT": self.extract}

        def submit():
            result = subprocess.run(
                [os.path.join(ROOT, "Scripts/cluster/slurm/submit"), str(tasks),
                 "--output=/dev/null", "--", *self.command()[1:]],
                env=environment, check=True, capture_output=True, text=True)
            return dict(line.split() for line in result.stdout.splitlines())

        def queue():
            return subprocess.run(
                ["squeue", "--noheader", "--format=%i"], check=True, capture_output=True,
                text=True).stdout.split()

        submissions, killed, seen = 0, 0, {}
        while not os.path.exists(self.out) and submissions < 2:
            submissions += 1
            jobs = submit()
            if submissions == 1:
                # The finishing job would do what was lost: this is about the array.
                subprocess.run(["scancel", jobs["finish"]], check=True)
            deadline = time.monotonic() + 600
            while queue() and time.monotonic() < deadline:
                for name, inode in self.segments().items():
                    self.expect(
                        seen.setdefault(name, inode) == inode, f"{name} was made again")
                if submissions == 1 and killed < max(1, tasks // 10):
                    running = subprocess.run(
                        ["pgrep", "-f", f"{self.extract} {self.images}.*--shard"],
                        capture_output=True, text=True).stdout.split()
                    for process in running[:1]:
                        try:
                            os.kill(int(process), signal.SIGKILL)
                            killed += 1
                        except ProcessLookupError:
                            pass
                time.sleep(0.05)
            status = subprocess.run(
                [self.extract, "status", self.out], capture_output=True, text=True).stdout
            print(f"submission {submissions}, {killed} tasks killed:\n{status}", flush=True)
        self.check_whole(whole, "slurm")
        print(f"slurm: {tasks} tasks, {killed} killed, complete after {submissions} submissions")


def main():
    arguments, more = sys.argv[1:], []
    if "--" in arguments:
        place = arguments.index("--")
        arguments, more = arguments[:place], arguments[place + 1:]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["kill", "signal", "nth", "disk", "slurm"])
    parser.add_argument("count", type=int, nargs="?", default=0)
    parser.add_argument("--images", default=os.path.join(ROOT, "data/images"))
    parser.add_argument("--extract", default=os.path.join(ROOT, ".build/release/extract"))
    parser.add_argument("--folder")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--faults", default="EIO,ENOSPC,SHORT,KILL_BEFORE,KILL_AFTER")
    options = parser.parse_args(arguments)
    counts = {"kill": 200, "signal": 50, "nth": 0, "disk": 32, "slurm": 40}
    campaign = Campaign(options, more)
    getattr(campaign, options.kind)(options.count or counts[options.kind])


main()

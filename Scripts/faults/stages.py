#!/usr/bin/env python3
"""Runs `reduce stage` in many ways, with faults, and compares with an undisturbed run.

    python3 Scripts/faults/stages.py tasks        n = 1, 7 and 40 tasks: every file is the same
    python3 Scripts/faults/stages.py kill 200     kill -9 of tasks at random instants
    python3 Scripts/faults/stages.py disk 12      a full disk, a tmpfs of 12 sizes (root)
    python3 Scripts/faults/stages.py clock        tasks whose clock is ten years off (faketime)
    python3 Scripts/faults/stages.py damage 100   missing, foreign, truncated, altered results
    python3 Scripts/faults/stages.py parallel     GNU parallel, a tenth of the tasks killed
    python3 Scripts/faults/stages.py ray          Ray, a tenth of the tasks killed
    python3 Scripts/faults/stages.py slurm        the plan's Slurm script, a tenth killed (root)

Options: --rows N of the vectors (40,000), --seed S, --reduce PROGRAM, --folder DIR for the work.
Needs numpy. Exits 1 at the first result that differs, is not whole, or was not refused.
"""
import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAGES = ["moments", "sample", "centroids", "assign", "lists", "graph", "layout", "map"]
WHOLE = {"centroids", "layout"}
TASKS = 40


class Campaign:
    def __init__(self, options):
        self.reduce = os.path.abspath(options.reduce)
        self.folder = options.folder or tempfile.mkdtemp(prefix="vitrine-stages-")
        os.makedirs(self.folder, exist_ok=True)
        self.random = random.Random(options.seed)
        self.vectors = os.path.join(self.folder, "vectors.npy")
        rng = numpy.random.default_rng(options.seed)
        centres = rng.normal(size=(60, 48))
        rows = centres[rng.integers(60, size=options.rows)] + 0.6 * rng.normal(
            size=(options.rows, 48))
        numpy.save(self.vectors, rows.astype("<f2"))
        self.reference = self.plan("reference")
        self.run(self.reference, 1)
        self.expected = self.results(self.reference)
        print(f"{len(self.expected)} results of one task are the reference", flush=True)

    def plan(self, name, *more):
        work = os.path.join(self.folder, name)
        shutil.rmtree(work, ignore_errors=True)
        subprocess.run(
            [self.reduce, "plan", self.vectors, "--work", work, "--piece-rows", "1024",
             "--group-rows", "1024", "--cells", "120", "--probes", "6", "--check-rows", "200",
             "--sample", "10000", "--map-rows", "2000", "--pca", "10", "--quiet", *more],
            check=True)
        return work

    def command(self, work, stage, *part):
        return [self.reduce, "stage", stage, self.vectors, "--work", work, "--threads", "1",
                "--quiet", *part]

    def parts(self, stage, tasks):
        if stage in WHOLE:
            return []
        return [("--shard", f"{i}/{tasks}") for i in range(tasks)]

    def run(self, work, tasks, stages=STAGES):
        for stage in stages:
            for part in self.parts(stage, tasks) + [("--join",)]:
                subprocess.run(self.command(work, stage, *part), check=True)

    def results(self, work):
        found = {}
        for folder, _, names in os.walk(work):
            for name in names:
                if name.endswith((".part", ".joined")):
                    path = os.path.join(folder, name)
                    with open(path, "rb") as file:
                        digest = hashlib.sha256(file.read()).hexdigest()
                    found[os.path.relpath(path, work)] = digest
                elif not folder.endswith(("kubernetes", "logs")) and name not in (
                        "plan.json", "slurm.sh", "Makefile", "kubernetes.sh"):
                    sys.exit(f"{folder}/{name} was left")
        return found

    def compare(self, work, what):
        found = self.results(work)
        if found != self.expected:
            wrong = [n for n in self.expected if found.get(n) != self.expected[n]]
            sys.exit(f"{what}: {len(wrong)} results differ or are missing, such as {wrong[:3]}")
        print(f"{what}: all {len(found)} results are the same", flush=True)

    # Ways to run

    def tasks(self):
        for tasks in (7, 40):
            work = self.plan("tasks")
            self.run(work, tasks)
            self.compare(work, f"{tasks} tasks")

    def kill(self, count):
        """Every process is killed after a random time, until `count` were; then one goes on."""
        work = self.plan("kill")
        done = 0
        for stage in STAGES:
            share = count * (STAGES.index(stage) + 1) // len(STAGES)
            parts = self.parts(stage, TASKS) + [("--join",)]
            start = time.monotonic()
            # A join that has succeeded is not done again, so that a stage ends with it.
            while done < share and not os.path.exists(f"{work}/{stage}.joined"):
                part = self.random.choice(parts)
                process = subprocess.Popen(
                    self.command(work, stage, *part), stderr=subprocess.DEVNULL)
                time.sleep(self.random.random() ** 2 * 0.3)
                process.send_signal(signal.SIGKILL)
                process.wait()
                done += 1
                if time.monotonic() - start > 300:
                    break
            self.run(work, TASKS, [stage])
        self.compare(work, f"{done} kills")

    def disk(self, count):
        work = self.plan("disk")
        total = sum(os.path.getsize(os.path.join(self.reference, n)) for n in self.expected)
        full = 0
        for i in range(count):
            shutil.rmtree(work)
            os.mkdir(work)
            size = 64 * 1024 + (i + 1) * total // (count + 1)
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", work], check=True)
            try:
                shutil.copy(os.path.join(self.reference, "plan.json"), work)
                full += self.fill(work)
                subprocess.run(["mount", "-o", "remount,size=2g", work], check=True)
                self.run(work, TASKS)
                self.compare(work, f"a disk of {size} bytes, then of enough")
            finally:
                subprocess.run(["umount", work], check=True)
        if full < count // 2:
            sys.exit(f"only {full} of {count} disks were full")

    def fill(self, work):
        """Runs stages until the disk is full; whether it was."""
        for stage in STAGES:
            for part in self.parts(stage, TASKS) + [("--join",)]:
                done = subprocess.run(
                    self.command(work, stage, *part), capture_output=True, text=True)
                if done.returncode == 74:
                    return 1
                if done.returncode:
                    sys.exit(f"code {done.returncode} on a full disk: {done.stderr}")
        return 0

    def clock(self):
        work = self.plan("clock")
        for stage in STAGES:
            for number, part in enumerate(self.parts(stage, TASKS) + [("--join",)]):
                offset = self.random.choice(["-10y", "+10y"])
                away = ["faketime", "-f", offset] if number % 2 else []
                subprocess.run(away + self.command(work, stage, *part), check=True)
        self.compare(work, "clocks ten years off")

    def launch(self, name, start):
        """Runs all stages by `start(work, stage)`, while a tenth of the processes is killed."""
        work = self.plan(name)
        killed = 0
        for stage in STAGES:
            if stage not in WHOLE:
                running = start(work, stage)
                deadline = time.monotonic() + 300
                wanted = killed + TASKS // 10
                while running.poll() is None and time.monotonic() < deadline:
                    if killed < wanted:
                        killed += self.kill_one(work)
                    time.sleep(self.random.random() * 0.05)
                done = f"{work}/{stage}"
                if not os.path.isdir(done) or len(os.listdir(done)) < TASKS // 4:
                    sys.exit(f"{name} has computed next to nothing of {stage}")
            self.run(work, TASKS, [stage])
        self.compare(work, f"{name}, {killed} tasks killed")

    def kill_one(self, work):
        """Kills a task of a folder; 1 if there was one."""
        found = subprocess.run(
            ["pgrep", "-f", f"^[^ ]*/reduce stage .*{work}"], capture_output=True, text=True)
        processes = found.stdout.split()
        if not processes:
            return 0
        try:
            os.kill(int(self.random.choice(processes)), signal.SIGKILL)
        except ProcessLookupError:
            return 0
        return 1

    def parallel(self):
        def start(work, stage):
            return subprocess.Popen(
                ["parallel", "--quote", "--jobs", "4", "--retries", "2",
                 *self.command(work, stage, "--shard"), f"{{}}/{TASKS}", ":::",
                 *map(str, range(TASKS))],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.launch("parallel", start)

    def ray(self):
        script = (
            "import ray, subprocess, sys\n"
            "command = sys.argv[1:]\n"
            "ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False)\n"
            "@ray.remote(num_cpus=1, max_retries=3, retry_exceptions=True)\n"
            "def task(number):\n"
            f"    subprocess.run(command + [f'{{number}}/{TASKS}'], check=True)\n"
            f"ray.get([task.remote(i) for i in range({TASKS})])\n")

        def start(work, stage):
            return subprocess.Popen(
                [sys.executable, "-c", script, *self.command(work, stage, "--shard")],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.launch("ray", start)

    def slurm(self):
        scripts = os.path.join(ROOT, "Scripts/cluster/slurm")
        state = os.path.join(self.folder, "slurm")
        started = subprocess.run(
            [f"{scripts}/start_local", state, "4"], check=True, capture_output=True, text=True)
        environment = {**os.environ, "SLURM_CONF": started.stdout.strip()}
        work = self.plan("cluster")
        killed, rounds = 0, 0
        try:
            while not os.path.exists(f"{work}/{STAGES[-1]}.joined") and rounds < 20:
                rounds += 1
                subprocess.run(
                    [f"{work}/slurm.sh"], check=True, env=environment, stdout=subprocess.DEVNULL)
                while subprocess.run(
                        ["squeue", "--noheader"], env=environment, capture_output=True,
                        text=True).stdout.strip():
                    if killed < TASKS * 6 // 10 and self.random.random() < 0.6:
                        killed += self.kill_one(work)
                    time.sleep(0.1)
                print(f"submission {rounds}: {len(self.results(work))} results", flush=True)
        finally:
            subprocess.run(
                [f"{scripts}/stop_local", state], env=environment, stdout=subprocess.DEVNULL)
        self.compare(work, f"Slurm, {rounds} submissions, {killed} tasks killed")

    # Results that are not what they should be

    def damage(self, count):
        work = os.path.join(self.folder, "damage")
        other = self.plan("other", "--seed", "5")
        self.run(other, 4)
        refused, harmless = 0, 0
        for i in range(count):
            stage = self.random.choice([s for s in STAGES if s not in WHOLE])
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(self.reference, work)
            joined = f"{work}/{stage}.joined"
            os.remove(joined)
            parts = sorted(os.listdir(f"{work}/{stage}"))
            path = f"{work}/{stage}/{self.random.choice(parts)}"
            kind = self.damage_one(path, work, other)
            done = subprocess.run(
                self.command(work, stage, "--join"), capture_output=True, text=True)
            message = done.stderr.strip()
            if done.returncode == 0:
                # Bytes between sections have no meaning.
                with open(joined, "rb") as file, open(
                        f"{self.reference}/{stage}.joined", "rb") as right:
                    if kind != "altered" or file.read() != right.read():
                        sys.exit(f"{kind} {path} was joined")
                harmless += 1
                continue
            expected = 75 if kind == "missing" else 65
            if done.returncode != expected or os.path.exists(joined) or path not in message \
                    or "\n" in message:
                sys.exit(f"{kind} {path}: code {done.returncode}, {message}")
            refused += 1
        print(f"{refused} damaged results refused, {harmless} changed between sections only")

    def damage_one(self, path, work, other):
        kind = self.random.choice(["missing", "foreign", "moved", "truncated", "altered"])
        size = os.path.getsize(path)
        if kind == "missing":
            os.remove(path)
        elif kind == "foreign":
            shutil.copy(os.path.join(other, os.path.relpath(path, work)), path)
        elif kind == "moved":
            names = sorted(set(os.listdir(os.path.dirname(path))) - {os.path.basename(path)})
            shutil.copy(os.path.join(os.path.dirname(path), self.random.choice(names)), path)
        elif kind == "truncated":
            os.truncate(path, self.random.randrange(size))
        else:
            with open(path, "r+b") as file:
                place = self.random.randrange(size)
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ 1 << self.random.randrange(8)]))
        return kind


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=[
        "tasks", "kill", "disk", "clock", "damage", "parallel", "ray", "slurm"])
    parser.add_argument("count", type=int, nargs="?", default=40)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reduce", default=os.path.join(ROOT, ".build/release/reduce"))
    parser.add_argument("--folder")
    options = parser.parse_args()
    campaign = Campaign(options)
    way = getattr(campaign, options.way)
    if options.way in ("kill", "disk", "damage"):
        way(options.count)
    else:
        way()


if __name__ == "__main__":
    main()

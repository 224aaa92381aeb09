"""The Ray launcher on this machine: shards, a worker that is killed, GPUs that are asked for."""

import importlib.util
import os
import stat
import tempfile
import unittest
from pathlib import Path

from files import CHECKS_ALL, PROGRAMS, folder, run

# Runs extract; the first of all calls kills the worker that it was started by.
PROGRAM = """#!/bin/sh
echo "$CUDA_VISIBLE_DEVICES $*" >> {log}
if mkdir {mark} 2> /dev/null; then {first}; fi
exec {extract} "$@"
"""


@unittest.skipIf(importlib.util.find_spec("ray") is None and not CHECKS_ALL, "without ray")
class RayTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import ray
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name)
        (cls.folder / "bin").mkdir()
        os.environ["PATH"] = f"{cls.folder / 'bin'}:{os.environ['PATH']}"
        ray.init(num_cpus=2, num_gpus=1, include_dashboard=False, log_to_driver=False,
                 runtime_env={"env_vars": {"PATH": os.environ["PATH"], "PYTHONPATH": str(
                     Path(__file__).resolve().parents[1] / "src")}})
        cls.addClassCleanup(ray.shutdown)

    def program(self, first):
        """Puts a program on PATH whose first call does `first`; its log."""
        name = self.id().split(".")[-1]
        log = self.folder / f"{name}.log"
        file = self.folder / "bin" / "extract"
        file.write_text(PROGRAM.format(
            log=log, mark=self.folder / f"{name}.mark", first=first, extract=PROGRAMS / "extract"))
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return log

    def extract(self, out, **more):
        from vitrine_vit.ray import extract
        extract(str(folder() / "photos"), str(self.folder / out), shards=3, **more)

    def test_a_killed_worker_is_tried_again_and_the_bytes_are_those_of_one_process(self):
        import h5py
        import numpy as np
        log = self.program("kill -9 $PPID; sleep 60")
        self.extract("killed.h5")
        calls = log.read_text().splitlines()
        self.assertEqual(sum("--shard 0/3" in c for c in calls)
                         + sum("--shard 1/3" in c for c in calls)
                         + sum("--shard 2/3" in c for c in calls), 4)
        run("extract", "photos", str(self.folder / "whole.h5"), cwd=folder())
        with h5py.File(self.folder / "killed.h5") as ours, \
                h5py.File(self.folder / "whole.h5") as whole:
            for name in ("layers/final/class", "layers/05/patches", "segments/crc32c"):
                np.testing.assert_array_equal(ours[name][:], whole[name][:])

    def test_exit_code_75_is_tried_again_and_others_are_not(self):
        log = self.program("exit 75")
        self.extract("again.h5", gpus=0.25)
        calls = log.read_text().splitlines()
        self.assertEqual(len(calls), 5)
        # The GPU that Ray gave to the task; the join has none.
        self.assertTrue(all(call.startswith("0 ") for call in calls[:4]), calls)
        self.assertFalse(calls[-1].startswith("0 "))
        self.program("exit 65")
        (self.folder / f"{self.id().split('.')[-1]}.mark").rmdir()
        with self.assertRaisesRegex(Exception, "ended with 65"):
            self.extract("refused.h5")


if __name__ == "__main__":
    unittest.main()

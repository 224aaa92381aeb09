"""`extract` as tasks of a Ray cluster: one task a shard, then the join.

    import ray
    from vitrine_vit.ray import extract
    ray.init("auto")
    extract("/data/photos", "/data/out.h5", "--weights", "augreg-b16", shards=40)

The folder of the output is shared by all nodes, and the programs stand on their PATH, or in the
package. From a shell: `python -m vitrine_vit.ray 40 IMAGES OUT [options]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from .cli import program
from .hdf5 import need

TRY_AGAIN = 75                       # exit code: another try may succeed


class TryAgain(RuntimeError):
    """A shard that ended for a reason that may pass: a signal, a full disk, a busy lock."""


def run(command: list[str]) -> None:
    """Run a program of the package.

    Raises TryAgain for a signal and exit code 75, RuntimeError with its last line for others.
    """
    path = program(command[0])
    if path is None:
        raise RuntimeError(f"expected the program {command[0]} in the package or on PATH of this "
                           "node, found none")
    done = subprocess.run([path, *command[1:]], stderr=subprocess.PIPE, text=True,
                          errors="replace")
    if done.returncode == 0:
        return
    said = (done.stderr.strip().splitlines() or ["nothing was printed"])[-1]
    text = f"{' '.join(command)}: ended with {done.returncode}: {said}"
    raise (TryAgain if done.returncode in (TRY_AGAIN, 128 + 9) or done.returncode < 0
           else RuntimeError)(text)


def extract(images: str, out: str, *options: str, shards: int = 8, cpus: float = 1,
            gpus: float = 0, retries: int = 3) -> None:
    """Embed `images` into `out` with `shards` tasks; committed segments survive every retry.

    Each task asks Ray for `cpus` and `gpus` and runs as many threads as it has CPUs. A task whose
    worker dies, or that ends with a signal or exit code 75, is tried again, `retries` times; other
    failures end the run, and the same call goes on where it was. The bytes of `out` do not depend
    on the number of shards.
    """
    ray = need("ray", "ray")
    task = ray.remote(
        num_cpus=cpus, num_gpus=gpus, max_retries=retries, retry_exceptions=[TryAgain])(run)
    if shards < 1:
        raise ValueError(f"expected at least one shard, found {shards}")
    # A worker has another folder than the driver.
    source = images if "://" in images or images == "-" else os.path.abspath(images)
    command = ["extract", source, os.path.abspath(out), *options]
    own = any(option.split("=")[0] == "--threads" for option in options)
    threads = [] if own else ["--threads", str(max(1, int(cpus)))]
    waiting: list[Any] = [task.remote([*command, *threads, "--shard", f"{i}/{shards}"])
                          for i in range(shards)]
    ray.get(waiting)
    ray.get(task.options(num_gpus=0).remote([*command, *threads]))


def main(arguments: list[str]) -> int:
    if len(arguments) < 3 or not arguments[0].isdigit() or int(arguments[0]) < 1:
        print("usage: python -m vitrine_vit.ray SHARDS IMAGES OUT [options of extract]",
              file=sys.stderr)
        return 64
    need("ray", "ray").init()
    extract(arguments[1], arguments[2], *arguments[3:], shards=int(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A store and a map of a few drawings, made by the programs of this checkout."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("VITRINE_PROGRAMS", ROOT / ".build" / "release"))
# Everything has to be there, and to be tried, where all is checked.
CHECKS_ALL = bool(os.environ.get("VITRINE_CHECK_ALL"))


@functools.cache
def folder() -> Path:
    """The folder with photos/, out.h5 and tsne.h5."""
    made = Path(tempfile.mkdtemp(prefix="vitrine-python-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    photos = made / "photos"
    for kind in ("cat", "dog", "balloon"):
        (photos / kind).mkdir(parents=True)
        for picture in sorted((ROOT / "data" / "images" / kind).glob("*.jpg"))[:6]:
            shutil.copy(picture, photos / kind / picture.name)
    # A name that is no UTF-8.
    shutil.copy(photos / "cat" / sorted(os.listdir(photos / "cat"))[0],
                os.fsencode(photos) + b"/cat/\xff.jpg")
    run("extract", "photos", "out.h5", "--neurons", "4", cwd=made)
    run("reduce", "--layer", "11", "out.h5", "-o", "tsne.h5", cwd=made)
    return made


def run(name: str, *arguments: str, cwd: Path) -> None:
    """Run a program of this checkout; raises CalledProcessError with what it said."""
    done = subprocess.run([PROGRAMS / name, *arguments], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{name}: {done.stderr}")

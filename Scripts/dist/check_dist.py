"""Tries the packages of make_dist.py as a user has them, without the libraries of this machine.

    python Scripts/dist/check_dist.py .build/dist .build/release

The wheel is installed into a bare virtual environment, the tarball unpacked into a folder with
spaces in its name, the image unpacked and entered by chroot (root only). Each runs the demo's three
programs and search on the drawings of data/images. The loader's own log must name no library of
the system but glibc's; the tables and figures must be, byte for byte, those of the programs in
.build/release. Ends with 1 where one is not.
"""

import argparse
import filecmp
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_dist import GLIBC, run

ROOT = Path(__file__).resolve().parents[2]
DEMO = [
    ["extract", "{images}", "out.h5"],
    ["reduce", "--layer", "11", "out.h5", "-o", "tsne.h5"],
    ["plot", "tsne.h5", "-o", "figures"],
    ["search", "out.h5", "{images}/cat/cat-01.jpg", "-o", "search.png"],
]
# Nothing of the user's environment: no paths of libraries, no settings of fonts.
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def demo(command, work, images, environment):
    """Runs the demo in a folder; `command` gives the words that start a program."""
    work.mkdir(parents=True)
    for words in DEMO:
        words = [word.format(images=images) for word in words]
        run(*command(words[0]), *words[1:], cwd=work, env=environment)


def loaded(command, work, images):
    """The libraries that the loader opened for each program, by its own log."""
    log = work / "loader"
    for words in DEMO:
        words = [word.format(images=images) for word in words]
        subprocess.run(
            [*command(words[0]), *words[1:], "--overwrite"], cwd=work, capture_output=True,
            env={**BARE, "HOME": str(work), "LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": str(log)})
    files = set()
    for part in work.glob("loader.*"):
        files |= set(re.findall(r"calling init: (.+)", part.read_text(errors="replace")))
        part.unlink()
    return files


def differences(ours, theirs):
    """The tables and figures of two runs that are not the same bytes."""
    bad = []
    names = sorted(p.relative_to(theirs) for folder in ("tsne.tables", "figures")
                   for p in (theirs / folder).rglob("*") if p.is_file())
    names = [n for n in names if n.suffix in (".csv", ".png")] + [Path("search.png")]
    for name in names:
        if not (ours / name).exists() or not filecmp.cmp(ours / name, theirs / name, False):
            bad.append(str(name))
    return names, bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dist", type=Path)
    parser.add_argument("programs", type=Path)
    options = parser.parse_args()
    dist, programs = options.dist.resolve(), options.programs.resolve()
    images, failures = ROOT / "data" / "images", []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = {**BARE, "HOME": str(folder)}
        demo(lambda program: [programs / program], folder / "built", images, home)

        def judge(what, command, work, is_logged=True):
            names, bad = differences(work, folder / "built")
            print(f"{what}: {len(names) - len(bad)} of {len(names)} tables and figures equal")
            failures.extend(f"{what}: {n}" for n in bad)
            if is_logged:
                files = loaded(command, work, images)
                own = {f for f in files if str(folder) in f}
                system = {f for f in files - own if not GLIBC.match(Path(f).name)}
                print(f"{what}: {len(own)} libraries of its own, of the system "
                      f"{', '.join(sorted(Path(f).name for f in files - own))}")
                failures.extend(f"{what}: {f} is the system's" for f in system)
                if len(own) < 50:
                    failures.append(f"{what}: the loader's log names only {len(own)} libraries")

        # The tarball, somewhere else.
        place = folder / "a folder" / "unpacked"
        place.mkdir(parents=True)
        run("tar", "-xzf", next(dist.glob("*.tar.gz")), "-C", place)
        top = next(place.iterdir())
        demo(lambda program: [top / "bin" / program], folder / "tarball", images, home)
        judge("tarball", lambda program: [top / "bin" / program], folder / "tarball")

        # The wheel, in a bare environment.
        run(sys.executable, "-m", "venv", folder / "venv")
        run(folder / "venv/bin/pip", "install", "-q", next(dist.glob("*.whl")))
        vitrine = [folder / "venv/bin/vitrine"]
        demo(lambda program: [*vitrine, program], folder / "wheel", images, home)
        inside = next((folder / "venv").rglob("vitrine_vit/programs/bin"))
        judge("wheel", lambda program: [inside / program], folder / "wheel")
        found = run(folder / "venv/bin/python", "-c",
                    "import vitrine_vit; print(len(vitrine_vit.open('out.h5')))",
                    cwd=folder / "wheel", env=home)
        print(f"wheel: the reader finds {found.strip()} images")

        # The image.
        archive = dist / "vitrine-oci.tar"
        if not archive.exists() or os.geteuid() != 0:
            print("image: not tried; it needs root, and make_dist.py --image")
        else:
            run("skopeo", "inspect", f"oci-archive:{archive}")
            (folder / "oci").mkdir()
            run("tar", "-C", folder / "oci", "-xf", archive)
            run("umoci", "unpack", "--image", f"{folder / 'oci'}:latest", folder / "bundle")
            root = folder / "bundle" / "rootfs"
            # The same path as outside, since figures name their source; the masks lie beside it.
            shutil.copytree(images.parent, root / str(images.parent)[1:])
            inside = "cd /data && exec env -i PATH=/opt/vitrine/bin:/bin HOME=/tmp "
            for words in DEMO:
                words = [word.format(images=images) for word in words]
                # The loader finds $ORIGIN by /proc, which containers have.
                run("unshare", "--mount", "sh", "-ec",
                    'mount -t proc proc "$0"/proc; exec chroot "$0" /bin/sh -c "$1"', root,
                    inside + shlex.join(words))
            (folder / "image").mkdir()
            for name in ("tsne.tables", "figures"):
                shutil.copytree(root / "data" / name, folder / "image" / name)
            shutil.copy(root / "data" / "search.png", folder / "image")
            judge("image", None, folder / "image", is_logged=False)
    for failure in failures:
        print(f"FAIL {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Gives `extract` sources with every kind of bad member; each must be named, and no good one lost.

    python3 Scripts/faults/sources.py [--extract PROGRAM] [--folder DIR] [--images FOLDER]

Needs h5py; run as root it also tries a folder without permission as another user (setpriv). Exits 1
at the first member that is neither a row of the file nor a row of /rejects nor counted.
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile

import h5py

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMON = ["--masks", "none", "--tokens", "class", "--layers", "final", "--overwrite"]


class Sources:
    def __init__(self, options):
        self.extract = os.path.abspath(options.extract)
        self.work = os.path.abspath(options.folder or tempfile.mkdtemp(prefix="vitrine-sources-"))
        os.makedirs(self.work, exist_ok=True)
        os.chmod(self.work, 0o777)
        folder = os.path.join(options.images, "cat")
        self.pictures = [os.path.join(folder, n) for n in sorted(os.listdir(folder))[:4]]
        self.checks = 0

    def expect(self, holds, words):
        self.checks += 1
        if not holds:
            print(f"FAILED: {words} (work in {self.work})")
            sys.exit(1)

    def folder(self, name):
        path = os.path.join(self.work, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def put(self, path, index=0):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copy(self.pictures[index % len(self.pictures)], path)

    def run(self, source, *more, before=()):
        """Rows, rejects as {path: cause}, exit code and messages."""
        out = os.path.join(self.work, "out.h5")
        if os.path.exists(out):
            os.remove(out)
        result = subprocess.run(
            [*before, self.extract, source, out, *COMMON, *more], capture_output=True, timeout=300)
        words = result.stderr.decode(errors="replace")
        rows, rejects = [], {}
        if os.path.exists(out):
            with h5py.File(out) as file:
                rows = paths(file["images"])
                causes = [c.decode() for c in file["rejects/cause"][:]]
                rejects = dict(zip(paths(file["rejects"]), causes))
                self.expect(
                    all(d for d in file["rejects/detail"][:]), "a reject without a sentence")
        return rows, rejects, result.returncode, words

    def check(self, what, source, rows, rejects, *more, words=(), before=()):
        for strict in ([], ["--strict"]):
            found = self.run(source, *more, *strict, before=before)
            self.expect(found[0] == rows, f"{what}: rows {found[0]}, expected {rows}\n{found[3]}")
            self.expect(
                found[1] == rejects, f"{what}: rejects {found[1]}, expected {rejects}\n{found[3]}")
            code = 1 if strict and rejects else 0
            self.expect(found[2] == code, f"{what}: exit code {found[2]}, expected {code}")
            # The line with the counts, then the next command.
            last = " | ".join(found[3].strip().split("\n")[-2:])
            self.expect(f"{len(rejects)} rejected" in last, f"{what}: the last lines are {last}")
            for word in words:
                self.expect(word in found[3], f"{what}: {word!r} is not in {found[3]}")
        status = subprocess.run(
            [self.extract, "status", os.path.join(self.work, "out.h5")], capture_output=True)
        for path in rejects:
            self.expect(path in status.stdout.decode(), f"{what}: status does not name {path}")
        print(f"{what}: {len(rows)} rows, {len(rejects)} rejects")

    def folders(self):
        top = self.folder("folder")
        self.put(f"{top}/cat/1.jpg")
        self.put(f"{top}/cat/2.mpo", 1)
        self.put(f"{self.folder('other')}/3.jpg", 2)
        os.symlink("../other", f"{top}/dog")
        os.symlink("..", f"{top}/cat/loop")
        os.symlink("/annex/key", f"{top}/cat/gone.jpg")
        os.symlink("/annex/folder", f"{top}/gone")
        os.symlink("self", f"{top}/self")
        os.mkfifo(f"{top}/pipe.jpg")
        os.mkfifo(f"{top}/pipe")
        os.symlink("/dev/zero", f"{top}/zero.png")
        place = os.getcwd()
        os.chdir(top)
        server = socket.socket(socket.AF_UNIX)
        server.bind("socket")
        os.chdir(place)
        open(f"{top}/empty.jpg", "w").close()
        open(f"{top}/text.jpg", "w").write("no picture")
        with open(self.pictures[0], "rb") as file:
            whole = file.read()
        open(f"{top}/half.jpg", "wb").write(whole[: len(whole) // 2])
        for name in ["a.heic", "b.avif", "c.jxl", "d.ico", "e.psd", "f.zip", "g.txt", "h",
                     ".i.jpg"]:
            open(f"{top}/{name}", "w").write("x")
        lost = {
            "cat/gone.jpg": "dangling-link", "gone": "dangling-link", "self": "dangling-link",
            "pipe.jpg": "not-a-regular-file", "pipe": "not-a-regular-file",
            "zero.png": "not-a-regular-file", "socket": "not-a-regular-file",
            "empty.jpg": "empty", "text.jpg": "not-an-image", "half.jpg": "truncated",
        }
        self.check(
            "folder", top, ["cat/1.jpg", "cat/2.mpo"],
            {**lost, "dog": "folder-link", "cat/loop": "folder-link"},
            words=["1 .avif, 1 .heic, 1 .ico, 1 .jxl, 1 .psd (images that are not read",
                   "1 .zip (archives", "1 without an extension, 1 .txt, 1 hidden",
                   "--follow-links"])
        self.check(
            "folder, links followed", top, ["cat/1.jpg", "cat/2.mpo", "dog/3.jpg"],
            {**lost, "cat/loop": "folder-link"}, "--follow-links")
        if os.getuid() == 0 and shutil.which("setpriv"):
            top = self.folder("locked")
            self.put(f"{top}/cat/1.jpg")
            self.put(f"{top}/dog/2.jpg")
            self.put(f"{top}/3.jpg")
            os.chmod(f"{top}/dog", 0)
            os.chmod(f"{top}/3.jpg", 0)
            self.check(
                "folder without permission", top, ["cat/1.jpg"],
                {"dog": "unreadable", "3.jpg": "unreadable"},
                before=["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])

    def archives(self):
        top = self.folder("shards")
        stage = self.folder("stage")
        for index in range(6):
            self.put(f"{stage}/{index}.jpg", index)

        def tar(name, members, **more):
            with tarfile.open(os.path.join(top, name), "w", **more) as archive:
                for member in members:
                    archive.add(os.path.join(stage, member), member)

        names = [f"{i}.jpg" for i in range(6)]
        tar("whole.tar", names)
        with open(f"{top}/whole.tar", "rb") as file:
            whole = file.read()
        with tarfile.open(f"{top}/whole.tar") as archive:
            third = archive.getmember("2.jpg")
        open(f"{top}/cut.tar", "wb").write(whole[: third.offset_data + 100])
        open(f"{top}/head.tar", "wb").write(whole[: third.offset + 100])
        open(f"{top}/empty.tar", "wb").close()
        open(f"{top}/joined.tar", "wb").write(whole + whole)
        damaged = bytearray(whole)
        damaged[third.offset + 150] ^= 0x55
        open(f"{top}/sum.tar", "wb").write(damaged)
        open(f"{top}/text.tar", "w").write("no archive" * 100)
        os.link(f"{stage}/0.jpg", f"{stage}/hard.jpg")
        os.symlink("0.jpg", f"{stage}/soft.jpg")
        tar("links.tar", ["0.jpg", "hard.jpg", "soft.jpg"])
        tar("zipped.tar", names)
        subprocess.run(["gzip", f"{top}/zipped.tar"], check=True)
        os.rename(f"{top}/zipped.tar.gz", f"{top}/zipped.tar")
        os.mkfifo(f"{top}/pipe.tar")
        os.symlink("nowhere.tar", f"{top}/gone.tar")
        rows = [f"{a}.tar/{n}" for a, count in [("cut", 2), ("head", 2), ("joined", 6)]
                for n in names[:count]]
        rows += ["links.tar/0.jpg"] + [f"sum.tar/{n}" for n in names[:2]]
        rows += [f"whole.tar/{n}" for n in names]
        self.check(
            "archives", top, rows,
            {"cut.tar": "truncated", "head.tar": "truncated", "empty.tar": "empty",
             "joined.tar": "corrupt", "sum.tar": "corrupt", "text.tar": "corrupt",
             "links.tar/hard.jpg": "archive-link", "links.tar/soft.jpg": "archive-link",
             "zipped.tar": "unsupported", "pipe.tar": "not-a-regular-file",
             "gone.tar": "dangling-link"},
            words=["in the listing"])
        self.check(
            "an archive that was cut", f"{top}/cut.tar", ["cut.tar/0.jpg", "cut.tar/1.jpg"],
            {"cut.tar": "truncated"})
        sample = self.folder("sample")
        for index in range(3):
            self.put(f"{sample}/{index}.jpg", index)
            json.dump({"label": f"kind {index}"}, open(f"{sample}/{index}.json", "w"))
            self.put(f"{sample}/{index}.seg.png", index)
        with tarfile.open(f"{self.work}/web.tar", "w") as archive:
            for name in sorted(os.listdir(sample)):
                archive.add(f"{sample}/{name}", name)
        self.check(
            "WebDataset", f"{self.work}/web.tar", [f"web.tar/{i}.jpg" for i in range(3)], {},
            words=["3 labels", "3 masks"])

    def lists(self):
        top = self.folder("list")
        self.put(f"{top}/1.jpg")
        self.put(f"{top}/2.jpg", 1)
        os.mkfifo(f"{top}/pipe.jpg")
        os.mkdir(f"{top}/folder.jpg")
        names = ["1.jpg", "gone.jpg", "pipe.jpg", "folder.jpg", "2.jpg", "./2.jpg"]
        open(f"{top}/list.txt", "w").write("\n".join(names))
        lost = {"gone.jpg": "missing", "pipe.jpg": "not-a-regular-file",
                "folder.jpg": "not-a-regular-file"}
        self.check(
            "list", f"{top}/list.txt", ["1.jpg", "2.jpg", "./2.jpg"], lost,
            words=["1 path is listed more than once"])
        open(f"{top}/list.csv", "w").write("file;class\n" + "".join(f"{n};x\n" for n in names))
        self.check("table", f"{top}/list.csv", ["1.jpg", "2.jpg", "./2.jpg"], lost)


def paths(group):
    """The paths of rows, in either version of the format."""
    path = group["path"]
    if isinstance(path, h5py.Dataset):
        return [bytes(p).decode() for p in path[:]]
    held, places = path["bytes"][:].tobytes(), path["offsets"][:]
    return [held[a:b].decode() for a, b in zip(places[:-1], places[1:])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--extract", default=f"{ROOT}/.build/release/extract")
    parser.add_argument("--images", default=f"{ROOT}/data/images")
    parser.add_argument("--folder")
    sources = Sources(parser.parse_args())
    sources.folders()
    sources.archives()
    sources.lists()
    print(f"sources: {sources.checks} checks hold")


if __name__ == "__main__":
    main()

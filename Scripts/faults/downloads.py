#!/usr/bin/env python3
"""Downloads weights from servers that cut, lie and drip, and looks at what is kept.

    python3 Scripts/faults/downloads.py [--extract PROGRAM] [--images FOLDER] [--only NAME,...]

Each answer is one that a server or a proxy has given to somebody. A body that is not whole must
never stand in the cache, nor its digest beside it; the program ends with 2 and one sentence, or
with 0 and the right bytes. Needs Python alone. Exits 1 when an answer was taken wrongly.
"""
import argparse
import gzip
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODEL = open(f"{ROOT}/Sources/CDemoModel/demo-model.safetensors", "rb").read()
HALF = len(MODEL) // 2


def head(status="200 OK", **fields):
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def part(first, end, total=len(MODEL)):
    text = f"bytes {first}-{end - 1}/{total}"
    fields = dict(ETag='"one"', Content_Range=text, Content_Length=end - first)
    return head("206 Partial Content", **fields) + MODEL[first:end]


def whole(request):
    first = request.first
    if first:
        return part(first, len(MODEL))
    return head(Content_Length=len(MODEL), ETag='"one"') + MODEL


def ranged(answer):
    """A first answer that is cut, with `answer` to the request that goes on from there."""
    def reply(request):
        if request.count == 0:
            return head(Content_Length=len(MODEL), ETag='"one"') + MODEL[:HALF]
        return answer(request) if request.first else whole(request)
    return reply


def drip(request):
    def send(connection):
        connection.sendall(head(Content_Length=len(MODEL), ETag='"one"') + MODEL[:1000])
        for byte in MODEL[1000:1100]:
            time.sleep(1)
            connection.sendall(bytes([byte]))
    return send


chunk = b"%x\r\n" % HALF + MODEL[:HALF] + b"\r\n"
# Name: answer, whether the right file is had in the end.
ANSWERS = {
    "whole": (whole, True),
    "no-length": (lambda r: head() + MODEL, True),
    "no-length-cut": (lambda r: head() + MODEL[:HALF], False),
    "short-length": (lambda r: head(Content_Length=HALF) + MODEL[:HALF], False),
    "short-length-more-sent": (lambda r: head(Content_Length=HALF) + MODEL, False),
    "long-length": (lambda r: head(Content_Length=len(MODEL) + 999) + MODEL, True),
    "cut": (lambda r: head(Content_Length=len(MODEL)) + MODEL[:HALF], False),
    "empty": (lambda r: head(Content_Length=0), False),
    "empty-no-length": (lambda r: head(), False),
    "no-content": (lambda r: head("204 No Content"), False),
    "chunks": (lambda r: head(Transfer_Encoding="chunked") + b"%x\r\n" % len(MODEL) + MODEL
               + b"\r\n0\r\n\r\n", True),
    "chunks-cut": (lambda r: head(Transfer_Encoding="chunked") + chunk, False),
    "chunks-end-early": (lambda r: head(Transfer_Encoding="chunked") + chunk + b"0\r\n\r\n", False),
    "gzip": (lambda r: head(Content_Encoding="gzip") + gzip.compress(MODEL, 1), False),
    "page": (lambda r: head(Content_Type="text/html") + b"<html>sign in</html>", False),
    "page-as-bytes": (lambda r: head() + b"<html>sign in</html>" * 9, False),
    "file-redirect": (lambda r: head("302 Found", Location="file:///etc/passwd"), False),
    "data-redirect": (lambda r: head("302 Found", Location="data:,x"), False),
    "loop": (lambda r: head("302 Found", Location=r.path), False),
    "no-location": (lambda r: head("302 Found", Content_Length=0), False),
    "range-resumed": (ranged(whole), True),
    "range-ignored": (ranged(lambda r: head(Content_Length=len(MODEL)) + MODEL), True),
    "range-other": (ranged(lambda r: part(0, len(MODEL) - HALF)), True),
    "range-shifted": (ranged(lambda r: part(HALF + 1, len(MODEL))), True),
    "range-not-satisfiable": (ranged(
        lambda r: head("416 Range Not Satisfiable", Content_Length=0)), True),
    "grew": (ranged(lambda r: part(HALF, len(MODEL), len(MODEL) + 1)), True),
    "busy": (lambda r: head("503 Busy") if r.count < 2 else whole(r), True),
    "drip": (drip, False),
    "nothing": (lambda r: b"", False),
    "noise": (lambda r: os.urandom(5000), False),
}
OPTIONS = {"drip": ["--download-floor", "100000000"]}


class Request:
    def __init__(self, text, count):
        self.path = text.split(" ")[1]
        self.count = count
        found = re.search(r"^range: bytes=(\d+)-", text, re.I | re.M)
        self.first = int(found[1]) if found else 0


class Server:
    def __init__(self, answer):
        self.answer, self.count = answer, 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.reply, args=(connection,), daemon=True).start()

    def reply(self, connection):
        with connection:
            text = b""
            while b"\r\n\r\n" not in text:
                more = connection.recv(65536)
                if not more:
                    return
                text += more
            text = text.decode("latin-1")
            try:
                if "config.json" in text.split("\r\n")[0]:
                    connection.sendall(head("404 Not Found", Content_Length=0))
                    return
                made = self.answer(Request(text, self.count))
                self.count += 1
                if callable(made):
                    made(connection)
                else:
                    connection.sendall(made)
                    time.sleep(0.2)
            except OSError:
                pass


def judge(name, answer, isHad, extract, images):
    folder = tempfile.mkdtemp(prefix="vitrine-downloads-")
    server = Server(answer)
    try:
        url = f"http://127.0.0.1:{server.port}/m/model.safetensors"
        command = [extract, images, f"{folder}/out.h5", "--quiet", "--tokens", "class",
                   "--limit", "1", "--weights", url] + OPTIONS.get(name, [])
        environment = dict(os.environ, XDG_CACHE_HOME=f"{folder}/cache", no_proxy="127.0.0.1")
        ended = subprocess.run(command, env=environment, capture_output=True, text=True,
                               timeout=600)
        kept = {}
        for path, _, files in os.walk(f"{folder}/cache"):
            for file in files:
                if ".partial" not in file:
                    kept[file] = open(f"{path}/{file}", "rb").read()
        wrong = []
        if isHad != (ended.returncode == 0) or ended.returncode not in (0, 2):
            wrong.append(f"it ended with {ended.returncode}")
        if not isHad and kept:
            wrong.append(f"it kept {sorted(kept)}")
        if isHad and kept.get("model.safetensors") != MODEL:
            wrong.append("the file in the cache is not the right one")
        digest = hashlib.sha256(MODEL).hexdigest().encode()
        if isHad and not kept.get("model.safetensors.sha256", b"").startswith(digest):
            wrong.append("the digest beside it is not the file's")
        if not isHad and len(ended.stderr.strip().split("\n")) != 1:
            wrong.append("it did not print one sentence")
        return wrong, ended.stderr.strip()
    finally:
        server.socket.close()
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--extract", default=f"{ROOT}/.build/release/extract")
    parser.add_argument("--images", default=f"{ROOT}/data/images/cat")
    parser.add_argument("--only", default=",".join(ANSWERS))
    options = parser.parse_args()
    failures = 0
    for name in options.only.split(","):
        answer, isHad = ANSWERS[name]
        wrong, text = judge(name, answer, isHad, options.extract, options.images)
        failures += bool(wrong)
        print(f"{name:24}{'WRONG: ' + '; '.join(wrong) if wrong else 'right'}", flush=True)
        if text:
            print(f"    {text.replace(chr(10), chr(10) + '    ')}", flush=True)
    print(f"{failures} of {len(options.only.split(','))} answers were taken wrongly")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

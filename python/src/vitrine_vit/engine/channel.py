"""Lines of JSON and shared memory between `extract` and the engine; the standard library only."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, TextIO

PROTOCOL = 1
NOTHING, USAGE = 2, 64               # exit codes, those of the programs


class Refusal(Exception):
    """One sentence that ends the run, with the exit code that `extract` ends with."""

    def __init__(self, text: str, code: int = NOTHING):
        super().__init__(text)
        self.code = code


def unforeseen(error: Exception) -> Refusal:
    """The sentence for an error that a library raised: its kind and its first line."""
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), "no reason")
    return Refusal(f"the model cannot be computed: {type(error).__name__}: {text[:300]}")


class Channel:
    """The conversation with `extract`: its requests in, our answers out.

    Whatever a library prints goes to standard error, so that nothing mixes with the answers.
    """

    def __init__(self) -> None:
        # Ctrl-C reaches the whole group: extract decides, and our input ends with it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with_parent()
        self.lock = threading.Lock()
        self.requests: TextIO = os.fdopen(os.dup(0), encoding="utf-8")
        self.answers: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        with open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
        sys.stdin, sys.stdout = open(os.devnull), sys.stderr

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The requests until `extract` closes its end."""
        for line in self.requests:
            yield json.loads(line)

    def say(self, kind: str, **fields: Any) -> None:
        """Send an answer; numbers that JSON has no word for are an error here, not there."""
        line = json.dumps({"say": kind, **fields}, allow_nan=False) + "\n"
        with self.lock:
            self.answers.write(line)
            self.answers.flush()

    def refuse(self, error: Refusal) -> None:
        """Send the sentence that ends the run."""
        self.say("error", text=str(error).rstrip("."), code=error.code)


def end_with_parent() -> None:
    """Have the system end this process with `extract`, also in the midst of a long call."""
    try:
        set_death_signal = 1         # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL, 0, 0, 0)
    except (AttributeError, OSError):
        pass                         # the end of our input is noticed later


def mapped(path: str, size: int) -> mmap.mmap:
    """The shared memory of a run: `size` bytes that `extract` made at `path` and then unlinks."""
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), size)

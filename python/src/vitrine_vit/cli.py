"""The command `vitrine`: the programs of the package, and exports."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from . import __version__
from .export import FORMATS, export
from .export.source import Source

PROGRAMS = ("extract", "reduce", "plot", "search", "explore", "compare")
NOTHING, USAGE = 2, 64               # exit codes, those of the programs


class Parser(argparse.ArgumentParser):
    """Ends a wrong command line with the programs' exit code."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"vitrine: {message}\n")


def program(name: str) -> str | None:
    """The path of a program: in this package, or on PATH; None where there is none."""
    inside = Path(__file__).parent / "programs" / "bin" / name
    return str(inside) if inside.exists() else shutil.which(name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in PROGRAMS:
        path = program(given[0])
        if path is None:
            print(f"vitrine: expected the program {given[0]} in this package or on PATH, found "
                  "none; this is the package of Python alone, build the programs from the sources",
                  file=sys.stderr)
            return NOTHING
        # The Python of --engine torch is this one, unless --python names another.
        os.environ.setdefault("VITRINE_PYTHON", sys.executable)
        os.execv(path, [given[0], *given[1:]])
    parser = Parser(
        prog="vitrine", description="The programs of Vitrine, and exports of their files.",
        epilog=f"vitrine {'|'.join(PROGRAMS)} ... runs a program; "
               "vitrine export --help lists the formats.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    formats = "\n".join(f"  {name:10} {what}" for name, (_, what) in FORMATS.items())
    add = commands.add_parser(
        "export", help="write a store or a map for another tool",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Write a store (out.h5) or a map (tsne.h5) for another tool.\n\n" + formats)
    add.add_argument("source", metavar="SRC", help="a file of extract or reduce")
    add.add_argument("target", metavar="DST", help="must not exist")
    add.add_argument("--to", required=True, choices=list(FORMATS), metavar="FORMAT",
                     help=", ".join(FORMATS))
    add.add_argument("--layer", help="of the vectors; default: that of the map, or final")
    add.add_argument("--token", choices=["image", "cls", "mean"],
                     help="of the vectors; default: that of the map, or image: the class token, "
                     "or the mean without one")
    add.add_argument("--store", help="the store of a map; default: where it was, or beside it")
    options = parser.parse_args(given)
    # SIGTERM as Ctrl-C: what is not complete is removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        source = Source(options.source, options.store, options.layer, options.token)
        for note in source.notes:
            print(f"note     {note}", file=sys.stderr)
        done = export(source, options.target, options.to)
    except (KeyError, ValueError, ImportError, FileExistsError, FileNotFoundError) as error:
        text = error.args[0] if isinstance(error, KeyError) else error
        print(f"vitrine: {text}", file=sys.stderr)
        return USAGE if isinstance(error, FileExistsError) else NOTHING
    except KeyboardInterrupt:
        print("vitrine: interrupted; nothing was written", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"vitrine: {options.target}: {error}", file=sys.stderr)
        return NOTHING
    print(f"wrote    {options.target}: {done}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

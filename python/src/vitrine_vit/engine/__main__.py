"""`python -m vitrine_vit.engine`: started by `extract --engine torch`, not by hand."""

import sys
import traceback

from .channel import NOTHING, PROTOCOL, USAGE, Channel, Refusal, unforeseen


def main() -> int:
    """Answer the requests of `extract` until it closes its end; returns the exit code."""
    if sys.stdin.isatty():
        print("expected to be started by extract --engine torch", file=sys.stderr)
        return USAGE
    channel = Channel()
    try:
        requests = iter(channel)
        first = next(requests, None)
        if first is None:
            return 0
        if first.get("protocol") != PROTOCOL:
            raise Refusal(
                f"the Python package speaks protocol {PROTOCOL}, and extract "
                f"{first.get('protocol')}; install the package of the same version", USAGE)
        try:
            from .serving import Server
        except ImportError as error:
            raise Refusal(f"expected PyTorch in {sys.executable}, found {error}; "
                          "pip install torch, or name another interpreter by --python") from error
        server = Server(channel)
        server.answer(first)
        for request in requests:
            server.answer(request)
        server.finish()
        return 0
    except Refusal as error:
        channel.refuse(error)
        return NOTHING
    except Exception as error:
        # Whatever a library raises, in one line.
        traceback.print_exc()
        channel.refuse(unforeseen(error))
        return NOTHING


if __name__ == "__main__":
    sys.exit(main())

"""What Ctrl-C does to a command of the book: it ends at once, with one line in place of a traceback.

A room that has commands asks for it at its top, so that it holds while a command still imports what it needs.
"""

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType

SAID = "Stopped. What was not finished is as it was before."


def in_one_line() -> None:
    """See to it where `python -m` starts a command; whatever else imports a room keeps its own hook for exceptions.

    Until `python -m` has found the module, `sys.argv` begins with "-m".
    """
    if sys.argv[:1] != ["-m"]:
        return
    before = sys.excepthook

    def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            print(f"\n{SAID}", file=sys.stderr)
        else:
            before(kind, error, trace)

    sys.excepthook = say


@contextlib.contextmanager
def noticed() -> Iterator[list[int]]:
    """A list that is empty until Ctrl-C is typed: for calls that make an error of their own of a KeyboardInterrupt."""
    signals = []

    def write_down(number: int, frame: FrameType | None) -> None:
        signals.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, write_down)
    try:
        yield signals
    finally:
        signal.signal(signal.SIGINT, before)

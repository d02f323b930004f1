"""What Ctrl-C does to a command of this room: it ends at once, with one line in place of a traceback.

Set when the room is entered, so that it holds while a command still imports what it needs.
"""

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType

SAID = "Stopped. What was not finished is as it was before."


def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The hook for exceptions that nobody caught."""
    if issubclass(kind, KeyboardInterrupt):
        print(f"\n{SAID}", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


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

"""Two commands that build or execute in one checkout wait for one another.

The lock is on a folder that is there anyway, so nothing is left behind, and it ends with the process that holds it,
however that ends.
"""

import os
import sys
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without it, where one must take care oneself
    fcntl = None  # type: ignore[assignment] # a module elsewhere


class Alone:
    """The sole holder of a folder, which is made if need be, from `wait` until `leave` or the end of the process.

    what: what the holders of this folder are at, for the words to those who wait.
    """

    def __init__(self, folder: Path, what: str = "build"):
        self.folder, self.what = folder, what
        self.held: int | None = None  # an open file

    def wait(self) -> None:
        """Hold the folder; say so, and wait, while another process holds it."""
        if fcntl is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.held = held = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another {self.what} is at work here; waiting for it to end ...", file=sys.stderr, flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)

    def leave(self) -> None:
        """Let others have it; nothing happens if it was not held."""
        if self.held is not None:
            os.close(self.held)
            self.held = None

    def __enter__(self) -> None:
        self.wait()

    def __exit__(self, *_) -> None:
        self.leave()

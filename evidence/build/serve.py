"""Serve the book, and build it again whenever a file of it is saved: ``python -m evidence.build.serve``.

Half of a rebuild is the import of what builds. So each build runs in a process forked from one that has imported all
of it and built nothing. What is in the book is told by content: a file that is only touched costs nothing.
"""

import argparse
import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

from evidence import tables
from evidence.build import book
from evidence.build.execute import BUILD
from evidence.build.local_server import Server, why_not
from evidence.pages import incremental
from evidence.waiting import Alone

EVERY = 0.1  # seconds between two looks at the files, each of some ten milliseconds
PATIENCE = 1  # second in which a build that was stopped may tidy up


def _build() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = multiprocessing.parent_process()
    if parent is None or not parent.is_alive():  # stopped while this process was being prepared
        sys.exit(1)
    gc.freeze()  # what is preloaded need not be looked through for rubbish
    try:
        sys.exit(catch_up())
    except KeyboardInterrupt:  # the server says that it was stopped
        sys.exit(1)


def catch_up() -> int:
    """Build the book as it was saved, unless another command did so by now; the exit status."""
    root = tables.root()
    with Alone(root / BUILD), contextlib.suppress(OSError):  # an editor was putting a file in the place of another
        if incremental.contents(root) == book.shown(root):
            return 0
    return book.main(["--execute"])


def edited(root: Path) -> Iterator[dict[str, str]]:
    """Contents of the checkout that the book does not show yet, each once, for ever."""
    tried = None
    while True:
        with contextlib.suppress(OSError):  # an editor was putting a file in the place of another
            now = incremental.contents(root)
            if now not in (tried, book.shown(root)):
                tried = now
                yield now
        time.sleep(EVERY)


def must_start_anew(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether something changed that was imported."""
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return any(name.endswith(".py") or name in ("_config.yml", "requirements.txt") for name in changed)


def _start_forks() -> multiprocessing.context.ForkServerContext:
    """The process that builds are forked from; it imports while the reader reads, and leaves Ctrl-C to this one."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["evidence.build.preloaded"])
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    forkserver.ensure_running()
    signal.signal(signal.SIGINT, before)
    return forks


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; a port is a number up to 65535, such as 8000")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line until it is interrupted; the exit status if it can't start."""
    parser = argparse.ArgumentParser(prog="python -m evidence.build.serve", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=_port, default=8000, help="of 127.0.0.1 (default: 8000)")
    options = parser.parse_args(arguments)
    try:
        root = tables.root()
        server = Server(options.port, root / book.BOOK)
    except tables.TableError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(why_not(options.port, error), file=sys.stderr)
        return 1
    at_start, forks = incremental.contents(root), _start_forks()
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"The book: http://127.0.0.1:{server.server_port}/  (built again when saved; Ctrl-C stops it)", flush=True
        )
        for now in edited(root):
            if must_start_anew(at_start, now):
                print("What builds the book was edited; starting anew", flush=True)
                server.shutdown()
                server.server_close()
                os.execv(sys.executable, [sys.executable, "-m", "evidence.build.serve", *sys.argv[1:]])
            run = forks.Process(target=_build, daemon=True)  # ends with this process
            run.start()
            try:
                run.join()
            except KeyboardInterrupt:
                run.join(PATIENCE)  # Ctrl-C reaches it too
                raise
    return 0


if __name__ == "__main__":
    sys.exit(main())

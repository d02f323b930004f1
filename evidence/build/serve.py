"""Serve the book, and build it again whenever a file of it is saved: ``python -m evidence.build.serve``.

Half of a rebuild is the import of what builds. So each build runs in a process forked from one that has imported all
of it and built nothing. What is in the book is told by content: a file that is only touched costs nothing.
"""

import argparse
import contextlib
import functools
import gc
import http.server
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

from evidence import tables
from evidence.build import book
from evidence.pages.incremental import read_inputs

EVERY = 0.1  # seconds between two looks at the files, each of some ten milliseconds


def _build() -> None:
    gc.freeze()  # what is preloaded need not be looked through for rubbish
    sys.exit(book.main(["--execute"]))


def contents(root: Path) -> Iterator[dict[str, str]]:
    """Contents of the checkout that the book does not show yet, each once, for ever."""
    tried = None
    while True:
        with contextlib.suppress(FileNotFoundError):  # an editor was putting a file in the place of another
            now = read_inputs(root)
            if now not in (tried, book.shown(root)):
                tried = now
                yield now
        time.sleep(EVERY)


def must_start_anew(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether something changed that was imported."""
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return any(name.endswith(".py") or name in ("_config.yml", "requirements.txt") for name in changed)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that prints what failed and nothing else."""

    def log_request(self, *_) -> None:
        pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m evidence.build.serve", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000, help="of 127.0.0.1 (default: 8000)")
    options = parser.parse_args(arguments)
    root = tables.root()
    at_start, forks = read_inputs(root), multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["evidence.build.preloaded"])
    forkserver.ensure_running()  # it imports while the reader reads
    handler = functools.partial(Quiet, directory=str(root / book.BOOK))
    with http.server.ThreadingHTTPServer(("127.0.0.1", options.port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"The book: http://127.0.0.1:{server.server_port}/  (built again when saved; Ctrl-C stops it)", flush=True
        )
        for now in contents(root):
            if must_start_anew(at_start, now):
                print("What builds the book was edited; starting anew", flush=True)
                server.shutdown()
                server.server_close()
                os.execv(sys.executable, [sys.executable, "-m", "evidence.build.serve", *sys.argv[1:]])
            run = forks.Process(target=_build)
            run.start()
            run.join()


if __name__ == "__main__":
    try:
        main()
    except (KeyboardInterrupt, tables.TableError, OSError) as error:
        sys.exit(str(error) or None)

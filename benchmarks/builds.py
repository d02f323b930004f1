"""What a command costs: seconds and peak memory of it and of everything that it starts."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import nbformat
import psutil

PYTHON = sys.executable
EVERY = 0.1  # seconds between two looks at the memory
READY, LONGEST = 10, 120  # seconds


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and the largest sum of resident memory seen, in bytes."""

    seconds: float
    memory: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.seconds + other.seconds, max(self.memory, other.memory))


def middle(costs: list[Cost]) -> Cost:
    """The median of several costs, seconds and memory apart."""
    return Cost(*(statistics.median(column) for column in zip(*map(astuple, costs))))


def run(command: list[str], folder: Path) -> Cost:
    """Run a command in a checkout and measure it. Raises RuntimeError with what it printed if it fails."""
    most, start = 0, time.perf_counter()
    with tempfile.TemporaryFile() as output:  # a file in the checkout would count as an edit of it
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            most = max(most, _memory(psutil.Process(process.pid)))
            time.sleep(EVERY)
        seconds = time.perf_counter() - start
        output.seek(0)
        text = output.read().decode("utf-8", errors="replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-3000:]}")
    return Cost(seconds, most)


def environment(folder: Path) -> dict[str, str]:
    """Variables of a command in a checkout. Compiled modules are kept, as they are unless someone forbids it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}


def _memory(process: psutil.Process) -> int:
    total = 0
    for one in [process, *_children(process)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:  # it ended meanwhile
            continue
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def this_book(folder: Path, execute_all: bool = False) -> Cost:
    """What `make book` does in a checkout; execute_all: with every notebook executed."""
    if execute_all:
        return run([PYTHON, "-m", "evidence.build.execute", "--force"], folder) + this_book_as_committed(folder)
    return run([PYTHON, "-m", "evidence.build", "--execute"], folder)


def this_book_as_committed(folder: Path) -> Cost:
    """The pages alone, out of notebooks that hold their outputs."""
    return run([PYTHON, "-m", "evidence.build"], folder)


def stock_book(folder: Path) -> Cost:
    """What a user of a stock Jupyter Book runs."""
    return run([str(Path(PYTHON).with_name("jupyter-book")), "build", "."], folder)


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """`make serve` in a checkout whose book is up to date; ready, which takes it some seconds."""
    command = [PYTHON, "-m", "evidence.build.serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL) as process:
        try:
            time.sleep(READY)
            yield
        finally:
            process.terminate()


def until_shown(page: Path, words: str) -> float:
    """Seconds until a page of a book, or a file that it shows, holds some words. Raises TimeoutError."""
    start = time.perf_counter()
    while time.perf_counter() < start + LONGEST:
        # While a new book takes the place of the old one, there is no file for a moment.
        if page.exists() and words in page.read_text(encoding="utf-8"):
            return time.perf_counter() - start
        time.sleep(EVERY / 10)
    raise TimeoutError(f"{page} did not come to hold {words!r}")


def edit_prose(notebook: Path, words: str) -> None:
    """Append a sentence to the last Markdown cell."""
    _edit(notebook, "markdown", f"\n\n{words}")


def edit_code(notebook: Path, words: str) -> None:
    """Append a comment to the last code cell, so that the notebook has to be executed again."""
    _edit(notebook, "code", f"\n# {words}")


def _edit(path: Path, kind: str, text: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    last = [cell for cell in notebook.cells if cell.cell_type == kind][-1]
    last.source += text
    nbformat.write(notebook, path)

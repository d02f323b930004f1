"""What a command costs: seconds and peak memory of it and of everything that it starts."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil

PYTHON = sys.executable
EVERY = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and the largest sum of resident memory seen, in bytes."""

    seconds: float
    memory: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.seconds + other.seconds, max(self.memory, other.memory))


def run(command: list[str], folder: Path) -> Cost:
    """Run a command in a checkout and measure it. Raises RuntimeError with what it printed if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
    most, start = 0, time.perf_counter()
    with tempfile.TemporaryFile() as output:  # a file in the checkout would count as an edit of it
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            most = max(most, _memory(psutil.Process(process.pid)))
            time.sleep(EVERY)
        seconds = time.perf_counter() - start
        output.seek(0)
        text = output.read().decode("utf-8", errors="replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-3000:]}")
    return Cost(seconds, most)


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
    force = ["--force"] if execute_all else []
    executed = run([PYTHON, "-m", "evidence.publish.execute", *force], folder)
    return executed + this_book_as_committed(folder)


def this_book_as_committed(folder: Path) -> Cost:
    """The pages alone, out of notebooks that hold their outputs."""
    return run([PYTHON, "-m", "evidence.publish.build"], folder)


def stock_book(folder: Path) -> Cost:
    """What a user of a stock Jupyter Book runs."""
    return run([str(Path(PYTHON).with_name("jupyter-book")), "build", "."], folder)


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

"""Build the HTML book out of the notebooks as they stand: ``python -m evidence.publish.build``.

A build replaces the earlier book only once it succeeded. `evidence.publish.rebuild` says what it keeps for the next
one; a build after one that failed, or after a change of anything but one page, starts from nothing.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from evidence import tables
from evidence.publish import rebuild

WARNING_PLACE = re.compile(r"(?P<path>\S+\.ipynb):(?P<line>\d+)")
COLOUR_CODE = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(Exception):
    """The book could not be built; the warnings that say why were printed before."""


def build(root: Path, target: Path) -> None:
    """Build the book of the checkout ``root`` into the folder ``target``, e.g. ``_build/html``.

    Any warning of Sphinx is an error; each is printed with its notebook and cell. Raises BuildError, and then
    leaves an earlier ``target`` as it was.
    """
    work, kept = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.kept")
    shutil.rmtree(work, ignore_errors=True)
    inputs = rebuild.read_inputs(root)
    try:
        rebuild.take(kept, work, inputs)
        _jupyter_book(root, work)
        _replace(work / "_build" / "html", target)
        if rebuild.read_inputs(root) == inputs:  # else something was edited meanwhile
            rebuild.leave(work, kept, inputs)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _jupyter_book(root: Path, work: Path) -> None:
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [str(jupyter_book), "build", str(root), "-W", "-n", "--keep-going"]
    search = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    with subprocess.Popen(
        [*command, "--path-output", str(work)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": search, rebuild.KEEP: "1"},
        stdout=subprocess.DEVNULL,  # it would name the work folder as the place of the book
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stderr:
            print(name_cell(line.rstrip("\n"), root), file=sys.stderr, flush=True)
    if process.returncode:
        raise BuildError("the book was not built; see the warnings above")


def name_cell(line: str, root: Path) -> str:
    """Put the cell in place of the made-up line number that MyST-NB gives a place in a notebook.

    MyST-NB counts 10,000 lines for every cell. Code and Markdown cells are counted apart, from 0.
    """
    line = COLOUR_CODE.sub("", line)
    place = WARNING_PLACE.search(line)
    if place:
        path, index = Path(place["path"]), int(place["line"]) // 10_000 - 1
        try:
            cells = nbformat.read(path, as_version=4).cells
            cell = cells[index] if index >= 0 else None
        except Exception:  # the message matters more than the number in it
            cell = None
        if cell is not None:
            number = sum(other.cell_type == cell.cell_type for other in cells[:index])
            first_line = next(iter(cell.source.strip().splitlines()), "")
            named = f"{path}: {cell.cell_type} cell {number} ({first_line[:60]})"
            line = line[: place.start()] + named + line[place.end() :]
    return line.replace(f"{root}{os.sep}", "")


def _replace(new: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.replace(target, old)
    os.replace(new, target)
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.publish.build", description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, help="folder of the HTML pages (default: _build/html of the checkout)")
    options = parser.parse_args(arguments)
    try:
        root = tables.root()
        target = (options.output or root / "_build" / "html").absolute()
        print("Building the pages ...", flush=True)
        build(root, target)
    except (tables.TableError, BuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The book: {os.path.relpath(target / 'index.html')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

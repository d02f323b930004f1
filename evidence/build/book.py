"""Build the HTML book out of the notebooks, none of which may be stale: ``python -m evidence.build`` (``--execute``:
after executing what is stale).

A build replaces the earlier book only once it succeeded. `evidence.pages.incremental` says what it keeps for the next
one; a build after one that failed, or after a change of anything but one page, starts from nothing.
"""

import argparse
import contextlib
import errno
import gc
import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TextIO

import nbformat
from jupyter_book.cli import main as jupyter_book

from evidence import stopping, tables
from evidence.build import execute
from evidence.pages.incremental import kept_inputs
from evidence.waiting import Alone

WARNING_PLACE = re.compile(r"(?P<path>\S+\.ipynb):(?P<line>\d+)")
BOOK = Path(execute.BUILD, "html")  # of the checkout
DOCTREES = Path("_build", ".doctrees")  # of a work folder: Jupyter Book puts them there
INTERRUPTED = "Interrupted!"  # what Sphinx says of Ctrl-C, beside the line of `stopping`
LAST_SECOND = 253_402_300_799  # of the year 9999
COLOUR_CODE = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(Exception):
    """The book could not be built; the warnings that say why were printed before."""


def build(root: Path, target: Path) -> None:
    """Build the book of the checkout ``root`` into the folder ``target``, e.g. ``_build/html``.

    Any warning of Sphinx is an error; each is printed with its notebook and cell. Raises BuildError, and then
    leaves an earlier ``target`` as it was. Once per process: Sphinx and Jupyter Book leave their traces in it.
    """
    check_clock()
    work, kept = target.with_name(f".{target.name}.new"), kept_beside(target)
    shutil.rmtree(work, ignore_errors=True)
    if not target.exists() and aside(target).exists():  # a build was killed between the two steps of `_replace`
        os.replace(aside(target), target)
    if kept.exists():
        os.replace(kept, work)
    try:
        _jupyter_book(root, work)
        _replace(work / "_build" / "html", target)
        if kept_inputs(work / DOCTREES) is not None:
            os.replace(work, kept)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def kept_beside(target: Path) -> Path:
    """Where a build of ``target`` leaves what the next one may use."""
    return target.with_name(f".{target.name}.kept")


def aside(target: Path) -> Path:
    """Where the book of before stands while that of a build takes its place."""
    return target.with_name(f".{target.name}.old")


def shown(root: Path) -> dict[str, str] | None:
    """Hashes of what the book of the checkout was made of; None if its last build failed, or there was none."""
    return kept_inputs(kept_beside(root / BOOK) / DOCTREES)


def _jupyter_book(root: Path, work: Path) -> None:
    """Run `jupyter-book build` in this process, which has imported half of what it needs."""
    options = ["-W", "-n", "--keep-going", "--path-output", str(work)]
    with (
        contextlib.chdir(root),
        contextlib.redirect_stdout(io.StringIO()),  # it would name the work folder as the place of the book
        contextlib.redirect_stderr(Named(root, sys.stderr)),  # type: ignore[type-var] # what print() needs, it has
        stopping.noticed() as interrupted,
    ):
        try:
            jupyter_book.main(["build", str(root), *options], standalone_mode=False)
        except (Exception, SystemExit) as error:
            if interrupted:  # Sphinx makes an error of its own of Ctrl-C
                raise KeyboardInterrupt from error
            if isinstance(error, SystemExit):
                raise BuildError("the book was not built; see the warnings above") from error
            raise BuildError(f"the book was not built: {_said(error)}") from error


def check_clock() -> None:
    """Raise BuildError for a wrong `SOURCE_DATE_EPOCH`, which some systems set for every build: Sphinx says nothing of
    it that one can act on."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said is not None and not (said.isascii() and said.isdecimal() and int(said) <= LAST_SECOND):
        raise BuildError(
            f"the book was not built: the variable SOURCE_DATE_EPOCH is {said!r}; it must be a whole number of seconds "
            "since 1970, such as 1767225600, or not be set at all"
        )


def _said(error: Exception) -> str:
    """What a failure of Jupyter Book comes from: of a chain of errors the first, else its words without their box."""
    first: BaseException = error
    while before := first.__cause__ or first.__context__:
        first = before
    if isinstance(first, OSError) and first.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"no space is left on the disk ({first.filename or '_build'}); free some and build again"
    if first is not error:
        return f"{type(first).__name__}: {first}"
    lines = (line.strip(" =") for line in COLOUR_CODE.sub("", str(error)).splitlines())
    return " ".join(filter(None, lines))


class Named(io.TextIOBase):
    """A stream that passes lines on with their cells named."""

    def __init__(self, root: Path, target: TextIO):
        self.root, self.target, self.begun = root, target, ""

    def write(self, text: str) -> int:
        *lines, self.begun = (self.begun + text).split("\n")
        for line in lines:
            if line.strip() and INTERRUPTED not in line:
                print(name_cell(line, self.root), file=self.target, flush=True)
        return len(text)


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
    old = aside(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.replace(target, old)
    os.replace(new, target)
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.build", description=__doc__.splitlines()[0])
    parser.add_argument("--execute", action="store_true", help="execute what is stale first, in the same process")
    parser.add_argument("--output", type=Path, help="folder of the HTML pages (default: _build/html of the checkout)")
    options = parser.parse_args(arguments)
    gc.set_threshold(300_000, 50, 100)  # a build makes more objects than it drops; looking for rubbish takes a fifth
    try:
        root = tables.root()
        target = (options.output or root / BOOK).absolute()
        with Alone(root / execute.BUILD):
            if options.execute and execute.update(root, []):
                return 1
            print("Building the pages ...", flush=True)
            build(root, target)
    except (tables.TableError, execute.NotebookError, BuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The book: {os.path.relpath(target / 'index.html')}")
    return 0

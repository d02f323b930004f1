"""What is made out of the built book, by `pdf`, `teach` and `release`: of which state of the checkout, of which day.

A folder of such files has a mark beside it, written last, that says of which state they are, so that a release takes
in nothing that is half made or of another state. Beside it, not in it: the state names the place of the interpreter,
and what is shipped has the same bytes wherever it was made.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

from evidence import tables
from evidence.build.book import BOOK, check_clock, shown
from evidence.build.execute import BUILD
from evidence.content import digest, read
from evidence.pages import citations
from evidence.pages.incremental import contents
from evidence.waiting import Alone

PDFS, TEACH = (Path("_build", name) for name in ("pdf", "teach"))  # of the checkout
MAKES = {PDFS: "make pdf", TEACH: "make teach"}


class MadeError(Exception):
    """Files are of another state than the checkout. The message says which, and what to do."""


@contextlib.contextmanager
def checkout() -> Iterator[tuple[Path, str]]:
    """The checkout whose book is built, and its state: a digest of all that the book is made of.

    It waits for a build that is at work, such as that of `make serve`, and no other begins until what is made of the
    book is made. Raises MadeError for a book of another state, BuildError for a wrong clock, TableError outside of a
    checkout.
    """
    check_clock()
    root = tables.root()
    with Alone(root / BUILD):
        inputs = contents(root)
        if shown(root) != inputs:
            raise MadeError(f"{BOOK} is not the book of this checkout as it is: `make book` first")
        yield root, digest(json.dumps(inputs, sort_keys=True))


def anew(root: Path, folder: Path) -> Path:
    """The folder of PDFS or TEACH in the checkout ``root``, empty and without its mark."""
    (root / _mark(folder)).unlink(missing_ok=True)
    shutil.rmtree(root / folder, ignore_errors=True)
    (root / folder).mkdir(parents=True)
    return root / folder


def mark(root: Path, folder: Path, state: str) -> None:
    """Say that all of a folder is made, and of which state of the checkout."""
    (root / _mark(folder)).write_text(state, encoding="utf-8")


def check(root: Path, state: str) -> None:
    """Raise MadeError if there are files of print or of the teacher's pack that are not of this state."""
    for folder, target in MAKES.items():
        if (root / folder).is_dir() and read(root / _mark(folder)) != state.encode():
            raise MadeError(f"{folder} is not made of this book, or not to its end: `{target}` again, or delete it")


def _mark(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.made-of")


def moment(root: Path, committed_at: int | None = None) -> datetime:
    """The time that files bear, in UTC: `SOURCE_DATE_EPOCH`, else the commit's, else the day in CITATION.cff."""
    if seconds := os.environ.get("SOURCE_DATE_EPOCH") or committed_at:
        return datetime.fromtimestamp(int(seconds), UTC)
    return datetime.combine(citations.read(root / "CITATION.cff").released, time.min, UTC)

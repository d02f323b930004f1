"""What each release that was taken in left to a person, kept in a file of the checkout that git passes over.

Once a release is taken in, comparing it again finds less. So the file is added to, never put anew, and `make clean`
leaves it; so does git, which may put the tables back: a list of a release that they do not have is named as such.
"""

import csv
import io
import re
from pathlib import Path

from evidence.content import read

TO_DO = Path("refresh-to-do.txt")
HEADING = "{table}: what is left to do of {sources}"
HEADED = re.compile(r"^(\w+): what is left to do of (.+)$", re.MULTILINE)
OPEN = "{file} has what is left to do of {sources}: delete the list once all of it is done"
STALE = "{file} is of {sources}, a release of {table} that data/ does not have: take it in again, or delete the list"


def keep(root: Path, table: str, sources: list[str], lines: list[str]) -> None:
    """Add to the list. sources: ids of the releases that a table has now. What stands there is not written twice."""
    heading = HEADING.format(table=table, sources=", ".join(dict.fromkeys(sources)))
    new, kept = "\n".join([heading, *lines]) + "\n\n", _kept(root)
    if new not in kept:
        (root / TO_DO).write_text(kept + new, encoding="utf-8", newline="\n")


def said(root: Path) -> list[str]:
    """A sentence for each release on the list: it is open, or the tables do not have it, as after `git reset`."""
    text = (read(root / "data" / "sources.csv") or b"").decode("utf-8-sig", "replace")
    known = {row["source_id"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    return [
        (OPEN if known.issuperset(sources.split(", ")) else STALE).format(file=TO_DO, table=table, sources=sources)
        for table, sources in dict.fromkeys(HEADED.findall(_kept(root)))
    ]


def _kept(root: Path) -> str:
    return (read(root / TO_DO) or b"").decode("utf-8")

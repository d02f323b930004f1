"""Which cells of the tables differ from the last commit, and which tests hold their old values.

Tests state published values on purpose: a wrong edit of a table fails them. So a right correction changes them too.
"""

import ast
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evidence.build import git
from evidence.content import read
from evidence.descriptors import PACKAGE, TABULAR, listed
from evidence.seals import AS_READ

MOST = 8  # places or cells named; an old value that stands in more places is looked for where its table is named


class Change(NamedTuple):
    """One cell that differs from the last commit. ``row`` is the key of its row."""

    table: str
    row: str
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"data/{self.table}.csv, {self.row}, {self.column}: {self.old or 'empty'} -> {self.new or 'empty'}"


def changes(root: Path) -> list[Change]:
    """The cells, of rows that are there before and after, that differ from the last commit; [] where git can't say.

    Sources and seals come last: a newer release gives every row another source, and an edited row has another seal.
    """
    edited = _git(root, "diff", "--name-only", "--relative", "HEAD", "--", "data").split()
    found = []
    for resource in json.loads(read(root / "data" / PACKAGE) or b"{}").get("resources", []):
        if resource.get("profile") == TABULAR and f"data/{resource['path']}" in edited:
            key = listed(resource["schema"]["primaryKey"])
            before = _rows(_git(root, "show", f"HEAD:./data/{resource['path']}"), key)
            after = _rows((read(root / "data" / resource["path"]) or b"").decode("utf-8-sig", "replace"), key)
            found += [
                Change(resource["name"], " ".join(row), column, old, after[row].get(column) or "")
                for row, cells in before.items()
                if row in after
                for column, old in cells.items()
                if old != (after[row].get(column) or "")
            ]
    return sorted(found, key=lambda change: change.column in ("source_id", AS_READ))


def _git(root: Path, *words: str) -> str:
    try:
        return git.said(root, *words).decode()
    except (git.GitError, UnicodeDecodeError):
        return ""


def _rows(text: str, key: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(row.get(column) or "" for column in key): row for row in rows}


def holders(root: Path, change: Change) -> list[str]:
    """Places in the tests, as file:line, that state the old value of a cell; numbers are compared as numbers."""
    sources = {path: (read(path) or b"").decode() for path in sorted((root / "tests").glob("test_*.py"))}
    places = {path: sorted(set(_lines(source, change.old))) for path, source in sources.items()}
    if sum(map(len, places.values())) > MOST:
        places = {path: lines for path, lines in places.items() if change.table in sources[path]}
    return [f"{path.relative_to(root).as_posix()}:{line}" for path, lines in places.items() for line in lines]


def _lines(source: str, old: str) -> Iterator[int]:
    try:
        number = float(old)
    except ValueError:
        number = None
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool):
            same = node.value == number if isinstance(node.value, int | float) else node.value == old
            if same and old:
                yield node.lineno


def told(root: Path) -> list[str]:
    """Lines that say which cells changed and which tests state their old values; [] if no cell did."""
    cells, lines = changes(root), []
    for change in cells[:MOST]:
        places = holders(root, change)
        more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
        lines += [str(change), *([f"    its old value stands in {', '.join(places[:MOST])}{more}"] if places else [])]
    if len(cells) > MOST:
        lines.append(f"... and {len(cells) - MOST} more cells")
    advice = "If that is right, tests that hold the old value change with it; `make check` names each that fails."
    return ["", "Cells that differ from the last commit:", *lines, advice] if lines else []

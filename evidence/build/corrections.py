"""Which cells of the tables differ from the last commit, which tests hold their old values or name their rows, and
which words still say what stood there.

Tests state published values on purpose: a wrong edit of a table fails them. So a right correction changes them too.
"""

import ast
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evidence.alike import NUMBER, alike, is_own, named, step
from evidence.build import git, still_said
from evidence.content import read
from evidence.descriptors import PACKAGE, TABULAR, listed
from evidence.seals import AS_READ

REVISIONS = "revisions"
ID = re.compile(r"(?=.*[A-Za-z])(?=.*\d)\S+")  # of a row, which no row of another table has
MOST = 8  # places named of one value, and changes named
ADVICE = (
    "If that is right, tests that hold the old value change with it, and so do words that still say it; `make check` "
    "names each test that fails."
)


class Change(NamedTuple):
    """One cell that differs from the last commit. ``row`` is the key of its row.

    is_shared: whether other rows have the old value too, or its column takes the words of a list alone.
    """

    table: str
    row: str
    column: str
    old: str
    new: str
    is_shared: bool = False


def changes(root: Path) -> list[Change]:
    """The cells, of rows that are there before and after, that differ from the last commit; [] where git can't say.

    Sources and seals come late: a newer release gives every row another source, and an edited row has another seal.
    What a refresh tells of a release (`revisions`) comes last.
    """
    edited = _git(root, "diff", "--name-only", "--relative", "HEAD", "--", "data").split()
    found = []
    for resource in json.loads(read(root / "data" / PACKAGE) or b"{}").get("resources", []):
        if resource.get("profile") == TABULAR and f"data/{resource['path']}" in edited:
            key = listed(resource["schema"]["primaryKey"])
            words = {one["name"] for one in resource["schema"]["fields"] if "enum" in one.get("constraints", {})}
            before = _rows(_git(root, "show", f"HEAD:./data/{resource['path']}"), key)
            often = Counter(cell for row in before.values() for cell in row.items())
            after = _rows((read(root / "data" / resource["path"]) or b"").decode("utf-8-sig", "replace"), key)
            found += [
                Change(
                    resource["name"],
                    " ".join(row),
                    column,
                    old,
                    after[row].get(column) or "",
                    column in words or often[column, old] > 1,
                )
                for row, cells in before.items()
                if row in after
                for column, old in cells.items()
                if old != (after[row].get(column) or "")
            ]
    return sorted(found, key=lambda change: (change.table == REVISIONS, change.column in ("source_id", AS_READ)))


def _git(root: Path, *words: str) -> str:
    try:
        return git.said(root, *words).decode()
    except (git.GitError, UnicodeDecodeError):
        return ""


def _rows(text: str, key: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(row.get(column) or "" for column in key): row for row in rows}


class Stated(NamedTuple):
    """A value that the tests state. around: the text of the whole function, or other statement, that it stands in."""

    place: str
    value: object
    around: str


class Places(NamedTuple):
    """Where tests state an old value, as file:line, and how many other places state it of something else, perhaps.

    rows: where other tests name the row, and so may state what follows from its value.
    """

    named: list[str]
    left: int
    rows: list[str]


def stated(root: Path) -> list[Stated]:
    """Every value in the tests, in the order of files and lines."""
    found = []
    for path in sorted((root / "tests").glob("*.py")):
        source, name = (read(path) or b"").decode(), path.relative_to(root).as_posix()
        lines = source.splitlines()
        for statement in ast.parse(source).body:
            first = min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", ()))])
            around = "\n".join(lines[first - 1 : statement.end_lineno])
            values = (node for node in ast.walk(statement) if isinstance(node, ast.Constant))
            in_order = sorted(values, key=lambda node: node.lineno)
            found += [Stated(f"{name}:{node.lineno}", node.value, around) for node in in_order]
    return found


def holders(values: list[Stated], changes: Sequence[Change]) -> Places:
    """Places that state the old value of one of these cells of a table; numbers are compared as numbers.

    A value that many things have, such as 12, 2016 or TRUE, is theirs only where the table is named beside it; one that
    other rows have too, or a word of a list, where the row is, if it has an id.
    """
    named, left = [], set()
    rows: dict[str, str] = {}
    for one in values:
        held = [change for change in changes if _is(one.value, change.old)]
        if any((is_own(change.old) and not change.is_shared) or _beside(change) in one.around for change in held):
            named.append(one)
        elif held:
            left.add(one.place)
        if any(one.value == change.row and ID.fullmatch(change.row) for change in changes):
            rows.setdefault(one.around, one.place)
    for one in named:
        rows.pop(one.around, None)
    places = list(dict.fromkeys(one.place for one in named))
    return Places(places, len(left - set(places)), list(dict.fromkeys(rows.values())))


def _beside(change: Change) -> str:
    """The name beside which a value that many things have is this cell's."""
    return change.row if change.is_shared and ID.fullmatch(change.row) else change.table


def _is(value: object, old: str) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NUMBER.fullmatch(old) is not None and value == float(old)
    return value == old != ""


def told(root: Path) -> list[str]:
    """Lines that say which cells changed and which tests state their old values; [] if no cell did."""
    groups = _grouped(changes(root))
    if not groups:
        return []
    values, tables, lines = stated(root), still_said.Tables(root), []
    places = [holders(values, cells) for _, cells in groups]
    # Of many cells those are told first that a test pins by hand.
    found = sorted(zip(groups, places), key=lambda one: not one[1].named)
    for (words, cells), place in found[:MOST]:
        said = still_said.places(tables, [(cell.table, cell.row, cell.old) for cell in cells])
        lines += [
            words,
            *_where(place, cells),
            *([f"    still said in {_few(said, '; ')}"] if said else []),
        ]
    return ["", "Cells that differ from the last commit:", *lines, *_more([group for group, _ in found]), ADVICE]


def in_short(cells: Sequence[Change]) -> list[str]:
    """A line for each change, those that are alike in one, and how many more there are."""
    groups = _grouped(cells)
    return [*(words for words, _ in groups[:MOST]), *_more(groups)]


def _grouped(cells: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """What is said of each change, and the cells that it is said of."""
    groups = alike([((f"{cell.table} {cell.column}", cell.old, cell.new),) for cell in cells])
    return [_said([cells[at] for at in places], by_step) for places, by_step in groups]


def _said(cells: list[Change], by_step: bool) -> tuple[str, list[Change]]:
    first = cells[0]
    moved = f"each {step(first.old, first.new)}" if by_step else f"{first.old or 'empty'} -> {first.new or 'empty'}"
    return f"data/{first.table}.csv, {named([cell.row for cell in cells])}, {first.column}: {moved}", cells


def _more(groups: list[tuple[str, list[Change]]]) -> list[str]:
    left = sum(len(cells) for _, cells in groups[MOST:])
    return [f"... and {left} more {'cells' if left > 1 else 'cell'}; `make changes` shows each"] if left else []


def _where(places: Places, cells: list[Change]) -> list[str]:
    """Which tests state the old values of these cells, if any do; the places that were left out are counted."""
    value = "old values stand" if len({cell.old for cell in cells}) > 1 else "its old value stands"
    left, name = f"{places.left} place{'s' * (places.left > 1)}", _beside(cells[0])
    rest = f" (left out: {left} of such a value, not beside the name {name})" if places.left else ""
    lines = [f"    {value} in {_few(places.named)}{rest}"] if places.named else []
    if places.left and not places.named:
        lines = [f"    {value} in {left} of the tests, but not beside the name {name}"]
    row = "rows are" if len({cell.row for cell in cells}) > 1 else "its row is"
    return [*lines, *([f"    {row} named in {_few(places.rows)}"] if places.rows else [])]


def _few(names: list[str], between: str = ", ") -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{between.join(names[:MOST])}{more}"

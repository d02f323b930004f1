"""Rows that were added, went or were revised: of the tables and maps of two states, and of the rows behind a figure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from evidence.changes.state import Sheet, State

ADDED, GONE, REVISED = "added", "gone", "revised"
MOST = 20  # columns of which any two are tried as a key
LABEL = 60  # characters of what a row says of itself
DATES, WORDS = ("date", "year"), re.compile(r"[^\W\d_]{2,}\s\W*[^\W\d_]{2,}")
ENOUGH = 3  # cells that must be the same before a row that went and one that came are taken for one
SOURCE, RELEASE = "source_id", 2  # rows that must name another release before it is said once for all of them
VERSION = re.compile(r"\d+")  # what tells the sources of two releases apart: ucdp-brd-23-1, ucdp-brd-24-1


class Cell(NamedTuple):
    """One cell with what stood there and stands there now; an empty cell is ''."""

    column: str
    old: str
    new: str


class Row(NamedTuple):
    """One row that moved. key: parts joined with |. cells: of a revised row those that differ, else those not empty.

    label: of a revised row what it says of itself, so that a reader knows it: its date and its first words; may be ''.
    """

    key: str
    what: str
    cells: tuple[Cell, ...]
    label: str = ""


@dataclass(frozen=True)
class TableChange:
    """One table or map that differs. columns: what came and what went, such as '+ note'.

    whole: 'the table is new' or 'the table is gone', or ''. rest: other differences, a few words each.
    """

    name: str
    key: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    whole: str = ""
    rest: tuple[str, ...] = ()

    @property
    def cells(self) -> int:
        """Cells of revised rows that differ."""
        return sum(len(row.cells) for row in self.rows if row.what == REVISED)

    def count(self, what: str) -> int:
        """Rows that were added, gone or revised."""
        return sum(row.what == what for row in self.rows)


def table_changes(old: State, new: State) -> list[TableChange]:
    """The tables and maps that differ between two states, in the order of the new package; those gone stand last."""
    names = dict.fromkeys([*new.resources, *old.resources])
    found = (_table_change(name, old, new) for name in names if _content(old, name) != _content(new, name))
    return [change for change in found if change.rows or change.columns or change.whole or change.rest]


def _content(state: State, name: str) -> tuple[dict | None, bytes | None]:
    resource = state.resources.get(name)
    return resource, state.files.get(f"data/{resource['path']}") if resource else None


def _table_change(name: str, old: State, new: State) -> TableChange:
    before, after = old.sheet(name), new.sheet(name)
    key = _common_key(old.key(name), new.key(name), before, after)
    rows = rows_changed(before, after, key)
    columns = [f"+ {one}" for one in after.header if one not in before.header]
    columns += [f"- {one}" for one in before.header if one not in after.header]
    released = [
        f"{SOURCE} {was} -> {now} in {number} rows" for was, (now, number) in releases(before, after, key).items()
    ]
    if name not in old.resources or name not in new.resources:
        whole = "the table is gone" if name in old.resources else "the table is new"
        return TableChange(name, tuple(key), tuple(rows), whole=whole)
    rest = [*released, *_description(old.resources[name], new.resources[name])]
    if not rows and not columns and not released and _content(old, name)[1] != _content(new, name)[1]:
        rest = ["its rows stand in another order, or are written otherwise; their cells are the same", *rest]
    return TableChange(name, tuple(key), tuple(rows), tuple(columns), rest=tuple(rest))


def _common_key(old: list[str], new: list[str], before: Sheet, after: Sheet) -> list[str]:
    """The key of the new state, or of the old one, whichever both tables have; else all columns that both have."""
    present = [sheet for sheet in (before, after) if sheet.header]
    for key in (new, old):
        if key and all(set(key) <= set(sheet.header) for sheet in present):
            return key
    return [column for column in after.header if column in before.header] or after.header or before.header


def _description(old: dict, new: dict) -> list[str]:
    """What the package says otherwise of a table, but for its seal: 'described otherwise: title, column best'."""
    apart = ("schema", "hash")
    keys = [key for key in dict.fromkeys([*new, *old]) if key not in apart and old.get(key) != new.get(key)]
    before, after = (one.get("schema", {}) for one in (old, new))
    fields = [{one.get("name"): one for one in schema.get("fields", [])} for schema in (before, after)]
    keys += [f"column {name}" for name in fields[1] if name in fields[0] and fields[0][name] != fields[1][name]]
    keys += [key for key in dict.fromkeys([*after, *before]) if key != "fields" and before.get(key) != after.get(key)]
    return [f"described otherwise: {', '.join(keys)}"] if keys else []


def rows_changed(before: Sheet, after: Sheet, key: list[str]) -> list[Row]:
    """The rows that differ, in the order of ``after``; those that are gone stand last.

    Columns that only one of the tables has are passed over, and so is the source of a row where all moved on to a newer
    release (`releases`). Of rows with one key, the first is compared with the first, the second with the second.
    """
    old, new = (dict(_by_key(sheet, key)) for sheet in (before, after))
    newer = releases(before, after, key)
    for name in old.keys() & new.keys() if newer else ():
        old[name][SOURCE] = newer.get(old[name][SOURCE], (old[name][SOURCE],))[0]
    found = [
        _revised(name, old[name], row, key) if name in old else _single(name, ADDED, row, key)
        for name, row in new.items()
    ]
    found += [_single(name, GONE, row, key) for name, row in old.items() if name not in new]
    return _paired([row for row in found if row.cells or row.what != REVISED], key)


def releases(before: Sheet, after: Sheet, key: list[str]) -> dict[str, tuple[str, int]]:
    """Releases that another of the same name took the place of in every row: old -> new, and in how many rows.

    Any other source that a row names now is a cell that was revised.
    """
    if SOURCE in key or not all(SOURCE in sheet.header for sheet in (before, after)):
        return {}
    old, new = (dict(_by_key(sheet, key)) for sheet in (before, after))
    pairs = Counter((row[SOURCE], new[name][SOURCE]) for name, row in old.items() if name in new)
    went = Counter(was for was, _ in pairs)
    return {
        was: (now, number)
        for (was, now), number in pairs.items()
        if was != now and VERSION.sub("", was) == VERSION.sub("", now) and went[was] == 1 and number >= RELEASE
    }


def _revised(name: str, old: dict[str, str], new: dict[str, str], key: list[str]) -> Row:
    both = [column for column in new if column in old and column not in key]
    cells = tuple(Cell(one, old[one], new[one]) for one in both if old[one] != new[one])
    stayed = {column: new[column] for column in both if old[column] == new[column]}
    return Row(name, REVISED, cells, _label(stayed))


def _label(cells: dict[str, str]) -> str:
    """What names a row for a reader: its date, and the first of its cells that holds words."""
    dates = [cells[column] for column in DATES if cells.get(column)]
    words = [cell for column, cell in cells.items() if not column.endswith("source_id") and WORDS.search(cell)]
    label = ", ".join([*dates[:1], *words[:1]])
    return label if len(label) <= LABEL else f"{label[:LABEL].rstrip()} ..."


def _paired(rows: list[Row], key: list[str]) -> list[Row]:
    """The rows, where one that went and one that came with the same cells are one whose key was revised."""
    went, came = ({row.key: _told(row) for row in rows if row.what == what} for what in (GONE, ADDED))
    often = Counter([*went.values(), *came.values()])
    place = {cells: name for name, cells in went.items() if often[cells] == 2 and len(cells) >= ENOUGH}
    old = {name: place[cells] for name, cells in came.items() if cells in place}
    revised = {
        name: Row(name, REVISED, _keys(before, name, key), _label(dict(came[name]))) for name, before in old.items()
    }
    kept = (revised.get(row.key, row) if row.what == ADDED else row for row in rows)
    return [row for row in kept if row.what != GONE or row.key not in old.values()]


def _told(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((cell.column, cell.old or cell.new) for cell in row.cells)


def _keys(old: str, new: str, key: list[str]) -> tuple[Cell, ...]:
    """The parts of a key that differ; of parts that hold the sign between them all in one."""
    before, after = old.split("|"), new.split("|")
    if not len(before) == len(after) == len(key):
        return (Cell("|".join(key), old, new),)
    return tuple(Cell(*one) for one in zip(key, before, after) if one[1] != one[2])


def _single(name: str, what: str, row: dict[str, str], key: list[str]) -> Row:
    """A row that only one of the tables has."""
    told = [(column, cell) for column, cell in row.items() if cell and column not in key]
    return Row(name, what, tuple(Cell(one, *(("", cell) if what == ADDED else (cell, ""))) for one, cell in told))


def _by_key(sheet: Sheet, key: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    seen: Counter[str] = Counter()
    for cells in sheet.rows:
        row = dict(zip(sheet.header, cells))
        name = "|".join(row.get(column, "") for column in key)
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} (number {seen[name]})", row


def telling(before: Sheet, after: Sheet) -> list[str]:
    """The columns that tell rows without a key apart in both tables; all that both have if none do.

    Of the first columns and of any two, those under which most rows of one table meet one of the other, the leftmost.
    """
    both = [column for column in after.header if column in before.header]
    ways = [range(count) for count in range(1, len(both) + 1)] + list(combinations(range(min(len(both), MOST)), 2))
    found = []
    for way in ways:
        columns = [both[at] for at in way]
        then, now = (_values(sheet, columns) for sheet in (before, after))
        if len(set(then)) == len(then) and len(set(now)) == len(now):
            found.append((-len(set(then) & set(now)), tuple(way)))
    return [both[at] for at in min(found)[1]] if found else both


def _values(sheet: Sheet, columns: list[str]) -> list[tuple[str, ...]]:
    places = [sheet.header.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in sheet.rows]

"""Every table, damaged in every way that applies to it, is refused with the file, the row and the column.

Each table is cut to its first rows, so that a check takes milliseconds; the cut table itself must load. ``ALWAYS``
lists the damage that every table can take, ``SOMETIMES`` what needs a column of some kind.
"""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from evidence import tables

DATA = Path(__file__).resolve().parents[1] / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
TABLES = {each["name"]: each for each in PACKAGE["resources"] if each["profile"] == tables.TABULAR}
KEPT = 40  # rows of each table


class Table(NamedTuple):
    """A table as text cells."""

    schema: dict
    header: list[str]
    rows: list[list[str]]

    def content(self) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.header, *self.rows])
        return text.getvalue().encode()

    def filled(self, column: str) -> int | None:
        """Index of the last row with a value in the column."""
        cells = [at for at, row in enumerate(self.rows) if row[self.header.index(column)]]
        return cells[-1] if cells else None

    def cell(self, at: int, column: str) -> str:
        return self.rows[at][self.header.index(column)]

    def put(self, at: int, column: str, value: str) -> tuple[bytes, str]:
        """The content with one cell replaced, and where that is."""
        row = list(self.rows[at])
        row[self.header.index(column)] = value
        changed = self._replace(rows=[*self.rows[:at], row, *self.rows[at + 1 :]])
        return changed.content(), f", row {self.line(at)}, column {column}: "

    def line(self, at: int) -> int:
        """Line of the file on which the row starts."""
        return 2 + at + sum(cell.count("\n") for row in self.rows[:at] for cell in row)

    def fields(self, *types: str) -> list[dict]:
        """Fields of these types that have a value somewhere."""
        return [f for f in self.schema["fields"] if f["type"] in types and self.filled(f["name"]) is not None]

    def having(self, constraint: str) -> list[dict]:
        return [f for f in self.fields(*TYPES) if constraint in f.get("constraints", {})]


TYPES = ("string", "integer", "number", "boolean", "date", "year")


def read(name: str) -> Table:
    with (DATA / TABLES[name]["path"]).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return Table(TABLES[name]["schema"], header, rows[:KEPT])


# ------------------------------------------------------------------------------------------ damage to any table
# Each function gives the damaged file and how the message goes on after the name of the file.
def missing_column(table):
    cut = table._replace(header=table.header[:-1], rows=[row[:-1] for row in table.rows])
    return cut.content(), f", row 1, column {table.header[-1]}: the column is missing"


def extra_column(table):
    grown = table._replace(header=[*table.header, "guess"], rows=[[*row, "1"] for row in table.rows])
    return grown.content(), ", row 1, column guess: the schema has no such column"


def columns_in_another_order(table):
    turned = table._replace(header=table.header[::-1], rows=[row[::-1] for row in table.rows])
    return turned.content(), f", row 1: the columns must be {table.header[0]}"


def invalid_utf8(table):
    lines = table.content().split(b"\n")
    return b"\n".join([*lines[:1], b"\xff" + lines[1], *lines[2:]]), ", row 2: byte 0xff is not valid UTF-8"


def emptied_file(table):
    return b"", ": the file is empty"


def rows_lost(table):
    return table._replace(rows=[]).content(), ": the table has a header but no rows"


def ragged_row(table):
    short = table._replace(rows=[*table.rows[:-1], table.rows[-1][:-1]])
    return short.content(), f", row {table.line(len(table.rows) - 1)}: {len(table.header) - 1} cells"


def open_quote(table):
    return table.content() + b'"', f", row {table.line(len(table.rows))}: not readable as CSV"


def duplicate_key(table):
    key = table.schema["primaryKey"]
    columns = key if isinstance(key, str) else ", ".join(key)
    doubled = table._replace(rows=[*table.rows, table.rows[0]])
    return doubled.content(), f", row {table.line(len(table.rows))}, column {columns}: "


def empty_required_cell(table):
    return table.put(0, table.having("required")[-1]["name"], "")


def unknown_source(table):
    return table.put(0, "source_id", "Nobody at all")


ALWAYS = [missing_column, extra_column, columns_in_another_order, invalid_utf8, emptied_file, rows_lost, ragged_row]
ALWAYS += [open_quote, duplicate_key, empty_required_cell, unknown_source]


# ------------------------------------------------------------------------------------------ damage to some tables
def text_in_a_number(table):
    for field in table.fields("integer", "number", "year")[-1:]:
        return table.put(table.filled(field["name"]), field["name"], "many")


def below_minimum(table):
    for field in table.having("minimum")[-1:]:
        return table.put(table.filled(field["name"]), field["name"], str(field["constraints"]["minimum"] - 1))


def above_maximum(table):
    for field in table.having("maximum")[-1:]:
        return table.put(table.filled(field["name"]), field["name"], str(field["constraints"]["maximum"] + 1))


def not_in_the_list(table):
    for field in table.having("enum")[-1:]:
        return table.put(table.filled(field["name"]), field["name"], "something else")


def neither_true_nor_false(table):
    for field in table.fields("boolean")[-1:]:
        return table.put(table.filled(field["name"]), field["name"], "perhaps")


def not_a_date(table):
    for field in [f for f in table.fields("string") if f.get("partialDate")][-1:]:
        return table.put(table.filled(field["name"]), field["name"], "June 2016")


def impossible_date(table):
    for field in [f for f in table.fields("string") if f.get("partialDate")][-1:]:
        return table.put(table.filled(field["name"]), field["name"], "2017-02-30")


def after_the_day_of_reading(table):
    for column in [c for c in ("date", "date_published") if c in table.header][:1]:
        return table.put(table.filled(column), column, "2031-01-01")


def low_above_high(table):
    if {"low", "high"} <= set(table.header):
        both = [at for at in range(len(table.rows)) if table.cell(at, "low") and table.cell(at, "high")]
        return table.put(both[-1], "low", "99999999") if both else None


def parts_that_miss_the_total(table):
    for column in [c for c in table.header if c.startswith("total")][:1]:
        parts = [column.replace("total", part) for part in ("killed", "injured", "total")]
        at = next(at for at in range(len(table.rows)) if all(table.cell(at, part) for part in parts))
        return table.put(at, column, str(int(table.cell(at, column)) + 1))


def reference_to_nothing(table):
    keys = [key["fields"] for key in table.schema.get("foreignKeys", [])]
    for column in [c for key in keys for c in ([key] if isinstance(key, str) else key) if c != "source_id"][:1]:
        kind = next(field["type"] for field in table.schema["fields"] if field["name"] == column)
        return table.put(table.filled(column), column, "987654" if kind == "integer" else "nowhere")


def pointer_to_nothing(table):
    if {"table", "row_id"} <= set(table.header) and table.filled("row_id") is not None:
        return table.put(table.filled("row_id"), "row_id", "no such row")


SOMETIMES = [text_in_a_number, below_minimum, above_maximum, not_in_the_list, neither_true_nor_false, not_a_date]
SOMETIMES += [impossible_date, after_the_day_of_reading, low_above_high, parts_that_miss_the_total]
SOMETIMES += [reference_to_nothing, pointer_to_nothing]


# ------------------------------------------------------------------------------------------ the tests
CUT = {name: read(name) for name in TABLES}
CASES = [(name, damage) for name in TABLES for damage in ALWAYS]
CASES += [(name, damage) for name in TABLES for damage in SOMETIMES if damage(CUT[name]) is not None]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Root of a checkout that holds a copy of the data package."""
    root = tmp_path_factory.mktemp("corrupted")
    shutil.copytree(DATA, root / "data")
    return root


@pytest.fixture
def check(copy, monkeypatch):
    """``check(name, content)`` writes a table, returns what ``tables.load`` refuses, and puts the table back."""
    monkeypatch.chdir(copy)

    def run(name: str, content: bytes) -> list[str]:
        file = copy / "data" / TABLES[name]["path"]
        file.write_bytes(content)
        try:
            tables.load(name)
        except tables.TableError as refused:
            return refused.problems
        finally:
            shutil.copy(DATA / file.name, file)
        return []

    return run


@pytest.mark.parametrize("name", TABLES)
def test_the_cut_table_loads(check, name):
    assert check(name, CUT[name].content()) == []


@pytest.mark.parametrize(("name", "damage"), CASES, ids=[f"{name}-{damage.__name__}" for name, damage in CASES])
def test_damage_is_refused(check, name, damage):
    content, where = damage(CUT[name])
    problems = check(name, content)
    expected = f"data/{TABLES[name]['path']}{where}"
    assert any(problem.startswith(expected) for problem in problems), (expected, problems)


@pytest.mark.parametrize("damage", SOMETIMES, ids=[damage.__name__ for damage in SOMETIMES])
def test_every_kind_of_damage_meets_a_table(damage):
    assert any(case == damage for _, case in CASES)


def test_a_missing_file_is_refused(copy, monkeypatch):
    monkeypatch.chdir(copy)
    for name, table in TABLES.items():
        (copy / "data" / table["path"]).unlink()
        with pytest.raises(tables.TableError, match=f"data/{table['path']}: the file is missing"):
            tables.load(name)
        shutil.copy(DATA / table["path"], copy / "data")

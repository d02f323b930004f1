"""Tables as Excel, LibreOffice and pandas save them: read, or refused with a place and what to do.

``inputs/cells.csv`` is the one table of bad cells: kind of column, cell (Python escapes), what the message says.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from evidence import cells, tables

INPUTS = Path(__file__).with_name("inputs")
BAD = pd.read_csv(INPUTS / "cells.csv", dtype=str, keep_default_na=False)
KINDS = {
    "text": {"type": "string"},
    "required": {"type": "string", "constraints": {"required": True}},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "date"},
    "partial": {"type": "string", "partialDate": True},
    "year": {"type": "integer", "unit": "calendar year"},
}
GOOD = {
    "text": ["Iraq – IS", "هم\u200cپیمانان", "5 < 7", "a;b", "-", "=", "naïve", "12 000"],
    "required": ["0", "no"],
    "integer": ["0", "-5", "10026", "007", "999999999999999"],
    "number": ["0", "-0.5", ".5", "5.", "1e-05", "1.2E+11", "59.7"],
    "boolean": ["TRUE", "FALSE"],
    "date": ["2017-08-15", "2016-02-29"],
    "partial": ["2017", "2017-08", "2017-08-15"],
    "year": ["1989", "2017"],
}
CASES = [
    (kind, cell.encode().decode("unicode_escape"), says)
    for every, cell, says in BAD.itertuples(index=False)
    for kind in (KINDS if every == "any" else [every])
]


@pytest.fixture
def table(tmp_path, monkeypatch):
    """``table(kind, content)`` loads a table with the columns ``id`` and one of a kind from a file of this content."""
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)

    def load(kind: str, content: bytes) -> pd.DataFrame:
        fields = [{"name": "id", "type": "string"}, {"name": "value", **KINDS[kind]}]
        schema = {"fields": fields, "missingValues": [""], "primaryKey": ["id"]}
        resource = {"name": "t", "path": "t.csv", "profile": tables.TABULAR, "schema": schema}
        (tmp_path / "data" / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
        (tmp_path / "data" / "t.csv").write_bytes(content)
        return tables.load("t")

    return load


def written(cell: str) -> bytes:
    quoted = cell.replace('"', '""')
    return f'id,value\na,"{quoted}"\n'.encode()


@pytest.mark.parametrize(("kind", "cell", "says"), CASES)
def test_a_bad_cell_is_refused_with_its_place(table, kind, cell, says):
    with pytest.raises(tables.TableError) as refused:
        table(kind, written(cell))
    (problem,) = refused.value.problems
    assert problem.startswith("data/t.csv, row 2, column value: ") and says in problem
    assert "\n" not in problem and "\x00" not in problem


@pytest.mark.parametrize(("kind", "cell"), [(kind, cell) for kind, cells in GOOD.items() for cell in cells])
def test_a_good_cell_is_read(table, kind, cell):
    assert table(kind, written(cell))["value"].notna().all()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "required"])
def test_an_empty_cell_is_a_missing_value(table, kind):
    assert table(kind, written(""))["value"].isna().all()


def test_a_clock_that_is_behind_refuses_nothing_of_the_package(monkeypatch):
    class Behind(datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(2001, 1, 1, tzinfo=zone)

    monkeypatch.setattr(cells, "datetime", Behind)
    monkeypatch.chdir(ROOT)
    newest = cells.newest_day(tables.package()["created"])
    assert newest >= tables.load("sources")["date_accessed"].max().date().isoformat()


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "UTC", "Pacific/Kiritimati"])
def test_the_today_of_an_editor_has_come_in_every_time_zone(zone):
    """The second kernel that executes a notebook has another day: it may not refuse what was read today."""
    today = max(date.today().isoformat(), datetime.now(UTC).date().isoformat())
    command = [sys.executable, "-c", "from evidence.cells import newest_day; print(newest_day(None))"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, encoding="utf-8")
    assert done.stdout.strip() >= today, done.stderr


# ------------------------------------------------------------------------------------------------ whole files
PLAIN = "id,value\na,1\nb,\nc,3\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n").encode("utf-8-sig"),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.rstrip("\n").encode(),
        (PLAIN + ",\n,\n").encode(),
        (PLAIN + "\n\n").encode(),
        ("\n" + PLAIN).encode(),
        PLAIN.replace("b,\n", ",\nb,\n\n").encode(),
        PLAIN.replace("\n", ",,\n").encode(),
        PLAIN.replace("a,1", '"a","1"').replace("id,value", '"id","value"').encode("utf-8-sig"),
    ],
    ids=[
        *("mark", "Excel", "old Mac", "no last line end", "blank rows of Excel", "blank lines"),
        *("blank line on top", "blank rows inside", "blank columns", "LibreOffice, all quoted"),
    ],
)
def test_what_a_spreadsheet_adds_changes_nothing(table, tmp_path, content):
    assert table("integer", content).equals(table("integer", PLAIN.encode()))
    table("integer", content)
    assert tables.write_plain() == (["data/t.csv"] if content != PLAIN.encode() else [])
    assert (tmp_path / "data" / "t.csv").read_bytes() == PLAIN.encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PLAIN.replace(",", ";").encode(), ", row 1: the cells are separated by semicolons, not by commas; save it as"),
        (PLAIN.replace(",", "\t").encode(), ", row 1: the cells are separated by tabs, not by commas; save it as"),
        (PLAIN.replace(",", "|").encode(), ", row 1: the cells are separated by bars, not by commas; save it as"),
        (PLAIN.replace(",", ";").encode("utf-8-sig"), ", row 1: the cells are separated by semicolons"),
        ((b'"id";"value"\n"a";"1,5"\n'), ", row 1: the cells are separated by semicolons"),
        (("sep=;\n" + PLAIN.replace(",", ";")).encode(), ", row 1: 'sep=;' is a line for Excel alone"),
        (PLAIN.encode("utf-16"), ": the file is UTF-16, not CSV in UTF-8; save it as"),
        (b"PK\x03\x04rest", ": the file is a workbook"),
        ("id,value\na\xe9,1\n".encode("cp1252"), ", row 2: byte 0xe9 is not valid UTF-8; save it as"),
        (b",id,value\n0,a,1\n", ", row 1, column 1: the column has no name (an index of pandas?"),
        (b"id,Value\na,1\n", ", row 1, column Value: write 'value', not 'Value'"),
        (b"id, value\na,1\n", ", row 1, column  value: write 'value', not ' value'"),
        (b"id,value,Unnamed: 2\na,1,x\n", ", row 1, column Unnamed: 2: the schema has no such column"),
        (b"id,value,value\na,1,1\n", ", row 1: the columns must be id, value, in this order and each once"),
        (b"id,value\na,1\n,,\n,5\n", ", row 4, column id"),
        (b"id,value\na,1,x\n", ", row 2: 3 cells, but the header has 2 columns"),
        (b",,\n,,\n", ": the file is empty; expected the columns id, value"),
        (b"\xef\xbb\xbf", ": the file is empty"),
        (b"id,value\n,\n,\n", ": the table has a header but no rows"),
    ],
)
def test_what_would_be_guessed_at_is_refused(table, content, says):
    with pytest.raises(tables.TableError) as refused:
        table("integer", content)
    assert any(problem.startswith(f"data/t.csv{says}") for problem in refused.value.problems), refused.value.problems
    assert len(refused.value.problems) <= 2


@pytest.mark.parametrize("name", ["bom", "blank_row", "battle_deaths_trailing_comma_rows"])
def test_the_files_of_the_reviewers_are_read(name, tmp_path, monkeypatch):
    assert len(load_as_battle_deaths(name, tmp_path, monkeypatch)) == (3 if name.startswith("battle") else 1)


@pytest.mark.parametrize("name", ["fullwidth_digits", "huge_int", "underscore"])
def test_the_files_of_the_reviewers_are_refused(name, tmp_path, monkeypatch):
    with pytest.raises(tables.TableError, match=r"^data/battle_deaths.csv, row 2, column high: .* integer"):
        load_as_battle_deaths(f"battle_deaths_{name}_first_rows", tmp_path, monkeypatch)


def load_as_battle_deaths(name: str, tmp_path: Path, monkeypatch) -> pd.DataFrame:
    (tmp_path / "data").mkdir()
    for file in ("datapackage.json", "sources.csv"):
        (tmp_path / "data" / file).write_bytes((ROOT / "data" / file).read_bytes())
    (tmp_path / "data" / "battle_deaths.csv").write_bytes((INPUTS / f"{name}.csv").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tables.load("battle_deaths")

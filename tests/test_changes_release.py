"""A newer release taken in: what the report says of it, small, and through executed notebooks of the real book."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from refreshing import BRD_24, ROOT, first_edition, read_rows

from evidence.build import execute
from evidence.changes import command
from evidence.changes.report import compare
from evidence.changes.rows import Cell, Row, releases, rows_changed
from evidence.changes.state import Sheet, from_folder
from evidence.changes.told import headline
from evidence.refresh.__main__ import main as refresh

TABLE = "battle_deaths"
SAID = re.compile(r"\{n\}`([^`<]*) <(\w+)>`")
HEAD = ["year", "deaths", "source_id"]
OLD = [["2015", "1", "ucdp-brd-23-1"], ["2016", "2", "ucdp-brd-23-1"], ["2017", "3", "a-paper"]]


# ------------------------------------------------------------------------------------------ in small
def moved(*rows: list[str]) -> tuple[list[Row], dict]:
    before, after = Sheet(HEAD, OLD), Sheet(HEAD, list(rows))
    return rows_changed(before, after, ["year"]), releases(before, after, ["year"])


def test_the_release_that_all_rows_are_from_now_is_said_once():
    rows = [["2015", "1", "ucdp-brd-24-1"], ["2016", "4", "ucdp-brd-24-1"], OLD[2]]
    assert moved(*rows) == (
        [Row("2016", "revised", (Cell("deaths", "2", "4"),))],
        {"ucdp-brd-23-1": ("ucdp-brd-24-1", 2)},
    )


@pytest.mark.parametrize(
    "sources",
    [
        ("ucdp-brd-24-1", "ucdp-brd-23-1", "a-paper"),  # one of the two
        ("ucdp-brd-24-1", "ucdp-brd-25-1", "a-paper"),  # each its own
        ("another", "another", "a-paper"),  # no release of it
        ("ucdp-brd-23-1", "ucdp-brd-23-1", "another"),
    ],
)
def test_any_other_source_is_a_cell_that_was_revised(sources):
    rows, found = moved(*([*row[:2], source] for row, source in zip(OLD, sources)))
    assert not found
    assert [(row.key, row.cells) for row in rows] == [
        (row[0], (Cell("source_id", row[2], source),)) for row, source in zip(OLD, sources) if row[2] != source
    ]


# ------------------------------------------------------------------------------------------ through the notebooks
@pytest.fixture
def step(tmp_path, run_in) -> tuple[Path, Path]:
    """The book as executed on release 23.1, and the same after `refresh --write` of 24.1 and an update.

    Rows of other tables already name 24.1 as their source, so its row of `sources` stays.
    """
    root, older = tmp_path / "checkout", tmp_path / "older"
    left = shutil.ignore_patterns(".*", "_build", "__pycache__", "tests", "*.egg-info")
    shutil.copytree(ROOT, root, ignore=left)
    first_edition(root)
    shutil.copy(ROOT / "data" / "sources.csv", root / "data")
    assert run_in(root, execute.main).status == 0
    shutil.copytree(root, older, ignore=shutil.ignore_patterns("_build"))
    release = tmp_path / "BattleDeaths_v24_1.csv"
    shutil.copy(BRD_24, release)
    assert run_in(root, refresh, TABLE, "--from", str(release), "--write").status == 0
    assert run_in(root, execute.main).status == 0
    return older, root


def notebooks(root: Path) -> dict[str, dict]:
    paths = [root / "index.ipynb", *sorted((root / "chapters").rglob("*.ipynb"))]
    return {path.relative_to(root).as_posix(): json.loads(path.read_text("utf-8")) for path in paths}


def markup(cell: dict) -> str:
    """What a cell shows; nothing for a number that it hands to the prose."""
    data = [one.get("data", {}) for one in cell.get("outputs", [])]
    shown = (one.get("text/html", one.get("text/plain", "")) for one in data if "text/html" in one or len(one) == 1)
    return "".join("".join(one) for one in shown)


def numbers(notebook: dict) -> Iterator[tuple[int, str, str]]:
    for at, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "markdown":
            for text, key in SAID.findall("".join(cell["source"])):
                yield at, key, text


def rows_shown(html: str) -> list[list[dict]]:
    """The rows behind the states of an exhibit, without the source of each."""
    found = re.findall(r'href="data:text/csv;charset=utf-8,([^"]*)"', html)
    rows = (csv.DictReader(io.StringIO(unquote(one.replace("&#x27;", "'")))) for one in found)
    return [[{name: row[name] for name in row if name != "source_id"} for row in each] for each in rows]


@pytest.mark.prove  # executes most notebooks twice: minutes
def test_the_step_to_24_1_moves_what_reads_it_and_nothing_else(step, run_in):
    older, root = step
    said = run_in(root, command.main, str(older)).out
    assert (
        f"{TABLE}: 4 rows added, 5 rows revised (12 cells), source_id ucdp-brd-23-1 -> ucdp-brd-24-1 in 106 rows"
        in said
    )
    report = compare(from_folder(older, "older"), from_folder(root, "newer"))
    assert [one.name for one in report.tables] == [TABLE, "sources", "revisions"] and not report.unsure
    rows = {row.key for row in report.tables[0].rows}
    revisions = read_rows((ROOT / "data" / "revisions.csv").read_text("utf-8"))
    assert rows == {row["row_id"] for row in revisions if row["table"] == TABLE}

    before, after = notebooks(older), notebooks(root)
    readers = {
        path
        for path, one in after.items()
        if {TABLE, "sources", "revisions"} & set(one["metadata"]["evidence"]["tables"])
    }
    assert {path for path in after if before[path] != after[path]} == readers < set(after)

    differ = {
        (path, cell["id"]): (markup(was), markup(cell))
        for path in after
        for was, cell in zip(before[path]["cells"], after[path]["cells"], strict=True)
        if markup(was) != markup(cell)
    }
    assert len(report.exhibits) == len(differ) > 0
    for change in report.exhibits:
        own = change.exhibit
        cells = [html for (path, _), (_, html) in differ.items() if path == own.notebook]
        assert (own.notebook, own.name) in differ or any(f'"{own.name}"' in html for html in cells), own.name
    with_rows = {cell for cell, (was, now) in differ.items() if rows_shown(was) != rows_shown(now)}
    named = [one.exhibit for one in report.exhibits if one.data]
    assert sorted(one.notebook for one in named) == sorted(path for path, _ in with_rows)

    told = sorted((one.notebook, *number) for one in report.sentences for number in one.numbers)
    assert told == sorted(
        (path, key, was, now)
        for path in after
        for (_, key, was), (_, _, now) in zip(numbers(before[path]), numbers(after[path]), strict=True)
        if was != now
    )
    assert {path for path, *_ in told} <= {
        path for path in readers if TABLE in after[path]["metadata"]["evidence"]["tables"]
    }
    assert headline(report) == ("No number of the first page moved.",)

    evidence = read_rows((root / "data" / "claim_evidence.csv").read_text("utf-8"))
    beneath = {row["claim_id"] for row in evidence if row["table"] == TABLE and row["row_id"] in rows}
    assert {one.claim for one in report.verdicts} == beneath
    assert not (report.orders or report.filed or report.computed or report.wordings or report.code or report.whole)

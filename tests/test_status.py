"""The page on the status of the book: it says of notebooks, tables and tests what is the case."""

import os
import subprocess
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import write_notebook
from evidence import tables
from evidence.build import status
from evidence.build.execute import find_notebooks

ROOT = Path(__file__).resolve().parents[1]


def cells(markup: str) -> list[list[str]]:
    rows = BeautifulSoup(markup, "html.parser").select("tbody tr")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]


def test_every_notebook_of_the_book_is_listed_executed_and_fresh(built_book: Path):
    page = BeautifulSoup((built_book / "chapters" / "appendix" / "status.html").read_text("utf-8"), "html.parser")
    listed = {row[0]: row for row in cells(str(page.select_one("[aria-label='Notebooks']")))}
    assert set(listed) == {path.stem for path in find_notebooks(ROOT)}
    for path in find_notebooks(ROOT):
        code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        assert listed[path.stem][1:3] == [f"{len(code)} of {len(code)}", "yes"]
    rows = {row[0]: row[1] for row in cells(str(page.select_one("[aria-label='Rows and last year of every table']")))}
    assert rows == {name: f"{len(tables.load(name)):,}" for name in tables.names()}


def test_a_notebook_that_was_not_executed_says_so(small_checkout, monkeypatch):
    path = write_notebook(small_checkout, "rain", "x = 1")
    monkeypatch.chdir(small_checkout)
    [row] = cells(status.notebooks([status.Shown(path, "rain.html", 2, 1)]))
    assert row == ["rain", "0 of 1", "no", "–", "2", "1"]


def test_the_day_of_a_change_comes_from_git(small_checkout):
    def git(*words: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        committed = {**os.environ, "GIT_COMMITTER_DATE": "2020-01-02T03:04:05"}
        subprocess.run(["git", *who, *words], cwd=small_checkout, env=committed, check=True, capture_output=True)

    git("init")
    git("add", "data")
    git("commit", "--message", "x")
    assert status.changed(small_checkout, "data/rain.csv") == "2020-01-02"
    (small_checkout / "data" / "rain.csv").write_text("edited", "utf-8")
    assert status.changed(small_checkout, "data/rain.csv") == "not committed"


def test_a_run_of_the_tests_is_told_with_the_content_it_was_of(small_checkout, monkeypatch):
    monkeypatch.chdir(small_checkout)
    assert "were not run" in status.tests()
    status.record_tests(small_checkout, "2026-11-24", {"passed": 2063, "failed": 1, "skipped": 0})
    assert "2026-11-24, 2,063 passed, 1 failed, 0 skipped; of the content of this build" in status.tests()
    (small_checkout / "data" / "rain.csv").write_text("edited", "utf-8")
    assert "were not run" in status.tests(), "what is told is of this content, or nothing is"


@pytest.mark.parametrize("left", ["", '{"content": "x", "co', "[]", '{"content": "x", "day": "2026-11-24"}'])
def test_half_a_record_of_the_tests_is_none_and_stops_no_build(small_checkout, monkeypatch, left):
    monkeypatch.chdir(small_checkout)
    (small_checkout / status.TESTS).parent.mkdir(exist_ok=True)
    (small_checkout / status.TESTS).write_text(left, "utf-8")
    assert "were not run" in status.tests()


@pytest.mark.parametrize("place", ["_build/x", ".git/x", "evidence/__pycache__/x", "x.egg-info/x"])
def test_what_is_made_by_running_is_no_content(small_checkout, place):
    before = status.content(small_checkout)
    (small_checkout / place).parent.mkdir(parents=True, exist_ok=True)
    (small_checkout / place).write_text("x", "utf-8")
    assert status.content(small_checkout) == before
    (small_checkout / "data" / "rain.csv").write_text("edited", "utf-8")
    assert status.content(small_checkout) != before

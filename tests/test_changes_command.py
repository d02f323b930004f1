"""The report of a copy of the real data and of two real chapters, against git, against a folder, in a browser."""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from refreshing import put_back

from conftest import ROOT, write_notebook
from evidence import tables
from evidence.build import execute
from evidence.changes import command, state

CHAPTERS = ("chapters/01-concerns.ipynb", "chapters/03-russia-and-the-taliban.ipynb")
CELL = ("14320,2016,13637,Government – IS,Government of Afghanistan,IS,2100,2141,", "2100,2141,", "2100,2142,")
# The same number as the outputs of both chapters have it: in words, in their CSV, in a picture's title.
SHOWN = {"2,141": "2,142", "%2C2141%2C": "%2C2142%2C"}
WIDTHS = (390, 1280)
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def git(root: Path, *words: str) -> str:
    own = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    return subprocess.run([*own, *words], cwd=root, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A committed checkout with the real data package, modules and two chapters; not to be changed."""
    root = tmp_path_factory.mktemp("whole") / "checkout"
    for folder in ("data", "evidence"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "chapters").mkdir()
    for name in ("requirements.txt", "_toc.yml", ".gitignore", *CHAPTERS):
        shutil.copy(ROOT / name, root / name)
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-qm", "first"]):
        git(root, *words)
    return root


@pytest.fixture
def book(whole, tmp_path) -> Path:
    """A copy of that checkout, to be changed."""
    return shutil.copytree(whole, tmp_path / "checkout")


def corrected(root: Path) -> None:
    """One cell edited by hand: the best estimate of the fight with IS in 2016."""
    path, (row, old, new) = root / "data" / "battle_deaths.csv", CELL
    text = path.read_text("utf-8")
    assert text.count(row) == 1
    path.write_text(text.replace(row, row.replace(old, new)), "utf-8")


def executed(root: Path, shown: dict[str, str]) -> None:
    """What an execution would write into the two chapters."""
    for name in CHAPTERS:
        text = (root / name).read_text("utf-8")
        for old, new in shown.items():
            assert old in text, (name, old)
            text = text.replace(old, new)
        (root / name).write_text(text, "utf-8")


def test_one_cell_edited_by_hand_is_one_cell_and_reverted_it_is_nothing(book, run_in):
    before = {path: path.read_bytes() for path in book.rglob("*") if path.is_file() and ".git" not in path.parts}
    corrected(book)
    run = run_in(book, command.main)
    assert run.status == 0 and run.err == ""
    assert (
        "battle_deaths: 1 row revised (1 cell)\n    dyad_id|year 14320|2016 (Government – IS) · best: [2141 -> 2142]\n"
        in run.out
    )
    moved = sorted(set(tables.load("claim_evidence").query("row_id == '14320|2016'").claim_id))
    assert f"VERDICTS IN QUESTION\n  {moved[0]}: " in run.out
    assert "moved beneath it: battle_deaths 14320|2016 revised" in run.out
    assert f"Verdicts in question: {len(moved)} claims ({', '.join(moved)}); the rule still holds for each" in run.out
    described, claims = len(tables.package()["resources"]), len(tables.load("claims"))
    assert f"{described - 1} of {described} tables of data" in run.out
    assert f"{claims - len(moved)} of {claims} claims" in run.out
    assert f"Mind: these notebooks are stale: {', '.join(CHAPTERS)}." in run.out
    assert "No number of the first page moved, as far as could be told." in run.out
    assert "Everything else is unchanged as far as could be told: " in run.out
    for title in ("NUMBERS", "FIGURES", "OTHER", "FORECASTS", "WORDS"):
        assert f"\n{title}" not in run.out
    git(book, "checkout", "--", "data/battle_deaths.csv")
    again = run_in(book, command.main).out
    assert again.startswith("From commit ") and f"Nothing changed: {described} tables of data" in again
    assert {path: path.read_bytes() for path in before} == before
    assert git(book, "status", "--porcelain") == ""


def test_what_the_cell_moves_is_told_and_nothing_else(book, run_in):
    corrected(book)
    executed(book, SHOWN)
    out = run_in(book, command.main).out
    numbers = out.partition("NUMBERS IN THE PROSE")[2].partition("\n\n")[0]
    assert set(re.findall(r"\[[^\]]*\]", numbers)) == {"[2,141 -> 2,142]"}
    assert [name for name in CHAPTERS if name in numbers] == list(CHAPTERS)
    figures = out.partition("FIGURES WHOSE DATA CHANGED")[2].partition("\n\n")[0]
    named = re.findall(r"^  Figure [13]\.\d ([a-z0-9-]+)", figures, re.MULTILINE)
    assert named == ["isil-battle-deaths", "isil-death-share", "isil-fights"]
    assert "as known in August 2017, data, fight|year government against ISIL|2016 · best: [2141 -> 2142]" in figures
    assert "FORECASTS" not in out and "WORDS AND CODE" not in out


def test_a_new_release_is_four_rows_added_and_five_revised(book, run_in):
    """UCDP BRD 23.1, put together again out of what `revisions` says that 24.1 moved."""
    put_back(book, "battle_deaths")
    older = book.parent / "older"
    shutil.copytree(book, older, ignore=shutil.ignore_patterns(".git"))
    path = older / "data" / "battle_deaths.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with (older / "data" / "revisions.csv").open(encoding="utf-8", newline="") as file:
        moved = [row for row in csv.DictReader(file) if row["table"] == "battle_deaths"]
    by_key = {"|".join(row[:2]): row for row in rows}
    for one in moved:
        if one["column"] == "(row)":
            rows.remove(by_key[one["row_id"]])
        else:
            by_key[one["row_id"]][header.index(one["column"])] = one["was"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    out = run_in(book, command.main, str(older)).out
    assert "battle_deaths: 4 rows added, 5 rows revised (12 cells)" in out
    assert "dyad_id|year 14320|2022 (Government – IS) · best: [252 -> 253] · high: [403 -> 404]" in out
    assert "+ dyad_id|year 14320|2023 · conflict_id: 13637 · " in out
    assert f"From the folder {older} to this folder:" in out


def test_a_folder_needs_no_git_and_without_both_it_is_said_what_does(book, run_in):
    older = book.parent / "older"
    shutil.copytree(book, older, ignore=shutil.ignore_patterns(".git"))
    shutil.rmtree(book / ".git")
    corrected(book)
    assert "battle_deaths: 1 row revised (1 cell)" in run_in(book, command.main, str(older)).out
    run = run_in(book, command.main)
    assert (run.status, run.out) == (
        1,
        "",
    ) and "compare with another revision, or with a folder: BASE=folder" in run.err
    assert run_in(book, command.main, str(older / "chapters")).status == 1
    assert command.in_short(book) == ""


@pytest.mark.parametrize("base", ["no-such-branch", "HEAD~7", "HEAD:data"])
def test_a_revision_that_is_none_is_refused(base, book, run_in):
    run = run_in(book, command.main, base)
    assert (run.status, run.out) == (1, "") and run.err.startswith(f"{base}: ")
    assert not (book / command.PAGE).exists()


def test_a_revision_is_never_taken_for_an_option_of_git(book):
    with pytest.raises(state.StateError, match="no such revision"):
        state.from_revision(book, "--output=planted")
    assert not (book / "planted").exists()


def test_any_revision_and_a_checkout_in_a_folder_of_its_repository(book, run_in):
    outer = book.parent / "outer"
    (outer / "inside").mkdir(parents=True)
    for path in book.iterdir():
        if path.name != ".git":
            shutil.move(path, outer / "inside" / path.name)
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-qm", "first"], ["tag", "edition"]):
        git(outer, *words)
    corrected(outer / "inside")
    git(outer, "commit", "-qam", "second")
    assert "Nothing changed" in run_in(outer / "inside", command.main).out
    assert "battle_deaths: 1 row revised (1 cell)" in run_in(outer / "inside", command.main, "edition").out
    assert "battle_deaths: 1 row revised (1 cell)" in run_in(outer / "inside", command.main, "HEAD~1").out


def test_markdown_alone_is_printed_where_it_is_asked_for(book, run_in):
    corrected(book)
    run = run_in(book, command.main, "--markdown")
    assert run.out.startswith("## What changed\n\nFrom commit ")
    assert "  - dyad\\_id\\|year 14320\\|2016 (Government – IS) · best\\: ~~2141~~ → **2142**\n" in run.out
    assert "\nMind: these notebooks are stale\\: " in run.out and run.err == f"The page: {command.PAGE}\n"


@pytest.mark.slow
def test_an_update_ends_with_what_moved(small_checkout, run_in):
    write_notebook(small_checkout, "rain", "from evidence import tables", "print(tables.load('rain').amount.sum())")
    assert "From commit" not in run_in(small_checkout, execute.main).out, "there is no git"
    (small_checkout / ".gitignore").write_text("_build/\n", "utf-8")
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-qm", "first"]):
        git(small_checkout, *words)
    assert "\n  Nothing changed: 3 tables of data are as they were." in run_in(small_checkout, execute.main).out
    path = small_checkout / "data" / "rain.csv"
    path.write_text(path.read_text("utf-8").replace("2016,2,", "2016,5,"), "utf-8")
    out = run_in(small_checkout, execute.main).out
    assert "  Rows of the tables: rain: 1 row revised (1 cell)\n" in out
    assert "  Other exhibits: texts, rows, order, numbers: 1 register\n" in out
    assert out.endswith(f"{command.MORE}\n")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_shows_figures_before_and_after_and_nothing_sideways(width, book, run_in, watch):
    corrected(book)
    executed(book, SHOWN)
    path = book / "data" / "events.csv"
    planted = "<script>document.title = 'ran'</script><img src=x onerror=document.title='ran'>"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-1], lines[-1].replace(",", f",{planted},", 1)]), "utf-8")
    assert run_in(book, command.main).status == 0
    watched = watch(book.as_uri(), viewport={"width": width, "height": 800})
    page = watched.page
    page.goto((book / command.PAGE).as_uri())
    page.wait_for_load_state("networkidle")
    assert page.title() == "What changed" and page.locator("script").count() == 0
    assert planted in page.locator("main").inner_text()
    assert page.locator("#figures-whose-data-changed .pair").count() == 6, "three figures in two states"
    sizes = page.locator("img").evaluate_all("images => images.map(one => [one.naturalWidth, one.complete])")
    assert len(sizes) >= 8 and all(wide and done for wide, done in sizes)
    left, right = (page.locator(".pair").first.locator("figure").nth(at).bounding_box() for at in (0, 1))
    beside = left["y"] == right["y"] and left["x"] < right["x"]
    assert beside == (width == 1280), "side by side, on a phone one below the other"
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate(WIDER) <= 0
    assert watched.faults == []

"""The page *Re-run this book*: what it names is there, and its recipes work, run from its own text in a copy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
import yaml
from refreshing import BRD_24, changed, put_back

from conftest import ROOT

PAGE = ROOT / "chapters" / "appendix" / "rerun.md"
TEXT = PAGE.read_text("utf-8")
FENCE = re.compile(
    r"^(?P<indent> *)```(?:\{code-block\} )?(?P<kind>\w+)\n(?:\1:caption: (?P<caption>[^\n]+)\n)?(?P<text>.*?)^\1```$",
    re.MULTILINE | re.DOTALL,
)
PLACE = re.compile(r"(?P<path>[\w./]+)(?:, (?P<where>above|below) `(?P<line>.+)`)?")
FILE = re.compile(r"`((?:[\w.-]+/)*[\w.-]*\.(?:py|csv|md|yml|json|ipynb|html)|[\w./-]+/(?:postBuild)?)`")
# By the commands of the page.
MADE = {"_build/html/index.html", "_build/changes/index.html", "_build/teach/", "_build/pdf"}
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
IN_A_COPY = ("data", "evidence", "chapters", "tests")
SINGLE = ("Makefile", "requirements.txt", "pyproject.toml", "_toc.yml", "_config.yml", "index.ipynb", ".gitignore")
SINGLE += ("CITATION.cff", "LICENSE", "README.md", "CONTRIBUTING.md")


class Block(NamedTuple):
    """One block of the page: its kind, the file that it becomes or a part of, its text."""

    kind: str
    caption: str
    text: str


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].partition("\n## ")[0]


def blocks(title: str) -> list[Block]:
    """The blocks of a section in their order, without the indentation of the list they stand in."""
    return [
        Block(one["kind"], one["caption"] or "", re.sub(rf"^{one['indent']}", "", one["text"], flags=re.MULTILINE))
        for one in FENCE.finditer(section(title))
    ]


# ------------------------------------------------------------------------------------------ what it names
def test_every_target_of_make_and_every_variable_is_there():
    targets = {*re.findall(r"\bmake ([a-z]+)", TEXT)}
    assert {"book", "test", "changes", "update", "refresh", "check"} <= targets
    assert not [one for one in targets if not re.search(rf"^{one}:.*## ", MAKEFILE, re.MULTILINE)]
    assert not [one for one in {*re.findall(r"\b([A-Z]{4,})=", TEXT)} if f"$({one})" not in MAKEFILE]


def test_every_file_that_it_names_is_there_or_is_made():
    prose = FENCE.sub("", TEXT)
    named = {*FILE.findall(prose)} - MADE
    assert len(named) >= 8
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_heading_of_contributing_that_it_names_is_there():
    headings = re.findall(r"^## (.+)$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"\*([^*]+)\*(?: in|,) `CONTRIBUTING.md`", " ".join(TEXT.split()))
    assert named and set(named) <= set(headings)


def test_it_is_short():
    assert len(FENCE.sub("", TEXT).split()) <= 900


# ------------------------------------------------------------------------------------------ its recipes
class Copy(NamedTuple):
    """A checkout of a new user, under git, with an environment that runs its own code."""

    root: Path

    def run(self, *command: str) -> str:
        """What a command prints; it has to succeed."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTEST"))}
        own = {"PYTHONPATH": str(self.root), "HOME": str(self.root.parent)}
        done = subprocess.run(command, cwd=self.root, env=outer | own, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def do(self, block: Block) -> str:
        """Do what a block of the page asks for; what it prints."""
        if block.caption:
            return self.put(block)
        return self.run(".venv/bin/python", "-c", block.text) if block.kind == "python" else self.shell(block.text)

    def shell(self, text: str) -> str:
        return self.run("bash", "-e", "-c", text)

    def put(self, block: Block) -> str:
        """Write a file, or put lines above or below the line that the caption names."""
        place = PLACE.fullmatch(block.caption)
        path = self.root / place["path"]
        if not place["where"]:
            path.write_text(block.text, "utf-8")
            return ""
        lines = path.read_text("utf-8").splitlines(keepends=True)
        (at,) = (number for number, line in enumerate(lines) if place["line"] in line)
        lines.insert(at + (place["where"] == "below"), block.text)
        path.write_text("".join(lines), "utf-8")
        return ""

    def touched(self) -> list[str]:
        """Files that differ from the last commit, new ones included."""
        return [line[3:] for line in self.run("git", "status", "--porcelain", "--untracked-files=all").splitlines()]


@pytest.fixture(scope="module")
def committed(tmp_path_factory) -> Path:
    """A whole checkout, committed; not to be changed."""
    root = tmp_path_factory.mktemp("new user") / "checkout"
    for name in IN_A_COPY:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", ".refresh"))
    for name in SINGLE:
        shutil.copy(ROOT / name, root / name)
    put_back(root, "battle_deaths")  # of which the user downloads a newer release
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], cwd=root, check=True)
    return root


@pytest.fixture
def copy(committed, tmp_path) -> Copy:
    """A copy of it, with the packages of this environment, and a release among the downloads of its user."""
    root = shutil.copytree(committed, tmp_path / "checkout", symlinks=True)
    (root / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (root / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    (root / ".venv" / "installed").write_text(f"{root.resolve()}\n", "utf-8")
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    (downloads / "BattleDeaths_v25_1.csv").write_text(changed(BRD_24, newer), "utf-8")
    return Copy(root)


def newer(rows: list[dict]) -> list[dict]:
    """A release after that of the table: the same rows, but for one estimate."""
    rows = [{**row, "version": "25.1"} for row in rows]
    own = next(row for row in rows if (row["dyad_id"], row["year"]) == ("14320", "2016"))
    own["bd_best"] = str(int(own["bd_best"]) + 1)
    return rows


def test_a_changed_row_is_told_and_its_correction_is_one_row_more(copy):
    edit, look, _, enter = blocks("Change one row")
    copy.do(edit)
    assert copy.touched() == ["data/battle_deaths.csv"]
    said = copy.do(look)
    assert "battle_deaths: 1 row revised (1 cell)\n" in said and "VERDICTS IN QUESTION" in said
    assert "these notebooks are stale: " in said and "chapters/01-concerns.ipynb" in said
    before = (copy.root / "data" / "corrections.csv").read_text("utf-8")
    copy.do(enter)
    after = (copy.root / "data" / "corrections.csv").read_text("utf-8")
    assert after.startswith(before) and after.count("\n") == before.count("\n") + 1
    assert ",battle_deaths,14320|2016,best,2141,2142,made," in after


def test_a_release_is_compared(copy):
    said = copy.do(blocks("Take a newer release")[0])
    assert "\nbattle_deaths: no rows added, 1 revised (1 cell), none gone\n" in said and not copy.touched()


def test_a_table_that_is_added_is_checked(copy):
    describe, check = blocks("Add a table")
    copy.do(describe)
    assert "\ndeaths_by_year: " in copy.do(check)
    assert copy.touched() == ["data/datapackage.json", "data/deaths_by_year.csv"]


def test_the_figure_is_drawn_as_it_stands_there():
    (cell,) = blocks("Add a figure")
    shown = {}
    exec(cell.text.replace("figure(\n", "made = figure(\n"), shown)
    assert "isil-deaths-by-year" in shown["made"].html and shown["made"].html.count("data-tip=") >= 5


def test_a_chapter_that_is_added_is_listed_behind_the_last(copy):
    for block in blocks("Add a chapter"):
        copy.do(block)
    files = [one["file"] for one in yaml.safe_load((copy.root / "_toc.yml").read_text("utf-8"))["parts"][0]["chapters"]]
    assert files[-1] == "chapters/07-fights" and len(files) > 6
    assert (copy.root / f"{files[-1]}.ipynb").is_file()


@pytest.mark.prove
def test_a_changed_row_moves_what_reads_it_and_nothing_else(copy):
    edit, look, update, enter = blocks("Change one row")
    copy.do(edit)
    said = copy.do(update)
    assert "data/battle_deaths.csv, 14320 2016, best: 2141 -> 2142" in said and "its old value stands in tests/" in said
    chapters = {name[9:11] for name in copy.touched() if name.startswith("chapters/0")}
    assert chapters == {"01", "03", "06"}
    said = copy.do(look)
    assert "[2,141 -> 2,142]" in said and "notebooks are stale" not in said
    copy.do(enter)
    copy.do(update)
    assert "corrections: 1 row added" in copy.do(look)


@pytest.mark.prove
def test_a_release_is_taken_in(copy):
    _, listed, write = blocks("Take a newer release")
    assert "\nbattle_deaths: UCDP BRD 24.1, fetched from " in f"\n{copy.do(listed)}"
    assert "By hand: data/sources.csv, ucdp-brd-25-1: the citation" in copy.do(write)
    names = ("battle_deaths.csv", "datapackage.json", "revisions.csv", "sources.csv")
    assert copy.touched() == [f"data/{name}" for name in names]


@pytest.mark.prove
def test_an_upstream_that_is_added_makes_its_table(copy):
    copy.do(blocks("Add a table")[0])
    *parts, tried, compare = blocks("Add an upstream")
    for part in parts:
        copy.do(part)
    assert "1 passed" in copy.do(tried)
    assert "\ndeaths_by_year: no rows added, 1 revised (1 cell), none gone\n" in copy.do(compare)


@pytest.mark.prove
def test_a_chapter_that_is_added_says_its_number_and_is_a_page_of_the_book(copy):
    for block in blocks("Add a chapter"):
        copy.do(block)
    assert re.search(r"\[\d+/\d+\] chapters/07-fights\.ipynb  done", copy.shell("make update"))
    notebook = nbformat.read(copy.root / "chapters" / "07-fights.ipynb", as_version=4)
    assert re.search(r"it lists \{n\}`\d+ <fights>`", notebook.cells[0].source)
    copy.shell("make book")
    assert "How many fights does UCDP list?" in (copy.root / "_build/html/chapters/07-fights.html").read_text("utf-8")

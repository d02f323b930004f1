"""The page *Re-run this book*: what it names is there, and its recipes work, run from its own text in a copy."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import nbformat
import pandas as pd
import pytest
import yaml
from refreshing import BRD_24, changed, put_back

from conftest import ROOT
from evidence import tables

PAGE = ROOT / "chapters" / "appendix" / "rerun.md"
TEXT = PAGE.read_text("utf-8")
FENCE = re.compile(
    r"^(?P<indent> *)```(?:\{code-block\} )?(?P<kind>\w+)\n(?:\1:caption: (?P<caption>[^\n]+)\n)?(?P<text>.*?)^\1```$",
    re.MULTILINE | re.DOTALL,
)
PLACE = re.compile(r"(?P<path>[\w./]+)(?:, (?P<where>above|below) `(?P<line>.+)`)?")
FILE = re.compile(r"`((?:[\w.-]+/)*[\w.-]*\.(?:py|csv|md|yml|json|ipynb|html|txt)|[\w./-]+/(?:postBuild)?)`")
# By the commands of the page.
MADE = {"_build/html/index.html", "_build/changes/index.html", "refresh-to-do.txt"}
MADE |= {"_build/teach/", "_build/pdf"}
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
    highest = shown["rows"].set_index("year")["best"].idxmax()
    assert f"peaked in {highest}" in cell.text and f"highest in {highest}." in cell.text


def last_chapter(root: Path) -> str:
    """The name of the last chapter that stands in a checkout, without its ending: '06-hindsight'."""
    return max(path.stem for path in (root / "chapters").glob("0*.ipynb"))


def behind(last: str) -> list[Block]:
    """The blocks of *Add a chapter*, for a book whose last chapter is this one."""
    text = {"07-fights": f"{int(last[:2]) + 1:02}-fights", "06-hindsight": last}
    own = re.compile("|".join(text))
    return [
        Block(one.kind, *(own.sub(lambda found: text[found[0]], part) for part in (one.caption, one.text)))
        for one in blocks("Add a chapter")
    ]


@pytest.mark.parametrize("added", [0, 1])
def test_a_chapter_that_is_added_is_listed_behind_the_last(copy, added):
    """Also once somebody has added one: the recipe names the last of today."""
    for block in behind(last_chapter(copy.root)) * added:
        copy.do(block._replace(text=block.text.replace("-fights", "-before")))
    last = last_chapter(copy.root)
    for block in behind(last):
        copy.do(block)
    files = [one["file"] for one in yaml.safe_load((copy.root / "_toc.yml").read_text("utf-8"))["parts"][0]["chapters"]]
    assert files[-2:] == [f"chapters/{last}", f"chapters/{int(last[:2]) + 1:02}-fights"] and len(files) > 6
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


def test_the_test_of_an_upstream_holds_for_a_table_with_dates(monkeypatch):
    """To which `tables.load` adds the beginning and the end of each."""
    (tried,) = (block for block in blocks("Add an upstream") if block.caption.startswith("tests/"))
    made = tables.load("events").drop(columns=["source_id", "date_start", "date_end"])
    by_year = SimpleNamespace(deaths_by_year=lambda release: made)
    monkeypatch.setitem(sys.modules, "evidence.refresh.by_year", by_year)
    monkeypatch.chdir(ROOT)
    shown = {}
    exec(tried.text.replace('"deaths_by_year"', '"events"'), shown)
    shown["test_the_table_is_what_the_release_says"]()


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
    for block in behind(last_chapter(copy.root)):
        copy.do(block)
    name = last_chapter(copy.root)
    assert re.search(rf"\[\d+/\d+\] chapters/{name}\.ipynb  done", copy.shell("make update"))
    notebook = nbformat.read(copy.root / "chapters" / f"{name}.ipynb", as_version=4)
    assert re.search(r"it lists \{n\}`\d+ <fights>`", notebook.cells[0].source)
    copy.shell("make book")
    assert "How many fights does UCDP list?" in (copy.root / f"_build/html/chapters/{name}.html").read_text("utf-8")


# ------------------------------------------------------------------------------------------ what a newcomer is told
LACKING = {  # what `make check` says of a chapter that has next to nothing, a new claim, an id without a pattern
    "tests/test_reading.py": [
        "{name}: 10 words up to the exercises, without folded boxes; 1200 to 1700 are asked for",
        "{name} has 1 paragraphs; more than 20 are asked for",
        "{name} has no section ['In brief', 'What the article argues', 'Verdicts of this section']",
    ],
    "tests/test_notebooks.py": [
        "{name}.ipynb has 1 figures; 3 to 6 are asked for",
        " lines of code; 8 a line are asked for",
        "chapters/{name}.ipynb: begin with a cell tagged `remove-cell` that names `jupyter trust chapters/{name}",
        "{name}.ipynb has no section “What the record shows”",
        "04-us-russia-rivalry.ipynb lacks ['{{claim}}`C98`'] below “What the record shows”",
    ],
    "tests/test_teach.py": [
        "chapters/{name}.ipynb has no section: add `## Chapter {number}: …` to chapters/teach/plans.md",
        "chapters/{name}.ipynb has no section: add `## Chapter {number}: …` to chapters/teach/key.md",
        "no handout: add a section for ['chapters/{name}'] to chapters/teach/handouts.toml",
        "students get no {name}.ipynb: add a section for chapters/{name} to chapters/teach/handouts.toml",
        "chapters/{name}: it has no section “What the article argues”",
    ],
    "tests/test_exercises.py": [
        "chapter 0{number} asks ['ex-{number}-1']: add rows to EXERCISES in evidence/exercises.py",
        "chapter 0{number} has no exercise of level ['easy', 'medium', 'project']",
    ],
    "tests/test_claims.py": [
        "no sentence names ['C98']: add them to claim_ids in data/article_sentences.csv",
        "data/claims.csv has (claim, sentence) [('C98', 'A01')]: add the claim to claim_ids of the sentence",
    ],
    "tests/test_data_package.py": [
        "data/datapackage.json, events.event_id: an id needs a pattern that begins with ^, or an enum",
    ],
    "tests/test_carried.py": ["data/sources.csv, csrs-2017: its id ends in 2017, but date_published is 2016"],
    "tests/test_audit.py": ["no audit of ['chapters/{name}.ipynb']: write tests/audit_N.py"],
    "tests/test_benchmarks.py": ["['chapters/{name}'] was not measured: run `make bench`, or name it in UNMEASURED"],
}
NO_WORDS = re.compile(r"^E +(?:IndexError|KeyError|AttributeError|TypeError|ValueError).*", re.MULTILINE)


@pytest.fixture
def lacking(copy) -> Copy:
    """A checkout with a chapter as of the recipe, an exercise in it, a claim that nobody names, two rules broken."""
    for block in behind(last_chapter(copy.root)):
        copy.do(block)
    (copy.root / "benchmarks").symlink_to(ROOT / "benchmarks")  # which one test imports
    path = copy.root / "chapters" / f"{last_chapter(copy.root)}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    question = "Which of the fights that UCDP lists do you find in a newspaper of that year?"
    label = f"ex-{int(path.name[:2])}-1"
    exercise = f"```{{exercise}} Find a fight\n:label: {label}\n{question}\n```"
    notebook.cells.append(nbformat.v4.new_markdown_cell(exercise))
    shown = {"text/html": '<figure class="ev-figure" id="fig-fights"></figure>'}
    output = nbformat.v4.new_output("display_data", shown)
    notebook.cells.append(nbformat.v4.new_code_cell("\n".join(["n = 1"] * 20), outputs=[output]))
    nbformat.write(notebook, path)
    claims = copy.root / "data" / "claims.csv"
    frame = pd.read_csv(claims, dtype=str, keep_default_na=False)
    new = frame.iloc[[0]].assign(claim_id="C98", chapter="04-us-russia-rivalry", sentence_ids="A01")
    pd.concat([frame, new]).to_csv(claims, index=False, lineterminator="\n")
    sources = copy.root / "data" / "sources.csv"
    frame = pd.read_csv(sources, dtype=str, keep_default_na=False)
    frame.loc[frame["source_id"] == "csrs-2017", "date_published"] = "2016"
    frame.to_csv(sources, index=False, lineterminator="\n")
    package = copy.root / "data" / "datapackage.json"
    described = json.loads(package.read_text("utf-8"))
    events = next(one for one in described["resources"] if one["name"] == "events")
    del next(one for one in events["schema"]["fields"] if one["name"] == "event_id")["constraints"]["pattern"]
    package.write_text(json.dumps(described), "utf-8")
    return copy


OF_A_CHAPTER = """
main_line numbers_are_few paragraph opens_with asks_for prose_with every_claim every_id every_sentence
day_in_the_id untrusted handout lesson two_plans key_answers student registry each_level point_at without_its_audit
was_measured
"""  # tests that look at a chapter or a claim, by words of their names


@pytest.mark.slow
def test_what_a_chapter_or_a_claim_lacks_is_said_in_words(lacking):
    name = last_chapter(lacking.root)
    asked = ["-m", "not book and not slow and not prove", "-k", " or ".join(OF_A_CHAPTER.split())]
    command = [".venv/bin/python", "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", *asked, *LACKING]
    own = {**os.environ, "PYTHONPATH": str(lacking.root)}
    said = subprocess.run(command, cwd=lacking.root, env=own, capture_output=True, encoding="utf-8").stdout
    wanted = [words.format(name=name, number=int(name[:2])) for words in sum(LACKING.values(), [])]
    assert [words for words in wanted if words not in said] == []
    assert NO_WORDS.findall(said) == []

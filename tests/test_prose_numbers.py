"""Numbers that show themselves: prose holds each value beside its key, an execution writes it, a stale one fails."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, write_notebook
from evidence.build import execute, prose
from evidence.build.execute import find_notebooks
from tests.told import beside, squeezed

ROOT = Path(__file__).resolve().parents[1]
SAY = "from evidence.exhibits import say\nsay(days='{days}', share='12.5%')"


def with_prose(path: Path, *texts: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += map(nbformat.v4.new_markdown_cell, texts)
    nbformat.write(notebook, path)


def prose_of(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


@pytest.mark.slow
def test_an_execution_writes_the_values_and_a_changed_one_shows_in_the_prose(small_checkout, run_in):
    path = write_notebook(small_checkout, "rain", SAY.format(days="1,204"))
    with_prose(path, "## After {n}`? <days>` days\n\nIt was **{n}`? <share>`** ({n}`? <days>`).", "No number.")
    assert run_in(small_checkout, execute.main).status == 0
    told = prose_of(path)
    assert told[1] == "## After {n}`1,204 <days>` days\n\nIt was **{n}`12.5% <share>`** ({n}`1,204 <days>`)."
    assert told[2] == "No number."
    assert run_in(small_checkout, execute.main, "--check").status == 0

    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = SAY.format(days="1,205")
    nbformat.write(notebook, path)
    assert run_in(small_checkout, execute.main).status == 0
    assert prose_of(path)[1].startswith("## After {n}`1,205 <days>` days")

    edited = path.read_text("utf-8").replace("{n}`1,205 <days>` days", "{n}`1,200 <days>` days")
    path.write_text(edited, "utf-8")
    run = run_in(small_checkout, execute.main, "--check")
    assert run.status == 1
    assert "prose of cell 1 says '1,200' for days, which is '1,205'" in run.out


@pytest.mark.slow
def test_a_number_that_no_cell_says_is_refused(small_checkout, run_in):
    path = write_notebook(small_checkout, "rain", SAY.format(days="3"))
    with_prose(path, "{n}`? <nights>` nights")
    before = path.read_bytes()
    run = run_in(small_checkout, execute.main)
    assert run.status == 1 and "prose of cell 1 asks for nights, which no cell says" in run.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("path", find_notebooks(ROOT), ids=lambda path: path.stem)
def test_every_notebook_can_be_read_before_it_is_run(path):
    """No placeholder without its value, and none that says something else than the cells."""
    notebook = nbformat.read(path, as_version=4)
    assert prose.wrong(notebook) == []
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "{glue" not in text
    assert not re.search(r"\{n\}`[^`]*`(?<!>`)", text), "each is written {n}`value <key>`"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_page_shows_the_values_between_their_words_and_no_key(name, built_book: Path):
    page = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
    notebook = nbformat.read(ROOT / name.replace(".html", ".ipynb"), as_version=4)
    for code in page.select("div.cell_input, pre"):
        code.decompose()
    shown = squeezed(page.select_one("article").get_text())
    assert not [key for key in prose.said(notebook) if re.search(rf"\b{key}\b", shown)]
    prose_cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    asked = [one for source in prose_cells for one in beside(source, prose.NUMBER, lambda number: number["value"])]
    assert len(asked) == sum(len(prose.NUMBER.findall(source)) for source in prose_cells) > 30
    assert [one for one in asked if one not in shown] == []

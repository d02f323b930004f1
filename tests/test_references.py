"""References that hold their numbers: {fig}`2.3 <name>` says what the page says; an update writes it."""

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import PAGES, write_notebook
from evidence.build import execute, prose
from evidence.build.freshness import read_inputs, read_numbers

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = {("fig", "tolls"): "2.3", ("tab", "tolls"): "2.1", ("fig", "all-years"): "A.10"}
SHOW = """from IPython.display import HTML
HTML('''{}''')"""
FIGURE = '<figure class="ev-figure" id="fig-{0}" data-figure="{0}"></figure>'
TOC = "format: jb-book\nroot: index\nparts: [{{chapters: [{}]}}]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See {fig}`tolls`.", "See {fig}`2.3 <tolls>`."),
        ("See {fig}`? <tolls>` and {tab}`2.9 <tolls>`.", "See {fig}`2.3 <tolls>` and {tab}`2.1 <tolls>`."),
        ("In {fig}`A.9 <all-years>`", "In {fig}`A.10 <all-years>`"),
        (
            "See {fig}`nothing`, {fig}`2.3 <tolls>`, {n}`3 <tolls>`.",
            "See {fig}`nothing`, {fig}`2.3 <tolls>`, {n}`3 <tolls>`.",
        ),
    ],
)
def test_numbers_are_written_beside_the_names(before, after):
    assert prose.renumbered(before, NUMBERS) == after
    assert prose.renumbered(after, NUMBERS) == after


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{fig}`2.4 <tolls>`", "prose of cell 1 calls tolls Figure 2.4, which is Figure 2.3"),
        ("{tab}`tolls`", "prose of cell 1 refers to tolls without its number, Table 2.1"),
        ("{tab}`all-years`", "prose of cell 1 refers to table all-years, which no page in _toc.yml shows"),
    ],
)
def test_what_is_wrong_is_said_with_the_right_number(text, reason):
    cells = [nbformat.v4.new_markdown_cell(one) for one in ("# Tolls, {fig}`2.3 <tolls>`", text)]
    assert prose.misnumbered(nbformat.v4.new_notebook(cells=cells), NUMBERS) == [reason]


def two_chapters(root: Path, *shown: str) -> tuple[Path, Path]:
    """Two chapters, the first of which names what both show."""
    (root / "_toc.yml").write_text(TOC.format("{file: chapters/01-rain}, {file: chapters/02-sun}"), "utf-8")
    (root / "index.md").write_text("# Weather\n", "utf-8")
    rain = write_notebook(root, "01-rain", SHOW.format("".join(map(FIGURE.format, shown))))
    sun = write_notebook(root, "02-sun", SHOW.format(FIGURE.format("sun")))
    notebook = nbformat.read(rain, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("After {fig}`tolls` see {fig}`sun`."))
    nbformat.write(notebook, rain)
    return rain, sun


@pytest.mark.slow
def test_an_update_writes_the_numbers_and_a_check_refuses_wrong_ones(small_checkout, run_in):
    rain, _ = two_chapters(small_checkout, "tolls")
    assert run_in(small_checkout, execute.main).status == 0
    assert nbformat.read(rain, as_version=4).cells[-1].source == "After {fig}`1.1 <tolls>` see {fig}`2.1 <sun>`."
    assert run_in(small_checkout, execute.main, "--check").status == 0

    notebook = nbformat.read(rain, as_version=4)  # a figure comes before the one that is named
    notebook.cells[1].source = SHOW.format(FIGURE.format("drops") + FIGURE.format("tolls"))
    nbformat.write(notebook, rain)
    assert run_in(small_checkout, execute.main).status == 0
    assert nbformat.read(rain, as_version=4).cells[-1].source == "After {fig}`1.2 <tolls>` see {fig}`2.1 <sun>`."

    rain.write_text(rain.read_text("utf-8").replace("1.2 <tolls>", "1.1 <tolls>"), "utf-8")
    check = run_in(small_checkout, execute.main, "--check")
    wrong = "chapters/01-rain.ipynb is stale: prose of cell 1 calls tolls Figure 1.1, which is Figure 1.2\n"
    assert (check.status, check.out) == (1, wrong)
    before = nbformat.read(rain, as_version=4).metadata.evidence
    update = run_in(small_checkout, execute.main)
    assert update.status == 0 and "nothing to execute" in update.out, "a number costs no execution"
    assert "chapters/01-rain.ipynb: the numbers of figures and tables were written into its prose" in update.out
    assert nbformat.read(rain, as_version=4).metadata.evidence == before
    assert run_in(small_checkout, execute.main, "--check").status == 0


@pytest.mark.slow
def test_a_reference_to_what_no_page_shows_is_refused(small_checkout, run_in):
    two_chapters(small_checkout, "drops")
    run = run_in(small_checkout, execute.main)
    assert run.status == 1
    assert "chapters/01-rain.ipynb: prose of cell 1 refers to figure tolls, which no page in _toc.yml shows" in run.err


@pytest.mark.slow
def test_the_order_of_the_contents_numbers_the_appendix(small_checkout, run_in):
    (small_checkout / "chapters" / "appendix").mkdir()
    for name in ("a", "b"):
        write_notebook(small_checkout, f"appendix/{name}", SHOW.format(FIGURE.format(name)))
    listed = "{file: chapters/appendix/b}, {file: chapters/gone}, {file: chapters/appendix/a}"
    (small_checkout / "_toc.yml").write_text(TOC.format(listed), "utf-8")
    assert run_in(small_checkout, execute.main).status == 0
    assert read_numbers(small_checkout) == {("fig", "b"): "A.1", ("fig", "a"): "A.2"}
    (small_checkout / "_toc.yml").write_text("parts: [", "utf-8")  # the build says what is wrong with it
    assert read_numbers(small_checkout) == {}


def test_the_pages_show_the_numbers_that_the_prose_holds(built_book: Path):
    found = {}
    for name in PAGES:
        page = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
        for label in page.select(".ev-title > .ev-number"):
            kind, _, item = label.find_parent(id=True)["id"].partition("-")
            found[kind, item] = label.get_text().split()[1].removesuffix(".")
    assert found == read_inputs(ROOT).numbers and len(found) > 50

"""Real builds of a small book: the earlier book survives a failure, a warning names its cell, and a rebuild over the
cache gives the pages, and refuses the faults, of a build from nothing."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT, build_in, files, jupyter_book, small_config, started, write_notebook
from evidence.build.book import BuildError, check_clock
from evidence.pages import boxes, incremental

pytestmark = pytest.mark.slow

CONFIG = small_config()
PAGES = ("index", "chapters/rain", "chapters/sun")


@pytest.fixture
def weather(small_checkout):
    """A checkout with a book of one page and two notebooks as numbered chapters; returns the path of the first."""
    (small_checkout / "_config.yml").write_text(CONFIG, "utf-8")
    (small_checkout / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n- numbered: 1\n  chapters: [file: chapters/rain, file: chapters/sun]\n",
        "utf-8",
    )
    (small_checkout / "index.md").write_text("# Weather\n\n(here)=\n## Of today\n", "utf-8")
    add(write_notebook(small_checkout, "sun", "y = 1"), "## A heading without a number")
    return write_notebook(small_checkout, "rain", "x = 1")


def test_the_book_is_built_and_a_failed_build_leaves_it_alone(weather, small_checkout):
    html = small_checkout / "_build" / "html"
    assert build_in(small_checkout).status == 0
    book = files(html)
    assert ".nojekyll" in book  # GitHub Pages would leave out _static

    notebook = nbformat.read(weather, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("See {ref}`nowhere`."))
    nbformat.write(notebook, weather)
    for _ in range(2):  # Sphinx's cache would let the second attempt pass
        run = build_in(small_checkout)
        assert run.status == 1
        assert "chapters/rain.ipynb: markdown cell 1 (See {ref}`nowhere`.): WARNING: undefined label" in run.err
        assert files(html) == book  # though the rebuild shares some of them
    assert [path.name for path in html.parent.iterdir()] == ["html"]

    notebook.cells.pop()
    nbformat.write(notebook, weather)
    assert build_in(small_checkout, "--output", "elsewhere/html").status == 0
    assert (small_checkout / "elsewhere" / "html" / "index.html").is_file()


@pytest.mark.parametrize("place", [".venv-refresh/lib", ".tox", "chapters/.ipynb_checkpoints", "venv", "_build/pdf"])
def test_documents_of_an_environment_in_the_checkout_are_no_pages(weather, small_checkout, place):
    """`make prove` makes .venv-refresh, whose packages bring Markdown of their own: the build read it, and failed."""
    (small_checkout / place).mkdir(parents=True)
    (small_checkout / place / "README.md").write_text("## No title\n\n{ref}`nowhere`\n", "utf-8")
    (small_checkout / place / "rain.ipynb").write_text("{", "utf-8")
    run = build_in(small_checkout)
    assert run.status == 0 and "README" not in run.err
    assert not list((small_checkout / "_build" / "html").rglob("README.html"))


def test_a_note_is_shown_and_a_box_is_folded(weather, small_checkout):
    config = small_checkout / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("incremental]", "incremental, evidence.pages.boxes]"), "utf-8")
    fold = f"```{{admonition}} Later\n:class: {boxes.FOLDED}\nSnow.\n```\n"
    kinds = "".join(f"```{{{kind}}}\nOf {kind}.\n```\n\n" for kind in ("note", "warning", "tip", "seealso"))
    (small_checkout / "index.md").write_text(f"# Weather\n\n{kinds}{fold}", "utf-8")
    assert build_in(small_checkout).status == 0
    page = BeautifulSoup((small_checkout / "_build" / "html" / "index.html").read_text("utf-8"), "html.parser")
    said = [box.get_text(" ", strip=True) for box in page.select("article div.admonition")]
    assert said == ["Note Of note.", "Warning Of warning.", "Tip Of tip.", "See also Of seealso."]
    assert page.select_one("article details.ev-box").get_text(" ", strip=True) == "Later Snow."


def test_ctrl_c_ends_a_build_with_one_line_and_leaves_the_book_alone(weather, small_checkout):
    assert build_in(small_checkout).status == 0
    html = small_checkout / "_build" / "html"
    book = files(html)
    (small_checkout / "index.md").write_text("# Other weather\n", "utf-8")
    command = started(small_checkout, "evidence.build", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert command.stdout.readline() == "Building the pages ...\n"
    os.killpg(command.pid, signal.SIGINT)
    said = command.communicate()
    assert (said[0], said[1].strip()) == ("", "Stopped. What was not finished is as it was before.")
    assert command.returncode == -signal.SIGINT
    assert files(html) == book
    assert build_in(small_checkout).status == 0 and "Other weather" in (html / "index.html").read_text("utf-8")


WRONG = ["yesterday", "", "-5", "1e9", "1.5", "9" * 20, "１７６７２２５６００"]


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_clock_of_the_build_is_named(monkeypatch, said):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    named = re.escape(f"the book was not built: the variable SOURCE_DATE_EPOCH is {said!r}; it must be")
    with pytest.raises(BuildError, match=named):
        check_clock()


def test_a_build_with_a_wrong_clock_ends_with_one_line(weather, small_checkout, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", WRONG[0])
    run = build_in(small_checkout)
    assert run.status == 1 and not (small_checkout / "_build" / "html").exists()
    assert run.err.strip().startswith("the book was not built: the variable SOURCE_DATE_EPOCH is 'yesterday'")
    assert len(run.err.strip().splitlines()) == 1


def test_a_right_clock_of_the_build_is_let_be(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    check_clock()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("OSError(28, 'No space left on device', 'x.html')", "no space is left on the disk (x.html); free some"),
        ("ValueError('the fault itself')", "ValueError: the fault itself"),
    ],
)
def test_a_fault_of_a_build_is_said_in_its_last_line(weather, small_checkout, fault, says):
    module = small_checkout / "evidence" / "faulty.py"
    module.write_text(
        f"def fail(app, env):\n    raise {fault}\ndef setup(app):\n    app.connect('env-updated', fail)\n", "utf-8"
    )
    config = small_checkout / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("incremental]", "incremental, evidence.faulty]"), "utf-8")
    run = build_in(small_checkout)
    assert run.status == 1
    assert run.err.splitlines()[-1].startswith(f"the book was not built: {says}")


@pytest.mark.prove
def test_jupyter_book_by_itself_gives_the_same_book_again_and_again(weather, small_checkout, tmp_path):
    """Slimming starts from raw pages each time: after no edit, after one, after a build that warned."""
    place = tmp_path / "direct"
    html = place / "_build" / "html"
    assert jupyter_book(small_checkout, place).status == 0
    book = files(html)
    assert len(book["_static/all.js"]) > 1000 and ".nojekyll" in book
    assert jupyter_book(small_checkout, place).status == 0
    assert files(html) == book

    before = weather.read_bytes()
    add(weather, "See {ref}`nowhere`.")
    for _ in range(2):  # Sphinx's cache would let the second pass without a word
        assert "undefined label: 'nowhere'" in jupyter_book(small_checkout, place).err
    weather.write_bytes(before)
    assert jupyter_book(small_checkout, place).status == 0
    assert files(html) == book

    shutil.rmtree(html.with_name(".html.raw"))  # someone tidied up
    assert jupyter_book(small_checkout, place).status == 0
    assert files(html) == book


@pytest.mark.prove
def test_other_builders_and_failures_leave_the_book_alone(weather, small_checkout, tmp_path):
    """linkcheck writes beside the pages, dirhtml shares what Sphinx keeps, a failure comes half-way."""
    place = tmp_path / "direct"
    html = place / "_build" / "html"
    assert jupyter_book(small_checkout, place).status == 0
    book = files(html)
    for builder in ("linkcheck", "dirhtml"):
        add(weather, f"Edited before {builder}.")
        assert jupyter_book(small_checkout, place, "--builder", builder).status == 0
        left = files(html)
        assert all(left[name] == content for name, content in book.items()), builder
        assert jupyter_book(small_checkout, place).status == 0
        book = {name: content for name, content in files(html).items() if name not in ("output.json", "output.txt")}
        assert f"Edited before {builder}" in book["chapters/rain.html"].decode()

    before = weather.read_bytes()
    weather.write_text("no notebook", "utf-8")
    assert jupyter_book(small_checkout, place).status != 0
    left = files(html)
    assert all(left[name] == content for name, content in book.items()), "a failed build costs the earlier book"
    weather.write_bytes(before)
    assert jupyter_book(small_checkout, place).status == 0
    again = files(html)
    assert all(again[name] == content for name, content in book.items())


def test_a_folder_that_sphinx_never_wrote_is_not_emptied(weather, small_checkout, tmp_path):
    place = tmp_path / "direct" / "_build" / "html"
    place.mkdir(parents=True)
    (place / "mine.txt").write_text("mine", "utf-8")
    assert jupyter_book(small_checkout, tmp_path / "direct").status == 0
    assert "index.html" in files(place)
    assert files(place)["mine.txt"] == b"mine"


@pytest.mark.prove
def test_jupyter_book_by_itself_gives_the_book_that_make_book_gives(built_book, tmp_path):
    direct = jupyter_book(ROOT, tmp_path)
    assert direct.status == 0 and "WARNING" not in direct.err
    assert files(tmp_path / "_build" / "html") == files(built_book)


@pytest.mark.prove
def test_a_build_names_the_notebooks_that_are_stale(weather, small_checkout, tmp_path):
    config = small_checkout / "_config.yml"
    config.write_text(CONFIG.replace("incremental]", "incremental, evidence.build.sphinx_ext]"), "utf-8")
    notebook = nbformat.read(weather, as_version=4)
    notebook.cells[-1].source = "from evidence import tables; tables.load('rain')"
    nbformat.write(notebook, weather)
    assert build_in(small_checkout, "--execute").status == 0
    assert "stale" not in jupyter_book(small_checkout, tmp_path / "direct").err

    table = small_checkout / "data" / "rain.csv"
    table.write_text(table.read_text("utf-8").replace("2016,2", "2016,3"), "utf-8")
    said = jupyter_book(small_checkout, tmp_path / "direct").err
    assert "chapters/rain.ipynb is stale: table rain changed, read by cell 0; run `make update`" in said
    assert "sun" not in said
    assert build_in(small_checkout).status == 1, "the book that is published is refused"


def add(path: Path, text: str) -> None:
    """Append a Markdown cell to a notebook."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell(text))
    nbformat.write(notebook, path)


@pytest.fixture
def written(small_checkout):
    """Build; returns the pages that Sphinx wrote in this build, or the status if it failed."""

    raw = small_checkout / "_build" / ".html.kept" / "_build" / ".html.raw"

    def written_at() -> dict[str, int]:
        return {page: (raw / f"{page}.html").stat().st_mtime_ns for page in PAGES if (raw / f"{page}.html").exists()}

    def build() -> list[str] | int:
        before = written_at()
        status = build_in(small_checkout).status
        return status or [page for page, at in written_at().items() if at != before.get(page)]

    return build


def content(book: Path) -> dict[str, bytes | list]:
    """Every file of a book. Sphinx leaves words that no page holds any more in its search index, without a page."""
    found = files(book)
    index = json.loads(found.pop("searchindex.js").removeprefix(b"Search.setIndex(").removesuffix(b")"))
    index["terms"] = {word: pages for word, pages in index["terms"].items() if pages != []}
    return found | {"searchindex.js": sorted(index.items())}


def test_rebuilds_after_edits_of_one_page_give_what_a_build_from_nothing_gives(weather, small_checkout, written):
    assert written() == list(PAGES)
    assert written() == []

    add(weather, "It rains.")
    before = weather.read_bytes()
    assert written() == ["index", "chapters/rain"]  # the first page lists the others

    add(weather, "## A heading that the menus show")
    assert written() == list(PAGES)

    weather.write_bytes(before)
    os.utime(weather, (1_500_000_000, 1_500_000_000))  # an older edition is put back
    assert written() == list(PAGES)

    assert build_in(small_checkout, "--output", "cold/html").status == 0
    assert content(small_checkout / "_build" / "html") == content(small_checkout / "cold" / "html")


@pytest.mark.prove  # that a cache hides no fault, the first test above shows of the page that was edited
def test_a_rebuild_refuses_what_a_build_from_nothing_refuses(weather, small_checkout, written):
    add(weather, "See {ref}`here`.")
    assert written() == list(PAGES)
    index = small_checkout / "index.md"
    index.write_text(index.read_text("utf-8").replace("(here)=", ""), "utf-8")
    for _ in range(2):  # the page that is wrong now was not edited, and the cache must not hide it the second time
        assert written() == 1
        assert not (small_checkout / "_build" / ".html.kept").exists()


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: (root / "data" / "rain.csv").write_text("year,amount,source_id\n2015,3,gauge\n", "utf-8"),
        lambda root: (root / "evidence" / "claims.py").open("a").write("# edited\n"),
        lambda root: (root / "_config.yml").open("a").write("author: someone\n"),
        lambda root: (root / "requirements.txt").open("a").write("# edited\n"),
        lambda root: [add(root / "chapters" / f"{name}.ipynb", "Edited.") for name in ("rain", "sun")],
    ],
    ids=["table", "module", "configuration", "packages", "two pages"],
)
def test_anything_but_one_page_starts_from_nothing(weather, small_checkout, edit):
    before = incremental.contents(small_checkout)
    edit(small_checkout)
    assert incremental.edited_page(before, incremental.contents(small_checkout)) is None


def test_which_change_lets_the_cache_be_used():
    before = {"index.md": "1", "chapters/a.ipynb": "1", "data/a.csv": "1"}
    assert incremental.edited_page(before, before) == ""
    assert incremental.edited_page(before, before | {"index.md": "2"}) == "index.md"
    assert incremental.edited_page(before, before | {"chapters/b.ipynb": "1"}) is None  # a new page
    assert incremental.edited_page(before, {"index.md": "1", "data/a.csv": "1"}) is None  # a page gone
    assert incremental.edited_page(before, before | {"data/a.csv": "2"}) is None


def test_the_inputs_are_all_files_but_those_that_no_page_depends_on(small_checkout):
    for name in ("_build/x", "tests/x.py", ".git/x", "chapters/.ipynb_checkpoints/x.ipynb", "notes.txt"):
        (small_checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (small_checkout / name).write_text("x", "utf-8")
    names = set(incremental.contents(small_checkout))
    assert {"notes.txt", "data/rain.csv", "evidence/claims.py", "requirements.txt"} <= names
    assert not [name for name in names if name.startswith(("_build", "tests", ".")) or "checkpoints" in name]

"""Real builds of a small book: the earlier book survives a failure, and a warning names its cell."""

import nbformat
import pytest

from conftest import write_notebook
from evidence.publish.build import main

CONFIG = 'title: Weather\nonly_build_toc_files: true\nexecute:\n  execute_notebooks: "off"\n'


@pytest.fixture
def weather(small_checkout):
    """A checkout with a book of one page and one notebook; returns the path of the notebook."""
    (small_checkout / "_config.yml").write_text(CONFIG, "utf-8")
    (small_checkout / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/rain\n", "utf-8"
    )
    (small_checkout / "index.md").write_text("# Weather\n", "utf-8")
    return write_notebook(small_checkout, "rain", "x = 1")


def test_the_book_is_built_and_a_failed_build_leaves_it_alone(weather, small_checkout, run_in):
    html = small_checkout / "_build" / "html"
    assert run_in(small_checkout, main).status == 0
    page = (html / "chapters" / "rain.html").read_bytes()

    notebook = nbformat.read(weather, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("See {ref}`nowhere`."))
    nbformat.write(notebook, weather)
    for _ in range(2):  # Sphinx's cache would let the second attempt pass
        run = run_in(small_checkout, main)
        assert run.status == 1
        assert "chapters/rain.ipynb: markdown cell 1 (See {ref}`nowhere`.): WARNING: undefined label" in run.err
        assert (html / "chapters" / "rain.html").read_bytes() == page
    assert [path.name for path in html.parent.iterdir()] == ["html"]

    notebook.cells.pop()
    nbformat.write(notebook, weather)
    assert run_in(small_checkout, main, "--output", "elsewhere/html").status == 0
    assert (small_checkout / "elsewhere" / "html" / "index.html").is_file()

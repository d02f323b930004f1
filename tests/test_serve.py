"""`make serve` on a small book, over HTTP: what is saved is seen, what is wrong is not, what builds is loaded anew."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from conftest import small_config, write_notebook
from evidence.build.serve import must_start_anew

pytestmark = pytest.mark.slow

CONFIG = small_config()
LOOKS = 3000  # a tenth of a second apart: what has not happened then never will


class Server:
    """A running `make serve`: its pages, and what it has printed."""

    def __init__(self, root: Path, log: Path):
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "evidence.build.serve", "--port", "0"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def page(self, name: str) -> str:
        address = re.findall(r"http://127\.0\.0\.1:\d+/", self.said())[-1]
        with urllib.request.urlopen(address + name) as answer:
            return answer.read().decode("utf-8")

    def wait(self, condition) -> None:
        """Until a condition holds that may fail for an error of the network or the file system at first."""
        for _ in range(LOOKS):
            try:
                if condition():
                    return
            except (OSError, IndexError):
                pass
            time.sleep(0.1)
        pytest.fail(f"it never happened; the server said:\n{self.said()}")


@pytest.fixture
def server(small_checkout, tmp_path):
    (small_checkout / "_config.yml").write_text(CONFIG, "utf-8")
    (small_checkout / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/rain\n", "utf-8"
    )
    (small_checkout / "index.md").write_text("# Weather\n", "utf-8")
    write_notebook(small_checkout, "rain", "x = 1")
    running = Server(small_checkout, tmp_path / "log")
    yield running
    running.process.terminate()
    running.process.wait()


def test_what_is_saved_is_served(server, small_checkout):
    index, chapter = small_checkout / "index.md", small_checkout / "chapters" / "rain.ipynb"
    server.wait(lambda: "<h1>Weather" in server.page("index.html"))

    index.write_text("# Weather\n\nIt rains.\n", "utf-8")
    server.wait(lambda: "It rains." in server.page("index.html"))

    index.write_text("# Weather\n\nIt pours. {ref}`nowhere`\n", "utf-8")
    server.wait(lambda: "undefined label: 'nowhere'" in server.said())
    assert "It rains." in server.page("index.html")

    index.write_text("# Weather\n\nIt pours.\n", "utf-8")
    server.wait(lambda: "It pours." in server.page("index.html"))

    notebook = nbformat.read(chapter, as_version=4)
    notebook.cells[-1].source = "print(6 * 7)"
    nbformat.write(notebook, chapter)
    server.wait(lambda: "42" in server.page("chapters/rain.html"))
    builds = server.said().count("Building the pages")
    index.write_text("# Weather\n\nIt cleared.\n", "utf-8")
    server.wait(lambda: "It cleared." in server.page("index.html"))
    assert server.said().count("Building the pages") == builds + 1, "an execution is no edit"

    with (small_checkout / "evidence" / "build" / "book.py").open("a", encoding="utf-8") as module:
        module.write('\nprint("The new build")\n')
    server.wait(lambda: "The new build" in server.said())
    index.write_text("# Weather\n\nIt stopped.\n", "utf-8")
    server.wait(lambda: "It stopped." in server.page("index.html"))
    assert server.process.poll() is None


@pytest.mark.parametrize(
    ("changed", "anew"),
    [("chapters/rain.ipynb", False), ("data/rain.csv", False), ("evidence/tables.py", True), ("_config.yml", True)],
)
def test_only_an_edit_of_what_was_imported_starts_the_server_anew(changed, anew):
    before = {"chapters/rain.ipynb": "1", "data/rain.csv": "1", "evidence/tables.py": "1", "_config.yml": "1"}
    assert must_start_anew(before, before | {changed: "2"}) is anew
    assert must_start_anew(before, {name: content for name, content in before.items() if name != changed}) is anew

"""What is no file, in any folder of a checkout, stops no build, no look at what is stale, and no server."""

import os
import socket
from pathlib import Path

import pytest

from conftest import build_in, jupyter_book, small_config, write_notebook
from evidence.build import execute, status
from evidence.content import hashes, no_files
from evidence.pages import incremental
from evidence.pages.incremental import contents

pytestmark = pytest.mark.slow

CONFIG = small_config("evidence.build.sphinx_ext")
NAMES = ("odd", ".#odd.py", "odd.py", "odd.csv", "odd.ipynb", ".#odd.ipynb", "odd.md", "odd.svg")
FOLDERS = (".", "chapters", "data", "evidence", "evidence/build", "evidence/pages/static")


@pytest.fixture
def littered(small_checkout, monkeypatch):
    """A checkout with odd things of all kinds, under names of all kinds, in all folders."""
    (small_checkout / "_config.yml").write_text(CONFIG, "utf-8")
    (small_checkout / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/rain\n", "utf-8"
    )
    (small_checkout / "index.md").write_text("# Weather\n", "utf-8")
    write_notebook(small_checkout, "rain", "from evidence import tables\nprint(len(tables.load('rain')))")
    kinds = {
        "link": lambda path: path.symlink_to("nowhere"),
        "pipe": os.mkfifo,
        "socket": bound,
        "folder": lambda path: path.mkdir(),
        "loop": lambda path: path.symlink_to(path.name),
    }
    for folder in FOLDERS:
        monkeypatch.chdir(small_checkout / folder)  # an address of a socket is short
        for name in NAMES:
            for kind, make in kinds.items():
                make(Path(name.replace("odd", f"odd-{kind}")))
    monkeypatch.chdir(small_checkout)
    return small_checkout


def bound(path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def test_odd_files_stop_nothing(littered, run_in, tmp_path):
    update = run_in(littered, execute.main)
    assert update.status == 0, update.err
    assert run_in(littered, execute.main, "--check").status == 0
    assert not [name for name in contents(littered) if "odd-" in name]
    assert status.content(littered)
    built = build_in(littered, "--execute")
    assert built.status == 0, built.err
    direct = jupyter_book(littered, tmp_path / "direct")
    assert direct.status == 0, direct.err
    assert "<h1>Weather" in (littered / "_build" / "html" / "index.html").read_text("utf-8")


def test_what_is_no_file_is_told_from_what_is(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.md").write_text("a", "utf-8")
    for name, target in {"file": "elsewhere/a.md", "folder": "elsewhere", "up": ".", "gone": "nowhere"}.items():
        (tmp_path / name).symlink_to(target)
    os.mkfifo(tmp_path / "pipe")
    assert no_files(tmp_path, set()) == ["gone", "pipe", "up"]
    assert hashes(tmp_path, set()).keys() == {"elsewhere/a.md", "file"}


def test_a_file_that_goes_away_while_it_is_read_is_passed_over(small_checkout, monkeypatch):
    (small_checkout / "gone.txt").write_text("x", "utf-8")
    real = type(small_checkout).read_bytes

    def read_bytes(path):
        if path.name == "gone.txt":
            raise FileNotFoundError(path)
        return real(path)

    monkeypatch.setattr(type(small_checkout), "read_bytes", read_bytes)
    assert "gone.txt" not in hashes(small_checkout, set())


def test_a_template_is_kept_under_a_name_that_is_no_utf_8(tmp_path):
    """As the letter in a folder's name is where the encoding of the machine has none for it."""
    kept = incremental.Compiled(str(tmp_path))
    keys = {kept.get_cache_key("page.html", f"/books/{folder}/page.html") for folder in ("\udce4", "\udcf6", "a")}
    assert len(keys) == 3

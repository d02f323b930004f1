"""Builds of one checkout wait for one another and say so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import build_in, small_config, write_notebook
from evidence.build import made
from evidence.build.book import BOOK, kept_beside
from evidence.waiting import Alone

pytestmark = pytest.mark.slow

CONFIG = small_config()
JUPYTER_BOOK = str(Path(sys.executable).with_name("jupyter-book"))


@pytest.fixture
def weather(small_checkout) -> Path:
    (small_checkout / "_config.yml").write_text(CONFIG, "utf-8")
    (small_checkout / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/rain\n", "utf-8"
    )
    (small_checkout / "index.md").write_text("# Weather\n", "utf-8")
    write_notebook(small_checkout, "rain", "x = 1")
    return small_checkout


def start(root: Path, *command: str) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-m", "evidence.build"),
        (sys.executable, "-m", "evidence.build", "--execute"),
        (sys.executable, "-m", "evidence.build.execute"),
        (JUPYTER_BOOK, "build", "."),
    ],
    ids=["build", "book", "update", "jupyter-book"],
)
def test_a_build_waits_for_another_and_says_so(weather, command):
    before = (weather / "chapters" / "rain.ipynb").read_bytes()
    with Alone(weather / "_build"):
        waiting = start(weather, *command)
        assert waiting.stderr.readline() == "Another build is at work here; waiting for it to end ...\n"
        assert waiting.poll() is None
        assert not (weather / "_build" / "html" / "index.html").exists()
        assert (weather / "chapters" / "rain.ipynb").read_bytes() == before
    assert waiting.stderr.read() is not None and waiting.wait() == 0


@pytest.mark.parametrize("module", ["pdf", "teach", "release"])
def test_what_is_made_of_the_book_waits_for_a_build_and_then_takes_its_book(weather, module):
    """`make serve` beside it may build: what the book was made of is not known until that ends."""
    assert build_in(weather, "--execute").status == 0
    kept = kept_beside(weather / BOOK)
    with Alone(weather / "_build"):
        kept.rename(kept.with_name("as a build takes it"))
        waiting = start(weather, sys.executable, "-m", f"evidence.build.{module}")
        assert waiting.stderr.readline() == "Another build is at work here; waiting for it to end ...\n"
        kept.with_name("as a build takes it").rename(kept)
    assert "is not the book of this checkout" not in waiting.communicate()[1]


def test_the_server_does_not_build_again_what_another_command_built(weather):
    """Its look at the book meets that command's build half way, when the book seems to be of no state at all."""
    assert build_in(weather, "--execute").status == 0
    kept = kept_beside(weather / BOOK)
    code = "import sys; from evidence.build import serve; sys.exit(serve.catch_up())"
    with Alone(weather / "_build"):
        kept.rename(kept.with_name("as a build takes it"))
        waiting = start(weather, sys.executable, "-c", code)
        assert waiting.stderr.readline() == "Another build is at work here; waiting for it to end ...\n"
        kept.with_name("as a build takes it").rename(kept)
    assert waiting.communicate() == ("", "") and waiting.returncode == 0


def test_no_build_replaces_the_book_while_something_is_made_of_it(weather, monkeypatch):
    assert build_in(weather, "--execute").status == 0
    monkeypatch.chdir(weather)
    with made.checkout() as (root, _):
        assert root.samefile(weather)
        waiting = start(weather, sys.executable, "-m", "evidence.build")
        assert waiting.stderr.readline() == "Another build is at work here; waiting for it to end ...\n"
    assert waiting.communicate()[1] == "" and waiting.returncode == 0


@pytest.mark.prove
def test_several_builds_at_once_give_one_book(weather):
    commands = [(sys.executable, "-m", "evidence.build", "--execute")] * 2 + [(JUPYTER_BOOK, "build", ".")] * 2
    builds = [start(weather, *command) for command in commands]
    said = [build.communicate()[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0, 0], said
    assert "<h1>Weather" in (weather / "_build" / "html" / "index.html").read_text("utf-8")


def test_a_look_waits_for_nobody(weather):
    with Alone(weather / "_build"):
        look = start(weather, sys.executable, "-m", "evidence.build.execute", "--check")
        assert look.communicate()[1] == "" and look.returncode == 1


def test_a_build_that_was_killed_holds_nothing(weather):
    code = (
        "from pathlib import Path; from evidence.waiting import Alone; Alone(Path('_build')).wait(); print(flush=True)"
    )
    killed = subprocess.Popen([sys.executable, "-c", code + "; input()"], cwd=weather, stdout=-1, stdin=-1)
    killed.stdout.readline()
    killed.kill()
    killed.wait()
    done = start(weather, sys.executable, "-m", "evidence.build.execute")
    assert done.communicate()[1] == "" and done.returncode == 0

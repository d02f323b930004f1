"""A build or an update that is killed leaves every notebook and table whole, and the next one gives what a run gives
that nobody killed. The moment is no time of the clock: it is one of the changes that the run makes to files."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import files, make_small_checkout, small_config, write_notebook

pytestmark = pytest.mark.prove
MOMENTS = 6
# Run as a program: a module, and after how many changes to files it is killed (0: never; it says how many there were).
PROGRAM = """
import atexit, os, runpy, signal, sys
sys.argv, last = sys.argv[1:-1], int(sys.argv[-1])
CHANGES, made = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.copyfile"}, 0

def count(event, given):
    global made
    if event in CHANGES or event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR):
        made += 1
        if made == last:
            os.kill(os.getpid(), signal.SIGKILL)

atexit.register(lambda: print("changes:", made))
sys.addaudithook(count)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module", params=["evidence.build --execute", "evidence.build.execute"])
def command(request) -> list[str]:
    return request.param.split()


def run(root: Path, command: list[str], last: int = 0) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    program = [sys.executable, "-c", PROGRAM, *command, str(last)]
    return subprocess.run(program, cwd=root, env=environment, capture_output=True, encoding="utf-8")


def weather(root: Path) -> Path:
    """A checkout with a book whose notebooks were never executed."""
    make_small_checkout(root)
    (root / "_config.yml").write_text(small_config(), "utf-8")
    chapters = "chapters: [file: chapters/rain, file: chapters/sun]"
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nparts:\n- numbered: 1\n  {chapters}\n", "utf-8")
    (root / "index.md").write_text("# Weather\n", "utf-8")
    for name in ("rain", "sun"):
        write_notebook(root, name, f"from evidence import tables\ntables.load('{name}')['amount'].sum()")
    return root


def made(root: Path) -> dict[str, bytes]:
    """What a reader or an author gets: notebooks, tables and pages."""
    own = {path: content for path, content in files(root).items() if path.startswith(("chapters/", "data/"))}
    book = root / "_build" / "html"
    return own | ({f"book/{path}": content for path, content in files(book).items()} if book.exists() else {})


def test_killed_at_any_change_of_a_file(command, tmp_path):
    untouched, root = weather(tmp_path / "untouched"), tmp_path / "checkout"
    shutil.copytree(untouched, root)
    before, done = made(root), run(root, command)
    assert done.returncode == 0, done.stderr
    after, changes = made(root), int(done.stdout.split("changes: ")[1])
    assert after != before and changes > 2 * MOMENTS
    for last in sorted(random.Random(22).sample(range(1, changes), MOMENTS)):
        shutil.rmtree(root)
        shutil.copytree(untouched, root)
        assert run(root, command, last).returncode == -signal.SIGKILL
        left = {name: content for name, content in made(root).items() if name.endswith((".ipynb", ".csv", ".json"))}
        torn = [name for name, content in left.items() if content not in (before.get(name), after.get(name))]
        assert torn == [], f"killed at change {last} of {changes}"
        again = run(root, command)
        assert again.returncode == 0, again.stderr
        assert made(root) == after, f"killed at change {last} of {changes}"

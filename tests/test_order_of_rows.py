"""No number of the book depends on the order in which the rows of a table stand in its file."""

import json
import subprocess
import sys

import nbformat
import pytest

from conftest import ROOT
from evidence.build import prose
from evidence.build.execute import find_notebooks

pytestmark = pytest.mark.prove

SAID = {path: prose.said(nbformat.read(path, as_version=4)) for path in find_notebooks(ROOT)}
NUMBERED = [path for path, texts in SAID.items() if texts]


def test_most_notebooks_say_numbers():
    assert len(NUMBERED) > 15 and ROOT / "index.ipynb" in NUMBERED


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_rows_in_another_order_give_the_same_numbers(path):
    command = [sys.executable, "-m", "tests.shuffled", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert {key: text for key, text in found.items() if text != SAID[path].get(key)} == {}
    assert found.keys() == SAID[path].keys()

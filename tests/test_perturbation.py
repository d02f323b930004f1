"""The same bytes on every processor: outputs do not change when every fraction in them moves by one part in 10^12."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from evidence.build.execute import find_notebooks
from evidence.build.freshness import code_cells

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find_notebooks(ROOT)
IN_THE_GATE = "number"  # how the number was made; the others before a release
WITHOUT_FRACTIONS = {"claims", "corrections", "sources", "statements", "trace"}  # words and counts alone


@pytest.fixture
def run(tmp_path):
    """Outputs of a notebook, executed after a piece of code, and what a last expression gives."""

    def outputs(path: Path, first: str, last: str) -> tuple[list, str]:
        startup = tmp_path / "profile_default" / "startup"
        startup.mkdir(parents=True, exist_ok=True)
        (startup / "first.py").write_text(first, "utf-8")
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=None, kernel_name="python3", coalesce_streams=True)
        client.resources = {"metadata": {"path": str(path.parent)}}
        environment = {**os.environ, "IPYTHONDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        with client.setup_kernel(env=environment):
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [], None
                    client.execute_cell(cell, index)
            message = client.kc.execute("", silent=True, user_expressions={"last": last})
            reply = client.wait_for_reply(message)
        return [cell.outputs for cell in code_cells(notebook)], reply["content"]["user_expressions"]["last"]

    return outputs


INSTALL = "from tests import perturbation\nperturbation.install()\n"
MOVED = "perturbation.moved / perturbation.installed"  # no number where it was not installed wholly


def _in_its_tier(path: Path):
    return path if path.stem == IN_THE_GATE else pytest.param(path, marks=pytest.mark.prove)


@pytest.mark.parametrize("path", list(map(_in_its_tier, NOTEBOOKS)), ids=lambda path: path.stem)
def test_moving_every_fraction_changes_no_byte(path, run):
    committed = [cell.outputs for cell in code_cells(nbformat.read(path, as_version=4))]
    found, moved = run(path, INSTALL, MOVED)
    assert moved["status"] == "ok", "the perturbation was not installed"
    assert (float(moved["data"]["text/plain"]) > 0) != (path.stem in WITHOUT_FRACTIONS)
    differing = [number for number, (old, new) in enumerate(zip(committed, found)) if old != new]
    assert not differing, f"{path.name}: cells {differing} show more digits than a processor can be held to"


@pytest.mark.prove
def test_the_perturbation_is_seen_where_nothing_rounds(run):
    """Were `settled` to hand a value on as it is, the outputs would differ with and without it: the test can fail."""
    path = ROOT / "chapters" / "02-kabul-moscow-ties.ipynb"
    unrounded = "from evidence import precision\nprecision.settled = lambda value, decimals=None: value\n"
    plain, _ = run(path, unrounded, "0")
    found, moved = run(path, unrounded + INSTALL, MOVED)
    assert moved["status"] == "ok" and float(moved["data"]["text/plain"]) > 0
    assert plain != found

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
WITH_MODELS = {"number"}  # of them; that of chapter 5 is the longest
WITHOUT_FRACTIONS = {
    "claims",
    "corrections",
    "sources",
    "statements",
    "trace",
}  # words and counts alone


@pytest.fixture
def run(tmp_path):
    """Outputs of a notebook, executed after a piece of code, and what a last expression gives."""

    def outputs(path: Path, first: str, last: str) -> tuple[list, str]:
        startup = tmp_path / "profile_default" / "startup"
        startup.mkdir(parents=True)
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


def _held_to(path: Path):
    """A notebook with models always, the others before a release."""
    return path if path.stem in WITH_MODELS else pytest.param(path, marks=pytest.mark.prove)


@pytest.mark.parametrize("path", list(map(_held_to, NOTEBOOKS)), ids=lambda path: path.stem)
def test_moving_every_fraction_changes_no_byte(path, run):
    committed = [cell.outputs for cell in code_cells(nbformat.read(path, as_version=4))]
    found, moved = run(
        path, "from tests import perturbation\nperturbation.install()\n", "perturbation.moved / perturbation.installed"
    )
    assert moved["status"] == "ok", "the perturbation was not installed"
    assert (float(moved["data"]["text/plain"]) > 0) or path.stem in WITHOUT_FRACTIONS
    differing = [number for number, (old, new) in enumerate(zip(committed, found)) if old != new]
    assert not differing, f"{path.name}: cells {differing} show more digits than a processor can be held to"


@pytest.mark.prove
def test_the_perturbation_is_seen_where_nothing_rounds(run, tmp_path):
    """Were `settled` to hand a value on as it is, the outputs would differ: this test can fail."""
    path = ROOT / "chapters" / "02-kabul-moscow-ties.ipynb"
    committed = [cell.outputs for cell in code_cells(nbformat.read(path, as_version=4))]
    first = (
        "from evidence import precision\nprecision.settled = lambda value, decimals=None: value\n"
        "from tests import perturbation\nperturbation.install()\n"
    )
    found, _ = run(path, first, "perturbation.moved")
    assert committed != found

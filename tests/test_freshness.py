"""Pure parts of execution: hashes, the reasons why a notebook is stale, cleaning."""

import copy
import dataclasses

import nbformat
import pytest

from conftest import ROOT
from evidence import tables
from evidence.build.freshness import Inputs, Used, clean, read_inputs, record, stale_reasons

INPUTS = Inputs(
    files={"evidence/tables.py": "a1", "evidence/other.py": "b1", "requirements.txt": "c1"},
    tables={"rain": "d1", "sun": "e1", "the list of tables": "f1"},
)
USED = Used(files=["evidence/tables.py", "requirements.txt"], tables={"rain": 1, "the list of tables": 2})


@pytest.fixture
def notebook():
    """A fresh notebook: three code cells around a text, the second of which read the table rain."""
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(f"x = {n}", execution_count=n + 1) for n in range(3)]
    made.cells.insert(1, nbformat.v4.new_markdown_cell("# Rain"))
    clean(made).metadata["evidence"] = nbformat.from_dict(record(made, INPUTS, USED))
    return made


def changed(**parts) -> Inputs:
    return dataclasses.replace(INPUTS, **{name: {**getattr(INPUTS, name), **new} for name, new in parts.items()})


def test_a_notebook_whose_inputs_are_as_they_were_is_fresh(notebook):
    assert stale_reasons(notebook, INPUTS) == []


def test_text_may_change(notebook):
    notebook.cells[1].source = "# Snow"
    assert stale_reasons(notebook, INPUTS) == []


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (changed(tables={"rain": "d2"}), "table rain changed, read by cell 1"),
        (changed(tables={"rain": ""}), "table rain is gone, read by cell 1"),
        (changed(tables={"the list of tables": "f2"}), "the list of tables changed, read by cell 2"),
        (changed(files={"evidence/tables.py": "a2"}), "evidence/tables.py changed"),
        (changed(files={"evidence/tables.py": ""}), "evidence/tables.py is gone"),
        (changed(files={"requirements.txt": "c2"}), "requirements.txt changed"),
    ],
)
def test_the_reason_names_what_changed(notebook, inputs, reason):
    assert stale_reasons(notebook, inputs) == [reason]


@pytest.mark.parametrize("inputs", [changed(tables={"sun": "e2"}), changed(files={"evidence/other.py": "b2"})])
def test_what_a_notebook_does_not_use_may_change(notebook, inputs):
    assert stale_reasons(notebook, inputs) == []


def test_an_edited_cell_is_named_by_its_number_among_code_cells(notebook):
    notebook.cells[2].source = "x = 10"
    assert stale_reasons(notebook, INPUTS) == ["code of cell 1 changed"]


def test_an_added_cell_is_noticed(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell("y = 1", execution_count=4))
    assert stale_reasons(notebook, INPUTS) == ["it has 4 code cells and had 3 when it was executed"]


def test_a_record_edited_by_hand_is_noticed(notebook):
    notebook.metadata.evidence.tables.rain = 2
    assert stale_reasons(notebook, INPUTS) == ["what it keeps in metadata.evidence was edited by hand"]


@pytest.mark.parametrize("kept", [None, {}, [], "text", {"hash": "x"}, {"hash": "x", "tables": 3, "parts": {}}])
def test_a_missing_or_broken_record_is_stale(notebook, kept):
    notebook.metadata["evidence"] = kept
    assert stale_reasons(notebook, INPUTS) == ["it keeps no record of its execution in metadata.evidence"]


def test_a_cleared_cell_is_stale(notebook):
    notebook.cells[2].execution_count = None
    assert stale_reasons(notebook, INPUTS) == ["cell 1 was not executed"]


def test_cells_run_out_of_order_are_stale(notebook):
    notebook.cells[2].execution_count = 7
    assert stale_reasons(notebook, INPUTS) == ["cell 1 was executed out of order"]


def test_an_empty_code_cell_needs_no_execution(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell(" "))
    notebook.metadata["evidence"] = record(notebook, INPUTS, USED)
    assert stale_reasons(notebook, INPUTS) == []


def test_timings_and_versions_of_an_editor_are_noticed_and_removed(notebook):
    tidy = copy.deepcopy(notebook)
    notebook.metadata.language_info["version"] = "3.11.7"
    notebook.cells[0].metadata["execution"] = {"iopub.execute_input": "2026-11-22T10:00:00Z"}
    assert stale_reasons(notebook, INPUTS) == ["its metadata holds what an editor left there (timings, versions)"]
    assert clean(notebook) == tidy


def test_inputs_are_the_modules_the_pins_and_the_tables(small_checkout):
    inputs = read_inputs(small_checkout)
    assert {"evidence/tables.py", "evidence/build/freshness.py", "requirements.txt"} <= inputs.files.keys()
    assert inputs.tables.keys() == {"sources", "rain", "sun", "the list of tables"}


def test_a_comment_among_the_pins_changes_nothing(small_checkout):
    before = read_inputs(small_checkout)
    pins = small_checkout / "requirements.txt"
    pins.write_text("# a remark\n" + pins.read_text("utf-8") + "\n", "utf-8")
    assert read_inputs(small_checkout) == before


def test_a_changed_descriptor_touches_only_its_table(small_checkout):
    before = read_inputs(small_checkout)
    descriptor = small_checkout / "data" / "datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8").replace('"title": "sun"', '"title": "Sun"'), "utf-8")
    after = read_inputs(small_checkout)
    assert [name for name in before.tables if before.tables[name] != after.tables[name]] == ["sun"]


def test_a_seal_touches_nothing_for_what_it_seals_is_hashed_beside_it(small_checkout):
    before = read_inputs(small_checkout)
    descriptor = small_checkout / "data" / "datapackage.json"
    sealed = descriptor.read_text("utf-8").replace('"title": "sun"', '"title": "sun", "hash": "sha256:0"')
    assert "sha256:0" in sealed
    descriptor.write_text(sealed, "utf-8")
    assert read_inputs(small_checkout) == before


def test_pages_that_list_all_tables_depend_on_the_list():
    for name in ("data", "sources", "status"):
        notebook = nbformat.read(ROOT / "chapters" / "appendix" / f"{name}.ipynb", as_version=4)
        assert tables.EVERY in notebook.metadata.evidence.tables, name

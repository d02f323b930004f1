"""The errors that are put into the book on purpose, and what the table says of them."""

import ast
import csv
import io
import json
import sys
from pathlib import Path

import pytest

from benchmarks import judging, mutants, mutations

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def drawn() -> list[mutants.Mutant]:
    return mutants.draw(ROOT, 7, dict.fromkeys(mutants.KINDS, 1))


def test_a_seed_draws_one_of_each_kind_and_the_same_again(drawn):
    assert [mutant.kind for mutant in drawn] == list(mutants.KINDS)
    assert mutants.draw(ROOT, 7, dict.fromkeys(mutants.KINDS, 1)) == drawn
    assert mutants.draw(ROOT, 8, dict.fromkeys(mutants.KINDS, 1)) != drawn


def test_a_mutant_is_one_small_edit_of_a_file_that_can_still_be_read(drawn):
    for mutant in drawn:
        before = (ROOT / mutant.file).read_text("utf-8").split("\n")
        after = mutant.text.split("\n")
        changed = set(before) ^ set(after)
        assert mutant.kind == "row twice" and len(after) == len(before) + 1 or 1 <= len(changed) <= 2, mutant.what
        if mutant.room == "data":
            heads, *rows = csv.reader(io.StringIO(mutant.text))
            assert {len(row) for row in rows} == {len(heads)}
        elif mutant.room == "code":
            ast.parse(mutant.text)
        else:
            for cell in json.loads(mutant.text)["cells"]:
                assert cell["cell_type"] != "code" or ast.parse("".join(cell["source"]))


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("comparison", "return x < 3", "return x <= 3"),
        ("operator", "return x + 3", "return x - 3"),
        ("constant", "return x * 3", "return x * 4"),
        ("condition", "return 1 if x else y", "return 1 if (not (x)) else y"),
        ("early return", "y = x", "return x"),
    ],
)
def test_code_is_edited_in_one_place(tmp_path, kind, before, after):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "one.py").write_text(f"def f(x, y):\n    {before}\n", "utf-8")
    (mutant,) = mutants.draw(tmp_path, 1, {kind: 1})
    assert mutant.text == f"def f(x, y):\n    {after}\n" and mutant.place == "line 2"


def test_a_function_that_is_loaded_gets_its_other_code(tmp_path, monkeypatch):
    path = tmp_path / "swapped_here.py"
    path.write_text("def f(x):\n    return x < 3\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    from swapped_here import f  # as a test module has it, by name

    judging.swap(path, "def f(x):\n    return x <= 3\n")
    assert f(3)
    del sys.modules["swapped_here"]


def test_what_was_judged_by_hand_stays_and_other_seeds_too(tmp_path):
    table = tmp_path / "mutations.csv"
    found = {"number": 0, "room": "code", "kind": "constant", "file": "a.py", "place": "line 2", "what": "1 -> 2"}
    found |= {"caught_by": "", "executed": False, "seconds": 1.0}
    first, other = mutations.written(found, 1), mutations.written(found, 2)
    mutations.write(table, [first | {"verdict": "harmless", "why": "a colour"}, other | {"verdict": "missed"}])
    mutations.write(table, [mutations.written(found, 1)])
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert [(row["mutant_id"], row["verdict"]) for row in rows] == [("M1-001", "harmless"), ("M2-001", "missed")]
    mutations.write(table, [mutations.written(found | {"caught_by": "test_a"}, 1)])
    assert next(csv.DictReader(table.open(encoding="utf-8")))["verdict"] == "caught"


def test_the_seal_that_a_table_of_mutants_names_is_a_test():
    path, _, name = judging.SEAL.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text("utf-8")


def test_seals_are_taken_out_of_a_copy_and_kept_apart(tmp_path):
    (tmp_path / "data").mkdir()
    package = tmp_path / "data" / "datapackage.json"
    package.write_text('{"resources": [{"path": "a.csv", "hash": "sha256:1"}, {"path": "b.csv"}]}', "utf-8")
    mutations.unsealed(tmp_path, tmp_path / "sealed.json")
    assert json.loads((tmp_path / "sealed.json").read_text("utf-8")) == {"data/a.csv": "sha256:1"}
    assert "hash" not in package.read_text("utf-8")

"""The errors that are put into the book on purpose, and what the table says of them."""

import ast
import csv
import io
import json
import random
import sys
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import judging, mutants, mutations
from evidence import tables
from evidence.analysis import mutations as analysis

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
        elif mutant.file.endswith(".ipynb"):
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


PROSE = [
    "Agreement fell in 2013 ({n}`1990 <from_1991>`, `1992`, [a page](x-2001)).",
    ":label: rose-1993",
]
FIGURE = ["figure(", '    year=1994, title=f"It rose to {say(1995)} in 2016",', '    rows="fell, 1996",', ")"]


def small_book(folder: Path) -> None:
    cells = [("markdown", PROSE), ("code", FIGURE)]
    written = [
        {"cell_type": kind, "id": kind, "source": [f"{line}\n" for line in lines[:-1]] + lines[-1:]}
        for kind, lines in cells
    ]
    (folder / "index.ipynb").write_text(json.dumps({"cells": written}), "utf-8")


@pytest.mark.parametrize(
    ("kind", "edits"),
    [
        ("year in the prose", {f"from {at} to {at + by}" for at in (2013, 2016) for by in (-3, -2, -1, 1, 2, 3)}),
        ("direction in the prose", {"from fell to rose", "from rose to fell"}),
    ],
)
def test_prose_is_edited_where_readers_read_it(tmp_path, kind, edits):
    """Never within a role, an expression, an address or code."""
    small_book(tmp_path)
    drawn = mutants.draw(tmp_path, 1, {kind: 20})
    assert {mutant.what for mutant in drawn} == edits
    assert {mutant.place for mutant in drawn} == {"cell markdown, line 1", "cell code, line 2"}
    assert mutations.counts(mutations.EACH)[kind] == mutations.EACH["chapter"]


def test_errors_on_other_pages_are_no_errors_in_chapters(tmp_path):
    """A page that is no notebook is edited line by line, one that is, in its cells."""
    small_book(tmp_path)
    (tmp_path / "chapters" / "teach").mkdir(parents=True)
    (tmp_path / "chapters" / "teach" / "key.md").write_text("It fell in `1990`\nand 2013.\n", "utf-8")
    kind = "year on a page"
    drawn = mutants.draw(tmp_path, 1, {kind: 20})
    assert {(mutant.room, mutant.file, mutant.place) for mutant in drawn} == {
        ("page", "chapters/teach/key.md", "line 2")
    }
    assert {len(mutant.text.split("\n")) for mutant in drawn} == {3}
    (tmp_path / "index.ipynb").rename(tmp_path / "chapters" / "teach" / "answers.ipynb")
    there = mutants.draw(tmp_path, 1, {kind: 20, "order on a page": 1})
    assert {mutant.file for mutant in there} == {"chapters/teach/key.md", "chapters/teach/answers.ipynb"}
    assert {mutant.room for mutant in there} == {"page"} and mutations.counts({**mutations.EACH, "page": 99})[
        kind
    ] == 99


def test_a_word_is_turned_back_by_the_word_that_it_became_and_keeps_its_capital():
    assert all(mutants.WAYS[mutants.WAYS[way]] == way for way in mutants.WAYS if way != "twice")
    assert mutants.WAYS["twice"] == "half" and "half" not in mutants.WAYS, "the first half of a year is no direction"
    assert mutants._other_way("Most", random.Random(1)) == "Fewest"


def test_a_function_that_is_loaded_gets_its_other_code(tmp_path, monkeypatch):
    path = tmp_path / "swapped_here.py"
    path.write_text("def f(x):\n    return x < 3\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    from swapped_here import f  # as a test module has it, by name

    judging.swap(path, "def f(x):\n    return x <= 3\n")
    assert f(3)
    del sys.modules["swapped_here"]


def test_what_pytest_says_of_tests_that_can_not_run_is_kept_and_named(tmp_path):
    copied = tmp_path / "copy"
    (copied / "tests").mkdir(parents=True)
    (copied / "tests" / "test_rain.py").write_text("import no_such_module\n", "utf-8")
    for room in ("benchmarks", "evidence"):
        (copied / room).symlink_to(ROOT / room)
    with pytest.raises(SystemExit) as stopped:
        mutations.pytest(copied, {}, ["tests"])
    log = tmp_path / "pytest.log"
    assert f"pytest ended with 2; what it said stands in {log}" == str(stopped.value)
    assert "No module named 'no_such_module'" in log.read_text("utf-8")


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


def test_each_guard_counts_what_it_noticed_first_and_harmless_is_no_part_of_a_share():
    by = {"tests/test_a.py::test_b": 6, judging.SEAL: 2, "nbval: index.ipynb, cell 3": 1, None: 2}
    rows = pd.DataFrame({"caught_by": [name for name, times in by.items() for _ in range(times)]})
    rows = rows.assign(seed=2, room="code", verdict=["caught"] * 9 + ["missed", "harmless"])
    drawn = analysis.last_draw(pd.concat([rows, rows.assign(seed=1)]))
    counts = analysis.noticed(drawn).loc[analysis.ALL]
    assert counts.to_dict() == {"mutants": 11, "harmless": 1, "tests": 6, "outputs": 1, "seal": 2, "missed": 1}
    share = analysis.share_noticed(counts)
    assert share == pytest.approx({"share": 0.9, "low": 0.596, "high": 0.982}, abs=0.0005)  # Wilson's, of 9 in 10
    assert analysis.share_noticed(counts, ("tests",))["share"] == 0.6


@pytest.mark.parametrize("test", [judging.SEAL, judging.READ_SEAL])
def test_a_seal_that_a_table_of_mutants_names_is_a_test(test):
    path, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text("utf-8")
    assert analysis.guard(test) == "seal" and analysis.guard(f"tests/test_a.py::test_b[{test}]") == "tests"


def test_seals_are_taken_out_of_a_copy_and_kept_apart(tmp_path):
    (tmp_path / "data").mkdir()
    package = tmp_path / "data" / "datapackage.json"
    package.write_text('{"resources": [{"path": "a.csv", "hash": "sha256:1"}, {"path": "b.csv"}]}', "utf-8")
    mutations.unsealed(tmp_path, tmp_path / "sealed.json")
    assert json.loads((tmp_path / "sealed.json").read_text("utf-8")) == {"data/a.csv": "sha256:1"}
    assert "hash" not in package.read_text("utf-8")


def test_every_row_of_the_table_was_judged_and_says_why_nothing_noticed_it():
    rows = tables.load("mutations")
    noticed = rows["caught_by"].notna()
    assert (noticed == (rows["verdict"] == "caught")).all()
    assert rows.loc[~noticed, "why"].notna().all()
    assert set(rows["room"]) == set(mutations.EACH)


def test_a_judge_that_breaks_down_catches_nothing(tmp_path):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "accepted.json").write_text("{}", "utf-8")
    assert judging.in_a_fork(lambda: {"caught_by": ""}, [], tmp_path, []) == {"caught_by": ""}
    with pytest.raises(RuntimeError, match="said nothing"):
        judging.in_a_fork(lambda: 1 / 0, [], tmp_path, [])

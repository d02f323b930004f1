"""A corrected cell is named, and so are the tests that hold its old value."""

import json
import subprocess
import sys

import pytest

from conftest import ROOT, write_notebook
from evidence import tables
from evidence.build import corrections, execute
from evidence.build.corrections import Change, Places, holders, stated

TEST = "def test_rain():\n    assert load('rain') == {2015: 1, 2016: 20.0}\n    assert '20' != 'x'\n"


@pytest.fixture
def committed(small_checkout):
    """A checkout under git whose table rain says 1 and 20, with tests that say so."""
    (small_checkout / "data" / "rain.csv").write_text("year,amount,source_id\n2015,1,gauge\n2016,20,gauge\n", "utf-8")
    (small_checkout / "tests").mkdir()
    (small_checkout / "tests" / "test_rain.py").write_text(TEST, "utf-8")
    (small_checkout / "tests" / "test_other.py").write_text("x = 3\n", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=small_checkout, check=True)
    commit(small_checkout)
    return small_checkout


def commit(root) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["add", "--all"], ["commit", "-qm", "as it is"]):
        subprocess.run([*git, *words], cwd=root, check=True)


def correct(root, old="2016,20,", new="2016,25,") -> None:
    table = root / "data" / "rain.csv"
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")


def test_nothing_is_said_of_what_was_not_edited(committed):
    assert corrections.told(committed) == []


def test_nothing_is_said_without_git(small_checkout):
    assert corrections.told(small_checkout) == []


def test_a_corrected_cell_and_the_tests_that_hold_its_old_value_are_named(committed):
    correct(committed)
    assert corrections.changes(committed) == [Change("rain", "2016", "amount", "20", "25")]
    assert corrections.told(committed)[2:4] == [
        "data/rain.csv, 2016, amount: 20 -> 25",
        "    its old value stands in tests/test_rain.py:2, tests/test_rain.py:3",
    ]


def test_a_common_value_is_looked_for_where_its_table_is_named_and_the_rest_is_counted(committed):
    (committed / "tests" / "test_other.py").write_text("x = 20\ny = [20,\n20]\n", "utf-8")
    correct(committed)
    said = "    its old value stands in tests/test_rain.py:2, tests/test_rain.py:3"
    assert corrections.told(committed)[3] == f"{said} (left out: 3 places of such a value, not beside the name rain)"


def test_a_common_value_that_stands_beside_no_name_of_its_table_names_no_place(committed):
    (committed / "tests" / "test_rain.py").write_text("import rain\n\n\ndef test():\n    assert 20 == '20'\n", "utf-8")
    correct(committed)
    assert corrections.told(committed)[3] == (
        "    its old value stands in 1 place of the tests, but not beside the name rain"
    )


# Values that no table of the book has: this line would be named to whoever corrects such a one.
@pytest.mark.parametrize("old", ["9083", "90817", "0.1234", "a sentence of words", "rain-gauge-9-1"])
def test_a_value_of_its_own_is_found_wherever_it_stands(committed, old):
    (committed / "tests" / "test_other.py").write_text(f"x = {old!r}\n", "utf-8")
    places = holders(stated(committed), [Change("rain", "2016", "amount", old, "3")])
    assert places == Places(["tests/test_other.py:1"], 0, [])


def test_a_word_of_a_list_is_looked_for_where_its_table_is_named(committed):
    (committed / "tests" / "test_other.py").write_text("x = 'one source only'\n", "utf-8")
    package = committed / "data" / "datapackage.json"
    described = json.loads(package.read_text("utf-8"))
    rain = next(one for one in described["resources"] if one["name"] == "rain")
    rain["schema"]["fields"].append({"name": "outcome", "constraints": {"enum": ["one source only", "corrected"]}})
    package.write_text(json.dumps(described), "utf-8")
    rows = "year,amount,source_id,outcome\n2015,1,gauge,one source only\n2016,20,gauge,one source only\n"
    (committed / "data" / "rain.csv").write_text(rows, "utf-8")
    commit(committed)
    correct(committed, "gauge,one source only\n2016", "gauge,corrected\n2016")
    assert corrections.told(committed)[2:4] == [
        "data/rain.csv, 2015, outcome: one source only -> corrected",
        "    its old value stands in 1 place of the tests, but not beside the name rain",
    ]


@pytest.mark.parametrize("old", ["12", "2016", "2100", "0.012", "-500", "TRUE", "2017-08-15"])
def test_a_value_that_many_things_have_is_not(committed, old):
    (committed / "tests" / "test_rain.py").unlink()
    (committed / "tests" / "test_other.py").write_text(f"x = {old!r}\ny = load('rain')\n", "utf-8")
    places = holders(stated(committed), [Change("rain", "2016", "amount", old, "3")])
    assert places == Places([], 1, [])


COUNTS = (
    "count_id,low,counted,note,source_id\nK1,1000,about 3 men,,gauge\nK2,1000,,,gauge\nK3,7,,,gauge\nK4,,7 m,,gauge\n"
)
READINGS = 'table,row_id,note,page,source_id\ncounts,K1,"1000, or more",p1,gauge\ncounts,K2,1000,p2,gauge\n'
READ = 'page,says,source_id\np1,"between 1,000 and 1,500",gauge\np2,"1,000",gauge\np3,"1,000 of them",gauge\n'
QUOTED = "quotation_id,table,row_id,source_id\nQ1,counts,K3,gauge\nQ1,counts,K4,gauge\n"
CORRECTED = READINGS.replace("p1", "p3")


@pytest.fixture
def counted(committed):
    """The checkout with a table of rows that have ids, readings of them, and the pages that these name."""
    package = committed / "data" / "datapackage.json"
    described = json.loads(package.read_text("utf-8"))
    to_source = {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}}
    to_page = {"fields": "page", "reference": {"resource": "pages", "fields": "page"}}
    tables = (
        ("counts", COUNTS, "count_id", []),
        ("readings", READINGS, ["table", "row_id"], [to_page]),
        ("shared_quotations", QUOTED, ["quotation_id", "table", "row_id"], []),
    )
    for name, text, key, links in (
        *tables,
        ("pages", READ, "page", []),
        ("corrections", CORRECTED, "row_id", [to_page]),
    ):
        (committed / "data" / f"{name}.csv").write_text(text, "utf-8")
        like = next(one for one in described["resources"] if one["name"] == "rain")
        fields = [{"name": column, "type": "string"} for column in text.partition("\n")[0].split(",")]
        schema = {"fields": fields, "primaryKey": key, "foreignKeys": [*links, to_source]}
        described["resources"].append(like | {"name": name, "path": f"{name}.csv", "schema": schema})
    package.write_text(json.dumps(described), "utf-8")
    commit(committed)
    return committed


def recount(root, old: str, new: str) -> list[str]:
    table = root / "data" / "counts.csv"
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    return corrections.told(root)[2:-1]


def test_a_value_that_other_rows_have_too_is_a_rows_own_only_beside_its_id(counted):
    beside = [
        "def test_all():\n    counts = 1\n    assert counts == 1000\n",
        "def test_one():\n    assert low('K1') == 1000\n",
    ]
    (counted / "tests" / "test_other.py").write_text("\n\n".join(beside), "utf-8")
    assert recount(counted, "K1,1000", "K1,1100")[:2] == [
        "data/counts.csv, K1, low: 1000 -> 1100",
        "    its old value stands in tests/test_other.py:7 (left out: 1 place of such a value, not beside the name K1)",
    ]


def test_a_test_that_names_the_row_is_named_though_it_states_what_follows_from_the_value(counted):
    (counted / "tests" / "test_other.py").write_text(
        "def test_it():\n    assert low['K1'] / low['K3'] == 2.5\n", "utf-8"
    )
    (counted / "tests" / "audit.py").write_text("ROWS = ['K1', 'K11']\n", "utf-8")
    said = recount(counted, "K1,1000", "K1,1100")
    assert said[1] == "    its row is named in tests/audit.py:1, tests/test_other.py:2"


def test_words_that_still_say_the_old_number_are_named_of_the_row_of_its_readings_and_of_their_pages(counted):
    said = recount(counted, "K1,1000,about 3 men,", 'K1,1100,"1,000 men, not 21,000 or 1,000.5",1000')
    assert said[1:] == [
        "    still said in counts, K1 (counted); readings, counts K1 (note); pages, p1 (says); pages, p3 (says)",
        "data/counts.csv, K1, counted: about 3 men -> 1,000 men, not 21,000 or 1,000.5",
        "data/counts.csv, K1, note: empty -> 1000",
    ]


def test_a_row_that_quotes_the_same_words_is_named(counted):
    assert recount(counted, "K3,7", "K3,8")[1:] == ["    still said in counts, K4 (counted)"]


def test_what_a_decorator_states_belongs_to_its_test(committed):
    words = "@parametrize('year', [\n    12,\n])\ndef test_it(year):\n    load('rain')\n"
    (committed / "tests" / "test_other.py").write_text(words, "utf-8")
    places = holders(stated(committed), [Change("rain", "2016", "amount", "12", "3")])
    assert places == Places(["tests/test_other.py:2"], 0, [])


def test_cells_that_moved_alike_are_told_once_with_a_count(committed):
    rows = "".join(f"{year},{year - 1000}.5,gauge\n" for year in range(1990, 2000))
    table = committed / "data" / "rain.csv"
    table.write_text(f"year,amount,source_id\n{rows}", "utf-8")
    commit(committed)
    table.write_text(f"year,amount,source_id\n{rows.replace('.5', '.75').replace('gauge', 'other-gauge')}", "utf-8")
    (committed / "tests" / "test_other.py").write_text("x = [990.5,\n991.5]\n", "utf-8")
    few = "10 rows (1990, 1991, 1992, 1993, 1994, ...)"
    assert corrections.told(committed)[2:-1] == [
        f"data/rain.csv, {few}, amount: each +0.25",
        "    old values stand in tests/test_other.py:1, tests/test_other.py:2",
        f"data/rain.csv, {few}, source_id: gauge -> other-gauge",
    ]


def test_of_many_cells_one_that_a_test_states_is_told_first(committed):
    table = committed / "data" / "rain.csv"
    amounts = {year: 7000 + (year - 1980) ** 2 for year in range(1990, 2010)}
    for add in (0, 1):
        rows = "".join(f"{year},{amount + add * (year - 1980)},gauge\n" for year, amount in amounts.items())
        table.write_text(f"year,amount,source_id\n{rows}", "utf-8")
        if not add:
            commit(committed)
    (committed / "tests" / "test_other.py").write_text(f"x = {amounts[2009]}\n", "utf-8")
    told = corrections.told(committed)
    assert told[2:5] == [
        "data/rain.csv, 2009, amount: 7841 -> 7870",
        "    its old value stands in tests/test_other.py:1",
        "data/rain.csv, 1990, amount: 7100 -> 7110",
    ]
    assert told[-2] == "... and 12 more cells; `make changes` shows each"


def test_what_is_not_told_is_counted(committed):
    cells = [Change("rain", f"{year}", "note", f"about {year}", "") for year in range(1990, 2000)]
    lines = corrections.in_short(cells)
    assert lines[0] == "data/rain.csv, 1990, note: about 1990 -> empty"
    assert lines[-1] == "... and 2 more cells; `make changes` shows each" and len(lines) == 9


def test_rows_that_come_or_go_and_empty_cells_are_no_fault(committed):
    correct(committed, "2015,1,gauge\n", "2014,7,gauge\n")
    correct(committed, "2016,20,", "2016,,")
    assert corrections.changes(committed) == [Change("rain", "2016", "amount", "20", "")]
    assert corrections.told(committed)[2] == "data/rain.csv, 2016, amount: 20 -> empty"


def test_a_number_is_named_before_the_sources_of_a_newer_release(committed):
    correct(committed, ",gauge\n", ",other\n")
    correct(committed)
    assert corrections.told(committed)[2].startswith("data/rain.csv, 2016, amount: 20 -> 25")
    assert {change.column for change in corrections.changes(committed)[1:]} == {"source_id"}


@pytest.mark.slow
def test_an_update_says_so(committed, run_in):
    write_notebook(committed, "rain", "from evidence import tables", "print(tables.load('rain').amount.sum())")
    assert "its old value" not in run_in(committed, execute.main).out
    correct(committed)
    said = run_in(committed, execute.main).out
    assert "data/rain.csv, 2016, amount: 20 -> 25\n    its old value stands in tests/test_rain.py:2" in said


def test_a_real_value_is_found():
    """Whatever it is in this release: `test_data_package.py` writes out those of the fight with ISIL."""
    deaths = tables.load("battle_deaths").query("dyad == 'Government – IS' and year == 2016").iloc[0]
    changed = Change("battle_deaths", f"{deaths['dyad_id']} 2016", "best", f"{deaths['best']}", "1")
    places = holders(stated(ROOT), [changed])
    assert [place for place in places.named if place.startswith("tests/test_data_package.py:")], changed


def run_of_tests(root) -> str:
    """What a run of the tests of a checkout prints, with the summary of this checkout's conftest."""
    (root / "tests" / "conftest.py").write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT / 'tests')!r})\n"
        "import importlib.util\nfrom pathlib import Path\n"
        f"spec = importlib.util.spec_from_file_location('shared', {str(ROOT / 'tests' / 'conftest.py')!r})\n"
        "shared = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(shared)\n"
        "shared.ROOT = Path(__file__).resolve().parents[1]\n"
        "pytest_terminal_summary = shared.pytest_terminal_summary\n",
        "utf-8",
    )
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    run = subprocess.run([sys.executable, *command], cwd=root, capture_output=True, text=True)
    return run.stdout + run.stderr


def test_a_run_of_the_tests_ends_with_those_that_hold_the_old_value(committed):
    """Over a failing test and an edited table."""
    correct(committed)
    (committed / "tests" / "test_rain.py").write_text("def test_rain():\n    assert 25 == 20\n", "utf-8")
    said = run_of_tests(committed)
    assert "data/rain.csv, 2016, amount: 20 -> 25" in said, said
    assert "    test_rain.py:2 (test_rain)" in said and "pinned by hand" not in said


def test_a_finding_that_was_pinned_by_hand_is_called_so_though_no_cell_was_edited(committed):
    """As where a row was added: a bare number that differs says neither what to do nor where."""
    (committed / "tests" / "test_findings_1.py").write_text("def test_rain():\n    assert 25 == 20\n", "utf-8")
    said = run_of_tests(committed)
    assert "findings pinned by hand" in said and "what the chapter says" in said, said
    assert "    tests/test_findings_1.py::test_rain" in said

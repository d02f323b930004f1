"""The loader: typed frames from the real package, and every kind of damage refused with file, row and column."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from evidence import checks, tables

REPO = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the data package as the checkout; returns its data folder."""
    shutil.copytree(REPO / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def set_cell(file: Path, row: int, column: str, value: str) -> None:
    """Replace one cell of a CSV; row is the line in the file (header = 1)."""
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    frame.loc[row - 2, column] = value
    frame.to_csv(file, index=False, lineterminator="\n")


def repeat_row(file: Path, row: int) -> int:
    """Append a copy of one line; returns the number of the new line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[row - 1], ""]), encoding="utf-8")
    return len(lines) + 1


# ---------------------------------------------------------------------------------------------- what it gives
def test_load_types():
    deaths = tables.load("battle_deaths")
    kinds = {"year": "int64", "best": "int64", "only_afghanistan": "bool", "dyad": "str"}
    assert {column: str(deaths[column].dtype) for column in kinds} == kinds
    districts = tables.load("district_control")
    assert str(districts["government"].dtype) == "Int64" and districts["government"].isna().any()
    assert districts["government_pct"].dtype == "float64"


def test_partial_dates_stay_text_and_get_first_and_last_day():
    troops = tables.load("us_troops").set_index(["series", "date"])
    month, year = troops.loc[("dod-active-duty", "2016-06")], troops.loc[("announced", "2019")]
    assert (month.date_start, month.date_end) == (pd.Timestamp("2016-06-01"), pd.Timestamp("2016-06-30"))
    assert (year.date_start, year.date_end) == (pd.Timestamp("2019-01-01"), pd.Timestamp("2019-12-31"))


def test_end_of_an_event_is_its_own_end_or_the_end_of_its_date():
    events = tables.load("events")
    assert str(events["date_end"].dtype).startswith("datetime64")
    assert (events["date_end"] >= events["date_start"]).all()


def test_load_returns_a_copy():
    changed = tables.load("battle_deaths")
    changed.loc[0, "best"] = -1
    assert tables.load("battle_deaths").loc[0, "best"] >= 0


def test_an_edit_is_seen(copy):
    before = tables.load("arms_deliveries")
    set_cell(copy / "arms_deliveries.csv", 2, "tiv", "1.5")
    assert tables.load("arms_deliveries").loc[0, "tiv"] == 1.5 != before.loc[0, "tiv"]


def test_trust_ends_with_an_edit(copy, monkeypatch):
    tables.trust_package()
    monkeypatch.setattr(checks, "_problems", lambda *_: ["looked at"])
    tables.load("battle_deaths")  # loaded as it is, without a look
    with (copy / "battle_deaths.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(tables.TableError):
        tables.load("battle_deaths")


def test_root_is_found_from_a_folder_below(copy, monkeypatch):
    (copy.parent / "chapters").mkdir()
    monkeypatch.chdir(copy.parent / "chapters")
    assert tables.root() == copy.parent and tables.data_dir() == copy


def test_sources_in_the_order_asked_and_each_once():
    got = tables.sources(["unvotes-0-2-0-9000", "ucdp-brd-24-1", "ucdp-brd-24-1"])
    assert list(got.source_id) == ["unvotes-0-2-0-9000", "ucdp-brd-24-1"]
    assert len(tables.sources("ucdp-brd-24-1")) == 1
    with pytest.raises(tables.TableError, match="no source 'nobody'"):
        tables.sources(["nobody"])


def test_loaded_names_what_was_loaded(monkeypatch):
    monkeypatch.setattr(tables, "_loaded", set())
    tables.load("un_votes")
    tables.sources("ucdp-brd-24-1")
    assert tables.loaded() == ["sources", "un_votes"]


# ---------------------------------------------------------------------------------------------- what it refuses
@pytest.mark.parametrize(
    ("name", "row", "column", "value", "says"),
    [
        ("battle_deaths", 5, "best", "many", "integer"),
        ("battle_deaths", 5, "best", "12.5", "integer"),
        ("battle_deaths", 5, "low", "-1", "minimum"),
        ("battle_deaths", 5, "best", "", "required"),
        ("battle_deaths", 5, "only_afghanistan", "maybe", "boolean"),
        ("battle_deaths", 5, "low", "99999", "low <= best <= high does not hold"),
        ("battle_deaths", 5, "source_id", "nobody", "not in data/sources.csv"),
        ("un_votes", 9, "vote_set", "some", "enum"),
        ("un_votes", 9, "agreement", "1.2", "maximum"),
        ("us_troops", 7, "date", "2016-13", "not a real date"),
        ("us_troops", 7, "date", "2017-02-30", "not a real date"),
        ("us_troops", 7, "date", "June 2016", "2017-08-15, 2017-08 or 2017"),
        ("us_troops", 7, "date", "2026-11-23", "after the day source 'troopdata-1-0-4-9000' was read, 2026-11-22"),
        ("sources", 3, "url_main", "www.example.org", "pattern"),
        ("row_sources", 3, "table", "nowhere", "not a table of the package"),
        ("row_sources", 3, "row_id", "nothing", "has no row 'nothing'"),
        ("row_sources", 3, "source_id", "nobody", "not in data/sources.csv"),
    ],
)
def test_bad_cell_is_refused(copy, name, row, column, value, says):
    set_cell(copy / f"{name}.csv", row, column, value)
    with pytest.raises(tables.TableError) as refused:
        tables.load(name)
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith(f"data/{name}.csv, row {row}, column {column}: ")
    assert says in str(refused.value)


def test_a_correction_out_of_the_order_of_days_is_refused_with_its_id(copy):
    file = copy / "corrections.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    late, above = len(rows), rows.iloc[-2]
    set_cell(file, late + 1, "date", "2026-11-20")
    with pytest.raises(tables.TableError) as refused:
        tables.load("corrections")
    (problem,) = refused.value.problems
    own = f"column date: entry {rows['correction_id'].iloc[-1]} is of 2026-11-20, "
    assert problem.startswith(f"data/corrections.csv, row {late + 1}, {own}")
    assert f"but {above['correction_id']} above it is of {above['date']}" in problem


def test_corrections_of_two_days_from_one_source_are_refused_with_the_remedy(copy):
    """A page was read on one day; an editor is told by the build, with both entries, not by a test."""
    file = copy / "corrections.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    (above, *_), row = rows.itertuples(index=False), len(rows) + 1
    set_cell(file, row, "source_id", above.source_id)
    sources = pd.read_csv(copy / "sources.csv", dtype=str, keep_default_na=False)["source_id"].tolist()
    set_cell(copy / "sources.csv", sources.index(above.source_id) + 2, "date_accessed", rows["date"].iloc[-1])
    with pytest.raises(tables.TableError) as refused:
        tables.load("corrections")
    (problem,) = refused.value.problems
    entry, day = rows["correction_id"].iloc[-1], rows["date"].iloc[-1]
    assert problem.startswith(f"data/corrections.csv, row {row}, column date: entry {entry} is of {day}, but ")
    assert f"{above.correction_id} from the same source, {above.source_id!r}, is of {above.date}" in problem
    assert "name in source_id a row of your own in data/sources.csv (own-...)" in problem


def test_duplicate_key(copy):
    row = repeat_row(copy / "battle_deaths.csv", 4)
    says = rf"^data/battle_deaths.csv, row {row}, column dyad_id, year: .*duplicate key"
    with pytest.raises(tables.TableError, match=says):
        tables.load("battle_deaths")


def test_missing_and_extra_column(copy):
    file = copy / "battle_deaths.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("side_b", "sideb", 1), encoding="utf-8")
    with pytest.raises(tables.TableError) as refused:
        tables.load("battle_deaths")
    assert refused.value.problems == [
        "data/battle_deaths.csv, row 1, column side_b: the column is missing",
        "data/battle_deaths.csv, row 1, column sideb: the schema has no such column",
    ]


def test_columns_in_another_order(copy):
    file = copy / "battle_deaths.csv"
    frame = pd.read_csv(file, dtype=str)
    frame[frame.columns[::-1]].to_csv(file, index=False)
    with pytest.raises(tables.TableError, match="row 1: the columns must be dyad_id, year"):
        tables.load("battle_deaths")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "data/un_votes.csv: the file is empty"),
        (b"iso3_a,iso3_b,vote_set,year,n_votes,agreement,identical,opposite,source_id\n", "has a header but no rows"),
        (b"iso3_a,iso3_b\nRU\xcb,AFG\n", "data/un_votes.csv, row 2: byte 0xcb is not valid UTF-8"),
        (None, "data/un_votes.csv: the file is missing"),
    ],
)
def test_unreadable_file(copy, content, says):
    file = copy / "un_votes.csv"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(tables.TableError, match=says.replace("(", r"\(")):
        tables.load("un_votes")


def test_short_row_and_open_quote(copy):
    file = copy / "arms_deliveries.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "2021,Russia\n", encoding="utf-8")
    with pytest.raises(tables.TableError, match="row 55: 2 cells, but the header has 8 columns"):
        tables.load("arms_deliveries")
    file.write_text(text + '2021,"Russia,1,1,x\n', encoding="utf-8")
    with pytest.raises(tables.TableError, match="row 55: not readable as CSV"):
        tables.load("arms_deliveries")


def test_line_numbers_count_lines_inside_cells(copy):
    set_cell(copy / "us_troops.csv", 3, "basis", "two\nlines")
    set_cell(copy / "us_troops.csv", 6, "troops", "few")
    with pytest.raises(tables.TableError) as refused:
        tables.load("us_troops")
    assert refused.value.problems[1].startswith("data/us_troops.csv, row 7, column troops")


def test_unknown_table_and_no_package(tmp_path, monkeypatch):
    with pytest.raises(tables.TableError, match="no table named 'weather'; there are: battle_deaths"):
        tables.load("weather")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tables.TableError, match="data/datapackage.json: not found"):
        tables.names()


def test_broken_descriptor(copy):
    (copy / "datapackage.json").write_text('{"resources": [', encoding="utf-8")
    with pytest.raises(tables.TableError, match="data/datapackage.json: not readable as JSON"):
        tables.names()


def test_the_first_error_lists_twenty_problems(small_checkout, monkeypatch):
    monkeypatch.chdir(small_checkout)
    rows = [f"{year},none,gauge" for year in range(1990, 2025)]
    (small_checkout / "data" / "rain.csv").write_text("\n".join(["year,amount,source_id", *rows, ""]), "utf-8")
    with pytest.raises(tables.TableError) as refused:
        tables.validate_package()
    assert len(refused.value.problems) == len(rows)
    assert str(refused.value).splitlines()[-1] == f"... and {len(rows) - 20} more"


def test_a_new_table_needs_no_code(copy):
    descriptor = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    fields = [{"name": "day", "type": "date"}, {"name": "low", "type": "number"}, {"name": "high", "type": "number"}]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": ["day"]}
    descriptor["resources"].append({"name": "new", "path": "new.csv", "profile": tables.TABULAR, "schema": schema})
    (copy / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (copy / "new.csv").write_text("day,low,high\n2016-01-02,,3.5\n", encoding="utf-8")
    new = tables.load("new")
    assert new.loc[0, "day"] == pd.Timestamp("2016-01-02") and new.loc[0, "high"] == 3.5 and pd.isna(new.loc[0, "low"])
    (copy / "new.csv").write_text("day,low,high\n2016-01-02,4,3.5\n", encoding="utf-8")
    with pytest.raises(tables.TableError, match="row 2, column low: low <= high does not hold"):
        tables.load("new")


def test_command_line(small_checkout):
    def run():
        command = [sys.executable, "-m", "evidence.tables"]
        environment = {"PYTHONPATH": str(small_checkout)}
        return subprocess.run(command, capture_output=True, text=True, cwd=small_checkout, env=environment)

    good = run()
    assert good.returncode == 0 and "rain: 2 rows" in good.stdout.splitlines()
    set_cell(small_checkout / "data" / "rain.csv", 2, "amount", "lots")
    bad = run()
    assert bad.returncode == 1 and bad.stderr.startswith("data/rain.csv, row 2, column amount: 'lots'")


def test_dates_of_several_tables_by_the_ids_of_their_rows():
    dates = tables.dates("events", "statements")
    events = tables.load("events").set_index("event_id")
    assert dates["E186"] == events.at["E186", "date"] and dates.index.is_unique
    assert len(dates) == len(events) + len(tables.load("statements"))

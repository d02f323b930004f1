"""The step to a newer release of the country-year and the conflict file of UCDP, through the real command.

Of both only release 25.1 is at hand. What is called 26.1 here is made up: the real rows of 25.1, changed by the hands
below. UCDP never published it.
"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from refreshing import FIXTURES, by_key, checkout, csv_text, described, read_rows, zipped

from evidence import tables
from evidence.alike import named
from evidence.refresh.__main__ import main

COUNTRY_YEAR, PANEL = "violence_by_country", "civil_conflict_panel"
FILES = {COUNTRY_YEAR: ("organizedviolencecy", "_v"), PANEL: ("ucdp-prio-acd", "UcdpPrioConflict_v")}
NOTE = "bounds out of order upstream: low 6314, high 5823"
AFGHANISTAN, RUSSIA, TAJIKISTAN, MALI, PAPUA = "700", "365", "702", "432", "910"


def next_country_years(rows: list[dict]) -> list[dict]:
    """A year more for two states of the region and for Mali; two numbers of Afghanistan, and one of Russia, revised."""
    by_place = {(row["country_id_cy"], row["year_cy"]): row for row in rows}
    by_place[AFGHANISTAN, "2024"] |= {"sb_total_deaths_best_cy": "265", "os_dyad_count_cy": "3"}
    by_place[RUSSIA, "2024"] |= {"sb_total_deaths_high_cy": "8823"}  # its bounds are in order now
    by_place[MALI, "2020"] |= {"sb_total_deaths_best_cy": "1"}
    return rows + [{**by_place[place, "2024"], "year_cy": "2025"} for place in (AFGHANISTAN, TAJIKISTAN, MALI)]


def next_conflicts(rows: list[dict]) -> list[dict]:
    """A year more of the conflicts in Afghanistan, Russia not in Tajikistan in 1993, no conflict in Papua in 1990.

    The rows at hand begin with 1989; a row of 1988 gives that year what was the year before.
    """
    kept = [row for row in rows if (row["gwno_a"], row["year"]) != (PAPUA, "1990")]
    for row in kept:
        if (row["gwno_a"], row["year"]) == (TAJIKISTAN, "1993"):
            row["gwno_a_2nd"] = row["gwno_a_2nd"].removeprefix("365, ")
    own = [row for row in kept if row["gwno_a"] == AFGHANISTAN]
    more = [{**row, "year": "2025"} for row in own if row["year"] == "2024"]
    return kept + more + [{**row, "year": "1988"} for row in own if row["year"] == "1989"]


MOVED = {  # table -> what upstream changes; then key -> column -> was, is; None for a row that is new or gone
    COUNTRY_YEAR: (
        next_country_years,
        {
            "365|2024|state-based": {"low": ("", "6314"), "high": ("", "8823"), "note": (NOTE, "")},
            "700|2024|one-sided": {"dyads": ("2", "3")},
            "700|2024|state-based": {"best": ("263", "265")},
            **{
                f"{state}|2025|{kind}": None
                for state in (700, 702)
                for kind in ("non-state", "one-sided", "state-based")
            },
        },
        "6 rows added, 3 revised (5 cells), none gone",
    ),
    PANEL: (
        next_conflicts,
        {
            "700|2025": None,
            "702|1993": {
                "russia_troops": ("TRUE", "FALSE"),
                "russia_troops_listed": ("TRUE", "FALSE"),
                "onset": ("TRUE", "FALSE"),
            },
            "702|1994": {
                "russia_troops_prev_year": ("TRUE", "FALSE"),
                "at_risk": ("FALSE", "TRUE"),
                "onset": ("FALSE", "TRUE"),
            },
            "910|1990": None,
        },
        "1 row added, 2 revised (6 cells), 1 gone",
    ),
}


def release(table: str, change: Callable[[list[dict]], list[dict]]) -> bytes:
    """Release 25.1, changed, in a zip as upstream would call it."""
    archive, name = FILES[table]
    with zipfile.ZipFile(FIXTURES / f"{archive}-251-csv.zip") as old:
        text = old.read(next(one for one in old.namelist() if name in one)).decode("utf-8-sig")
    rows = [{**row, "version": "26.1"} for row in change(read_rows(text))]
    return zipped(csv_text(rows, end="\r\n"), f"{archive if name == '_v' else ''}{name}26_1.csv")


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    folder = checkout(tmp_path / "checkout", COUNTRY_YEAR, PANEL, "un_missions", "military_spending", "revisions")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("table", MOVED)
def test_a_newer_release_moves_these_cells_and_nothing_else(table, root, tmp_path, capsys):
    change, moved, told = MOVED[table]
    file = tmp_path / f"{FILES[table][0]}-261-csv.zip"
    file.write_bytes(release(table, change))
    path = root / "data" / f"{table}.csv"
    before = by_key(table, path.read_text("utf-8"))
    assert main([table, "--from", str(file), "--write"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{table}: {told}" and " 25.1 -> 26.1, from a file by hand (" in said[1]
    after = by_key(table, path.read_text("utf-8"))
    new, gone = ([key for key in these if key not in those] for these, those in ((after, before), (before, after)))
    signs = {key: "~" for key in moved if moved[key]} | {named(new): "+"} | ({named(gone): "-"} if gone else {})
    assert {line.split(":")[0] for line in said[2:-2] if line[4:5].isdigit()} == {
        f"  {sign} {keys}" for keys, sign in signs.items()
    }
    assert before.keys() ^ after.keys() == {key for key in moved if moved[key] is None}
    for key in before.keys() & after.keys():
        differ = {name: (was, after[key][name]) for name, was in before[key].items() if was != after[key][name]}
        assert differ.pop("source_id") == tuple(f"ucdp-{name_of(table)}-{version}" for version in ("25-1", "26-1"))
        assert differ == moved.get(key, {}), key
    assert_recorded(table, root, moved)


def name_of(table: str) -> str:
    return "country-year" if table == COUNTRY_YEAR else "prio-acd"


def assert_recorded(table: str, root: Path, moved: dict) -> None:
    """The package is valid and knows the release and the year; `revisions` has what moved, but no row that is gone."""
    tables.validate_package()
    own = described(json.loads((root / "data" / "datapackage.json").read_text("utf-8")), table)
    assert own["sources"][0]["version"] == "26.1"
    assert next(one for one in own["schema"]["fields"] if one["name"] == "year")["constraints"]["maximum"] == 2025
    rows = [row for row in read_rows((root / "data" / "revisions.csv").read_text("utf-8")) if row["table"] == table]
    cells = {(key, column, *texts) for key, each in moved.items() if each for column, texts in each.items()}
    added = {(key, "(row)", "", "the row is new") for key in moved if moved[key] is None and "2025" in key}
    assert {(row["row_id"], row["column"], row["was"], row["is"]) for row in rows} == cells | added


def test_the_year_before_the_first_is_all_that_the_part_at_hand_lacks(root, tmp_path, capsys):
    def with_1988(rows: list[dict]) -> list[dict]:
        first = [row for row in rows if (row["gwno_a"], row["year"]) == (AFGHANISTAN, "1989")]
        return rows + [{**row, "year": "1988"} for row in first]

    file = tmp_path / "ucdp-prio-acd-261-csv.zip"
    file.write_bytes(release(PANEL, with_1988))
    assert main([PANEL, "--from", str(file)]) == 0
    rows = len(tables.load(PANEL))
    assert capsys.readouterr().out.startswith(f"{PANEL}: no row differs ({rows} rows)\n  UCDP ACD 25.1 -> 26.1")

"""`python -m evidence.refresh` on real parts of releases: what it compares, what it writes, what it says."""

import csv
import hashlib
import json
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest
from refreshing import (
    BRD_23,
    BRD_24,
    FIXTURES,
    FROZEN,
    ROOT,
    by_key,
    bytes_of,
    changed,
    checkout,
    csv_text,
    described,
    first_edition,
    read_rows,
    write_package,
    zipped,
)

from evidence import tables
from evidence.refresh.__main__ import main
from evidence.refresh.declared import NOT_HERE, UPSTREAMS

FROZEN_SOURCES = (FROZEN / "sources.csv").read_text("utf-8")
STEP = ["battle_deaths", "military_spending", "revisions"]
REAL = {  # table -> files of the fixtures
    "non_state_conflict": ["Nonstate_v23_1.csv"],
    "one_sided_violence": ["OneSided_v23_1.csv", "organizedviolencecy-251-csv.zip"],
    "violence_by_country": ["organizedviolencecy-251-csv.zip"],
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """``package(*tables)``: a checkout with these tables, in which the command runs."""

    def make(*names: str) -> Path:
        root = checkout(tmp_path / "checkout", *names)
        monkeypatch.chdir(root)
        return root

    return make


@pytest.fixture
def release(tmp_path):
    """``release(name, content)``: a file by hand."""
    folder = tmp_path / "by hand"
    folder.mkdir()

    def write(name: str, content: bytes | str | Path) -> str:
        if isinstance(content, Path):
            content = content.read_bytes()
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(folder / name)

    return write


# ------------------------------------------------------------------------------------------ the first edition, and 24.1
def test_release_23_1_gives_the_table_of_the_first_edition(package, capsys):
    root = first_edition(package("battle_deaths"))
    before = bytes_of(root)
    assert main(["battle_deaths", "--from", str(BRD_23)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "battle_deaths: no row differs (106 rows)"
    assert not said.err and bytes_of(root) == before


def test_the_step_to_24_1_is_four_rows_added_and_five_revised(package, release, capsys):
    root = first_edition(package("battle_deaths"))
    before = bytes_of(root)
    file = release("BattleDeaths_v24_1.csv", BRD_24)
    assert main(["battle_deaths", "--from", file]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "battle_deaths: 4 rows added, 5 revised (12 cells), none gone",
        "  UCDP BRD 23.1 -> 24.1, from a file by hand (BattleDeaths_v24_1.csv)",
        "  ~ 524|2017: low 9776 -> 9763, best 10025 -> 10012, high 12186 -> 12173",
        "  + 4 rows (857|2023, 14320|2023, 16825|2023, 17083|2023): added",
        "  ~ 878|2002: low 864 -> 866, best 878 -> 880, high 1298 -> 1300",
        "  ~ 14320|2022: best 252 -> 253, high 403 -> 404",
        "  ~ 16825|2022: low 353 -> 350, best 555 -> 571, high 1098 -> 1114",
        "  ~ 17083|2022: best 45 -> 46",
        f"  Nothing is written. To take it in: make refresh TABLES=battle_deaths FROM={shlex.quote(file)} WRITE=1",
    ]
    assert bytes_of(root) == before


def test_rows_that_moved_alike_are_told_once_with_their_number(package, release, capsys):
    """A release that takes 13 off every estimate of seven years."""
    package("battle_deaths")

    def fewer(rows: list[dict]) -> list[dict]:
        own = [row for row in rows if row["dyad_id"] == "735" and "2010" <= row["year"] <= "2016"]
        for row in own:
            row |= {column: str(int(row[column]) - 13) for column in ("bd_low", "bd_best", "bd_high")}
        return rows

    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", changed(BRD_24, fewer))]) == 0
    moved = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ~ ")]
    few = "735|2010, 735|2011, 735|2012, 735|2013, 735|2014, ..."
    assert moved == [f"  ~ 7 rows ({few}): each low -13, best -13, high -13"]


def test_what_is_written_is_the_table_as_it_was_committed(package, release, capsys):
    root = first_edition(package(*STEP))
    file = release("BattleDeaths_v24_1.csv", BRD_24)
    assert main(["battle_deaths", "--from", file, "--write"]) == 0
    said = capsys.readouterr().out
    data = root / "data"
    for name in ("battle_deaths.csv", "revisions.csv"):
        assert sorted(read_rows((data / name).read_text("utf-8")), key=str) == sorted(
            (
                row
                for row in read_rows((FROZEN / name).read_text("utf-8"))
                if name == "battle_deaths.csv" or row["table"] in STEP
            ),
            key=str,
        )
    assert (data / "battle_deaths.csv").read_bytes() == (FROZEN / "battle_deaths.csv").read_bytes()
    assert "Written: data/sources.csv, data/datapackage.json, data/battle_deaths.csv, data/revisions.csv." in said
    assert "By hand: data/sources.csv, ucdp-brd-24-1: the citation and the date of the new release." in said
    tables.validate_package()
    assert set(bytes_of(root)) == {f"{name}.csv" for name in (*STEP, "sources")} | {"datapackage.json"}


def test_version_day_and_checksum_are_recorded(package, release):
    root = first_edition(package("battle_deaths"))
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", BRD_24), "--write"]) == 0
    rows = {row["source_id"]: row for row in read_rows((root / "data" / "sources.csv").read_text("utf-8"))}
    old, new = rows["ucdp-brd-23-1"], rows["ucdp-brd-24-1"]
    assert new["version"] == "24.1" and new["attribution_short"] == "UCDP BRD 24.1" and not new["date_published"]
    assert new["via"] == "a file by hand (BattleDeaths_v24_1.csv)" and new["date_accessed"] >= "2026-11-26"
    assert new["citation_full"].endswith("(dyadic), version 24.1, https://ucdp.uu.se/downloads/.")
    assert old["note"].startswith("context only: ")
    own = described(json.loads((root / "data" / "datapackage.json").read_text("utf-8")), "battle_deaths")
    (source,) = own["sources"]
    assert source["title"] == "UCDP Battle-Related Deaths Dataset 24.1" and source["version"] == "24.1"
    assert source["file"] == "BattleDeaths_v24_1.csv" and source["accessed"] == new["date_accessed"]
    assert source["hash"] == "sha256:" + hashlib.sha256(BRD_24.read_bytes()).hexdigest()
    assert own["hash"] == "sha256:" + hashlib.sha256((root / "data" / "battle_deaths.csv").read_bytes()).hexdigest()
    year = next(field for field in own["schema"]["fields"] if field["name"] == "year")
    assert year["constraints"]["maximum"] == 2023


def test_the_release_after_the_next_says_what_still_names_the_older_ones(package, release, capsys):
    root = package(*STEP)

    def a_year_later(rows: list[dict]) -> list[dict]:
        last = [row for row in rows if row["year"] == "2023"]
        return [{**row, "version": "25.1"} for row in (*rows, *({**row, "year": "2024"} for row in last))]

    file = release("BattleDeaths_v25_1.csv", changed(BRD_24, a_year_later))
    assert main(["battle_deaths", "--from", file, "--write"]) == 0
    by_hand = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  By hand: ")]
    named = "data/datapackage.json, battle_deaths: its description names"
    assert by_hand == [
        "  By hand: data/sources.csv, ucdp-brd-25-1: the citation and the date of the new release.",
        f"  By hand: {named} release 24.1.",
        f"  By hand: {named} 2023, which was the last year.",
    ]
    rows = {row["source_id"]: row for row in read_rows((root / "data" / "sources.csv").read_text("utf-8"))}
    assert "an earlier release, which revisions compares with" in rows["ucdp-brd-24-1"]["note"]
    assert rows["ucdp-brd-23-1"]["note"].startswith("context only: the release of the first edition; ")


def test_what_another_table_was_made_from_keeps_its_row_of_sources(package, release, capsys):
    """Two tables may be from one release: the row says from which copy the first was made, and stays."""
    root = first_edition(package("battle_deaths", "military_spending"))
    data, row = root / "data", next(one for one in read_rows(FROZEN_SOURCES) if one["source_id"] == "ucdp-brd-24-1")
    sources = [*read_rows((data / "sources.csv").read_text("utf-8")), row]
    (data / "sources.csv").write_text(csv_text(sources), "utf-8")
    other = data / "military_spending.csv"
    other.write_text(other.read_text("utf-8").replace("sipri-milex-2025-04", "ucdp-brd-24-1"), "utf-8")
    assert "ucdp-brd-24-1" in other.read_text("utf-8")
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", BRD_24), "--write"]) == 0
    assert row in read_rows((data / "sources.csv").read_text("utf-8"))
    assert "the citation and the date" not in capsys.readouterr().out


def edited(root: Path, source_id: str, **cells: str) -> None:
    """Put other cells into a row of sources."""
    path = root / "data" / "sources.csv"
    rows = [row | cells if row["source_id"] == source_id else row for row in read_rows(path.read_text("utf-8"))]
    path.write_text(csv_text(rows), "utf-8")


@pytest.mark.parametrize("version", ["", " "])
@pytest.mark.parametrize("write", [[], ["--write"]])
def test_a_source_that_does_not_say_its_version_is_refused_by_name(package, release, capsys, version, write):
    """The new release takes its texts from the row of the old one, with the other version in them."""
    root = first_edition(package("battle_deaths"))
    edited(root, "ucdp-brd-23-1", version=version)
    before = bytes_of(root)
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", BRD_24), *write]) == 1
    said = capsys.readouterr()
    assert "data/sources.csv, ucdp-brd-23-1: version is empty; write there which release the table is from" in said.err
    assert not said.out and bytes_of(root) == before


def test_a_version_is_changed_where_it_stands_as_a_word_alone(package, release):
    root = first_edition(package("battle_deaths"))
    edited(root, "ucdp-brd-23-1", attribution_short="UCDP BRD v23.1 (23.1), 123.1 and 23.10", url_main="")
    package_json = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    described(package_json, "battle_deaths")["sources"][0]["title"] = "Deaths 23.1, not 123.1 or 23.1.1"
    write_package(root / "data", package_json)
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", BRD_24), "--write"]) == 0
    rows = {row["source_id"]: row for row in read_rows((root / "data" / "sources.csv").read_text("utf-8"))}
    assert rows["ucdp-brd-24-1"]["attribution_short"] == "UCDP BRD v24.1 (24.1), 123.1 and 23.10"
    assert rows["ucdp-brd-24-1"]["citation_full"].endswith("(dyadic), version 24.1.")
    (source,) = tables.resource("battle_deaths")["sources"]
    assert source["title"] == "Deaths 24.1, not 123.1 or 23.1.1"


def test_a_second_write_has_nothing_to_write(package, release, capsys):
    root = first_edition(package("battle_deaths"))
    file = release("BattleDeaths_v24_1.csv", BRD_24)
    main(["battle_deaths", "--from", file, "--write"])
    before = bytes_of(root)
    capsys.readouterr()
    assert main(["battle_deaths", "--from", file, "--write"]) == 0
    assert "Nothing to write: table and checksums are recorded already." in capsys.readouterr().out
    assert bytes_of(root) == before


def test_the_checksum_of_the_release_that_is_there_can_be_recorded_alone(package, release, capsys):
    root = package("battle_deaths")
    before = bytes_of(root)
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", BRD_24), "--write"]) == 0
    out = capsys.readouterr().out
    assert "  Written: data/sources.csv, data/datapackage.json.\n" in out and "By hand: " not in out
    (source,) = tables.resource("battle_deaths")["sources"]
    assert source["hash"] == "sha256:" + hashlib.sha256(BRD_24.read_bytes()).hexdigest()
    rows = {row["source_id"]: row for row in read_rows(before["sources.csv"].decode())}
    now = {row["source_id"]: row for row in read_rows((root / "data" / "sources.csv").read_text("utf-8"))}
    assert now["ucdp-brd-24-1"]["citation_full"] == rows["ucdp-brd-24-1"]["citation_full"]
    assert [key for key in rows if rows[key] != now[key]] == ["ucdp-brd-24-1"]


# ------------------------------------------------------------------------------------------ today's state
def test_from_today_release_24_1_moves_nothing(package, release, capsys):
    root = package("battle_deaths")
    before = bytes_of(root)
    assert main(["battle_deaths", "--from", release("ucdp-brd-dyadic-241-csv.zip", zipped(BRD_24.read_bytes()))]) == 0
    out = capsys.readouterr().out
    assert out.startswith("battle_deaths: no row differs (110 rows)\n") and "To take it in" not in out
    assert bytes_of(root) == before


def unsourced(name: str, folder: Path) -> dict[str, dict[str, str]]:
    """The rows of a table in a folder, without their source: key -> cells."""
    rows = by_key(name, (folder / f"{name}.csv").read_text("utf-8"))
    return {key: row | {"source_id": ""} for key, row in rows.items()}


@pytest.mark.parametrize("name", sorted({path.stem for path in FROZEN.glob("*.csv")} - {"sources", "revisions"}))
def test_what_differs_from_a_frozen_table_was_revised_since(name):
    """What tests say of the frozen tables holds of the book's, but for what a later release changed."""
    now, then = unsourced(name, ROOT / "data"), unsourced(name, FROZEN)
    revisions = read_rows((ROOT / "data" / "revisions.csv").read_text("utf-8"))
    revised = {row["row_id"] for row in revisions if row["table"] == name}
    assert {key for key, row in then.items() if now.get(key) != row} <= revised


@pytest.mark.parametrize("table", REAL)
def test_the_other_tables_of_ucdp_are_what_their_releases_say(package, tmp_path, capsys, table):
    package(table)
    for name in REAL[table]:
        shutil.copy(FIXTURES / name, tmp_path / name)
    assert main([table, "--from", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith(f"{table}: no row differs (")


def test_the_panel_is_what_the_official_release_says_from_its_first_year_on(package, capsys):
    """The part of the release begins with 1989: what was the year before, it can't know."""
    package("civil_conflict_panel", "un_missions")
    assert main(["civil_conflict_panel", "--from", str(FIXTURES / "ucdp-prio-acd-251-csv.zip")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "civil_conflict_panel: no rows added, 1 revised (3 cells), none gone"
    assert lines[2] == "  ~ 700|1989: russia_troops_prev_year TRUE -> FALSE, at_risk FALSE -> TRUE, onset FALSE -> TRUE"


def test_a_folder_is_searched_for_every_table_and_the_newest_release_is_taken(package, release, capsys):
    package("battle_deaths", "non_state_conflict")
    folder = Path(release("BattleDeaths_v24_1.csv", BRD_24)).parent
    release("BattleDeaths_v23_1.csv", BRD_23)
    release("Nonstate_v23_1.csv", FIXTURES / "Nonstate_v23_1.csv")
    release("holiday.zip", b"PK\x03\x04 and no more")
    release("notes.txt", "nothing")
    here = tuple(one for one in UPSTREAMS if one.table in ("battle_deaths", "non_state_conflict"))
    assert main(["--from", str(folder)], here) == 0
    said = capsys.readouterr()
    assert [line for line in said.out.splitlines() if not line.startswith(" ")] == [
        "battle_deaths: no row differs (110 rows)",
        "non_state_conflict: no row differs (38 rows)",
    ]
    assert said.err.startswith("Passed over: holiday.zip is cut off or damaged")


def test_an_older_release_is_refused(package, capsys):
    root = package("battle_deaths")
    before = bytes_of(root)
    assert main(["battle_deaths", "--from", str(BRD_23), "--write"]) == 1
    assert "BattleDeaths_v23_1.csv is release 23.1, older than 24.1, which data/ has" in capsys.readouterr().err
    assert bytes_of(root) == before


def test_one_cell_by_hand_is_one_cell_and_taken_back_leaves_the_bytes(package, release, capsys):
    root = package("battle_deaths")
    path, file = root / "data" / "battle_deaths.csv", release("BattleDeaths_v24_1.csv", BRD_24)
    before = bytes_of(root)
    path.write_text(path.read_text("utf-8").replace("9763,10012,12173", "9763,10013,12173"), "utf-8")
    assert main(["battle_deaths", "--from", file]) == 0
    out = capsys.readouterr().out
    assert "no rows added, 1 revised (1 cell), none gone" in out and "  ~ 524|2017: best 10013 -> 10012\n" in out
    path.write_text(path.read_text("utf-8").replace("9763,10013,12173", "9763,10012,12173"), "utf-8")
    assert bytes_of(root) == before


# ------------------------------------------------------------------------------------------ layouts
def without_endings(text: str) -> str:
    header, rest = text.split("\n", 1)
    return header.replace("_cy", "") + "\n" + rest


def country_year() -> str:
    with zipfile.ZipFile(FIXTURES / "organizedviolencecy-251-csv.zip") as archive:
        return archive.read("organizedviolencecy_v25_1.csv").decode("utf-8-sig")


def conflicts() -> str:
    with zipfile.ZipFile(FIXTURES / "ucdp-prio-acd-251-csv.zip") as archive:
        return archive.read("UcdpPrioConflict_v25_1.csv").decode("utf-8")


def in_words(rows: list[dict]) -> list[dict]:
    words = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "II"}
    return [{**row, "type_of_conflict": words[row["type_of_conflict"]]} for row in rows]


LAYOUTS = {
    "blanks around cells": lambda rows: csv_text([{name: f" {cell}  " for name, cell in row.items()} for row in rows]),
    "quotes around all": lambda rows: csv_text(rows, quoting=csv.QUOTE_ALL),
    "line ends of Windows": lambda rows: csv_text(rows, end="\r\n"),
    "a byte-order mark": lambda rows: "\ufeff" + csv_text(rows),
    "blanks in the header": lambda rows: csv_text([{f"{name} ": cell for name, cell in row.items()} for row in rows]),
    "columns in another order": lambda rows: csv_text([dict(reversed(row.items())) for row in rows]),
    "one more column": lambda rows: csv_text([{**row, "comment": "new"} for row in rows]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_of_which_nothing_can_be_misunderstood_is_read(package, release, capsys, layout):
    package("battle_deaths")
    rows = read_rows(BRD_24.read_text("utf-8"))
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", LAYOUTS[layout](rows))]) == 0
    assert capsys.readouterr().out.startswith("battle_deaths: no row differs (110 rows)\n")


def test_columns_with_and_without_an_ending(package, release, capsys):
    package("violence_by_country")
    text = country_year()
    assert "_cy" in text and "_cy" not in without_endings(text)
    file = release("OrganizedViolenceCYDataSet25_1.csv", without_endings(text))  # as release 26.1 is named
    assert main(["violence_by_country", "--from", file]) == 0
    assert capsys.readouterr().out.startswith("violence_by_country: no row differs (1050 rows)\n")


def test_types_of_conflict_in_words(package, release, capsys):
    package("civil_conflict_panel", "un_missions")
    file = release("UcdpPrioConflict_v25_1.csv", csv_text(in_words(read_rows(conflicts()))))
    assert main(["civil_conflict_panel", "--from", file]) == 0
    assert "no rows added, 1 revised (3 cells), none gone" in capsys.readouterr().out


# ------------------------------------------------------------------------------------------ what can't be read
def rename(old: str, new: str):
    return lambda rows: [{new if name == old else name: cell for name, cell in row.items()} for row in rows]


def with_cell(column: str, cell: str):
    return lambda rows: [{**rows[0], column: cell}, *rows[1:]]


UNREADABLE = {
    "a column of another name": (
        rename("bd_best", "best"),
        "UCDP BRD (BattleDeaths_v24_1.csv): no column bd_best; there are: conflict_id, ",
    ),
    "two columns gone": (
        lambda rows: rename("bd_low", "low")(rename("year", "jahr")(rows)),
        "no column year, no column bd_low; there are: ",
    ),
    "a new category": (
        with_cell("type_of_conflict", "5"),
        "UCDP BRD (BattleDeaths_v24_1.csv), column type_of_conflict: '5' is not 1 or 2 or 3 or 4 (1 of 129 rows)",
    ),
    "a word for a number": (with_cell("bd_best", "many"), "column bd_best: 'many' is not a number (1 of 129 rows)"),
    "a number without end": (with_cell("bd_best", "inf"), "column bd_best: a number without end"),
    "two versions in one file": (with_cell("version", "23.1"), "its rows name several versions: 23.1, 24.1"),
    "a row twice": (
        lambda rows: [*rows, next(row for row in rows if row["dyad_id"] == "14320")],
        "two rows in one year",
    ),
    "other countries alone": (
        lambda rows: [row for row in rows if "Afghanistan" not in row["location_inc"] + row["battle_location"]],
        "UCDP BRD: no row of 19 is left; is it another file?",
    ),
    "no rows": (lambda rows: [], "the file has no rows"),
    "a third of the rows gone": (
        lambda rows: [row for at, row in enumerate(rows) if at % 3],
        " of 110 rows would be gone (",
    ),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_another_layout_is_refused_with_what_is_missing_and_where(package, release, capsys, case):
    change, words = UNREADABLE[case]
    root = package("battle_deaths")
    before = bytes_of(root)
    rows = read_rows(BRD_24.read_text("utf-8"))
    kept = change(rows)
    text = csv_text(kept) if kept else csv_text(rows).split("\n")[0] + "\n"
    assert main(["battle_deaths", "--from", release("BattleDeaths_v24_1.csv", text), "--write"]) == 1
    said = capsys.readouterr()
    assert words in said.err and said.err.startswith("battle_deaths: ") and "data/ is as it was" in said.err
    assert not said.out and bytes_of(root) == before


RAW = {
    "cut off in a row": (lambda text: text[: len(text) // 2], ", line "),
    "semicolons": (lambda text: text.replace(",", ";"), "or its cells are not separated by commas"),
    "another encoding": (
        lambda text: text.replace("Afghanistan", "Åfghanistan").encode("latin-1"),
        "not utf-8-sig from byte",
    ),
    "a column twice": (lambda text: text.replace('"region"', '"year"', 1), "the column 'year' stands there twice"),
    "a page": (lambda text: "<!DOCTYPE html>\n<html></html>\n", "no column conflict_id"),
    "empty": (lambda text: "", "the file is empty; is it another file?"),
}


@pytest.mark.parametrize("case", RAW)
def test_what_is_no_table_is_refused(package, release, capsys, case):
    change, words = RAW[case]
    root = package("battle_deaths")
    before = bytes_of(root)
    assert main(["--from", release("BattleDeaths_v24_1.csv", change(BRD_24.read_text("utf-8"))), "--write"]) == 1
    assert "(BattleDeaths_v24_1.csv)" in (said := capsys.readouterr().err) and words in said
    assert bytes_of(root) == before


def test_a_conflict_in_a_country_without_a_name_is_refused(package, release, capsys):
    package("civil_conflict_panel", "un_missions")

    def moved(rows: list[dict]) -> list[dict]:
        return [{**row, "gwno_a": "999"} if row["location"] == "Mali" else row for row in rows]

    file = release("UcdpPrioConflict_v25_1.csv", csv_text(moved(read_rows(conflicts()))))
    assert main(["civil_conflict_panel", "--from", file]) == 1
    assert "no country name for [999]" in capsys.readouterr().err


def test_what_does_not_fit_the_package_is_not_written(package, release, capsys):
    root = first_edition(package("battle_deaths"))
    before = bytes_of(root)

    def upside_down(rows: list[dict]) -> list[dict]:
        return [{**row, "bd_low": "99999"} if row["dyad_id"] == "14320" else row for row in rows]

    file = release("BattleDeaths_v24_1.csv", changed(BRD_24, upside_down))
    assert main(["battle_deaths", "--from", file, "--write"]) == 1
    assert "does not fit the package, and was not written:\ndata/battle_deaths.csv, row " in capsys.readouterr().err
    assert bytes_of(root) == before


# ------------------------------------------------------------------------------------------ the command
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["batle_deaths"], "there is no table 'batle_deaths'; --list names all"),
        (["revisions"], "revisions is not refreshed here: what the last release of each table moved; written with"),
        (["sources"], "sources is not refreshed here: gathered by hand; change its rows in data/sources.csv"),
        (["--from", "nowhere"], "nowhere: there is no such file or folder"),
        (["--from", "data"], "data: no file of an upstream lies there; --list says how they are named"),
        (
            ["battle_deaths", "--from", "data"],
            "no file of UCDP BRD lies there; its name, in a zip or not, is like ",
        ),
    ],
)
def test_what_can_t_be_asked_for_is_said(package, capsys, arguments, words):
    package(*STEP)
    assert main(arguments) == 1
    assert words in capsys.readouterr().err


def test_the_list_names_every_table_and_where_it_comes_from(capsys):
    assert main(["--list"]) == 0
    lines = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert list(lines) == [one["name"] for one in tables.package()["resources"] if one["profile"] == tables.TABULAR]
    told, named = lines["battle_deaths"].split(" (a file named like ")
    assert told == "UCDP BRD 24.1, fetched from https://ucdp.uu.se/downloads/" and named.startswith("BattleDeaths_v")
    assert lines["military_spending"].count("SIPRI spending") == 1, "two sheets of one file"
    assert lines["events"].startswith("gathered by hand; change its rows in data/events.csv")
    ended = [name for name, words in lines.items() if words.startswith("ended: ")]
    assert {"external_support", "militarized_disputes", "exercises"} <= set(ended)


def test_every_table_that_is_derived_is_declared_once():
    derived = {one["name"] for one in tables.package()["resources"] if one.get("derivation") and "schema" in one}
    declared = [one.table for one in UPSTREAMS]
    assert derived == {*declared, *NOT_HERE} and not set(declared) & NOT_HERE.keys()
    assert len(set(declared)) == len(declared)

"""Rows of other tables that rest on an older release are named, each with the reason."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from refreshing import BRD_24, FROZEN, ROOT, changed, checkout, csv_text, described, read_rows, write_package

from evidence import checks, tables
from evidence.build import execute
from evidence.left_to_do import TO_DO
from evidence.refresh import elsewhere, samples
from evidence.refresh.__main__ import main

CITES = {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}}
OTHER = "ucdp-one-sided-23-1"  # a source that has nothing to do with it
PLACES = (  # note_id, note, table, row_id, source_id
    ("N1", "It cites the release.", "", "", "ucdp-brd-24-1"),
    ("N2", "It cites the one before.", "", "", "ucdp-brd-23-1"),
    ("N3", "UCDP BRD 24.1 counts; so does release 24.1.", "", "", OTHER),
    ("N4", "It points at a row.", "battle_deaths", "14320|2016", OTHER),
    ("N5", "There were 2,141 deaths, or 2141.", "", "", OTHER),
    ("N6", "UCDP counted 12 in 2016; a share of 24.1 percent, version 24.10, and 12,141.", "", "", OTHER),
    ("N7", "It points at a row that stayed.", "battle_deaths", "14320|2015", OTHER),
)


def one_death_fewer(rows: list[dict]) -> list[dict]:
    """A release in which one year of one dyad has one death fewer."""
    for row in rows:
        if (row["dyad_id"], row["year"]) == ("14320", "2016"):
            row["bd_best"] = str(int(row["bd_best"]) - 1)
    return [row | {"version": "25.1"} for row in rows]


@pytest.fixture
def noted(tmp_path, monkeypatch) -> Path:
    """A checkout with the frozen table of deaths, and notes that were gathered by hand."""
    root = checkout(tmp_path / "checkout", "battle_deaths", "revisions")
    data, columns = root / "data", ("note_id", "note", "table", "row_id", "source_id")
    (data / "notes.csv").write_text(csv_text([dict(zip(columns, row)) for row in PLACES]), "utf-8")
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    like = described(package, "sources")
    fields = [{"name": name, "type": "string"} for name in columns]
    schema = like["schema"] | {"fields": fields, "primaryKey": ["note_id"], "foreignKeys": [CITES]}
    package["resources"].append(like | {"name": "notes", "path": "notes.csv", "schema": schema})
    write_package(data, package)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def newer(tmp_path) -> str:
    file = tmp_path / "BattleDeaths_v25_1.csv"
    file.write_text(changed(BRD_24, one_death_fewer), "utf-8")
    return str(file)


SAID = [
    "  Look at these rows of other tables: if UCDP BRD 25.1 says the same, name ucdp-brd-25-1 in them; if not, correct "
    "them.",
    "    notes: N1: source ucdp-brd-24-1",
    "    notes: N2: source ucdp-brd-23-1",
    "    notes: N3: words “UCDP BRD 24.1”, words “release 24.1”",
    "    notes: N4: of a row that moved",
    "    notes: N5: value 2,141, revised since, value 2141, revised since",
    "    Once no row cites ucdp-brd-24-1 any more, let its note in data/sources.csv begin with “context only: an "
    "earlier release, which revisions compares with”.",
]


@pytest.mark.parametrize("write", [[], ["--write"]])
def test_rows_that_rest_on_the_older_release_are_named_before_and_after_it_is_taken_in(noted, newer, capsys, write):
    assert main(["battle_deaths", "--from", newer, *write]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(SAID[0])
    assert lines[at : at + len(SAID)] == SAID
    last = ["This list is kept", "Then `make update`"] if write else ["Nothing is written."]
    rest = lines[at + len(SAID) :]
    assert len(rest) == len(last) and all(one.startswith(f"  {said}") for one, said in zip(rest, last))


def test_whoever_missed_them_is_told_again_until_none_is_left(noted, newer, capsys):
    main(["battle_deaths", "--from", newer, "--write"])
    capsys.readouterr()
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    assert [*SAID[:4], SAID[-1]] == [line for line in capsys.readouterr().out.splitlines() if line in SAID], (
        "no row moves any more"
    )
    notes = noted / "data" / "notes.csv"
    mended = notes.read_text("utf-8").replace("24.1 counts", "25.1 counts").replace("release 24.1", "this one")
    notes.write_text(mended.replace("ucdp-brd-24-1", "ucdp-brd-25-1").replace("ucdp-brd-23-1", OTHER), "utf-8")
    assert main(["battle_deaths", "--from", newer]) == 0
    assert "notes" not in capsys.readouterr().out


def test_what_a_release_left_to_do_is_kept_though_a_second_comparison_finds_less(noted, newer, capsys):
    assert main(["battle_deaths", "--from", newer]) == 0 and not (noted / TO_DO).exists(), "nothing is taken in"
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    kept = (noted / TO_DO).read_text("utf-8")
    assert f"  This list is kept in {TO_DO}; delete it when all is done.\n" in capsys.readouterr().out
    assert kept.startswith(
        "battle_deaths: what is left to do of ucdp-brd-25-1\n  UCDP BRD 24.1 -> 25.1, from a file by hand ("
    )
    assert "  By hand: data/sources.csv, ucdp-brd-25-1: the citation" in kept and set(SAID) <= set(kept.splitlines())
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    assert f"  {TO_DO} has what releases that were taken in before left to do.\n" in capsys.readouterr().out
    assert (noted / TO_DO).read_text("utf-8") == kept
    Path(newer).write_text(changed(Path(newer), lambda rows: [*rows, rows[0] | {"year": "2024"}]), "utf-8")
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    assert (noted / TO_DO).read_text("utf-8").startswith(kept), "what was there is not lost"


def test_the_sample_that_tests_keep_of_the_older_release_is_named(noted, newer, capsys):
    (noted / "tests" / "upstream").mkdir(parents=True)
    (noted / "tests" / "upstream" / BRD_24.name).write_text("a\n", "utf-8")
    (noted / "tests" / "upstream" / "ucdp_brd_23_1_part.csv").write_text("a\n", "utf-8")
    modules = {
        "test_ucdp": f'READ = "{BRD_24.name}"\n',
        "shared": f'OLD, NEW = HERE / "a.csv", HERE / "{BRD_24.name}"\nPART: Path = HERE / "{BRD_24.name}"\n',
        "test_new": "from shared import NEW\n",
        "test_part": "from shared import PART\n",
        "test_old": "from shared import OLD\n\nRENEWED = OLD\n",
    }
    for name, text in modules.items():
        (noted / "tests" / f"{name}.py").write_text(text, "utf-8")
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "tests/" in line]
    assert said == [
        f"  By hand: tests/upstream/{BRD_24.name} has rows of UCDP BRD 24.1 for tests/shared.py, tests/test_new.py, "
        "tests/test_part.py, tests/test_ucdp.py; rows of the newer release stand beside them, for those tests that "
        "state what the last release moved."
    ]


def test_the_real_readers_of_a_sample_are_found(own):
    (said,) = samples.told("UCDP BRD 24.1")
    named = set(re.findall(r"tests/(\w+)\.py", said))
    assert {"refreshing", "test_refresh_ucdp", "test_rerun"} <= named, "of the tests that take that file in"
    assert "test_tables" not in named and BRD_24.name in said


def test_a_list_of_a_release_that_git_put_back_says_so_to_whoever_compares_checks_or_updates(noted, newer, run_in):
    for path in ("evidence", "requirements.txt"):
        (noted / path).symlink_to(ROOT / path)
    (noted / "chapters").mkdir()
    before = {path: path.read_bytes() for path in (noted / "data").iterdir()}
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    commands = [(main, "battle_deaths", "--from", newer), (execute.main, "--check"), (execute.main,)]
    stale = f"{TO_DO} is of ucdp-brd-25-1, a release of battle_deaths that data/ does not have: "
    is_open = f"{TO_DO} has what is left to do of ucdp-brd-25-1: delete the list once all of it is done\n"
    for one in commands:
        said = run_in(noted, *one).out
        assert stale not in said and is_open in said, one
    for path, content in before.items():  # as `git reset --hard` does, which leaves the list
        path.write_bytes(content)
    for one in commands:
        assert f"{stale}take it in again, or delete the list\n" in run_in(noted, *one).out, one
    (noted / TO_DO).unlink()
    assert not [one for one in commands if TO_DO.name in run_in(noted, *one).out]


def test_what_is_left_to_do_outlasts_make_clean(noted, newer):
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    (noted / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    subprocess.run(["make", "clean"], check=True, capture_output=True)
    assert not (noted / "_build").exists() and (noted / TO_DO).exists()


def test_rows_of_one_reason_share_a_line_and_a_table_of_a_program_has_one(noted, newer, capsys):
    rows = [
        dict(zip(("note_id", "note", "table", "row_id", "source_id"), PLACES[0])) | {"note_id": f"N{n}"}
        for n in range(20)
    ]
    (noted / "data" / "notes.csv").write_text(csv_text(rows), "utf-8")
    main(["battle_deaths", "--from", newer])
    few = ", ".join(f"N{n}" for n in range(elsewhere.FEW))
    assert f"    notes: 20 rows ({few}, ...): source ucdp-brd-24-1\n" in capsys.readouterr().out
    package = json.loads((noted / "data" / "datapackage.json").read_text("utf-8"))
    described(package, "notes")["derivation"] = "evidence.refresh.ucdp.battle_deaths: again"
    write_package(noted / "data", package)
    main(["battle_deaths", "--from", newer])
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("    notes"))
    assert line == (
        "    notes: all that cite ucdp-brd-24-1; evidence.refresh.ucdp.battle_deaths makes them; refresh it too"
    )


def test_what_the_last_release_moved_gives_way_and_that_is_said(noted, newer, capsys):
    own = [row for row in read_rows((FROZEN / "revisions.csv").read_text("utf-8")) if row["table"] == "battle_deaths"]
    assert main(["battle_deaths", "--from", newer, "--write"]) == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "give way" in line)
    assert line.startswith("  data/revisions.csv has what the last release of each table moved, and no more: ")
    assert f"{len(own)} rows on UCDP BRD 23.1 -> UCDP BRD 24.1 give way" in line
    (left,) = read_rows((noted / "data" / "revisions.csv").read_text("utf-8"))
    assert left["row_id"] == "14320|2016" and left["release_was"] == "UCDP BRD 24.1"
    main(["battle_deaths", "--from", newer, "--write"])
    assert "give way" not in capsys.readouterr().out, "nothing moves, so nothing gives way"


# ------------------------------------------------------------------------------------------ the book's own tables
@pytest.fixture
def own(monkeypatch):
    monkeypatch.chdir(ROOT)


def test_the_tables_that_are_left_out_are_tables(own):
    assert set(elsewhere.RECORDS + elsewhere.WRITTEN) <= set(tables.names())


def test_the_table_says_that_it_has_the_last_release_alone(own):
    assert "those of the next one take their place" in tables.resource("revisions")["description"]


def test_every_row_of_the_book_that_cites_an_older_release_is_named(own, tmp_path, capsys):
    """Of a release of the far future all that the book has are older ones."""
    file = tmp_path / "BattleDeaths_v99_1.csv"
    file.write_text(BRD_24.read_text("utf-8").replace('"24.1"', '"99.1"'), "utf-8")
    main(["battle_deaths", "--from", str(file)])
    said = [
        line.split(": ")[0].strip() for line in capsys.readouterr().out.splitlines() if ": source ucdp-brd-" in line
    ]
    citing = {
        name
        for name in set(tables.names()) - {"battle_deaths", *elsewhere.RECORDS, *elsewhere.WRITTEN}
        if any(one.startswith("ucdp-brd-") for one in checks.read(tables.resource(name)).column("source_id"))
    }
    assert set(said) == {line for line in said if line in tables.names()} == citing >= {"claim_evidence", "glossary"}

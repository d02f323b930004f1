"""Expressions for large files: the same tables as the derivations give, in little memory, and the SQL of BigQuery.

All but the first two tests need `requirements-refresh.txt`, which the environment of the book has not: `make prove`
runs them in one apart.
"""

import importlib.util
import os
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from refreshing import FIXTURES, ROOT, bytes_of, checkout, csv_text, read_rows

from benchmarks import large as large_benchmark
from evidence import tables
from evidence.build import licences
from evidence.refresh import declared, large, ucdp
from evidence.refresh.__main__ import main
from evidence.refresh.fetched import by_hand
from evidence.refresh.upstream import Refused

NAME, ARCHIVE = "GEDEvent_v21_01_21_12.csv", "GEDEvent_v21_01_21_12.zip"
REASON = "needs requirements-refresh.txt, in an environment apart: the last line of `make prove`"
STATES = ["AFG", "CHN", "RUS", "USA"]


def needs_ibis(test):
    """Run it before a release, in the environment that has Ibis; elsewhere skip it, unless REQUIRE_IBIS=1."""
    there = importlib.util.find_spec("ibis") or os.environ.get("REQUIRE_IBIS") == "1"  # where it is not, it fails
    return pytest.mark.prove(pytest.mark.skipif(not there, reason=REASON)(test))


@pytest.fixture
def file(tmp_path) -> Path:
    """Real events of 2021, unpacked."""
    with zipfile.ZipFile(FIXTURES / ARCHIVE) as archive:
        archive.extract(NAME, tmp_path)
    return tmp_path / NAME


def as_text(frame: pd.DataFrame) -> list[dict[str, str]]:
    return frame.astype(object).where(frame.notna(), "").astype(str).to_dict("records")


def alike(made: pd.DataFrame, derived: pd.DataFrame) -> bool:
    return len(derived) > 0 and as_text(made[list(derived)]) == as_text(derived)


# ------------------------------------------------------------------------------------------ without Ibis
def test_without_ibis_it_is_said_what_to_install(tmp_path, monkeypatch, capsys, file):
    monkeypatch.setitem(sys.modules, "ibis", None)  # as if it were not installed
    root = checkout(tmp_path / "checkout", "isil_fights_2021", "provinces")
    monkeypatch.chdir(root)
    before = bytes_of(root)
    assert main(["isil_fights_2021", "--large", "--from", str(file), "--write"]) == 1
    said = capsys.readouterr().err
    assert "make .venv-refresh/installed" in said
    assert bytes_of(root) == before


def test_the_extra_pins_every_package_and_none_that_the_book_has():
    lines = (ROOT / "requirements-refresh.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    book = {line.partition("==")[0].lower() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()}
    assert {"ibis-framework", "duckdb", "pyarrow", "sqlglot"} <= pins.keys() and all(pins.values())
    assert not {name.lower() for name in pins} & book


@needs_ibis
def test_the_list_of_licences_says_what_these_packages_say():
    told = {name: licences.licence(distribution(name)) for name in licences.pins(ROOT, "requirements-refresh.txt")}
    assert told == licences.FOR_LARGE_FILES


# ------------------------------------------------------------------------------------------ UCDP
@needs_ibis
def test_the_expressions_give_what_the_derivations_give(file):
    rows = pd.read_csv(file)
    own = rows[rows.country == "Afghanistan"]
    codes = tables.load("provinces").set_index("ucdp_name")["adm1_code"].to_dict()
    made = large.run(large.EXPRESSIONS["events_2021_by_province"], large.EVENTS, file)
    assert alike(made, ucdp.events_by_province(own, codes)) and made.note.notna().any(), "bounds out of order too"
    made = large.run(large.EXPRESSIONS["isil_fights_2021"], large.EVENTS, file)
    assert alike(made, ucdp.fights_by_month(own, declared.KABUL_FELL)) and set(made.government) == {
        "Republic",
        "Taliban",
    }


@needs_ibis
def test_the_command_says_the_same_of_a_large_file(tmp_path, monkeypatch, capsys, file):
    root = checkout(tmp_path / "checkout", "isil_fights_2021", "provinces")
    monkeypatch.chdir(root)
    before, said = bytes_of(root), []
    for options in ([], ["--large"]):
        assert main(["isil_fights_2021", *options, "--from", str(file)]) in (0, 1)
        said.append(capsys.readouterr())
    assert said[0] == said[1] and said[0].out + said[0].err and bytes_of(root) == before
    assert main(["isil_fights_2021", "--large", "--from", str(FIXTURES / ARCHIVE)]) == 1
    assert f"{ARCHIVE}: --large reads a file as it is; unpack it" in capsys.readouterr().err


@needs_ibis
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: [{**row, "best": "many"} for row in rows], "Could not convert string 'many' to INT64"),
        (lambda rows: [{name: row[name] for name in row if name != "adm_1"} for row in rows], "no column adm_1"),
        (lambda rows: [{**row, "type_of_violence": "4"} for row in rows], "events with a type that is not known"),
        (lambda rows: [{**row, "adm_1": "Nowhere"} for row in rows], "events with a adm1_code that is not known"),
        (lambda rows: [{**row, "country": "Mali"} for row in rows], "no row is one that the table wants"),
    ],
)
def test_another_layout_is_refused(file, tmp_path, change, words):
    rows = read_rows(file.read_text("utf-8"))
    file.write_text(csv_text(change(rows)), "utf-8")
    upstream = next(one for one in declared.UPSTREAMS if one.table == "events_2021_by_province")
    with pytest.raises(Refused) as refused:
        large.aggregated(upstream, [by_hand(file)])
    assert NAME in str(refused.value) and words in str(refused.value)


# ------------------------------------------------------------------------------------------ GDELT
def gdelt_events(seed: int = 2018, rows: int = 4000) -> pd.DataFrame:
    """Events made up in the columns of GDELT 2.0, of two months; some have no state, some stay at home."""
    random = np.random.default_rng(seed)
    day = random.choice([20180130, 20180131, 20180201, 20180203], rows) * 1_000_000 + random.integers(0, 235960, rows)
    return pd.DataFrame(
        {
            "DATEADDED": day,
            "Actor1CountryCode": random.choice([*STATES, "EUR", ""], rows),
            "Actor2CountryCode": random.choice([*STATES, "EUR", ""], rows),
            "NumSources": random.integers(1, 9, rows),
            "NumArticles": random.integers(1, 99, rows),
            "GoldsteinScale": random.choice([-10.0, -2.5, 0.0, 0.0, 3.4, 8.0], rows),
            "AvgTone": random.choice([0.0, -3.25, 4.5], rows),
        }
    )


def by_hand_scores(events: pd.DataFrame) -> pd.DataFrame:
    """The loop of builder.py of gzemo/gdelt-graph-data, event by event."""
    scores: dict[tuple[str, str, str], float] = {}
    for one in events.itertuples():
        pair = sorted((one.Actor1CountryCode, one.Actor2CountryCode))
        if set(pair) <= set(STATES) and pair[0] != pair[1]:
            told = 0.025 * one.NumSources + 0.01 * one.NumArticles
            goes = one.GoldsteinScale or one.AvgTone
            edge = one.GoldsteinScale + (told if goes > 0 else -told if goes < 0 else 0) + 0.01 * one.AvgTone
            day = str(one.DATEADDED)
            key = (f"{day[:4]}-{day[4:6]}-{day[6:8]}", *pair)
            scores[key] = scores.get(key, 0) + edge
    return pd.DataFrame([(*key, score) for key, score in sorted(scores.items())], columns=list(large.SCORES))


@needs_ibis
def test_scores_of_single_events_are_those_of_the_loop_of_the_upstream(tmp_path):
    events = gdelt_events()
    path = tmp_path / "gdelt.csv"
    events.to_csv(path, index=False)
    made = large.run(lambda rows: large.daily_scores(rows, STATES), large.GDELT, path)
    made = made.sort_values(["day", "a", "b"], ignore_index=True)
    looped = by_hand_scores(events)
    assert len(looped) == 24 and made[["day", "a", "b"]].equals(looped[["day", "a", "b"]].astype(made.day.dtype))
    assert np.allclose(made.score, looped.score, rtol=0, atol=1e-9)


@needs_ibis
def test_months_are_set_against_the_world(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(
        "day,a,b,score\n2018-01-01,AFG,RUS,-5\n2018-01-02,AFG,RUS,3\n2018-01-02,CHN,USA,92\n2018-02-01,AFG,USA,2\n"
    )
    monthly = large.run(lambda rows: large.monthly_scores(rows, ["AFG"]), large.SCORES, path)
    assert list(large.relative_scores(monthly, {"AFG"}).itertuples(index=False, name=None)) == [
        ("AFG", "RUS", "2018-01", -20.0, 50.0, 2),
        ("AFG", "USA", "2018-02", 1000.0, 0.0, 1),
    ]


# ------------------------------------------------------------------------------------------ BigQuery
@needs_ibis
def test_the_same_expression_is_sql_for_bigquery():
    text = large.sql(large.EXPRESSIONS["isil_fights_2021"], large.EVENTS, "events")
    assert "FROM `events` AS" in text and "WHEN 'Taleban'" in text and ">= '2021-08-15'" in text
    text = large.sql(
        lambda rows: large.monthly_scores(large.daily_scores(rows, STATES), ["AFG"]),
        large.GDELT,
        "gdelt-bq.gdeltv2.events",
    )
    assert "FROM `gdelt-bq.gdeltv2.events` AS" in text and "COUNT(DISTINCT" in text
    assert "LEAST(`t0`.`Actor1CountryCode`, `t0`.`Actor2CountryCode`) AS `a`" in text


@needs_ibis
def test_sql_needs_neither_duckdb_nor_pyarrow():
    code = """
import sys
for name in ("duckdb", "pyarrow", "google"):
    sys.modules[name] = None
from evidence.refresh import large
print(large.sql(large.EXPRESSIONS["isil_fights_2021"], large.EVENTS, "events"))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and done.stdout.startswith("SELECT"), done.stderr


# ------------------------------------------------------------------------------------------ the benchmark
@needs_ibis
@pytest.mark.parametrize("table", large_benchmark.TABLES)
def test_the_benchmark_aggregates_what_it_generates(table, tmp_path, monkeypatch):
    monkeypatch.setattr(large_benchmark, "CHUNK", 2000)
    path = tmp_path / "events.parquet"
    large_benchmark.generate(path, table, rows=4000)
    rows, most = large_benchmark.aggregate(path, table)
    assert 0 < rows < 4000 and most > 0

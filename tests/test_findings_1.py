"""What the figures of chapter 1 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import isil
from evidence.forecast import AS_OF, known


@pytest.fixture(scope="module")
def deaths() -> pd.DataFrame:
    return tables.load("battle_deaths")


def test_force_is_named_in_three_years_and_ruled_out_after():
    statements = tables.load("statements").query("side == 'Russia'")
    named = statements[statements["topic"] == "military-option"]
    assert sorted(set(named["date_start"].dt.year)) == [2000, 2015, 2017]
    ruled_out = statements[statements["topic"] == "no-military-intervention"]
    assert (ruled_out["date_start"] > AS_OF).sum() >= 5 and not (named["date_start"] > AS_OF).any()


def test_russian_counts_run_above_american_ones_from_2016_and_swing_more():
    counts = isil.dated_counts(tables.load("isil_strength"))
    ratios = isil.ratios(isil.same_quarter(counts))
    assert list(ratios.index) == ["2015Q4", "2016Q2", "2016Q3", "2017Q3"]
    assert ratios.loc["2015Q4", "lowest"] < 1 < ratios.loc["2015Q4", "highest"]
    assert (ratios.loc["2016Q2":, "lowest"] > 1).all()
    later = counts[counts["date_start"] >= "2016"]
    swing = later.groupby("side")["value"].agg(lambda values: values.max() - values.min())
    assert swing["Russia"] > swing["United States/NATO"]
    then = isil.ratios(isil.same_quarter(known(counts)))
    assert list(then.index) == ["2015Q4", "2016Q2", "2016Q3"] and then["highest"].max() == 10


def test_the_toll_stands_high_in_2017_and_2018_and_falls(deaths):
    toll = isil.toll(deaths).set_index("year")
    assert toll["best"].nlargest(2).index.tolist() == [2018, 2017]
    assert toll.loc[2018, "low"] < toll.loc[2017, "high"], "their ranges overlap"
    assert toll.loc[2018:2021, "best"].is_monotonic_decreasing
    assert known(isil.toll(deaths))["best"].is_monotonic_increasing


def test_the_share_of_the_war_is_highest_in_2017(deaths):
    share = isil.share_of_war(deaths).query("year <= 2021").set_index("year")
    assert share["share"].idxmax() == 2017 and round(share.loc[2017, "share"], 2) == 0.15
    assert (share["lowest"] <= share["share"]).all() and (share["share"] <= share["highest"]).all()
    by_hand = 2795 / (2795 + 16179)
    assert share.loc[2017, "share"] == pytest.approx(by_hand)


def test_most_civilians_were_killed_long_after_the_battles_peaked(deaths):
    civilians = tables.load("one_sided_violence").query("actor == 'IS'").set_index("year")["best"]
    toll = isil.toll(deaths).set_index("year")["best"]
    assert civilians.idxmax() == 2022 and toll.idxmax() == 2018 and toll.idxmin() == 2022


def test_the_threat_comes_in_2015_and_the_helicopters_in_2017():
    russian = tables.load("statements").query("side == 'Russia'")
    grid = isil.by_half_year(russian, {"ISIL-threat": "threat", "helicopters": "helicopters"}, "2014-H1", "2018-H2")
    years = grid.assign(year=grid["half_year"].str[:4]).groupby(["kind", "year"])["statements"].sum()
    assert years["threat"].idxmax() == "2015" and years["helicopters"].idxmax() == "2017"


def test_landings_are_asserted_in_three_provinces_and_confirmed_nowhere():
    reports = known(tables.load("helicopter_reports"))
    places = tables.load("provinces").set_index("adm1_code")["name"]
    recent = reports[reports["act"].isin(["asserts", "repeats"]) & (reports["date_start"].dt.year >= 2015)]
    assert set(recent["adm1_code"].dropna().map(places)) == {"Nangarhar", "Sar-e Pol", "Ghazni"}
    assert not set(tables.load("helicopter_reports")["act"]) & {"confirms"}
    assert "ISIL" not in set(reports["held_by"])


def test_each_report_points_to_a_row_of_its_date_and_source():
    keys = {"statements": "statement_id", "events": "event_id", "claim_evidence": "evidence_id"}
    frames = {name: tables.load(name).set_index(key) for name, key in keys.items()}
    for report in tables.load("helicopter_reports").itertuples():
        row = frames[report.table].loc[report.row_id]
        assert (row["date"], row["source_id"]) == (report.date, report.source_id), report.report_id

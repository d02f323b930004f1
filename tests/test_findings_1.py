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
    assert not (named["date_start"] > AS_OF).any()
    ruled_out = statements[statements["topic"] == "no-military-intervention"].set_index("statement_id")
    assert list(ruled_out.index[ruled_out["date"].between("2018", "2022")]) == ["S148", "S152", "S216", "S218", "S160"]
    assert "S038" in ruled_out.index and ruled_out.loc["S169", "date"] == "2025-10-07"
    of_2015 = named[named["date_start"].dt.year == 2015]
    assert set(of_2015["date"].str[:7]) == {"2015-10"}


def test_russian_counts_run_above_american_ones_in_2016_and_2017_and_overlap_in_2019():
    strength = tables.load("isil_strength")
    counts = isil.dated_counts(strength)
    assert len(counts) == 37 and len(counts) + (~strength["comparable"]).sum() == len(strength)
    ratios = isil.ratios(isil.same_quarter(counts))
    assert list(ratios.index) == ["2015Q4", "2016Q2", "2016Q3", "2017Q3"]
    assert ratios.loc["2015Q4", "lowest"] < 1 < ratios.loc["2015Q4", "highest"]
    assert (ratios.loc["2016Q2":, "lowest"] > 1).all()
    then = isil.ratios(isil.same_quarter(known(counts)))
    assert list(then.index) == ["2015Q4", "2016Q2", "2016Q3"] and then["highest"].max() == 10
    year = counts["date_start"].dt.year
    of_2017 = counts[year == 2017].groupby("side")["value"].agg(["min", "max"])
    assert of_2017.loc["Russia", "min"] > of_2017.loc["United States/NATO", "max"]
    of_2016 = counts[(year == 2016) & counts["side"].isin(["Russia", "United States/NATO"])]
    assert of_2016.groupby("side")["value"].min().to_dict() == {"Russia": 2500, "United States/NATO": 1000}
    late = counts.set_index("estimate_id")
    assert late.loc["K038", "low"] <= late.loc["K040", "low"] <= late.loc["K040", "high"] <= late.loc["K038", "high"]


def test_comparable_un_counts_start_after_the_article():
    counts = isil.dated_counts(tables.load("isil_strength"))
    assert known(counts)["side"].isin(["Russia", "United States/NATO", "Afghan government"]).all()
    un = counts[counts["side"] == "UN"]
    assert un["date"].min() == "2019-02" and (un["low"].min(), un["high"].max()) == (1000, 4000)
    assert set(counts.loc[counts["side"] == "Afghan government", "estimate_id"]) == {"K023", "K062"}


def test_the_toll_stands_high_in_2017_and_2018_and_falls(deaths):
    toll = isil.toll(deaths).set_index("year")
    assert toll["best"].nlargest(2).index.tolist() == [2018, 2017]
    assert toll.loc[2018, "low"] < toll.loc[2017, "high"], "their ranges overlap"
    assert toll.loc[2018:2021, "best"].is_monotonic_decreasing and toll.loc[2018, "high"] == 5149
    assert known(isil.toll(deaths))["best"].is_monotonic_increasing


def test_the_share_of_the_war_is_highest_in_2017(deaths):
    share = isil.share_of_war(deaths).query("year <= 2021").set_index("year")
    assert share["share"].idxmax() == 2017 and round(share.loc[2017, "share"], 2) == 0.15
    assert (share["lowest"] <= share["share"]).all() and (share["share"] <= share["highest"]).all()
    by_hand = 2795 / (2795 + 16179)
    assert share.loc[2017, "share"] == pytest.approx(by_hand)


def test_the_taliban_fought_isil_too(deaths):
    fights = isil.taliban_toll(tables.load("non_state_conflict")).set_index("year")
    assert fights["best"].to_dict() == {2015: 292, 2016: 181, 2017: 343, 2018: 577, 2019: 51}
    assert not fights.loc[2017, "only_afghanistan"]
    toll = isil.toll(deaths).set_index("year")["best"]
    assert (fights["best"] < toll.reindex(fights.index)).all()


def test_the_years_of_most_civilians_killed_cannot_be_ranked(deaths):
    civilians = tables.load("one_sided_violence").query("actor == 'IS'").set_index("year")
    assert civilians["best"].nlargest(2).index.tolist() == [2022, 2018]
    assert civilians.loc[2022, "low"] < civilians.loc[2018, "best"] and pd.isna(civilians.loc[2018, "high"])
    toll = isil.toll(deaths).set_index("year")
    assert toll.loc[2022, "low"] < toll.loc[2021, "best"] and toll.loc[2022, "high"] > toll.loc[2021, "high"]


def test_the_unama_share_of_early_2017_was_below_that_of_2016():
    unama = tables.load("civilian_casualties_by_actor").query("actor == 'ISIL-K' and basis == 'attributed by UNAMA'")
    unama, totals = unama.set_index("period"), tables.load("civilian_casualties").set_index("period")["total_first"]
    assert round(100 * unama.loc["2016", "total"] / totals["2016"]) == 8
    assert unama.loc[["2017-H1", "2017", "2018", "2020"], "share_pct"].tolist() == [5, 10, 20, 8]
    published = tables.sources(unama.loc["2017", "source_id"])["date_published"][0]
    assert published > "2017-08-15", "the share of the whole year could not be read at the cut-off"


def test_the_share_of_all_violence_by_hand(deaths):
    tables_of = (tables.load(name) for name in ("non_state_conflict", "one_sided_violence", "violence_by_country"))
    share = isil.share_of_all_violence(deaths, *tables_of).set_index("year")
    assert share.loc[2017, "share"] == pytest.approx((2795 + 343 + 239) / (419 + 343 + 19022))
    own_low, own_high, everyone = 181 + 232, 403 + 921, (977, 1574, 2853)
    assert share.loc[2022, "share"] == pytest.approx((252 + 453) / everyone[1])
    assert share.loc[2022, "lowest"] == pytest.approx(own_low / (own_low + everyone[2] - own_high))
    assert share.loc[2022, "highest"] == pytest.approx(own_high / (own_high + everyone[0] - own_low))
    war = isil.share_of_war(deaths).set_index("year")
    assert war.loc[2021, "all_deaths"] > war.loc[2017, "all_deaths"] and war.loc[2021, "share"] < 0.01


def test_the_threat_is_there_from_2014_and_the_helicopters_in_2017_and_2018():
    russian = isil.occasions(tables.load("statements").query("side == 'Russia'"))
    grid = isil.by_half_year(russian, {"ISIL-threat": "threat", "helicopters": "helicopters"}, "2014-H1", "2018-H2")
    years = grid.assign(year=grid["half_year"].str[:4]).groupby(["kind", "year"])["statements"].sum()
    assert years["threat"].idxmax() == "2015" and years["threat"]["2014"] == 1
    assert years["helicopters"].to_dict() == {"2014": 0, "2015": 0, "2016": 1, "2017": 4, "2018": 3}
    assert {"S100", "S020"} <= set(russian["statement_id"]) and not {"S099", "S019"} & set(russian["statement_id"])


def test_landings_or_air_drops_are_asserted_in_five_provinces_and_confirmed_nowhere():
    reports = known(tables.load("helicopter_reports"))
    places = tables.load("provinces").set_index("adm1_code")["name"]
    recent = reports[reports["act"].isin(["asserts", "repeats"]) & (reports["date_start"].dt.year >= 2015)]
    names = set(recent["adm1_code"].dropna().map(places))
    assert names == {"Nangarhar", "Sar-e Pol", "Ghazni", "Jowzjan", "Faryab"}
    ministry = reports[reports["row_id"] == "E184"]
    assert set(ministry["adm1_code"].map(places)) == {"Jowzjan", "Faryab", "Sar-e Pol", "Ghazni"}
    assert not set(tables.load("helicopter_reports")["act"]) & {"confirms"}
    assert "ISIL" not in set(reports["held_by"])
    assert reports.loc[reports["held_by"] == "Taliban", "adm1_code"].nunique() == 2
    doubts = tables.load("helicopter_reports").query("act in ('denies', 'cannot confirm')")
    assert doubts["who"].str.contains("Afghan").all(), "no American denial was found"


def test_each_report_points_to_a_row_of_its_date_and_source():
    keys = {"statements": "statement_id", "events": "event_id", "claim_evidence": "evidence_id"}
    frames = {name: tables.load(name).set_index(key) for name, key in keys.items()}
    for report in tables.load("helicopter_reports").itertuples():
        row = frames[report.table].loc[report.row_id]
        assert (row["date"], row["source_id"]) == (report.date, report.source_id), report.report_id


def test_the_map_shows_three_provinces_of_landings_and_two_of_air_drops():
    rows_of = {name: tables.load(name) for name in isil.REPORT_KEYS}
    places = tables.load("provinces").set_index("adm1_code")["name"]
    chain = known(isil.report_chain(tables.load("helicopter_reports"), rows_of, places))
    landings, drops, answered, early = (set(places[list(codes)]) for codes in isil.kinds_of_places(chain).values())
    assert landings == {"Nangarhar", "Sar-e Pol", "Ghazni"} and drops == {"Jowzjan", "Faryab"}
    assert answered == {"Badakhshan"} and early == {"Baghlan", "Kunduz", "Samangan"}
    assert set(isil.SAID) <= set(chain["row_id"]) | set(chain["report_id"]), "each short saying belongs to a report"

"""What the figures of chapter 1 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import isil
from evidence.forecast import AS_OF, known


@pytest.fixture(scope="module")
def deaths() -> pd.DataFrame:
    return tables.load("battle_deaths")


def test_force_is_named_in_five_years_and_only_ruled_out_in_the_others():
    statements = tables.load("statements").query("side == 'Russia'").set_index("statement_id")
    named = statements[statements["topic"] == "military-option"]
    ruled_out = statements[statements["topic"] == "no-military-intervention"]
    years = set(named["date"].str[:4])
    assert years == {"2000", "2015", "2017", "2020", "2021"}
    assert set(ruled_out["date"].str[:4]) - years == {"2001", "2009", "2012", "2014", "2019", "2025"}
    assert list(named.index[named["date_start"] > AS_OF]) == ["S249", "S220"], (
        "help for a future government, and the defence of allies"
    )
    assert set(named.index[named["date"].str[:4].between("2002", "2019")]) == {"S174", "S106", "S194", "S107", "S171"}
    assert (named.loc["S249", "date"], ruled_out.loc["S152", "date"]) == ("2020-03-07", "2020-03-12")
    later = ruled_out.index[ruled_out["date"].between("2018", "2022")]
    assert list(later) == ["S148", "S152", "S252", "S216", "S218", "S160"]
    assert "S038" in ruled_out.index and ruled_out.loc["S169", "date"] == "2025-10-07"
    assert ruled_out.loc["S169", "quote"] == ruled_out.loc["S239", "quote"], "one statement, twice in the table"
    assert len(named) + len(ruled_out) - 1 == 23, "the marks of the figure"


@pytest.fixture(scope="module")
def by_hand() -> pd.DataFrame:
    """The comparable claims, by their row, read without the chapter's functions."""
    strength = tables.load("isil_strength").set_index("estimate_id")
    return strength[strength["comparable"]]


def test_russian_counts_run_above_american_ones_from_2016_to_2018_and_overlap_in_2019(by_hand):
    strength = tables.load("isil_strength")
    assert (len(strength), len(by_hand), (~strength["comparable"]).sum()) == (73, 44, 29)
    pact = by_hand[by_hand["side"] == "other"]
    assert len(pact) == 3 and pact["claimant"].str.contains("CSTO").all()
    counts = isil.dated_counts(strength)
    assert len(counts) - len(pact) == 41
    ratios = isil.ratios(isil.same_quarter(counts))
    assert list(ratios.index) == ["2015Q4", "2016Q1", "2016Q2", "2016Q3", "2017Q3", "2018Q1"]
    assert ratios.loc["2015Q4", "lowest"] < 1 < ratios.loc["2015Q4", "highest"]
    assert (ratios.loc["2016Q1":, "lowest"] > 1).sum() == 5
    then = isil.ratios(isil.same_quarter(known(counts)))
    assert list(then.index) == ["2015Q4", "2016Q1", "2016Q2", "2016Q3"]
    assert then["lowest"].min() < 1 and then["highest"].max() == 10
    year = by_hand["date"].str[:4]
    for own in (by_hand[year == "2017"], by_hand[year == "2018"]):
        low, high = own["low"].fillna(own["high"]), own["high"].fillna(own["low"])
        assert low[own["side"] == "Russia"].min() > high[own["side"] == "United States/NATO"].max()
    assert by_hand.loc["K018", "low"] == 2500 > by_hand.loc["K019", "high"] and by_hand.loc["K068", "low"] == 10000
    low, high = by_hand["low"], by_hand["high"]
    assert low["K038"] <= low["K040"] <= high["K040"] <= high["K038"]


def test_the_ratios_of_the_quarters_by_hand(by_hand):
    ratios = isil.ratios(isil.same_quarter(isil.dated_counts(tables.load("isil_strength"))))
    low, high = by_hand["low"], by_hand["high"]
    pairs = {
        "2016Q1": (low["K068"] / high["K014"], low["K068"] / low["K014"]),
        "2016Q2": (low["K015"] / high["K016"], low["K015"] / low["K016"]),
        "2016Q3": (low["K018"] / high["K017"], low["K018"] / low["K017"]),
        "2017Q3": (low["K059"] / high["K025"], low["K059"] / high["K025"]),
        "2018Q1": (low["K029"] / high["K066"], low["K028"] / low["K066"]),
    }
    for quarter, ends in pairs.items():
        assert ratios.loc[quarter].tolist() == pytest.approx(list(ends)), quarter
    assert pairs["2016Q3"][1] == 2.5 and pairs["2018Q1"][0] == 4
    over_three = [quarter for quarter, (least, _) in pairs.items() if least > 3 and quarter != "2017Q3"]
    assert over_three == ["2016Q1", "2016Q2", "2018Q1"], "the envoy's counts at times"
    assert by_hand.loc[["K068", "K015", "K028", "K029"], "claimant"].str.startswith("Kabulov").all()


def test_moscow_speaks_mostly_through_its_envoy_in_the_quarters_of_both_sides():
    pairs = isil.same_quarter(isil.dated_counts(tables.load("isil_strength")))
    russian = pairs[pairs["side"] == "Russia"]
    envoy = russian[russian["claimant"].str.startswith("Kabulov")]
    assert (russian["quarter"].nunique(), envoy["quarter"].nunique()) == (6, 5)


def test_the_first_comparable_un_count_is_older_than_the_article(by_hand):
    un = by_hand[by_hand["side"] == "UN"].sort_values("date")
    first = un.iloc[0]
    assert (un.index[0], first["date"], first["date_known"]) == ("K021", "2017-01-13", "2017-02-10")
    assert (first["low"], first["high"]) == (2000, 3500) and "per one member state" in first["counted"]
    assert (un["low"].min(), un["high"].max()) == (500, 4000)
    afghan = by_hand[by_hand["side"] == "Afghan government"]
    assert set(afghan.index) == {"K023", "K062"} and afghan.loc["K062", "date"] == "2017-12-25"
    assert afghan.loc["K062", "high"] == 2000 and by_hand.loc["K026", "date"] == "2017-12-23"
    assert "grossly exaggerated" in by_hand.loc["K066", "quote"] and by_hand.loc["K066", "date"][:7] == "2018-02"


def test_the_toll_stands_high_in_2017_and_2018_and_falls(deaths):
    toll = isil.toll(deaths).set_index("year")
    assert toll["best"].nlargest(2).index.tolist() == [2018, 2017]
    assert toll.loc[2018, "low"] < toll.loc[2017, "high"], "their ranges overlap"
    assert toll.loc[2018:2021, "best"].is_monotonic_decreasing and toll.loc[2018, "high"] == 5149
    assert {column: toll[column].idxmax() for column in ("low", "best", "high")} == dict.fromkeys(
        ("low", "best", "high"), 2018
    ), "all have their peak in the same year: the answer to the first exercise"
    assert toll.loc[2018, "high"] > 1.5 * toll["high"].drop(2018).max(), (
        "far above every other year: Figure 1.3 in words"
    )
    assert known(isil.toll(deaths))["best"].is_monotonic_increasing


def test_up_to_2021_the_share_of_the_war_is_highest_in_2017_and_later_it_rises(deaths):
    every = isil.share_of_war(deaths).set_index("year")
    assert every.loc[2022, "share"] == pytest.approx(253 / 870) and every.loc[2023, "share"] == pytest.approx(149 / 223)
    assert every.loc[[2022, 2023], "isil_deaths"].max() < every.loc[:2021, "isil_deaths"].min(), "a smaller toll"
    share = every.loc[:2021]
    assert share.loc[2017:, "share"].is_monotonic_decreasing
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


def test_killings_of_civilians_follow_the_battles_until_2020_and_cannot_be_ranked(deaths):
    civilians = tables.load("one_sided_violence").query("actor == 'IS'").set_index("year")
    battles = isil.toll(deaths).set_index("year")["best"]
    turns = (civilians["best"].diff() > 0).reindex(battles.index) == (battles.diff() > 0)
    assert turns.loc[2016:2020].all() and not turns.loc[2021:2022].any()
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
    own_low, own_high, everyone = 181 + 232, 404 + 921, (977, 1574, 2853)
    assert share.loc[2022, "share"] == pytest.approx((253 + 453) / everyone[1])
    assert share.loc[2022, "lowest"] == pytest.approx(own_low / (own_low + everyone[2] - own_high))
    assert share.loc[2022, "highest"] == pytest.approx(own_high / (own_high + everyone[0] - own_low))
    war = isil.share_of_war(deaths).set_index("year")
    assert war.loc[2021, "all_deaths"] > war.loc[2017, "all_deaths"] and war.loc[2021, "share"] < 0.01


def test_the_threat_is_there_from_2014_and_the_helicopters_in_2017_and_2018():
    russian = isil.occasions(tables.load("statements").query("side == 'Russia'"))
    grid = isil.by_half_year(russian, {"ISIL-threat": "threat", "helicopters": "helicopters"}, "2014-H1", "2018-H2")
    years = grid.assign(year=grid["half_year"].str[:4]).groupby(["kind", "year"])["statements"].sum()
    assert years["threat"].to_dict() == {"2014": 1, "2015": 6, "2016": 3, "2017": 3, "2018": 5}, "in every year"
    assert years["helicopters"].to_dict() == {"2014": 0, "2015": 0, "2016": 1, "2017": 4, "2018": 4}
    threats = known(russian[russian["topic"] == "ISIL-threat"])
    assert len(threats) == 12 and threats["date"].str.startswith("2015").sum() == 6
    assert {"S100", "S020"} <= set(russian["statement_id"]) and not {"S099", "S019"} & set(russian["statement_id"])


def test_landings_or_air_drops_are_reported_in_five_provinces_and_confirmed_nowhere():
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
    assert doubts["who"].str.contains("Afghan").all(), "no row holds an American denial"
    not_made = tables.load("corrections").query("status == 'not made'")
    assert not_made["is"].str.contains("Bass and Resolute Support deny the helicopter story", na=False).any()


def test_two_reports_come_near_a_place_that_isil_held():
    reports = tables.load("helicopter_reports").set_index("report_id")
    assert reports.loc["H14", ["date", "adm1_code", "held_by"]].tolist() == ["2017-06-22", "AFG-1764", "not stated"]
    assert "Tora Bora" in reports.loc["H14", "note"] and "controlled by terrorists" in reports.loc["H25", "note"]
    assert reports.loc["H25", "adm1_code"] == reports.loc["H11", "adm1_code"]
    assert "army spokesman confirms" in reports.loc["H11", "note"]
    events = tables.load("events").set_index("event_id")
    assert "to ISIS groups in at least three northern provinces" in events.loc["E184", "quote"], "not: held"
    assert (events.loc["E089", "date"], events.loc["E100", "date"]) == ("2017-05-04", "2017-07-15")
    assert "he cites Zahir Qadir" in events.loc["E100", "summary"] and "two outlets" in events.loc["E100", "summary"]


def test_each_report_points_to_a_row_of_its_date_and_source():
    keys = {"statements": "statement_id", "events": "event_id", "claim_evidence": "evidence_id"}
    frames = {name: tables.load(name).set_index(key) for name, key in keys.items()}
    for report in tables.load("helicopter_reports").itertuples():
        row = frames[report.table].loc[report.row_id]
        assert (row["date"], row["source_id"]) == (report.date, report.source_id), report.report_id


def test_no_verdict_of_the_chapter_has_changed():
    claims = tables.load("claims").query("chapter == '01-concerns'")
    assert len(claims) == 8 and (claims["verdict_2017"] == claims["verdict_today"]).all()
    assert tables.load("claims").set_index("claim_id").at["C18", "chapter"] == "02-kabul-moscow-ties"


def test_the_map_shows_three_provinces_of_landings_and_two_of_air_drops():
    rows_of = {name: tables.load(name) for name in isil.REPORT_KEYS}
    places = tables.load("provinces").set_index("adm1_code")["name"]
    chain = known(isil.report_chain(tables.load("helicopter_reports"), rows_of, places))
    landings, drops, answered, early = (set(places[list(codes)]) for codes in isil.kinds_of_places(chain).values())
    assert landings == {"Nangarhar", "Sar-e Pol", "Ghazni"} and drops == {"Jowzjan", "Faryab"}
    assert answered == {"Badakhshan"} and early == {"Baghlan", "Kunduz", "Samangan"}
    assert set(isil.SAID) <= set(chain["row_id"]) | set(chain["report_id"]), "each short saying belongs to a report"

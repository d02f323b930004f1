"""What the figures of chapter 2 find, taken again from the tables through the functions that they rest on."""

import csv
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import ties
from evidence.forecast import known

ROOT = Path(__file__).resolve().parents[1]
TERMS = ["2001", "2009-11-19", "2014-09-21", "2018"]  # Karzai's second inauguration, the unity government
NEIGHBOURS = ["CHN", "IRN", "PAK", "TJK", "UZB"]
PARTNERS_OF_RUSSIA = ["AFG", "CHN", "IND", "IRN", "PAK", "TJK", "UZB"]


@pytest.fixture(scope="module")
def votes() -> pd.DataFrame:
    return tables.load("un_votes")


@pytest.fixture(scope="module")
def afghan(votes) -> pd.DataFrame:
    return ties.agreements(votes, "AFG", ["RUS", "USA", *NEIGHBOURS]).loc[2002:]


def test_agreement_with_russia_fell_from_the_session_of_2012_beyond_sampling_error(votes, afghan):
    assert (afghan["RUS"].loc[2012:2017] < afghan["RUS"].loc[:2011].min()).all()
    assert afghan["RUS"].loc[2011:2017].is_monotonic_decreasing
    bounds = ties.pair(votes, "RUS", "AFG").set_index("year")
    assert bounds.loc[2016, "high"] < bounds.loc[2011, "low"]


def test_the_gap_to_the_neighbours_is_wider_from_2013_on_than_ever_before(afghan):
    gap = afghan["RUS"] - afghan[NEIGHBOURS].mean(axis=1)
    assert (gap.loc[2013:] < gap.loc[:2012].min()).all() and not gap.loc[2012] < gap.loc[:2011].min()
    assert ties.first_below(ties.gap(afghan, "RUS", NEIGHBOURS), 2011) == 2013
    assert gap.loc[:2011].idxmax() == 2011, "nearer to the neighbours than in any earlier session"
    assert afghan["RUS"].loc[2010:2011].mean() > afghan["RUS"].loc[:2009].mean() > afghan["RUS"].loc[2012:2013].mean()
    mean = gap.loc[:2011].mean()
    assert [round(100 * (mean - gap[year]), 1) for year in (2013, 2016)] == [9.6, 14.4]
    assert round(-100 * mean, 1) == 6.5


def test_agreement_with_washington_halved_by_2013_stayed_low_and_jumped_in_2016(afghan):
    american = afghan["USA"]
    assert american[2013] < american[2011] / 2 and american.loc[2013:2015].max() < 0.3 < american[2011] < american[2016]


def test_russia_moved_away_from_all_seven_and_kabul_from_russia_most(votes, afghan):
    def change(wide):
        return wide.loc[2014:2016].mean() - wide.loc[2002:2013].mean()

    russian = ties.agreements(votes, "RUS", [*PARTNERS_OF_RUSSIA, "USA"])
    assert (change(russian)[PARTNERS_OF_RUSSIA] < 0).all() and change(russian)["USA"] > 0
    kabul = change(ties.agreements(votes, "AFG", ["RUS", "CHN", "IRN", "IND", "PAK", "UZB", "USA"])).round(2)
    assert kabul.to_dict() == {
        **{"RUS": -0.13, "CHN": -0.05, "IRN": -0.03, "IND": 0.01},
        **{"PAK": 0.0, "UZB": 0.0, "USA": 0.06},
    }
    assert afghan["TJK"].loc[2002:2016].between(0.92, 0.98).all(), "the placebo votes nearly as Kabul does"


def test_tajikistan_falls_as_far_as_afghanistan_in_the_placebo_comparison(votes):
    wide = ties.agreements(votes, "RUS", PARTNERS_OF_RUSSIA).loc[2002:]
    for years in (known(wide.reset_index()).set_index("year"), wide):
        effects = ties.placebo_intervals(years, 2014).set_index("state")["effect"]
        assert list(effects.index[:2]) == ["TJK", "AFG"] and (effects.iloc[2:] > 0).all()
    found = ties.difference_in_differences(wide.loc[:2016], "AFG", 2014)
    assert found["effect"] == pytest.approx(-0.061, abs=0.001) and found["high"] < 0


def test_the_best_break_lies_before_the_unity_government(votes):
    wide = ties.agreements(votes, "RUS", PARTNERS_OF_RUSSIA).loc[2002:2016]
    gap = wide["AFG"] - wide.drop(columns="AFG").mean(axis=1)
    found = ties.best_break(gap)
    assert found["first_after"].head(3).tolist() == [2013, 2005, 2014]
    assert 0 < found.loc[0, "bic_gain"] < 6, "only modestly better than no step at all"


def test_the_ideal_points_swing_and_part_from_the_session_of_2021():
    apart = ties.distance(tables.load("un_ideal_points"), "AFG", "RUS").set_index("year").loc[2002:]
    means = [apart["distance"].loc[first:last].mean() for first, last in ((2002, 2009), (2010, 2013), (2014, 2016))]
    assert means == sorted(means, reverse=True)
    assert apart["distance"].loc[2014:2015].mean() > means[1] and apart["distance"].loc[:2016].idxmin() == 2016
    points = tables.load("un_ideal_points").pivot(index="year", columns="iso3", values="best")
    assert points["RUS"][2016] < points["RUS"].loc[2002:2015].min() and points["AFG"][2016] > points["AFG"][2015]
    assert apart["distance"].loc[[2013, 2014, 2015]].is_monotonic_increasing and apart["overlap"][2016]
    assert apart["overlap"].loc[2018:2020].all() and not apart["overlap"].loc[2021:].any()
    assert apart["distance"].loc[2022] > apart["distance"].loc[:2021].max()


def test_the_share_of_cooperation_peaks_in_2011_after_2002_and_its_rise_has_an_interval_with_zero():
    share = ties.share_of_cooperation(tables.load("interaction_events"), "RUS", ["AFG"])["AFG"]
    assert share.idxmax() == 2002 and share.loc[2003:].idxmax() == 2011 and share[2014] < share.loc[2003:2009].mean()
    assert (round(share.loc[2003:2009].mean(), 1), round(share.loc[2010:2013].mean(), 1)) == (0.6, 1.4)
    for first in (2002, 2003):
        rise = ties.difference(share.loc[first:2009], share.loc[2010:2013])
        assert rise["effect"] > 0 and rise["low"] < 0 < rise["high"]


def test_one_of_five_intervals_excludes_zero_and_only_just(afghan):
    apart = ties.distance(tables.load("un_ideal_points"), "AFG", "RUS").set_index("year")["distance"]
    share = ties.share_of_cooperation(tables.load("interaction_events"), "RUS", ["AFG"])["AFG"]
    first, second, third = slice(2002, 2009), slice(2010, 2013), slice(2014, 2016)
    tests = [ties.difference(series.loc[first], series.loc[second]) for series in (afghan["RUS"], apart, share)]
    tests += [ties.difference(series.loc[second], series.loc[third]) for series in (afghan["RUS"], apart)]
    terms = {"before": (2002, 2009), "second term": (2010, 2013), "unity government": (2014, 2016)}
    changes = pd.concat([ties.changes(series, terms) for series in (afghan["RUS"], apart, share)])
    assert sorted(changes["effect"]) == pytest.approx(sorted(found["effect"] for found in tests))
    excluding = [found for found in tests if found["low"] * found["high"] > 0]
    assert len(tests) == 5 and len(excluding) == 1
    assert -0.01 < excluding[0]["high"] < 0 and 0.04 < excluding[0]["p_value"] < 0.05


def test_the_shares_of_pakistan_and_tajikistan_peak_beside_kabuls():
    shares = ties.share_of_cooperation(tables.load("interaction_events"), "RUS", ["PAK", "TJK"])
    assert (shares["PAK"].idxmax(), shares["TJK"].idxmax()) == (2012, 2012)
    assert (round(shares["PAK"].max(), 1), round(shares["TJK"].max(), 1)) == (2.1, 2.5)


def test_russian_deliveries_end_in_2014_and_little_of_them_was_aid():
    arms = tables.load("arms_deliveries").query("supplier == 'Russia' and year >= 2002").set_index("year")
    assert arms.index.max() == 2014
    paid = arms["financed_by_usa_tiv"]
    assert paid.loc[:2010].sum() == 0
    assert (paid.loc[2011:] == arms["tiv"].loc[2011:]).all()
    assert paid.sum() / arms["tiv"].sum() == pytest.approx(0.76, abs=0.005)
    assert arms["aid_tiv"][lambda aid: aid > 0].to_dict() == {2002: 34.4, 2005: 11.6}
    assert arms.loc[2010, "financed_by_third_tiv"] == arms.loc[2010, "tiv"] == 72.5
    assert arms.loc[2009, "via_us_company_tiv"] == arms.loc[2009, "tiv"] == 29.0
    assert arms["aid_tiv"].sum() / arms["tiv"].sum() == pytest.approx(46 / 624.65, abs=0.0005)


def test_who_paid_is_told_once_for_each_delivery():
    arms = tables.load("arms_deliveries")
    parts = arms[["financed_by_usa_tiv", "financed_by_third_tiv", "via_us_company_tiv", "aid_tiv"]].sum(axis=1)
    assert (parts <= arms["tiv"] + 1e-9).all()


def rows_of(name: str) -> list[dict[str, str]]:
    """A table by the csv module alone, a second way beside `tables`."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def meetings_to_the_article() -> list[dict[str, str]]:
    """Dated visits from 2002 to the day before 15 August 2017; no month that could hold a later day is among them."""
    return [row for row in rows_of("visits") if "2002" <= row["date"] < "2017-08"]


def test_the_list_has_nine_trips_before_the_second_term_three_in_it_and_ten_after():
    met = meetings_to_the_article()
    trips = sorted(
        (row for row in met if row["direction"] == "to Russia" and row["level"] != "ex-head of state"),
        key=lambda row: row["date"],
    )
    terms = [sum(first <= row["date"] < after for row in trips) for first, after in pairwise(TERMS)]
    assert terms == [9, 3, 10] and len(met) == 38
    per_year = [number / length for number, length in zip(terms, (7.9, 4.8, 2.9))]
    assert per_year[1] == min(per_year), "fewest in the second term, by the year too"
    second = [row for row in trips if TERMS[1] <= row["date"] < TERMS[2]]
    assert [row["place"] for row in second] == ["Sochi", "Moscow", "Moscow"]
    assert [row["visit_id"] for row in second if "not confirmed" in row["note"]] == ["W60"]
    assert {row["date"][:4] for row in trips[:9]} == {"2002", "2003", "2004", "2006", "2007", "2008", "2009"}
    assert {row["date"] for row in trips if row["person"] == "Hanif Atmar"} == {
        "2015-04-15",
        "2016-07-25",
        "2017-03-17",
    }
    visits = known(tables.load("visits"))
    drawn = ties.meetings(visits, "2002-01-01")
    assert sorted(drawn["visit_id"]) == sorted(row["visit_id"] for row in met)
    assert not drawn.duplicated(["direction", "at", "level_in_stack"]).any(), "each meeting can be counted"


def test_russian_trips_to_kabul_lie_in_2002_to_2013_and_third_places_in_2009_to_2017():
    met = meetings_to_the_article()
    kabul = sorted(row["date"][:4] for row in met if row["direction"] == "to Afghanistan")
    assert (len(kabul), kabul[0], kabul[-1]) == (8, "2002", "2013")
    third = sorted(row["date"][:4] for row in met if row["direction"] == "third place")
    assert (len(third), third[0], third[-1]) == (6, "2009", "2017")
    assert [row["visit_id"] for row in met if "not confirmed" in row["note"]] == ["W04", "W23", "W49", "W52", "W60"]
    summits = [row["place"] for row in met if TERMS[1] <= row["date"] < TERMS[2] and row["level"] == "Head of state"]
    assert sorted(summits) == ["Bishkek", "Dushanbe", "Moscow", "Sochi", "Tashkent"], (
        "the presidents, at summits more than in Moscow"
    )


def test_later_readings_added_most_of_the_early_trips_and_struck_one_that_stood_twice():
    added, struck = (
        {
            row["row_id"]
            for row in rows_of("corrections")
            if (row["table"], row["column"], row["status"], row["is"]) == ("visits", "(row)", "made", what)
        }
        for what in ("the row is added", "the row is deleted")
    )
    met = {row["visit_id"]: row for row in meetings_to_the_article()}
    own = [met[name] for name in added if name in met]
    assert len(own) == 14 and [row["date"] for row in own if row["date"] > "2014"] == ["2016-06-16"]
    assert struck == {"W16"}
    early = [row for row in own if row["direction"] == "to Russia" and row["date"] < TERMS[1]]
    assert len(early) == 6 > 9 / 2
    left_out = [
        row for row in rows_of("corrections") if row["is"].startswith("visits: ") and row["status"] == "not made"
    ]
    assert len(left_out) == 1  # of a speaker of parliament, whose page was not met


def test_trips_by_year_are_few_until_2014():
    visits = known(tables.load("visits"))
    trips = visits[(visits["direction"] == "to Russia") & (visits["level"] != "ex-head of state")]
    by_year = trips["date"].str[:4].value_counts()
    assert by_year[by_year.index < "2015"].max() == 3 and (by_year["2015"], by_year["2017"]) == (4, 4)
    none = {str(year) for year in range(2002, 2018)} - set(by_year.index)
    assert none == {"2005", "2012", "2013", "2014"}


def test_two_hand_overs_of_rifles_stand_against_ten_requests_four_of_them_before_the_unity_government():
    requests = tables.load("kabul_requests")
    asked = sorted(row["date"] for row in rows_of("kabul_requests") if row["stage"] == "asked")
    assert asked[:4] == ["2002-02-12", "2003-07-11", "2007-03-05", "2009-01-19"] and asked[3] < TERMS[2] < asked[4]
    assert asked[4:] == ["2015-08-31", "2015-10-08", "2015-10-25", "2016-06-16", "2016-07-25", "2017-04-14"]
    handed = requests[requests["stage"] == "delivered"]
    assert handed["date"].tolist() == ["2010-11-02", "2016-02-24"] and handed["item"].str.contains("rifles").all()
    assert known(requests)["date_start"].max() > handed["date_start"].max(), "promises go on after the last hand-over"
    promised = requests.set_index("request_id").loc["R06"]
    assert promised["date"] == "2015-12-29" and promised["item"] == "rifles"


def test_thirty_eight_events_lie_between_the_request_of_2002_and_the_article():
    """What the chapter says of single rows is in them: aid, a debt, a raid with Russian agents, unarmed freight."""
    events = {row["event_id"]: row for row in rows_of("events")}
    filed = [
        row
        for row in events.values()
        if row["lane"] == "russia-kabul" and "2001" <= row["date"] <= "2017-08-15" and row["type"] != "publication"
    ]
    assert len(filed) == 38 and min(filed, key=lambda row: row["date"])["event_id"] == "E255"
    assert (events["E207"]["date"], "90%" in events["E207"]["summary"]) == ("2007-08-06", True)
    assert "Soviet-era debt" in events["E207"]["quote"]
    raid, freight = events["E025"], events["E023"]
    assert raid["date"] == "2010-10-28" and "US and Afghan forces with a few Russian" in raid["summary"]
    assert "Karzai protests" in raid["summary"]
    assert freight["date"] == "2008-04-04" and "non-lethal" in freight["summary"]


def test_each_request_points_to_a_row_of_its_date_and_source():
    keys = {"statements": "statement_id", "events": "event_id", "claim_evidence": "evidence_id", "visits": "visit_id"}
    frames = {name: tables.load(name).set_index(key) for name, key in keys.items()}
    for request in tables.load("kabul_requests").itertuples():
        row = frames[request.table].loc[request.row_id]
        assert (row["date"], row["source_id"]) == (request.date, request.source_id), request.request_id


def test_the_format_grew_from_three_states_to_six():
    actors = tables.load("events").set_index("event_id")["actors"].str.split(";")
    assert len(actors["E076"]) == 3 and "Afghanistan" not in actors["E076"]
    assert len(actors["E080"]) == 6 and "Afghanistan" in actors["E080"]


def test_state_television_hardly_named_afghanistan_in_the_years_before_the_article():
    named = ties.attention_by_year(tables.load("attention_by_month"), "Channel One, headlines")
    years = named.loc[2015:2017]
    assert years["afghanistan"].is_monotonic_decreasing and years["afghanistan"].max() < 3
    assert (years["syria"] > 10 * years["afghanistan"]).all()
    assert named["afghanistan"].nlargest(3).index.tolist() == [2001, 2002, 2021]

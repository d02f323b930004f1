"""What the figures of chapter 2 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import ties
from evidence.forecast import known

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
    mean = gap.loc[:2011].mean()
    assert [round(100 * (mean - gap[year]), 1) for year in (2013, 2016)] == [9.6, 14.4]
    assert round(-100 * mean, 1) == 6.5


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
        effects = ties.placebos(years, 2014)
        assert list(effects.index[:2]) == ["TJK", "AFG"] and (effects.iloc[2:] > 0).all()
    found = ties.difference_in_differences(wide.loc[:2016], "AFG", 2014)
    assert found["effect"] == pytest.approx(-0.061, abs=0.001) and found["high"] < 0


def test_the_best_break_lies_before_the_unity_government(votes):
    wide = ties.agreements(votes, "RUS", PARTNERS_OF_RUSSIA).loc[2002:2016]
    gap = wide["AFG"] - wide.drop(columns="AFG").mean(axis=1)
    found = ties.best_break(gap)
    assert found["first_after"].head(3).tolist() == [2013, 2005, 2014] and found.loc[0, "bic_gain"] > 0


def test_the_ideal_points_swing_and_part_from_the_session_of_2021():
    apart = ties.distance(tables.load("un_ideal_points"), "AFG", "RUS").set_index("year").loc[2002:]
    means = [apart["distance"].loc[first:last].mean() for first, last in ((2002, 2009), (2010, 2013), (2014, 2016))]
    assert means == sorted(means, reverse=True)
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


def test_afghans_went_to_russia_more_often_after_2014():
    visits = known(tables.load("visits"))
    trips = visits[(visits["direction"] == "to Russia") & (visits["level"] != "ex-head of state")]
    year = trips["date_start"].dt.year
    assert [int(year.between(*bounds).sum()) for bounds in ((2002, 2009), (2010, 2014), (2015, 2017))] == [3, 2, 9]
    drawn = ties.stacked(trips[trips["date"].notna()], trips["level"] == "")
    assert not drawn.duplicated(["direction", "at", "level_in_stack"]).any(), "each trip can be counted"
    assert trips.loc[trips["date"] == "2016-07-25", "person"].tolist() == ["Hanif Atmar"]
    unconfirmed = visits["note"].fillna("").str.contains("not confirmed")
    assert visits.loc[unconfirmed, "visit_id"].tolist() == ["W04", "W08", "W23"]


def test_two_hand_overs_of_rifles_stand_against_four_requests():
    requests = tables.load("kabul_requests")
    assert (requests["stage"] == "asked").sum() == 4
    handed = requests[requests["stage"] == "delivered"]
    assert handed["date"].tolist() == ["2010-11", "2016-02-24"] and handed["item"].str.contains("rifles").all()
    assert known(requests)["date_start"].max() > handed["date_start"].max(), "promises go on after the last hand-over"


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

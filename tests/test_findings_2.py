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
    assert gap[2011] - gap[2013] > gap[2014] - gap[2016] > 0


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


def test_the_ideal_points_come_closer_until_2022():
    apart = ties.distance(tables.load("un_ideal_points"), "AFG", "RUS").set_index("year").loc[2002:]
    means = [apart["distance"].loc[first:last].mean() for first, last in ((2002, 2009), (2010, 2013), (2014, 2016))]
    assert means == sorted(means, reverse=True)
    assert apart["overlap"][2016] and apart["distance"].loc[2022] > apart["distance"].loc[:2021].max()


def test_the_share_of_cooperation_peaks_in_2011_after_2002_and_its_rise_is_not_safe():
    share = ties.share_of_cooperation(tables.load("interaction_events"), "RUS", ["AFG"])["AFG"]
    assert share.idxmax() == 2002 and share.loc[2003:].idxmax() == 2011 and share[2014] < share.loc[2003:2009].mean()
    for first in (2002, 2003):
        rise = ties.difference(share.loc[first:2009], share.loc[2010:])
        assert rise["effect"] > 0 and rise["low"] < 0 < rise["high"]


def test_russian_deliveries_end_in_2014_and_washington_paid_from_2011():
    arms = tables.load("arms_deliveries").query("supplier == 'Russia' and year >= 2002").set_index("year")
    assert arms.index.max() == 2014
    paid = arms["financed_by_usa_tiv"]
    assert paid.loc[:2010].sum() == 0
    assert (paid.loc[2011:] == arms["tiv"].loc[2011:]).all()
    assert paid.sum() / arms["tiv"].sum() == pytest.approx(0.76, abs=0.005)


def test_afghans_went_to_russia_more_often_after_2014():
    visits = known(tables.load("visits"))
    trips = visits[(visits["direction"] == "to Russia") & (visits["level"] != "ex-head of state")]
    year = trips["date_start"].dt.year
    assert [int(year.between(*bounds).sum()) for bounds in ((2002, 2009), (2010, 2014), (2015, 2017))] == [3, 2, 8]


def test_one_delivery_stands_against_four_requests():
    stages = tables.load("kabul_requests")["stage"].value_counts()
    assert stages["delivered"] == 1 and stages["asked"] == 4

"""What the figures of chapter 4 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import hypotheses, rivalry, ties
from evidence.forecast import AS_OF, known


@pytest.fixture(scope="module")
def lane() -> pd.DataFrame:
    return rivalry.running_balance(rivalry.coded(tables.load("events"), tables.load("event_codings")))


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return tables.load("hypothesis_evidence")


def test_the_breaks_precede_the_first_accusation_and_the_troika_follows(lane):
    suspended, closed = (lane.set_index("event_id")["middle"][event] for event in ("E036", "E048"))
    accused = rivalry.turns(lane)["accusation"]
    assert suspended < closed < accused == pd.Timestamp("2016-12-02")
    assert lane[lane["summary"].str.contains("Troika")]["middle"].min().year == 2019


def test_the_balance_peaks_before_2011_falls_to_its_low_in_2017_and_rises_again(lane):
    assert lane.loc[lane["balance"].idxmax(), "middle"].year == 2010
    low = lane.loc[lane["balance"].idxmin()]
    assert (low["middle"].year, low["balance"]) == (2017, -7) and lane["balance"].iloc[-1] == -1
    year_before = known(lane).query("date_start >= @start", local_dict={"start": AS_OF - pd.DateOffset(years=1)})
    assert (year_before["code"] == -1).sum() == 9


def test_before_the_article_two_accuse_two_leave_it_open_and_two_see_no_proof(lane):
    then = known(lane)
    western = then[(then["acting"] == "United States/NATO") & (then["middle"] > "2016-12-01")]
    spoken = western[western["kind"].isin(["accusation", "no proof seen"])]
    assert spoken["kind"].value_counts().to_dict() == {"accusation": 4, "no proof seen": 2}
    assert spoken[spoken["reason"].str.contains("perhaps|not refute")]["event_id"].tolist() == ["E081", "E087"]


def test_no_break_of_moscow_and_washington_in_2014_and_kabul_closer_to_moscow():
    votes = tables.load("un_votes")
    two = ties.pair(votes, "RUS", "USA").set_index("year")["agreement"]
    assert two.loc[2014:2016].mean() > two.loc[2003:2008].mean() and two[2016] > two[2013] > two[2019]
    kabul = ties.agreements(votes, "AFG", ["RUS", "USA"]).loc[2001:2016]
    assert (kabul["RUS"] > kabul["USA"]).all()
    named = tables.load("un_roll_calls").query("subject == 'Afghanistan'")
    assert named[["russia", "united_states"]].values.tolist() == [["abstain", "yes"]] * 2


def test_the_presence_was_an_eighth_of_its_peak_and_air_power_near_its_low():
    troops = tables.load("us_troops").query("series == 'dod-active-duty'")
    before = known(troops).sort_values("date")["troops"].iloc[-1]
    assert before / troops.loc[troops["date"].str.endswith("-09"), "troops"].max() == pytest.approx(0.123, abs=0.001)
    weapons = tables.load("weapons_released").query("kind == 'year'").set_index("date")["weapons"]
    assert weapons.nsmallest(2).index.tolist() == ["2015", "2016"] and weapons["2017"] > 3 * weapons["2016"]


def test_the_government_lost_districts_before_the_article():
    held = known(tables.load("district_control").dropna(subset="government_pct"))["government_pct"]
    assert held.iloc[0] == 72 and held.iloc[-1] == pytest.approx(59.7)


def test_washington_paid_for_three_quarters_of_russias_part():
    arms = tables.load("arms_deliveries").query("2002 <= year <= 2014")
    russian = arms[arms["supplier"] == "Russia"]
    assert russian["financed_by_usa_tiv"].sum() / russian["tiv"].sum() == pytest.approx(0.76, abs=0.005)
    assert russian["tiv"].sum() / arms["tiv"].sum() == pytest.approx(0.23, abs=0.005)


def test_russia_drilled_more_often_and_the_largest_published_size_was_announced():
    drills = tables.load("exercises").query("year >= 1996").groupby("power")["exercises"].sum()
    assert drills.to_dict() == {"Russia": 87, "United States": 55, "both": 9}
    sizes = tables.load("exercise_sizes")
    assert sizes.loc[sizes["troops"].idxmax(), "kind"] == "announced"


def test_neither_motive_of_the_article_stands_well_and_single_items_move_their_order(cells):
    wide = hypotheses.matrix(cells)
    against = hypotheses.inconsistencies(wide)
    assert against.to_dict() == {"H1": 7, "H2": 6, "H3": 1}
    assert hypotheses.least_refuted(wide) == ["H3"]
    left = hypotheses.leave_one_out(wide)
    assert (left["H1"] < left["H2"]).sum() == 0 and (left["H1"] == left["H2"]).sum() == 6
    assert (left["H3"] < left[["H1", "H2"]].min(axis=1)).all(), "the third leads whatever is left out"
    assert cells.groupby("item_id")["label"].nunique().eq(1).all()

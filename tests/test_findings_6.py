"""What the figures of chapter 6 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.forecast import AS_OF, base_rate, brier_score, known, log_score, words_to_range


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return tables.load("civil_conflict_panel").query("year >= 1992")


def test_no_established_strike_or_deployment_after_the_article():
    events = tables.load("events")
    later = events[events["date_start"] >= AS_OF]
    strikes = later[later["type"] == "air strike"]
    assert len(strikes) == 1 and "deny" in strikes["summary"].iloc[0]


def test_the_condition_ended_and_no_onset_came(panel):
    afghan = panel[panel["country"] == "Afghanistan"]
    without = afghan[(afghan["year"] > 2017) & ~afghan["us_troops_gov"]]
    assert len(without) == 3 and not afghan["onset"].any()
    troops = tables.load("us_troops").query("series == 'dod-active-duty'").set_index("date")["troops"]
    assert troops["2017-09"] > 10_000 > 10 > troops["2021-12"]


def test_battle_deaths_rose_to_2016_and_fell_after_2018():
    deaths = tables.load("battle_deaths").query("side_b == 'IS' and side_a == 'Government of Afghanistan'")
    best = deaths.set_index("year")["best"]
    assert best.idxmax() == 2018 and best.loc[2018:].is_monotonic_decreasing
    assert known(deaths).set_index("year")["best"].is_monotonic_increasing


def test_three_onsets_came_none_where_the_rate_was_highest(panel):
    later = panel[(panel["year"] > 2017) & panel["at_risk"]]
    then = known(panel)
    assert (later["onset"].sum(), later[later["post_soviet"]]["onset"].sum()) == (3, 0)
    expected = {
        name: base_rate(then[then["post_soviet"] == soviet])["rate"] * (later["post_soviet"] == soviet).sum()
        for name, soviet in {"soviet": True, "elsewhere": False}.items()
    }
    assert expected["soviet"] > expected["elsewhere"]


def test_the_split_of_2017_does_worse_than_never_and_one_rate_better(panel):
    later, then = panel[(panel["year"] > 2017) & panel["at_risk"]], known(panel)
    came = later["onset"].astype(int)
    one = base_rate(then)["rate"]
    two = later["post_soviet"].map(lambda soviet: base_rate(then[then["post_soviet"] == soviet])["rate"])
    never = brier_score([0.0] * len(later), came)
    assert brier_score([one] * len(later), came) < never < brier_score(two, came)
    assert never == pytest.approx(3 / 221)


def test_one_quiet_outcome_ranks_forecasts_by_their_probability():
    scales = tables.load("verbal_scales")
    middles = [
        sum(words_to_range(scales, scale, word)) / 2 for scale, word in (("ICD 203", "unlikely"), ("IPCC", "unlikely"))
    ]
    said = [*middles, 0.025, 0.0]
    for score in (brier_score, log_score):
        scores = [score(p, 0) for p in said]
        assert scores == sorted(scores, reverse=True)


def test_no_forecast_by_others_gives_a_number_and_every_direction_is_read():
    forecasts, readings = tables.load("forecasts"), tables.load("forecast_readings")
    assert set(forecasts["direction"]) == set(readings["direction"])
    read = forecasts["direction"].map(readings.set_index("direction")["term"])
    assert read.value_counts().to_dict() == {"unlikely": 16, "almost no chance": 9}
    assert not forecasts["quote"].str.contains(r"\d\s?(?:%|per cent|percent)", regex=True).any()


def test_two_verdicts_moved_that_are_no_forecasts():
    claims = tables.load("claims")
    moved = claims[claims["verdict_2017"] != claims["verdict_today"]]
    assert (len(moved), (moved["kind"] != "forecast").sum()) == (7, 2)

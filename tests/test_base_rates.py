"""Base rates against scipy, statsmodels and published values, and at their edges."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta
from statsmodels.stats.proportion import proportion_confint

from evidence import tables
from evidence.forecast import (
    AS_OF,
    base_rate,
    cumulate,
    fought_before,
    jeffreys_interval,
    jeffreys_mean,
    jeffreys_predictive,
    known,
)
from evidence.forecast.base_rates import with_interval


@pytest.mark.parametrize(("events", "trials"), [(4, 688), (3, 27), (1, 661), (7, 939), (12, 25)])
def test_jeffreys_agrees_with_statsmodels(events, trials):
    assert jeffreys_interval(events, trials) == pytest.approx(proportion_confint(events, trials, method="jeffreys"))


def test_jeffreys_closes_at_the_edges():
    assert jeffreys_interval(0, 40)[0] == 0
    assert jeffreys_interval(40, 40)[1] == 1
    assert jeffreys_interval(0, 40)[1] == pytest.approx(beta.ppf(0.975, 0.5, 40.5))


@pytest.mark.parametrize(
    ("events", "trials", "level"), [(1, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0), (1, 5, 0)]
)
def test_jeffreys_refuses_what_is_no_proportion(events, trials, level):
    with pytest.raises(ValueError):
        jeffreys_interval(events, trials, level)


@given(st.floats(0, 1), st.integers(0, 60), st.integers(0, 60))
def test_cumulation_is_consistent(annual, first, second):
    one, two, both = cumulate(annual, first), cumulate(annual, second), cumulate(annual, first + second)
    assert 0 <= both <= 1
    assert both == pytest.approx(1 - (1 - one) * (1 - two), abs=1e-9)


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_cumulation_grows_with_the_annual_probability(one, two):
    small, large = sorted((one, two))
    assert cumulate(small, 5) <= cumulate(large, 5) + 1e-12


def test_cumulation_by_hand():
    assert cumulate(0.1, 2) == pytest.approx(0.19)
    assert cumulate(1, 3) == 1


@pytest.mark.parametrize(("annual", "years"), [(-0.1, 1), (1.1, 1), (float("nan"), 1), (0.1, -1), (0.1, float("inf"))])
def test_cumulation_refuses_what_is_no_probability(annual, years):
    with pytest.raises(ValueError):
        cumulate(annual, years)


def test_known_keeps_ended_years_and_earlier_days():
    years = pd.DataFrame({"year": [2015, 2016, 2017]})
    assert list(known(years)["year"]) == [2015, 2016]
    days = pd.DataFrame({"date_end": pd.to_datetime(["2017-08-14", "2017-08-15", "2017-08-31", None])})
    assert list(known(days).index) == [0]
    with pytest.raises(ValueError):
        known(pd.DataFrame({"n": [1]}))


def test_nothing_after_the_cut_off_leaks_into_the_rate_of_2017():
    panel = tables.load("civil_conflict_panel")
    panel = panel[panel["year"] >= 1992]
    earlier = panel[panel["year"] < AS_OF.year]
    assert base_rate(known(panel)) == base_rate(earlier)


def test_rate_refuses_an_onset_that_was_not_at_risk():
    with pytest.raises(ValueError):
        base_rate(pd.DataFrame({"at_risk": [True, False], "onset": [False, True]}))


def test_what_was_told_later_was_not_known():
    events = tables.load("events").set_index("event_id", drop=False)
    assert events.loc["E033", "date_end"] < AS_OF and "E033" not in known(events).index
    assert "E022" in known(events).index, "told in December 2016"
    strength = tables.load("isil_strength").set_index("estimate_id", drop=False)
    assert "K002" in known(strength).index and "K061" not in known(strength).index


@pytest.mark.parametrize(("events", "trials"), [(0, 40), (4, 688), (40, 40)])
def test_the_jeffreys_mean_is_that_of_its_posterior_and_lies_in_its_interval(events, trials):
    assert jeffreys_mean(events, trials) == pytest.approx(beta(events + 0.5, trials - events + 0.5).mean())
    low, high = jeffreys_interval(events, trials)
    assert low < jeffreys_mean(events, trials) < high
    with pytest.raises(ValueError):
        jeffreys_mean(1, 0)


@pytest.mark.parametrize(("events", "trials"), [(0, 40), (4, 688), (3, 27), (40, 40)])
@pytest.mark.parametrize("years", [1, 3, 9])
def test_the_predictive_probability_is_the_integral_over_the_posterior(events, trials, years):
    posterior = beta(events + 0.5, trials - events + 0.5)
    integral = posterior.expect(lambda rate: 1 - (1 - rate) ** years)
    assert jeffreys_predictive(events, trials, years) == pytest.approx(integral, rel=1e-4)
    assert jeffreys_predictive(events, trials, 1) == pytest.approx(jeffreys_mean(events, trials))
    assert jeffreys_predictive(events, trials, 0) == 0
    assert jeffreys_predictive(events, trials, years) <= cumulate(jeffreys_mean(events, trials), years) + 1e-12


def test_a_horizon_that_is_no_whole_number_of_years_is_refused():
    for years in (-1, 1.5):
        with pytest.raises(ValueError):
            jeffreys_predictive(1, 10, years)


def test_counts_get_their_share_and_its_interval_under_the_names_asked_for():
    rows = with_interval(pd.DataFrame({"events": [3, 0], "chances": [33, 5]}))
    assert rows["share"].tolist() == [3 / 33, 0]
    assert list(zip(rows["low"], rows["high"])) == [jeffreys_interval(3, 33), jeffreys_interval(0, 5)]
    named = with_interval(pd.DataFrame({"came": [1], "of": [2]}), "came", "of", ("rate", "from", "to"))
    assert list(named) == ["came", "of", "rate", "from", "to"] and named["rate"].item() == 0.5


def test_having_fought_before_starts_the_year_after_and_stays_with_the_country():
    panel = pd.DataFrame(
        [(1, 1990, False), (1, 1991, True), (1, 1992, False), (1, 2000, False), (2, 1992, False)],
        columns=["gwno", "year", "russia_troops"],
    )
    assert fought_before(panel).tolist() == [False, False, True, True, False]


def test_the_reference_classes_have_the_counts_that_the_book_names():
    panel = tables.load("civil_conflict_panel")
    panel = known(panel.assign(before=fought_before(panel)).query("year >= 1992"))
    chosen = {
        "all": panel, "soviet": panel[panel.post_soviet], "elsewhere": panel[~panel.post_soviet],
        "us": panel[panel.us_troops_gov], "before": panel[panel.before],
    }  # fmt: skip
    counts = {name: (base_rate(rows)["onsets"], base_rate(rows)["chances"]) for name, rows in chosen.items()}
    assert counts == {"all": (4, 688), "soviet": (3, 27), "elsewhere": (1, 661), "us": (0, 34), "before": (0, 29)}


@pytest.mark.parametrize(("last", "expected"), [(2017, [(4, 718), (3, 28), (1, 690)]), (2024, [(5, 940)])])
def test_the_counts_in_hindsight_are_those_that_the_book_names(last, expected):
    panel = tables.load("civil_conflict_panel").query("1992 <= year <= @last")
    rates = [base_rate(rows) for rows in (panel, panel[panel.post_soviet], panel[~panel.post_soviet])]
    assert [(rate["onsets"], rate["chances"]) for rate in rates][: len(expected)] == expected

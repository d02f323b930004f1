"""The tree of the article's argument and its draws."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import tables
from evidence.forecast import LINKS, middle_setting, scenario_tree, simulate

links = st.floats(0, 1)


@given(links, links, links, links)
def test_the_tree_rises_with_each_link_and_stays_a_probability(growth, failure, strike, other):
    low, high = sorted((strike, other))
    assert (
        0 <= scenario_tree(growth, failure, low) <= scenario_tree(growth, failure, high) <= min(growth, failure, high)
    )
    assert scenario_tree(growth, failure, strike) == pytest.approx(scenario_tree(strike, growth, failure))


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_a_link_that_is_no_probability_is_refused(bad):
    with pytest.raises(ValueError):
        scenario_tree(0.5, bad, 0.5)


def ranges(low=0.2, high=0.6):
    return pd.DataFrame({"low": [low] * 3, "high": [high] * 3}, index=list(LINKS))


def test_the_draws_have_the_mean_that_the_arithmetic_gives_and_stay_in_bounds():
    drawn = simulate(ranges())
    assert drawn["result"].mean() == pytest.approx(0.4**3, rel=0.01)
    assert drawn["result"].between(0.2**3, 0.6**3).all()
    assert drawn["result"].equals(drawn["growth"] * drawn["failure"] * drawn["strike"])


def test_one_seed_gives_one_result_and_another_gives_another():
    assert simulate(ranges(), 100).equals(simulate(ranges(), 100))
    assert not simulate(ranges(), 100).equals(simulate(ranges(), 100, seed=1))


def test_a_range_of_no_width_is_the_tree_itself():
    assert simulate(ranges(0.5, 0.5), 10)["result"].tolist() == [scenario_tree(0.5, 0.5, 0.5)] * 10


@pytest.mark.parametrize(
    "bad", [ranges(0.6, 0.2), ranges(-0.1, 0.5), ranges(0.2, 1.2), ranges(float("nan"), 0.5), ranges().iloc[:2]]
)
def test_ranges_that_are_none_are_refused(bad):
    with pytest.raises(ValueError):
        simulate(bad)


def test_the_ranges_of_the_book_fit_the_tree():
    book = tables.load("scenario_links").set_index("link")
    assert list(book.index) == list(LINKS)
    drawn = simulate(book, 50_000)
    middles = book.loc[["growth", "failure"], ["low", "high"]].mean(axis=1)
    posterior = (book.loc["strike", "forced"] + 0.5) / (book.loc["strike", "disputes"] + 1)
    assert drawn["result"].mean() == pytest.approx(middles.prod() * posterior, rel=0.02)
    assert drawn["strike"].max() > book.loc["strike", "high"], "a link with counts is not cut at its interval"


def test_the_middle_setting_is_the_middle_of_each_range():
    assert middle_setting(ranges(0.2, 0.6)) == dict.fromkeys(LINKS, 0.4)

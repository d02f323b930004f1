"""Pooling in log-odds: identity, order, weights, and what it refuses."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.forecast import leave_one_out, pool_draws, pool_log_odds, pooled_estimate

shares = st.floats(0.001, 0.999)


@given(shares, st.integers(1, 8))
def test_pooling_equal_inputs_changes_nothing(share, times):
    assert pool_log_odds([share] * times) == pytest.approx(share)


@given(st.lists(shares, min_size=1, max_size=8))
def test_the_pool_lies_between_its_inputs_and_is_the_geometric_mean_of_the_odds(inputs):
    pooled = pool_log_odds(inputs)
    assert min(inputs) - 1e-12 <= pooled <= max(inputs) + 1e-12
    odds = math.exp(sum(math.log(p / (1 - p)) for p in inputs) / len(inputs))
    assert pooled == pytest.approx(odds / (1 + odds))


@given(shares, shares, shares)
def test_the_pool_rises_with_each_input(one, two, other):
    low, high = sorted((one, two))
    assert pool_log_odds([low, other]) <= pool_log_odds([high, other]) + 1e-12


def test_a_weight_of_zero_takes_an_input_out():
    assert pool_log_odds([0.1, 0.9], [1, 0]) == pytest.approx(0.1)
    assert pool_log_odds([0.1, 0.9], [3, 3]) == pytest.approx(0.5)


def test_leaving_one_out_shows_what_moves_the_pool():
    draws = pd.DataFrame({"low": [0.01, 0.02], "middle": [0.1, 0.1], "high": [0.5, 0.4]})
    left = leave_one_out(draws)
    assert left["low"] > pooled_estimate(draws)["probability"] > left["high"]
    by_hand = (pool_log_odds([0.01, 0.1]) + pool_log_odds([0.02, 0.1])) / 2
    assert left["high"] == pytest.approx(by_hand)
    with pytest.raises(ValueError):
        leave_one_out(draws[["low"]])


def test_point_and_range_come_from_the_same_draws():
    draws = pd.DataFrame({"a": [0.01, 0.02, 0.2, 0.3], "b": [0.02, 0.05, 0.1, 0.4]})
    found, pooled = pooled_estimate(draws, level=0.5), pool_draws(draws)
    assert found["probability"] == pytest.approx(pooled.mean())
    assert (found["low"], found["high"]) == pytest.approx((pooled.quantile(0.25), pooled.quantile(0.75)))
    assert found["low"] < found["probability"] < found["high"]


@given(shares, st.integers(1, 5))
def test_draws_without_spread_give_the_pool_of_the_numbers(share, inputs):
    found = pooled_estimate(pd.DataFrame([[share] * inputs] * 3))
    assert list(found.values()) == pytest.approx([share] * 3)


@pytest.mark.parametrize(
    ("given_", "weights"),
    [
        ([], None),
        ([0.0, 0.5], None),
        ([1.0], None),
        ([float("nan")], None),
        ([0.5], [0]),
        ([0.5], [-1]),
        ([0.5], [1, 1]),
    ],
)
def test_what_has_no_log_odds_is_refused(given_, weights):
    with pytest.raises(ValueError):
        pool_log_odds(given_, weights)


@given(st.lists(st.tuples(shares, shares, shares), min_size=1, max_size=5))
def test_draws_are_pooled_row_by_row(rows):
    pooled = pool_draws(pd.DataFrame(rows))
    assert list(pooled) == pytest.approx([pool_log_odds(row) for row in rows])


def test_a_draw_at_the_edge_is_refused():
    with pytest.raises(ValueError):
        pool_draws(pd.DataFrame({"a": [0.5, 0.0]}))
    with pytest.raises(ValueError):
        pool_draws(pd.DataFrame({"a": []}))

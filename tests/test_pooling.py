"""Pooling in log-odds: identity, order, weights, and what it refuses."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.forecast import leave_one_out, pool_draws, pool_log_odds

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
    left = leave_one_out({"low": 0.01, "middle": 0.1, "high": 0.5})
    assert left["low"] > pool_log_odds([0.01, 0.1, 0.5]) > left["high"]
    with pytest.raises(ValueError):
        leave_one_out({"only": 0.1})


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

"""Pooling in log-odds: identity, order, weights, and what it refuses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.forecast import pool_log_odds

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

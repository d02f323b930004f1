"""Scores against scikit-learn, by hand, and at their edges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from evidence.forecast import brier_score, log_score

forecasts = st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=40)


@given(forecasts)
def test_both_scores_agree_with_scikit_learn(pairs):
    said, came = zip(*[(p, int(o)) for p, o in pairs])
    assert brier_score(said, came) == pytest.approx(brier_score_loss(came, said, pos_label=1, labels=[0, 1]))
    assert log_score(said, came) == pytest.approx(log_loss(came, said, labels=[0, 1]))


def test_by_hand():
    assert brier_score([0.1, 0.8], [0, 1]) == pytest.approx((0.01 + 0.04) / 2)
    assert log_score([0.1, 0.8], [0, 1]) == pytest.approx(-(math.log(0.9) + math.log(0.8)) / 2)
    assert brier_score(0.5, 1) == 0.25


@given(st.floats(0.01, 0.99))
def test_the_truth_told_in_frequencies_is_the_best_constant(share):
    outcomes = [1] * 30 + [0] * 70
    assert brier_score([0.3] * 100, outcomes) <= brier_score([share] * 100, outcomes)
    assert log_score([0.3] * 100, outcomes) <= log_score([share] * 100, outcomes) + 1e-12


def test_certain_and_wrong_is_infinite_only_for_the_logarithm():
    assert brier_score([1.0], [0]) == 1
    assert log_score([1.0], [0]) == math.inf
    assert log_score([0.0], [0]) == 0


@pytest.mark.parametrize(
    ("said", "came"),
    [
        ([], []),
        ([0.1], [0, 1]),
        ([float("nan")], [0]),
        ([1.1], [1]),
        ([0.5], [0.5]),
        (np.ones((2, 2)), np.ones((2, 2))),
    ],
)
@pytest.mark.parametrize("score", [brier_score, log_score])
def test_degenerate_input_is_refused(score, said, came):
    with pytest.raises(ValueError):
        score(said, came)

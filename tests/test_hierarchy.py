"""Partial pooling against exact cases and another rule of integration; horizons and parts that cannot contradict."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from evidence.forecast.hierarchy import over_years, part, partial_pooling
from tests import by_hand

COUNTS = {"many": (3, 631), "few": (4, 26), "none": (0, 30)}


def frame(counts: dict) -> pd.DataFrame:
    return pd.DataFrame(counts.values(), index=list(counts), columns=["events", "chances"])


def lags(*counts: dict) -> pd.DataFrame:
    return pd.concat({lag: frame(own) for lag, own in enumerate(counts, 1)}, names=["lag", "reference_class"])


@pytest.mark.parametrize("prior", [(0.5, 0.5), (1, 1), (0.1, 0.1)])
@pytest.mark.parametrize("spread", ["root", "log"])
def test_another_rule_gives_the_same_means_and_quantiles(prior, spread):
    found = partial_pooling(frame(COUNTS), prior, spread)
    ours = by_hand.Pooled(COUNTS, prior, spread)
    for name in COUNTS:
        assert found[name].mean == pytest.approx(ours.mean(name), rel=2e-5)
        for level in (0.5, 0.975):
            assert found[name].quantile(level) == pytest.approx(ours.quantile(name, level), rel=3e-3)


def test_draws_give_the_same_too():
    found, random = partial_pooling(frame(COUNTS)), np.random.default_rng(1)
    for name in COUNTS:
        drawn = by_hand.Pooled(COUNTS).draws(name, random, 200_000)
        assert drawn.mean() == pytest.approx(found[name].mean, rel=0.02)
        assert np.mean(drawn <= found[name].quantile(0.975)) == pytest.approx(0.975, abs=0.003)
        assert found[name].below(0.02) == pytest.approx(np.mean(drawn <= 0.02), abs=0.005)


@pytest.mark.parametrize("prior", [(0.5, 0.5), (1, 1)])
def test_one_rate_for_all_is_the_posterior_of_the_sum(prior):
    found = partial_pooling(frame(COUNTS), prior, "none")
    after = beta(7 + prior[0], 680 + prior[1])
    for name in COUNTS:
        assert found[name].mean == pytest.approx(after.mean())
        assert [found[name].quantile(level) for level in (0.025, 0.975)] == pytest.approx(after.ppf([0.025, 0.975]))


def test_a_class_alone_lies_near_its_own_share_and_an_empty_one_takes_the_common_rate():
    alone = partial_pooling(frame({"one": (300, 1000)}))["one"]
    assert alone.mean == pytest.approx(0.3, abs=0.002)
    found = partial_pooling(frame(COUNTS | {"empty": (0, 0)}))
    assert found["none"].mean < found["empty"].mean, "thirty quiet chances are more than none"


def test_shrinkage_goes_towards_the_others_and_less_for_who_knows_more():
    found = {name: rate.mean for name, rate in partial_pooling(frame(COUNTS)).items()}
    assert 0 < found["none"] < found["few"] < 4 / 26
    small, large = (
        partial_pooling(frame({"a": (0, size), "b": (20, 100), "c": (22, 100)}))["a"].mean for size in (5, 500)
    )
    assert large < small < 0.2


@pytest.mark.parametrize("counts", [{"a": (3, 2)}, {"a": (-1, 2)}, {}])
def test_counts_that_are_no_proportion_are_refused(counts):
    with pytest.raises(ValueError, match="events"):
        partial_pooling(frame(counts))


def test_another_spread_is_refused_and_the_known_ones_are_named():
    with pytest.raises(ValueError, match="none.*got 'wide'"):
        partial_pooling(frame(COUNTS), spread="wide")


def test_a_quantile_of_a_rate_that_may_be_nothing_is_nothing_and_they_rise():
    rate = partial_pooling(frame(COUNTS))["none"]
    levels = [rate.quantile(level) for level in (0.001, 0.1, 0.5, 0.9, 0.999)]
    assert levels[0] == 0 and levels == sorted(levels) and levels[-1] < 1
    assert rate.below(levels[2]) == pytest.approx(0.5, abs=1e-6)


def test_of_a_class_without_any_chance_everything_is_possible():
    rate = partial_pooling(frame({"a": (0, 0)}))["a"]
    assert (rate.quantile(0.025), rate.quantile(0.975)) == (0, 1) and 0.4 < rate.mean < 0.6


def test_horizons_multiply_the_chances_to_stay_quiet():
    counts = lags(COUNTS, {"many": (2, 602), "few": (0, 21), "none": (0, 27)})
    rows = over_years(counts, "few").set_index("years")
    rates = [partial_pooling(counts.loc[lag])["few"] for lag in (1, 2)]
    assert rows.loc[2, "probability"] == pytest.approx(1 - (1 - rates[0].mean) * (1 - rates[1].mean))
    for end, level in (("low", 0.025), ("high", 0.975)):
        both = [1 - rate.quantile(level) for rate in rates]
        assert rows.loc[2, end] == pytest.approx(1 - both[0] * both[1])
    assert rows.loc[1, "probability"] == pytest.approx(rates[0].mean)
    narrow = over_years(counts, "few", level=0.5).set_index("years")
    assert rows.loc[2, "low"] < narrow.loc[2, "low"] < narrow.loc[2, "high"] < rows.loc[2, "high"]
    with pytest.raises(KeyError):
        over_years(counts, "nowhere")


def test_a_part_takes_its_share_with_jeffreys_ends():
    whole = pd.DataFrame({"years": [1, 2], "probability": [0.1, 0.2], "low": [0.01, 0.02], "high": [0.5, 0.6]})
    found = part(whole, 2, 7)
    low, high = beta.ppf([0.025, 0.975], 2.5, 5.5)
    assert list(found["probability"]) == pytest.approx([0.1 * 2.5 / 8, 0.2 * 2.5 / 8])
    assert list(found["low"]) == pytest.approx([0.01 * low, 0.02 * low])
    assert list(found["high"]) == pytest.approx([0.5 * high, 0.6 * high])
    assert list(found["years"]) == [1, 2]


counted = st.integers(0, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
three = st.fixed_dictionaries(dict.fromkeys(("a", "b", "c"), counted))


@settings(max_examples=25)
@given(st.lists(three, min_size=1, max_size=4), st.integers(0, 9), st.integers(0, 9))
def test_no_part_exceeds_the_whole_and_no_longer_horizon_has_the_smaller_number(counts, one, more):
    rows = over_years(lags(*counts), "a")
    own = part(rows, one, one + more)
    for end in ("low", "probability", "high"):
        assert (own[end] <= rows[end]).all() and (np.diff(rows[end]) >= 0).all() and (np.diff(own[end]) >= 0).all()
        assert rows[end].between(0, 1).all()
    assert (rows["low"] <= rows["high"]).all() and (own["low"] <= own["probability"]).all()

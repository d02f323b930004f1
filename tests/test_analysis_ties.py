"""Agreement, differences and breaks on small frames with known answers, and against other routes."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evidence.analysis import ties


def votes(agreement, identical, opposite, n=100, pairs=(("RUS", "AFG"),)):
    rows = [
        {
            "iso3_a": a, "iso3_b": b, "vote_set": "all", "year": 2000 + at, "n_votes": n,
            "agreement": value, "identical": identical, "opposite": opposite, "source_id": "un",
        }
        for a, b in pairs
        for at, value in enumerate(agreement)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_sampling_error_is_that_of_the_votes():
    cast = np.array([1] * 70 + [0.5] * 20 + [0] * 10)
    row = ties.pair(votes([cast.mean()], 0.7, 0.1), "AFG", "RUS").iloc[0]
    assert row["standard_error"] == pytest.approx(cast.std(ddof=0) / 10)
    assert row["low"] < row["agreement"] < row["high"] <= 1


def test_a_pair_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="USA"):
        ties.pair(votes([0.5], 0.5, 0.5), "AFG", "USA")


def test_the_difference_agrees_with_scipy():
    before, after = pd.Series([0.9, 0.85, 0.88, 0.91]), pd.Series([0.7, 0.75, 0.68])
    found = ties.difference(before, after)
    other = stats.ttest_ind(after, before, equal_var=False)
    assert found["effect"] == pytest.approx(after.mean() - before.mean())
    assert found["p_value"] == pytest.approx(other.pvalue)
    assert (found["low"], found["high"]) == pytest.approx(tuple(other.confidence_interval()))
    with pytest.raises(ValueError, match="two values"):
        ties.difference(before, after[:1])


def test_what_all_pairs_share_drops_out_of_the_difference_in_differences():
    shared = np.array([0.9, 0.91, 0.89, 0.8, 0.81, 0.79])
    own = np.array([0, 0.01, -0.01, -0.1, -0.09, -0.11])
    wide = pd.DataFrame({"AFG": shared + own, "PAK": shared, "IND": shared}, index=range(2010, 2016))
    found = ties.difference_in_differences(wide, "AFG", 2013)
    assert found["effect"] == pytest.approx(-0.1) and found["high"] < 0
    effects = ties.placebos(wide, 2013)
    assert effects.index[0] == "AFG" and effects["PAK"] == pytest.approx(0.05)


def test_a_break_is_found_where_it_is_and_a_flat_series_pays_for_none():
    series = pd.Series([0.9, 0.91, 0.89, 0.9, 0.7, 0.71, 0.69, 0.7], index=range(2008, 2016))
    found = ties.best_break(series)
    assert found.loc[0, "first_after"] == 2012 and found.loc[0, "step"] == pytest.approx(-0.2)
    assert found.loc[0, "bic_gain"] > 0
    noise = pd.Series([0.9, 0.91, 0.89, 0.9, 0.91, 0.9, 0.89, 0.91], index=range(2008, 2016))
    assert ties.best_break(noise).loc[0, "bic_gain"] < 0
    with pytest.raises(ValueError, match="too few"):
        ties.best_break(series[:4])


def test_distance_and_overlap_of_ideal_points():
    points = pd.DataFrame(
        [("AFG", 2016, -0.7, -0.5, -0.3, "x"), ("RUS", 2016, -0.4, -0.2, 0.0, "x"), ("RUS", 2017, 0, 0, 0, "x")],
        columns=["iso3", "year", "low", "best", "high", "source_id"],
    )
    [row] = ties.distance(points, "AFG", "RUS").itertuples()
    assert row.distance == pytest.approx(0.3) and row.overlap


def test_the_share_of_cooperation_keeps_the_order_of_the_targets():
    events = pd.DataFrame(
        [("RUS", "AFG", 2010, 1.5), ("RUS", "PAK", 2010, 2.5), ("AFG", "RUS", 2010, 9.0)],
        columns=["sender", "target", "year", "verbal_cooperation"],
    )
    shares = ties.share_of_cooperation(events, "RUS", ["PAK", "AFG"])
    assert shares.loc[2010].tolist() == [2.5, 1.5]

"""Whole countries drawn with replacement: what is kept together, what a seed fixes, what an interval becomes."""

import numpy as np
import pandas as pd
import pytest

from evidence.forecast import country_bootstrap, middle

ROWS = pd.DataFrame({"gwno": [1] * 8 + [2, 2, 3, 3], "came": [True] * 6 + [False] * 6})


def share(rows: pd.DataFrame) -> float:
    return float(rows["came"].mean())


def test_a_country_comes_whole_or_not_at_all():
    sizes, drawn = {1: 8, 2: 2, 3: 2}, []

    def check(rows: pd.DataFrame) -> float:
        counts = rows["gwno"].value_counts()
        drawn.append(len(rows))
        assert all(count % sizes[gwno] == 0 for gwno, count in counts.items())
        assert sum(count // sizes[gwno] for gwno, count in counts.items()) == 3
        return 0

    country_bootstrap(ROWS, check, 50)
    assert len(drawn) == 3**3 and len(set(drawn)) > 1


def test_of_few_countries_every_draw_is_taken_whatever_the_seed():
    found = country_bootstrap(ROWS, share, 10, seed=1)
    assert sorted(found) == sorted(country_bootstrap(ROWS, share, 500, seed=2))
    by_hand = {0.0: 8, 6 / 12: 12, 12 / 18: 6, 18 / 24: 1}  # country 1 not drawn, once, twice, thrice
    assert {value: int((found == value).sum()) for value in set(found)} == by_hand


def test_the_same_seed_gives_the_same_draws_and_another_does_not():
    many = pd.concat([ROWS, ROWS.assign(gwno=ROWS["gwno"] + 3, came=False)])
    one, same, other = (country_bootstrap(many, share, 40, seed) for seed in (1, 1, 2))
    assert list(one) == list(same) != list(other) and len(one) == 40


def test_one_country_alone_has_no_spread_and_clusters_widen_the_interval():
    assert set(country_bootstrap(ROWS[ROWS["gwno"] == 1], share, 20)) == {6 / 8}
    whole = middle(country_bootstrap(ROWS, share, 500))
    single = middle(country_bootstrap(ROWS.assign(gwno=range(len(ROWS))), share, 500))
    assert whole[1] - whole[0] > single[1] - single[0]


def test_the_middle_leaves_as_much_out_at_both_ends():
    assert middle(np.arange(101), 0.9) == pytest.approx((5, 95))
    assert middle(np.arange(101)) == pytest.approx((2.5, 97.5))

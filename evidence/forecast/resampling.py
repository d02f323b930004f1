"""What chance does to a number when its cases come in clusters: whole countries are drawn, not country-years."""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pandas as pd

EVERY_DRAW = 5  # countries, of which there are 5**5 = 3,125 equally likely draws: so few are all taken, once each


def country_bootstrap(
    rows: pd.DataFrame, statistic: Callable[[pd.DataFrame], float | np.ndarray], draws: int = 1000, seed: int = 2016
) -> np.ndarray:
    """A statistic of the rows of as many countries, drawn with replacement, once per draw: an array of `draws` rows.

    Of up to `EVERY_DRAW` countries every possible draw is taken instead: their few cases make ends that jump, and where
    they jump to would hang on the seed.

    A row is a number, or an array of them if the statistic is one. rows: hold `gwno`. A country drawn twice has its
    rows twice. A country-year is no case of its own: the years of one country share its war and its neighbours, so that
    an interval that takes them for independent is too short. The same seed gives the same draws.
    """
    places = {gwno: np.flatnonzero(rows["gwno"] == gwno) for gwno in rows["gwno"].unique()}
    countries = list(places)
    drawn = _drawn(len(countries), draws, seed)
    return np.array([statistic(rows.iloc[np.concatenate([places[countries[at]] for at in own])]) for own in drawn])


def _drawn(countries: int, draws: int, seed: int) -> Iterator[tuple[int, ...]]:
    if countries <= EVERY_DRAW:
        yield from product(range(countries), repeat=countries)
        return
    random = np.random.default_rng(seed)
    for _ in range(draws):
        yield tuple(random.choice(countries, countries))


def middle(values: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper end of the middle share of the values."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)

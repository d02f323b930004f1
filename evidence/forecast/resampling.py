"""What chance does to a number when its cases come in clusters: whole countries are drawn, not country-years."""

from collections.abc import Callable

import numpy as np
import pandas as pd


def country_bootstrap(
    rows: pd.DataFrame, statistic: Callable[[pd.DataFrame], float | np.ndarray], draws: int = 1000, seed: int = 2016
) -> np.ndarray:
    """A statistic of the rows of so many countries drawn with replacement, once per draw: an array of `draws` rows.

    A row is a number, or an array of them if the statistic is one. rows: hold `gwno`. A country drawn twice has its
    rows twice. A country-year is no case of its own: the years of one country share its war and its neighbours, so that
    an interval that takes them for independent is too short. The same seed gives the same draws.
    """
    places = {gwno: np.flatnonzero(rows["gwno"] == gwno) for gwno in rows["gwno"].unique()}
    countries, random = list(places), np.random.default_rng(seed)
    drawn = (random.choice(len(countries), len(countries)) for _ in range(draws))
    return np.array([statistic(rows.iloc[np.concatenate([places[countries[at]] for at in own])]) for own in drawn])


def middle(values: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper end of the middle share of the values."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)

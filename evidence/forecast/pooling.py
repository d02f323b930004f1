"""One number out of several: pooling in log-odds."""

import numpy as np
import pandas as pd
from scipy.special import expit, logit


def pool_log_odds(probabilities, weights=None) -> float:
    """Weighted mean of the log-odds, as a probability (the geometric mean of the odds).

    probabilities: sequence of shares of one, each strictly between 0 and 1: at the ends the log-odds are infinite, so
    one certain voice would decide alone. weights: same length, not negative, not all zero; equal if not given.
    Genest & Zidek (1986), Combining Probability Distributions, Statistical Science 1(1). Raises ValueError otherwise.
    """
    given = np.asarray(probabilities, dtype=float)
    if given.ndim != 1 or not given.size or not np.all((given > 0) & (given < 1)):
        raise ValueError("log-odds need probabilities strictly between 0 and 1")
    weight = np.ones_like(given) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != given.shape or not np.all(weight >= 0) or not weight.sum() > 0:
        raise ValueError("one weight per probability, none negative, not all zero")
    return float(expit(np.average(logit(given), weights=weight)))


def pool_draws(draws: pd.DataFrame) -> pd.Series:
    """Pool each row of draws in log-odds with equal weights: one column per input, one pooled share of one per row.

    What the inputs' own uncertainty does to the pool. Raises ValueError for values not strictly between 0 and 1.
    """
    if draws.empty or not ((draws > 0) & (draws < 1)).all(axis=None):
        raise ValueError("log-odds need probabilities strictly between 0 and 1")
    return pd.Series(expit(logit(draws).mean(axis=1)), index=draws.index)


def pooled_estimate(draws: pd.DataFrame, level: float = 0.95) -> dict[str, float]:
    """One number and its range out of draws: mean of the pooled draws, and the middle `level` of them.

    draws: as `pool_draws`. Returns probability, low, high (shares of one). Point and range come from the same draws;
    the pool of the inputs' means is another number, and a higher one where an input is skewed towards zero.
    """
    pooled, tail = pool_draws(draws), (1 - level) / 2
    return {
        "probability": float(pooled.mean()),
        "low": float(pooled.quantile(tail)),
        "high": float(pooled.quantile(1 - tail)),
    }


def leave_one_out(draws: pd.DataFrame) -> dict[str, float]:
    """The pooled probability without each input in turn: what moves it, and by how much. Needs two inputs or more."""
    if draws.shape[1] < 2:
        raise ValueError("nothing is left to pool")
    return {name: pooled_estimate(draws.drop(columns=name))["probability"] for name in draws}

"""One number out of several: pooling in log-odds."""

import numpy as np
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

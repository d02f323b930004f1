"""Scores of probability forecasts. Lower is better in both."""

import numpy as np


def brier_losses(probabilities, outcomes) -> np.ndarray:
    """(probability - outcome)^2 of each case. Arguments and errors as in `brier_score`."""
    said, came = _checked(probabilities, outcomes)
    return (said - came) ** 2


def log_losses(probabilities, outcomes) -> np.ndarray:
    """-ln(probability given to what happened) of each case. Arguments and errors as in `brier_score`."""
    said, came = _checked(probabilities, outcomes)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(came == 1, said, 1 - said))


def brier_score(probabilities, outcomes) -> float:
    """Mean of (probability - outcome)^2: 0 is perfect, 1 is certain and wrong, 0.25 is one half on everything.

    probabilities, outcomes: sequences of one length, or scalars; outcomes are 0 or 1. Brier (1950), Verification of
    Forecasts Expressed in Terms of Probability, Monthly Weather Review 78(1), in the form for one class, half of
    Brier's own. Raises ValueError for empty or unequal lengths, NaN, probabilities outside [0, 1], other outcomes.
    """
    return float(np.mean(brier_losses(probabilities, outcomes)))


def log_score(probabilities, outcomes) -> float:
    """Mean of -ln(probability given to what happened): 0 is perfect; infinite for certain and wrong.

    Arguments and errors as in `brier_score`. Good (1952), Rational Decisions, Journal of the Royal Statistical
    Society B 14(1).
    """
    return float(np.mean(log_losses(probabilities, outcomes))) + 0.0  # no minus zero


def _checked(probabilities, outcomes) -> tuple[np.ndarray, np.ndarray]:
    said, came = (np.atleast_1d(np.asarray(values, dtype=float)) for values in (probabilities, outcomes))
    if said.shape != came.shape or said.ndim != 1 or not said.size:
        raise ValueError(f"{said.shape} probabilities against {came.shape} outcomes")
    if not np.all((said >= 0) & (said <= 1)):
        raise ValueError("a probability lies between 0 and 1")
    if not np.all(np.isin(came, (0, 1))):
        raise ValueError("an outcome is 0 or 1")
    return said, came

"""Partial pooling: classes of cases lend each other strength, as much as their counts allow.

A hierarchical beta-binomial: the rate of each class comes from Beta(m k, (1 - m) k), the mean m and the concentration k
are shared by all classes and integrated over on a grid, so that the same counts give the same numbers, without a draw.
Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 5.3.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import betainc, betaln, expit
from scipy.stats import beta

JEFFREYS = (0.5, 0.5)  # Beta prior on the mean
MEANS, SPREADS = 101, 50  # points of the grid: ten times as many move no sixth digit
LOW_LOGIT, HIGH_LOGIT = -14, 6  # the mean, from one in a million to nearly one
DROPPED = 1e-7  # of the largest weight: points that can move no sixth digit


@dataclass(frozen=True)
class Rate:
    """What is believed of one class's rate: a mixture of Beta(alpha, beta) with weights that sum to one."""

    alpha: np.ndarray
    beta: np.ndarray
    weight: np.ndarray

    @property
    def mean(self) -> float:
        """The probability of an event at the next chance (share of one)."""
        return float(np.sum(self.weight * self.alpha / (self.alpha + self.beta)))

    def below(self, rate: float) -> float:
        """Probability that the rate is at most so much."""
        return float(np.sum(self.weight * betainc(self.alpha, self.beta, rate)))

    def quantile(self, level: float) -> float:
        """The rate that is not exceeded with this probability."""
        tiny = 1e-12
        if self.below(tiny) >= level:
            return 0.0
        if self.below(1 - tiny) <= level:  # of a class of which nobody knows anything
            return 1.0
        return brentq(lambda rate: self.below(rate) - level, tiny, 1 - tiny)


def partial_pooling(counts: pd.DataFrame, mean_prior: tuple[float, float] = JEFFREYS, spread: str = "root") -> dict:
    """Posterior of each class's rate: name -> `Rate`.

    counts: one row per class (index), columns events and chances; they may be fractions. mean_prior: Beta prior on the
    mean m. spread: prior on the concentration k from 1 on; "root" is flat on 1/sqrt(k), the choice of Gelman et al.;
    "log" is flat on log k up to 1,000; "none" lets k go to infinity: one rate for all, which needs no grid.
    Raises ValueError for counts that are no proportion and for another spread.
    """
    events, chances = counts["events"].to_numpy(float), counts["chances"].to_numpy(float)
    if not len(counts) or (events < 0).any() or (events > chances).any():
        raise ValueError("a class has from 0 to all of its chances as events")
    if spread == "none":
        return dict.fromkeys(counts.index, _one_rate(events.sum(), chances.sum(), mean_prior))
    mean, concentration, log_weight = _grid(spread)
    alpha, rest = mean * concentration, (1 - mean) * concentration
    log_weight = log_weight + mean_prior[0] * np.log(mean) + mean_prior[1] * np.log1p(-mean)  # Jacobian of the logit
    alike, repeats = np.unique(np.column_stack([events, chances]), axis=0, return_counts=True)
    for (came, of), times in zip(alike, repeats):
        log_weight = log_weight + times * (betaln(alpha + came, rest + of - came) - betaln(alpha, rest))
    weight = np.exp(log_weight - log_weight.max()).ravel()
    kept = weight > DROPPED
    weight, alpha, rest = weight[kept] / weight[kept].sum(), alpha.ravel()[kept], rest.ravel()[kept]
    return {name: Rate(alpha + came, rest + of - came, weight) for name, came, of in zip(counts.index, events, chances)}


def _one_rate(events: float, chances: float, prior: tuple[float, float]) -> Rate:
    return Rate(np.array([events + prior[0]]), np.array([chances - events + prior[1]]), np.ones(1))


def _grid(spread: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean (rows) and the concentration (columns) at each point, and the logarithm of what the point stands for.

    Means are evenly spaced in their logit. The scale of the prior on the concentration has Gauss-Legendre points:
    evenly spaced ones would need four times as many for the digits that are printed.
    """
    points, weights = np.polynomial.legendre.leggauss(SPREADS)
    scale = (points + 1) / 2
    concentrations = {"root": scale**-2, "log": 1000**scale}
    if spread not in concentrations:
        raise ValueError(f"the spread is one of {sorted([*concentrations, 'none'])}, got {spread!r}")
    means = expit(np.linspace(LOW_LOGIT, HIGH_LOGIT, MEANS))
    mean, concentration = np.meshgrid(means, concentrations[spread], indexing="ij")
    return mean, concentration, np.broadcast_to(np.log(weights), mean.shape)


def over_years(counts: pd.DataFrame, name: str | int, level: float = 0.95, **prior) -> pd.DataFrame:
    """Probability that something begins within 1, 2, … years: one row per horizon with probability, low and high.

    counts: as of `risk_set.by_lag`. Each lag is pooled on its own; a horizon multiplies the chances to stay quiet, so
    no longer horizon can have a smaller number. The range takes all lags at their low or high end together: it holds
    `level` if they move together, as they may, since they share countries and beginnings, and more if each moves alone.
    Keywords go to `partial_pooling`.
    """
    quiet, quiet_low, quiet_high, rows = 1.0, 1.0, 1.0, []
    for lag in counts.index.unique("lag"):
        rate = partial_pooling(counts.loc[lag], **prior)[name]
        quiet *= 1 - rate.mean
        quiet_low *= 1 - rate.quantile((1 - level) / 2)
        quiet_high *= 1 - rate.quantile((1 + level) / 2)
        rows.append((lag, 1 - quiet, 1 - quiet_low, 1 - quiet_high))
    return pd.DataFrame(rows, columns=["years", "probability", "low", "high"])


def part(whole: pd.DataFrame, of_these: int, out_of: int, level: float = 0.95) -> pd.DataFrame:
    """The same for one question: the union's numbers times the share of beginnings that answer the question.

    whole: as of `over_years`. of_these, out_of: counts of `risk_set.shares`. The share has a Jeffreys prior,
    Beta(of_these + 1/2, out_of - of_these + 1/2), independent of the union. A part can't exceed the union, at any
    horizon or end. The range multiplies both low and both high ends, and is wide for it.
    """
    after = (of_these + 0.5, out_of - of_these + 0.5)
    low, high = beta.ppf([(1 - level) / 2, (1 + level) / 2], *after)
    shares = {"probability": after[0] / sum(after), "low": low, "high": high}
    return whole.assign(**{column: whole[column] * share for column, share in shares.items()})

"""Base rates: how often it happened, of how many chances, with which uncertainty, and over which horizon."""

import math

import pandas as pd
from scipy.stats import beta


def jeffreys_interval(events: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Equal-tailed Jeffreys interval of a binomial proportion: Beta(events + 1/2, trials - events + 1/2).

    Returns (low, high), shares of one; as usual low is 0 for no events and high is 1 for only events.
    Brown, Cai & DasGupta (2001), Interval Estimation for a Binomial Proportion, Statistical Science 16(2).
    Raises ValueError unless 0 <= events <= trials, trials >= 1 and 0 < level < 1.
    """
    _check_counts(events, trials)
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
    tail = (1 - level) / 2
    low, high = beta.ppf([tail, 1 - tail], events + 0.5, trials - events + 0.5)
    return (0.0 if events == 0 else float(low), 1.0 if events == trials else float(high))


def with_interval(
    counts: pd.DataFrame,
    events: str = "events",
    chances: str = "chances",
    names: tuple[str, str, str] = ("share", "low", "high"),
) -> pd.DataFrame:
    """The rows with the share of events in chances and its 95% Jeffreys interval (shares of one).

    events, chances: columns of counts. names: of the columns added: the share, its low and its high end. Raises
    ValueError as `jeffreys_interval`.
    """
    ends = [jeffreys_interval(came, of) for came, of in zip(counts[events], counts[chances])]
    columns = (counts[events] / counts[chances], [low for low, _ in ends], [high for _, high in ends])
    return counts.assign(**dict(zip(names, columns)))


def base_rate(panel: pd.DataFrame, level: float = 0.95) -> dict[str, float]:
    """Onsets per country-year at risk, with Jeffreys interval.

    `panel` holds one row per country-year with booleans `at_risk` and `onset`; rows not at risk don't count.
    Returns onsets and chances (counts), rate, low and high (shares of one per year).
    Raises ValueError for an empty panel or an onset in a year not at risk.
    """
    at_risk = panel[panel["at_risk"]]
    onsets, chances = int(at_risk["onset"].sum()), len(at_risk)
    if int(panel["onset"].sum()) != onsets:
        raise ValueError("an onset stands in a year that was not at risk")
    low, high = jeffreys_interval(onsets, chances, level)
    return {"onsets": onsets, "chances": chances, "rate": onsets / chances, "low": low, "high": high}


def jeffreys_mean(events: int, trials: int) -> float:
    """Posterior mean of a proportion under the Jeffreys prior, (events + 1/2) / (trials + 1): above 0 for no events.

    A rate of 0 of n has to become a number before it can be multiplied or scored; this is the one that
    `jeffreys_interval` belongs to. Raises ValueError as there.
    """
    _check_counts(events, trials)
    return (events + 0.5) / (trials + 1)


def jeffreys_predictive(events: int, trials: int, years: int) -> float:
    """Probability of at least one event in `years` whole years, averaged over the Jeffreys posterior of the rate.

    E[1 - (1 - p)^t] for p ~ Beta(a, b), a = events + 1/2, b = trials - events + 1/2, which is
    1 - prod over i < t of (b + i) / (a + b + i). One year gives `jeffreys_mean`. Raises ValueError as
    `jeffreys_interval`, and for a horizon that is no whole number of years from 0 up.
    """
    _check_counts(events, trials)
    if years != int(years) or years < 0:
        raise ValueError(f"a horizon is a whole number of years from 0 up, got {years}")
    quiet = trials - events + 0.5
    return 1 - math.prod((quiet + year) / (trials + 1 + year) for year in range(int(years)))


def fought_before(panel: pd.DataFrame) -> pd.Series:
    """True where Russian (before 1992: Soviet) troops fought in an earlier year of the same country in the panel.

    `panel` has gwno, year and the boolean russia_troops, from 1989 on: wars that ended earlier are not seen.
    """
    first = panel[panel["russia_troops"]].groupby("gwno")["year"].min()
    return panel["year"] > panel["gwno"].map(first)


def cumulate(annual: float, years: float) -> float:
    """Probability of at least one event in `years` years at a constant, independent annual probability.

    1 - (1 - p)^t, computed so that tiny probabilities keep their digits. Raises ValueError outside [0, 1] or for
    a negative or non-finite horizon.
    """
    if not 0 <= annual <= 1:
        raise ValueError(f"a probability lies between 0 and 1, got {annual}")
    if not (years >= 0 and math.isfinite(years)):
        raise ValueError(f"a horizon is a number of years from 0 up, got {years}")
    return 1.0 if annual == 1 and years > 0 else 0.0 if years == 0 else -math.expm1(years * math.log1p(-annual))


def _check_counts(events: int, trials: int) -> None:
    if trials < 1 or not 0 <= events <= trials:
        raise ValueError(f"{events} events of {trials} trials is no proportion")

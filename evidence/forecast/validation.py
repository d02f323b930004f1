"""Rolling origins: each year a rule sees the past alone, says a number for every country at risk, and is scored.

Rules take the counts of the past and give one probability per class for something that begins in the next year.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from evidence.forecast.base_rates import jeffreys_mean
from evidence.forecast.hierarchy import partial_pooling
from evidence.forecast.onset_model import COVARIATES, firth_onset_model
from evidence.forecast.risk_set import SOVIET, followed
from evidence.forecast.scores import brier_losses, log_losses

NEVER = 0.001  # what stands for "never": a forecaster who says zero can lose everything on one case
RECENT = 10  # years of the moving mean
Rule = Callable[[pd.DataFrame, pd.DataFrame], "np.ndarray | pd.Series | float"]


def constant(past: pd.DataFrame, asked: pd.DataFrame) -> float:
    """One rate for all: the Jeffreys mean of every chance of the past."""
    return jeffreys_mean(int(past["came"].sum()), len(past))


def recent(past: pd.DataFrame, asked: pd.DataFrame) -> float:
    """One rate for all, of the last ten years alone."""
    return constant(past[past["year"] > past["year"].max() - RECENT], asked)


def never(past: pd.DataFrame, asked: pd.DataFrame) -> float:
    """One in a thousand, whatever the past was."""
    return NEVER


def two_rates(past: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
    """A Jeffreys mean inside the former Soviet Union and one outside it, each from its own chances alone."""
    inside = past["reference_class"] == SOVIET
    rates = {flag: constant(past[inside == flag], asked) for flag in (True, False)}
    return (asked["reference_class"] == SOVIET).map(rates)


def pooled_classes(past: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
    """The book's rule: classes pooled in part. A class that had no chance before gets the constant rate."""
    counts = past.groupby("reference_class")["came"].agg(events="sum", chances="count")
    rates = {name: rate.mean for name, rate in partial_pooling(counts).items()}
    return asked["reference_class"].map(rates).fillna(constant(past, asked))


def covariate_model(past: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """Firth's regression on the four covariates of the first edition, which both frames have to hold; on those alone
    that had differed by then."""
    told = [name for name in COVARIATES if past[name].nunique() > 1]
    model = firth_onset_model(past[told].astype(float), past["came"].astype(int))
    return model.predict(asked[told].astype(float))


RULES: dict[str, Rule] = {
    "partial pooling": pooled_classes,
    "two rates": two_rates,
    "one rate": constant,
    "ten-year mean": recent,
    "never (0.1%)": never,
}


def next_year(chances: pd.DataFrame, began: pd.DataFrame, question: str, last: int) -> pd.DataFrame:
    """Chances with `came`: whether something that answers the question began in the year after."""
    rows = followed(chances, began, question, last)
    return rows.assign(came=rows["after"].eq(1))[["gwno", "country", "year", "reference_class", "came"]]


def rolling_origin(rows: pd.DataFrame, first: int, last: int, rules: dict[str, Rule] = RULES) -> pd.DataFrame:
    """What each rule said for each chance whose next year lies from `first` to `last`, knowing earlier years alone.

    rows: as of `next_year`, and what the rules need. Returns the rows, `year` now the one forecast, and a column per
    rule (share of one).
    """
    said = []
    for year in range(first, last + 1):
        past, asked = rows[rows["year"] < year - 1], rows[rows["year"] == year - 1]
        numbers = {name: rule(past, asked) for name, rule in rules.items()}
        said.append(asked.assign(year=year, **numbers))
    return pd.concat(said, ignore_index=True)


def losses(said: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Brier and logarithmic loss of one rule for each forecast: gwno, brier, log (lower is better)."""
    given, came = said[rule], said["came"]
    return pd.DataFrame({"gwno": said["gwno"], "brier": brier_losses(given, came), "log": log_losses(given, came)})


def reliability(said: pd.DataFrame, rule: str, edges: tuple[float, ...]) -> pd.DataFrame:
    """Forecasts in bands: low, high, forecasts, said (mean), expected and came (counts); empty bands are left out."""
    bands = pd.cut(said[rule], list(edges), include_lowest=True, right=False)
    rows = said.assign(given=said[rule]).groupby(bands, observed=True)
    table = rows.agg(
        forecasts=("came", "count"), said=("given", "mean"), expected=("given", "sum"), came=("came", "sum")
    )
    return table.reset_index(names="band").assign(
        low=lambda frame: [band.left for band in frame["band"]],
        high=lambda frame: [band.right for band in frame["band"]],
    )[["low", "high", "forecasts", "said", "expected", "came"]]

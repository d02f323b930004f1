"""Ties of two states in four measures: votes, ideal points, events in the news, arms. Pure functions.

Tables: `un_votes` (agreement 0-1), `un_ideal_points`, `interaction_events` (per cent of a sender's events).
"""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from evidence.precision import settled


def pair(votes: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Agreement of two states over all roll calls, by session: year, agreement, n_votes, standard_error, low, high.

    The sampling error takes the roll calls of a session as a sample of questions that could have been put: each gives 1
    (same vote), 0.5 (one abstained) or 0 (opposite). low and high are 1.96 standard errors away. KeyError for a pair
    that is not in the table.
    """
    named = {(first, second), (second, first)}
    own = pd.Series([names in named for names in zip(votes["iso3_a"], votes["iso3_b"])], index=votes.index, dtype=bool)
    rows = votes[(votes["vote_set"] == "all") & own]
    if rows.empty:
        raise KeyError(f"no votes of the pair {first}-{second}")
    rows = rows.sort_values("year").reset_index(drop=True)
    half = 1 - rows["identical"] - rows["opposite"]
    variance = (rows["identical"] + half / 4 - rows["agreement"] ** 2).clip(lower=0)
    error = np.sqrt(variance / rows["n_votes"])
    return rows.assign(
        standard_error=error,
        low=(rows["agreement"] - 1.96 * error).clip(lower=0),
        high=(rows["agreement"] + 1.96 * error).clip(upper=1),
    )[["year", "agreement", "n_votes", "standard_error", "low", "high", "source_id"]]


def agreements(votes: pd.DataFrame, state: str, others: list[str]) -> pd.DataFrame:
    """Agreement of one state with each of some others: index year, one column per other state."""
    return pd.DataFrame({other: pair(votes, state, other).set_index("year")["agreement"] for other in others})


def difference(before: pd.Series, after: pd.Series) -> dict[str, float]:
    """Mean after less mean before, with a 95% interval (Welch): effect, low, high, p_value.

    Sessions count as independent. Where neighbouring sessions are alike, the interval is too narrow.
    Raises ValueError for fewer than two values on a side.
    """
    if min(len(before), len(after)) < 2:
        raise ValueError("a mean with an interval needs two values on each side")
    means = CompareMeans(DescrStatsW(after), DescrStatsW(before))
    low, high = means.tconfint_diff(usevar="unequal")
    p_value = means.ttest_ind(usevar="unequal")[1]
    return {"effect": float(after.mean() - before.mean()), "low": low, "high": high, "p_value": float(p_value)}


def difference_in_differences(wide: pd.DataFrame, treated: str, first_after: int) -> dict[str, float]:
    """Change of one pair less the mean change of the other pairs of the same state: effect, low, high, p_value.

    wide: index year, one column per other state (as `agreements` gives it). The yearly gap between the treated column
    and the mean of the rest is compared before and from `first_after` on. It is causal only if the pairs would have
    moved alike otherwise, which these data can't show.
    """
    gap = wide[treated] - wide.drop(columns=treated).mean(axis=1)
    return difference(gap[gap.index < first_after], gap[gap.index >= first_after])


def placebos(wide: pd.DataFrame, first_after: int) -> pd.Series:
    """The same difference with each column as if it were the treated one, most negative first."""
    effects = {name: difference_in_differences(wide, name, first_after)["effect"] for name in wide}
    return settled(pd.Series(effects)).sort_values()


def best_break(series: pd.Series, margin: int = 3) -> pd.DataFrame:
    """Every place where the mean of a series can break once, best first: first_after, step, r_squared, bic_gain.

    series: index year. At least `margin` years stand on each side. `bic_gain` is how far the break lowers the Bayesian
    information criterion against no break; two more parameters are paid for (the step and its place). One break is
    assumed, not tested against a slope. Raises ValueError if the series is too short.
    """
    if len(series) < 2 * margin:
        raise ValueError(f"{len(series)} years are too few for a break with {margin} on each side")
    values = series.to_numpy(dtype=float)
    flat = sm.OLS(values, np.ones(len(values))).fit()
    rows = []
    for year in series.index[margin : len(series) - margin + 1]:
        step = (series.index >= year).astype(float)
        fit = sm.OLS(values, sm.add_constant(step)).fit()
        gain = flat.bic - (fit.bic + np.log(len(values)))  # the place of the break is a parameter too
        rows.append({"first_after": int(year), "step": fit.params[1], "r_squared": fit.rsquared, "bic_gain": gain})
    return settled(pd.DataFrame(rows)).sort_values(
        ["r_squared", "first_after"], ascending=[False, True], ignore_index=True
    )


def distance(points: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Distance of two states' ideal points by session: year, distance, overlap (their 95% bounds meet)."""
    one, two = (points[points["iso3"] == iso].set_index("year") for iso in (first, second))
    both = one.join(two, how="inner", suffixes=("_1", "_2"))
    return pd.DataFrame(
        {
            "distance": (both["best_1"] - both["best_2"]).abs(),
            "overlap": (both["low_1"] <= both["high_2"]) & (both["low_2"] <= both["high_1"]),
            "source_id": both["source_id_1"],
        }
    ).reset_index()


def share_of_cooperation(events: pd.DataFrame, sender: str, targets: list[str]) -> pd.DataFrame:
    """Per cent of a sender's verbally cooperative events that went to each target: index year, a column per target."""
    rows = events[(events["sender"] == sender) & events["target"].isin(targets)]
    return rows.pivot(index="year", columns="target", values="verbal_cooperation")[targets]

"""What the labs of the part *Teach* lay before students: numbers of one season, evidence by side, a running sum.

Pure functions on tables of the data package (`isil_strength`, `claim_evidence`, `battle_deaths` by way of
`evidence.analysis.isil`); counts are persons.
"""

from collections.abc import Sequence

import pandas as pd

from evidence.analysis import isil
from evidence.precision import fixed

SEASON = ("2016-03-01", "2016-09-30")  # from Moscow's highest number to its own much lower one
CUT = 2780  # deaths: where the axis of the misleading bars begins
SIDES = {"supports": "for", "contradicts": "against", "context": "context"}


def of_one_season(strength: pd.DataFrame) -> pd.DataFrame:
    """Comparable counts of ISIL's fighters within SEASON, the oldest first: the table's columns, and `number` (words).

    A count dated to a month belongs to the season if the whole month does.
    """
    rows = isil.dated_counts(strength)
    rows = rows[rows["date_start"].ge(SEASON[0]) & rows["date_end"].le(SEASON[1])].copy()
    rows["number"] = [isil.claimed(row.low, row.high) for row in rows.itertuples()]
    return rows.reset_index(drop=True)


def by_side(evidence: pd.DataFrame, claim: str) -> pd.DataFrame:
    """The evidence on one claim: `side` (for, against, context, in this order), date, what_it_shows, source_id.

    Within a side the oldest stands first. Raises KeyError for a claim without evidence.
    """
    rows = evidence[evidence["claim_id"] == claim]
    if rows.empty:
        raise KeyError(claim)
    side = pd.Categorical(rows["stance"].map(SIDES), categories=list(SIDES.values()), ordered=True)
    rows = rows.assign(side=side).sort_values(["side", "date"], kind="stable")
    return rows.assign(side=rows["side"].astype(str)).reset_index(drop=True)


def drawn(what: str, rows: pd.DataFrame, column: str, labels: Sequence[float], decimals: int = 0) -> str:
    """What stands in a picture, in words, as 'Two bars, on an axis labelled from 1 to 3: 2015 at 1; 2016 at 2.'

    rows: `year`, and the column that is drawn. labels: the numbers on the axis, in order.
    """
    ends = " to ".join(fixed(one, decimals) for one in (labels[0], labels[-1]))
    points = "; ".join(f"{year} at {fixed(value, decimals)}" for year, value in zip(rows["year"], rows[column]))
    return f"{what}, on an axis labelled from {ends}: {points}."


def times_as_long(rows: pd.DataFrame, column: str, foot: float) -> float:
    """How many times as long as its first bar the last of a picture is, whose axis begins at `foot`."""
    first, last = rows[column].iloc[[0, -1]] - foot
    return last / first


def told_toll(deaths: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """`isil.toll` of some years, with `summed` (deaths from the first of them on) and what a mark says: `tip`."""
    rows = isil.toll(deaths).query("@first <= year <= @last").reset_index(drop=True)
    rows["summed"] = rows["best"].cumsum()
    rows["tip"] = [
        f"Government – ISIL-K, {row.year}: {fixed(row.best)} deaths ({fixed(row.low)} to {fixed(row.high)}). UCDP"
        for row in rows.itertuples()
    ]
    return rows

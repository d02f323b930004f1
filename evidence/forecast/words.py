"""Words of estimative probability as ranges: what a phrase means on a published scale."""

import pandas as pd

from evidence.precision import settled


def words_to_range(scales: pd.DataFrame, scale: str, phrase: str) -> tuple[float, float]:
    """The range of probability (low, high; shares of one) that a scale gives to a phrase.

    `scales` is the table `verbal_scales`: one row per scale and term, with `low` and `high`, after ICD 203 (2015), Kent
    (1964) and the IPCC's guidance note (2010). A phrase is matched whole, in any case. KeyError for a scale that is
    not there, and for a phrase that the scale does not define: silence is an answer, and no number stands in for it.
    """
    own = scales[scales["scale"] == scale]
    if own.empty:
        raise KeyError(f"no scale {scale!r}; there are {sorted(set(scales['scale']))}")
    rows = own[own["term"].str.casefold() == phrase.casefold()]
    if rows.empty:
        raise KeyError(f"{scale} defines no {phrase!r}")
    row = rows.iloc[0]
    return float(row["low"]), float(row["high"])


def terms_of(scales: pd.DataFrame, probability: float) -> dict[str, list[str]]:
    """Every term whose range holds a probability, by scale; an empty list where none does (ends count as inside).

    Raises ValueError outside [0, 1].
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability lies between 0 and 1, got {probability}")
    given, low, high = settled(probability), settled(scales["low"]), settled(scales["high"])
    inside = scales[(low <= given) & (given <= high)]
    return {scale: list(inside.loc[inside["scale"] == scale, "term"]) for scale in scales["scale"].unique()}

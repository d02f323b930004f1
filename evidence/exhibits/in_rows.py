"""Probabilities in rows: what stands beside a range, and what its tip says, in words."""

import pandas as pd

from evidence.precision import settled
from evidence.wording import bare_percent, count, decimal, percent


def probabilities(rows: pd.DataFrame, label: pd.Series, head: pd.Series, term: str = "") -> pd.DataFrame:
    """Rows for `charts.odds.intervals`: label, head, middle, low, high, value, range (in words) and tip.

    rows: probability, low and high (shares of one). term: what the number refers to, after the label in the tip.
    """
    known = [f"{bare_percent(row.probability)}%" for row in rows.itertuples()]
    ends = [f"{bare_percent(row.low)}% to {bare_percent(row.high)}%" for row in rows.itertuples()]
    tips = [f"{one}{term}: {value} ({end})" for one, value, end in zip(label, known, ends)]
    return rows.assign(label=label, head=head, middle=rows["probability"], value=known, range=ends, tip=tips)


def words_heard(scales: pd.DataFrame, survey: pd.DataFrame, terms: list[str]) -> pd.DataFrame:
    """Ranges that scales fix for some words, and quantiles of what readers heard in them, as rows for `intervals`.

    scales: `verbal_scales`. survey: `word_survey`. Columns besides: term, group, answers, source_id.
    """
    fixed = scales[scales["term"].isin(terms)].assign(head="Scales: the range that they fix", middle=float("nan"))
    heard = survey[survey["term"].isin(terms) & (survey["group"] != "first language English")]
    heard = heard.rename(columns={"p10": "low", "p90": "high", "median": "middle", "survey": "scale"})
    rows = pd.concat([fixed, heard.assign(head="Readers: median, and eight in ten of them")], ignore_index=True)
    second = rows["group"].eq("other first language")
    asked = [None if pd.isna(row.answers) else f"{count(row.answers)} readers" for row in rows.itertuples()]
    label = [
        f"“{row.term}”, {row.scale if who is None else who}{', not native speakers' if other else ''}"
        for row, who, other in zip(rows.itertuples(), asked, second)
    ]
    ends = [f"{percent(row.low)} to {percent(row.high)}" for row in rows.itertuples()]
    median = [None if pd.isna(value) else percent(value) for value in rows["middle"]]
    tips = [
        f"{one}: {end}" if value is None else f"{one}: median {value}, eight in ten readers {end}"
        for one, value, end in zip(label, median, ends)
    ]
    shown = [end if value is None else value for value, end in zip(median, ends)]
    return rows.assign(label=label, value=shown, tip=tips)


def ratios(rows: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Likelihood ratios as rows for `intervals`: label, head, middle, value and tip.

    rows: ratio, low, high (above one for the first), label, item. first, second: names of the two hypotheses.
    """
    rows = settled(rows)  # what is even has to be so on every processor
    told = [_odds(row.ratio) for row in rows.itertuples()]
    heads = [f"Likelier under {first if row.ratio >= 1 else second}" for row in rows.itertuples()]
    tips = [
        f"{row.item}: {value} for {first if row.ratio >= 1 else second} "
        f"({_odds(row.low)} for {first if row.low >= 1 else second} to {_odds(row.high)} "
        f"for {first if row.high >= 1 else second})"
        for row, value in zip(rows.itertuples(), told)
    ]
    label = rows["label"].str[0].str.upper() + rows["label"].str[1:]
    return rows.assign(label=label, head=heads, middle=rows["ratio"], value=told, tip=tips)


def _odds(ratio: float) -> str:
    """2.5 -> '2.5 : 1', 0.4 -> '2.5 : 1' too: which of the two is likelier stands beside it."""
    return f"{decimal(max(ratio, 1 / ratio), 1)} : 1"

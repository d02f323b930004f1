"""ISIL in Afghanistan: how many fighters according to whom, how many deaths, which share of the war.

Pure functions on tables of the data package (`isil_strength`, `battle_deaths`, `one_sided_violence`); counts are
persons, shares are shares of one.
"""

import pandas as pd

SIDES = ("Russia", "United States/NATO")


def dated_counts(strength: pd.DataFrame, before: str = "2019-01-01") -> pd.DataFrame:
    """Comparable counts of ISIL's fighters that are dated to a month or a day, in order of date.

    Adds `kind` ('one value', 'range', 'at least', 'at most'), `value` (its low end, or the high one if that is all) and
    `middle` (the middle of the period that the date can mean).
    """
    rows = strength[strength["comparable"] & (strength["date"].str.len() >= 7) & (strength["date_end"] < before)]
    rows = rows.sort_values("date_start").copy()
    rows["kind"] = "one value"
    rows.loc[rows["low"] < rows["high"], "kind"] = "range"
    rows.loc[rows["high"].isna(), "kind"] = "at least"
    rows.loc[rows["low"].isna(), "kind"] = "at most"
    rows["value"] = rows["low"].fillna(rows["high"])
    rows["middle"] = rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    return rows


def same_quarter(counts: pd.DataFrame) -> pd.DataFrame:
    """Those of `dated_counts` from quarters in which both SIDES gave one; adds `quarter` such as '2016Q2'.

    A count whose date spans two quarters belongs to none.
    """
    rows = counts[counts["side"].isin(SIDES)].copy()
    rows = rows[rows["date_start"].dt.to_period("Q") == rows["date_end"].dt.to_period("Q")]
    rows["quarter"] = rows["date_start"].dt.to_period("Q").astype(str)
    sides = rows.groupby("quarter")["side"].nunique()
    both = rows[rows["quarter"].isin(sides[sides == len(SIDES)].index)]
    return both.sort_values(["quarter", "side", "date_start"])


def ratios(pairs: pd.DataFrame) -> pd.DataFrame:
    """Russian counts over American ones, per quarter: `lowest` and `highest` ratio that the ranges allow.

    An open bound counts with the number that was named, so 'or more' makes the highest ratio a lower limit.
    """
    rows = []
    for quarter, own in pairs.groupby("quarter"):
        (ru_low, ru_high), (us_low, us_high) = (_bounds(own[own["side"] == side]) for side in SIDES)
        rows.append({"quarter": quarter, "lowest": ru_low / us_high, "highest": ru_high / us_low})
    return pd.DataFrame(rows, columns=["quarter", "lowest", "highest"]).set_index("quarter")


def _bounds(rows: pd.DataFrame) -> tuple[float, float]:
    named = pd.concat([rows["low"], rows["high"]]).dropna()
    return float(named.min()), float(named.max())


def toll(deaths: pd.DataFrame) -> pd.DataFrame:
    """Battle deaths of Government of Afghanistan against IS by year: low, best, high, source_id."""
    rows = deaths[deaths["only_afghanistan"] & (deaths["side_b"] == "IS")]
    return rows.sort_values("year")[["year", "dyad", "low", "best", "high", "source_id"]].reset_index(drop=True)


def share_of_war(deaths: pd.DataFrame) -> pd.DataFrame:
    """The part of that dyad in the battle deaths of all dyads fought in Afghanistan alone, by year.

    `share` from the best estimates. `lowest` sets its low estimate against the high ones of all others, `highest` the
    reverse: bounds of the arithmetic, not a confidence interval.
    """
    own = toll(deaths).set_index("year")
    inside = deaths[deaths["only_afghanistan"] & deaths["year"].isin(own.index)]
    everyone = inside.groupby("year")[["low", "best", "high"]].sum()
    shares = pd.DataFrame(
        {
            "isil_deaths": own["best"],
            "all_deaths": everyone["best"],
            "lowest": own["low"] / (own["low"] + everyone["high"] - own["high"]),
            "share": own["best"] / everyone["best"],
            "highest": own["high"] / (own["high"] + everyone["low"] - own["low"]),
            "source_id": own["source_id"],
        }
    )
    return shares.reset_index()


def share_of_all_violence(deaths: pd.DataFrame, one_sided: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """ISIL's fight with the government and its killings of civilians, together, in all deaths UCDP counts there.

    deaths: `battle_deaths`; one_sided: `one_sided_violence`; countries: `violence_by_country`. Best estimates; the
    parts come from two releases of UCDP, so the share is rounded to whole per cent where it is printed.
    """
    battles = toll(deaths).set_index("year")["best"]
    civilians = one_sided[one_sided["actor"] == "IS"].set_index("year")["best"]
    everyone = countries[countries["gwno"] == 700].groupby("year")["best"].sum()
    rows = pd.DataFrame({"battles": battles, "civilians": civilians, "all_deaths": everyone}).dropna()
    rows["share"] = (rows["battles"] + rows["civilians"]) / rows["all_deaths"]
    return rows.astype({"battles": int, "civilians": int, "all_deaths": int}).reset_index()


def by_half_year(statements: pd.DataFrame, topics: dict[str, str], first: str, last: str) -> pd.DataFrame:
    """How many statements of each kind fall into each half-year from `first` to `last`, such as '2014-H1'.

    topics: topic -> kind. Statements dated to a whole year have no half-year and are left out.
    """
    rows = statements[statements["topic"].isin(list(topics)) & (statements["date"].str.len() >= 7)]
    half = rows["date_start"].dt.year.astype(str) + "-H" + ((rows["date_start"].dt.month > 6) + 1).astype(str)
    counted = pd.crosstab(rows["topic"].map(topics), half)
    halves = half_years(first, last)
    grid = counted.reindex(index=dict.fromkeys(topics.values()), columns=halves, fill_value=0)
    return grid.rename_axis("kind").rename_axis(columns="half_year").stack().rename("statements").reset_index()


def half_years(first: str, last: str) -> list[str]:
    """'2014-H2', '2015-H2' -> ['2014-H2', '2015-H1', '2015-H2']."""
    names = [f"{year}-H{half}" for year in range(int(first[:4]), int(last[:4]) + 1) for half in (1, 2)]
    return names[names.index(first) : names.index(last) + 1]

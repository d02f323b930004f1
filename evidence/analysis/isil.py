"""ISIL in Afghanistan: how many fighters according to whom, how many deaths, which share of the war.

Pure functions on tables of the data package (`isil_strength`, `battle_deaths`, `one_sided_violence`,
`non_state_conflict`, `statements`); counts are persons, shares are shares of one.
"""

import pandas as pd

SIDES = ("Russia", "United States/NATO")


def dated_counts(strength: pd.DataFrame) -> pd.DataFrame:
    """Comparable counts of ISIL's fighters, in order of date.

    Adds `kind` ('one value', 'range', 'at least', 'at most'), `value` (its low end, or the high one if that is all) and
    `middle` (the middle of the period that the date can mean: a day, a month or a whole year).
    """
    rows = strength[strength["comparable"]].sort_values("date_start").copy()
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


def taliban_toll(fights: pd.DataFrame) -> pd.DataFrame:
    """Deaths in fighting between IS and the Taliban (`non_state_conflict`) by year: low, best, high, source_id.

    A year without a row had fewer than 25 deaths. From August 2021 the Taliban are the government of `toll`.
    """
    rows = fights[fights["dyad"] == "IS – Taliban"]
    return rows.sort_values("year")[
        ["year", "dyad", "low", "best", "high", "only_afghanistan", "source_id"]
    ].reset_index(drop=True)


def share_of_all_violence(
    deaths: pd.DataFrame, fights: pd.DataFrame, one_sided: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """ISIL's fights with government and Taliban and its killings of civilians, in all deaths UCDP counts there.

    deaths: `battle_deaths`; fights: `non_state_conflict`; one_sided: `one_sided_violence`; countries:
    `violence_by_country`. Columns: year, battles, against_taliban, civilians, all_deaths, share, lowest, highest.
    `lowest` sets the low end of ISIL's part against the high end of the rest, `highest` the reverse; a bound that is
    not given counts with the best estimate. The parts come from two releases of UCDP: print whole per cents.
    """
    parts = {
        "battles": toll(deaths),
        "against_taliban": taliban_toll(fights),
        "civilians": one_sided[one_sided["actor"] == "IS"],
    }
    ends = {name: rows.set_index("year")[["low", "best", "high"]].astype(float) for name, rows in parts.items()}
    filled = {name: rows.apply(lambda end, best=rows["best"]: end.fillna(best)) for name, rows in ends.items()}
    everyone = countries[countries["gwno"] == 700].groupby("year")[["low", "best", "high"]].sum()
    years = filled["battles"].index.intersection(filled["civilians"].index).intersection(everyone.index)
    own = sum(rows.reindex(years, fill_value=0) for rows in filled.values())
    best = {name: rows["best"].reindex(years, fill_value=0).astype(int) for name, rows in filled.items()}
    rows = pd.DataFrame(best).assign(all_deaths=everyone["best"].reindex(years))
    rest = everyone.reindex(years) - own
    rows["lowest"] = own["low"] / (own["low"] + rest["high"].clip(lower=0))
    rows["share"] = own["best"] / rows["all_deaths"]
    rows["highest"] = own["high"] / (own["high"] + rest["low"].clip(lower=0))
    return rows.rename_axis("year").reset_index()


def occasions(statements: pd.DataFrame) -> pd.DataFrame:
    """One row for each speaker, date and topic: of several quotations from one occasion the last one stays."""
    return statements.drop_duplicates(["speaker", "date", "topic"], keep="last")


def by_half_year(statements: pd.DataFrame, topics: dict[str, str], first: str, last: str) -> pd.DataFrame:
    """How many statements of each kind fall into each half-year from `first` to `last`, such as '2014-H1'.

    topics: topic -> kind. Statements dated to a whole year have no half-year and are left out.
    """
    rows = in_half_years(statements, topics)
    counted = pd.crosstab(rows["kind"], rows["half_year"])
    halves = half_years(first, last)
    grid = counted.reindex(index=dict.fromkeys(topics.values()), columns=halves, fill_value=0)
    return grid.rename_axis("kind").rename_axis(columns="half_year").stack().rename("statements").reset_index()


def in_half_years(statements: pd.DataFrame, topics: dict[str, str]) -> pd.DataFrame:
    """The statements on these topics that are dated to a month or a day, with `kind` and `half_year`."""
    rows = statements[statements["topic"].isin(list(topics)) & (statements["date"].str.len() >= 7)]
    half = rows["date_start"].dt.year.astype(str) + "-H" + ((rows["date_start"].dt.month > 6) + 1).astype(str)
    return rows.assign(kind=rows["topic"].map(topics), half_year=half)


def half_years(first: str, last: str) -> list[str]:
    """'2014-H2', '2015-H2' -> ['2014-H2', '2015-H1', '2015-H2']."""
    names = [f"{year}-H{half}" for year in range(int(first[:4]), int(last[:4]) + 1) for half in (1, 2)]
    return names[names.index(first) : names.index(last) + 1]

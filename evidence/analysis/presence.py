"""How the war stood: American troops, air power under American command, and the districts that Kabul held.

Pure functions on `us_troops`, `weapons_released`, `isaf_rs_strength`, `us_bases` and `district_control`. Troops are
persons; shares of districts are in per cent where a chart draws them, and shares of one where prose says them.
"""

from typing import NamedTuple

import pandas as pd

from evidence.forecast import known
from evidence.periods import decimal_year, period
from evidence.precision import fixed

SIDES = {"government_pct": "government", "contested_pct": "contested", "insurgent_pct": "insurgents"}
KINDS = {  # series of `us_troops` -> what is counted
    "dod-active-duty": "Active duty",
    "dod-with-reserves": "With reserves",
    "kane-annual": "Rounded for the year",
    "announced": "Announced or imputed for the year",
    "published-spot": "Printed elsewhere",
}


class Turns(NamedTuple):
    """Where a series turned or stood: values and dates (ISO), each by the name that the prose has for it."""

    values: dict[str, float]
    dates: dict[str, str]


def troop_counts(troops: pd.DataFrame) -> pd.DataFrame:
    """Counts of troops with the day that each stands for, and the stretch that a line may join.

    middle: the middle of a year, the last day of a month; at: the same as a year with a fraction. segment: active-duty
    counts before and from 2021, between which no report counts the force; other series are their own segment. kind:
    what the series counts, in words.
    """
    whole_year = troops["date"].str.len() == 4
    middle = troops["date_start"] + (troops["date_end"] - troops["date_start"]) / 2
    late = (troops["date_start"].dt.year >= 2021).map({True: " from 2021", False: ""})
    middle = middle.where(whole_year, troops["date_end"])
    words = {"segment": troops["series"] + late, "kind": troops["series"].map(KINDS)}
    return troops.assign(middle=middle, at=middle.map(decimal_year), **words)


def troop_turns(troops: pd.DataFrame) -> Turns:
    """Persons: the last active-duty count before the article (troops_2017), the highest of a September (troops_peak),
    the lowest of 2014 to 2017 (troops_low); for March 2017 the printed level (cap) and the count (same_month).

    dates: troops_month, of the last; troops_peak_month; troops_low_month.
    """
    active = troops[troops["series"] == "dod-active-duty"].sort_values("date", kind="stable")
    reports, late = active[active["date"].str.endswith("-09")], active[active["date_start"].dt.year.between(2014, 2017)]
    top, low = reports.loc[reports["troops"].idxmax()], late.loc[late["troops"].idxmin()]
    last, march = known(active).iloc[-1], troops[troops["date"] == "2017-03"].set_index("series")["troops"]
    values = {"troops_2017": last["troops"], "troops_peak": top["troops"], "troops_low": low["troops"]}
    values |= {"cap": march["published-spot"], "same_month": march["dod-active-duty"]}
    dates = {"troops_month": last["date"], "troops_low_month": low["date"], "troops_peak_month": top["date"]}
    return Turns(values, dates)


def share_of_peak(turns: Turns) -> float:
    """The last count before the article as a share of the highest, of `troop_turns`."""
    return turns.values["troops_2017"] / turns.values["troops_peak"]


def troop_labels(turns: Turns) -> pd.DataFrame:
    """Texts for a chart of `troop_counts`: at, troops (places), label, side (how the text is aligned).

    Names of the three groups of series, each left of a mark of its own, and the values at the peak and before the
    article: the one over its mark, the other under it.
    """
    peak, last = turns.values["troops_peak"], turns.values["troops_2017"]
    at_peak, at_last = (decimal_year(period(turns.dates[name])[1]) for name in ("troops_peak_month", "troops_month"))
    texts = [
        (2010.1, 71000, "active duty", "right"),
        (2009.4, 59200, "with reserves", "right"),
        (2008, 48500, "other counts", "right"),
        (at_peak - 0.15, peak + 6500, fixed(peak), "right"),
        (at_last, last - 6300, fixed(last), "right"),
    ]
    return pd.DataFrame(texts, columns=["at", "troops", "label", "side"])


def weapons_by_year(released: pd.DataFrame) -> pd.DataFrame:
    """Years of `weapons_released`: its rows with at and year (the year as a number) and thousands (of weapons)."""
    rows = released[released["kind"] == "year"]
    return rows.assign(at=rows["date"].astype(float), year=rows["date"].astype(int), thousands=rows["weapons"] / 1000)


def extremes(by_year: pd.Series) -> dict[str, str]:
    """Years of the two lowest and of the two highest totals ('2015 and 2016'): lowest, highest. by_year: weapons."""
    ends = {"lowest": by_year.nsmallest(2), "highest": by_year.nlargest(2)}
    return {name: " and ".join(map(str, sorted(own.index))) for name, own in ends.items()}


def other_measures(released: pd.DataFrame, missions: pd.DataFrame, bases: pd.DataFrame) -> Turns:
    """Weapons released in the first half of 2017 (weapons_half), the last count of NATO's mission before the article
    (mission, persons of all nations, at mission_date), and American sites in Afghanistan (sites).

    missions: `isaf_rs_strength`; bases: `us_bases`.
    """
    last = known(missions[missions["counted"] == "all nations"]).sort_values("date_start", kind="stable").iloc[-1]
    half = released.set_index("period").at["2017-01/2017-06", "weapons"]
    values = {"weapons_half": half, "mission": last["troops"], "sites": int((bases["iso3"] == "AFG").sum())}
    return Turns(values, {"mission_date": last["date"]})


def control_shares(districts: pd.DataFrame) -> pd.DataFrame:
    """Shares of districts in long form: a row per assessment and side that has one.

    side: government, contested or insurgents (name: with a capital); percent; middle: the middle of the date's span,
    and at, the same as a year with a fraction; derivation: a phrase for a derived number, else nothing.
    """
    kept = ["date", "date_start", "date_end", "known_end", "derived", "note", "source_id"]
    rows = districts.melt(id_vars=kept, value_vars=list(SIDES), var_name="side", value_name="percent")
    middle = rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    rows = rows.assign(side=rows["side"].map(SIDES), middle=middle, at=middle.map(decimal_year))
    words = {
        "name": rows["side"].str.capitalize(),
        "derivation": rows["derived"].map({True: "; a number of this assessment is derived", False: ""}),
    }
    rows = rows.assign(**words).dropna(subset="percent")
    return rows.sort_values(["side", "date_start"], ignore_index=True)


def share_labels(
    rows: pd.DataFrame, at: float, heights: dict[str, float], valued: list[str], height: float = 4.5
) -> pd.DataFrame:
    """Texts for a chart of `control_shares`: at, percent (places), label, side (how the text is aligned).

    rows: with `at`, their place on the axis. The name of each side stands left of `at`, as far above its last share as
    heights says; the government's share of the dates in valued stands right of its point, `height` above it, or
    as far below one where its line turns up.
    """
    last = rows.sort_values("at", kind="stable").groupby("side", as_index=False).tail(1)
    last = last.assign(at=at, percent=last["percent"] + last["side"].map(heights), label=last["side"], side="right")
    own = rows[rows["side"] == "government"].sort_values("at", kind="stable")
    share = own["percent"]
    own = own.assign(turns=(share.shift() > share) & (share.shift(-1) > share))
    own = own[own["date"].isin(valued)]
    over = own["turns"].map({True: -height, False: height})
    written = [f"{fixed(value)}%" for value in own["percent"]]
    own = own.assign(percent=own["percent"] + over, label=written, side="left")
    return pd.concat([last, own], ignore_index=True)[["at", "percent", "label", "side"]]


def control_turns(districts: pd.DataFrame) -> Turns:
    """Shares of one: the government's in the first assessment (gov_first), in the last before the article (gov_latest,
    with ins_latest and contested_latest), and the lowest until then (gov_low).

    dates: the day of each (gov_first_date) as the table has it, and its month (gov_first_month). What could be known
    before the article is found by `known(districts)`.
    """
    assessed = districts.dropna(subset="government_pct").sort_values("date_start", kind="stable")
    first, latest = assessed.iloc[0], known(assessed).iloc[-1]
    lowest = known(assessed).sort_values("government_pct", kind="stable").iloc[0]
    percent = {
        "gov_first": first["government_pct"],
        "gov_latest": latest["government_pct"],
        "ins_latest": latest["insurgent_pct"],
        "contested_latest": latest["contested_pct"],
        "gov_low": lowest["government_pct"],
    }
    days = {"gov_first": first["date"], "gov_latest": latest["date"], "gov_low": lowest["date"]}
    dates = {f"{name}_date": day for name, day in days.items()} | {
        f"{name}_month": day[:7] for name, day in days.items()
    }
    return Turns({name: value / 100 for name, value in percent.items()}, dates)

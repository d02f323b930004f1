"""After the article: what came, where troops and conflicts stood, what others forecast, which verdicts moved.

Pure functions on tables of the data package (`events`, `us_troops`, `isaf_rs_strength`, `civil_conflict_panel`,
`battle_deaths`, `one_sided_violence`, `non_state_conflict`, `isil_strength`, `statements`, `threats`, `forecasts`,
`forecast_readings`, `claims`). What is to be said in prose comes as a dict, whose names the prose has behind its
prefix.
"""

from typing import NamedTuple

import pandas as pd

from evidence.analysis.isil import taliban_toll, toll
from evidence.claims import FORECAST_VERDICTS, OPEN, VERDICTS
from evidence.forecast import AS_OF, known
from evidence.periods import decimal_year
from evidence.wording import in_words

LANES = {  # lane of the events after the article -> heading, actor whose colour it takes
    "us-nato": ("US and NATO", "United States/NATO"),
    "russia-kabul": ("Russia and Kabul", "Russia"),
    "russia-taliban": ("Russia and the Taliban", "Taliban"),
    "isil-k": ("Islamic State", "ISIL-K"),  # its branch claimed one of the attacks, the group the others
}
CHOSEN = {  # event -> short label; the full summary is in the table of the figure
    "E127": "First US–Russia–China talks",
    "E134": "Doha agreement",
    "E152": "Last US troops leave",
    "E118": "Takhar air strike, origin disputed",
    "E123": "Moscow Format with the Taliban",
    "E147": "Taliban take Kabul",
    "E166": "Russia suspends its ban",
    "E168": "Russia recognises the Taliban",
    "E192": "Military-technical agreement reported",
    "E150": "Kabul airport bombing",
    "E156": "Russian embassy attacked",
    "E160": "Crocus City Hall attack",
}
FORCE = ["E118", "E125", "E137", "E149"]  # events: the one alleged strike, and officials who rule troops out
FORCE_OPEN = ["S249", "T14"]  # a statement and a threat: the words since the article that name force or leave it open
MOMENTS = {  # what a chapter dates -> its event, and how many signs of its date the chapter tells (10: the day)
    "missiles": ("E132", 7),
    "doha": ("E134", 7),
    "fall": ("E147", 10),
    "left": ("E152", 10),
    "embassy": ("E156", 7),
    "fuel": ("E157", 10),
    "crocus": ("E160", 10),
    "arm": ("E167", 4),
    "recognised": ("E168", 10),
    "border": ("E190", 7),
    "defence": ("E191", 7),
    "agreement": ("E192", 10),
}
NUMBERED = {  # a number of ISIL's fighters -> its row in `isil_strength`
    "russia_2017": "K026",
    "russia_2022": "K050",
    "russia_last": "K058",
    "un_2022": "K048",
    "un_last": "K057",
}
RANGED = {"russia_2019": "K040", "un_2019": "K035", "un_low": "K043", "families": "K051"}
PUBLISHED = {  # series of `us_troops` beside the reports -> what its numbers are, and whose
    "announced": "a figure for the year, announced or imputed. TroopData",
    "published-spot": "as published. ABC News",
}
ORDER = [*VERDICTS, OPEN, *FORECAST_VERDICTS]  # of verdicts on a board, from above


class Deaths(NamedTuple):
    """Deaths by year: bounds of government (from August 2021 the Taliban's) against IS (low, best, high), best
    estimates of civilians whom IS killed, and of its fight with the Taliban."""

    battle: pd.DataFrame
    civilians: pd.Series
    taliban: pd.Series


class Presence(NamedTuple):
    """American troops in Afghanistan and the years of conflict: `presence` describes the frames."""

    reports: pd.DataFrame
    published: pd.DataFrame
    years: pd.DataFrame


def after_the_article(events: pd.DataFrame) -> pd.DataFrame:
    """Events that began on the day of the article or later, by their id (which stays a column)."""
    return events[events["date_start"] >= AS_OF].set_index("event_id", drop=False)


def counts_after(after: pd.DataFrame, claims: pd.DataFrame) -> dict[str, int]:
    """Events after the article (later_events), air strikes among them (alleged), forecasts of the article."""
    strikes, forecasts = after["type"] == "air strike", claims["kind"] == "forecast"
    return {"later_events": len(after), "alleged": int(strikes.sum()), "forecasts": int(forecasts.sum())}


def attacks_told(after: pd.DataFrame) -> dict[str, str]:
    """Attacks on Russian targets in words: all, those that ISIL-K claims, and the rest, which Islamic State claims.

    Raises ValueError for one whose summary names neither: the prose says who claimed each.
    """
    attacks = after[(after["type"] == "attack") & after["actors"].str.split(";").map(set).ge({"Russia"})]
    branch, group = (attacks["summary"].str.contains(f"{name} claims it") for name in ("ISIL-K", "Islamic State"))
    if not (branch ^ group).all():
        raise ValueError(f"nobody, or more than one, claims {list(attacks.index[~(branch ^ group)])}")
    counts = {"attacks": len(attacks), "attacks_branch": branch.sum(), "attacks_group": group.sum()}
    words = {f"c6_{name}": in_words(number) for name, number in counts.items()}
    return words | {"c6_attacks_group": words["c6_attacks_group"].capitalize()}


def moments(events: pd.DataFrame) -> dict[str, str]:
    """The date of each of `MOMENTS`, as exactly as the chapter tells it. Raises KeyError for a missing event."""
    dates = events.set_index("event_id")["date"]
    return {name: dates[event][:signs] for name, (event, signs) in MOMENTS.items()}


def force(after: pd.DataFrame, statements: pd.DataFrame, threats: pd.DataFrame) -> pd.DataFrame:
    """The alleged strike of `FORCE` and what Russian officials said of force: id, date, summary, source_id, by date.

    after: of `after_the_article`. The words of `FORCE_OPEN` stand as they were said. Raises KeyError for a missing row.
    """
    words = pd.concat([statements.set_index("statement_id"), threats.set_index("threat_id")]).loc[FORCE_OPEN]
    words = words.assign(summary=words["speaker"] + ": “" + words["quote"] + "”")
    rows = pd.concat([after.loc[FORCE], words]).rename_axis("id").sort_values("date_start", kind="stable").reset_index()
    return rows[["id", "date", "summary", "source_id"]]


def timeline(events: pd.DataFrame) -> pd.DataFrame:
    """The events of `CHOSEN` in `LANES`: rows of `in_lanes` with label and more (the summary where it says more)."""
    chosen = events.set_index("event_id", drop=False).loc[list(CHOSEN)]
    rows = in_lanes(chosen, list(LANES))
    label = rows["event_id"].map(CHOSEN)
    return rows.assign(label=label, more=(": " + rows["summary"]).where(rows["summary"] != label, ""))


def presence(troops: pd.DataFrame, panel: pd.DataFrame) -> Presence:
    """American troops and years of conflict in Afghanistan, each with at, its place on an axis of dates.

    reports: active-duty counts of `us_troops` in stretches. published: announced figures of `us_troops`, a year's in
    its middle, and that printed for April 2021; basis: what they are and whose. years: rows of the panel, with state
    ('US troops listed', 'none listed'), whose ('US', 'no US') and row, their height under an axis of troops.
    """
    reports = in_stretches(troops[troops["series"] == "dod-active-duty"])  # no line across years without a report
    april = (troops["series"] == "published-spot") & (troops["date"] == "2021-04")
    other = troops[(troops["series"] == "announced") | april]
    middle = (other["date"].str.len() == 4) * 0.5
    years = panel[panel["country"] == "Afghanistan"][["year", "us_troops_gov", "russia_troops_listed", "source_id"]]
    listed = years["us_troops_gov"]
    return Presence(
        reports.assign(at=reports["date_start"].map(decimal_year)),
        other.assign(at=other["date_start"].map(decimal_year) + middle, basis=other["series"].map(PUBLISHED)),
        years.assign(
            at=years["year"] + 0.5,
            row=-24000,
            state=listed.map({True: "US troops listed", False: "none listed"}),
            whose=listed.map({True: "US", False: "no US"}),
        ),
    )


def presence_words(of: Presence) -> pd.DataFrame:
    """Texts for a chart of `presence`: at, row (places), label."""
    words = [(1991.4, -11000, "years of conflict, US troops listed:"), (1991.4, -38000, "Russian troops listed: none")]
    words += [(1999, 84000, "US personnel")]
    words += [(2018.4, 24500, "announced")] * (len(of.published) > 0)
    return pd.DataFrame(words, columns=["at", "row", "label"])


def presence_rows(of: Presence) -> pd.DataFrame:
    """What a chart of `presence` draws, under each other: what, date, year, troops, state, russia_troops_listed,
    source_id."""
    kinds = dict(zip(("US personnel", "announced or published figure", "conflict year"), of))
    rows = pd.concat([frame.assign(what=what) for what, frame in kinds.items()], ignore_index=True)
    rows = rows[["what", "date", "year", "troops", "state", "russia_troops_listed", "source_id"]]
    return rows.astype({"year": "Int64", "troops": "Int64"})


def ends_of_presence(of: Presence) -> dict[str, int | str]:
    """Where the line of `presence` is highest and where it ends: top, top_year, end, end_date."""
    top, end = of.reports.loc[of.reports["troops"].idxmax()], of.reports.iloc[-1]
    return {"top": top["troops"], "top_year": top["date"][:4], "end": end["troops"], "end_date": end["date"]}


def troops_said(troops: pd.DataFrame, missions: pd.DataFrame) -> dict[str, int]:
    """Persons: American troops at three dates, NATO's mission (`isaf_rs_strength`) with and without them in 2021."""
    counted = troops.set_index(["series", "date"])["troops"]
    mission = missions[missions["mission"] == "Resolute Support"].set_index("date")["troops"]
    return {
        "troops_then": counted["dod-active-duty", "2017-09"],
        "troops_end": counted["dod-active-duty", "2021-12"],
        "us_april": counted["published-spot", "2021-04"],
        "mission": mission["2021-02"],
        "mission_other": mission["2021-04"],
    }


def deaths(battle: pd.DataFrame, civilians: pd.DataFrame, others: pd.DataFrame) -> Deaths:
    """Deaths by year, after UCDP: `battle_deaths`, `one_sided_violence` and `non_state_conflict` as `Deaths`."""
    killed = civilians[(civilians["actor"] == "IS") & civilians["only_afghanistan"]]
    government, taliban = toll(battle).set_index("year"), taliban_toll(others).set_index("year")
    return Deaths(government[["low", "best", "high"]], killed.set_index("year")["best"], taliban["best"])


def fighters_said(strength: pd.DataFrame) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Fighters of ISIL by Russian officials and the UN: the low ends of `NUMBERED`, the ranges of `RANGED`."""
    rows = strength.set_index("estimate_id")
    ranges = {name: (rows.at[row, "low"], rows.at[row, "high"]) for name, row in RANGED.items()}
    return {name: rows.at[row, "low"] for name, row in NUMBERED.items()}, ranges


def read_forecasts(forecasts: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Forecasts by others in order of date with how the book reads them: reading (a term of ICD 203, or none), why, and
    official (one of Russia)."""
    own = readings.set_index("forecast_id")
    rows = forecasts.assign(
        reading=forecasts["forecast_id"].map(own["term"]),
        why=forecasts["forecast_id"].map(own["reason"]),
        official=forecasts["affiliation"].str.contains("Russia"),
    )
    return rows.sort_values(["date_start", "forecast_id"])


def forecast_counts(read: pd.DataFrame) -> dict[str, int]:
    """Counts of `read_forecasts`: all, known by the date of the article (before), without a reading (silent), of those
    the plausible ones, those on the threat of 2000 and those on something else, read as unlikely and as excluded, and
    Russian officials among the last and their statements."""
    silent, plausible = read["reading"].isna(), read["direction"] == "intervention plausible"
    of_2000 = silent & (read["date_start"].dt.year == 2000)
    excluded = read["reading"] == "almost no chance"
    officials = read[excluded & read["official"].fillna(False)]
    return {
        "all_forecasts": len(read),
        "before": len(known(read)),
        "silent": int(silent.sum()),
        "plausible": int(plausible.sum()),
        "elsewhere": int((silent & ~plausible & ~of_2000).sum()),
        "of_2000": int(of_2000.sum()),
        "excluded": int(excluded.sum()),
        "unlikely": int((read["reading"] == "unlikely").sum()),
        "statements": len(officials),
        "officials": officials["author"].nunique(),
    }


def in_stretches(reports: pd.DataFrame, longest: int = 548) -> pd.DataFrame:
    """Dated reports in order, with `stretch`: a new one after more than `longest` days without a report."""
    rows = reports.sort_values("date_start", kind="stable")
    return rows.assign(stretch=(rows["date_start"].diff().dt.days > longest).cumsum())


def in_lanes(events: pd.DataFrame, lanes: list[str]) -> pd.DataFrame:
    """Events by lane and date, with `row`, their place from above; the row before a lane's first is its heading's."""
    order = events["lane"].map(lanes.index)
    rows = events.assign(order=order).sort_values(["order", "date_start"], ignore_index=True)
    return rows.assign(row=rows.index + rows["order"] + 1.0).drop(columns="order")


def in_rows(claims: pd.DataFrame, column: str, verdicts: list[str] = ORDER) -> pd.DataFrame:
    """A place for each claim: its verdict's `row` (an empty verdict has none) and `place` in it, the changed ones last.

    column: 'verdict_2017' or 'verdict_today'. Adds verdict, changed, row, place; rows and places count from 1. since
    leads over to the verdict of today: 'In 2017 open, today ', 'In 2017 and today '.
    """
    rows = claims.assign(verdict=claims[column], changed=claims["verdict_2017"] != claims["verdict_today"])
    held = [verdict for verdict in verdicts if verdict in set(rows["verdict"])]
    rows = rows.assign(row=rows["verdict"].map(held.index) + 1).sort_values(["row", "changed"], kind="stable")
    before = ("In 2017 " + rows["verdict_2017"] + ", today ").where(rows["changed"], "In 2017 and today ")
    return rows.assign(place=rows.groupby("row").cumcount() + 1, since=before)


def ends_of_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a board of `in_rows`: verdict, row, place (of its last claim), changed (how many) and label: the count,
    and what is new ('9, 2 new'; '3, open in 2017' where all are)."""
    ends = rows.groupby(["verdict", "row"], as_index=False, sort=False).agg(
        place=("place", "max"), changed=("changed", "sum"), before=("verdict_2017", "first")
    )
    since = (", " + ends["before"] + " in 2017").where(
        ends["changed"] == ends["place"], ", " + ends["changed"].astype(str) + " new"
    )
    return ends.assign(label=ends["place"].astype(str) + since.where(ends["changed"] > 0, ""))


def asked_on_force(questions: pd.DataFrame) -> dict[str, int]:
    """Questions of the Good Judgment Project on force with a yes or no: asked, asked_yes (came true), asked_russia and
    asked_russia_yes (on Russia and its neighbours). The table `gjp_questions`."""
    asked = questions[questions["force"] & questions["came_true"].notna()]
    russia = asked[asked["about"] == "Russia and its neighbours"]
    return {
        "asked": len(asked),
        "asked_yes": int(asked["came_true"].sum()),
        "asked_russia": len(russia),
        "asked_russia_yes": int(russia["came_true"].sum()),
    }

"""Russia and the Taliban: what came first, who said what, who fought ISIL, who told a story first.

Pure functions on tables of the data package (`contact_statements`, `battle_deaths`, `non_state_conflict`,
`isil_fights_2021`, `external_support`, `rescue_reports`). Deaths are persons, ratios and shares have no unit.
"""

import pandas as pd

GOVERNMENT, TALIBAN = "Government – IS", "IS – Taliban"
BOUNDS = ["low", "best", "high"]
IN_THE_PAST = {
    "admits": "admitted {}",
    "denies": "denied {}",
    "objects": "objected to {}",
    "alleges": "alleged {}",
    "leaves open": "left the question of {} open",
    "no evidence": "had seen no evidence of {}",
}
GOODS = {"money", "fuel", "arms"}


def years_ago(spoken: pd.Timestamp, years: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day that "`years` years ago" can mean, if the speaker rounds to whole years."""
    return spoken - pd.DateOffset(months=12 * years + 6), spoken - pd.DateOffset(months=12 * years - 6)


def dated(ids: list[str], *tables: pd.DataFrame) -> pd.DataFrame:
    """When rows of several tables fall, by id: first and last day, last day on which it could become known, source_id.

    tables: each with its ids as index. A table without `known_end` was known when it was dated.
    """
    parts = [
        pd.DataFrame(
            {
                "first": table["date_start"],
                "last": table["date_end"],
                "known_end": table.get("known_end", table["date_end"]),
                "source_id": table["source_id"],
            }
        )
        for table in tables
    ]
    return pd.concat(parts).loc[ids].rename_axis("row_id")


def order(beginnings: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Whether each interval (`first` to `last`, both included) lies before a day, after it, or leaves that open.

    Adds `order` ("before", "after", "open") and `days_before_least` and `days_before_most`: days from the interval's
    last and first day to the day, negative if they come after it.
    """
    rows = beginnings.assign(
        days_before_least=(day - beginnings["last"]).dt.days, days_before_most=(day - beginnings["first"]).dt.days
    )
    rows["order"] = "open"
    rows.loc[rows["days_before_least"] > 0, "order"] = "before"
    rows.loc[rows["days_before_most"] < 0, "order"] = "after"
    return rows


def occasions(codes: pd.DataFrame) -> pd.DataFrame:
    """Coded statements with one row for a speaker, date, subject and act: several quotations of one talk count once."""
    return codes.drop_duplicates(["speaker", "date", "subject", "act"])


def told(codes: pd.DataFrame, subjects: list[str], sides: list[str], until: str) -> pd.DataFrame:
    """The occasions on which these sides spoke of these subjects before a date, in order of date.

    until: such as '2019'. Adds `middle`, the middle of the time that the date can mean; a statement dated to a year
    alone is left out, as nobody can place it.
    """
    chosen = codes["subject"].isin(subjects) & codes["side"].isin(sides) & (codes["date"].str.len() >= 7)
    rows = occasions(codes[chosen & (codes["date_start"] < until)])
    rows = rows.assign(middle=rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2)
    return rows.sort_values("middle", kind="stable", ignore_index=True)


def in_the_past(act: str, subject: str) -> str:
    """A coded act in words: "no evidence", "arms" -> 'had seen no evidence of arms for the Taliban'."""
    before, after = IN_THE_PAST[act].split("{}")
    return f"{before}{subject}{' for the Taliban' if subject in GOODS else ''}{after}"


def apart(at: pd.Series, lines: pd.Series, gap: float) -> pd.Series:
    """Places on an axis at least `gap` apart on each line: what would cover its neighbour on the left moves right."""
    last: dict[str, float] = {}
    moved = []
    for place, line in zip(at, lines):
        last[line] = max(place, last.get(line, place - gap) + gap)
        moved.append(last[line])
    return pd.Series(moved, index=at.index, dtype=float)


def quotes(codes: pd.DataFrame, statements: pd.DataFrame, events: pd.DataFrame, subjects: list[str]) -> pd.DataFrame:
    """The statements and events in which one of the subjects is coded, one line each: `said` (all codes) and `words`.

    statements, events: with their ids as index. Words are the translation or the quotation; of an event they are its
    summary with the quotation, which may be another speaker's.
    """
    rows = codes[codes["row_id"].isin(codes.loc[codes["subject"].isin(subjects), "row_id"])]
    rows = rows.sort_values(["date_start", "row_id", "subject"])
    rows = rows.assign(said=rows["act"] + ": " + rows["subject"])
    first = dict.fromkeys(["date", "side", "speaker", "note", "source_id", "date_end"], "first")
    found = rows.groupby("row_id", sort=False).agg({**first, "said": "; ".join}).reset_index()
    said = statements["translation"].fillna(statements["quote"])
    told_of = events["summary"] + (": “" + events["quote"] + "”").fillna("")
    return found.assign(words=found["row_id"].map(pd.concat([said, told_of])))


def spells(events: pd.DataFrame, steps: list[tuple[str, str, str | None]]) -> pd.DataFrame:
    """What held from one event to another: status, first, last (none if it still holds), and the first event's row.

    events: with their ids as index. steps: status, id of the event that began it, id of the one that ended it.
    """
    began = events.loc[[start for _, start, _ in steps]]
    ended = [events.loc[stop, "date_start"] if stop else pd.NaT for _, _, stop in steps]
    return pd.DataFrame(
        {
            "status": [status for status, _, _ in steps],
            "first": list(began["date_start"]),
            "last": ended,
            "date": list(began["date"]),
            "date_end": list(began["date_end"]),
            "row_id": list(began.index),
            "source_id": list(began["source_id"]),
        }
    )


def stances(codes: pd.DataFrame, side: str) -> pd.DataFrame:
    """What the speakers of one side said of the other on each day: one row per speaker and date, in order of date.

    stance: "accuses" (alleges something), "no evidence" (saw none), "mixed" (both), "leaves open" (a perhaps or a
    condition and none of the others), "other". said: the coded subjects and acts; rows: ids of the statements.
    """
    own = codes[codes["side"] == side]
    own = own.assign(said=own["act"] + ": " + own["subject"])
    found = own.groupby(["date", "speaker"], sort=False).agg(
        date_start=("date_start", "first"),
        date_end=("date_end", "first"),
        acts=("act", set),
        said=("said", lambda said: "; ".join(dict.fromkeys(said))),
        rows=("row_id", lambda rows: list(dict.fromkeys(rows))),
    )
    found = found.assign(stance=found["acts"].map(_stance)).drop(columns="acts").reset_index()
    return found.sort_values(["date_start", "speaker"], ignore_index=True)


def _stance(acts: set[str]) -> str:
    accuses, doubts = "alleges" in acts, "no evidence" in acts
    if accuses or doubts:
        return "mixed" if accuses and doubts else "accuses" if accuses else "no evidence"
    return "leaves open" if "leaves open" in acts else "other"


def fights(deaths: pd.DataFrame, non_state: pd.DataFrame) -> pd.DataFrame:
    """Deaths per year in the two fights against ISIL: year, dyad, low, best, high, only_afghanistan, source_id.

    deaths: `battle_deaths` (Government – IS; from August 2021 that government is the Taliban). non_state:
    `non_state_conflict` (IS – Taliban, ends in 2019; 2017 includes fighting in Pakistan). A missing year is below
    UCDP's threshold of 25 deaths, not zero.
    """
    columns = ["year", "dyad", *BOUNDS, "only_afghanistan", "source_id"]
    parts = [table.loc[table["dyad"] == dyad, columns] for table, dyad in ((deaths, GOVERNMENT), (non_state, TALIBAN))]
    return pd.concat(parts).sort_values(["year", "dyad"], ignore_index=True)


def side_by_side(both: pd.DataFrame, width: float) -> pd.DataFrame:
    """Where the two bars of a year stand on an axis of years: the Taliban's left of its middle, the other one right.

    Adds begins, ends and middle; both: as `fights` gives it.
    """
    begins = both["year"] - width * (both["dyad"] == TALIBAN)
    return both.assign(begins=begins, ends=begins + width, middle=begins + width / 2)


def times(both: pd.DataFrame) -> pd.DataFrame:
    """How many times as deadly the government's fight was as the Taliban's, in years that have both.

    both: as `fights` gives it. year, lowest, times, highest: `lowest` sets the low of the first against the high of the
    second, `highest` the reverse: bounds of the arithmetic, no confidence interval.
    """
    government, taliban = (both[both["dyad"] == dyad].set_index("year") for dyad in (GOVERNMENT, TALIBAN))
    ratios = pd.DataFrame(
        {
            "lowest": government["low"] / taliban["high"],
            "times": government["best"] / taliban["best"],
            "highest": government["high"] / taliban["low"],
            "source_id": government["source_id"],
        }
    )
    return ratios.dropna().reset_index()


def taliban_part(both: pd.DataFrame) -> pd.Series:
    """The Taliban's part in the deaths of both fights (share of one, best estimates), by year: 1 / (1 + times)."""
    return 1 / (1 + times(both).set_index("year")["times"])


def by_holder(fights_2021: pd.DataFrame) -> pd.DataFrame:
    """Deaths coded Government – IS in 2021 by who was that government: index government; events, low, best, high."""
    return fights_2021[fights_2021["dyad"] == GOVERNMENT].groupby("government")[["events", *BOUNDS]].sum()


def state_supporters(support: pd.DataFrame, actor: str, opponent: str, first: int) -> pd.DataFrame:
    """States that UCDP lists as supporters of an actor, one row per year and state, from the year `first` on.

    Adds `state` (the name without "Government of") and `typed` (whether a type of support is given for this state, not
    only for the group).
    """
    rows = support[
        (support["actor"] == actor)
        & (support["opponent"] == opponent)
        & (support["supporter_kind"] == "state")
        & (support["year"] >= first)
    ]
    names = rows["supporter"].str.removeprefix("Government of ").str.replace(" (Soviet Union)", "")
    return rows.assign(state=names, typed=rows["types"].notna()).sort_values(["year", "state"], ignore_index=True)


def trace(reports: pd.DataFrame) -> pd.DataFrame:
    """Each report with the telling that it goes back to: adds `origin` (a report_id) and `steps` (0 = a first telling).

    reports: report_id and follows (report_id of the telling it takes up, or empty). Raises ValueError for an unknown
    report or a circle.
    """
    follows = reports.set_index("report_id")["follows"]

    def back(report: str) -> tuple[str, int]:
        seen = [report]
        while pd.notna(follows[seen[-1]]):
            nearer = follows[seen[-1]]
            if nearer in seen or nearer not in follows.index:
                raise ValueError(f"{report}: {nearer} is unknown or leads back to itself")
            seen.append(nearer)
        return seen[-1], len(seen) - 1

    found = [back(report) for report in reports["report_id"]]
    return reports.assign(origin=[origin for origin, _ in found], steps=[steps for _, steps in found])

"""Russia and the Taliban: what came first, who said what, who fought ISIL, who told a story first.

Pure functions on tables of the data package (`contact_statements`, `battle_deaths`, `non_state_conflict`,
`isil_fights_2021`, `external_support`, `rescue_reports`). Deaths are persons, ratios and shares have no unit.
"""

import pandas as pd

from evidence.analysis.isil import half_years

GOVERNMENT, TALIBAN = "Government – IS", "IS – Taliban"
BOUNDS = ["low", "best", "high"]


def years_ago(spoken: pd.Timestamp, years: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day that "`years` years ago" can mean, if the speaker rounds to whole years."""
    return spoken - pd.DateOffset(months=12 * years + 6), spoken - pd.DateOffset(months=12 * years - 6)


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


def placed(codes: pd.DataFrame, kinds: list[tuple[str, str, str]], first: str, last: str) -> pd.DataFrame:
    """The coded statements of the given (side, subject, act), each with its `half_year`, from `first` to `last`.

    first, last: such as '2015-H2'. A statement dated to a year alone has no half-year: left out.
    """
    rows = codes[codes["date"].str.len() >= 7]
    start = rows["date_start"].dt
    rows = rows.assign(half_year=start.year.astype(str) + "-H" + ((start.month > 6) + 1).astype(str))
    wanted = set(kinds)
    chosen = [kind in wanted for kind in zip(rows["side"], rows["subject"], rows["act"])]
    chosen = pd.Series(chosen, index=rows.index, dtype=bool)
    return rows[chosen & rows["half_year"].isin(half_years(first, last))].reset_index(drop=True)


def matrix(codes: pd.DataFrame, kinds: list[tuple[str, str, str]], first: str, last: str) -> pd.DataFrame:
    """Occasions per side, subject, act and half-year, as `placed` finds them; only half-years with one."""
    rows = occasions(placed(codes, kinds, first, last))
    return rows.groupby(["side", "subject", "act", "half_year"]).size().rename("occasions").reset_index()


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

"""Russia and the Taliban: what came first, who said what, who fought ISIL, who told a story first.

Pure functions on tables of the data package (`contact_statements`, `battle_deaths`, `non_state_conflict`,
`isil_fights_2021`, `external_support`, `rescue_reports`). Deaths are persons, ratios and shares have no unit.
"""

import pandas as pd
from scipy.optimize import isotonic_regression

from evidence.analysis.isil import GOVERNMENT, TALIBAN, taliban_toll, toll, who_governed
from evidence.precision import fixed
from evidence.wording import MONTHS, date

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
SHORT_PAST = {
    "admits": "admitted",
    "denies": "denied",
    "objects": "objected",
    "alleges": "alleged",
    "leaves open": "left open",
    "no evidence": "no evidence",
}
FIGHTS = {TALIBAN: "Taliban – ISIL", GOVERNMENT: "Government – ISIL"}
ORDERS = {"before": "before ISIL-K", "open": "before or after ISIL-K", "after": "after ISIL-K"}
GROUPS = {"before": "Before ISIL-K", "open": "Order left open", "after": "After ISIL-K"}
EARLIER = "or before"  # in the label of a dating that is open to earlier years


def days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A time in words: '5 May 2017', 'May 2017', '2017', '5 May 2017 to 7 May 2017'; without an end 'since ...'."""
    if pd.isna(last):
        return f"since {days(first, first)}"
    if first == last:
        return date(first)
    if first.is_month_start and last == first + pd.offsets.MonthEnd(1):
        return date(f"{first:%Y-%m}")
    if first.is_year_start and last == first + pd.offsets.YearEnd(1):
        return str(first.year)
    return f"{days(first, first)} to {days(last, last)}"


def deaths(row) -> str:
    """Best estimate with its bounds, the bounds only where they differ: '2,141 deaths (2,100 to 2,544)'."""
    bounds = f" ({fixed(row.low)} to {fixed(row.high)})" if row.low < row.high else ""
    return f"{fixed(row.best)} deaths{bounds}"


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


def sequence(dated: pd.DataFrame, datings: list[str], day: pd.Timestamp) -> pd.DataFrame:
    """Datings of the contacts set against a day (as `order` does), then events and words, one line each.

    dated: as `dated` gives it, with label and told, what a tip says before the time. datings: ids of those rows that
    date the contacts; the others have no `order`. Adds earlier (whether a dating is open to earlier years), line
    ('group|label') and tip.
    """
    rows = pd.concat([order(dated.loc[datings].reset_index(), day), dated.drop(datings).reset_index()])
    rows = rows.reset_index(drop=True)
    rows["earlier"] = rows["order"].notna() & rows["label"].str.contains(EARLIER)
    rows["line"] = rows["order"].map(GROUPS).fillna("Events and words") + "|" + rows["label"]
    when = pd.Series([days(first, last) for first, last in zip(rows["first"], rows["last"])])
    rows["tip"] = rows["told"] + ": " + when + rows["earlier"].map({True: " or earlier", False: ""})
    rows["tip"] += ("; " + rows["order"].map(ORDERS)).fillna("")
    return rows


def tally(rows: pd.DataFrame) -> dict[str, int]:
    """How many datings of a sequence lie before the day, leave the order open, lie after it."""
    return {verdict: int((rows["order"] == verdict).sum()) for verdict in ORDERS}


def occasions(codes: pd.DataFrame) -> pd.DataFrame:
    """Coded statements by id, with one row for a speaker, date, subject and act: several quotations of one talk count
    once, as that of the first id."""
    return codes.sort_values("row_id", kind="stable").drop_duplicates(["speaker", "date", "subject", "act"])


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


def acts(told: pd.DataFrame, side: str, subject: str) -> pd.Series:
    """On how many occasions one side did what on a subject: act -> number, zero for what it did not do."""
    own = told[(told["side"] == side) & (told["subject"] == subject)]
    return own["act"].value_counts().reindex(list(IN_THE_PAST), fill_value=0)


def squares(
    told: pd.DataFrame, sides: dict[str, str], producers: pd.Series, conflicting: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Occasions with the line ('Subject|who: did what (number)') on which each stands in a chart, and its tip.

    told: as `told` gives it. sides: side -> its short name. producers: source_id -> who published it; a tip names those
    with a short name. conflicting: ids of rows whose words reports tell in ways that conflict.
    """
    kinds = [told[column] for column in ("subject", "side", "act")]
    numbers = told.groupby(kinds)["act"].transform("size").map(fixed)
    all_conflict = told["row_id"].isin(conflicting).groupby(kinds).transform("all")
    short = told["act"].map(SHORT_PAST).mask(all_conflict, "reports conflict")
    did = told["side"].map(sides) + ": " + short + " (" + numbers + ")"
    by = told["source_id"].map(producers)
    by = (". " + by.where(by.str.len() < 30, "")).str.removesuffix(". ")
    tips = [
        f"{row.speaker.replace(' / ', ', ')}, {days(row.date_start, row.date_end)}: "
        f"{_told(row.act, row.subject, row.row_id in conflicting)}{published}"
        for row, published in zip(told.itertuples(), by)
    ]
    return told.assign(line=told["subject"].str.capitalize() + "|" + did, tip=tips)


def _told(act: str, subject: str, conflict: bool) -> str:
    return f"reports of the words on {subject} conflict" if conflict else in_the_past(act, subject)


def spread(told: pd.DataFrame, day: pd.Timestamp, gap: float) -> pd.DataFrame:
    """Moves `middle` so that marks of one line stand `gap` days apart, each as near its own time as that allows.

    told: in order of middle, with line. Nothing crosses the day: marks keep half a gap away from it, on their side.
    The places are the least squares ones that keep the order and the gap (isotonic regression).
    """
    moved = told["middle"].astype("datetime64[ns]")
    for _, own in told.groupby([told["line"], told["middle"] > day], sort=False):
        ranks = range(len(own))
        away = list((own["middle"] - day) / pd.Timedelta(days=1))
        level = isotonic_regression([place - rank * gap for rank, place in zip(ranks, away)]).x
        if away[0] > 0:
            level = [max(place, gap / 2) for place in level]
        else:
            level = [min(place, gap / 2 - len(own) * gap) for place in level]
        moved[own.index] = [day + pd.Timedelta(days=place + rank * gap) for rank, place in zip(ranks, level)]
    return told.assign(middle=moved)


def lines(told: pd.DataFrame, subjects: list[str], sides: list[str]) -> list[str]:
    """The lines of `squares`, in the order of subjects, of sides, and of acts."""
    rank = {name: place for place, name in enumerate([*subjects, *sides, *SHORT_PAST])}
    kinds = told.drop_duplicates("line")
    return list(kinds.sort_values(["subject", "side", "act"], key=lambda column: column.map(rank))["line"])


def quotes(codes: pd.DataFrame, statements: pd.DataFrame, events: pd.DataFrame, subjects: list[str]) -> pd.DataFrame:
    """The statements and events in which one of the subjects is coded, one line each: `said` (all codes) and `words`.

    statements, events: with their ids as index. Words are the translation or the quotation; of an event they are its
    summary with the quotation, which may be another speaker's.
    """
    rows = codes[codes["row_id"].isin(codes.loc[codes["subject"].isin(subjects), "row_id"])]
    rows = rows.sort_values(["date_start", "row_id", "subject"])
    rows = rows.assign(said=rows["act"] + ": " + rows["subject"])
    first = dict.fromkeys(["date", "side", "speaker", "source_id", "date_end"], "first")
    notes = {"note": lambda notes: "; ".join(dict.fromkeys(notes.dropna())) or None}
    found = rows.groupby("row_id", sort=False).agg({**first, **notes, "said": "; ".join}).reset_index()
    said = statements["translation"].fillna(statements["quote"])
    told_of = events["summary"] + (": “" + events["quote"] + "”").fillna("")
    return found.assign(words=found["row_id"].map(pd.concat([said, told_of])))


def spells(events: pd.DataFrame, steps: list[tuple[str, str, str | None]]) -> pd.DataFrame:
    """What held from one event to another: status, first, last (none if it still holds), the first event's row, tip.

    events: with their ids as index. steps: status, id of the event that began it, id of the one that ended it.
    """
    began = events.loc[[start for _, start, _ in steps]]
    ended = [events.loc[stop, "date_start"] if stop else pd.NaT for _, _, stop in steps]
    rows = pd.DataFrame(
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
    return rows.assign(tip=[_in_force(row) for row in rows.itertuples()])


def unended(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Spells as they were seen on a day on which each of them held: none has an end, its bar reaches that day."""
    rows = spells.assign(last=pd.NaT)
    return rows.assign(tip=[_in_force(row) for row in rows.itertuples()], last=day)


def _in_force(row) -> str:
    return f"In Russia, {row.status}: {days(row.first, row.last)}"


def words_on(statements: pd.DataFrame, said: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Statements beside the spells: status (what it says in short), first and last, its row, tip.

    statements: with their ids as index, or events with a speaker. said: id -> its status and its words.
    """
    rows = statements.loc[list(said), ["speaker", "date_start", "date", "date_end", "source_id"]]
    rows = rows.rename_axis("row_id").reset_index().rename(columns={"date_start": "first"})
    rows["status"], words = (rows["row_id"].map({key: own[place] for key, own in said.items()}) for place in (0, 1))
    when = [days(first, last) for first, last in zip(rows["first"], rows["date_end"])]
    return rows.assign(last=rows["first"], tip=rows["speaker"] + ", " + when + ": " + words)


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
    UCDP's threshold of 25 deaths, not zero; the release of `non_state_conflict` covers years up to 2022.
    """
    parts = (toll(deaths).assign(only_afghanistan=True), taliban_toll(non_state))
    columns = ["year", "dyad", *BOUNDS, "only_afghanistan", "source_id"]
    return pd.concat(parts)[columns].sort_values(["year", "dyad"], ignore_index=True)


def side_by_side(both: pd.DataFrame, width: float) -> pd.DataFrame:
    """Where the two bars of a year stand on an axis of years: the Taliban's left of its middle, the other one right.

    Adds begins, ends and middle, fight (its name) and tip; both: as `fights` gives it.
    """
    begins = both["year"] - width * (both["dyad"] == TALIBAN)
    rows = both.assign(begins=begins, ends=begins + width, middle=begins + width / 2, fight=both["dyad"].map(FIGHTS))
    where = rows["only_afghanistan"].map({True: "", False: ", with fighting in Pakistan"})
    where += rows["year"].map(who_governed).where(rows["dyad"] == GOVERNMENT, "")
    tips = [f"{row.fight}, {row.year}: {deaths(row)}{part}. UCDP" for row, part in zip(rows.itertuples(), where)]
    return rows.assign(tip=tips)


def times(both: pd.DataFrame) -> pd.DataFrame:
    """How many times as deadly the government's fight was as the Taliban's, in years that have both.

    both: as `fights` gives it. Columns: year, lowest, times, highest, source_id (of the first). `lowest` sets the low
    of the first against the high of the second, `highest` the reverse: bounds of the arithmetic, no confidence
    interval.
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


def by_month(fights_2021: pd.DataFrame) -> pd.DataFrame:
    """Deaths coded Government – IS by month: adds name (of the month, short) and tip."""
    rows = fights_2021[fights_2021["dyad"] == GOVERNMENT]
    months = [pd.Timestamp(month) for month in rows["month"]]
    tips = [
        f"{date(f'{month:%Y-%m}')}, under the {row.government}: {deaths(row)} in {fixed(row.events)} "
        f"event{'s' if row.events > 1 else ''}. UCDP, preliminary"
        for month, row in zip(months, rows.itertuples())
    ]
    return rows.assign(name=[MONTHS[month.month - 1][:3] for month in months], tip=tips)


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


def chain(reports: pd.DataFrame, lines: dict[str, str]) -> pd.DataFrame:
    """Tellings with the line on which each stands: adds line, follows_line (of the one it takes up) and tip.

    reports: as `trace` gives it. lines: report_id -> 'group|name'. Raises KeyError for a report that has none.
    """
    names = pd.Series(lines)
    rows = reports.assign(line=names[reports["report_id"]].to_list(), follows_line=reports["follows"].map(names))
    inferred = rows["date_precision"].eq("inferred").map({True: " (date inferred)", False: ""})
    tips = [
        f"{row.teller}, {days(row.date_start, row.date_end)}{how}: {row.what}"
        for row, how in zip(rows.itertuples(), inferred)
    ]
    return rows.assign(tip=tips)

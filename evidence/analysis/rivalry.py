"""Cooperation and rivalry of two powers: coded events, troops, districts, votes, arms, exercises.

Pure functions on `events` and `event_codings`, `statements`, `us_troops`, `district_control`, `un_votes`,
`un_ideal_points`, `arms_deliveries`, `exercise_sizes` and `posture`.
"""

import pandas as pd

from evidence.analysis import ties
from evidence.precision import fixed

PAYERS = [
    "United States",
    "Russia, financed by the United States",
    "Russia, other",
    "Other suppliers, financed by the United States",
    "Other suppliers, other",
]
SIDES = {"government_pct": "government", "contested_pct": "contested", "insurgent_pct": "insurgents"}
OPENS = 0.7  # of a year: a session of the UN General Assembly opens in September
CODES = {"cooperation": 1, "break or criticism": -1, "accusation": -1, "no proof seen": 0, "neither": 0}


def coded(events: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The coded events with date and summary, in order of date: one row per coding, with `middle` of the date's span.

    Adds `code`, what the event counts by its kind: 1, 0 or -1. Raises KeyError for a coding of an event that is not
    there, and ValueError for an unknown kind.
    """
    unknown = set(codings["kind"]) - set(CODES)
    if unknown:
        raise ValueError(f"unknown kinds: {sorted(unknown)}")
    missing = set(codings["event_id"]) - set(events["event_id"])
    if missing:
        raise KeyError(f"no such events: {sorted(missing)}")
    columns = ["event_id", "date", "date_precision", "date_start", "date_end", "summary"]
    columns += [name for name in ("known_end", "quote") if name in events]
    rows = codings.assign(code=codings["kind"].map(CODES)).merge(events[columns], on="event_id", validate="one_to_one")
    middle = rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    return rows.assign(middle=middle).sort_values(["middle", "event_id"], ignore_index=True)


def running_balance(rows: pd.DataFrame) -> pd.DataFrame:
    """Codes summed up event by event: the rows of `coded` with `balance` (events, net), in their order."""
    return rows.assign(balance=rows["code"].cumsum())


def net_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Cooperative and rivalrous events per year, for years with one: year, cooperation, rivalry (negative), net."""
    year = rows["middle"].dt.year.rename("year")
    plus, minus = (rows["code"].where(rows["code"] == sign, 0).groupby(year).sum() for sign in (1, -1))
    return pd.DataFrame({"cooperation": plus, "rivalry": minus, "net": plus + minus}).reset_index()


def turns(rows: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """First date of each kind of event, by kind."""
    return rows.groupby("kind")["middle"].min().to_dict()


def merged(rows: pd.DataFrame, word: str) -> pd.DataFrame:
    """The rows of `coded` with all events whose summary holds a word as one: only the first of them stays."""
    held = rows["summary"].str.contains(word, regex=False)
    return rows[~held | ~held.cumsum().gt(1)].reset_index(drop=True)


def single_recodings(rows: pd.DataFrame) -> pd.DataFrame:
    """The last balance after each code in turn is set to another value: event_id, code (the new one), last."""
    total = int(rows["code"].sum())
    return pd.DataFrame(
        [
            {"event_id": row.event_id, "code": code, "last": total - row.code + code}
            for row in rows.itertuples()
            for code in (-1, 0, 1)
            if code != row.code
        ]
    )


def stacked(rows: pd.DataFrame, at: str, by: str, gap: float) -> pd.DataFrame:
    """Levels on which marks of one lane do not touch: the rows in order of `at`, with `level` (0, 1, 2 ...).

    at: place along the lane, by: the lane. A row takes the lowest level whose last mark stands `gap` or more
    before it.
    """
    rows = rows.sort_values(at, kind="stable", ignore_index=True)
    last, levels = {}, []
    for lane, place in zip(rows[by], rows[at]):
        taken = last.setdefault(lane, [])
        level = next((i for i, before in enumerate(taken) if place - before >= gap), len(taken))
        taken[level : level + 1] = [place]
        levels.append(level)
    return rows.assign(level=levels)


def row_words(events: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """What a row says, by its id: an event's summary, a statement's translation, its quotation where there is none."""
    said = statements.set_index("statement_id")
    return pd.concat([events.set_index("event_id")["summary"], said["translation"].fillna(said["quote"])])


def troop_counts(troops: pd.DataFrame) -> pd.DataFrame:
    """Counts of troops with the day that each stands for, and the stretch that a line may join.

    middle: the middle of a year, the last day of a month. segment: active-duty counts before and from 2021, between
    which no report counts the force; other series are their own segment.
    """
    whole_year = troops["date"].str.len() == 4
    middle = troops["date_start"] + (troops["date_end"] - troops["date_start"]) / 2
    late = (troops["date_start"].dt.year >= 2021).map({True: " from 2021", False: ""})
    return troops.assign(middle=middle.where(whole_year, troops["date_end"]), segment=troops["series"] + late)


def control_shares(districts: pd.DataFrame) -> pd.DataFrame:
    """Shares of districts in long form: a row per assessment and side that has one.

    side: government, contested or insurgents; percent; middle: the middle of the date's span.
    """
    kept = ["date", "date_start", "date_end", "derived", "note", "source_id"]
    rows = districts.melt(id_vars=kept, value_vars=list(SIDES), var_name="side", value_name="percent")
    middle = rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    rows = rows.assign(side=rows["side"].map(SIDES), middle=middle).dropna(subset="percent")
    return rows.sort_values(["side", "date_start"], ignore_index=True)


def share_labels(
    rows: pd.DataFrame, at: float, heights: dict[str, float], valued: list[str], height: float = 4.5
) -> pd.DataFrame:
    """Texts for a chart of `control_shares`: at, percent (places), label, side (how the text is aligned).

    rows: with `at`, their place on the axis. The name of each side stands left of `at`, as far above its last share as
    heights says; the government's share of the dates in valued stands right of its point, `height` above it.
    """
    last = rows.sort_values("at", kind="stable").groupby("side", as_index=False).tail(1)
    last = last.assign(at=at, percent=last["percent"] + last["side"].map(heights), label=last["side"], side="right")
    own = rows[(rows["side"] == "government") & rows["date"].isin(valued)]
    written = [f"{fixed(value)}%" for value in own["percent"]]
    own = own.assign(percent=own["percent"] + height, label=written, side="left")
    return pd.concat([last, own], ignore_index=True)[["at", "percent", "label", "side"]]


def vote_agreement(votes: pd.DataFrame, pairs: dict[tuple[str, str], str], first: int, last: int) -> pd.DataFrame:
    """Agreement of pairs of states from one session to another: the rows of `ties.pair` with `pair` and `opens`.

    pairs: codes of two states -> name of the pair. opens: the September of the session, on an axis of dates.
    """
    rows = pd.concat([ties.pair(votes, *states).assign(pair=name) for states, name in pairs.items()])
    rows = rows[rows["year"].between(first, last)].sort_values(["pair", "year"], kind="stable", ignore_index=True)
    return rows.assign(opens=rows["year"] + OPENS)


def ideal_distance(points: pd.DataFrame, states: tuple[str, str], first: int, last: int) -> pd.DataFrame:
    """Distance of two states' ideal points from one session to another: the rows of `ties.distance` with `opens`."""
    rows = ties.distance(points, *states)
    rows = rows[rows["year"].between(first, last)]
    return rows.assign(opens=rows["year"] + OPENS)


def by_payer(deliveries: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Arms delivered from one year to another (million TIV), by supplier and payer: index `PAYERS`."""
    rows = deliveries[deliveries["year"].between(first, last)]
    us, russia = rows["supplier"] == "United States", rows["supplier"] == "Russia"
    paid, rest = rows["financed_by_usa_tiv"], rows["tiv"] - rows["financed_by_usa_tiv"]
    other = ~us & ~russia
    sums = [rows["tiv"][us], paid[russia], rest[russia], paid[other], rest[other]]
    return pd.Series([part.sum() for part in sums], index=PAYERS)


def published_sizes(sizes: pd.DataFrame, posture: pd.DataFrame) -> pd.DataFrame:
    """Exercises near the border whose size in troops was printed: date, size, in order of date.

    sizes: `exercise_sizes`. posture: of its rows those of an exercise that count people. A size that both tables have
    for one month is one exercise, and the row of posture, which has the day, stays.
    """
    people = posture["unit_of_number"].fillna("").str.contains("troops|personnel|servicemen|soldiers")
    held = posture[(posture["type"] == "exercise") & people].rename(columns={"number": "size"})
    both = pd.concat([sizes.rename(columns={"troops": "size"}), held])
    both = both.assign(month=both["date"].str[:7]).drop_duplicates(["month", "size"], keep="last")
    return both[["date", "size", "date_start"]].sort_values("date_start", kind="stable", ignore_index=True)

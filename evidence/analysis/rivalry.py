"""Cooperation and rivalry of two powers as coded events. Pure functions on `events` and `event_codings`."""

import pandas as pd

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

"""Cooperation and rivalry of two powers as coded events. Pure functions on `events` and `event_codings`."""

import pandas as pd


def coded(events: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The coded events with date and summary, in order of date: one row per coding, with `middle` of the date's span.

    Raises KeyError for a coding of an event that is not there, and ValueError for a code other than -1, 0, 1.
    """
    if not codings["code"].isin([-1, 0, 1]).all():
        raise ValueError("a code is -1, 0 or 1")
    missing = set(codings["event_id"]) - set(events["event_id"])
    if missing:
        raise KeyError(f"no such events: {sorted(missing)}")
    columns = ["event_id", "date", "date_precision", "date_start", "date_end", "summary"]
    columns += [name for name in ("known_end", "quote") if name in events]
    rows = codings.merge(events[columns], on="event_id", validate="one_to_one")
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

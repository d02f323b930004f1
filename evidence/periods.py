"""Dates that may be a year, a month or a day."""

from datetime import date

import pandas as pd


def period(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of 2016, 2016-04 or 2016-04-05; NaT where the date is missing."""
    if not isinstance(text, str) or not text:
        return pd.NaT, pd.NaT
    date.fromisoformat((text + "-01-01")[:10])  # pandas alone would accept 2016-1
    period = pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])
    return period.start_time, period.end_time.normalize()


def known(frame: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Rows that could be known on a date: a dated row if it is earlier, an annual row only if its year had ended.

    `frame` holds `date_start` and `date_end` (as `tables.load` adds them: first and last day that the date can mean)
    or an integer `year`. Where it holds `known_end` too, a row counts from the day on which it could be known: contacts
    of 2014 that were told in 2021 were not known in 2017. A row without a date is dropped: nobody can say that it was
    known. What a row says stays as it is today: a value that was revised later, and the end of what went on after the
    date. Raises ValueError if there is no such column.
    """
    for column in ("known_end", "date_end"):
        if column in frame:
            return frame[frame[column] < as_of]
    if "year" in frame:
        return frame[pd.to_datetime(frame["year"].astype(str) + "-12-31") < as_of]
    raise ValueError("no column tells when a row was known: date_end or year")


def decimal_year(day) -> float:
    """A date as a number on an axis of dates: 2017-07-02 -> 2017.5."""
    day = pd.Timestamp(day)
    first, days = pd.Timestamp(day.year, 1, 1), 366 if day.is_leap_year else 365
    return day.year + (day - first).days / days

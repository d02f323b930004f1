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


def decimal_year(day) -> float:
    """A date as a number on an axis of dates: 2017-07-02 -> 2017.5."""
    day = pd.Timestamp(day)
    first, days = pd.Timestamp(day.year, 1, 1), 366 if day.is_leap_year else 365
    return day.year + (day - first).days / days

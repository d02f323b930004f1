"""Numbers and dates as the book's prose prints them: each rounded by `evidence.precision` first, and formatted then.

Whatever says something in words leans on it: a tip, a description, a number of the prose, wherever it is composed.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date as calendar

import pandas as pd

from evidence.precision import fixed, settled

__all__ = [  # the forms, which `evidence.exhibits` hands on to chapters
    "bare_percent",
    "count",
    "date",
    "dated",
    "decimal",
    "in_hundred",
    "in_words",
    "joined",
    "percent",
    "signed",
    "span",
]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _known(value) -> float:
    if value is None or pd.isna(value) or math.isinf(value):
        raise ValueError(f"not a number that can be printed: {value!r}")
    return settled(value)


def count(value) -> str:
    """Whole number with thousands separators: 2842 -> '2,842'."""
    return fixed(_known(value))


def decimal(value, digits: int = 1) -> str:
    """Number with a fixed count of decimals: 0.6597, 2 -> '0.66'."""
    return fixed(_known(value), digits)


def in_words(value) -> str:
    """Whole number up to ten as a word, larger ones in figures: 4 -> 'four', 12 -> '12'."""
    whole = _known(value)
    if whole != int(whole) or whole < 0:
        raise ValueError(f"not a count: {value!r}")
    return WORDS[int(whole)] if whole <= 10 else count(whole)


def signed(value, digits: int = 0) -> str:
    """Number with its sign, a minus that is one, and a fixed count of decimals: -0.25, 1 -> '−0.3', 2 -> '+2'."""
    known = _known(value)
    return f"{'+' if known >= 0 else '−'}{fixed(abs(known), digits)}"


def percent(share, digits: int = 0) -> str:
    """Share of one as a percentage: 0.0058, 1 -> '0.6%'."""
    return f"{fixed(_known(share), digits, times=100)}%"


def in_hundred(share) -> str:
    """Probability as people out of so many: 0.0204 -> 'about 2 in 100'; below one in a hundred in 1,000: 0.0064 ->
    'about 6 in 1,000'."""
    known = _known(share)
    times = 100 if known >= 0.01 else 1000
    return f"about {fixed(known, 0, times=times)} in {count(times)}"


def bare_percent(share) -> str:
    """Percentage without its sign: 0.0058 -> '0.6'; two decimals where one would read as zero: 0.00016 -> '0.02';
    none where two would: 0.00002 -> '0'."""
    known = _known(share)
    return fixed(known, 0 if known < 0.00005 else 2 if known < 0.0005 else 1, times=100)


def span(low, high, form=count) -> str:
    """Range with an en dash, an open bound in words: (1000, 3000) -> '1,000–3,000'."""
    low_open, high_open = pd.isna(low), pd.isna(high)
    if low_open and high_open:
        raise ValueError("a range needs at least one bound")
    if high_open:
        return f"{form(low)} or more"
    if low_open:
        return f"up to {form(high)}"
    if settled(high) < settled(low):
        raise ValueError(f"range upside down: {low} to {high}")
    return form(low) if settled(low) == settled(high) else f"{form(low)}–{form(high)}"


def date(value: str | calendar) -> str:
    """ISO date, month or year, or a day, in prose: '2017-08-15' -> '15 August 2017', '2016-04' -> 'April 2016'."""
    text = f"{value:%Y-%m-%d}" if isinstance(value, calendar) else str(value)
    calendar.fromisoformat((text + "-01-01")[:10])  # refuses a date that is none
    parts = text.split("-")
    if len(parts) == 1:
        return text
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def dated(days: Mapping[str, str], **rows: str) -> dict[str, str]:
    """Dates of rows in prose, by key: dated(events.date, formed="E186") -> {'formed': '11 January 2015'}.

    days: ISO date, month or year by the id of a row. Raises KeyError for a row that is gone.
    """
    return {key: date(days[row]) for key, row in rows.items()}


def joined(texts: Iterable[object], last: str = " and ") -> str:
    """Things in a row: [2015, 2016, 2018] -> '2015, 2016 and 2018'; one alone as it is."""
    *first, end = map(str, texts)
    return f"{', '.join(first)}{last}{end}" if first else end

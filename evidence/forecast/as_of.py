"""The one cut-off of the book: what could be known when the article was written."""

import pandas as pd

AS_OF = pd.Timestamp("2017-08-15")  # upper end of the window in which the article was written (inferred)


def known(frame: pd.DataFrame, as_of: pd.Timestamp = AS_OF) -> pd.DataFrame:
    """Rows that could be known on a date: a dated row if it is earlier, an annual row only if its year had ended.

    `frame` holds `date_start` and `date_end` (as `tables.load` adds them: first and last day that the date can mean)
    or an integer `year`. Where it holds `known_end` too, a row counts from the day on which it could be known: contacts
    of 2014 that were told in 2021 were not known in 2017. A row without a date is dropped: nobody can say that it was
    known. Raises ValueError if there is no such column.
    """
    for column in ("known_end", "date_end"):
        if column in frame:
            return frame[frame[column] < as_of]
    if "year" in frame:
        return frame[pd.to_datetime(frame["year"].astype(str) + "-12-31") < as_of]
    raise ValueError("no column tells when a row was known: date_end or year")

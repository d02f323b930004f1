"""The one cut-off of the book: what could be known when the article was written."""

import pandas as pd

from evidence import periods

AS_OF = pd.Timestamp("2017-08-15")  # upper end of the window in which the article was written (inferred)


def known(frame: pd.DataFrame, as_of: pd.Timestamp = AS_OF) -> pd.DataFrame:
    """Rows that could be known on a date, by default that of the article: `evidence.periods.known`."""
    return periods.known(frame, as_of)

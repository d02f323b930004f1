"""What base rates leave out: threats, signals, listed contributors. Pure functions on tables of the package."""

import pandas as pd

from evidence.forecast import AS_OF, known

WARNING = "T10"  # the threat of August 2017: the thing forecast, so not in its own base rate


def onsets_as_listed(panel: pd.DataFrame) -> pd.DataFrame:
    """Rows that would be onsets if Russia counted also where UCDP lists it among the contributors of a UN mission."""
    listed = panel[panel["russia_troops_listed"]]
    before = set(zip(listed["gwno"], listed["year"] + 1))
    return listed[[place not in before for place in zip(listed["gwno"], listed["year"])]]


def earlier_threats(threats: pd.DataFrame) -> pd.DataFrame:
    """Explicit threats before the warning of 2017, with `window_open`: its 24 months had not ended by the article."""
    rows = known(threats[(threats["row_type"] == "explicit threat") & (threats["threat_id"] != WARNING)])
    return rows.assign(window_open=rows["date_end"] + pd.DateOffset(months=24) > AS_OF)


def opened_by_a_signal(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells that a threat or a display opened, and whose time to force could be watched to its end."""
    return spells[~spells["censored"] & spells["first_kind"].isin(["threat", "display"])]

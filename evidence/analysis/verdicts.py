"""How claims stand: counts of verdicts."""

import pandas as pd

VERDICTS = {  # name of a count -> the verdict of today
    "supported": "supported",
    "partly": "partly supported",
    "plausible": "plausible but unproven",
    "contested": "contested",
    "partly_out": "partly borne out",
    "not_out": "not borne out",
}


def tally(claims: pd.DataFrame) -> dict[str, int]:
    """Counts of `claims`: all (claims), forecasts that were open in 2017 (forecasts), and by verdict today.

    Names: claims, forecasts, and those of `VERDICTS`; a verdict that no claim has counts 0.
    """
    today = claims["verdict_today"].value_counts()
    counts = {name: int(today.get(verdict, 0)) for name, verdict in VERDICTS.items()}
    return {"claims": len(claims), "forecasts": int((claims["verdict_2017"] == "open").sum())} | counts

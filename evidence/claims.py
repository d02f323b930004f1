"""Claims of the article, their verdicts, and the rule that a verdict must obey.

The rule, for the verdict of August 2017 (evidence that could be known by `AS_OF`) and for that of today (all of it):

- *supported*: a primary source, or two sources of different producers, support it.
- *contested*: something supports it and something contradicts it.
- *partly supported*: something supports it.
- *plausible but unproven*: something supports it, or gives it a context.
- *not supported*: something contradicts it, or nothing supports it.
- *not verified*: it was searched for and not found, and the evidence says so.
- Forecasts are *open* in August 2017, and today *borne out*, *partly borne out* or *not borne out*, on evidence from
  after the forecast.
- Where all that supports a verdict is weak or unread, the reason says so.
"""

import pandas as pd

from evidence import tables
from evidence.forecast import AS_OF

VERDICTS = ("supported", "partly supported", "contested", "plausible but unproven", "not supported", "not verified")
FORECAST_VERDICTS = ("borne out", "partly borne out", "not borne out")
OPEN = "open"
STRONG = ("primary", "official")
SAYS_SO = ("weak", "not read", "unread", "second-hand", "repost", "one page", "one report")


def evidence_with_sources() -> pd.DataFrame:
    """Rows of `claim_evidence`, each with producer, quality and read of its source."""
    sources = tables.load("sources").set_index("source_id")[["producer", "quality", "read"]]
    return tables.load("claim_evidence").join(sources, on="source_id")


def known_in_2017(evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence dated before `AS_OF`, or without a date (a remark that something was not found)."""
    return evidence[evidence["date_end"].isna() | (evidence["date_end"] < AS_OF)]


def verdict_problems(claims: pd.DataFrame, evidence: pd.DataFrame) -> list[str]:
    """What breaks the rule, one sentence each, such as 'C02, verdict_2017: supported, but ...'.

    claims: `claim_id`, `kind`, `verdict_2017`, `verdict_today`, `reason`.
    evidence: as `evidence_with_sources` gives it.
    """
    at = {"verdict_2017": known_in_2017(evidence), "verdict_today": evidence}
    return [
        f"{claim.claim_id}, {column}: {problem}"
        for claim in claims.itertuples()
        for column, rows in at.items()
        if (problem := _problem(claim, column, rows[rows["claim_id"] == claim.claim_id]))
    ]


def _problem(claim, column: str, rows: pd.DataFrame) -> str:
    verdict = getattr(claim, column)
    if claim.kind == "forecast":
        return _forecast_problem(verdict, column, rows)
    if rows.empty:
        return "no evidence"
    if verdict not in VERDICTS:
        return f"{verdict!r} is no verdict"
    by_stance = {stance: own for stance, own in rows.groupby("stance")}
    supports = by_stance.get("supports", rows.iloc[:0])
    contradicts, searched = "contradicts" in by_stance, "searched-not-found" in by_stance
    broken = {
        "supported": not _carries(supports)
        and "supported, but by no primary source and not by two of different producers",
        "contested": not (len(supports) and contradicts) and "contested, but there is evidence on one side only",
        "partly supported": not len(supports) and "partly supported, but nothing supports it",
        "plausible but unproven": not (len(supports) or "context" in by_stance)
        and "plausible, but nothing speaks for it",
        "not supported": (len(supports) > 0 and not contradicts)
        and "not supported, but nothing contradicts what supports it",
        "not verified": not searched and "not verified, but no evidence row says that it was searched for",
    }[verdict]
    return broken or _silence_about_weakness(claim, supports)


def _carries(supports: pd.DataFrame) -> bool:
    return bool(supports["quality"].isin(STRONG).any()) or supports["producer"].nunique() >= 2


def _silence_about_weakness(claim, supports: pd.DataFrame) -> str:
    weak = supports["quality"].isin(("weak", "none")) | (supports["read"] == "not-read")
    if len(supports) and weak.all() and not any(word in claim.reason.lower() for word in SAYS_SO):
        return "rests only on weak or unread sources, and the reason does not say so"
    return ""


def _forecast_problem(verdict: str, column: str, rows: pd.DataFrame) -> str:
    if column == "verdict_2017":
        return "" if verdict == OPEN else f"a forecast is open in 2017, not {verdict!r}"
    if verdict not in FORECAST_VERDICTS:
        return f"{verdict!r} is no verdict on a forecast"
    later = rows["date_end"] >= AS_OF
    return "" if later.any() else "no evidence from after the forecast"

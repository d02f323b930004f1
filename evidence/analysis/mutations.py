"""How many errors put into the book on purpose its guards notice: what the table `mutations` says, in few numbers.

Guards are told apart: `tests`, which say what is wrong; `outputs`, those stored in the notebooks, which an edit of code
no longer gives (nbval); `seal`, the checksum of a table that nobody edits, or of a row as it was when it was looked up.
An error counts for the first of them that noticed it. Intervals are Wilson's (1927), at 95%.
"""

import pandas as pd
from scipy.stats import binomtest

ROOMS = {"data": "tables", "code": "code", "chapter": "chapters", "page": "other pages"}
ALL = "all"
GUARDS = ("tests", "outputs", "seal")
# The tests of seals: of a table that a program wrote, and of a row that was looked up.
SEALS = ("test_what_a_program_wrote_is_as_it_wrote_it", "test_every_row_is_as_it_was_when_it_was_looked_up")


def last_draw(mutations: pd.DataFrame) -> pd.DataFrame:
    """The mutants of the last seed: tests were written after the earlier ones, so that these alone measure them."""
    return mutations[mutations["seed"] == mutations["seed"].max()]


def guard(caught_by: str | None) -> str:
    """Which of GUARDS noticed a mutant, by what stands in `caught_by`; '' for none."""
    if not isinstance(caught_by, str) or not caught_by:
        return ""
    if caught_by.startswith("nbval: "):
        return "outputs"
    return "seal" if caught_by.partition("::")[2].startswith(SEALS) else "tests"  # a test may name them too


def noticed(mutations: pd.DataFrame) -> pd.DataFrame:
    """How many mutants were drawn, harmless, noticed by each guard and missed, by room and in all (last).

    mutations: rows of one seed. Index: what was edited. Columns, counts: mutants, harmless, one for each of GUARDS,
    missed. Harmless is what no reader could see; it is left out of shares.
    """
    by = mutations.assign(guard=mutations["caught_by"].map(guard))
    parts = {name: by[by["room"] == room] for room, name in ROOMS.items()} | {ALL: by}
    return pd.DataFrame({name: _counts(rows) for name, rows in parts.items()}).T.rename_axis("edited")


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    guards = {name: int((rows["guard"] == name).sum()) for name in GUARDS}
    verdicts = {verdict: int((rows["verdict"] == verdict).sum()) for verdict in ("harmless", "missed")}
    return {"mutants": len(rows), "harmless": verdicts["harmless"], **guards, "missed": verdicts["missed"]}


def share_noticed(counts: pd.Series, guards: tuple[str, ...] = GUARDS) -> dict[str, float]:
    """The share, of the mutants of a row of `noticed` that are not harmless, that some guards noticed: share, low,
    high."""
    caught, of = int(counts[list(guards)].sum()), int(counts["mutants"] - counts["harmless"])
    interval = binomtest(caught, of).proportion_ci(confidence_level=0.95, method="wilson")
    return {"share": caught / of, "low": interval.low, "high": interval.high}

"""Verdicts that a changed row puts in question: what moved beneath a claim, and the rule run on both states."""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from evidence.changes.rows import Cell, TableChange
from evidence.changes.state import State, StateError
from evidence.claims import verdict_problems
from evidence.periods import period

CLAIMS, EVIDENCE, SOURCES = "claims", "claim_evidence", "sources"
WEIGHED = ("producer", "quality", "read")  # what the rule asks of a source
NEEDED = {
    CLAIMS: ("claim_id", "kind", "verdict_2017", "verdict_today", "reason"),
    EVIDENCE: ("evidence_id", "claim_id", "stance", "date", "table", "row_id", "source_id"),
    SOURCES: ("source_id", *WEIGHED),
}
JUDGED = ("verdict_2017", "verdict_today", "kind")


@dataclass(frozen=True)
class VerdictChange:
    """One claim beneath which something moved.

    because: the rows that moved, such as 'events E102 revised, of which evidence C01-02 tells': its words may say what
    was. edited: cells of the claim's own row that the rule reads. breaks, broken, mended: what the rule finds wrong in
    the new state alone, in both, in the old one alone.
    """

    claim: str
    paraphrase: str
    verdict_2017: str
    verdict_today: str
    because: tuple[str, ...]
    edited: tuple[Cell, ...]
    breaks: tuple[str, ...]
    broken: tuple[str, ...]
    mended: tuple[str, ...]


def verdict_changes(old: State, new: State, moved: list[TableChange]) -> list[VerdictChange]:
    """The claims in question, in the order of the table. Raises StateError where the rule can't be run on a state."""
    if not moved or CLAIMS not in new.resources:
        return []
    before, after = problems(old), problems(new)
    because, edited = _because(old, new, moved), _edited(moved)
    found = []
    for claim in frame(new, CLAIMS).itertuples():
        then, now = (states.get(claim.claim_id, []) for states in (before, after))
        breaks, mended = (tuple(one for one in now if one not in then), tuple(one for one in then if one not in now))
        broken = tuple(one for one in now if one in then)
        rows, cells = tuple(because.get(claim.claim_id, ())), edited.get(claim.claim_id, ())
        if breaks or mended or rows or cells:
            said = getattr(claim, "paraphrase", ""), claim.verdict_2017, claim.verdict_today
            found.append(VerdictChange(claim.claim_id, *said, rows, cells, breaks, broken, mended))
    return found


def frame(state: State, name: str) -> pd.DataFrame:
    """A table as text. Raises StateError where the state has no such table with the columns that the rule needs."""
    header, rows = state.sheet(name)
    if missing := [column for column in NEEDED[name] if column not in header]:
        raise StateError(f"the rule for verdicts was not run on {state.name}: data/{name}.csv has no {missing[0]}")
    return pd.DataFrame(rows, columns=header, dtype="object")


def problems(state: State) -> dict[str, list[str]]:
    """What the rule finds wrong in a state, by claim. Raises StateError where it can't be run."""
    if not state.sheet(CLAIMS).rows:
        return {}
    claims, rows = frame(state, CLAIMS), frame(state, EVIDENCE)
    try:
        rows["date_end"] = pd.to_datetime(pd.Series([period(text)[1] for text in rows["date"]], dtype="datetime64[ns]"))
    except (ValueError, KeyError) as error:
        raise StateError(f"the rule for verdicts was not run on {state.name}: a date of evidence: {error}") from error
    sources = frame(state, SOURCES).drop_duplicates("source_id").set_index("source_id")[list(WEIGHED)]
    found: dict[str, list[str]] = defaultdict(list)
    for problem in verdict_problems(claims, rows.join(sources, on="source_id")):
        claim, _, rest = problem.partition(", ")
        found[claim].append(rest)
    return found


def _edited(moved: list[TableChange]) -> dict[str, tuple[Cell, ...]]:
    """Claims whose own row is new or has another verdict or kind, with these cells."""
    rows = [row for change in moved if change.name == CLAIMS for row in change.rows]
    cells = {row.key: tuple(cell for cell in row.cells if cell.column in JUDGED) for row in rows}
    return {claim: own for claim, own in cells.items() if own}


def _because(old: State, new: State, moved: list[TableChange]) -> dict[str, list[str]]:
    """The rows that moved beneath each claim: of its evidence, rows that the evidence points at, sources as weighed."""
    rows = {(change.name, row.key): row for change in moved for row in change.rows}
    found: dict[str, dict[str, None]] = defaultdict(dict)  # each row once, in order
    for state in (new, old):
        if not state.sheet(EVIDENCE).rows:
            continue
        for one in frame(state, EVIDENCE).itertuples():
            for place in ((EVIDENCE, one.evidence_id), (one.table, one.row_id), (SOURCES, one.source_id)):
                row = rows.get(place)
                if row and (place[0] != SOURCES or any(cell.column in WEIGHED for cell in row.cells)):
                    told = f", of which evidence {one.evidence_id} tells" if place == (one.table, one.row_id) else ""
                    found[one.claim_id][f"{place[0]} {row.key} {row.what}{told}"] = None
    return {claim: list(places) for claim, places in found.items()}

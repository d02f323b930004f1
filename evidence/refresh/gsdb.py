"""Global Sanctions Data Base: how many sanction cases were in force, by year, target, sender and type.

Upstream: GSDB version 3 (Felbermayr et al. 2020; Kirilakha et al. 2021; Syropoulos et al. 2024),
http://globalsanctionsdatabase.com. Cases are not republished; counts derived from them are shown with attribution.
"""

import pandas as pd

from evidence.refresh.layout import FLAG, NUMBER, TEXT, reads

TYPES = ["trade", "arms", "military", "financial", "travel", "other"]


@reads(
    "GSDB",
    cases={
        **dict.fromkeys(["sanctioned_state", "sanctioning_state"], TEXT),
        **dict.fromkeys(["begin", "end"], NUMBER),
        **dict.fromkeys(TYPES, FLAG),
    },
)
def in_force(cases: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """Sanction cases in force, counted by year, target, sender and type.

    In: one row per case: sanctioned_state and sanctioning_state (names, several separated by ", "), begin, end (years),
    and one 0/1 column per type of ``TYPES``. ``first_year``: the earliest end year of the cases, because a copy that
    holds only cases that ended in or after that year counts too few before it.
    Out: year, target, sender, type, cases (number), sorted. A case of several senders, targets or types counts once
    for each. Raises ValueError for a case that ends before ``first_year`` or before it begins.
    """
    if (cases.end < first_year).any() or (cases.end < cases.begin).any():
        raise ValueError(f"GSDB: a case ends before {first_year} or before it begins")
    spread = cases.assign(
        target=cases.sanctioned_state.str.split(", "),
        sender=cases.sanctioning_state.str.split(", "),
        year=[list(range(max(begin, first_year), end + 1)) for begin, end in zip(cases.begin, cases.end)],
        type=[[kind for kind in TYPES if flags[kind] == 1] for flags in cases[TYPES].to_dict("records")],
    )
    for column in ("target", "sender", "year", "type"):
        spread = spread.explode(column)
    spread = spread.dropna(subset=["type"]).astype({"year": int})
    counts = spread.groupby(["year", "target", "sender", "type"]).size().rename("cases")
    return counts.reset_index().sort_values(["year", "target", "sender", "type"], ignore_index=True)

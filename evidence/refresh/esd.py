"""UCDP External Support: who is listed as supporting whom in armed conflict.

Upstream: UCDP External Support Dataset 18.1, actor-year (Meier et al. 2023), CC BY 4.0, https://ucdp.uu.se/downloads/.
"""

import re
from collections.abc import Iterator

import pandas as pd

from evidence.refresh.layout import FLAG, NUMBER, TEXT, reads

TYPES = {  # states only; letters of the codebook
    "ext_x_s": "troops",
    "ext_p_s": "foreign troop presence",
    "ext_y_s": "access to territory",
    "ext_w_s": "weapons",
    "ext_m_s": "materiel and logistics",
    "ext_t_s": "training and expertise",
    "ext_f_s": "funding",
    "ext_i_s": "intelligence",
    "ext_l_s": "access to infrastructure",
    "ext_o_s": "other",
    "ext_u_s": "unknown",
}
RUSSIA = "Government of Russia (Soviet Union)"
NONE = "none listed"


def supporters(listed: str) -> list[str]:
    """Names in one list of supporters, each once."""
    return [name for name in dict.fromkeys(map(str.strip, listed.split(","))) if name]


@reads(
    "UCDP ESD",
    actor_years={
        **dict.fromkeys(["year", "conflict_id", "ext_count_s"], NUMBER),
        **dict.fromkeys(["actor_name", "oppo_name", "location", "ext_name"], TEXT),
        **dict.fromkeys(["active", *TYPES], FLAG),
    },
)
def support(actor_years: pd.DataFrame, first_year: int = 1989) -> pd.DataFrame:
    """One row per supported actor, opponent, year and supporter.

    In: one row per actor, opponent and year: year, active (0/1), actor_name, oppo_name, conflict_id, location, ext_name
    (supporters, separated by commas), ext_count_s (number of states among them) and ext_*_s (0/1, types of state
    support in the row as a whole). Upstream leaves blanks behind some names; they are cut off.
    Out: conflict_id, actor, opponent, year, supporter, supporter_kind (state, non-state, none), state_supporters
    (number of states that support the actor in that year), list_complete (the list names as many states as
    the row counts), types (only where a single state supports: a type belongs to the row, not to one of
    several supporters), types_of_group (the types that UCDP codes for all states of the row together), location,
    active.
    All supporters are listed in conflicts over Afghanistan, elsewhere Russia alone; an actor of an Afghan conflict
    without a supporter has the row "none listed". Raises ValueError where a list holds more states than the row counts.
    """
    rows = actor_years[actor_years.year >= first_year].itertuples()
    out = [supported for row in rows for supported in _supported(row)]
    key = ["conflict_id", "actor", "opponent", "year", "supporter"]
    return pd.DataFrame(out).sort_values(key, ignore_index=True)


def _supported(row) -> Iterator[dict]:
    """The rows of `support` that one row of upstream gives, one for each supporter that is listed here."""
    names = supporters(row.ext_name)
    states = [name for name in names if name.startswith("Government of ")]
    if len(states) > row.ext_count_s:
        raise ValueError(f"UCDP ESD: {row.actor_name} {row.year} lists {len(states)} states of {row.ext_count_s}")
    if not re.match("Afghanistan|.*: Afghanistan", row.location):
        names = [name for name in names if name == RUSSIA]
    elif not names:
        names = [NONE]
    types = "; ".join(text for column, text in TYPES.items() if getattr(row, column) == 1)
    for name in names:
        kind = "none" if name == NONE else "state" if name in states else "non-state"
        yield {
            "conflict_id": row.conflict_id,
            "actor": row.actor_name.strip(),
            "opponent": row.oppo_name.strip(),
            "year": row.year,
            "supporter": name,
            "supporter_kind": kind,
            "state_supporters": row.ext_count_s,
            "list_complete": len(states) == row.ext_count_s,
            "types": types if kind == "state" and row.ext_count_s == 1 else "",
            "types_of_group": types if kind == "state" else "",
            "location": row.location,
            "active": row.active == 1,
        }

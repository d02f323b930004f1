"""ICEWS: which share of a state's coded events goes to which other state.

Upstream: ICEWS Coded Event Data (Boschee et al. 2015), doi:10.7910/DVN/28075: yearly sums as in the R package netify,
daily files, and two benchmarks of research on graphs, which keep each kind of event of a pair and a day once. The
counts may not be republished; shares derived from them may be shown with attribution.
"""

import pandas as pd

from evidence.refresh.layout import NUMBER, TEXT, reads

KINDS = {
    "verbCoop": "verbal_cooperation",
    "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict",
    "matlConf": "material_conflict",
}


@reads(
    "ICEWS",
    dyads={"i_iso3c": TEXT, "j_iso3c": TEXT, **dict.fromkeys(["year", *KINDS], NUMBER)},
    totals={"i_iso3c": TEXT, **dict.fromkeys(["year", *KINDS], NUMBER)},
)
def shares(dyads: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Events from one state toward another as a share of all that the sender sent in that year, in percent.

    In: ``dyads`` with i_iso3c (sender), j_iso3c (target), year and four event counts verbCoop, matlCoop, verbConf,
    matlConf; ``totals`` with the same counts per sender and year over all targets.
    Out: sender, target, year, all_events (% of the sender's events of the four kinds together) and one column per
    kind (% of the sender's events of that kind; empty where the sender sent none), three decimals.
    Senders without a total are left out: news volume differs by country and year, so a bare count says nothing.
    Raises ValueError for a dyad that sends more than its sender's total.
    """
    raw = list(KINDS)
    merged = dyads.merge(totals, on=["i_iso3c", "year"], suffixes=("", "_total"), validate="many_to_one")
    out = merged.rename(columns={"i_iso3c": "sender", "j_iso3c": "target"})[["sender", "target", "year"]]
    sent = merged[[f"{kind}_total" for kind in raw]].set_axis(raw, axis=1)
    if (merged[raw] > sent).any(axis=None):
        raise ValueError("ICEWS: a dyad has more events than its sender sent")
    out["all_events"] = (100 * merged[raw].sum(axis=1) / sent.sum(axis=1)).round(3)
    for kind, name in KINDS.items():
        out[name] = (100 * merged[kind] / sent[kind].where(sent[kind] > 0)).round(3)
    return out.sort_values(["sender", "target", "year"], ignore_index=True)


@reads("ICEWS", events={column: TEXT for column in ("Event Date", "Source Country", "Target Country")})
def window_shares(
    events: pd.DataFrame, codes: dict[str, str], senders: list[str], window: tuple[str, str]
) -> pd.DataFrame:
    """Shares as in `shares`, of all kinds together, in one window of time, from single events.

    In: one row per event of the daily files: Event Date (ISO), Source Country, Target Country (names; empty for bodies
    without a country). ``codes`` maps names to ISO codes, ``senders`` are codes, ``window`` is the first and last day.
    Out: date, date_end (the window), sender, target, all_events (% of the sender's events toward other states and
    bodies with a country, three decimals). A target without an event has no row, nor has what a sender does at home.
    """
    own = events[events["Event Date"].between(*window)].dropna(subset=["Source Country", "Target Country"])
    abroad = own[own["Source Country"] != own["Target Country"]]
    pairs = pd.DataFrame({"sender": abroad["Source Country"].map(codes), "target": abroad["Target Country"].map(codes)})
    sent = pairs.sender.value_counts()
    out = pairs.value_counts().rename("events").reset_index()
    out = out[out.sender.isin(senders)]
    out["all_events"] = (100 * out.events / out.sender.map(sent)).round(3)
    out["date"], out["date_end"] = window
    columns = ["date", "date_end", "sender", "target", "all_events"]
    return out[columns].sort_values(["sender", "target"], ignore_index=True)

"""Correlates of War, Militarized Interstate Disputes 5: what Russia did, and whether force followed a first signal.

Upstream: MID 5.0, https://correlatesofwar.org/data-sets/mids/, free for scholarly use with citation. The rows of MID
are not republished: disputes are reduced to a few columns, incidents to spells.
"""

import pandas as pd

from evidence.refresh.layout import FLAG, NUMBER, TEXT, reads

FORCE = 13  # action codes: 1-6 threat, 7-12 display, 13-19 use of force, 20-21 war
KINDS = {"threat": range(1, 7), "display": range(7, 13), "use of force": range(13, 20), "war": range(20, 22)}


def kind(action: int) -> str:
    """Kind of a MID action code: none, threat, display, use of force or war. Raises ValueError for an unknown code."""
    if action == 0:
        return "none"
    for name, codes in KINDS.items():
        if action in codes:
            return name
    raise ValueError(f"MID: no action code {action}")


@reads(
    "MID",
    participations={
        **dict.fromkeys(["dispnum", "russia_hiact"], NUMBER),
        **dict.fromkeys(["start", "end", "russia_hiact_label"], TEXT),
        **dict.fromkeys(["afghanistan_is_target", "target_post_soviet"], FLAG),
    },
)
def disputes(participations: pd.DataFrame) -> pd.DataFrame:
    """Disputes of Russia (before 1992: the Soviet Union), reduced.

    In: one row per dispute in which Russia takes part: dispnum, start, end (Russia's own dates, ISO, maybe partial),
    afghanistan_is_target, target_post_soviet (0/1, empty before 1992), russia_hiact (highest action, code),
    russia_hiact_label.
    Out: dispute, year, year_end, target_group (Afghanistan; post-Soviet if any target is; other), highest_action
    (Russia's own) and its kind. Raises ValueError where a dispute has two rows.
    """
    if participations.dispnum.duplicated().any():
        raise ValueError("MID: a dispute has two rows")
    out = pd.DataFrame({"dispute": participations.dispnum})
    out["year"] = participations.start.str[:4].astype(int)
    out["year_end"] = participations.end.str[:4].astype(int)
    out["target_group"] = "other"
    out.loc[participations.target_post_soviet == 1, "target_group"] = "post-Soviet"
    out.loc[participations.afghanistan_is_target == 1, "target_group"] = "Afghanistan"
    out["highest_action"] = participations.russia_hiact_label
    out["kind"] = participations.russia_hiact.map(kind)
    return out.sort_values(["year", "dispute"], ignore_index=True)


@reads(
    "MID",
    incidents={
        **dict.fromkeys(["dispnum", "incidnum", "action"], NUMBER),
        **dict.fromkeys(["start", "targets", "action_label"], TEXT),
        "post_soviet": FLAG,
    },
)
def signal_spells(incidents: pd.DataFrame, quiet_days: int = 730, window_days: int = 730) -> pd.DataFrame:
    """Spells of militarised action of Russia against one state, and whether force followed their first action.

    In: one row per incident: dispnum, incidnum, start (ISO; a month alone counts as its first day), targets ("A;B"),
    action (code), action_label, post_soviet (0/1). MID 5 ends with 2014.
    Out: one row per spell, by date. A spell starts with an action against the target after more than ``quiet_days``
    without one. ``force``: a later use of force against the same target within ``window_days``, with its first date and
    action. ``censored``: the window runs past 2014, so that absence of force proves nothing.
    """
    acts = incidents[incidents.action > 0].assign(target=lambda rows: rows.targets.str.split(";")).explode("target")
    acts["day"] = pd.to_datetime((acts.start + "-01").str[:10], format="%Y-%m-%d")
    spells = []
    for target, own in acts.sort_values(["day", "incidnum"]).groupby("target"):
        for at in own.index[~(own.day.diff() <= pd.Timedelta(days=quiet_days))]:
            spells.append({"target": target, **_spell(own, at, pd.Timedelta(days=window_days))})
    return pd.DataFrame(spells).sort_values(["date", "target"], ignore_index=True)


def sensitivity(incidents: pd.DataFrame, quiet: list[int], windows: list[int]) -> pd.DataFrame:
    """How the count of signals that force followed depends on the two thresholds, in days.

    In: incidents as for ``signal_spells``. Out: quiet_days, window_days, target_group (all, post-Soviet, other),
    spells (that start with a threat or display and are not censored), followed_by_force.
    """
    rows = []
    for quiet_days in quiet:
        for window_days in windows:
            spells = signal_spells(incidents, quiet_days, window_days)
            signals = spells[spells.first_kind.isin(["threat", "display"]) & ~spells.censored]
            near = signals.post_soviet
            for name, group in {"all": signals, "post-Soviet": signals[near], "other": signals[~near]}.items():
                rows.append((quiet_days, window_days, name, len(group), int(group.force.sum())))
    return pd.DataFrame(rows, columns=["quiet_days", "window_days", "target_group", "spells", "followed_by_force"])


def _spell(acts: pd.DataFrame, at: int, window: pd.Timedelta) -> dict:
    """The spell that starts with the act at index ``at``; ``acts`` are all against one target, in order."""
    first = acts.loc[at]
    later = acts.loc[at:].iloc[1:]
    force = later[(later.action >= FORCE) & (later.day - first.day <= window)]
    return {
        "date": first.start,
        "post_soviet": bool(first.post_soviet),
        "dispute": first.dispnum,
        "first_action": first.action_label,
        "first_kind": kind(first.action),
        "force": not force.empty,
        "force_date": None if force.empty else force.start.iloc[0],
        "force_action": None if force.empty else force.action_label.iloc[0],
        "censored": first.day + window > pd.Timestamp("2014-12-31"),
    }

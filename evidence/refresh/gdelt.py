"""GDELT: tone and volume of news about a pair of states, month by month, set against the whole world's.

Upstream: GDELT 2.0 Events, https://www.gdeltproject.org, as daily pair scores of gzemo/gdelt-graph-data. Show derived
values only. Not comparable with ICEWS.
"""

import pandas as pd

from evidence.refresh.layout import NUMBER, TEXT, reads


@reads(
    "GDELT",
    pairs={**dict.fromkeys(["a", "b", "month"], TEXT), **dict.fromkeys(["score_sum", "days", "days_negative"], NUMBER)},
    world={"month": TEXT, "world_abs": NUMBER},
)
def relative_scores(pairs: pd.DataFrame, world: pd.DataFrame, states: set[str]) -> pd.DataFrame:
    """Monthly score of pairs with one of ``states``, per thousand of the world's absolute scores in that month.

    In: ``pairs`` with a, b (ISO3, undirected), month (YYYY-MM), score_sum (unitless; it grows with the volume of news),
    days, days_negative (days); ``world`` with month and world_abs, the sum of absolute scores of all pairs and days.
    Out: iso3_a, iso3_b (in alphabetical order), date (month), score (per mille; below 0: conflict outweighs
    cooperation), negative_days (% of the days covered), days (days covered), sorted.
    Raises ValueError where a month has no world total.
    """
    chosen = pairs[pairs.a.isin(states) | pairs.b.isin(states)]
    if missing := sorted(set(chosen.month) - set(world.month)):
        raise ValueError(f"GDELT: no world total for {', '.join(missing)}")
    merged = chosen.merge(world[["month", "world_abs"]], on="month", validate="many_to_one")
    ends = pd.DataFrame([sorted(pair) for pair in zip(merged.a, merged.b)], columns=["iso3_a", "iso3_b"])
    out = ends.assign(
        date=merged.month,
        score=(1000 * merged.score_sum / merged.world_abs).round(4),
        negative_days=(100 * merged.days_negative / merged.days).round(1),
        days=merged.days,
    )
    return out.sort_values(["iso3_a", "iso3_b", "date"], ignore_index=True)

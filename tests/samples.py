"""A chart and the words that go with it, for tests of what becomes of them."""

import altair as alt
import pandas as pd

TEXTS = {
    "title": "Deaths peaked in 2018",
    "measure": "Battle deaths per year",
    "description": "Bars by year.",
    "cannot_show": "Why.",
    "rows_of": ["battle_deaths"],
}


def draw(rows: pd.DataFrame, **properties) -> alt.LayerChart:
    """Bars of `best` with `low` to `high`, clipped so that the SVG carries ids, each bar with a tip."""
    rows = rows.assign(tip=[f"{row.year}: {row.best} deaths" for row in rows.itertuples()])
    bars = alt.Chart(rows).mark_bar(clip=True).encode(x="year:O", y="best:Q", description="tip:N")
    bounds = alt.Chart(rows).mark_rule(clip=True, aria=False).encode(x="year:O", y="low:Q", y2="high:Q")
    return (bars + bounds).properties(**properties)

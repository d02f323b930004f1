"""Forms of charts: a tidy frame and the names of its columns in, an Altair chart out."""

import altair as alt
import pandas as pd

from evidence.charts.axes import article, field, refuse_turned

OUTLINE = 0.6  # of a tile, which stands out from its ground by it however pale its fill is


def estimates(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, form: str = ",d", left: list[int] | None = None, **fields: str
) -> alt.LayerChart:
    """Best estimate as a dot, its bounds as a bar, its value beside it.

    rows: one line per estimate, with a column `tip` that says it in words; about ten at most, or values lie over each
    other. x: an axis that `years`, `dates` or `categories` made; y: one of `amounts` or `magnitudes`. left: years whose
    value stands left of the dot. fields: low, best, high, if the columns are named otherwise. Raises KeyError for a
    column that is not there, ValueError for axes in each other's place.
    """
    refuse_turned(x, y)
    low, best, high = (fields.get(name, name) for name in ("low", "best", "high"))
    rows = rows[[field(x), *dict.fromkeys((low, best, high)), "tip"]]
    base = alt.Chart(rows)
    bounds = alt.Y(low, type="quantitative", title=None)
    bars = base.mark_rule(strokeWidth=3, color=paint, aria=False).encode(x, bounds, alt.Y2(high))
    dots = base.mark_point(size=110, opacity=1, color=paint).encode(x, y, description="tip:N")
    on_left = rows[field(x)].isin(left or [])
    values = [
        alt.Chart(own)
        .mark_text(color="currentColor", **side)
        .encode(x, y, text=alt.Text(best, type="quantitative", format=form))
        for own, side in (
            (rows[on_left], {"align": "right", "dx": -9}),
            (rows[~on_left], {"align": "left", "dx": 9}),
        )
        if len(own)
    ]
    return alt.layer(bars, dots, *values)


def yearly_estimates(rows: pd.DataFrame, x: alt.X, y: alt.Y, paint: str, form: str = ",d", **options) -> alt.LayerChart:
    """`estimates` on an axis of years, each in the middle of its year, with the article. options: as of `estimates`."""
    refuse_turned(x, y)
    return article(x, annual=True) + estimates(rows, x, y, paint, form, **options)


def tiles(
    rows: pd.DataFrame, x: str, y: str, value: str, columns: list, order: list[str], paint: str
) -> alt.LayerChart:
    """Counts as a grid of tiles with the number in each; an empty tile is a zero that was counted.

    rows: one line per tile, with a column `tip` that says it in words. value: the column of the counts, which are told
    by the strength of the fill too. columns, order: the values of `x` and `y`, so that two states share one grid.
    paint: colour of the fill. `.properties(height=…)` gives a row the room of its number, about 55 px.
    """
    place = {
        "x": alt.X(
            x, type="ordinal", sort=columns, scale=alt.Scale(domain=columns), title=None, axis=alt.Axis(labelAngle=-90)
        ),
        "y": alt.Y(
            y, type="nominal", sort=order, scale=alt.Scale(domain=order), title=None, axis=alt.Axis(labelLimit=190)
        ),
    }
    base = alt.Chart(rows.drop(columns="source_id", errors="ignore"))
    most = max(int(rows[value].max()), 1)
    shade = alt.FillOpacity(
        value, type="quantitative", scale=alt.Scale(domain=[0, most], range=[0.04, 0.55]), legend=None
    )
    boxes = base.mark_rect(color=paint, stroke="currentColor", strokeOpacity=OUTLINE).encode(
        **place, fillOpacity=shade, description="tip:N"
    )
    shown = base.transform_filter(f"datum['{value}'] > 0")
    words = shown.mark_text(color="currentColor", strokeOpacity=0)  # no halo of the page on a tile
    return boxes + words.encode(**place, text=alt.Text(value, type="quantitative"))

"""Forms in rows for what was counted: expected and observed, squares by kind.

Tidy frames in, an Altair chart out. A form raises KeyError for a column that is not there.
"""

import altair as alt
import pandas as pd

from evidence.charts.colours import colour

NAME = 0.42  # of a row: how far above its marks its name stands
STEP = 44  # px of a row of squares


def expected_and_observed(rows: pd.DataFrame, by: str, low: float, high: float, ticks: list[float]) -> alt.LayerChart:
    """A row each: the number expected as a dot on its interval, the one observed as a diamond with its value.

    rows: from above, one line per row: the column `by`, expected, low, high, observed, expected_tip, observed_tip.
    low, high, ticks: of the axis.
    """
    rows = rows[[by, "expected", "low", "high", "observed", "expected_tip", "observed_tip"]]
    rows = rows.assign(row=range(len(rows)))
    axis = alt.Axis(values=ticks, format="d", title=None, grid=False)
    x = alt.X("expected:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis)
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[len(rows) - 0.4, -0.7], nice=False))
    base = alt.Chart(rows).encode(y)
    came = base.encode(alt.X("observed:Q"), description="observed_tip:N")
    names = alt.Chart(rows[[by]].assign(row=rows["row"] - NAME)).encode(y, x=alt.value(0))
    grey, red = colour("other"), colour("Russia")
    return alt.layer(
        base.mark_rule(strokeWidth=4, color=grey, aria=False).encode(alt.X("low:Q", title=None), x2="high:Q"),
        base.mark_point(size=110, opacity=1, color=grey).encode(x, description="expected_tip:N"),
        came.mark_point(size=110, shape="diamond", filled=True, opacity=1, color=red),
        came.mark_text(dy=15, color="currentColor").encode(text="observed:Q"),
        names.mark_text(align="left", color="currentColor").encode(text=alt.Text(by, type="nominal")),
    )


def squares_by_kind(rows: pd.DataFrame, ends: pd.DataFrame, kind: str, moved: str) -> alt.LayerChart:
    """One mark each, counted along the row of its kind: a square, or a diamond for what moved there.

    rows: row and place (from 1), tip, and the column `moved` (true or false). ends: one line per row: the column
    `kind` (its name, above), row, place (of its last mark) and label, written after that mark.
    """
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[ends["row"].max() + 0.4, 0.3], nice=False))
    x = alt.X("place:Q", axis=None, scale=alt.Scale(domain=[0, rows["place"].max() + 6], nice=False))
    each = alt.Chart(rows[["row", "place", moved, "tip"]]).encode(x, y, description="tip:N")
    same, other = each.transform_filter(f"!datum['{moved}']"), each.transform_filter(f"datum['{moved}']")
    texts = alt.Chart(ends[["row", "place", "label"]]).encode(y)
    names = alt.Chart(ends[["row", kind]].assign(row=ends["row"] - NAME)).encode(y)
    return alt.layer(
        same.mark_point(size=50, shape="square", filled=True, opacity=1, color=colour("other")),
        other.mark_point(size=90, shape="diamond", filled=True, opacity=1, color="currentColor"),
        texts.mark_text(align="left", dx=11, color="currentColor").encode(x, text="label:N"),
        names.mark_text(align="left", color="currentColor").encode(x=alt.value(0), text=alt.Text(kind, type="nominal")),
    ).properties(height=STEP * len(ends))

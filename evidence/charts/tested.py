"""Charts that test a probability: said against come, and how many settings give how much.

Each form takes a tidy frame with a column `tip`, what a mark says in words, and raises KeyError for a column that it
lacks.
"""

import altair as alt
import pandas as pd

GAP = 0.12  # of the width of a column, left free beside the next


def reliability(rows: pd.DataFrame, top: float, ticks: list[float], paint: str) -> alt.LayerChart:
    """What came against what was said, a dot per band with its interval, and its counts above it.

    rows: one line per band: said and share (of one), share_low, share_high, label ("2 of 16"), tip. top: the end of
    both axes, which have a square-root scale; an interval that reaches further is cut there. On the dashed line said
    and come agree.
    """
    rows = rows[["said", "share", "share_low", "share_high", "label", "tip"]]
    rows = rows.assign(share_high=rows["share_high"].clip(upper=top))
    scale = alt.Scale(type="sqrt", domain=[0, top], nice=False)
    axis = {"values": ticks, "format": "~%", "grid": False}
    x = alt.X("said:Q", title=None, scale=scale, axis=alt.Axis(**axis))
    y = alt.Y("share:Q", title=None, scale=scale, axis=alt.Axis(**axis))
    even = pd.DataFrame({"said": [0, top], "share": [0, top]})
    base = alt.Chart(rows)
    return alt.layer(
        alt.Chart(even).mark_line(strokeDash=[5, 4], color="currentColor", aria=False).encode(x, y),
        base.mark_rule(strokeWidth=3, color=paint, aria=False).encode(
            x, alt.Y("share_low:Q", scale=scale), y2="share_high"
        ),
        base.mark_point(size=110, opacity=1, color=paint).encode(x, y, description="tip:N"),
        base.mark_text(align="right", baseline="bottom", dx=16, dy=-24, color="currentColor").encode(
            x, alt.Y("share_high:Q", scale=scale), text="label:N"
        ),
    ).properties(height=380)


def histogram(
    rows: pd.DataFrame, marks: pd.DataFrame, right: float, across: list[float], top: float, up: list[float], paint: str
) -> alt.LayerChart:
    """Columns of a histogram of probabilities, with values named on upright lines.

    rows: from, to, share, tip. marks: at, label, height (units from the top at which the name stands), align ("left" or
    "right" of its line). right, top: ends of the axes. across, up: their ticks.
    """
    rows = rows[["from", "to", "share", "tip"]]
    rows = rows.assign(to=rows["to"] - GAP * (rows["to"] - rows["from"]), zero=0)
    scale = alt.Scale(domain=[0, right], nice=False)
    x = alt.X("from:Q", title=None, scale=scale, axis=alt.Axis(values=across, format="~%", grid=False))
    axis = alt.Axis(values=up, format="~%", grid=False)
    y = alt.Y("zero:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    bars = alt.Chart(rows).mark_rect(color=paint, opacity=1)
    named = []
    for (height, side), own in marks[["at", "label", "height", "align"]].groupby(["height", "align"]):
        marked = alt.Chart(own).encode(alt.X("at:Q", title=None, scale=scale))
        text = marked.mark_text(align=side, dx=6 if side == "left" else -6, baseline="top", color="currentColor")
        named += [
            marked.mark_rule(strokeDash=[2, 3], color="currentColor", aria=False),
            text.encode(y=alt.value(int(height)), text="label:N"),
        ]
    columns = bars.encode(x, alt.X2("to"), y, alt.Y2("share"), description="tip:N")
    return alt.layer(columns, *named).properties(height=240)
